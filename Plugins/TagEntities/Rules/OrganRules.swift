import StageKit

/// Organs of bodies: "the Central Committee", alone or with the body that they belong to.
extension RegionNames {
  /// "KNUFNS Central Committee", "Politburo of the Central Committee of the MPRP", and organs that stand
  /// alone.
  ///
  /// The key is the body's with the organs behind it, from the body outwards, so that all wordings have one
  /// key. Returns the end of the organ's words, or the token when there is none.
  mutating func findOrgan(at start: Int, _ text: [UInt8]) -> Int {
    if let parent = cover[start], start == 0 || cover[start - 1] != parent {
      let end = coverEnd(start)
      let organs = organRun(from: end)
      if known[parent].kind != .person, !organs.isEmpty, isTight(end) {
        proposeOrgan(start..<organs[organs.count - 1].upperBound, parent: known[parent], organs: organs, text)
      }
      return start
    }
    if findOrganOfAcronym(at: start, text) || findOrganOfPeople(at: start, text) { return start }
    guard cover[start] == nil, tokens[start].isCapitalised, tokens[start].marks.begins(.organ),
      let (end, type) = rules.phrase(.organ, at: start, in: tokens),
      allCapitalised(start..<end)
    else { return start }
    guard start == 0 || !(cover[start - 1] != nil && isTight(start)) else { return end }
    if let owner = possessor(before: start) {
      proposeOrgan(start..<end, parent: owner, organs: [start..<end], text)
      return end
    }
    if let close = findOrganOfObject(start..<end, text) { return close }
    findOrganAlone(start..<end, type, text)
    return end
  }

  /// The end of the listed name that covers a token.
  func coverEnd(_ start: Int) -> Int {
    var end = start
    while end < tokens.count, cover[end] == cover[start] { end += 1 }
    return end
  }

  /// "Politburo of the Central Committee of the MPRP": an organ with its body behind "of". Returns where to go on;
  /// nil where no body follows.
  private mutating func findOrganOfObject(_ organ: Range<Int>, _ text: [UInt8]) -> Int? {
    let start = organ.lowerBound
    var organs = [organ]
    var next = organ.upperBound
    while organs.count < 4, next < tokens.count, tokens[next].word == "of" {
      var object = next + 1
      if object < tokens.count, tokens[object].word == "the" { object += 1 }
      guard object < tokens.count else { return nil }
      let inner = tokens[object].isCapitalised ? rules.phrase(.organ, at: object, in: tokens) : nil
      if inner == nil, cover[object] == nil || isPeopled(object), let body = body(at: object, text) {
        proposeOrgan(start..<body.end, parent: body.candidate, organs: organs.reversed(), text)
        found.append(body.candidate)
        return body.end
      }
      if let parent = cover[object] {
        guard known[parent].kind != .person else { return nil }
        proposeOrgan(start..<coverEnd(object), parent: known[parent], organs: organs.reversed(), text)
        return organ.upperBound
      }
      guard let inner else { return nil }
      organs.append(object..<inner.end)
      next = inner.end
    }
    return nil
  }

  /// An organ without its body, or with the letters of its body right behind: "CC CPV".
  private mutating func findOrganAlone(_ organ: Range<Int>, _ type: String, _ text: [UInt8]) {
    let (start, end) = (organ.lowerBound, organ.upperBound)
    if type == "alone", start > 0, Self.possessors.contains(tokens[start - 1].word) {
      // "our Central Committee" is that of whoever speaks, not one that the text has named.
      propose(.organisation, organ, text, .low, rule: .organPossessed, type: "organ", priority: 4)
    } else if tokens[start].shape == .allCaps, organ.count == 1, isTight(end), let parent = cover[end],
      tokens[end].shape == .allCaps
    {
      proposeOrgan(start..<end + 1, parent: known[parent], organs: [organ], text)
    } else if type == "alone" {
      propose(.organisation, organ, text, .low, rule: .organAlone, type: "organ", priority: 4)
    }
  }

  private static let possessors: WordSet = ["our", "my", "your", "their", "his", "her", "its"]

  /// Whether a listed place at a token begins the name of a body that no list has: "Vietnam People's Army".
  private func isPeopled(_ index: Int) -> Bool {
    guard let place = cover[index], known[place].kind == .place else { return false }
    var end = index
    while end < tokens.count, cover[end] == place { end += 1 }
    return end < tokens.count && isBodyPart(end) && rules.phrase(.organ, at: end, in: tokens) == nil
  }

  private func isTight(_ index: Int) -> Bool { index < tokens.count && tokens[index].spaceBefore }

  /// "MPRP Central Committee": letters that no list has, with an organ behind.
  private mutating func findOrganOfAcronym(at start: Int, _ text: [UInt8]) -> Bool {
    let token = tokens[start]
    guard cover[start] == nil, token.kind == .word, token.shape == .allCaps, token.folded.count > 2,
      isNamePart(start), !region.isAllCaps, isTight(start + 1),
      rules.phrase(.organ, at: start, in: tokens) == nil
    else { return false }
    let organs = organRun(from: start + 1)
    guard let last = organs.last else { return false }
    let name = name(start..<start + 1, text)
    let referent = Referent(
      key: EntityKind.organisation.keyPrefix + NameKey.slug(name), name: name, kind: .organisation)
    let body = Candidate(
      range: token.range, referent: referent, certainty: .medium, rule: .acronym, priority: 4,
      isAcronym: true)
    proposeOrgan(start..<last.upperBound, parent: body, organs: organs, text)
    found.append(body)
    return true
  }

  private func allCapitalised(_ range: Range<Int>) -> Bool {
    range.allSatisfy {
      tokens[$0].isCapitalised || tokens[$0].kind == .punctuation
        || Self.smallInOrgans.contains(tokens[$0].word)
    }
  }

  private static let smallInOrgans: WordSet = ["of", "the", "for", "and"]

  func organRun(from start: Int) -> [Range<Int>] {
    var organs: [Range<Int>] = []
    var index = start
    while organs.count < 4, index < tokens.count, tokens[index].isCapitalised,
      let (end, _) = rules.phrase(.organ, at: index, in: tokens),
      allCapitalised(index..<end)
    {
      organs.append(index..<end)
      index = end
    }
    return organs
  }

  mutating func proposeOrgan(
    _ range: Range<Int>, parent: Candidate, organs: [Range<Int>], _ text: [UInt8], priority: Int8 = 4
  ) {
    let slugs = organs.map { organSlug($0, text) }
    let stem = parent.referent.key.utf8.drop { $0 != UInt8(ascii: ".") }.dropFirst()
    let referent = Referent(
      key: EntityKind.organisation.keyPrefix + ([String(Substring(stem))] + slugs).joined(separator: "-"),
      name: name(range, text),
      kind: .organisation, type: "organ")
    var organ = Candidate(
      range: byteRange(range), referent: referent, certainty: .medium, rule: .organ, priority: priority)
    organ.details = Candidate.Details(listedName: listedName(of: slugs, parent), parent: parent.referent.key)
    found.append(organ)
  }

  /// The organ's part of a key; the rule may name another wording of the same organ: "CC" is
  /// "=central-committee".
  private func organSlug(_ organ: Range<Int>, _ text: [UInt8]) -> String {
    if let (end, type) = rules.phrase(.organ, at: organ.lowerBound, in: tokens), end == organ.upperBound,
      type.hasPrefix("=")
    {
      return String(type.dropFirst())
    }
    return NameKey.slug(name(organ, text))
  }
}
