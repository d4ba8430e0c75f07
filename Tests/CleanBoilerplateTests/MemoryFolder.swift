import StageKit
import Synchronization

/// A folder that holds its files in memory.
final class MemoryFolder: RunFolder {
  let files = Mutex<[String: String]>([:])

  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    var bytes: [UInt8] = []
    try body { bytes += $0 }
    files.withLock { $0[path] = String(decoding: bytes, as: UTF8.self) }
  }
}
