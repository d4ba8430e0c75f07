import StageKit

/// Writes every document, whatever became of it, as one line of JSON; the lines stand in the order of the
/// ids.
///
/// A line is made right after the document is done and waits beside the ledger, so memory does not grow with the
/// corpus and the file is whole after a resumed run too.
/// - Throws: `StageError` "not-json" for a document whose metadata holds a number that JSON cannot say; what
///   the folder throws, "output-unwritable" and "disk-full".
public struct WriteJSONLines: Writer {
  public static let name = "write-json-lines"
  public static let version = 1
  public static let summary = "Writes all documents to one file of JSON lines, whatever became of them."
  public static let writesEveryOutcome = true

  let options: Options

  public init(options: Options, context: LoadContext) { self.options = options }

  public func output(
    for processed: ProcessedDocument
  ) throws(StageError) -> WriterOutput<BytesContribution> {
    let line = try processed.jsonLine(including: Set(options.include.map(\.part)))
    return WriterOutput(contribution: BytesContribution(bytes: line))
  }

  private static let lineEnd: ArraySlice<UInt8> = [0x0A]

  public func finish(
    _ contributions: Contributions<BytesContribution>, into folder: any RunFolder
  ) throws(StageError) {
    try folder.write(options.file.path) { append throws(StageError) in
      try contributions.forEachMarked { id, line, marks throws(StageError) in
        try append(marks.isEmpty ? line.bytes : try Self.line(line.bytes, of: id, with: marks))
        try append(Self.lineEnd)
      }
    }
  }

  /// The line with what the whole corpus says of its document: fields beside its own, and where the document
  /// was dropped, status and error.
  private static func line(
    _ line: ArraySlice<UInt8>, of id: String, with marks: CorpusMarks
  ) throws(StageError) -> ArraySlice<UInt8> {
    var document = Document(id: id, text: "")
    let own = WrittenMembers(line: try ProcessedDocument(document).jsonLine(including: []))
    document.otherFields = marks.fields
    let outcome = marks.error == nil ? Outcome.ok : .dropped
    let said = WrittenMembers(
      line: try ProcessedDocument(document, outcome: outcome, error: marks.error).jsonLine(including: []))
    var members = WrittenMembers(line: Array(line))
    for member in said.members {
      let isNew = !own.members.contains { $0.name == member.name }
      if isNew || marks.error != nil && member.name.elementsEqual("status".utf8) { members.set(member) }
    }
    return members.line[...]
  }
}
