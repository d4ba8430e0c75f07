/// Builds an XML document as UTF-8 bytes, front to back.
///
/// Nothing is added by itself: line breaks and indentation are written where the caller asks for them, so
/// mixed content is exact. Attributes come in the order in which they are given.
public struct XMLWriter: Sendable {
  /// What is written so far.
  public private(set) var bytes: [UInt8] = []
  private var open: [String] = []
  /// Whether the last start tag still lacks its `>`: an element without content is written `<name/>`.
  private var isTagOpen = false

  public init() {}

  /// How many elements are open.
  public var depth: Int { open.count }

  /// Writes the XML declaration, for UTF-8, and a line feed.
  public mutating func declaration() {
    bytes.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
  }

  /// Begins an element.
  ///
  /// - Throws: `MarkupError` "not-xml-name" for a name of an element or attribute, "duplicate-attribute",
  ///   and those of `XMLEscape` with the offset in the value.
  public mutating func start(
    _ name: String, _ attributes: [(name: String, value: String)] = []
  ) throws(MarkupError) {
    try check(name)
    closeTag()
    bytes.append(0x3C)
    bytes.append(contentsOf: name.utf8)
    for (i, attribute) in attributes.enumerated() {
      try check(attribute.name)
      for earlier in attributes[..<i] where earlier.name.utf8.elementsEqual(attribute.name.utf8) {
        throw MarkupError(code: "duplicate-attribute", message: "<\(name)> has '\(attribute.name)' twice")
      }
      bytes.append(0x20)
      bytes.append(contentsOf: attribute.name.utf8)
      bytes.append(contentsOf: [0x3D, 0x22])
      try XMLEscape.attribute(attribute.value.utf8, into: &bytes)
      bytes.append(0x22)
    }
    open.append(name)
    isTagOpen = true
  }

  /// Writes text, escaped.
  ///
  /// - Throws: as `XMLEscape.text`.
  public mutating func text(_ text: some Collection<UInt8>) throws(MarkupError) {
    guard !text.isEmpty else { return }
    closeTag()
    try XMLEscape.text(text, into: &bytes)
  }

  /// Ends the innermost element.
  ///
  /// - Throws: `MarkupError` "nothing-open".
  public mutating func end() throws(MarkupError) {
    guard let name = open.popLast() else {
      throw MarkupError(code: "nothing-open", message: "no element is open", offset: bytes.count)
    }
    if isTagOpen {
      bytes.append(contentsOf: [0x2F, 0x3E])
      isTagOpen = false
    } else {
      bytes.append(contentsOf: [0x3C, 0x2F])
      bytes.append(contentsOf: name.utf8)
      bytes.append(0x3E)
    }
  }

  /// Writes an element that holds only text, or nothing.
  ///
  /// - Throws: as `start` and `text`.
  public mutating func element(
    _ name: String, _ attributes: [(name: String, value: String)] = [], _ text: String = ""
  ) throws(MarkupError) {
    try start(name, attributes)
    try self.text(text.utf8)
    try end()
  }

  /// Writes a line feed and two spaces for each open element, less the given number of levels.
  public mutating func newLine(outdentedBy levels: Int = 0) {
    closeTag()
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * max(0, open.count - levels)))
  }

  /// Writes a processing instruction.
  ///
  /// - Throws: `MarkupError` "not-xml-name", and "not-xml-character" when the content holds `?>`.
  public mutating func processingInstruction(_ target: String, _ content: String) throws(MarkupError) {
    try check(target)
    let bytes = Array(content.utf8)
    let end = bytes.indices.dropLast().first { bytes[$0] == 0x3F && bytes[$0 + 1] == 0x3E }
    if let end = end ?? XMLEscape.firstForbidden(in: bytes) {
      throw MarkupError(code: "not-xml-character", message: "not for a processing instruction", offset: end)
    }
    closeTag()
    self.bytes.append(contentsOf: "<?\(target) ".utf8)
    self.bytes.append(contentsOf: bytes)
    self.bytes.append(contentsOf: "?>".utf8)
  }

  /// Writes bytes as they are, for markup made by another writer.
  public mutating func raw(_ markup: some Collection<UInt8>) {
    guard !markup.isEmpty else { return }
    closeTag()
    bytes.append(contentsOf: markup)
  }

  private mutating func closeTag() {
    guard isTagOpen else { return }
    bytes.append(0x3E)
    isTagOpen = false
  }

  /// Refuses what is no name. Narrower than XML allows below U+0080, wider above: letters, digits, `_`, `:`,
  /// `-`, `.` and everything from U+00C0 on.
  private func check(_ name: String) throws(MarkupError) {
    if Self.isPlainName(name.utf8) { return }
    for (i, scalar) in name.unicodeScalars.enumerated() {
      let value = scalar.value
      let isStart =
        (value | 0x20 >= 0x61 && value | 0x20 <= 0x7A) || value == 0x5F || value == 0x3A || value >= 0xC0
      let isLater = (value >= 0x30 && value <= 0x39) || value == 0x2D || value == 0x2E || value == 0xB7
      if !(isStart || (i > 0 && isLater)) || value == 0xD7 || value == 0xF7 {
        throw MarkupError(code: "not-xml-name", message: "'\(name)' is no XML name", offset: nil)
      }
    }
    if name.isEmpty { throw MarkupError(code: "not-xml-name", message: "a name is empty", offset: nil) }
  }

  /// Whether a name begins with an ASCII letter and goes on with letters, digits, `:`, `-` or `.`: nearly all do.
  private static func isPlainName(_ name: String.UTF8View) -> Bool {
    guard let first = name.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A else { return false }
    return name.allSatisfy { byte in
      (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x3A) || byte == 0x2D
        || byte == 0x2E
    }
  }
}
