import Foundation
import StageKit

/// What became of a file that was written before.
enum FileState: Equatable {
  /// It is as it was written; with what the system says of it now.
  case intact(signature: String)
  case missing
  /// Somebody changed it.
  case edited
}

/// Files of a run's folder, and those that somebody else has changed or put there.
extension OutputFolder {
  /// What became of a file: told by what the system says of it, and by its bytes where that is another thing.
  func state(of file: WrittenFile) -> FileState {
    let place = path + "/" + file.path
    guard let signature = Stamp(ofFileAt: place)?.text else { return .missing }
    if signature == file.signature { return .intact(signature: signature) }
    guard let checksum = OutputFolder.checksum(of: place, like: file.checksum) else { return .missing }
    return checksum == file.checksum ? .intact(signature: signature) : .edited
  }

  /// Whether the system says of all files what it said when they were written. False where that is not enough
  /// to know, or one is not as it was.
  ///
  /// - Parameter lines: `WrittenFile.line` of each, a line break between them.
  func areIntact(_ lines: String) -> Bool {
    var lines = lines
    return lines.withUTF8 { bytes in
      bytes.split(separator: 0x0A).allSatisfy { line in
        guard let written = WrittenFile.signed(UnsafeBufferPointer(rebasing: line)) else { return false }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: written.path.count + 1) { path in
          _ = path.update(fromContentsOf: written.path)
          path[written.path.count] = 0
          return path.withMemoryRebound(to: CChar.self) { path in
            path.baseAddress.flatMap { Stamp(ofFileAt: $0, inFolder: descriptor) } == written.signature
          }
        }
      }
    }
  }

  /// The checksum of a file, of the kind of another; nil when it cannot be read. Memory does not depend on its size.
  static func checksum(of place: String, like digits: String) -> String? {
    let descriptor = open(place, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let checksum = Checksums.like(digits)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return checksum.digits() }
      buffer.withUnsafeBytes { checksum.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  /// What a file may be put in place of.
  enum Over {
    /// Nothing that a run wrote: whatever is there is somebody else's.
    case nothing
    /// What an earlier run wrote.
    case own(WrittenFile)
    /// Whatever is there: a killed run left it, or the user says so.
    case anything
  }

  /// Puts a file down, if nobody else's file is in its place.
  ///
  /// - Returns: the file as it stands; nil where another was left as it is.
  func put(_ file: HashedFile, over: Over) throws -> WrittenFile? {
    let target = try checked(file.path)
    let temporary = try writeTemporary(for: target) { descriptor in
      try OutputFolder.writeAll(file.bytes, to: descriptor, target)
    }
    return try place(
      temporary, at: target, WrittenFile(path: file.path, checksum: file.sha256, signature: ""), over)
  }

  /// Writes a file piece by piece, and puts it down.
  func write(
    _ relativePath: String, over: Over,
    _ body: (_ append: @escaping (ArraySlice<UInt8>) throws(RunFailure) -> Void) throws -> Void
  ) throws -> (file: WrittenFile, isPlaced: Bool) {
    let target = try checked(relativePath)
    var checksum = ""
    let temporary = try writeTemporary(for: target) { descriptor in
      let file = BackgroundFile(descriptor, for: target)
      // The descriptor is closed next, whatever happens.
      defer { _ = try? file.finish() }
      try body(file.append)
      checksum = try file.finish()
    }
    let file = WrittenFile(path: relativePath, checksum: checksum, signature: "")
    let placed = try place(temporary, at: target, file, over)
    return (placed ?? file, placed != nil)
  }

  private func place(
    _ temporary: String, at target: String, _ file: WrittenFile, _ over: Over
  ) throws(RunFailure) -> WrittenFile? {
    guard isFree(target, for: file, over) else {
      unlink(temporary)
      return nil
    }
    try move(temporary, to: target)
    var file = file
    file.signature = Stamp(ofFileAt: target)?.text ?? ""
    return file
  }

  /// Whether nothing stands in a place, or nothing that would be lost.
  private func isFree(_ target: String, for file: WrittenFile, _ over: Over) -> Bool {
    var status = stat()
    guard lstat(target, &status) == 0 else { return true }
    switch over {
    case .anything: return true
    case .own(let known):
      switch state(of: known) {
      case .missing, .intact: return true
      case .edited: return OutputFolder.checksum(of: target, like: file.checksum) == file.checksum
      }
    case .nothing: return OutputFolder.checksum(of: target, like: file.checksum) == file.checksum
    }
  }

  /// The system takes some time to remove what is longer.
  private static let longBytes = 16 << 20

  private func hasRoom(forBytes count: Int) -> Bool {
    var status = statvfs()
    return fstatvfs(descriptor, &status) == 0 && Int(status.f_bavail) > count / Int(max(1, status.f_frsize))
  }

  private func move(_ temporary: String, to target: String) throws(RunFailure) {
    if exchange(temporary, with: target) { return }
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

  /// Puts a file in the place of another, which is kept under the temporary name as long as there is room.
  ///
  /// ext4 brings a file that is renamed over another to the disk on its own, and to make a file it passes over each
  /// inode that was freed within the last minute: some tenths of a millisecond for each document.
  /// - Returns: false where no file stands there, or the file system cannot do it.
  private func exchange(_ temporary: String, with target: String) -> Bool {
    var status = stat()
    guard lstat(target, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      SystemCalls.exchange(temporary, target)
    else { return false }
    let bytes = Int(status.st_size) + Int(status.st_blksize)
    let isKept = replaced.withLock { $0.keep(temporary, byteCount: bytes) }
    if isKept { return true }
    if bytes > Self.longBytes, hasRoom(forBytes: 10 * bytes) {
      removal.async { unlink(temporary) }
    } else {
      unlink(temporary)
    }
    return true
  }

  /// Removes a file that a document or the corpus no longer has, and folders that are empty then.
  ///
  /// - Returns: false where somebody changed it: it stays.
  @discardableResult func remove(_ file: WrittenFile, force: Bool) -> Bool {
    guard (try? checked(file.path)) != nil else { return true }
    if !force, state(of: file) == .edited { return false }
    remove(file.path)
    return true
  }

  /// Removes a file that is the run's own, whatever is in it.
  func remove(_ relativePath: String) {
    guard let place = try? checked(relativePath), unlink(place) == 0 else { return }
    var folder = (relativePath as NSString).deletingLastPathComponent
    while !folder.isEmpty, rmdir(path + "/" + folder) == 0 {
      folder = (folder as NSString).deletingLastPathComponent
    }
  }
}
