import Foundation
import StageKit

/// Reads files of JSON lines, in the order of the bytes of their paths: the documents of another program, or
/// of an earlier run, one a line.
///
/// A file is read line by line; a line is taken apart where its document is worked on. A document that an
/// earlier program gave up on is handed on. A line that is no document becomes one with the id `line-N` and
/// the error, so that no line is lost.
///
/// - Throws: `StageError` when read: "no-input", "input-unreadable". For a line: see the README.
/// - Complexity: memory for one line, and 16 bytes for each id.
public struct ReadJSONLines: Reader {
  public static let name = "read-json-lines"
  public static let version = 2
  public static let summary = "Reads documents from files of JSON lines."
  public static let gives: Set<Feature> = [.metadata]

  let options: Options

  public init(options: Options, context: LoadContext) {
    self.options = options
  }

  public func read(_ offer: (ReadItem) async throws -> Void) async throws {
    let paths = Set(options.path.map { Array($0.path.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
      .map { String(decoding: $0, as: UTF8.self) }
    guard !paths.isEmpty else { throw StageError("no-input", "read-json-lines has no path; name a file") }
    var ids = SeenIDs()
    var isEmpty = true
    for (index, path) in paths.enumerated() {
      let (descriptor, byteCount) = try ReadJSONLines.opened(path)
      defer { close(descriptor) }
      var splitter = LineSplitter(descriptor: descriptor, maxLineBytes: options.maxLineBytes)
      let prefix = paths.count > 1 ? URL(fileURLWithPath: path).lastPathComponent + "/" : ""
      while let line = try splitter.next() {
        isEmpty = false
        var item = item(line, prefix, &ids)
        if byteCount > 0 {
          let share = Double(Int(lseek(descriptor, 0, SEEK_CUR)) - splitter.unreadBytes) / Double(byteCount)
          item.inputShare = (Double(index) + min(share, 1)) / Double(paths.count)
        }
        try await offer(item)
      }
    }
    if isEmpty {
      throw StageError("no-input", "there is no line in \(paths.map { "'\($0)'" }.joined(separator: ", "))")
    }
  }

  /// - Returns: the open file, and its length; 0 of a pipe.
  private static func opened(_ path: String) throws(StageError) -> (descriptor: Int32, byteCount: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StageError("no-input", "'\(path)' cannot be read: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw StageError("no-input", "'\(path)' is a folder; name a file of JSON lines")
    }
    return (descriptor, status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0)
  }

  /// - Parameter prefix: what the ids of lines without an id begin with.
  private func item(_ line: LineSplitter.Line, _ prefix: String, _ ids: inout SeenIDs) -> ReadItem {
    let number = line.number
    func failed(_ error: StageError) -> ReadItem {
      ReadItem(id: ids.insertLine(number, prefix)) { () throws(StageError) in throw error }
    }
    if line.isTooLong {
      let limit = options.maxLineBytes
      return failed(
        StageError("line-too-long", "line \(number) is longer than \(limit) bytes; raise max_line_bytes"))
    }
    let bytes = line.bytes
    guard let id = JSONLine.id(of: bytes) else {
      return ReadItem(id: ids.insertLine(number, prefix), byteCount: bytes.count) { () throws(StageError) in
        try ReadJSONLines.loaded(bytes)
      }
    }
    guard ids.insert(id) else {
      return failed(StageError("duplicate-id", "line \(number) has the id '\(id)' of an earlier line"))
    }
    return ReadItem(id: id, byteCount: bytes.count) { () throws(StageError) in try ReadJSONLines.loaded(bytes)
    }
  }

  private static func loaded(_ bytes: [UInt8]) throws(StageError) -> ReadItem.Loaded {
    switch try JSONLine(bytes) {
    case .document(let document): .document(document)
    case .finished(let processed): .finished(processed)
    }
  }
}

/// Ids met so far, each as 80 bits of a keyed hash: in 10 million ids two are taken for one with a chance below
/// 1e-10, and nobody can make two that are. A set of the standard library would take six times the memory while
/// it grows.
private struct SeenIDs {
  /// By 16 bits of the hash the other 64, in ascending order.
  private var digests = [[UInt64]](repeating: [], count: 1 << 16)

  /// Whether no id of the same bytes was met before.
  mutating func insert(_ id: String) -> Bool {
    let bytes = Array(id.utf8)
    func digest(_ salt: UInt8) -> Int {
      var hasher = Hasher()
      hasher.combine(salt)
      hasher.combine(bytes)
      return hasher.finalize()
    }
    let shard = digest(0) & 0xFFFF
    let value = UInt64(bitPattern: Int64(digest(1)))
    var (low, high) = (0, digests[shard].count)
    while low < high {
      let middle = (low + high) / 2
      if digests[shard][middle] < value { low = middle + 1 } else { high = middle }
    }
    if low < digests[shard].count, digests[shard][low] == value { return false }
    digests[shard].insert(value, at: low)
    return true
  }

  /// An id for a line that has none.
  mutating func insertLine(_ number: Int, _ prefix: String) -> String {
    var id = "\(prefix)line-\(number)"
    while !insert(id) { id += "~" }
    return id
  }
}
