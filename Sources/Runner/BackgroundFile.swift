import Crypto
import Foundation
import Synchronization

/// A file that is written piece by piece, and its SHA-256 reckoned, while the next piece is made.
final class BackgroundFile: Sendable {
  /// Pieces that may wait.
  private static let maxWaiting = 4

  private let queue = DispatchQueue(label: "sastra.file")
  private let room = DispatchSemaphore(value: maxWaiting)
  private let problem = Mutex<RunFailure?>(nil)
  /// Touched on the queue only.
  private nonisolated(unsafe) var hash = SHA256()
  /// Touched on the queue only.
  private nonisolated(unsafe) var file: LongFile

  /// - Parameter target: what the file will be, for messages.
  init(_ descriptor: Int32, for target: String) { file = LongFile(descriptor, for: target) }

  /// - Throws: `RunFailure` when an earlier piece could not be written.
  func append(_ bytes: [UInt8]) throws(RunFailure) {
    room.wait()
    queue.async { [self] in
      hash.update(data: bytes)
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
  /// - Returns: SHA-256 in lower-case hexadecimal.
  /// - Throws: `RunFailure` when one could not be written.
  func finish() throws(RunFailure) -> String {
    let digest = queue.sync {
      attempt { file throws(RunFailure) in try file.finish() }
      return hash.finalize()
    }
    if let problem = problem.withLock({ $0 }) { throw problem }
    return hexadecimal(digest)
  }
}

/// Writes a file from front to back; what is long goes to the disk past the system's memory: a file of the whole
/// corpus would drive all else out of it, and to copy it there takes longer than to make it.
struct LongFile {
  /// Shorter files stay in memory, as somebody may read them soon.
  private static let shortBytes = 8 << 20
  /// Bytes that are written together.
  private static let blockBytes = 1 << 20

  private let descriptor: Int32
  private let target: String
  private var written = 0
  private var waiting: [UInt8] = []
  /// A block where the disk can take it from.
  private var block: AlignedBlock?

  init(_ descriptor: Int32, for target: String) {
    self.descriptor = descriptor
    self.target = target
  }

  /// - Throws: `RunFailure` when the file cannot be written.
  mutating func append(_ bytes: [UInt8]) throws(RunFailure) {
    waiting += bytes
    var start = 0
    while waiting.count - start >= Self.blockBytes {
      try write(waiting[start..<start + Self.blockBytes])
      start += Self.blockBytes
    }
    waiting.removeFirst(start)
  }

  private mutating func write(_ bytes: ArraySlice<UInt8>) throws(RunFailure) {
    if written == Self.shortBytes, SystemCalls.setDirect(descriptor, true) {
      block = AlignedBlock(byteCount: Self.blockBytes)
    }
    written += bytes.count
    guard let block else { return try OutputFolder.writeAll(Array(bytes), to: descriptor, target) }
    block.fill(with: bytes)
    defer { withExtendedLifetime(block) {} }
    var rest = UnsafeRawBufferPointer(block.memory)
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EINVAL {
        // Not every file system can do it that lets itself be asked. The block goes with the asking.
        let left = Array(rest)
        try endDirect()
        return try OutputFolder.writeAll(left, to: descriptor, target)
      }
      guard count > 0 else { throw OutputFolder.failure(target) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  private mutating func endDirect() throws(RunFailure) {
    guard block != nil else { return }
    block = nil
    guard SystemCalls.setDirect(descriptor, false) else { throw OutputFolder.failure(target) }
  }

  /// Writes what is left.
  ///
  /// - Throws: `RunFailure` when it cannot be written.
  mutating func finish() throws(RunFailure) {
    try endDirect()
    let rest = waiting
    waiting = []
    try OutputFolder.writeAll(rest, to: descriptor, target)
  }
}

/// Memory that begins where a page of the disk may.
private final class AlignedBlock {
  let memory: UnsafeMutableRawBufferPointer

  init(byteCount: Int) { memory = .allocate(byteCount: byteCount, alignment: 4096) }

  deinit { memory.deallocate() }

  func fill(with bytes: ArraySlice<UInt8>) { memory.copyBytes(from: bytes) }
}
