import StageKit

/// Bodies that Vietnamese names by a head that comes first: "Bộ Ngoại giao", "Bệnh viện Chợ Rẫy", "Ủy ban nhân dân
/// tỉnh Quảng Nam".
///
/// Behind the head stand words whose first syllable has a capital ("Ngoại giao" is one by the list of words),
/// listed places, and small words that such names have (`organisation-inside`). Where an office has its holder's
/// name behind, "Giám đốc Sở Y tế Nguyễn Tấn Bỉnh", the body ends before the family name, unless it can be named
/// after a person.
extension RegionNames {
  mutating func findVietnameseBodies(_ text: [UInt8]) {
    guard isVietnamese, !region.isAllCaps else { return }
    var index = 0
    while index < tokens.count {
      guard tokens[index].marks.begins(.organisationBefore), let body = vietnameseBody(at: index) else {
        index += 1
        continue
      }
      propose(.organisation, body, text, .medium, rule: .organisationBefore, priority: 4)
      index = body.upperBound
    }
  }

  /// The body that begins with a head; a head in small letters stays outside.
  private func vietnameseBody(at start: Int) -> Range<Int>? {
    guard tokens[start].kind == .word, cover[start] == nil, !continuesName(start),
      let (headEnd, type) = rules.phrase(.organisationBefore, at: start, in: tokens),
      !isTitle(start) || (rules.phrase(.title, at: start, in: tokens)?.end ?? headEnd) < headEnd
    else { return nil }
    let isSmall = !tokens[start].isCapitalised
    if isSmall, type.isEmpty || isInsideWord(start) { return nil }
    var name = BodyName(start: start, end: headEnd, mayHavePerson: type == "named-after")
    while name.end < tokens.count, name.end - start < 16, step(&name) {}
    guard let end = name.lastEnd, isSmall else { return name.lastEnd.map { start..<$0 } }
    let own = (headEnd..<end).first { rules.phrase(.organisationInside, at: $0, in: tokens) == nil }
    guard let own, !name.isOfPlaceOnly, tokens[own].shape == .capital, cover[own] == nil,
      type != "small-two" || end - own > 1
    else { return nil }
    return own..<end
  }

  /// "đại hội", "trụ sở": the head is the last syllable of a common word.
  private func isInsideWord(_ index: Int) -> Bool {
    guard index > 0, tokens[index].spaceBefore else { return false }
    return isListed(index - 1...index)
  }

  /// A body's name as far as it was read.
  private struct BodyName {
    var start: Int
    var end: Int
    var mayHavePerson: Bool
    /// Where the name can end; nil before it has a word of its own.
    var lastEnd: Int?
    var isOfPlaceOnly = true
    var isBehindPlace = false

    mutating func take(to end: Int, canEnd: Bool = true) {
      self.end = end
      isBehindPlace = false
      if canEnd { lastEnd = end }
    }
  }

  /// Takes the next words; false where the name ends.
  private func step(_ name: inout BodyName) -> Bool {
    let index = name.end
    let token = tokens[index]
    if token.kind == .punctuation { return stepOverMark(&name) }
    guard token.spaceBefore || tokens[index - 1].kind == .punctuation else { return false }
    if let number = cover[index] { return stepOverListed(&name, known[number]) }
    if token.kind == .number {
      let isPart =
        name.lastEnd != index || index + 1 == tokens.count || tokens[index + 1].kind == .punctuation
      guard isPart, token.folded.count <= 3, region.folded.bytes[token.folded].allSatisfy({ $0 < 0x3A })
      else {
        return false
      }
      name.isOfPlaceOnly = false
      name.take(to: index + 1)
      return false
    }
    if token.isCapitalised { return stepOverCapital(&name) }
    return stepOverSmall(&name)
  }

  private func stepOverListed(_ name: inout BodyName, _ listed: Candidate) -> Bool {
    guard listed.kind == .place || name.mayHavePerson && name.lastEnd == nil else { return false }
    var end = name.end
    while end < tokens.count, cover[end] == cover[name.end] { end += 1 }
    name.mayHavePerson = false
    name.take(to: end)
    name.isBehindPlace = true
    return true
  }

  private func stepOverCapital(_ name: inout BodyName) -> Bool {
    let index = name.end
    if let end = bodyHead(index) {
      // "Trường Đại học": a head may hold another; behind the name it is another body.
      guard name.lastEnd == nil else { return false }
      name.take(to: end, canEnd: false)
      return true
    }
    if let (end, _) = rules.phrase(.placeWordBefore, at: index, in: tokens), isNameBegin(end) {
      name.take(to: end, canEnd: false)
      return true
    }
    let end = wordEnd(index)
    guard !isBeside(index, end, name) else { return false }
    name.isOfPlaceOnly = false
    if tokens[index].marks.has(.surname), end == index + 1, isNameBegin(index + 1) {
      guard name.mayHavePerson, name.lastEnd == nil else { return false }
      name.take(to: max(runEnd(from: index, limit: 4), end))
    } else {
      name.take(to: end == index + 1 ? danglingEnd(index, name) : end)
    }
    return true
  }

