import UnicodeText

/// Corrects the sentences that ICU's rules give.
///
/// ICU ends a sentence after a full stop before a capital letter. It goes on, all the same, after an
/// abbreviation that stands before a name or a number, after a single capital as in "J. Batmunkh", after the
/// number of a heading ("1. Mở đầu"), after a mark of omission in brackets that stands inside a sentence, and
/// after a question or call in quotation marks where a small letter follows. A Khmer sentence ends with U+17D4
/// or U+17D5, which ICU 72 does not know, but not in or after "។ល។", "and so on"; U+17D6 ends none.
enum SentenceRules {
  /// Joins neighbours where no sentence ends, and cuts where one does.
  ///
  /// - Parameter ranges: sentences as ICU gives them, in order, without gaps.
  /// - Complexity: O(n).
  static func corrected(_ ranges: [Range<Int>], in text: [UInt8], language: String) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    /// Where the last of the neighbours joined so far begins.
    var lastStart = 0
    for range in QuotationMarks.settled(ranges, in: text).flatMap({ cut($0, text) }) {
      if let last = joined.last,
        lastStart == last.lowerBound && isNumber(last, text)
          || !endsSentence(lastStart..<last.upperBound, range, text, language)
      {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else {
        joined.append(range)
      }
      lastStart = range.lowerBound
    }
    return joined
  }

  private static func endsSentence(
    _ left: Range<Int>, _ right: Range<Int>, _ text: [UInt8], _ language: String
  ) -> Bool {
    let next = firstVisible(right, text)
    if KhmerEtc.length(in: text, at: next.offset, before: right.upperBound) != nil { return false }
    let sentence = withoutSpace(left, text)
    // A full stop without a space after it: "គ.ជ.ប".
    if sentence.last == 0x2E, sentence.endIndex == next.offset, Characters.isWordPart(next.scalar) {
      return false
    }
    if isOpenOmission(sentence) { return false }
    if isSmallLetter(next.scalar), endsWithClosing(sentence) { return false }
    guard sentence.last == 0x2E else { return true }
    let (word, before) = lastWords(of: sentence.dropLast())
    guard !word.isEmpty else { return true }
    return !Abbreviations.goesOn(after: word, before: before, next: next.scalar, language)
  }

  private static func withoutSpace(_ range: Range<Int>, _ text: [UInt8]) -> ArraySlice<UInt8> {
    var end = range.upperBound
    while end > range.lowerBound, text[end - 1] <= 0x20 { end -= 1 }
    return text[range.lowerBound..<end]
  }

