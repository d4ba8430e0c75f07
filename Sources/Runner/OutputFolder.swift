import Foundation
import StageKit
import Synchronization

/// Why a run cannot go on. Not a document's fault: nothing more is done.
public enum RunFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// A file or folder of the run's folder cannot be written; with what the system says.
  case outputUnwritable(path: String, reason: String)
  case diskFull(path: String)
  /// The ledger of a run that is only looked at.
  case ledgerUnreadable(path: String, reason: String)
  /// The input is missing or holds no document.
  case noInput(String)
  /// Another run holds the folder.
  /// - owner: number of its process, where it is known.
  case folderInUse(path: String, owner: Int?)
  /// A step could not be loaded; nothing was run.
  case step(name: String, StageError)
  /// A step could not fold what the documents left; the documents are done.
  case corpus(step: String, StageError)
  /// More documents failed than `--max-errors` allows, or one did under `on_error: stop`.
  case tooManyErrors(Int)
  /// The user stopped the run; so many documents were done.
  case interrupted(done: Int)

  /// The exit code that architecture's table of outcomes gives it.
  public var exitCode: Int32 {
    switch self {
    case .outputUnwritable, .diskFull, .ledgerUnreadable, .noInput, .corpus: 3
    case .folderInUse: 75
    case .step: 2
    case .tooManyErrors: 4
    case .interrupted: 130
    }
  }

  /// What a reader that cannot go on means for the run.
  static func reader(_ error: StageError) -> RunFailure {
    if error.code == "disk-full" { return .diskFull(path: error.message) }
    return .noInput(error.code == "no-input" ? error.message : "\(error.message) [\(error.code)]")
  }

  public var description: String {
    switch self {
    case .outputUnwritable(let path, let reason): "cannot write '\(path)': \(reason)"
    case .diskFull(let path):
      "the disk is full: '\(path)' could not be written; make room and run again, what is done stays done"
    case .ledgerUnreadable(let path, let reason): "cannot read '\(path)': \(reason)"
    case .noInput(let message): message
    case .folderInUse(let path, let owner):
      "another \(owner.map { "run (process \($0))" } ?? "run or program") is at work in '\(path)'; wait for it, or choose another folder with --out"
    case .step(let name, let error), .corpus(let name, let error):
      "\(name): \(error.message) [\(error.code)]"
    case .interrupted(let done):
      "stopped after \(done) document\(done == 1 ? "" : "s"), all of which are kept; the same command goes on from there"
    case .tooManyErrors(let count): "stopped after \(count) failed document\(count == 1 ? "" : "s")"
    }
  }
}

/// The folder of a run. Every file goes to a temporary name first and is then renamed, so that a run that is
/// killed leaves whole files only.
public final class OutputFolder: Sendable {
  /// Folder of the temporary files, emptied when a run begins and removed when it ends.
  static let temporaryFolder = RunPath.temporaryName

  public let path: String
  private let nextNumber = Mutex(0)
  /// Files that were replaced, and are kept in the temporary folder for a while.
  let replaced: Mutex<ReplacedFiles>
  /// Removes replaced files while the run goes on.
  let removal = DispatchQueue(label: "sastra.removal", qos: .utility)
  /// Descriptor of the folder, on which the lock lies; the system takes it off when the process ends.
  let descriptor: Int32
  private let isNew: Bool

