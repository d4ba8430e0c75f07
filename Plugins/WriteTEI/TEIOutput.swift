import Markup
import StageKit

/// XML as it is written here: structural elements on lines of their own, indented; text exact.
struct TEIOutput {
  typealias Attributes = XMLWriter.Attributes

  /// A part that is put into another file at a depth of its own.
  private let depthOfPart: Int
  private var xml = XMLWriter()
  /// How often each element was begun, where somebody asks; the frequent ones come to stand in front. A list,
  /// because names are few and comparing them is quicker than hashing.
  private var tallies: [(name: String, count: Int)] = []
  private let isCounting: Bool

  /// Bytes of a long file that are handed on together: a list may have a line for each document of the corpus.
  static let pieceBytes = 1 << 16

  /// Common parsers refuse more than 256 elements one inside another.
  private static let maxDepth = 240

  /// - Parameter isCounting: whether to count elements.
  init(depth: Int = 0, isCounting: Bool = false) {
    depthOfPart = depth
    self.isCounting = isCounting
  }

  var bytes: [UInt8] { xml.bytes }
  /// How many bytes are written.
  var count: Int { xml.bytes.count }
  /// Hands out what is written so far, which is let go of; the next bytes follow it.
  mutating func take() -> [UInt8] { xml.take() }
  /// How often each element was begun.
  var counts: [String: Int] { Dictionary(uniqueKeysWithValues: tallies.map { ($0.name, $0.count) }) }

  /// - Parameter stylesheet: where the style sheet for browsers is, from the file; none for no such line.
  mutating func declaration(stylesheet: String? = nil) throws(MarkupError) {
    xml.declaration()
    try xml.processingInstruction(
      "xml-model",
      #"href="https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng" type="application/xml" "#
        + #"schematypens="http://relaxng.org/ns/structure/1.0""#)
    guard let stylesheet else { return }
    xml.raw([0x0A])
    try xml.processingInstruction("xml-stylesheet", #"type="text/css" href="\#(stylesheet)""#)
  }

  /// Begins an element inside a line of text.
  mutating func startInline(_ name: String, _ attributes: Attributes = []) throws(MarkupError) {
    guard xml.depth + depthOfPart < Self.maxDepth else {
      throw MarkupError(code: "too-deep", message: "elements nest more than \(Self.maxDepth) deep")
    }
    if isCounting { count(name) }
    try xml.start(name, attributes)
  }

  private mutating func count(_ name: String) {
    let length = name.utf8.count
    for index in tallies.indices where tallies[index].name.utf8.count == length && tallies[index].name == name
    {
      tallies[index].count += 1
      if index > 0, tallies[index].count > tallies[index - 1].count { tallies.swapAt(index, index - 1) }
      return
    }
    tallies.append((name, 1))
  }

  /// Adds an attribute to the start tag that was written last.
  mutating func attribute(_ name: String, _ value: String) throws(MarkupError) {
    try xml.attribute(name, value)
  }

  /// The same, for a value that needs no escape.
  mutating func attribute(
    _ name: String, appending value: (inout [UInt8]) -> Void
  ) throws(MarkupError) {
    try xml.attribute(name, appending: value)
  }

  /// Adds attributes as they are to stand: ` a="b" c="d"`.
  mutating func attributes(appending attributes: (inout [UInt8]) -> Void) throws(MarkupError) {
    try xml.attributes(appending: attributes)
  }

  mutating func endInline() throws(MarkupError) { try xml.end() }

  /// Begins an element on a line of its own.
  mutating func start(_ name: String, _ attributes: Attributes = []) throws(MarkupError) {
    xml.newLine(outdentedBy: -depthOfPart)
    try startInline(name, attributes)
  }

  /// Ends an element whose end tag stands on a line of its own.
  mutating func end() throws(MarkupError) {
    xml.newLine(outdentedBy: 1 - depthOfPart)
    try xml.end()
  }

  /// An element of one line.
  mutating func line(_ name: String, _ attributes: Attributes = [], _ text: String = "") throws(MarkupError) {
    try start(name, attributes)
    try self.text(text)
    try endInline()
  }

  /// An element of one line, as it is to stand; for what is written so often that to write it anew takes long.
  ///
  /// - Parameter element: appends it.
  mutating func line(appending element: (inout [UInt8]) -> Void) {
    xml.newLine(outdentedBy: -depthOfPart)
    xml.raw(appending: element)
  }

  mutating func inline(_ name: String, _ attributes: Attributes = [], _ text: String = "") throws(MarkupError)
  {
    try startInline(name, attributes)
    try self.text(text)
    try endInline()
  }

  /// Text. A combining long solidus (U+0338) at its start would join the `>` of the tag before it when
  /// somebody normalises the file; it is written as a reference.
  mutating func text(_ text: ArraySlice<UInt8>) throws(MarkupError) {
    if text.first == 0xCC, text.starts(with: [0xCC, 0xB8]) {
      xml.raw(Array("&#824;".utf8))
      try xml.text(text.dropFirst(2))
    } else {
      try xml.text(text)
    }
  }

  private mutating func text(_ text: String) throws(MarkupError) {
    if text.utf8.first == 0xCC { return try self.text(Array(text.utf8)[...]) }
    try xml.text(text)
  }

  /// Puts in a part that was written apart, at the depth that is open now.
  mutating func insert(_ part: [UInt8]) { xml.raw(part) }

  mutating func lineEnd() { xml.raw([0x0A]) }
}

extension StageError {
  /// Something that cannot be written as XML.
  init(_ error: MarkupError) {
    self.init(
      error.code == "too-deep" ? "too-deep" : "not-writable",
      "the document cannot be written as XML: \(error)")
  }
}
