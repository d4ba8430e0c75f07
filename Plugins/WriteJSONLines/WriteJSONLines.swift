import StageKit

/// Writes every document, whatever became of it, as one line of JSON; the lines stand in the order of the
/// ids.
///
/// A line is made right after the document is done and waits in the ledger, so memory does not grow with the
/// corpus and the file is whole after a resumed run too.
/// - Throws: `StageError` "not-json" for a document whose metadata holds a number that JSON cannot say; what
///   the folder throws, "output-unwritable" and "disk-full".
public struct WriteJSONLines: Writer {
  public static let name = "write-json-lines"
  public static let version = 1
  public static let summary = "Writes all documents to one file of JSON lines, whatever became of them."
  public static let writesEveryOutcome = true

  let options: Options

  public init(options: Options, context: LoadContext) {
    self.options = options
  }

  public func output(
    for processed: ProcessedDocument
  ) throws(StageError) -> WriterOutput<BytesContribution> {
    let line = try processed.jsonLine(including: Set(options.include.map(\.part)))
    return WriterOutput(contribution: BytesContribution(bytes: line))
  }

  public func finish(
    _ contributions: Contributions<BytesContribution>, into folder: any RunFolder
  ) throws(StageError) {
    try folder.write(options.file) { append throws(StageError) in
      try contributions.forEach { _, line throws(StageError) in
        try append(line.bytes)
        try append([0x0A])
      }
    }
  }
}
