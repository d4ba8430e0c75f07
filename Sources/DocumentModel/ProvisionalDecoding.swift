extension Document {
  /// A document from bytes as harvested: told apart into text and HTML by content, decoded provisionally.
  ///
  /// UTF-8 and UTF-16 (by its byte order mark) are decoded for good; bytes that are mostly UTF-8 keep it, each stray byte
  /// becoming U+FFFD; all else is read as windows-1252, which gives every byte a character, until a stage that knows better
  /// calls `redecode`.
  ///
  /// - Parameters:
  ///   - contentType: a media type that the input states; believed when it is `text/html`, `text/plain` or XHTML's.
  /// - Throws: `StageError` "binary" when the bytes are no text, with the offset of the first byte that says so.
  public init(id: String, bytes: [UInt8], url: String? = nil, contentType: String? = nil) throws(StageError) {
    let decoded = ProvisionalDecoding(bytes)
    if let offset = decoded.binaryOffset {
      throw StageError("binary", "the bytes are not text; give text or HTML", at: offset)
    }
    let isMarkup = ContentType.isMarkup(stated: contentType, text: decoded.text)
    let source = Source(
      bytes: bytes, url: url, contentType: isMarkup ? "text/html" : "text/plain", encoding: decoded.encoding)
    self.init(
      id: id, source: source, text: decoded.text, alignment: decoded.alignment, form: isMarkup ? .markup : .plain)
  }
}

/// Tells HTML from text.
enum ContentType {
  static func isMarkup(stated: String?, text: [UInt8]) -> Bool {
    let type = stated?.split(separator: ";").first.map { $0.lowercased() } ?? ""
    if type.hasPrefix("text/html") || type.hasPrefix("application/xhtml") { return true }
    if type.hasPrefix("text/plain") { return false }
    let head = String(decoding: text.prefix(4096), as: UTF8.self).lowercased()
    let start = head.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    let openings = ["<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ", "<table", "<article", "<meta", "<title"]
    if openings.contains(where: start.hasPrefix) { return true }
    return ["<html", "<body", "<!doctype html"].contains(where: head.contains)
  }
}

/// The first decoding of a source, with the alignment it makes.
struct ProvisionalDecoding {
  private(set) var text: [UInt8] = []
  private(set) var alignment = Alignment()
  private(set) var encoding = "UTF-8"
  /// Where the bytes show that they are no text; nil when they are.
  private(set) var binaryOffset: Int?

  init(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      decodeUTF16(bytes, bigEndian: bytes[0] == 0xFE)
      return
    }
    binaryOffset = ProvisionalDecoding.firstBinaryByte(bytes)
    guard binaryOffset == nil else { return }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    if hasMark { alignment.appendChange(text: 0, source: 3) }
    let content = hasMark ? Array(bytes[3...]) : bytes
    if String(validating: content, as: UTF8.self) != nil {
      text = content
      alignment.appendCopy(content.count)
    } else if hasMark || ProvisionalDecoding.isMostlyUTF8(content) {
      decodeBrokenUTF8(content)
    } else {
      decodeWindows1252(content)
    }
  }

  /// Files that are no text begin so.
  private static let magicNumbers: [[UInt8]] = [
    Array("%PDF-".utf8), [0x50, 0x4B, 3, 4], [0x89, 0x50, 0x4E, 0x47], Array("GIF8".utf8), [0xFF, 0xD8, 0xFF],
    [0x1F, 0x8B], [0x7F, 0x45, 0x4C, 0x46], [0xD0, 0xCF, 0x11, 0xE0], Array("RIFF".utf8) + [0], Array("SQLite format".utf8),
  ]

  /// A magic number, or control characters that no text encoding of ours uses for more than one byte in a hundred.
  private static func firstBinaryByte(_ bytes: [UInt8]) -> Int? {
    if magicNumbers.contains(where: { bytes.starts(with: $0) }) { return 0 }
    func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && !(0x08...0x0D).contains(byte) && byte != 0x1B }
    let controls = bytes.count { isControl($0) }
    return controls * 100 > bytes.count ? bytes.firstIndex(where: isControl) : nil
  }

  /// Well-formed sequences of several bytes outnumber stray bytes four to one.
  private static func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
    var (sequences, strays) = (0, 0)
    forEachUTF8(bytes) { scalarLength in
      if scalarLength > 1 { sequences += 1 } else if scalarLength < 0 { strays += 1 }
    }
    return sequences >= 4 * strays
  }

  /// Calls `body` with the length of each well-formed sequence, or minus the length of each ill-formed one.
  private static func forEachUTF8(_ bytes: [UInt8], _ body: (Int) -> Void) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): body(scalar.count)
      case .error(let length): body(-length)
      case .emptyInput: return
      }
    }
  }

  private mutating func decodeBrokenUTF8(_ bytes: [UInt8]) {
    var position = 0
    ProvisionalDecoding.forEachUTF8(bytes) { length in
      if length > 0 {
        text += bytes[position..<position + length]
        alignment.appendCopy(length)
      } else {
        text += [0xEF, 0xBF, 0xBD]
        alignment.appendChange(text: 3, source: -length)
      }
      position += abs(length)
    }
  }

  private mutating func decodeUTF16(_ bytes: [UInt8], bigEndian: Bool) {
    encoding = bigEndian ? "UTF-16BE" : "UTF-16LE"
    alignment.appendChange(text: 0, source: 2)
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      UInt16(bytes[index + (bigEndian ? 0 : 1)]) << 8 | UInt16(bytes[index + (bigEndian ? 1 : 0)])
    }
    var index = 0
    while index < units.count {
      let isPair = units[index] & 0xFC00 == 0xD800 && index + 1 < units.count && units[index + 1] & 0xFC00 == 0xDC00
      let length = isPair ? 2 : 1
      append(String(decoding: units[index..<index + length], as: UTF16.self), source: 2 * length)
      index += length
    }
    if bytes.count % 2 == 1, bytes.count > 2 { append("\u{FFFD}", source: 1) }
  }

  private mutating func append(_ string: String, source: Int) {
    text += Array(string.utf8)
    alignment.appendChange(text: string.utf8.count, source: source)
  }

  /// Source: the WHATWG Encoding Standard's index of windows-1252; 0x81, 0x8D, 0x8F, 0x90 and 0x9D are C1 controls.
  private static let windows1252High: [Unicode.Scalar] = Array(
    "\u{20AC}\u{81}\u{201A}\u{192}\u{201E}\u{2026}\u{2020}\u{2021}\u{2C6}\u{2030}\u{160}\u{2039}\u{152}\u{8D}\u{17D}\u{8F}\u{90}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}\u{2DC}\u{2122}\u{161}\u{203A}\u{153}\u{9D}\u{17E}\u{178}"
      .unicodeScalars)

  private mutating func decodeWindows1252(_ bytes: [UInt8]) {
    encoding = "windows-1252"
    for byte in bytes {
      if byte < 0x80 {
        text.append(byte)
        alignment.appendCopy(1)
      } else {
        let scalar = byte < 0xA0 ? Self.windows1252High[Int(byte) - 0x80] : Unicode.Scalar(byte)
        append(String(Character(scalar)), source: 1)
      }
    }
  }
}
