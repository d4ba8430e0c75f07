import StageKit

/// Writes the plain text of each document to a file of its own, for readers and for programs that want words
/// and nothing else: UTF-8, a blank line between blocks, the cells of a row in one line with tabs between.
///
/// - Throws: for a document, `StageError` "empty" (outcome empty) where there is no text.
/// - Complexity: O(text + blocks).
public struct WriteText: Writer {
  public static let name = "write-text"
  public static let version = 1
  public static let summary = "Writes the plain text of each document, a blank line between blocks."

  let options: Options

  public init(options: Options, context: LoadContext) { self.options = options }

  public func output(
    for processed: ProcessedDocument
  ) throws(StageError) -> WriterOutput<NoContribution> {
    let text = PlainText(processed.document).bytes
    guard !text.isEmpty else { throw StageError("empty", "there is no text to write", outcome: .empty) }
    let path = DocumentName.path(for: processed.document.id, fileExtension: "txt", layout: options.folders)
    return WriterOutput(files: [OutputFile(path: "\(options.directory.path)/\(path)", bytes: text)])
  }
}
