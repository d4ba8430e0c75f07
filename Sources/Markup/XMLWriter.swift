/// Builds an XML document as UTF-8 bytes, front to back.
///
/// Nothing is added by itself: line breaks and indentation are written where the caller asks for them, so
/// mixed content is exact. Attributes come in the order in which they are given.
public struct XMLWriter: Sendable {
  public typealias Attributes = [(name: String, value: String)]

  /// What is written so far.
  public private(set) var bytes: [UInt8] = []
  private var open: [String] = []
  /// Whether the last start tag still lacks its `>`: an element without content is written `<name/>`.
  private var isTagOpen = false

  public init() {}

  /// How many elements are open.
  public var depth: Int { open.count }

  /// Hands out what is written so far, which is let go of; the next bytes follow it.
  public mutating func take() -> [UInt8] {
    let taken = bytes
    bytes = []
    // What comes next may be as long; memory that is not written to is not taken.
    bytes.reserveCapacity(taken.count)
    return taken
  }

  /// Writes the XML declaration, for UTF-8, and a line feed.
  public mutating func declaration() { append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }

  /// Begins an element.
  ///
  /// - Throws: `MarkupError` "not-xml-name" for a name of an element or attribute, "duplicate-attribute",
  ///   and those of `XMLEscape` with the offset in the value.
  public mutating func start(_ name: String, _ attributes: Attributes = []) throws(MarkupError) {
    closeTag()
    try append(name: name, after: 0x3C)
    for (i, attribute) in attributes.enumerated() {
      let length = attribute.name.utf8.count
      for j in 0..<i where attributes[j].name.utf8.count == length && attributes[j].name == attribute.name {
        throw MarkupError(code: "duplicate-attribute", message: "<\(name)> has '\(attribute.name)' twice")
      }
      try add(attribute.name, attribute.value)
    }
    open.append(name)
    isTagOpen = true
  }

  private mutating func add(_ name: String, _ value: String) throws(MarkupError) {
    try beginAttribute(name)
    try XMLEscape.attribute(value, into: &bytes)
    bytes.append(0x22)
  }

  private mutating func beginAttribute(_ name: String) throws(MarkupError) {
    try append(name: name, after: 0x20)
    bytes.append(0x3D)
    bytes.append(0x22)
  }

  /// Adds an attribute to the start tag that was written last, which has none of that name.
  ///
  /// - Throws: as `start`; "nothing-open" where the tag has its content already.
  public mutating func attribute(_ name: String, _ value: String) throws(MarkupError) {
    try checkTagIsOpen()
    try add(name, value)
  }

  /// The same, for a value that needs no escape: a number, a name, an identifier.
  ///
  /// - Parameter value: appends it.
  public mutating func attribute(
    _ name: String, appending value: (inout [UInt8]) -> Void
  ) throws(MarkupError) {
    try checkTagIsOpen()
    try beginAttribute(name)
    value(&bytes)
    bytes.append(0x22)
  }

  /// Adds attributes whose values need no escape, or that were written before: ` a="b" c="d"`.
  ///
  /// - Parameter attributes: appends them as they are to stand.
  public mutating func attributes(appending attributes: (inout [UInt8]) -> Void) throws(MarkupError) {
    try checkTagIsOpen()
    attributes(&bytes)
  }

  private func checkTagIsOpen() throws(MarkupError) {
    if isTagOpen { return }
    throw MarkupError(code: "nothing-open", message: "no start tag is open", offset: bytes.count)
  }

  /// Writes text, escaped.
  ///
  /// - Throws: as `XMLEscape.text`.
  public mutating func text(_ text: ArraySlice<UInt8>) throws(MarkupError) {
    guard !text.isEmpty else { return }
    closeTag()
    try XMLEscape.text(text, into: &bytes)
  }

  /// As for bytes.
  public mutating func text(_ text: String) throws(MarkupError) {
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
      bytes.append(0x2F)
      isTagOpen = false
    } else {
      bytes.append(0x3C)
      bytes.append(0x2F)
      append(name)
    }
    bytes.append(0x3E)
  }

  /// Writes an element that holds only text, or nothing.
  ///
  /// - Throws: as `start` and `text`.
  public mutating func element(
    _ name: String, _ attributes: Attributes = [], _ text: String = ""
  ) throws(MarkupError) {
    try start(name, attributes)
    try self.text(text)
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
    append("<?\(target) \(content)?>")
  }

  /// Writes bytes as they are, for markup made by another writer.
  public mutating func raw(_ markup: [UInt8]) {
    guard !markup.isEmpty else { return }
    closeTag()
    bytes += markup
  }

  /// Writes bytes as they are, for markup that was made before.
  ///
  /// - Parameter markup: appends it.
  public mutating func raw(appending markup: (inout [UInt8]) -> Void) {
    closeTag()
    markup(&bytes)
  }

  private mutating func append(_ string: String) {
    var string = string
    string.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func closeTag() {
    guard isTagOpen else { return }
    bytes.append(0x3E)
    isTagOpen = false
  }

  /// Appends a name behind a byte.
  ///
  /// - Throws: `MarkupError` "not-xml-name"; nothing is then appended.
  private mutating func append(name: String, after byte: UInt8) throws(MarkupError) {
    var utf8 = name
    let isPlain = utf8.withUTF8 { name in
      guard Self.isPlainName(name) else { return false }
      bytes.append(byte)
      bytes.append(contentsOf: name)
      return true
    }
    if isPlain { return }
    try check(name)
    bytes.append(byte)
    append(name)
  }

  /// Whether a name begins with an ASCII letter and goes on with letters, digits, `:`, `-` or `.`: nearly all do.
  @inline(__always) private static func isPlainName(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = name.first, 0x61...0x7A ~= first | 0x20 else { return false }
    for byte in name {
      guard 0x61...0x7A ~= byte | 0x20 || 0x30...0x3A ~= byte || byte == 0x2D || byte == 0x2E else {
        return false
      }
    }
    return true
  }

  /// Refuses what is no name. Narrower than XML allows below U+0080, wider above: letters, digits, `_`, `:`,
  /// `-`, `.` and everything from U+00C0 on.
  private func check(_ name: String) throws(MarkupError) {
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
}
