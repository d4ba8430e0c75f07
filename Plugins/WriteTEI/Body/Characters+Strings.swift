import StageKit
import UnicodeText

/// Strings from metadata and attributes.
extension Characters {
  /// Whether more than half of a string is Khmer.
  static func isMostlyKhmer(_ string: String) -> Bool {
    guard string.utf8.contains(0xE1) else { return false }
    let bytes = Array(string.utf8)
    return khmerRuns(in: bytes, 0..<bytes.count).reduce(0) { $0 + $1.count } * 2 > bytes.count
  }

  /// How many characters of a text nobody can read.
  static func illegibleCount(in text: ArraySlice<UInt8>) -> Int {
    guard signs(in: text).illegible else { return 0 }
    var count = 0
    forEachScalar(of: text) { scalar, _ in count += isIllegible(scalar) ? 1 : 0 }
    return count
  }

  /// What `desc` says of such characters in a transcript; read-tei knows these words.
  static func illegibleWords(_ count: Int) -> String {
    "\(count) illegible character\(count == 1 ? "" : "s")"
  }

  /// A text with spaces for line ends and tabs.
  static func inOneLine(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return text }
    return ArraySlice(text.map { $0 == 0x0A || $0 == 0x09 ? 0x20 : $0 })
  }

  /// A range without the white space and such characters at its ends; nil when there is nothing else.
  static func legible(_ range: Range<Int>, in text: [UInt8]) -> Range<Int>? {
    var (lower, upper): (Int?, Int) = (nil, range.lowerBound)
    forEachScalar(of: text[range]) { scalar, place in
      guard !isSpace(scalar), !isIllegible(scalar) else { return }
      if lower == nil { lower = place.lowerBound }
      upper = place.upperBound
    }
    return lower.map { $0..<upper }
  }

  /// A value for an attribute or the header: NFC, one line, nothing that is not for XML or for readers.
  static func line(_ string: String) -> String {
    if isPlainLine(string) { return string }
    let text = Array(string.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var needsSpace = false
    forEachScalar(of: text[...]) { scalar, range in
      if isSpace(scalar) {
        needsSpace = !bytes.isEmpty
        return
      }
      let meant = misreadWindows1252(scalar)
      guard !isIllegible(meant?.value ?? scalar), removalReason(scalar) == nil else { return }
      if needsSpace { bytes.append(0x20) }
      needsSpace = false
      if let meant { bytes += Array(String(Character(meant)).utf8) } else { bytes += text[range] }
    }
    return String(decoding: NFC.normalized(bytes), as: UTF8.self)
  }

  /// Whether a string is one line of visible ASCII with single spaces between words, as most values are.
  private static func isPlainLine(_ string: String) -> Bool {
    var string = string
    return string.withUTF8 { bytes in
      var earlier: UInt8 = 0x20
      for byte in bytes {
        guard byte >= 0x20, byte < 0x7F, byte | earlier != 0x20 else { return false }
        earlier = byte
      }
      return earlier != 0x20
    }
  }

  /// Words as they stood in the source, fit for a file: NFC, without what is taken out everywhere.
  static func written(_ string: String) -> [UInt8] {
    var bytes: [UInt8] = []
    let text = Array(string.utf8)
    forEachScalar(of: text[...]) { scalar, range in
      if let meant = misreadWindows1252(scalar) {
        bytes += Array(String(Character(meant)).utf8)
      } else if scalar == 0x0D || scalar == 0x85 {
        bytes.append(0x0A)
      } else if removalReason(scalar) == nil {
        bytes += text[range]
      }
    }
    return NFC.normalized(bytes)
  }

  /// A value of TEI's datatype `word`: no white space, no control character; nil when nothing is left.
  ///
  /// Only ASCII and letters of long standing are kept, so that validators with old tables of characters
  /// agree; anything else becomes `-`.
  /// - Source: TEI P5, teidata.word: `[^\p{C}\p{Z}]+`.
  static func word(_ string: String?) -> String? {
    guard let string else { return nil }
    var result = ""
    for scalar in line(string).unicodeScalars {
      if isWordCharacter(scalar) {
        result.unicodeScalars.append(scalar)
      } else if !result.isEmpty, result.utf8.last != 0x2D {
        result += "-"
      }
    }
    return result.isEmpty ? nil : result
  }

  private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x7E: true
    case 0xC0...0x24F, 0x386...0x3CE, 0x410...0x44F, 0xE01...0xE2E, 0x1780...0x17B3, 0x1E00...0x1EF9,
      0x4E00...0x9FA5, 0xAC00...0xD7A3:
      scalar.properties.isAlphabetic
    // Vowels and signs of Khmer and Thai; never at the start, where they would join the quotation mark.
    case 0x17B6...0x17D3, 0xE30...0xE3A, 0xE40...0xE4E: true
    default: false
    }
  }
}
