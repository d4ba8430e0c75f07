import Markup

/// Strings for metadata.
enum Plain {
  /// One space for each run of white space, no-break spaces included; none at the ends. Longer than 1,000
  /// characters: nothing.
  static func collapsed(_ text: String) -> String {
    var result = ""
    var hasSpace = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        hasSpace = !result.isEmpty
      } else {
        if hasSpace { result.unicodeScalars.append(" ") }
        hasSpace = false
        result.unicodeScalars.append(scalar)
      }
    }
    return result.utf8.count > 4_000 ? "" : result
  }

  /// A value in which somebody wrote HTML: its text.
  static func withoutMarkup(_ value: String) -> String {
    let once = text(ofHTML: value)
    // Escaped twice: "&amp;#7871;".
    return once.contains("&#") ? text(ofHTML: once) : once
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
    text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }
}
