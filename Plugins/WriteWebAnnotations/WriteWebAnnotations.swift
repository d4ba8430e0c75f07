import Foundation
import StageKit

/// Writes the annotations of each document in the W3C Web Annotation data model, as JSON-LD, and the text that
/// they count in.
///
/// - Throws: for a document, `StageError` "not-json" where an annotation has no JSON form.
/// - Complexity: O(text + spans).
/// - Source: W3C Recommendation "Web Annotation Data Model", 3 (annotations), 4.2 (selectors), 5 (collections).
public struct WriteWebAnnotations: Writer {
  public static let name = "write-web-annotations"
  public static let version = 1
  public static let summary = "Writes names and other annotations of each document as W3C Web Annotations."

  let options: Options

  public init(options: Options, context: LoadContext) { self.options = options }

  public func output(
    for processed: ProcessedDocument
  ) throws(StageError) -> WriterOutput<NoContribution> {
    let document = processed.document
    func file(_ fileExtension: String, _ bytes: [UInt8]) -> OutputFile {
      let path = DocumentName.path(for: document.id, fileExtension: fileExtension, layout: options.folders)
      return OutputFile(path: "\(options.directory.path)/\(path)", bytes: bytes)
    }
    let page = AnnotationPage(document, options)
    return WriterOutput(files: [file("jsonld", try page.bytes()), file("txt", document.text)])
  }
}