  private static func firstVisible(_ range: Range<Int>, _ text: [UInt8]) -> (offset: Int, scalar: UInt32) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      if !Characters.isBlank(scalar) { return (offset, scalar) }
      offset += length
    }
    return (offset, 0)
  }

  private static func isSmallLetter(_ scalar: UInt32) -> Bool {
    [.latin, .cyrillic, .greek].contains(Script(of: scalar)) && !CodePoint.isUppercase(scalar)
  }

  private static func endsWithClosing(_ sentence: ArraySlice<UInt8>) -> Bool {
    closingMarks.contains { sentence.count > $0.count && sentence.suffix($0.count).elementsEqual($0) }
  }

  /// "[...]" alone, or at the end of words that no full stop closes.
  private static func isOpenOmission(_ sentence: ArraySlice<UInt8>) -> Bool {
    guard
      let mark = omissions.first(where: {
        sentence.count >= $0.count && sentence.suffix($0.count).elementsEqual($0)
      })
    else { return false }
    var body = sentence.dropLast(mark.count)
    while let last = body.last, last <= 0x20 { body = body.dropLast() }
    return body.isEmpty || !endsWithStop(body)
  }

  private static func endsWithStop(_ body: ArraySlice<UInt8>) -> Bool {
    var body = body
    while let mark = closingMarks.first(where: {
      body.count > $0.count && body.suffix($0.count).elementsEqual($0)
    }) {
      body = body.dropLast(mark.count)
    }
    return stops.contains { body.count >= $0.count && body.suffix($0.count).elementsEqual($0) }
  }

  /// The number of a heading or a paragraph: "1.", "2.3.", "IV.".
  private static func isNumber(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
    let sentence = withoutSpace(range, text)
    guard sentence.count <= 8, sentence.last == 0x2E else { return false }
    let body = sentence.dropLast()
    return !body.isEmpty
      && (body.split(separator: 0x2E).allSatisfy { $0.count <= 3 && $0.allSatisfy { 0x30...0x39 ~= $0 } }
        || body.allSatisfy { roman.contains($0) })
  }

  /// Cuts after each stop that ICU does not know, and the quotation marks or brackets that close after it.
  private static func cut(_ range: Range<Int>, _ text: [UInt8]) -> [Range<Int>] {
    var (start, offset) = (range.lowerBound, range.lowerBound)
    var ranges: [Range<Int>] = []
    while let stop = nextStop(from: offset, before: range.upperBound, text) {
      offset = stop.end
      var end = stop.end
      while end < range.upperBound {
        let (scalar, length) = UTF8Text.scalar(in: text, at: end, before: range.upperBound)
        guard closing.contains(scalar) else { break }
        end += length
      }
      if !stop.isKhmer, !beginsSentence(at: end, before: range.upperBound, text) { continue }
      ranges.append(start..<end)
      (start, offset) = (end, end)
    }
    if start < range.upperBound { ranges.append(start..<range.upperBound) }
    return ranges
  }

  /// The end of the next Khmer full stop or mark of omission (U+2026, not in brackets) that may end a sentence.
  private static func nextStop(
    from start: Int, before end: Int, _ text: [UInt8]
  ) -> (end: Int, isKhmer: Bool)? {
    var offset = start
    while offset + 3 <= end {
      switch (text[offset], text[offset + 1], text[offset + 2]) {
      case (0xE1, 0x9F, 0x94), (0xE1, 0x9F, 0x95):
        guard let etc = KhmerEtc.length(in: text, at: offset, before: end) else { return (offset + 3, true) }
        offset += etc
      case (0xE2, 0x80, 0xA6):
        let isInBrackets = offset > start && (text[offset - 1] == 0x5B || text[offset - 1] == 0x28)
        if !isInBrackets { return (offset + 3, false) }
        offset += 3
      default: offset += 1
      }
    }
    return nil
  }

  /// Whether a space and a capital come next, as ICU asks after "...".
  private static func beginsSentence(at start: Int, before end: Int, _ text: [UInt8]) -> Bool {
    guard start < end, text[start] == 0x20 else { return false }
    return CodePoint.isUppercase(firstVisible(start..<end, text).scalar)
  }

  /// The letters before the final full stop, points inside included ("Ph.D", "TP", "J"), and the word before
  /// it.
  private static func lastWords(
    of body: ArraySlice<UInt8>
  ) -> (word: ArraySlice<UInt8>, before: ArraySlice<UInt8>) {
    let word = lettersAtEnd(of: body)
    guard word.startIndex > body.startIndex, body[word.startIndex - 1] == 0x20 else { return (word, []) }
    return (word, lettersAtEnd(of: body[..<(word.startIndex - 1)]))
  }

  /// Letters, digits, points, hyphens and strokes; no more than an abbreviation or a syllable has.
  private static func lettersAtEnd(of body: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let bytes = Array(body.suffix(32))
    var start = bytes.count
    while start > 0 {
      let (scalar, length) = UTF8Text.scalar(in: bytes, endingAt: start, after: 0)
      guard Characters.isWordPart(scalar) || [0x2D, 0x2E, 0x2F].contains(scalar) else { break }
      start -= length
    }
    return body.suffix(bytes.count - start)
  }

  private static let closing: Set<UInt32> = [0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D, 0x200B]
  private static let closingMarks = ["\"", "'", "»", "”", "’", ")"].map { Array($0.utf8) }
  private static let stops = [".", "!", "?", "…", "។", "៕", "。"].map { Array($0.utf8) }
  private static let omissions = ["[...]", "[…]", "[. . .]", "(...)", "(…)"].map { Array($0.utf8) }
  private static let roman = Set("IVX".utf8)
}

/// "។ល។", "and so on", also with spaces between its signs.
enum KhmerEtc {
  private static let stop: [UInt8] = [0xE1, 0x9F, 0x94]
  private static let letter: [UInt8] = [0xE1, 0x9E, 0x9B]

  /// Its length in bytes where it stands; nil where it does not.
  ///
  /// - Complexity: O(1).
  static func length(in text: [UInt8], at start: Int, before end: Int) -> Int? {
    var offset = start
    for (index, sign) in [stop, letter, stop].enumerated() {
      if index > 0 { skipBlank(in: text, &offset, before: end) }
      guard offset + sign.count <= end, text[offset..<offset + sign.count].elementsEqual(sign) else {
        return nil
      }
      offset += sign.count
    }
    return offset - start
  }

  /// One space or zero-width space.
  private static func skipBlank(in text: [UInt8], _ offset: inout Int, before end: Int) {
    guard offset < end else { return }
    if text[offset] == 0x20 {
      offset += 1
    } else if offset + 3 <= end, text[offset..<offset + 3].elementsEqual([0xE2, 0x80, 0x8B]) {
      offset += 3
    }
  }
}
