import Foundation
import StageKit

/// Reads TEI P5 files, ours and those of others, back to documents, in the order of the bytes of their paths.
///
/// The source of a document is the TEI file: its alignment ties every character of the text to the bytes of
/// the file. A file of ours gives the document that it was made of: the same id, text, blocks, languages,
/// names and dates, metadata and history, so that write-tei writes the same file again.
///
/// - Throws: `StageError` when read: "no-input". For a document: see the README.
/// - Complexity: O(bytes) for a file; memory about ten times its size.
public struct ReadTEI: Reader {
  public static let name = "read-tei"
  public static let version = 3
  public static let summary =
    "Reads TEI P5 files back to documents, with blocks, names, languages and metadata."
  public static let gives: Set<Feature> = [.metadata, .blocks, .language, .layer(Layer.entity)]

  /// Metadata key of the SHA-256 of the page that a TEI file was made of.
  public static let sourceHashKey = "source_sha256"

  /// Metadata key of the pages that an article was harvested as: objects with `path` and `url`.
  public static let sourcePagesKey = "source_pages"

  let options: Options

  public init(options: Options, context: LoadContext) { self.options = options }

  public func read(_ offer: (ReadItem) async throws -> Void) async throws {
    guard !options.path.isEmpty else {
      throw StageError("no-input", "read-tei has no path; name a file or folder")
    }
    var files: [TEIFile] = []
    var seen: Set<[UInt8]> = []
    for path in Set(options.path.map(\.path)).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      for file in try TEIFile.files(at: path) where seen.insert(Array(file.location.utf8)).inserted {
        files.append(file)
      }
    }
    guard !files.isEmpty else {
      let paths = options.path.map { "'\($0.path)'" }.joined(separator: ", ")
      throw StageError("no-input", "there is no .xml or .tei file in \(paths)")
    }
    let options = options
    for (index, (file, id)) in zip(files, TEIFile.ids(of: files)).enumerated() {
      var item = ReadItem(
        id: id, byteCount: file.byteCount,
        source: { (try? file.bytes(maxBytes: options.maxBytes)) ?? [] },
        load: { () throws(StageError) in
          .document(
            try TEIReading(try file.bytes(maxBytes: options.maxBytes), options.whiteSpace).document(id: id))
        })
      item.inputShare = Double(index + 1) / Double(files.count)
      try await offer(item)
    }
  }
}
