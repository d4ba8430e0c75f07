import StageKit

/// Text that a reader sees in one piece: a block of plain text, or what stands in HTML between two tags that
/// break a line, in one font.
struct TextRun: Equatable {
  /// UTF-8 byte ranges of the text, without the tags between them.
  var pieces: [Range<Int>]
  var font: Font?

  /// From its first byte to its last.
  var range: Range<Int> { (pieces.first?.lowerBound ?? 0)..<(pieces.last?.upperBound ?? 0) }

  /// The runs of a document, in order.
  static func runs(of document: Document) -> [TextRun] {
    guard document.form == .markup else {
      return document.blocks.map { TextRun(pieces: [$0.range], font: nil) }
    }
    var scan = MarkupScan(document.text)
    scan.run()
    return scan.runs
  }
}

/// A scan of HTML for text and fonts. It knows tags, comments, script and style, and is not troubled by what
/// is badly nested.
private struct MarkupScan {
  private let text: [UInt8]
  private var offset = 0
  private var open: [(name: UInt64, font: Font?)] = []
  /// Where the page names no legacy font, fonts are not looked at.
  private let hasFonts: Bool
  private var current = TextRun(pieces: [], font: nil)
  private var sheet = StyleSheet()
  private(set) var runs: [TextRun] = []

  /// What a tag's name says of it.
  private struct Kind: OptionSet {
    let rawValue: UInt8
    /// It does not end a word.
    static let inline = Kind(rawValue: 1)
    /// It holds nothing.
    static let void = Kind(rawValue: 2)
    /// What it holds is no markup.
    static let raw = Kind(rawValue: 4)
  }

