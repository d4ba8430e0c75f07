internal import CLibXML2

/// The character references of HTML, in text.
///
/// Names are those of libxml2's table (HTML 4) and `apos`; a name that it does not hold stays as it is
/// written, so nothing is lost. Numbers follow the HTML standard, 13.2.5.80: those from 128 to 159 mean
/// windows-1252, as legacy pages use them, and what is no character becomes U+FFFD.
enum CharacterReferences {
  /// The reference at a `&`.
  ///
  /// - Returns: where it ends and the UTF-8 it stands for; nil when it is none and the `&` means itself.
  /// - Complexity: O(1); a name has at most 8 letters, and leading zeros are counted up to 64 digits.
  static func reference(in bytes: [UInt8], at start: Int, before end: Int) -> (end: Int, text: [UInt8])? {
    guard start + 1 < end else { return nil }
    return bytes[start + 1] == 0x23
      ? number(in: bytes, at: start + 2, before: end)
      : name(in: bytes, at: start + 1, before: end)
  }

  private static func number(in bytes: [UInt8], at start: Int, before end: Int) -> (Int, [UInt8])? {
    var i = start
    let isHexadecimal = i < end && bytes[i] | 0x20 == 0x78
    if isHexadecimal { i += 1 }
    let first = i
    var value: UInt32 = 0
    while i < end, i - first < 64, let digit = digit(bytes[i], hexadecimal: isHexadecimal) {
      value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x110000)
      i += 1
    }
    guard i > first else { return nil }
    if i < end, bytes[i] == 0x3B { i += 1 }
    if value >= 0x80, value <= 0x9F { value = windows1252[Int(value - 0x80)] }
    let scalar = value == 0 ? nil : Unicode.Scalar(value)
    return (i, Array(UTF8.encode(scalar ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter))
  }

  private static func digit(_ byte: UInt8, hexadecimal: Bool) -> UInt32? {
    if byte >= 0x30, byte <= 0x39 { return UInt32(byte - 0x30) }
    guard hexadecimal, byte | 0x20 >= 0x61, byte | 0x20 <= 0x66 else { return nil }
    return UInt32((byte | 0x20) - 0x61 + 10)
  }

  private static func name(in bytes: [UInt8], at start: Int, before end: Int) -> (Int, [UInt8])? {
    var i = start
    while i < end, i - start <= 8, LibXML2.isLetter(bytes[i]) || (bytes[i] >= 0x30 && bytes[i] <= 0x39) {
      i += 1
    }
    guard i > start else { return nil }
    if i < end, bytes[i] == 0x3B {
      guard let text = named[String(decoding: bytes[start..<i], as: UTF8.self)] else { return nil }
      return (i + 1, text)
    }
    // The names of Latin-1 and of the markup characters may go without their semicolon, also inside a word.
    var length = min(i - start, 6)
    while length >= 2 {
      let candidate = String(decoding: bytes[start..<start + length], as: UTF8.self)
      if legacy.contains(candidate), let text = named[candidate] { return (start + length, text) }
      length -= 1
    }
    return nil
  }

  private static let named: [String: [UInt8]] = {
    var table: [String: [UInt8]] = [
      "apos": [0x27], "AMP": [0x26], "LT": [0x3C], "GT": [0x3E], "QUOT": [0x22],
    ]
    for value in UInt32(1)..<10_000 {
      guard let entry = htmlEntityValueLookup(value), let name = entry.pointee.name,
        let scalar = Unicode.Scalar(value), let text = UTF8.encode(scalar)
      else { continue }
      table[String(cString: name)] = Array(text)
    }
    return table
  }()

  private static let legacy: Set<String> = Set(
    named.filter { entry in
      guard entry.key != "apos" else { return false }
      return entry.value.count == 1 || (entry.value.count == 2 && entry.value[0] <= 0xC3)
    }.keys)

  /// What the numbers from 128 to 159 mean (HTML standard, 13.2.5.80); unassigned ones mean themselves.
  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
