import Foundation
import StageKit

/// Documents as they were after stages with `cache: true`, in a folder of the run: a file for each, named by
/// what it was made from, so that a change of a later stage begins there.
public struct StageCache: Sendable {
  /// Folder in the run's folder.
  public static let folderName = RunPath.cacheName
  public static let defaultMB = 4096.0

  let folder: String
  /// Emptied when a run begins and when it ends.
  private let temporaryFolder: String

  /// - Parameter runFolder: the folder of the run.
  public init(runFolder: String) {
    folder = runFolder + "/" + Self.folderName
    temporaryFolder = runFolder + "/" + OutputFolder.temporaryFolder
  }

  /// What is kept for a key; nil when it is not there or was cut short.
  func value(_ key: String) -> WorkerAnswer? {
    guard let data = FileManager.default.contents(atPath: path(key)), data.count > 64 else { return nil }
    let bytes = Array(data.dropFirst(64))
    guard Array(data.prefix(64)) == Array(sha256(bytes).utf8) else { return nil }
    return WorkerAnswer(encoded: bytes)
  }

  /// Whether there is something for a key; it may have been cut short.
  func holds(_ key: String) -> Bool { access(path(key), F_OK) == 0 }

  /// Keeps a value. A cache that cannot be written is none: the run goes on without.
  func keep(_ value: WorkerAnswer, _ key: String) {
    let target = path(key)
    let temporary = "\(temporaryFolder)/cache-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let bytes = value.encoded
    let data = Data(Array(sha256(bytes).utf8) + bytes)
    guard (try? data.write(to: URL(fileURLWithPath: temporary))) != nil else {
      unlink(temporary)
      return
    }
    if rename(temporary, target) == 0 { return }
    let parent = (target as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    if rename(temporary, target) != 0 { unlink(temporary) }
  }

  private func path(_ key: String) -> String { "\(folder)/\(key.prefix(2))/\(key)" }

  /// Removes what was made longest ago until no more than so many bytes are left.
  ///
  /// - Returns: number of files and bytes that are left, and that were removed.
  @discardableResult public func prune(toBytes limit: Int) -> (kept: Int, keptBytes: Int, removed: Int) {
    var files: [(path: String, bytes: Int, made: Double)] = []
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      var status = stat()
      let path = folder + "/" + name
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      files.append(
        (path, Int(status.st_size), Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9))
    }
    files.sort { $0.made != $1.made ? $0.made < $1.made : $0.path < $1.path }
    var total = files.reduce(0) { $0 + $1.bytes }
    var removed = 0
    for file in files where total > limit {
      unlink(file.path)
      total -= file.bytes
      removed += 1
    }
    return (files.count - removed, total, removed)
  }
}

extension Chain {
  /// The stages after which documents are kept, the last first, with the key of all up to each.
  func cachedStages() -> [(index: Int, key: String)] {
    stages.indices.filter { stages[$0].isCached }.reversed().map { index in
      let lines = Array(stepLines[...index]) + stepLines.suffix(2)
      return (index, sha256(Array(lines.joined(separator: "\n").utf8)))
    }
  }
}
