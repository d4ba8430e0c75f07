import StageKit

/// Places that no list has.
extension RegionNames {
  mutating func findPlaces(_ text: [UInt8]) {
    var index = 0
    while index < tokens.count {
      let end = isNotable(index) ? place(at: index, text) : index
      index = max(end, index + 1)
    }
    findListedPlaces(text)
  }

  private mutating func place(at start: Int, _ text: [UInt8]) -> Int {
    if let end = headedPlace(at: start, text) { return end }
    if let end = placeNamedAfterPerson(at: start, text) { return end }
    guard isNamePart(start), !isTitle(start) else { return start }
    let end = runEnd(from: start, limit: 3)
    guard end > start, end - start <= 4, end - start > 1 || tokens[start].letters > 1 && !isWordBegin(start)
    else {
      return start
    }
    if end < tokens.count, tokens[end].marks.has(.placeWordAfter), tokens[end].shape == .lower {
      propose(.place, start..<end, text, .medium, rule: .placeWord, type: foldedText(end), priority: 4)
    } else if followsPlaceWord(start) {
      propose(.place, start..<end, text, .medium, rule: .placeWord, priority: 4)
    } else if end + 2 < tokens.count, tokens[end].word == "(", isKnownPlace(end + 1), closes(end + 1),
      isPlacedBefore(start), end - start > 1 || tokens[start].shape != .allCaps
    {
      propose(.place, start..<end, text, .medium, rule: .placeInPlace, priority: 4)
    } else if start > 0, Self.placePrepositions.contains(tokens[start - 1].word), end + 1 < tokens.count,
      tokens[end].word == ",", isKnownPlace(end + 1)
    {
      propose(.place, start..<end, text, .medium, rule: .placeInPlace, priority: 3)
    } else if start > 0, tokens[start - 1].word == "in", end - start <= 2, tokens[start].shape == .capital,
      !isFollowedByNoun(end)
    {
      propose(.place, start..<end, text, .low, rule: .preposition, priority: 1)
    } else {
      return start
    }
    return end
  }

  /// "bản Tạm ước": a common word of Vietnamese begins with the syllable.
  private func isWordBegin(_ index: Int) -> Bool { isVietnamese && isWord(index...index + 1) }

  /// In Vietnamese "PTT (Thái Lan)" and "shop Hoa Yêu Thương (TP.HCM)" are bodies: a place has a word of place before
  /// it there.
  private func isPlacedBefore(_ start: Int) -> Bool {
    guard isVietnamese else { return true }
    return start > 0 && Self.towards.contains(tokens[start - 1].word)
  }

  private static let towards: WordSet = ["ở", "tại", "từ", "đến", "gần", "qua", "về"]

  static let placePrepositions: WordSet = [
    "in", "at", "near", "from", "to", "of", "into", "around", "outside",
  ]

  /// A capitalised run whose last word is the head of a place: "Pyongyang Airport", "Eastern Military
  /// Region".
  private mutating func headedPlace(at start: Int, _ text: [UInt8]) -> Int? {
    guard region.marks.has(.placeHead), isHeadedPart(start),
      start == 0 || !isHeadedPart(start - 1) || !tokens[start].spaceBefore
    else { return nil }
    var end = start
    var lastHead: Int?
    while end < tokens.count, end - start < 6, isHeadedPart(end) || end > start && isSeated(end),
      end == start || tokens[end].spaceBefore
    {
      if tokens[end].marks.has(.placeHead), end > start, cover[end] == nil { lastHead = end + 1 }
      end += 1
    }
    guard let lastHead, isSpecific(start..<lastHead), !isNamedLikePlace(start..<lastHead) else { return nil }
    // "Military Region 9" is a body with a number, not a place.
    if lastHead < tokens.count, tokens[lastHead].kind == .number { return nil }
    if let listed = listedPlace(start..<lastHead) {
      found.append(
        Candidate(
          range: byteRange(start..<lastHead), referent: listed, certainty: .medium, rule: .placeHead,
          priority: 4))
    } else {
      propose(
        .place, start..<lastHead, text, .medium, rule: .placeHead, type: foldedText(lastHead - 1),
        priority: 4)
    }
    return lastHead
  }

  /// "Kompong Thom Province": what a list has without its head, where it is of that type.
  private func listedPlace(_ name: Range<Int>) -> Referent? {
    let head = name.upperBound - 1
    guard let number = cover[name.lowerBound], (name.lowerBound..<head).allSatisfy({ cover[$0] == number }),
      tokenRange(known[number].range) == name.lowerBound..<head
    else { return nil }
    let type = known[number].referent.type
    let isSettled = type == "settlement" && Self.settlements.contains(tokens[head].word)
    return isSettled || type == foldedText(head) ? known[number].referent : nil
  }

