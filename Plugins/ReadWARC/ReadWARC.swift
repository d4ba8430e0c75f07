import StageKit

/// Reads web archives: each page that a WARC file holds becomes a document.
///
/// WARC 1.0 and 1.1 (ISO 28500:2017) and the drafts from 0.17 on, plain, packed with gzip record by record,
/// or packed as a whole. Records come in the order of the files and of their places in them. The source of a
/// document is the page as the browser would have got it: the body without chunks and content encodings.
///
/// - Throws: `StageError` when read: "no-input". For a record: see the README.
/// - Complexity: memory for the records at work, and 32 bytes for each document, whatever the size of the
///   files.
public struct ReadWARC: Reader {
  public static let name = "read-warc"
  public static let version = 1
  public static let summary = "Reads the pages of web archives (WARC), with address and date of capture."
  public static let gives: Set<Feature> = [.metadata]

  let options: Options

  public init(options: Options, context: LoadContext) {
    self.options = options
  }

  public func read(_ offer: (ReadItem) async throws -> Void) async throws {
    let files = try ArchiveListing.files(at: options.path.map(\.path))
    var ids = SeenIDs()
    var documents = 0
    var firstMessage: String?
    for (index, file) in files.enumerated() {
      let stream: ArchiveStream
      do throws(StageError) { stream = try ArchiveStream(file.location) } catch {
        documents += 1
        try await offer(Self.failed(error, id: ids.unique(file.name), []))
        continue
      }
      var scanner = ArchiveScanner(stream, file: file.name, options: options)
      while let finding = scanner.next() {
        var item = Self.item(finding, &ids)
        item.inputShare = (Double(index) + stream.share) / Double(files.count)
        try await offer(item)
      }
      documents += scanner.tally.documents
      firstMessage = firstMessage ?? scanner.tally.message
      if let notice = scanner.tally.notice(file: file.name) { try await offer(ReadItem(notice: notice)) }
    }
    if documents == 0 {
      let names =
        files.prefix(3).map { "'\($0.name)'" }.joined(separator: ", ") + (files.count > 3 ? ", ..." : "")
      throw StageError("no-input", "there is no page in \(names): \(firstMessage ?? "")")
    }
  }

  private static func item(_ finding: ArchiveScanner.Finding, _ ids: inout SeenIDs) -> ReadItem {
    switch finding {
    case .capture(let capture):
      var capture = capture
      capture.id = ids.unique(capture.id)
      let item = capture
      return ReadItem(id: item.id, byteCount: item.block.count) { item.loaded() }
    case .broken(let error, let id, let source): return failed(error, id: ids.unique(id), source)
    }
  }

  private static func failed(_ error: StageError, id: String, _ source: [UInt8]) -> ReadItem {
    ReadItem(id: id, byteCount: source.count, source: { source }) { () throws(StageError) in throw error }
  }
}
