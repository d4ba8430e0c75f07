import StageKit

/// Bodies of a state that the text names beside them: "the Thai Ministry of Interior", "Cambodia's Ministry of
/// Justice", "Bộ Quốc phòng Lào". The key is that of the state with the body behind, so that all wordings have one, and
/// no body has the key of another state's.
extension RegionNames {
  /// "Lao Ministry of Defence": a people (`adjective` with `=STATE`) with organs behind.
  mutating func findOrganOfPeople(at start: Int, _ text: [UInt8]) -> Bool {
    guard cover[start] == nil, tokens[start].isCapitalised, tokens[start].marks.begins(.adjective),
      let (end, type) = rules.phrase(.adjective, at: start, in: tokens), type.hasPrefix("="),
      end < tokens.count, tokens[end].spaceBefore
    else { return false }
    let organs = organRun(from: end)
    // "East German" is one people; "German" alone behind it is none.
    if start > 0, tokens[start].spaceBefore, tokens[start - 1].isCapitalised,
      rules.phrase(.adjective, at: start - 1, in: tokens)?.end == end
    {
      return false
    }
    guard let last = organs.last, end - start > 1 || isSpecific(start..<last.upperBound) else { return false }
    let state = Referent(
      key: EntityKind.place.keyPrefix + type.dropFirst(), name: Self.words(type.dropFirst()), kind: .place)
    let parent = Candidate(
      range: byteRange(start..<end), referent: state, certainty: .medium, rule: .organ, priority: 4)
    proposeOrgan(start..<last.upperBound, parent: parent, organs: organs, text)
    return true
  }

  /// The state that a body right behind "'s" belongs to.
  func possessor(before start: Int) -> Candidate? {
    guard start > 1, tokens[start - 1].word == "'s" || tokens[start - 1].word == "'",
      let number = cover[start - 2], isState(known[number])
    else { return nil }
    return known[number]
  }

  private func isState(_ candidate: Candidate) -> Bool {
    candidate.kind == .place && ["country", "polity"].contains(candidate.referent.type)
  }

  /// Of a body that is one organ of a state, what a list may call it: "Ministry of Foreign Affairs of Laos".
  func listedName(of organs: [String], _ parent: Candidate) -> String? {
    guard organs.count == 1, parent.kind == .place else { return nil }
    let state = parent.referent.name
    let isTitled = state.contains(" of ") || Self.endings.contains { state.hasSuffix($0) }
    return Self.words(organs[0]) + (isTitled ? " of the " : " of ") + state
  }

  private static let endings = [" Union", " States", " Kingdom", " Republic", "Philippines", "Netherlands"]

  /// The words of a key, the small ones in lower case.
  private static func words(_ slug: some StringProtocol) -> String {
    if slug.utf8.allSatisfy({ $0 < 0x80 }) { return String(decoding: words(slug.utf8), as: UTF8.self) }
    return slug.split(separator: "-").map { word in
      word == "of" ? "of" : word.prefix(1).uppercased() + word.dropFirst()
    }.joined(separator: " ")
  }

  /// The same of a key in ASCII.
  private static func words(_ slug: some Collection<UInt8>) -> [UInt8] {
    var words: [UInt8] = []
    for word in slug.split(separator: UInt8(ascii: "-")) {
      if !words.isEmpty { words.append(UInt8(ascii: " ")) }
      let start = words.count
      words += word
      if words[start] &- 0x61 < 26, !word.elementsEqual("of".utf8) { words[start] &-= 0x20 }
    }
    return words
  }

  // MARK: Vietnamese

  /// "Bộ Quốc phòng Lào", "Quốc hội Thái Lan": what a list has for a body without its state, with another state's
  /// name right behind, is that state's.
  mutating func findBodiesOfStates(_ text: [UInt8]) {
    guard isVietnamese else { return }
    var index = 0
    while index < tokens.count {
      guard isNotable(index), let body = bodyOfState(at: index) else {
        index += 1
        continue
      }
      proposeOrgan(body.range, parent: known[body.state], organs: [body.organ], text, priority: 5)
      index = body.range.upperBound
    }
  }

  /// A body's words and the state behind them: an organ, or a listed name that begins with the head of bodies.
  private func bodyOfState(at start: Int) -> (range: Range<Int>, organ: Range<Int>, state: Int)? {
    guard tokens[start].isCapitalised else { return nil }
    let end: Int
    if let number = cover[start] {
      guard known[number].kind == .organisation, start == 0 || cover[start - 1] != number else { return nil }
      end = coverEnd(start)
      guard
        tokens[start].marks.begins(.organisationBefore)
          || rules.phrase(.organ, at: start, in: tokens)?.end == end
      else { return nil }
    } else {
      guard tokens[start].marks.begins(.organ), !isTitle(start),
        let organ = rules.phrase(.organ, at: start, in: tokens)
      else { return nil }
      end = organ.end
    }
    guard end < tokens.count, tokens[end].spaceBefore, let state = cover[end], isState(known[state]) else {
      return nil
    }
    return (start..<coverEnd(end), start..<end, state)
  }
}
