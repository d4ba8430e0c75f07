import Markup
import StageKit

/// A document of the corpus whose text is that of another, as a TEI relation between the two.
struct Duplicate {
  /// Pointers from the corpus file to the documents.
  private let document: String
  private let first: String
  private let similarity: Double?

  /// Nil for a document that is none.
  init?(_ document: WriteTEI.Contribution, _ marks: CorpusMarks, in layout: FolderLayout) {
    guard case .string(let first)? = marks.fields["duplicate_of"] else { return nil }
    self.document = document.pointer
    self.first = WriteTEI.pointer(
      toFile: WriteTEI.fileName(of: first, in: layout), xmlID: DocumentName.xmlID(for: first))
    // 1 comes back from the ledger as a whole number.
    similarity = marks.fields["duplicate_similarity"]?.strings.first.flatMap(Double.init)
  }

  func write(to output: inout TEIOutput) throws(MarkupError) {
    let attributes = [("name", "duplicateOf"), ("active", document), ("passive", first)]
    guard let similarity else { return try output.line("relation", attributes) }
    try output.start("relation", attributes)
    try output.line("desc", [], similarity == 1 ? "the same text" : "similarity of the texts \(similarity)")
    try output.end()
  }
}
