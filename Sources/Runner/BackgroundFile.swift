import Foundation
import Synchronization

/// A file that is written piece by piece, and its checksum reckoned, while the next piece is made.
final class BackgroundFile: Sendable {
  /// Pieces that may wait.
  private static let maxWaiting = 16

  private let queue = DispatchQueue(label: "sastra.file")
  private let room = DispatchSemaphore(value: maxWaiting)
  private let problem = Mutex<RunFailure?>(nil)
  /// Touched on the queue only.
  private nonisolated(unsafe) let checksum = XXH3Checksum()
  /// Touched on the queue only.
  private nonisolated(unsafe) var file: LongFile

  /// - Parameter target: what the file will be, for messages.
  init(_ descriptor: Int32, for target: String) { file = LongFile(descriptor, for: target) }

  /// - Throws: `RunFailure` when an earlier piece could not be written.
  func append(_ bytes: [UInt8]) throws(RunFailure) {
    room.wait()
    queue.async { [self] in
      bytes.withUnsafeBytes { checksum.update($0) }
      attempt { file throws(RunFailure) in try file.append(bytes) }
      room.signal()
    }
    if let problem = problem.withLock({ $0 }) { throw problem }
  }

  private func attempt(_ body: (inout LongFile) throws(RunFailure) -> Void) {
    guard problem.withLock({ $0 }) == nil else { return }
    do throws(RunFailure) { try body(&file) } catch { problem.withLock { $0 = error } }
  }

  /// Waits for all pieces.
  ///
  /// - Returns: the digits of an `XXH3Checksum`.
  /// - Throws: `RunFailure` when one could not be written.
  func finish() throws(RunFailure) -> String {
    let digits = queue.sync {
      attempt { file throws(RunFailure) in try file.finish() }
      return checksum.digits()
    }
    if let problem = problem.withLock({ $0 }) { throw problem }
    return digits
  }
}

/// Writes a file from front to back; what is long goes to the disk past the system's memory: a file of the whole
/// corpus would drive all else out of it, and to copy it there takes longer than to make it.
struct LongFile {
  /// Shorter files stay in memory, as somebody may read them soon.
  private static let shortBytes = 8 << 20

  private let descriptor: Int32
  private let target: String
  private var written = 0
  private let block = Block()
  /// Bytes of the block that are to be written.
  private var filled = 0
  private var isDirect = false

  init(_ descriptor: Int32, for target: String) {
    self.descriptor = descriptor
    self.target = target
  }

  /// - Throws: `RunFailure` when the file cannot be written.
  mutating func append(_ bytes: [UInt8]) throws(RunFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Block.byteCount - filled)
      block.put(part, at: filled)
      filled += part.count
      rest = rest[part.endIndex...]
      if filled == Block.byteCount { try writeBlock() }
    }
  }

  private mutating func writeBlock() throws(RunFailure) {
    if written == Self.shortBytes, filled == Block.byteCount {
      isDirect = SystemCalls.setDirect(descriptor, true)
    }
    defer { withExtendedLifetime(block) {} }
    var rest = UnsafeRawBufferPointer(rebasing: block.memory[..<filled])
    var problem = OutputFolder.write(&rest, to: descriptor)
    if problem == EINVAL, isDirect {
      // Not every file system can do it that lets itself be asked.
      try endDirect()
      problem = OutputFolder.write(&rest, to: descriptor)
    }
    guard problem == 0 else { throw OutputFolder.failure(target, problem) }
    written += filled
    filled = 0
  }

  private mutating func endDirect() throws(RunFailure) {
    guard isDirect else { return }
    isDirect = false
    guard SystemCalls.setDirect(descriptor, false) else { throw OutputFolder.failure(target) }
  }

  /// Writes what is left.
  ///
  /// - Throws: `RunFailure` when it cannot be written.
  mutating func finish() throws(RunFailure) {
    try endDirect()
    try writeBlock()
  }
}

/// Bytes that are written together, in memory that begins where a page of the disk may.
private final class Block {
  static let byteCount = 1 << 20

  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 4096)

  deinit { memory.deallocate() }

  /// - Parameter place: there is room behind it.
  func put(_ bytes: ArraySlice<UInt8>, at place: Int) {
    UnsafeMutableRawBufferPointer(rebasing: memory[place...]).copyBytes(from: bytes)
  }
}