  private static let settlements: WordSet = ["city", "town", "village"]

  /// "PRK Government Building": a word for what sits in a building, with the head of a place behind.
  private func isSeated(_ index: Int) -> Bool {
    index + 1 < tokens.count && tokens[index].isCapitalised && Self.seats.contains(tokens[index].word)
      && tokens[index + 1].isCapitalised && tokens[index + 1].marks.has(.placeHead)
  }

  private static let seats: WordSet = [
    "government", "parliament", "assembly", "ministry", "embassy", "council", "party",
  ]

  private func isHeadedPart(_ index: Int) -> Bool {
    guard index < tokens.count, tokens[index].kind == .word, tokens[index].isCapitalised,
      !tokens[index].isTechnical
    else {
      return false
    }
    if let known = cover[index] { return self.known[known].kind != .organisation }
    return (isNamePart(index) || tokens[index].marks.has(.adjective)) && !isTitle(index)
  }

  /// "Kim Il-song square": the name of a person who is known, with a word for a street or building after it.
  private mutating func placeNamedAfterPerson(at start: Int, _ text: [UInt8]) -> Int? {
    guard region.marks.begins(.placeWordAfter), let person = cover[start], known[person].kind == .person,
      start == 0 || cover[start - 1] != person
    else { return nil }
    var end = start
    while end < tokens.count, cover[end] == person { end += 1 }
    guard end < tokens.count, tokens[end].shape == .lower,
      rules.phrase(.placeWordAfter, at: end, in: tokens)?.type == "named-after"
    else { return nil }
    propose(.place, start..<end, text, .medium, rule: .placeWord, type: foldedText(end), priority: 6)
    return end
  }

  private func followsPlaceWord(_ start: Int) -> Bool {
    guard region.marks.begins(.placeWordBefore) else { return false }
    for length in 1...3 where start - length >= 0 {
      if cover[start - length] == nil,
        let (end, _) = rules.phrase(.placeWordBefore, at: start - length, in: tokens),
        end == start
      {
        return true
      }
    }
    return false
  }

  private func isKnownPlace(_ index: Int) -> Bool {
    guard index < tokens.count, let known = cover[index] else { return false }
    return self.known[known].kind == .place
  }

  /// Whether the known name at a token ends at a closing bracket.
  private func closes(_ index: Int) -> Bool {
    var end = index
    while end < tokens.count, cover[end] == cover[index] { end += 1 }
    return end < tokens.count && tokens[end].word == ")"
  }

  /// "in Congress leaders" is no place.
  private func isFollowedByNoun(_ end: Int) -> Bool {
    end < tokens.count && tokens[end].kind == .word && tokens[end].isCapitalised
  }

  /// "in Enlam, Posan, Pailin, Kora": where one of a list is a place, the others are.
  private mutating func findListedPlaces(_ text: [UInt8]) {
    guard known.contains(where: { $0.kind == .place }) else { return }
    var index = 0
    while index < tokens.count {
      guard isNotable(index) else {
        index += 1
        continue
      }
      var (count, hasPlace, end) = (0, false, index)
      forEachItem(from: index) { item in
        count += 1
        hasPlace = hasPlace || isKnownPlace(item.lowerBound)
        end = item.upperBound
      }
      if count > 2, hasPlace, index > 0, Self.placePrepositions.contains(tokens[index - 1].word) {
        var items: [Range<Int>] = []
        forEachItem(from: index) { items.append($0) }
        for item in items where cover[item.lowerBound] == nil {
          propose(.place, item, text, .low, rule: .listOfPlaces, priority: 3)
        }
      }
      index = max(end, index + 1)
    }
  }

  /// Calls `body` with items of one or two words with commas or "and" between them.
  @inline(__always) private func forEachItem(from start: Int, _ body: (Range<Int>) -> Void) {
    var index = start
    while index < tokens.count, isNotable(index) {
      var end = index
      if let known = cover[index] {
        while end < tokens.count, cover[end] == known { end += 1 }
        // "Sierra Nevada Corp.": the place is a part of another name.
        if end < tokens.count, tokens[end].isCapitalised, tokens[end].spaceBefore { return }
      } else {
        end = runEnd(from: index, limit: 2)
      }
      guard end > index else { return }
      body(index..<end)
      index = end
      guard index < tokens.count, tokens[index].word == "," || tokens[index].word == "and" else { return }
      if tokens[index].word == ",", index + 1 < tokens.count, tokens[index + 1].word == "and" { index += 1 }
      index += 1
    }
  }
}
