import StageKit

/// Writes the sentences and words of each document in the CoNLL-U format, names and dates in the column MISC.
///
/// - Throws: for a document, `StageError` "empty" (outcome empty) where there is no word.
/// - Complexity: O(text + spans · log spans).
/// - Source: Universal Dependencies, "CoNLL-U Format".
public struct WriteCoNLLU: Writer {
  public static let name = "write-conllu"
  public static let version = 1
  public static let summary = "Writes the sentences and words of each document as CoNLL-U, names in MISC."

  let options: Options

  public init(options: Options, context: LoadContext) { self.options = options }

  public func output(
    for processed: ProcessedDocument
  ) throws(StageError) -> WriterOutput<NoContribution> {
    let document = processed.document
    var file = ConlluFile(document)
    file.write()
    guard !file.isEmpty else { throw StageError("empty", "there is no word to write", outcome: .empty) }
    let path = DocumentName.path(for: document.id, fileExtension: "conllu", layout: options.folders)
    return WriterOutput(files: [OutputFile(path: "\(options.directory.path)/\(path)", bytes: file.bytes)])
  }
}
