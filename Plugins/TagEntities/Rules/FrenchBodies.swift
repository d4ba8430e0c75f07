import StageKit

/// Bodies that French names by a head that comes first, with small words behind: "Commission nationale d'enquête",
/// "ministère de l'Intérieur".
///
/// Behind the head (`organisation-first`) stand adjectives and nouns that such names have (`organisation-inside`), and,
/// behind "de" and "du", also words with a capital and listed places. The head has a capital, but for those of type
/// `small`, which French writes without.
extension RegionNames {
  mutating func findFrenchBodies(_ text: [UInt8]) {
    guard !isVietnamese, !region.isAllCaps,
      region.hasMixedWords || region.marks.begins(.organisationFirst)
    else { return }
    var next = 0
    for index in tokens.indices where index >= next {
      guard tokens[index].marks.begins(.organisationFirst) || tokens[index].shape == .mixed,
        let head = frenchHead(index), let end = frenchBodyEnd(behind: head.end, isEnglish: head.isEnglish)
      else { continue }
      propose(index..<end, behindElision: head.elision, text)
      next = end
    }
  }

  /// A body's head at a token, "Assemblée" in "l'Assemblée": the token behind it, the word apart from its article, and
  /// whether it is an English word too.
  private func frenchHead(_ index: Int) -> (end: Int, elision: Range<Int>?, isEnglish: Bool)? {
    let token = tokens[index]
    guard token.kind == .word, cover[index] == nil, !token.isTechnical else { return nil }
    if token.marks.begins(.organisationFirst) {
      guard let (end, type) = rules.phrase(.organisationFirst, at: index, in: tokens),
        token.isCapitalised || type == "small"
      else { return nil }
      return (end, nil, token.marks.has(.organisationHead) || Self.englishHeads.contains(token.word))
    }
    guard token.shape == .mixed, let elided = elided(index),
      rules.vocabulary[Word(region.folded.bytes[elided])].has(.organisationFirst)
    else { return nil }
    return (index + 1, elided, false)
  }

  private mutating func propose(_ body: Range<Int>, behindElision elision: Range<Int>?, _ text: [UInt8]) {
    let count = found.count
    propose(.organisation, body, text, .low, rule: .organisationBefore, language: "fr", priority: 4)
    guard let elision, found.count > count else { return }
    let start = region.folded.sourceRange(of: elision).lowerBound
    let name = String(decoding: text[start..<found[count].range.upperBound], as: UTF8.self)
    found[count].range = start..<found[count].range.upperBound
    found[count].referent = Referent(
      key: EntityKind.organisation.keyPrefix + NameKey.slug(name), name: name, kind: .organisation,
      language: "fr")
  }

  private static let englishHeads: WordSet = ["office", "service", "direction", "garde"]
  private static let englishInside: WordSet = [
    "national", "central", "international", "royal", "justice", "commerce", "information", "agriculture",
    "marine",
    "permanent",
  ]

  /// - Parameter isEnglish: the head is an English word too, so that an English one behind it is no sign of French.
  private func frenchBodyEnd(behind head: Int, isEnglish: Bool) -> Int? {
    var (end, lastEnd) = (head, head)
    while end < tokens.count, end - head < 14, tokens[end].kind == .word, tokens[end].spaceBefore {
      if Self.links.contains(tokens[end].word) {
        end += 1
      } else if let next = ownEnd(end, isLinked: end > lastEnd),
        !isEnglish || end > lastEnd || !Self.englishInside.contains(tokens[end].word),
        lastEnd > head || isInside(end)
      {
        (end, lastEnd) = (next, next)
      } else {
        break
      }
    }
    return lastEnd > head ? lastEnd : nil
  }

  /// Whether a word is one that such names have: the first behind the head must be, "Parti de Saïgon" is no party.
  private func isInside(_ index: Int) -> Bool {
    if tokens[index].marks.has(.organisationInside) { return cover[index] == nil }
    guard let elided = elided(index) else { return false }
    // "l'Intérieur": the letter behind the apostrophe is a capital.
    return tokens[index].shape == .mixed && region.folded.bytes[elided.lowerBound - 2] == UInt8(ascii: "l")
      || rules.vocabulary[Word(region.folded.bytes[elided])].has(.organisationInside)
  }

  private static let links: WordSet = ["de", "du", "des", "la", "le", "les", "et"]

  /// The end of a word of the body's own; nil where there is none.
  private func ownEnd(_ index: Int, isLinked: Bool) -> Int? {
    if let number = cover[index] {
      guard isLinked, known[number].kind == .place else { return nil }
      return coverEnd(index)
    }
    if tokens[index].marks.has(.organisationInside) { return index + 1 }
    if let elided = elided(index) {
      if rules.vocabulary[Word(region.folded.bytes[elided])].has(.organisationInside) { return index + 1 }
      // "l'Intérieur": the letter behind the apostrophe is a capital.
      return tokens[index].shape == .mixed ? hyphensEnd(index + 1) : nil
    }
    return isLinked && isNamePart(index) && tokens[index].letters > 1 && !isTitle(index) ? index + 1 : nil
  }

  /// The folded word behind "d'" or "l'".
  private func elided(_ index: Int) -> Range<Int>? {
    let (bytes, range) = (region.folded.bytes, tokens[index].folded)
    guard range.count > 3, bytes[range.lowerBound + 1] == 0x27,
      bytes[range.lowerBound] == UInt8(ascii: "d") || bytes[range.lowerBound] == UInt8(ascii: "l")
    else { return nil }
    return range.lowerBound + 2..<range.upperBound
  }
}
