import StageKit

/// The characters of a JSON text and where each stands in the script.
enum JSONText {
  /// Calls `body` with each run of bytes that stands for itself, and with each escape and what it means.
  ///
  /// Half of a surrogate pair becomes U+FFFD; an escape that is none stands for itself.
  /// - Complexity: O(n) in bytes.
  static func forEach(
    in bytes: [UInt8], _ range: Range<Int>, _ body: (_ range: Range<Int>, _ meaning: [UInt8]?) -> Void
  ) {
    var i = range.lowerBound
    var start = i
    while i < range.upperBound {
      guard bytes[i] == 0x5C, let escape = escape(in: bytes, at: i, before: range.upperBound) else {
        i += 1
        continue
      }
      if start < i { body(start..<i, nil) }
      body(i..<escape.end, escape.meaning)
      i = escape.end
      start = i
    }
    if start < range.upperBound { body(start..<range.upperBound, nil) }
  }

  /// The text without its escapes, at most `limit` bytes of it as they stand in the script.
  static func bytes(of range: Range<Int>, in bytes: [UInt8], limit: Int = .max) -> [UInt8] {
    var text: [UInt8] = []
    let end = range.lowerBound + min(limit, range.count)
    forEach(in: bytes, range.lowerBound..<end) { run, meaning in text += meaning ?? Array(bytes[run]) }
    return text
  }

  private static func escape(
    in bytes: [UInt8], at i: Int, before end: Int
  ) -> (end: Int, meaning: [UInt8])? {
    guard i + 1 < end else { return nil }
    switch bytes[i + 1] {
    case 0x22, 0x5C, 0x2F, 0x27: return (i + 2, [bytes[i + 1]])
    case UInt8(ascii: "b"): return (i + 2, [0x08])
    case UInt8(ascii: "f"): return (i + 2, [0x0C])
    case UInt8(ascii: "n"): return (i + 2, [0x0A])
    case UInt8(ascii: "r"): return (i + 2, [0x0D])
    case UInt8(ascii: "t"): return (i + 2, [0x09])
    case UInt8(ascii: "u"):
      guard let first = unit(in: bytes, at: i, before: end) else { return nil }
      if first & 0xFC00 == 0xD800, let second = unit(in: bytes, at: i + 6, before: end),
        second & 0xFC00 == 0xDC00
      {
        return (i + 12, utf8(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)))
      }
      return (i + 6, utf8(first))
    default: return nil
    }
  }

  private static func utf8(_ value: UInt32) -> [UInt8] {
    Array(UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
  }

  /// The number of `\uXXXX`.
  private static func unit(in bytes: [UInt8], at i: Int, before end: Int) -> UInt32? {
    guard i + 6 <= end, bytes[i] == 0x5C, bytes[i + 1] == UInt8(ascii: "u") else { return nil }
    var value: UInt32 = 0
    for byte in bytes[i + 2..<i + 6] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32((byte | 0x20) - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }

  // MARK: What a text is

  /// Elements whose tags in a text say that it is HTML; those that begin a block are marked.
  private static let elements: [String: Bool] = [
    "p": true, "div": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
    "ul": true, "ol": true, "li": true, "table": true, "blockquote": true, "figure": true, "section": true,
    "article": true, "pre": true, "dl": true, "hr": true, "main": true, "center": true, "aside": true,
    "br": false, "a": false, "b": false, "strong": false, "i": false, "em": false, "u": false, "span": false,
    "img": false, "sup": false, "sub": false, "font": false, "small": false, "code": false, "cite": false,
  ]

  enum Form { case plain, inline, blocks }

  /// Whether a text without escapes holds tags, and whether some of them begin blocks.
  static func form(of text: [UInt8]) -> Form {
    form(of: text, opening: [0x3C], closing: 0x3E)
  }

  /// Whether a text holds tags written with references: `&lt;p&gt;`.
  static func holdsEscapedTags(_ text: [UInt8]) -> Bool {
    form(of: text, opening: Array("&lt;".utf8), closing: 0x26) != .plain
  }

  private static func form(of text: [UInt8], opening: [UInt8], closing: UInt8) -> Form {
    var form = Form.plain
    var i = 0
    while i + opening.count < text.count {
      guard text[i] == opening[0], text[i..<i + opening.count].elementsEqual(opening) else {
        i += 1
        continue
      }
      i += opening.count
      if text[i] == 0x2F { i += 1 }
      let name = text[i...].prefix(11).prefix { Letters.isASCIILetter($0) || (0x31...0x36).contains($0) }
      guard name.endIndex < text.count, !name.isEmpty,
        [0x20, 0x2F, closing, 0x0A, 0x09].contains(text[name.endIndex]),
        let isBlock = elements[String(decoding: name.map { $0 < 0x40 ? $0 : $0 | 0x20 }, as: UTF8.self)]
      else { continue }
      if isBlock { return .blocks }
      form = .inline
    }
    return form
  }
}
