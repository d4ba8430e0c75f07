import Foundation
import StageKit

/// The bytes of a compiled gazetteer: a file that is mapped into memory, or memory of its own. They do not
/// change while it lives.
final class GazetteerStorage: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Maps a file for reading.
  ///
  /// Another program that cuts the file short while it is mapped ends this one, as with every mapped file.
  ///
  /// - Throws: `StageError` "resource-unreadable".
  init(mapping path: String) throws(StageError) {
    let unreadable = StageError(
      "resource-unreadable", "cannot read '\(path)'; check the path and its permissions")
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw unreadable }
    isMapped = true
    guard status.st_size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let size = Int(status.st_size)
    let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let start, start != MAP_FAILED else { throw unreadable }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  /// Keeps a copy.
  init(copying source: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 8)
    memory.copyBytes(from: source)
    bytes = UnsafeRawBufferPointer(memory)
    isMapped = false
  }

  deinit {
    if !isMapped {
      bytes.deallocate()
    } else if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Whether a file begins as a compiled gazetteer does, of whatever version.
  static func isCompiled(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    let start = (try? file.read(upToCount: 8)) ?? Data()
    return start.elementsEqual(withUnsafeBytes(of: GazetteerLayout.magic.littleEndian, Array.init))
  }
}
