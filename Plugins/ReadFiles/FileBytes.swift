import Foundation
import StageKit

/// Reads whole files.
enum FileBytes {
  /// What the system knows of a file that is still to be read; nil where it knows nothing.
  static func status(at location: [UInt8]) -> stat? {
    var status = stat()
    return location.withCString { stat($0, &status) } == 0 ? status : nil
  }

  /// Tells a file from itself as it was: place, size and times. Nil for a file so new that a change in the same
  /// tick of the system's clock would not show.
  static func stamp(_ status: stat, _ path: String) -> Stamp? {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    guard abs(now.tv_sec - status.st_ctim.tv_sec) > 1, abs(now.tv_sec - status.st_mtim.tv_sec) > 1 else {
      return nil
    }
    var stamp = identity(status)
    stamp.add(path.utf8.span)
    return stamp
  }

  private static func identity(_ status: stat) -> Stamp {
    var identity = Stamp()
    identity.add(Int(bitPattern: UInt(status.st_dev)))
    identity.add(status)
    return identity
  }

  /// How often a file that changes while it is read is read again.
  private static let maxReadings = 3

  /// The bytes as they were at one moment: a file that someone writes to meanwhile is read again.
  ///
  /// - Throws: `StageError` "unreadable", "too-large", or "changed-while-read" for a file that does not come to
  ///   rest.
  static func read(_ location: [UInt8], maxBytes: Int) throws(StageError) -> [UInt8] {
    for _ in 0..<maxReadings {
      let before = status(at: location).map(identity)
      let bytes = try readOnce(location, maxBytes: maxBytes)
      if status(at: location).map(identity) == before { return bytes }
    }
    throw StageError(
      "changed-while-read", "the file changes while it is read; run again when it is whole")
  }

  private static func readOnce(_ location: [UInt8], maxBytes: Int) throws(StageError) -> [UInt8] {
    func failed() -> StageError {
      StageError("unreadable", "the file cannot be read: \(String(cString: strerror(errno)))")
    }
    let descriptor = location.withCString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
    guard descriptor >= 0 else { throw failed() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failed() }
    guard FileKind(status) == .file else {
      throw StageError("unreadable", "the path leads to no regular file")
    }
    func tooLarge() -> StageError {
      StageError("too-large", "the file is larger than \(maxBytes) bytes; raise max_bytes to read it")
    }
    guard status.st_size <= maxBytes else { throw tooLarge() }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var count = 0
    while true {
      let room = bytes.count - count
      let length = bytes.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress?.advanced(by: count), room)
      }
      if length < 0, errno == EINTR { continue }
      guard length >= 0 else { throw failed() }
      if length == 0 { break }
      count += length
      guard count <= maxBytes else { throw tooLarge() }
      // The file has grown since it was measured.
      if count == bytes.count { bytes += [UInt8](repeating: 0, count: 65_536) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
