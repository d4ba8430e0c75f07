/// Tells HTML from text.
enum ContentType {
  /// - Parameters:
  ///   - stated: a media type; believed where it names HTML, XHTML or plain text.
  ///   - text: UTF-8; its first 4,096 bytes after white space decide.
  static func isMarkup(stated: String?, text: [UInt8]) -> Bool {
    let type = (stated ?? "").lowercased().drop { $0.isWhitespace }
    if type.hasPrefix("text/html") || type.hasPrefix("application/xhtml") { return true }
    if type.hasPrefix("text/plain") { return false }
    var start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < text.count, text[start] <= 0x20 { start += 1 }
    let head = text[start...].prefix(4096).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return beginsAsMarkup(head) || hasPageTags(head)
  }

  /// The charset parameter of a media type, as it stands there; nil without one.
  static func charset(of type: String) -> String? {
    for parameter in type.split(separator: ";").dropFirst() {
      guard let equals = parameter.firstIndex(of: "="),
        parameter[..<equals].filter({ !$0.isWhitespace }).lowercased() == "charset"
      else { continue }
      let value = parameter[parameter.index(after: equals)...].prefix(80).filter {
        !$0.isWhitespace && $0 != "\"" && $0 != "'"
      }
      return value.isEmpty ? nil : value
    }
    return nil
  }

  /// Elements with which a page or a part of one begins. Inline ones are not among them: a flattened page may
  /// begin with a link or an underlined word that its harvester left.
  private static let openings: Set<String> = [
    "html", "head", "body", "title", "meta", "link", "base", "script", "style", "noscript", "frameset",
    "article", "section",
    "main", "header", "footer", "nav", "aside", "div", "p", "table", "ul", "ol", "dl", "h1", "h2", "h3", "h4",
    "h5", "h6",
    "blockquote", "pre", "form", "center", "figure", "iframe",
  ]

  private static func beginsAsMarkup(_ head: [UInt8]) -> Bool {
    if head.starts(with: "<!doctype html".utf8) || head.starts(with: "<!--".utf8) { return true }
    return name(inTagAt: 0, of: head).map(openings.contains) ?? false
  }

  /// A tag of the page as a whole anywhere in the head, or at least three ends of blocks.
  private static func hasPageTags(_ head: [UInt8]) -> Bool {
    var ends = 0
    for index in head.indices where head[index] == UInt8(ascii: "<") {
      if head[index...].starts(with: "<!doctype html".utf8) { return true }
      if let name = name(inTagAt: index, of: head), name == "html" || name == "body" { return true }
      if head[index...].starts(with: "</".utf8), let name = name(inTagAt: index + 1, of: head),
        openings.contains(name) || ["li", "td", "tr"].contains(name)
      {
        ends += 1
        if ends == 3 { return true }
      }
    }
    return false
  }

  /// The name that follows the byte at `index`, where a tag of that name can go on behind it.
  private static func name(inTagAt index: Int, of head: [UInt8]) -> String? {
    let start = index + 1
    guard head.indices.contains(index), head[index] == UInt8(ascii: "<") || head[index] == UInt8(ascii: "/")
    else { return nil }
    let letters = head[start...].prefix(12).prefix {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
    }
    guard !letters.isEmpty, letters.endIndex < head.count else { return nil }
    let next = head[letters.endIndex]
    guard next == UInt8(ascii: ">") || next == UInt8(ascii: "/") || next <= 0x20 else { return nil }
    return String(decoding: letters, as: UTF8.self)
  }
}

/// What shows that bytes are no text.
enum BinarySigns {
  /// Files that are no plain text begin so: PDF, PostScript, RTF, ZIP and what is packed in it, PNG, GIF,
  /// JPEG, TIFF, gzip, bzip2, xz, 7z, Zstandard, ELF, the older Office formats, SQLite, MP3.
  private static let magicNumbers: [[UInt8]] = [
    Array("%PDF-".utf8), Array("%!PS".utf8), Array(#"{\rtf"#.utf8), [0x50, 0x4B, 3, 4],
    [0x89, 0x50, 0x4E, 0x47],
    Array("GIF8".utf8), [0xFF, 0xD8, 0xFF], [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x1F, 0x8B],
    Array("BZh9".utf8),
    [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x37, 0x7A, 0xBC, 0xAF], [0x28, 0xB5, 0x2F, 0xFD],
    [0x7F, 0x45, 0x4C, 0x46],
    [0xD0, 0xCF, 0x11, 0xE0], Array("SQLite format".utf8), Array("ID3".utf8) + [3],
  ]

  /// The first byte that shows it; nil for text.
  ///
  /// A magic number, or more than one control character in a hundred bytes. VISCII and VPS put a few capital
  /// letters on control characters but never on NUL, so without NUL it takes one in ten.
  static func firstByte(of bytes: [UInt8]) -> Int? {
    if magicNumbers.contains(where: { bytes.starts(with: $0) }) { return 0 }
    if bytes.starts(with: "RIFF".utf8), bytes.count >= 12,
      ["WAVE", "AVI ", "WEBP"].contains(where: { bytes[8..<12].elementsEqual($0.utf8) })
    {
      return 0
    }
    let controls = controls(in: bytes)
    guard controls > 0 else { return nil }
    let isBinary = controls * (bytes.contains(0) ? 100 : 10) > bytes.count
    return isBinary ? bytes.firstIndex { isControl($0) } : nil
  }

  /// The same for UTF-16: control characters or halves of surrogate pairs make up more than one unit in a
  /// hundred.
  static func firstUnit(of units: [UInt16]) -> Int? {
    var signs = 0
    var first: Int?
    var previousIsHigh = false
    for (index, unit) in units.enumerated() {
      let isLow = unit & 0xFC00 == 0xDC00
      if isControl(unit) || previousIsHigh != isLow {
        signs += 1
        if first == nil { first = index }
      }
      previousIsHigh = unit & 0xFC00 == 0xD800
    }
    return signs * 100 > units.count ? first : nil
  }

  /// Number of control characters, read eight bytes at a time: hardly a text has one.
  private static func controls(in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBytes { bytes in
      var (count, i) = (0, 0)
      while i + 8 <= bytes.count {
        let eight = bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self)
        // The high bit of a byte below 0x20 stays set here, and now and then that of another.
        if (eight &- 0x2020_2020_2020_2020) & ~eight & 0x8080_8080_8080_8080 != 0 {
          for j in i..<i + 8 where isControl(bytes[j]) { count += 1 }
        }
        i += 8
      }
      while i < bytes.count {
        if isControl(bytes[i]) { count += 1 }
        i += 1
      }
      return count
    }
  }

  static func isControl(_ unit: some UnsignedInteger) -> Bool {
    unit < 0x20 && !(0x08...0x0D).contains(unit) && unit != 0x1B
  }
}
