/// One document on its way through a pipeline: a text, what stands off it, and how it came from its source.
///
/// The text is UTF-8 bytes; every range is in bytes of it. A stage never assigns the text: it hands edits to
/// `apply`, which moves blocks, spans, evidence and the alignment together.
public struct Document: Sendable, Equatable {
  /// Unique in a run: the input's relative path without its extension, or what the input says.
  public let id: String
  public var metadata = Metadata()
  /// BCP 47 tag of the main language, where known.
  public var language: String?
  /// Whether the text is still markup. A stage that turns markup into text sets it.
  public var form: TextForm
  /// Fields of the JSON form that nobody here knows; they go out as they came in.
  public var otherFields: [String: JSONValue] = [:]

  public internal(set) var text: [UInt8]
  public internal(set) var source: Source
  public internal(set) var alignment: Alignment
  /// Outer blocks before the blocks inside them; see `Block`.
  public internal(set) var blocks: [Block] = []
  /// In the order they were added.
  public internal(set) var spans: [Span] = []
  public internal(set) var edits: [AppliedEdit] = []
  public internal(set) var removed: [RemovedBlock] = []
  /// One record for each stage, in the order they ran.
  public internal(set) var provenance: [StageRecord] = []
  /// Set by the first edit: from then on the text cannot be decoded anew.
  var isEdited = false

  /// A document whose text is decoded from its source by the given alignment.
  ///
  /// Plain text gets one paragraph block for each line that is not blank.
  /// - Precondition: `alignment` covers `text` and `source.bytes`; `text` is valid UTF-8.
  public init(id: String, source: Source, text: [UInt8], alignment: Alignment, form: TextForm = .plain) {
    self.id = id
    self.source = source
    self.text = text
    self.alignment = alignment
    self.form = form
    if form == .plain { blocks = Document.lineBlocks(of: text) }
  }

  /// A document whose source is a UTF-8 text.
  public init(id: String, text: String, form: TextForm = .plain) {
    let bytes = Array(text.utf8)
    self.init(
      id: id, source: Source(bytes: bytes, contentType: form == .markup ? "text/html" : "text/plain"),
      text: bytes,
      alignment: Alignment(copyOf: bytes.count), form: form)
  }

  /// The text of a range as a `String`. For the edges: messages, tests, output.
  public func string(in range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

  /// Says what the SHA-256 of the source bytes is; whoever runs the stages does so before the first.
  public mutating func setSourceHash(_ sha256: String) { source.sha256 = sha256 }

  /// The source bytes of a run of text.
  public func sourceRange(of range: Range<Int>) -> Range<Int> { alignment.sourceRange(of: range) }

  /// A paragraph for each line that is not blank, without the white space around it.
  public static func lineBlocks(of text: [UInt8]) -> [Block] {
    var blocks: [Block] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A) ?? text.count
      var (lower, upper) = (start, end)
      while lower < upper, isBlank(text[lower]) { lower += 1 }
      while upper > lower, isBlank(text[upper - 1]) { upper -= 1 }
      if lower < upper { blocks.append(Block(.paragraph, lower..<upper)) }
      start = end + 1
    }
    return blocks
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  // MARK: Decoding

  /// Decodes the source anew: a reader's decoding was provisional, and a stage knows better.
  ///
  /// Blocks of plain text are its lines again, spans go, reports keep their place in the source.
  /// - Throws: `StageError` "already-edited" when an edit was applied before; "invalid-alignment" when the
  ///   alignment does
  ///   not cover both sides or calls a copy what is none; "not-utf8" when the text is not. Nothing is changed
  ///   then.
  public mutating func redecode(text: [UInt8], alignment: Alignment, encoding: String) throws(StageError) {
    guard !isEdited else {
      throw StageError(
        "already-edited", "the text was edited before it was decoded; put the decoding stage first")
    }
    guard alignment.textCount == text.count, alignment.sourceCount == source.bytes.count else {
      throw StageError("invalid-alignment", "the new alignment does not cover the text and the source")
    }
    guard Document.areCopies(alignment.segments, text, source.bytes) else {
      throw StageError("invalid-alignment", "the new alignment calls a copy what differs from the source")
    }
    if let offset = UTF8Validation.firstInvalidByte(text) {
      throw StageError("not-utf8", "the new text is not UTF-8 at byte \(offset)")
    }
    for record in provenance.indices {
      for index in provenance[record].reports.indices {
        let place = sourceRange(of: provenance[record].reports[index].range)
        provenance[record].reports[index].range = alignment.textRange(of: place)
      }
    }
    for index in removed.indices {
      removed[index].position = alignment.textRange(of: removed[index].sourceRange).lowerBound
    }
    self.text = text
    self.alignment = alignment
    source.encoding = encoding
    blocks = form == .plain ? Document.lineBlocks(of: text) : []
    spans = []
  }

  /// Whether the copies among segments, which lie within both sides, are the same on both.
  private static func areCopies(
    _ segments: [Alignment.Segment], _ text: [UInt8], _ source: [UInt8]
  ) -> Bool {
    text.withUnsafeBufferPointer { text in
      source.withUnsafeBufferPointer { source in
        segments.allSatisfy { segment in
          guard segment.isCopy else { return true }
          let start = segment.source.lowerBound - segment.text.lowerBound
          return segment.text.allSatisfy { text[$0] == source[start + $0] }
        }
      }
    }
  }

  /// The source bytes, put together again: copied runs from the text, changed runs from the source.
  /// Equal to `source.bytes` as long as the alignment is right; the property tests hold it to that.
  public func replayedSource() -> [UInt8] {
    alignment.segments.flatMap { $0.isCopy ? text[$0.text] : source.bytes[$0.source] }
  }
}
