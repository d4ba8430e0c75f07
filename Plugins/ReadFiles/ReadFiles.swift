import Compression
import Foundation
import StageKit

/// Reads files, and every page in folders and the folders in them, in the order of the bytes of their paths.
///
/// A document's id is its path relative to its folder without the extension; with it where two would be the
/// same. Text and HTML are told apart by content, never by name. Each document gets its row of a metadata
/// file.
///
/// - Throws: `StageError` when loaded: "bad-metadata" with every mistake as `file:line: ...`,
///   "resource-unreadable". When read: "no-input", "metadata-unmatched". For a document: see the README.
public struct ReadFiles: Reader {
  public static let name = "read-files"
  public static let version = 1
  public static let summary =
    "Reads files, or all pages in a folder, with metadata from a CSV file beside them."
  public static let gives: Set<Feature> = [.metadata]

  let options: Options
  let inputs: [Input]
  /// By the path of the metadata file.
  let tables: [String: MetadataTable]

  public init(options: Options, context: LoadContext) throws(StageError) {
    self.options = options
    inputs = Input.inputs(at: options.path.map(\.path), metadata: options.metadata?.path)
    var tables: [String: MetadataTable] = [:]
    for path in inputs.compactMap(\.metadataPath) where tables[path] == nil {
      tables[path] = try MetadataTable(parsing: try context.resource(path), file: path)
    }
    self.tables = tables
  }

  public func read(_ offer: (ReadItem) async throws -> Void) async throws {
    let entries = try listing()
    guard entries.contains(where: \.isExpected) else {
      let others = entries.isEmpty ? "" : "; what is there is none: \(entries[0].path), ..."
      let paths = inputs.map { "'\($0.path)'" }.joined(separator: ", ")
      throw StageError("no-input", "there is no page in \(paths)\(others)")
    }
    let ids = DocumentIDs.ids(of: entries)
    let rows = tables.isEmpty ? [:] : try rows(for: zip(entries, ids).filter { $0.0.fate == .document })
    let pages = zip(entries, ids).map { entry, id in
      PageFile(entry, id: id, row: rows.isEmpty ? nil : rows[Array(id.utf8)], maxBytes: options.maxBytes)
    }
    var joining = PageJoining(options.joinPages ? pages : [])
    for (index, page) in pages.enumerated() {
      guard let members = joining.members(at: index) else { continue }
      var item = ReadFiles.item(members.isEmpty ? [page] : members.map { pages[$0] })
      item.inputShare = Double(index + 1) / Double(pages.count)
      try await offer(item)
    }
  }

  /// - Parameter pages: at least one; several become one document.
  private static func item(_ pages: [PageFile]) -> ReadItem {
    ReadItem(
      id: pages[0].id,
      look: {
        var look = ReadItem.Look(stamp: Stamp(), byteCount: 0)
        for page in pages { page.look(&look) }
        return look
      },
      source: { pages.flatMap { (try? FileBytes.read($0.entry.location, maxBytes: $0.maxBytes)) ?? [] } },
      load: { () throws(StageError) in
        guard pages.count > 1 else { return .document(try pages[0].document()) }
        let documents = try pages.map { page throws(StageError) in try page.document() }
        return .document(Document(joining: documents, paths: pages.map(\.entry.path)))
      })
  }

  /// What is at the inputs: a page for a file, every entry of a folder. A file that is named twice is read
  /// once.
  private func listing() throws(StageError) -> [Entry] {
    guard !inputs.isEmpty else {
      throw StageError("no-input", "read-files has no path; name a file or folder")
    }
    let patterns = PagePatterns(include: options.include, exclude: options.exclude)
    var entries: [Entry] = []
    var seen: Set<[UInt8]> = []
    for (index, input) in inputs.enumerated() {
      var found = try input.entries(Entry.Origin(number: index, folderName: input.folderName), patterns)
      if inputs.count > 1 {
        found = found.filter { seen.insert(FolderListing.realPath($0.location) ?? $0.location).inserted }
      }
      entries += found
    }
    return entries
  }

  /// The row of each page, by the bytes of its id.
  private func rows(for pages: [(entry: Entry, id: String)]) throws(StageError) -> [[UInt8]: MetadataTable
    .Row]
  {
    var rows: [[UInt8]: MetadataTable.Row] = [:]
    for (path, table) in tables.sorted(by: { $0.key < $1.key }) {
      let ours = pages.filter { inputs[$0.entry.origin.number].metadataPath == path }
      let found = try table.rows(for: ours.map { ($0.id, $0.entry.path) })
      rows.merge(found.byID) { first, _ in first }
      if options.metadataUnmatched == .error, !found.unmatched.isEmpty {
        throw StageError("metadata-unmatched", MetadataTable.unmatchedMessage(found.unmatched, file: path))
      }
    }
    return rows
  }
}