  private static let inline = [
    "a", "abbr", "acronym", "b", "bdo", "big", "cite", "em", "font", "i", "ins", "mark", "o:p", "s", "small",
    "span", "strike", "strong", "sub", "sup", "u", "wbr",
  ]
  private static let void = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
  ]
  private static let style = pack(Array("style".utf8)[...])
  private static let raw: [UInt64: [UInt8]] = Dictionary(
    uniqueKeysWithValues: ["script", "style", "textarea"].map {
      (pack(Array($0.utf8)[...]), Array("</\($0)".utf8))
    })
  /// An open table of names and their kinds, four places or more for each.
  private static let kinds: [(name: UInt64, kind: Kind)] = {
    var table = [(name: UInt64, kind: Kind)](repeating: (0, []), count: 256)
    for (names, kind) in [(inline, Kind.inline), (void, .void), (["script", "style", "textarea"], .raw)] {
      for name in names.map({ pack(Array($0.utf8)[...]) }) {
        let place = place(of: name, in: table)
        table[place] = (name, table[place].kind.union(kind))
      }
    }
    return table
  }()
  @inline(__always) private static func place(
    of name: UInt64, in table: [(name: UInt64, kind: Kind)]
  ) -> Int {
    var place = Int(truncatingIfNeeded: (name &* 0x9E37_79B9_7F4A_7C15) >> 56)
    while table[place].name != 0, table[place].name != name { place = (place + 1) & 255 }
    return place
  }
  private static func kind(of name: UInt64) -> Kind {
    name == 0 ? [] : kinds[place(of: name, in: kinds)].kind
  }
  private static let maxDepth = 512

  init(_ text: [UInt8]) {
    self.text = text
    hasFonts = Font.mayBeNamed(in: text)
  }

  mutating func run() {
    while offset < text.count {
      if text[offset] == 0x3C, offset + 1 < text.count, Self.opensTag(text[offset + 1]) {
        readTag()
      } else {
        let start = offset
        offset += 1
        while offset < text.count, text[offset] != 0x3C { offset += 1 }
        current.pieces.append(start..<offset)
      }
    }
    finishRun()
  }

  private static func opensTag(_ byte: UInt8) -> Bool {
    byte == 0x2F || byte == 0x21 || byte == 0x3F || 0x61...0x7A ~= byte | 0x20
  }

  private mutating func readTag() {
    let start = offset
    if start + 3 < text.count, text[start + 1] == 0x21, text[start + 2] == 0x2D, text[start + 3] == 0x2D {
      offset = end(of: "-->", from: start + 4)
      return
    }
    offset = tagEnd(from: start + 1)
    let isClosing = text[start + 1] == 0x2F
    let body = text[(start + (isClosing ? 2 : 1))..<max(start + (isClosing ? 2 : 1), offset - 1)]
    let name = Self.pack(body.prefix(24).prefix { $0 > 0x20 && $0 != 0x2F && $0 != 0x3E })
    let kind = Self.kind(of: name)
    if !kind.contains(.inline) { finishRun() }
    if isClosing { close(name) } else { opened(name, kind, body) }
  }

  /// A tag's name as a number: its first eight letters, in small letters, and with more than eight its length.
  private static func pack(_ name: ArraySlice<UInt8>) -> UInt64 {
    let letters = name.prefix(8).reduce(UInt64(0)) {
      $0 << 8 | UInt64(0x41...0x5A ~= $1 ? $1 | 0x20 : $1)
    }
    return name.count <= 8 ? letters : letters ^ UInt64(name.count) << 1
  }

  /// Behind the `>` of a tag; quotation marks are heeded only where a second one stands in the next four
  /// thousand bytes.
  private func tagEnd(from start: Int) -> Int {
    var index = start
    while index < text.count {
      let byte = text[index]
      if byte == 0x3E { return index + 1 }
      if byte == 0x22 || byte == 0x27, text[index - 1] == 0x3D || text[index - 1] == 0x20,
        let close = text[(index + 1)..<min(text.count, index + 4096)].firstIndex(of: byte)
      {
        index = close
      }
      index += 1
    }
    return text.count
  }

  private func end(of mark: String, from start: Int) -> Int {
    let mark = Array(mark.utf8)
    var index = start
    while index + mark.count <= text.count {
      if text[index] == mark[0], text[index..<index + mark.count].elementsEqual(mark) {
        return index + mark.count
      }
      index += 1
    }
    return text.count
  }

  private mutating func opened(_ name: UInt64, _ kind: Kind, _ body: ArraySlice<UInt8>) {
    if kind.contains(.raw), let closing = Self.raw[name] {
      let start = offset
      skipRaw(closing)
      if hasFonts, name == Self.style { sheet.read(text[start..<offset]) }
      return
    }
    guard !kind.contains(.void), body.last != 0x2F, open.count < Self.maxDepth else { return }
    let font = hasFonts ? font(ofTag: body) : nil
    if font != nil { finishRun() }
    open.append((name, font))
    if font != nil { current.font = font }
  }

  /// Skips to the closing tag of an element whose content is no markup.
  private mutating func skipRaw(_ closing: [UInt8]) {
    while let start = text[offset...].firstIndex(of: 0x3C) {
      offset = start
      if start + closing.count <= text.count,
        zip(text[start...], closing).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
      {
        return
      }
      offset += 1
    }
    offset = text.count
  }

  private mutating func close(_ name: UInt64) {
    guard let index = open.lastIndex(where: { $0.name == name }) else { return }
    if open[index...].contains(where: { $0.font != nil }) { finishRun() }
    open.removeSubrange(index...)
  }

  private mutating func finishRun() {
    let isBlank = current.pieces.allSatisfy { text[$0].allSatisfy { $0 <= 0x20 } }
    if !isBlank { runs.append(current) }
    current = TextRun(pieces: [], font: open.last { $0.font != nil }?.font ?? nil)
  }

  // MARK: Fonts

  /// The font that a tag names in `style`, that the sheet gives to it, or that it names in `face`.
  ///
  /// The attributes of a tag without any are not looked at.
  private func font(ofTag body: ArraySlice<UInt8>) -> Font? {
    guard body.count < 8192, !sheet.isEmpty || Self.mayNameFont(body) else { return nil }
    let name = String(
      decoding: body.prefix(24).prefix { $0 > 0x20 && $0 != 0x2F && $0 != 0x3E }, as: UTF8.self
    ).lowercased()
    if body.count <= name.utf8.count {
      return sheet.isEmpty ? nil : sheet.font(element: name, classes: [], id: nil)
    }
    let tag = String(decoding: body, as: UTF8.self).lowercased()
    if let font = Self.attribute("style", in: tag).flatMap({ Font(style: $0) }) { return font }
    if !sheet.isEmpty {
      let classes = Self.attribute("class", in: tag)?.split(whereSeparator: \.isWhitespace) ?? []
      if let font = sheet.font(element: name, classes: classes, id: Self.attribute("id", in: tag)) {
        return font
      }
    }
    return Self.attribute("face", in: tag).map { Font(families: $0) }
  }

  /// Whether `face` or `font` may stand in a tag.
  private static func mayNameFont(_ body: ArraySlice<UInt8>) -> Bool {
    body.withUnsafeBufferPointer { body in
      guard body.count >= 4 else { return false }
      return (0...body.count - 4).contains {
        body[$0] | 0x20 == 0x66 && (body[$0 + 1] | 0x20 == 0x61 || body[$0 + 1] | 0x20 == 0x6F)
      }
    }
  }

  private static func attribute(_ name: String, in tag: String) -> Substring? {
    tag.range(of: name + "=", from: tag.startIndex).map { value(tag[$0...]) }
  }

  /// What an attribute's value is, in quotation marks or not.
  private static func value(_ rest: Substring) -> Substring {
    guard let quote = rest.first, quote == "\"" || quote == "'" else {
      return rest.prefix { !$0.isWhitespace }
    }
    return rest.dropFirst().prefix { $0 != quote }
  }
}

extension String {
  /// Where the text after the first occurrence of an ASCII word begins that follows white space.
  fileprivate func range(of word: String, from start: Index) -> Index? {
    let pattern = Array(word.utf8)
    var index = start
    while let found = utf8[index...].firstIndex(of: pattern[0]) {
      let isStart =
        found > startIndex && [0x20, 0x09, 0x0A, 0x0D, 0x22, 0x27].contains(utf8[utf8.index(before: found)])
      if isStart, utf8[found...].starts(with: pattern) { return utf8.index(found, offsetBy: pattern.count) }
      index = utf8.index(after: found)
    }
    return nil
  }
}
