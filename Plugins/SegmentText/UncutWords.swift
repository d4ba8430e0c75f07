import UnicodeText

/// Words that points and strokes do not cut: "GS.TS", "TP.HCM", "P.V.", "១.៣០០,៥", "www.example.vn", "។ល។".
enum UncutWords {
  /// Their ranges, in order.
  ///
  /// - Complexity: O(n).
  static func ranges(in text: [UInt8], _ range: Range<Int>, language: String) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var offset = range.lowerBound
    var refusedEnd = offset
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      if let etc = KhmerEtc.length(in: text, at: offset, before: range.upperBound) {
        found.append(offset..<offset + etc)
        offset += etc
      } else if offset >= refusedEnd, let end = numberEnd(at: offset, text, range.upperBound, &refusedEnd) {
        found.append(offset..<end)
        offset = end
      } else if Characters.isWordPart(scalar) {
        let end = end(ofChunkAt: offset, text, range.upperBound)
        found += words(in: offset..<end, text, range.upperBound, language)
        offset = end
      } else {
        offset += length
      }
    }
    return found
  }

  /// The tokens, each uncut word one of them.
  ///
  /// - Complexity: O(n).
  static func merged(_ tokens: [Token], with words: [Range<Int>]) -> [Token] {
    if words.isEmpty { return tokens }
    var merged: [Token] = []
    var next = 0
    func addWords(before end: Int) {
      while next < words.count, words[next].lowerBound < end {
        merged.append(Token(range: words[next], isWord: true))
        next += 1
      }
    }
    for token in tokens {
      let end = token.range.upperBound
      addWords(before: token.range.lowerBound)
      var start = max(token.range.lowerBound, next > 0 ? words[next - 1].upperBound : 0)
      // What of the token is before, between and behind the words that begin in it.
      while start < end {
        var piece = token
        piece.range = start..<(next < words.count ? min(words[next].lowerBound, end) : end)
        if !piece.range.isEmpty { merged.append(piece) }
        guard piece.range.upperBound < end else { break }
        start = words[next].upperBound
        addWords(before: start)
      }
    }
    addWords(before: Int.max)
    return merged
  }

  /// The end of a run of letters, digits and what an address holds.
  private static func end(ofChunkAt start: Int, _ text: [UInt8], _ limit: Int) -> Int {
    var offset = start
    while offset < limit {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: limit)
      let isSign = scalar < 0x80 && addressSigns.contains(UInt8(scalar))
      guard isSign || Characters.isWordPart(scalar) else { break }
      offset += length
    }
    return offset
  }

  private static func words(
    in chunk: Range<Int>, _ text: [UInt8], _ limit: Int, _ language: String
  ) -> [Range<Int>] {
    guard text[chunk].contains(0x2E) || text[chunk].contains(0x3A) else { return [] }
    if let address = address(in: chunk, text) { return [address] }
    return text[chunk].split(whereSeparator: { $0 != 0x2E && $0 < 0x80 && !isAlphanumeric($0) }).compactMap {
      abbreviation(in: $0.startIndex..<$0.endIndex, text, limit, language)
    }
  }

  /// The end of a number with points or commas between its digits: "1.300", "១២.៥.១៩៧៥"; nil of one without,
  /// and of an address or a word that begins so.
  ///
  /// - Parameter refusedEnd: up to where no number begins either, when this one is none.
  private static func numberEnd(
    at start: Int, _ text: [UInt8], _ limit: Int, _ refusedEnd: inout Int
  ) -> Int? {
    func scalar(_ offset: Int) -> (value: UInt32, length: Int) {
      offset < limit ? UTF8Text.scalar(in: text, at: offset, before: limit) : (0, 0)
    }
    var (offset, hasSeparator) = (start, false)
    while offset < limit {
      let (value, length) = scalar(offset)
      if !CodePoint.isDigit(value) {
        let isSeparator = value == 0x2E || value == 0x2C
        guard isSeparator, offset > start, CodePoint.isDigit(scalar(offset + 1).value) else { break }
        hasSeparator = true
      }
      offset += length
    }
    let next = scalar(offset).value
    if hasSeparator, next != 0x40, !Characters.isWordPart(next) { return offset }
    refusedEnd = offset
    return nil
  }

  // MARK: Addresses

  /// A web address, a host name or an e-mail address, without the punctuation after it. Behind the first stroke
  /// of its path it may have Latin letters above ASCII; other scripts stand beside addresses without a space.
  private static func address(in chunk: Range<Int>, _ text: [UInt8]) -> Range<Int>? {
    guard let first = chunk.first(where: { text[$0] < 0x80 }) else { return nil }
    var end = first
    while end < chunk.upperBound, text[end] < 0x80 { end += 1 }
    if hasPath(text[first..<end]) {
      while end < chunk.upperBound, case let length = latinLength(text[end..<chunk.upperBound]), length > 0 {
        end += length
      }
    }
    while end > first, text[end - 1] < 0x80, !isAlphanumeric(text[end - 1]), text[end - 1] != 0x2F {
      end -= 1
    }
    let bytes = text[first..<end]
    guard let scheme = bytes.firstIndex(of: 0x3A) else { return isHost(bytes) ? first..<end : nil }
    let hasScheme = scheme > first && bytes[(scheme + 1)...].starts(with: [0x2F, 0x2F])
    return hasScheme || isHost(bytes) ? first..<end : nil
  }

  /// Whether a path begins in an address: at a stroke that is not of "://".
  private static func hasPath(_ address: ArraySlice<UInt8>) -> Bool {
    let strokes = address.split(separator: 0x2F, omittingEmptySubsequences: false)
    return strokes.count > (strokes[0].last == 0x3A ? 3 : 1)
  }

  /// The length of a Latin letter or a mark at the start of some bytes: ASCII, U+00C0 to U+036F, U+1E00 to U+1EFF;
  /// 0 for any other.
  private static func latinLength(_ bytes: ArraySlice<UInt8>) -> Int {
    let (scalar, length) = bytes.withUnsafeBufferPointer {
      UTF8Text.scalar(in: $0, at: 0, before: $0.count)
    }
    return scalar < 0x80 || 0xC0...0x36F ~= scalar || 0x1E00...0x1EFF ~= scalar ? length : 0
  }

  /// Labels between points, the last of two to six small letters; what precedes an `@` or follows a stroke may
  /// be anything.
  private static func isHost(_ bytes: ArraySlice<UInt8>) -> Bool {
    var host = bytes
    let at = host.firstIndex(of: 0x40)
    if let at { host = host[(at + 1)...] }
    if let stroke = host.firstIndex(where: { $0 == 0x2F || $0 == 0x3A || $0 == 0x3F }) {
      host = host[..<stroke]
    }
    let labels = host.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard labels.count > 1, let name = labels.last, (2...6).contains(name.count),
      name.allSatisfy({ 0x61...0x7A ~= $0 }), at != bytes.startIndex
    else { return false }
    return labels.allSatisfy { label in
      label.count > 1 && label.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
    }
  }

  // MARK: Abbreviations

  /// Abbreviations at the start of a run of letters and points: all of it, or its first parts with their points.
  private static func abbreviation(
    in run: Range<Int>, _ text: [UInt8], _ limit: Int, _ language: String
  ) -> Range<Int>? {
    guard text[run].contains(0x2E) else { return nil }
    let parts = text[run].split(separator: 0x2E, omittingEmptySubsequences: false)
    let short = parts.prefix { isShort($0) }
    let areLetters = short.allSatisfy { letterCount($0) == 1 } && !short.allSatisfy { areDigits($0) }
    guard let last = short.last, areLetters || short.contains(where: isCapital) else { return nil }
    let endsWithPoint = last.endIndex < run.upperBound
    let rest = parts.dropFirst(short.count).first
    if short.count > 1, rest?.isEmpty ?? true {
      return run.lowerBound..<(endsWithPoint && areLetters ? last.endIndex + 1 : last.endIndex)
    }
    guard endsWithPoint, isCapital(last) else { return nil }
    let next = nextVisible(text, last.endIndex + 1, limit)
    guard CodePoint.isUppercase(next) || CodePoint.isDigit(next),
      Abbreviations.goesOn(
        after: text[run.lowerBound..<last.endIndex], before: before(run.lowerBound, text), next: next,
        language)
    else { return nil }
    return run.lowerBound..<last.endIndex + 1
  }

  private static func nextVisible(_ text: [UInt8], _ start: Int, _ limit: Int) -> UInt32 {
    var offset = start
    if offset < limit, text[offset] == 0x20 { offset += 1 }
    return offset < limit ? UTF8Text.scalar(in: text, at: offset, before: limit).value : 0
  }

  /// The word before, as far as it may be a syllable of a name.
  private static func before(_ start: Int, _ text: [UInt8]) -> ArraySlice<UInt8> {
    guard start > 0, text[start - 1] == 0x20 else { return [] }
    let body = text[max(0, start - 13)..<(start - 1)]
    return body.lastIndex(of: 0x20).map { body[($0 + 1)...] } ?? []
  }

  /// One letter; up to five capitals; a capital and one or two consonants, "Th", "Tp"; a number.
  private static func isShort(_ part: ArraySlice<UInt8>) -> Bool {
    let count = letterCount(part)
    guard (1...5).contains(count) else { return false }
    if count == 1 { return true }
    if areDigits(part) { return count <= 3 }
    var (offset, index) = (part.startIndex, 0)
    let bytes = Array(part)
    var (areCapitals, areConsonants) = (true, true)
    while offset < part.endIndex {
      let place = offset - part.startIndex
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: place, before: bytes.count)
      areCapitals = areCapitals && CodePoint.isUppercase(scalar)
      if index > 0 { areConsonants = areConsonants && scalar < 0x80 && consonants.contains(UInt8(scalar)) }
      offset += length
      index += 1
    }
    return areCapitals || areConsonants && count <= 3 && isCapital(part)
  }

  private static func isCapital(_ part: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(part.prefix(4))
    return !bytes.isEmpty
      && CodePoint.isUppercase(UTF8Text.scalar(in: bytes, at: 0, before: bytes.count).value)
  }

  private static func areDigits(_ part: ArraySlice<UInt8>) -> Bool { part.allSatisfy { 0x30...0x39 ~= $0 } }

  private static func letterCount(_ part: ArraySlice<UInt8>) -> Int {
    part.count { !UTF8Text.isContinuation($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
  }

  private static let consonants = Set("bcdghklmnpqrstvx".utf8)
  private static let addressSigns = Set(".@:/-_~%?=&+#".utf8)
}