  /// Whether a word with a capital is no part of the body's name: capitals behind its place, "TP" without its
  /// place, a title, a letter ("công ty K").
  private func isBeside(_ index: Int, _ end: Int, _ name: BodyName) -> Bool {
    if isAcronym(index), name.isBehindPlace || tokens[index].marks.has(.placeWordBefore) { return true }
    let titleEnd = rules.phrase(.title, at: index, in: tokens)?.end ?? index
    if isTitle(index), end == index + 1 || titleEnd > index + 1 { return true }
    return end == index + 1 && tokens[index].letters == 1
  }

  /// The end of the head of a body at a token: of two syllables, in capitals, or with a name behind.
  private func bodyHead(_ index: Int) -> Int? {
    guard let (end, _) = rules.phrase(.organisationBefore, at: index, in: tokens) else { return nil }
    if end > index + 1 || isAcronym(index) { return end }
    return isNameBegin(end) && wordEnd(index) == end ? end : nil
  }

  /// "Lưu ký và Bù trừ": a syllable that makes no word of the list with the next takes it where the name goes on.
  private func danglingEnd(_ index: Int, _ name: BodyName) -> Int {
    let next = index + 1
    guard next + 1 < tokens.count, tokens[index].shape == .capital, isPlausible(index),
      tokens[next].shape == .lower, tokens[next].spaceBefore, tokens[next + 1].spaceBefore,
      !tokens[next].marks.has(.never), !(tokens[index - 1].isCapitalised && name.lastEnd == index),
      rules.phrase(.organisationInside, at: next, in: tokens) == nil,
      rules.phrase(.placeWordBefore, at: next, in: tokens) == nil,
      isOwnWord(next + 1) || tokens[next + 1].word == "và" && isOwnWord(next + 2)
    else { return next }
    return next + 1
  }

  private func isAcronym(_ index: Int) -> Bool { tokens[index].shape == .allCaps }

  /// "nhân dân", "tỉnh" before its name, "và" before another word with a capital.
  private func stepOverSmall(_ name: inout BodyName) -> Bool {
    let index = name.end
    if let (end, type) = rules.phrase(.organisationInside, at: index, in: tokens) {
      name.take(to: end, canEnd: type == "ends")
      return true
    }
    if let (end, _) = rules.phrase(.placeWordBefore, at: index, in: tokens), isNameBegin(end) {
      name.take(to: end, canEnd: false)
      return true
    }
    guard tokens[index].word == "và", name.lastEnd != nil, isOwnWord(index + 1) else { return false }
    name.take(to: index + 1, canEnd: false)
    return true
  }

  /// "Bộ Lao động - Thương binh và Xã hội", "Bộ Văn hóa, Thể thao và Du lịch".
  private func stepOverMark(_ name: inout BodyName) -> Bool {
    let index = name.end
    guard name.lastEnd == index, isOwnWord(index + 1) else { return false }
    switch tokens[index].word {
    case "-", "&":
      guard tokens[index].spaceBefore == tokens[index + 1].spaceBefore else { return false }
    case ",":
      let next = wordEnd(index + 1)
      guard next + 1 < tokens.count, tokens[next].word == "và" || tokens[next].word == ",",
        isOwnWord(next + 1)
      else { return false }
    default: return false
    }
    name.take(to: index + 1, canEnd: false)
    return true
  }

  /// A word with a capital that no list has, and that begins neither another body nor a person's name.
  private func isOwnWord(_ index: Int) -> Bool {
    guard index < tokens.count, tokens[index].kind == .word, tokens[index].shape == .capital,
      cover[index] == nil, !isTitle(index), !tokens[index].isTechnical
    else { return false }
    if bodyHead(index) != nil { return false }
    return wordEnd(index) > index + 1
      || !tokens[index].marks.has(.surname) && !tokens[index].marks.has(.never)
  }

  /// The end of the common word whose first syllable has a capital; the next token where it is none.
  private func wordEnd(_ start: Int) -> Int {
    for length in [3, 2] where isWord(start...start + length - 1) { return start + length }
    return start + 1
  }

  private func isNameBegin(_ index: Int) -> Bool {
    guard index < tokens.count, tokens[index].spaceBefore else { return false }
    return cover[index] != nil || tokens[index].kind == .number || tokens[index].isCapitalised
  }

  /// Whether a syllable with a capital right before makes the head a part of another name: "Nam Bộ".
  private func continuesName(_ index: Int) -> Bool {
    guard index > 1, tokens[index].spaceBefore, tokens[index].isCapitalised, tokens[index - 1].isCapitalised
    else { return false }
    // "Trưởng Trung tâm": a word that begins a sentence or clause has a capital for that.
    let isLong = rules.phrase(.organisationBefore, at: index, in: tokens).map { $0.end > index + 1 } ?? false
    if isLong, tokens[index - 2].kind == .punctuation || !tokens[index - 1].spaceBefore { return false }
    return cover[index - 1] == nil && !isTitle(index - 1) && !tokens[index - 1].marks.has(.never)
  }
}