  /// Makes the folder where it is missing, and locks it: one run at a time.
  /// - Throws: `RunFailure`, "folderInUse" while another run is at work in it.
  public init(path: String) throws(RunFailure) {
    self.path = path
    var isFolder: ObjCBool = false
    isNew = !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard isNew || isFolder.boolValue else {
      throw .outputUnwritable(path: path, reason: "it is a file, and must be a folder; choose another")
    }
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw OutputFolder.failure(path)
    }
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputFolder.failure(path) }
    replaced = Mutex(ReplacedFiles(onDiskOf: descriptor))
    guard takeLock() else {
      close(descriptor)
      throw .folderInUse(path: path, owner: OutputFolder.owner(of: path))
    }
    try removeTemporaryFiles()
    try makeFolder(path + "/" + Self.temporaryFolder)
    try? String(getpid()).write(toFile: OutputFolder.ownerFile(path), atomically: false, encoding: .utf8)
  }

  /// Tries to lock the folder; waits a second where the owner is gone: a process that it was just starting may
  /// hold a copy of the descriptor for some milliseconds more.
  private func takeLock() -> Bool {
    for _ in 0..<20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      if let owner = OutputFolder.owner(of: path), kill(pid_t(owner), 0) == 0 || errno != ESRCH {
        return false
      }
      usleep(50_000)
    }
    return false
  }

  /// Says whose the lock is. It is the lock that counts: it goes with its process, the file may stay behind.
  private static func ownerFile(_ path: String) -> String { "\(path)/\(temporaryFolder)/owner" }

  private static func owner(of path: String) -> Int? {
    (try? String(contentsOfFile: ownerFile(path), encoding: .utf8)).flatMap { Int32($0) }.map(Int.init)
  }

  /// Brings all that was written to the disk, so that it outlasts the machine's power, and takes away the temporary
  /// folder meanwhile: one that comes back with the power is taken away by the next run.
  /// - Throws: `RunFailure` when the disk says that it could not, or the folder cannot be removed.
  func syncAndRemoveTemporaryFiles() throws(RunFailure) {
    _ = try both { () throws(RunFailure) in
      guard SystemCalls.syncfs(descriptor) else { throw OutputFolder.failure(path) }
    } _: { () throws(RunFailure) in
      try removeTemporaryFiles()
    }
  }

  /// A folder that is only looked at; it need not be there.
  init(viewing path: String) {
    self.path = path
    isNew = false
    descriptor = -1
    replaced = Mutex(ReplacedFiles())
  }

  deinit {
    guard descriptor >= 0 else { return }
    // A process that is just being started has a copy of the descriptor, which would keep the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Removes the folder again if it was made for this run and nothing is in it.
  func removeIfUnused() { if isNew { rmdir(path) } }

  /// Takes away what a killed run left, and the temporary folder itself.
  public func removeTemporaryFiles() throws(RunFailure) {
    removal.sync {}
    let folder = path + "/" + Self.temporaryFolder
    guard FileManager.default.fileExists(atPath: folder) else { return }
    do { try FileManager.default.removeItem(atPath: folder) } catch { throw OutputFolder.failure(folder) }
  }

  /// What stands in a file; nil where it cannot be read.
  func contents(of relativePath: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path + "/" + relativePath).map { Array($0) }
  }

  /// Makes a temporary file.
  ///
  /// - Parameter body: writes it.
  /// - Throws: `RunFailure` when it cannot be written; what `body` throws. No part of it stays then.
  func writeTemporary(
    for target: String, _ body: (_ descriptor: Int32) throws -> Void
  ) throws -> String {
    let number = nextNumber.withLock { number in
      number += 1
      return number
    }
    let temporary = "\(path)/\(Self.temporaryFolder)/\(number)"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw OutputFolder.failure(temporary) }
    do { try body(descriptor) } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0 else { throw OutputFolder.failure(target) }
    return temporary
  }

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ target: String) throws(RunFailure) {
    let problem = bytes.withUnsafeBytes { bytes in
      var rest = bytes
      return write(&rest, to: descriptor)
    }
    guard problem == 0 else { throw failure(target, problem) }
  }

  /// Writes all of some bytes, or what can be of them, and takes that from the front.
  ///
  /// - Returns: the number of the system's error; 0 when all is written.
  static func write(_ rest: inout UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return written < 0 ? errno : ENOSPC }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    return 0
  }

  func makeFolder(_ folder: String) throws(RunFailure) {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw OutputFolder.failure(folder)
    }
  }

  /// The path inside the folder; a path that leads outside is refused.
  func checked(_ relativePath: String) throws(RunFailure) -> String {
    let parts = relativePath.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), !relativePath.utf8.contains(0)
    else {
      throw .outputUnwritable(path: relativePath, reason: "the path leads out of the run's folder")
    }
    guard !RunPath.isReserved(relativePath) else {
      throw .outputUnwritable(
        path: relativePath, reason: "the run needs that name for itself; choose another")
    }
    return path + "/" + relativePath
  }

  /// What the last system call's error means for the run.
  static func failure(_ target: String, _ number: Int32 = errno) -> RunFailure {
    if number == ENOSPC || number == EDQUOT { return .diskFull(path: target) }
    return .outputUnwritable(path: target, reason: String(cString: strerror(number)))
  }
}
