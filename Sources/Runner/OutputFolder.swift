import Foundation
import StageKit
import Synchronization

/// Why a run cannot go on. Not a document's fault: nothing more is done.
public enum RunFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// A file or folder of the run's folder cannot be written; with what the system says.
  case outputUnwritable(path: String, reason: String)
  case diskFull(path: String)
  /// The input is missing or holds no document.
  case noInput(String)
  /// Another run holds the folder.
  case folderInUse(path: String)
  /// A step could not be loaded; nothing was run.
  case step(name: String, StageError)
  /// A step could not fold what the documents left; the documents are done.
  case corpus(step: String, StageError)
  /// More documents failed than `--max-errors` allows, or one did under `on_error: stop`.
  case tooManyErrors(Int)

  /// The exit code that architecture's table of outcomes gives it.
  public var exitCode: Int32 {
    switch self {
    case .outputUnwritable, .diskFull, .noInput, .corpus: 3
    case .folderInUse: 75
    case .step: 2
    case .tooManyErrors: 4
    }
  }

  public var description: String {
    switch self {
    case .outputUnwritable(let path, let reason): "cannot write '\(path)': \(reason)"
    case .diskFull(let path):
      "the disk is full: '\(path)' could not be written; make room and run again, what is done stays done"
    case .noInput(let message): message
    case .folderInUse(let path):
      "another run is at work in '\(path)'; wait for it, or choose another folder with --out"
    case .step(let name, let error), .corpus(let name, let error):
      "\(name): \(error.message) [\(error.code)]"
    case .tooManyErrors(let count): "stopped after \(count) failed document\(count == 1 ? "" : "s")"
    }
  }
}

/// The folder of a run. Every file goes to a temporary name first and is then renamed, so that a run that is
/// killed leaves whole files only.
public final class OutputFolder: Sendable {
  /// Folder of the temporary files, emptied when a run begins and removed when it ends.
  private static let temporaryFolder = ".sastra-tmp"

  public let path: String
  private let nextNumber = Mutex(0)
  /// Descriptor of the folder, on which the lock lies; the system takes it off when the process ends.
  private let lock: Int32
  private let isNew: Bool

  /// Makes the folder where it is missing, and locks it: one run at a time.
  /// - Throws: `RunFailure`, "folderInUse" while another run is at work in it.
  public init(path: String) throws(RunFailure) {
    self.path = path
    isNew = !FileManager.default.fileExists(atPath: path)
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw OutputFolder.failure(path)
    }
    lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw OutputFolder.failure(path) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw .folderInUse(path: path)
    }
    try removeTemporaryFiles()
    try makeFolder(path + "/" + Self.temporaryFolder)
  }

  deinit { close(lock) }

  /// Removes the folder again if it was made for this run and nothing is in it.
  func removeIfUnused() { if isNew { rmdir(path) } }

  /// Takes away what a killed run left, and the temporary folder itself.
  public func removeTemporaryFiles() throws(RunFailure) {
    let folder = path + "/" + Self.temporaryFolder
    guard FileManager.default.fileExists(atPath: folder) else { return }
    do { try FileManager.default.removeItem(atPath: folder) } catch { throw OutputFolder.failure(folder) }
  }

  /// Whether a file is there, as it was written.
  func contains(_ file: Ledger.WrittenFile) -> Bool {
    guard let data = FileManager.default.contents(atPath: path + "/" + file.path) else { return false }
    return sha256(data) == file.sha256
  }

  /// What stands in a file; nil where it cannot be read.
  func contents(of relativePath: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path + "/" + relativePath).map { Array($0) }
  }

  /// Removes a file that a document no longer has; the folder stays.
  public func remove(_ relativePath: String) {
    guard (try? checked(relativePath)) != nil else { return }
    unlink(path + "/" + relativePath)
  }

  /// Writes one file piece by piece.
  ///
  /// - Throws: `RunFailure` when it cannot be written; what `body` throws. No part of it stays then.
  func write(
    _ relativePath: String, _ body: (_ append: @escaping ([UInt8]) throws(RunFailure) -> Void) throws -> Void
  ) throws {
    let target = try checked(relativePath)
    let number = nextNumber.withLock { number in
      number += 1
      return number
    }
    let temporary = "\(path)/\(Self.temporaryFolder)/\(number)"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw OutputFolder.failure(temporary) }
    do {
      try body { bytes throws(RunFailure) in try self.writeAll(bytes, to: descriptor, target) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0 else { throw OutputFolder.failure(target) }
    try put(temporary, at: target)
  }

  private func put(_ temporary: String, at target: String) throws(RunFailure) {
    if rename(temporary, target) == 0 { return }
    if errno == ENOENT {
      do throws(RunFailure) { try makeFolder((target as NSString).deletingLastPathComponent) } catch {
        unlink(temporary)
        throw error
      }
      if rename(temporary, target) == 0 { return }
    }
    let problem = OutputFolder.failure(target)
    unlink(temporary)
    throw problem
  }

  private func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ target: String) throws(RunFailure) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw OutputFolder.failure(target) }
      offset += written
    }
  }

  private func makeFolder(_ folder: String) throws(RunFailure) {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw OutputFolder.failure(folder)
    }
  }

  /// The path inside the folder; a path that leads outside is refused.
  private func checked(_ relativePath: String) throws(RunFailure) -> String {
    let parts = relativePath.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), !relativePath.utf8.contains(0)
    else {
      throw .outputUnwritable(path: relativePath, reason: "the path leads out of the run's folder")
    }
    guard parts[0] != Self.temporaryFolder, !parts[0].hasPrefix(Ledger.fileName) else {
      throw .outputUnwritable(path: relativePath, reason: "the run needs that name for itself; choose another")
    }
    return path + "/" + relativePath
  }

  /// What the last system call's error means for the run.
  private static func failure(_ target: String) -> RunFailure {
    let number = errno
    if number == ENOSPC || number == EDQUOT { return .diskFull(path: target) }
    return .outputUnwritable(path: target, reason: String(cString: strerror(number)))
  }
}

/// The run's folder as steps see it at the end of a run.
struct FinishFolder: RunFolder {
  let output: OutputFolder
  let marks: MarkWriter

  func contents(ofCorpusFile path: String) throws(StageError) -> [UInt8] {
    guard let bytes = output.contents(of: path) else {
      throw StageError("output-unreadable", "'\(path)' cannot be read; run again")
    }
    return bytes
  }

  func mark(_ id: String, _ fields: [String: JSONValue], dropping error: StageError?) throws(StageError) {
    do throws(RunFailure) { try marks.add(id, fields, dropping: error) } catch {
      throw FinishFolder.stageError(error)
    }
  }

  func write(
    _ path: String, _ body: (_ append: ([UInt8]) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    do {
      try output.write(path) { append in
        try body { bytes throws(StageError) in
          do throws(RunFailure) { try append(bytes) } catch { throw FinishFolder.stageError(error) }
        }
      }
    } catch let error as StageError {
      throw error
    } catch {
      throw FinishFolder.stageError(error as? RunFailure ?? .outputUnwritable(path: path, reason: "\(error)"))
    }
  }

  private static func stageError(_ failure: RunFailure) -> StageError {
    if case .diskFull = failure { return StageError("disk-full", failure.description) }
    return StageError("output-unwritable", failure.description)
  }
}
