import Markup

/// Strings for metadata.
enum Plain {
  /// One space for each run of white space, no-break spaces included; none at the ends. Longer than 4,000
  /// bytes: nothing.
  static func collapsed(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      var hasSpace = false
      var i = 0
      while i < bytes.count {
        let length = whiteSpace(bytes, i)
        if length > 0 {
          hasSpace = !result.isEmpty
          i += length
          continue
        }
        if hasSpace { result.append(0x20) }
        hasSpace = false
        result.append(bytes[i])
        i += 1
      }
      return result.count > 4_000 ? "" : String(decoding: result, as: UTF8.self)
    }
  }

  /// Bytes of the white space at an index (Unicode property White_Space); 0 when there is none.
  private static func whiteSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> Int {
    let byte = bytes[i]
    if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) ? 1 : 0 }
    if byte == 0xC2, i + 1 < bytes.count { return bytes[i + 1] == 0xA0 || bytes[i + 1] == 0x85 ? 2 : 0 }
    guard (0xE1...0xE3).contains(byte), i + 2 < bytes.count else { return 0 }
    switch (byte, bytes[i + 1], bytes[i + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
      (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
      return 3
    default: return 0
    }
  }

  /// A value in which somebody wrote HTML: its text.
  static func withoutMarkup(_ value: String) -> String {
    // Nothing that long is a name or a title; collapsing refuses it too.
    guard value.utf8.count <= 20_000 else { return "" }
    let once = text(ofHTML: value)
    // Escaped twice: "&amp;#7871;".
    return once.holds("&#") ? text(ofHTML: once) : once
  }

  private static func text(ofHTML value: String) -> String {
    guard value.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C }) else { return value }
    let bytes = Array(value.utf8)
    var text: [UInt8] = []
    do throws(MarkupError) {
      try HTMLEvents.parse(bytes) { event in
        if case .text(let range, let replacement) = event { text += replacement ?? Array(bytes[range]) }
      }
    } catch { return value }
    return String(decoding: text, as: UTF8.self)
  }

  static func isAddress(_ value: String) -> Bool { value.hasPrefix("http://") || value.hasPrefix("https://") }

  /// Whether two names are the same but for case, spaces and punctuation.
  static func isSame(_ a: String, _ b: String) -> Bool { letters(a) == letters(b) }

  static func letters(_ text: String) -> [Unicode.Scalar] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      return text.utf8.compactMap { byte in
        let isDigit = byte >= 0x30 && byte <= 0x39
        return isDigit || TagReader.isLetter(byte) ? Unicode.Scalar(isDigit ? byte : byte | 0x20) : nil
      }
    }
    return text.lowercased().unicodeScalars.filter {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
  }
}

extension StringProtocol {
  /// Whether some ASCII characters stand in it.
  ///
  /// - Complexity: O(n).
  func holds(_ part: StaticString) -> Bool {
    let count = part.utf8CodeUnitCount
    var rest = utf8[...]
    while let place = rest.firstIndex(of: part.utf8Start[0]) {
      rest = rest[place...]
      if rest.prefix(count).elementsEqual(UnsafeBufferPointer(start: part.utf8Start, count: count)) {
        return true
      }
      rest = rest.dropFirst()
    }
    return false
  }
}
