import Foundation
import StageKit

/// Reads a file, or every page in a folder and the folders in it, in the order of the bytes of their paths.
///
/// A document's id is its path relative to the folder without the extension; with it where two would be the same. Text
/// and HTML are told apart by content, never by name. Each document gets its row of the metadata file.
///
/// - Throws: `StageError` when loaded: "bad-metadata" with every mistake as `file:line: ...`, "resource-unreadable".
///   When read: "no-input", "metadata-unmatched". For a document: see the README.
public struct ReadFiles: Reader {
  public static let name = "read-files"
  public static let version = 1
  public static let summary = "Reads a file, or all pages in a folder, with metadata from a CSV file beside them."
  public static let gives: Set<Feature> = [.metadata]

  let options: Options
  /// Path of the metadata file, given or found beside the pages.
  let metadataPath: String?
  let metadata: MetadataTable

  public init(options: Options, context: LoadContext) throws(StageError) {
    self.options = options
    metadataPath = options.metadata?.path ?? ReadFiles.metadataBeside(options.path.path)
    guard let metadataPath else {
      metadata = MetadataTable()
      return
    }
    metadata = try MetadataTable(parsing: try context.resource(metadataPath), file: metadataPath)
  }

  private static func metadataBeside(_ path: String) -> String? {
    guard !path.isEmpty, let kind = FileKind(following: path) else { return nil }
    let folder = kind == .folder ? URL(fileURLWithPath: path) : URL(fileURLWithPath: path).deletingLastPathComponent()
    let file = folder.appendingPathComponent("metadata.csv").path
    return FileKind(following: file) == .file ? file : nil
  }

  public func read(_ offer: (ReadItem) async throws -> Void) async throws {
    let entries = try listing()
    guard entries.contains(where: \.isExpected) else {
      let others = entries.isEmpty ? "" : "; \(entries.count) in it are none: \(entries[0].path), ..."
      throw StageError("no-input", "'\(options.path.path)' holds no page\(others)")
    }
    let ids = DocumentIDs.ids(of: entries)
    let rows = try metadata.rows(for: zip(entries, ids).filter { $0.0.fate == .document }.map { ($1, $0.path) })
    if options.metadataUnmatched == .error, !rows.unmatched.isEmpty {
      throw StageError("metadata-unmatched", MetadataTable.unmatchedMessage(rows.unmatched, file: metadataPath ?? ""))
    }
    for (entry, id) in zip(entries, ids) {
      let row = rows.byID[Array(id.utf8)]
      let maxBytes = options.maxBytes
      try await offer(
        ReadItem(id: id) { () throws(StageError) in
          .document(try PageFile(entry: entry, id: id, maxBytes: maxBytes).document(row))
        })
    }
  }

  /// What is at the path: a page for a file, every entry of a folder.
  private func listing() throws(StageError) -> [Entry] {
    let path = options.path.path
    guard !path.isEmpty else { throw StageError("no-input", "read-files has no path; name a file or folder") }
    switch FileKind(following: path) {
    case .folder:
      let patterns = PagePatterns(include: options.include, exclude: options.exclude)
      return try FolderListing(root: path, patterns: patterns, metadataPath: metadataPath).entries()
    case .file, .other:
      let name = URL(fileURLWithPath: path).lastPathComponent
      return [Entry(path: name, location: Array(path.utf8), fate: .document)]
    case nil:
      throw StageError("no-input", "there is no '\(path)'; check the path")
    }
  }
}

/// A page that is still a file.
struct PageFile {
  let entry: Entry
  let id: String
  let maxBytes: Int

  /// Reads and decodes it.
  func document(_ row: MetadataTable.Row?) throws(StageError) -> Document {
    switch entry.fate {
    case .document: break
    case .dropped(let code, let message): throw StageError.dropped(code, message)
    case .unreadable(let message): throw StageError("unreadable", message)
    }
    let bytes = try FileBytes.read(entry.location, maxBytes: maxBytes)
    var document = try Document(id: id, bytes: bytes, url: row?.url)
    guard PageFile.hasContent(document.text) else {
      throw StageError("empty-file", "there is nothing in the file but white space", outcome: .empty)
    }
    if !entry.isIncludedByName, PageFile.isOtherXML(document) {
      throw StageError.dropped("not-a-page", "the file is XML, but not HTML")
    }
    row?.fill(&document)
    return document
  }

  /// Whether there is a character that is neither white space nor invisible.
  private static func hasContent(_ text: [UInt8]) -> Bool {
    if text.prefix(256).contains(where: { (0x21...0x7E).contains($0) }) { return true }
    return String(decoding: text, as: UTF8.self).unicodeScalars.contains { scalar in
      !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
        && scalar.properties.generalCategory != .control
    }
  }

  private static func isOtherXML(_ document: Document) -> Bool {
    guard document.form == .plain else { return false }
    let start = document.text.firstIndex { $0 > 0x20 } ?? 0
    return document.text[start...].starts(with: "<?xml".utf8)
  }
}
