import Foundation

/// Brings a long file to the disk while it is written, and lets go of the memory that it took: a file of the whole
/// corpus would drive all else out of it, and to bring it to the disk at the end would take longer.
struct WriteBehind {
  /// Bytes that are brought to the disk together; as many are on their way meanwhile.
  private static let stepBytes = 8 << 20

  private let descriptor: Int32
  private var written = 0
  private var begun = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Notes that so many bytes more were written.
  mutating func add(_ bytes: Int) {
    written += bytes
    guard written - begun >= Self.stepBytes else { return }
    SystemCalls.startWriting(descriptor, from: begun, to: written)
    if begun > 0 {
      SystemCalls.finishWriting(descriptor, to: begun)
      posix_fadvise(descriptor, 0, off_t(begun), POSIX_FADV_DONTNEED)
    }
    begun = written
  }
}
