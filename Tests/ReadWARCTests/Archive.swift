import Compression
import Foundation
import ReadWARC
import StageKit

/// Makes WARC files in memory.
enum Archive {
  static let date = "2021-03-04T10:00:00Z"

  /// A record with its header and the two empty lines after it; LF alone where asked.
  static func record(
    _ type: String, _ fields: [(String, String)] = [], block: [UInt8] = [], version: String = "1.0",
    length: String? = nil, lineEnd: String = "\r\n", ending: String = "\r\n\r\n"
  ) -> [UInt8] {
    var lines = ["WARC/\(version)", "WARC-Type: \(type)"] + fields.map { "\($0): \($1)" }
    lines += ["Content-Length: \(length ?? String(block.count))", "", ""]
    return Array(lines.joined(separator: lineEnd).utf8) + block + Array(ending.utf8)
  }

  static func message(
    _ body: [UInt8], status: String = "HTTP/1.1 200 OK",
    _ fields: [(String, String)] = [("Content-Type", "text/html")]
  ) -> [UInt8] {
    Array(([status] + fields.map { "\($0): \($1)" } + ["", ""]).joined(separator: "\r\n").utf8) + body
  }

  static func response(
    _ address: String, _ message: [UInt8], date: String = date, _ fields: [(String, String)] = [],
    length: String? = nil
  ) -> [UInt8] {
    record(
      "response",
      [
        ("WARC-Target-URI", address), ("WARC-Date", date),
        ("WARC-Record-ID", "<urn:uuid:00000000-0000-0000-0000-000000000001>"),
        ("Content-Type", "application/http; msgtype=response"),
      ] + fields, block: message, length: length)
  }

  static func page(_ name: String, _ text: String = "<p>Tiếng Việt</p>") -> [UInt8] {
    response("https://example.vn/\(name)", message(Array(text.utf8)))
  }
}

/// What came of one item.
struct Answer: Equatable {
  var id: String
  var outcome = "ok"
  var text = ""
  var code: String?
}

/// A folder of archives that goes away again.
final class ArchiveFolder {
  let path: String

  init(_ files: [(String, [UInt8])]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "read-warc-\(UUID().uuidString)").path()
    for (name, bytes) in files {
      let place = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: place)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

func processed(
  _ folder: ArchiveFolder, at paths: [String]? = nil, _ change: (inout ReadWARC.Options) -> Void = { _ in }
) async throws -> [ProcessedDocument] {
  var options = ReadWARC.Options()
  options.path = (paths ?? [""]).map { InputPath($0.isEmpty ? folder.path : folder.path + "/" + $0) }
  change(&options)
  var results: [ProcessedDocument] = []
  try await ReadWARC(options: options).read { item in
    guard item.notice == nil else { return }
    do throws(StageError) {
      switch try item.load() {
      case .document(let document): results.append(ProcessedDocument(document))
      case .finished(let processed): results.append(processed)
      }
    } catch {
      let document = Document(
        id: item.id, source: Source(bytes: item.source()), text: [], alignment: Alignment())
      results.append(
        ProcessedDocument(document, outcome: error.outcome, error: DocumentError(stage: "read-warc", error)))
    }
  }
  return results
}

/// What is said of the archives of a folder as a whole.
func notices(_ folder: ArchiveFolder) async throws -> [String] {
  var options = ReadWARC.Options()
  options.path = [InputPath(folder.path)]
  var notices: [String] = []
  try await ReadWARC(options: options).read { item in if let notice = item.notice { notices.append(notice) } }
  return notices
}

/// All documents of one archive.
func documents(
  _ bytes: [UInt8], named name: String = "a.warc", _ change: (inout ReadWARC.Options) -> Void = { _ in }
) async throws -> [ProcessedDocument] {
  let folder = try ArchiveFolder([(name, bytes)])
  return try await processed(folder, change)
}

func answers(
  _ bytes: [UInt8], named name: String = "a.warc", _ change: (inout ReadWARC.Options) -> Void = { _ in }
) async throws -> [Answer] {
  try await documents(bytes, named: name, change).map(Answer.init)
}

extension Answer {
  init(_ processed: ProcessedDocument) {
    let document = processed.document
    self.init(
      id: document.id, outcome: processed.outcome.rawValue,
      text: String(decoding: document.text, as: UTF8.self),
      code: processed.error?.code)
  }
}

/// Each record packed on its own.
func gzipped(_ records: [UInt8]...) -> [UInt8] { records.flatMap { Gzip.compressed($0) } }
