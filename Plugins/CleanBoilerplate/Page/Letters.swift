/// Counts over UTF-8 bytes, made for scripts with and without spaces.
enum Letters {
  /// Letters, digits and marks: ASCII letters and digits, and every scalar from U+00AA on that is no
  /// punctuation block.
  static func count(_ bytes: ArraySlice<UInt8>) -> Int { bytes.withUnsafeBufferPointer { count($0) } }

  /// As the other: letters, digits and marks.
  static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var i = 0
    while i < bytes.count {
      if i + 8 <= bytes.count, let found = countOfEight(bytes, i) {
        count += found
        i += 8
        continue
      }
      let byte = bytes[i]
      if byte < 0x80 {
        if isASCIILetter(byte) || (byte >= 0x30 && byte <= 0x39) { count += 1 }
        i += 1
      } else {
        var value: UInt32 = 0
        i = scalar(bytes, i, &value)
        if isLetter(value) { count += 1 }
      }
    }
    return count
  }

  /// Letters and digits of eight bytes, where all of them are ASCII: each byte of a sum has its highest bit
  /// set where the byte is no less than a bound.
  @inline(__always) private static func countOfEight(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let eight = UnsafeRawPointer(base + i).loadUnaligned(as: UInt64.self)
    let ones: UInt64 = 0x0101_0101_0101_0101
    guard eight & (ones * 0x80) == 0 else { return nil }
    let folded = eight | (ones * 0x20)
    let isLetter = (folded + ones * (0x80 - 0x61)) & ~(folded + ones * (0x80 - 0x7B))
    let isDigit = (eight + ones * (0x80 - 0x30)) & ~(eight + ones * (0x80 - 0x3A))
    return ((isLetter | isDigit) & (ones * 0x80)).nonzeroBitCount
  }

  /// The scalar at an index; returns the index after it. What is cut short counts as far as it goes.
  @inline(__always)
  static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ value: inout UInt32) -> Int {
    let first = bytes[start]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    value = UInt32(length == 1 ? first : first & (0x7F >> UInt8(length)))
    let end = min(start + length, bytes.count)
    for j in start + 1..<max(end, start + 1) { value = value << 6 | UInt32(bytes[j] & 0x3F) }
    return max(end, start + 1)
  }

  /// Whether some bytes stand in others.
  static func contains(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first, whole.count >= part.count else { return false }
    for i in 0...whole.count - part.count where whole[i] == first {
      var j = 1
      while j < part.count, whole[i + j] == part[j] { j += 1 }
      if j == part.count { return true }
    }
    return false
  }

  @inline(__always) static func isASCIILetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
  }

  /// Whether a scalar is counted.
  static func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0xAA, 0xAB, 0xAC, 0xAD, 0xAF...0xB4, 0xB6...0xB9, 0xBB...0xBF, 0xD7, 0xF7: false
    case 0x2000...0x2BFF, 0x3000...0x303F, 0xFE00...0xFE0F, 0xFEFF, 0xFFF0...0xFFFF, 0x17D4...0x17DA,
      0x1F000...0x1FAFF:
      false
    default: true
    }
  }

  static func beginsWithLetter(_ bytes: ArraySlice<UInt8>) -> Bool {
    var i = bytes.startIndex
    guard i < bytes.endIndex else { return false }
    return isLetterOrDigit(scalar(bytes, &i))
  }

  static func endsInLetter(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard var i = bytes.indices.last else { return false }
    while i > bytes.startIndex, bytes[i] & 0xC0 == 0x80 { i -= 1 }
    return isLetterOrDigit(scalar(bytes, &i))
  }

  private static func isLetterOrDigit(_ scalar: UInt32) -> Bool {
    if scalar >= 0x80 { return isLetter(scalar) }
    let byte = UInt8(scalar)
    return isASCIILetter(byte) || (byte >= 0x30 && byte <= 0x39)
  }

  /// The scalar at an index, and the index after it.
  static func scalar(_ bytes: ArraySlice<UInt8>, _ i: inout Int) -> UInt32 {
    let first = bytes[i]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(length == 1 ? first : first & (0x7F >> UInt8(length)))
    var j = i + 1
    while j < min(i + length, bytes.endIndex) {
      value = value << 6 | UInt32(bytes[j] & 0x3F)
      j += 1
    }
    i = max(j, i + 1)
    return value
  }

  /// Number of places that look like the end of a sentence: . ! ? … 。 or Khmer ។ ៕ before white space, a
  /// closing mark or the end.
  static func sentenceEnds(_ bytes: [UInt8]) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for i in bytes.indices where isSentenceEnd(bytes, i) { count += 1 }
      return count
    }
  }

  /// Whether `sentenceEnds` counts any.
  static func holdsSentenceEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.indices.contains { isSentenceEnd(bytes, $0) }
  }

  @inline(__always)
  private static func isSentenceEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> Bool {
    let byte = bytes[i]
    if byte == 0x2E || byte == 0x21 || byte == 0x3F { return isAfterSentence(bytes, i + 1) }
    guard byte >= 0xE1, byte <= 0xE3, i + 2 < bytes.count else { return false }
    let (second, third) = (bytes[i + 1], bytes[i + 2])
    if byte == 0xE2 { return second == 0x80 && third == 0xA6 && isAfterSentence(bytes, i + 3) }
    if byte == 0xE1 { return second == 0x9F && (third == 0x94 || third == 0x95) }
    return second == 0x80 && third == 0x82
  }

  private static func isAfterSentence(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> Bool {
    guard i < bytes.count else { return true }
    switch bytes[i] {
    case 0x20, 0x09, 0x0A, 0x0D, 0x22, 0x27, 0x29, 0x5B, 0x5D: return true
    case 0xC2: return i + 1 < bytes.count && (bytes[i + 1] == 0xA0 || bytes[i + 1] == 0xBB)
    case 0xE2:
      return i + 2 < bytes.count && bytes[i + 1] == 0x80 && (bytes[i + 2] == 0x9D || bytes[i + 2] == 0x99)
    default: return false
    }
  }
}
