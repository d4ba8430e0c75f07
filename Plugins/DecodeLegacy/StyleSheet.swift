/// The fonts that the style sheets of a page give to elements, classes and ids.
///
/// Enough of CSS for pages that legacy fonts were used in: the last part of each selector decides, an id before
/// a class before an element's name, later rules before earlier ones. Rules inside @-rules that name fonts
/// without using them (`@font-face`) count for nothing.
/// - Source: CSS 2.1, sections 5 (selectors), 6.4.3 (which wins) and 15 (font-family, font).
struct StyleSheet {
  private var fonts: [String: Font] = [:]

  var isEmpty: Bool { fonts.isEmpty }

  private static let maxBytes = 1 << 18
  private static let maxRules = 4096

  /// Reads a sheet's rules after those read before.
  ///
  /// - Complexity: O(n); it reads the first 256 KiB.
  mutating func read(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes.prefix(Self.maxBytes)
    while fonts.count < Self.maxRules, let open = rest.firstIndex(of: 0x7B) {
      let selectors = rest[rest.startIndex..<open]
      let start = open + 1
      let end = rest[start...].firstIndex { $0 == 0x7D || $0 == 0x7B } ?? rest.endIndex
      if end < rest.endIndex, rest[end] == 0x7B {
        // A block of rules (@media): what stands before it is no selector.
        rest = rest[start...]
        continue
      }
      read(selectors, body: rest[start..<end])
      rest = rest[min(end + 1, rest.endIndex)...]
    }
  }

  private mutating func read(_ selectors: ArraySlice<UInt8>, body: ArraySlice<UInt8>) {
    guard Self.namesFont(body) else { return }
    // An @import or @charset ends with a semicolon before the first selector.
    let list = Self.withoutComments(selectors).split(separator: ";").last.map(String.init) ?? ""
    guard body.count < 8192, list.utf8.count < 4096, !list.contains("@"),
      let font = Font(style: Self.withoutComments(body))
    else { return }
    for selector in list.split(separator: ",") {
      guard let last = selector.split(whereSeparator: { $0.isWhitespace || ">+~}".contains($0) }).last else {
        continue
      }
      let key = last.prefix { $0 != ":" && $0 != "[" }
      if !key.isEmpty { fonts[String(key)] = font }
    }
  }

  /// Whether `font` stands in a rule.
  private static func namesFont(_ body: ArraySlice<UInt8>) -> Bool {
    body.withUnsafeBufferPointer { body in
      guard body.count >= 4 else { return false }
      return (0...body.count - 4).contains {
        body[$0] | 0x20 == 0x66 && body[$0 + 1] | 0x20 == 0x6F && body[$0 + 2] | 0x20 == 0x6E
          && body[$0 + 3] | 0x20 == 0x74
      }
    }
  }

  /// Small letters, without comments, CDATA marks and the like that browsers pass over.
  private static func withoutComments(_ bytes: ArraySlice<UInt8>) -> String {
    var text = String(decoding: bytes, as: UTF8.self).lowercased()
    if bytes.contains(0x3C) || bytes.contains(0x3E) {
      text = text.replacing("<!--", with: " ").replacing("-->", with: " ")
    }
    guard text.utf8.contains(0x2A) else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.range(of: "/*") {
      result += rest[..<start]
      guard let end = rest[start...].range(of: "*/") else { return result }
      rest = rest[rest.index(end, offsetBy: 2)...]
    }
    return result + rest
  }

  /// The font of an element by the rules; nil when none speaks of it.
  ///
  /// - Parameters: names in small letters.
  func font(element: String, classes: [Substring], id: Substring?) -> Font? {
    if let id, let font = fonts["#\(id)"] ?? fonts["\(element)#\(id)"] { return font }
    for name in classes.reversed() {
      if let font = fonts["\(element).\(name)"] ?? fonts[".\(name)"] { return font }
    }
    return fonts[element] ?? (element == "body" ? fonts["*"] ?? fonts["html"] : nil)
  }
}

extension Substring {
  /// Where two ASCII characters first stand.
  fileprivate func range(of pair: String) -> Index? {
    let pair = Array(pair.utf8)
    var index = utf8.startIndex
    while let found = utf8[index...].firstIndex(of: pair[0]) {
      let next = utf8.index(after: found)
      if next < utf8.endIndex, utf8[next] == pair[1] { return found }
      index = next
    }
    return nil
  }
}