/// A file or folder to read, and the metadata file that is about it.
struct Input {
  let path: String
  let metadataPath: String?

  /// In the order of the bytes of their paths, whatever the order they are named in.
  static func inputs(at paths: [String], metadata: String?) -> [Input] {
    let paths = Set(paths.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    return paths.map { bytes in
      let path = String(decoding: bytes, as: UTF8.self)
      return Input(path: path, metadataPath: metadata ?? metadataBeside(path))
    }
  }

  private static func metadataBeside(_ path: String) -> String? {
    guard let kind = FileKind(following: path) else { return nil }
    let folder =
      kind == .folder ? URL(fileURLWithPath: path) : URL(fileURLWithPath: path).deletingLastPathComponent()
    let file = folder.appendingPathComponent("metadata.csv").path
    return FileKind(following: file) == .file ? file : nil
  }

  /// Name of the folder that the paths are relative to.
  var folderName: String {
    let url = URL(fileURLWithPath: path)
    return FileKind(following: path) == .folder
      ? url.lastPathComponent : url.deletingLastPathComponent().lastPathComponent
  }

  func entries(_ origin: Entry.Origin, _ patterns: PagePatterns) throws(StageError) -> [Entry] {
    switch FileKind(following: path) {
    case .folder:
      return try FolderListing(root: path, origin: origin, patterns: patterns, metadataPath: metadataPath)
        .entries()
    case .file, .other:
      let name = URL(fileURLWithPath: path).lastPathComponent
      return [Entry(origin: origin, path: name, location: Array(path.utf8), fate: .document)]
    case nil: throw StageError("no-input", "there is no '\(path)'; check the path")
    }
  }
}

/// A page that is still a file. A class, as long lists of them are passed on.
final class PageFile: Sendable {
  let entry: Entry
  let id: String
  let row: MetadataTable.Row?
  let maxBytes: Int

  init(_ entry: Entry, id: String, row: MetadataTable.Row?, maxBytes: Int) {
    self.entry = entry
    self.id = id
    self.row = row
    self.maxBytes = maxBytes
  }

  /// Where it was harvested from; else its place in its input, as an address of no site. Nil for what is no
  /// page.
  var address: String? {
    guard entry.fate == .document else { return nil }
    if let url = row?.url { return url }
    let path = entry.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? entry.path
    return "file://input-\(entry.origin.number)/\(path)"
  }

  /// Adds what shows of the file before it is read.
  func look(_ look: inout ReadItem.Look) {
    let status = entry.fate == .document ? FileBytes.status(at: entry.location) : nil
    look.byteCount += Int(status?.st_size ?? 0)
    guard let stamp = status.flatMap({ FileBytes.stamp($0, entry.path) }) else { return look.stamp = nil }
    look.stamp?.add(Int(bitPattern: UInt(stamp.value)))
  }

  /// Reads and decodes it.
  func document() throws(StageError) -> Document {
    switch entry.fate {
    case .document: break
    case .dropped(let code, let message): throw StageError.dropped(code, message)
    case .unreadable(let message): throw StageError("unreadable", message)
    }
    let bytes = try PageFile.unpacked(FileBytes.read(entry.location, maxBytes: maxBytes), maxBytes: maxBytes)
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

  /// A page that was put away as gzip; its source is the page, not the package.
  private static func unpacked(_ bytes: [UInt8], maxBytes: Int) throws(StageError) -> [UInt8] {
    guard Gzip.isGzip(bytes) else { return bytes }
    do { return try Gzip.decompressed(bytes, maxBytes: maxBytes) } catch CompressionError.tooLarge {
      throw StageError(
        "too-large", "the file unpacks to more than \(maxBytes) bytes; raise max_bytes to read it")
    } catch CompressionError.truncated(let offset) {
      throw StageError("damaged-gzip", "the file is cut short; fetch it anew", at: offset)
    } catch {
      throw StageError("damaged-gzip", "the file begins as gzip and is none, or is damaged; fetch it anew")
    }
  }

  /// Whether there is a character that is neither white space nor invisible.
  private static func hasContent(_ text: [UInt8]) -> Bool {
    if text.prefix(256).contains(where: { (0x21...0x7E).contains($0) }) { return true }
    return String(decoding: text, as: UTF8.self).unicodeScalars.contains { scalar in
      !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
        && scalar.properties.generalCategory != .control
    }
  }

  /// Whether the text begins with an XML declaration and its first element is not `html`.
  private static func isOtherXML(_ document: Document) -> Bool {
    let head = String(decoding: document.text.prefix(4096), as: UTF8.self).drop { $0.isWhitespace }
    guard head.hasPrefix("<?xml") else { return false }
    let root = head.firstMatch(of: /<([A-Za-z_][^\s\/>]*)/)?.1.split(separator: ":").last ?? ""
    return root.lowercased() != "html"
  }
}
