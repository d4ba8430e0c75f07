import Foundation
import Synchronization

/// A file that is written block by block, and its checksum reckoned, while the next block is filled. To be used by one
/// caller at a time.
final class BackgroundFile: Sendable {
  /// Blocks that may wait.
  private static let maxWaiting = 3

  private let queue = DispatchQueue(label: "sastra.file")
  private let room = DispatchSemaphore(value: maxWaiting)
  private let problem = Mutex<RunFailure?>(nil)
  /// Blocks that are written, and may be filled again.
  private let written = Mutex<[Block]>([])
  /// Touched by the caller only.
  private nonisolated(unsafe) var block = Block()
  /// Touched on the queue only.
  private nonisolated(unsafe) var file: LongFile

  /// - Parameter target: what the file will be, for messages.
  init(_ descriptor: Int32, for target: String) { file = LongFile(descriptor, for: target) }

  /// - Throws: `RunFailure` when an earlier block could not be written.
  func append(_ bytes: ArraySlice<UInt8>) throws(RunFailure) {
    var rest = bytes
    while !rest.isEmpty {
      rest = rest.dropFirst(block.append(rest))
      if block.isFull { try handOver() }
    }
  }

  private func handOver() throws(RunFailure) {
    room.wait()
    queue.async { [self, block] in
      attempt { file throws(RunFailure) in try file.write(block) }
      block.empty()
      written.withLock { $0.append(block) }
      room.signal()
    }
    block = written.withLock { $0.popLast() } ?? Block()
    if let problem = problem.withLock({ $0 }) { throw problem }
  }

  private func attempt(_ body: (inout LongFile) throws(RunFailure) -> Void) {
    guard problem.withLock({ $0 }) == nil else { return }
    do throws(RunFailure) { try body(&file) } catch { problem.withLock { $0 = error } }
  }

  /// Writes what is left, and waits for all blocks.
  ///
  /// - Returns: the digits of an `XXH3Checksum`.
  /// - Throws: `RunFailure` when one could not be written.
  func finish() throws(RunFailure) -> String {
    let digits = queue.sync {
      attempt { file throws(RunFailure) in try file.finish(with: block) }
      return file.checksum.digits()
    }
    block.empty()
    if let problem = problem.withLock({ $0 }) { throw problem }
    return digits
  }
}

/// Writes a file from front to back; what is long goes to the disk past the system's memory: a file of the whole
/// corpus would drive all else out of it, and to copy it there takes longer than to make it.
private struct LongFile {
  /// Shorter files stay in memory, as somebody may read them soon.
  private static let shortBytes = 8 << 20

  let checksum = XXH3Checksum()
  private let descriptor: Int32
  private let target: String
  private var written = 0
  private var isDirect = false

  init(_ descriptor: Int32, for target: String) {
    self.descriptor = descriptor
    self.target = target
  }

  /// - Parameter block: a full one, but for the last.
  /// - Throws: `RunFailure` when the file cannot be written.
  mutating func write(_ block: Block) throws(RunFailure) {
    if written == Self.shortBytes, block.isFull { isDirect = SystemCalls.setDirect(descriptor, true) }
    defer { withExtendedLifetime(block) {} }
    checksum.update(block.bytes)
    var rest = block.bytes
    var problem = OutputFolder.write(&rest, to: descriptor)
    if problem == EINVAL, isDirect {
      // Not every file system can do it that lets itself be asked.
      try endDirect()
      problem = OutputFolder.write(&rest, to: descriptor)
    }
    guard problem == 0 else { throw OutputFolder.failure(target, problem) }
    written += block.bytes.count
  }

  private mutating func endDirect() throws(RunFailure) {
    guard isDirect else { return }
    isDirect = false
    guard SystemCalls.setDirect(descriptor, false) else { throw OutputFolder.failure(target) }
  }

  /// Writes what is left.
  ///
  /// - Throws: `RunFailure` when it cannot be written.
  mutating func finish(with block: Block) throws(RunFailure) {
    try endDirect()
    try write(block)
  }
}

/// Bytes that are written together, in memory that begins where a page of the disk may. Passed on from who fills it to
/// who writes it, and so touched by one at a time.
private final class Block: @unchecked Sendable {
  private static let byteCount = 1 << 20

  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 4096)
  private var count = 0

  deinit { memory.deallocate() }

  var isFull: Bool { count == Self.byteCount }

  /// What it holds; to be used while it is there.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  func empty() { count = 0 }

  /// Appends what there is room for; how many bytes that is.
  func append(_ bytes: ArraySlice<UInt8>) -> Int {
    let part = bytes.prefix(Self.byteCount - count)
    UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyBytes(from: part)
    count += part.count
    return part.count
  }
}
