import Foundation
import Markup
import StageKit
import UnicodeText

/// Writes each document as a TEI P5 file, and a corpus file that includes them all.
///
/// A file is held against the schema of this plugin before it is handed out: what is not valid is an error of
/// the document, never a file. The schema describes exactly what is written here, and allows nothing that
/// TEI's own `tei_all` (P5 4.12.0) does not.
public struct WriteTEI: Writer {
  public static let name = "write-tei"
  public static let version = 5
  public static let summary = "Writes each document as TEI P5, checked against a schema, and a corpus file."
  public static let needs: Set<Feature> = []
  public static let fillsTEIField = true

  let options: Options
  let context: LoadContext
  let schema: RelaxNGSchema
  let template: HeaderTemplate?
  let fixed: FixedHeader

  /// - Throws: `StageError` "bad-header" for a header of the project's own that is not valid, "resource-unreadable".
  public init(options: Options, context: LoadContext) throws(StageError) {
    self.options = options.settled
    self.context = context
    schema = try Self.schema { path throws(StageError) in try context.resource(path) }
    template = try options.header.map { path throws(StageError) in
      let own = try Self.templateSchema { path throws(StageError) in try context.resource(path) }
      return try HeaderTemplate(try context.resource(path.path), named: path.path, schema: own)
    }
    do throws(MarkupError) { fixed = try FixedHeader(self.options, context, template) } catch {
      throw StageError(error)
    }
  }

  public func output(for processed: ProcessedDocument) throws(StageError) -> WriterOutput<Contribution> {
    guard processed.outcome == .ok else { return WriterOutput() }
    let document = try TEIDocument(processed.document, options: options)
    var body = BodyWriter(document, depth: 1)
    let bytes: [UInt8]
    do throws(MarkupError) {
      try body.write()
      bytes = try file(of: document, body)
    } catch { throw StageError(error) }
    try check(bytes, named: document.document.id)
    return WriterOutput(
      files: [OutputFile(path: "\(options.directory.path)/\(document.fileName)", bytes: bytes)],
      contribution: contribution(of: document, body))
  }

  /// Where the file of a document lies, relative to the folder of the documents.
  static func fileName(of id: String, in layout: FolderLayout) -> String {
    DocumentName.path(for: id, fileExtension: "xml", reserved: ["corpus"], layout: layout)
  }

  private func file(of document: TEIDocument, _ body: BodyWriter) throws(MarkupError) -> [UInt8] {
    var output = TEIOutput()
    try output.declaration(stylesheet: stylesheet(fromFile: document.fileName))
    try output.start(
      "TEI",
      [
        ("xmlns", "http://www.tei-c.org/ns/1.0"), ("version", "4.12.0"), ("xml:id", document.id),
        ("xml:lang", document.language),
      ] + document.scope)
    var header = HeaderWriter(document, body: body, of: self, into: output)
    try header.write()
    header.output.insert(body.output.bytes)
    try header.output.end()
    header.output.lineEnd()
    let bytes = header.output.bytes
    // Where a character that nobody can read went out of a gap, its neighbours may have met.
    return body.hasLeftOut ? NFC.normalized(bytes) : bytes
  }

  // MARK: The style sheet

  static let stylesheet = "sastra.css"

  /// Where the style sheet is, from a file in the folder of the documents.
  func stylesheet(fromFile name: String) -> String? {
    options.stylesheet == .off
      ? nil : String(repeating: "../", count: name.utf8.count { $0 == 0x2F }) + Self.stylesheet
  }

  func stylesheetBytes() throws(StageError) -> [UInt8] { try context.resource(Self.resource("css")) }

  // MARK: The schema

  /// The schema of this plugin.
  static func schema(
    reading read: (String) throws(StageError) -> [UInt8]
  ) throws(StageError) -> RelaxNGSchema {
    RelaxNGSchema(try schemaBytes(reading: read), name: "sastra.rng")
  }

  /// The schema of a header of the project's own: the same grammar with another start.
  private static func templateSchema(
    reading read: (String) throws(StageError) -> [UInt8]
  ) throws(StageError) -> RelaxNGSchema {
    let text = String(decoding: try schemaBytes(reading: read), as: UTF8.self)
    let parts = text.split(separator: "start>", maxSplits: 2, omittingEmptySubsequences: false)
    let start = "start><ref name=\"headerTemplate\"/></start>"
    let grammar = parts.count == 3 ? parts[0] + start + parts[2] : Substring(text)
    return RelaxNGSchema(Array(grammar.utf8), name: "sastra.rng")
  }

  private static func schemaBytes(
    reading read: (String) throws(StageError) -> [UInt8]
  ) throws(StageError) -> [UInt8] {
    try read(resource("rng"))
  }

  /// The one place that opens the bundle.
  private static func resource(_ type: String) throws(StageError) -> String {
    guard let path = Bundle.module.path(forResource: "data/sastra", ofType: type) else {
      throw StageError(
        "resource-unreadable", "the file sastra.\(type) is missing from the program; install it anew")
    }
    return path
  }

  /// - Throws: `StageError` "invalid-tei" with the first line that is wrong.
  func check(_ bytes: [UInt8], named id: String) throws(StageError) {
    guard options.validate == .on else { return }
    let problems: [ValidationProblem]
    do throws(MarkupError) { problems = try schema.validate(bytes) } catch {
      throw StageError("invalid-tei", "the schema could not be used: \(error)")
    }
    guard let first = problems.first else { return }
    throw StageError(
      "invalid-tei",
      "line \(first.line) of the TEI of '\(id)' is not valid: \(first.message); please report this")
  }
}
