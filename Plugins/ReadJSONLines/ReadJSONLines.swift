import Foundation
import StageKit

/// Reads a file of JSON lines: the documents of another program, or of an earlier run, one a line.
///
/// The file is read line by line; a line is taken apart where its document is worked on. A document that an earlier
/// program gave up on is handed on. A line that is no document becomes one with the id `line-N` and the error, so that no
/// line is lost.
///
/// - Throws: `StageError` when read: "no-input", "input-unreadable". For a line: see the README.
/// - Complexity: memory for one line, and 16 bytes for each id.
public struct ReadJSONLines: Reader {
  public static let name = "read-json-lines"
  public static let version = 1
  public static let summary = "Reads documents from a file of JSON lines."
  public static let gives: Set<Feature> = [.metadata]

  let options: Options

  public init(options: Options, context: LoadContext) {
    self.options = options
  }

  public func read(_ offer: (ReadItem) async throws -> Void) async throws {
    let path = options.path.path
    guard !path.isEmpty else { throw StageError("no-input", "read-json-lines has no path; name a file") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StageError("no-input", "'\(path)' cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw StageError("no-input", "'\(path)' is a folder; name a file of JSON lines")
    }
    var splitter = LineSplitter(descriptor: descriptor, maxLineBytes: options.maxLineBytes)
    var ids = SeenIDs()
    var isEmpty = true
    while let line = try splitter.next() {
      isEmpty = false
      try await offer(item(line, &ids))
    }
    if isEmpty { throw StageError("no-input", "'\(path)' is empty") }
  }

  private func item(_ line: LineSplitter.Line, _ ids: inout SeenIDs) -> ReadItem {
    let number = line.number
    if line.isTooLong {
      let limit = options.maxLineBytes
      return failed(number, &ids, StageError("line-too-long", "line \(number) is longer than \(limit) bytes; raise max_line_bytes"))
    }
    let bytes = line.bytes
    guard let id = JSONLine.id(of: bytes) else {
      return ReadItem(id: ids.insertLine(number), byteCount: bytes.count) { () throws(StageError) in
        try ReadJSONLines.loaded(bytes)
      }
    }
    guard ids.insert(id) else {
      return failed(number, &ids, StageError("duplicate-id", "line \(number) has the id '\(id)' of an earlier line"))
    }
    return ReadItem(id: id, byteCount: bytes.count) { () throws(StageError) in try ReadJSONLines.loaded(bytes) }
  }

  private func failed(_ number: Int, _ ids: inout SeenIDs, _ error: StageError) -> ReadItem {
    ReadItem(id: ids.insertLine(number)) { () throws(StageError) in throw error }
  }

  private static func loaded(_ bytes: [UInt8]) throws(StageError) -> ReadItem.Loaded {
    switch try JSONLine(bytes) {
    case .document(let document): .document(document)
    case .finished(let processed): .finished(processed)
    }
  }
}

/// Ids met so far, each as 128 bits of a keyed hash: two of a billion ids are taken for one with a chance below 1e-20, and
/// nobody can make two that are.
private struct SeenIDs {
  private struct Digest: Hashable {
    let high: Int
    let low: Int
  }

  private var digests: Set<Digest> = []

  /// Whether no id of the same bytes was met before.
  mutating func insert(_ id: String) -> Bool {
    let bytes = Array(id.utf8)
    func digest(_ salt: UInt8) -> Int {
      var hasher = Hasher()
      hasher.combine(salt)
      hasher.combine(bytes)
      return hasher.finalize()
    }
    return digests.insert(Digest(high: digest(0), low: digest(1))).inserted
  }

  /// An id for a line that has none.
  mutating func insertLine(_ number: Int) -> String {
    var id = "line-\(number)"
    while !insert(id) { id += "~" }
    return id
  }
}
