import Foundation
import StageKit

/// Reads the bytes of a pipeline file, and makes text of them that a YAML parser can be trusted with.
enum PipelineBytes {
  /// Larger files are refused unread: a pipeline file is written by hand.
  static let maxBytes = 1 << 20

  /// The bytes of a file, or what is wrong with it.
  static func read(_ path: String) -> Result<[UInt8], Problem> {
    func refused(_ message: Message) -> Result<[UInt8], Problem> {
      .failure(Problem(file: DisplayWidth.harmless(path), message: message))
    }
    var status = stat()
    guard stat(path, &status) == 0 else {
      return refused(
        errno == ENOENT || errno == ENOTDIR ? Messages.missingFile : Messages.unreadableFile(reason: errno))
    }
    if status.st_mode & S_IFMT == S_IFDIR { return refused(Messages.isDirectory) }
    guard status.st_mode & S_IFMT == S_IFREG else { return refused(Messages.notRegularFile) }
    guard status.st_size <= maxBytes else { return refused(Messages.tooLarge(bytes: Int(status.st_size))) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return refused(Messages.unreadableFile(reason: errno)) }
    defer { close(descriptor) }
    // One byte more than allowed: the file may have grown since.
    var buffer = [UInt8](repeating: 0, count: maxBytes + 1)
    var count = 0
    while count < buffer.count {
      let capacity = buffer.count - count
      let read = buffer.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress.map { $0 + count }, capacity)
      }
      if read < 0 { return refused(Messages.unreadableFile(reason: errno)) }
      if read == 0 { break }
      count += read
    }
    guard count <= maxBytes else { return refused(Messages.tooLarge(bytes: count)) }
    return .success(Array(buffer.prefix(count)))
  }

  /// The text of a file, and whatever in it is no text. Bytes that are no UTF-8 become
  /// U+FFFD, a byte order mark goes.
  static func decode(_ bytes: [UInt8]) -> (scalars: [Unicode.Scalar], faults: [(Message, offset: Int)]) {
    var faults: [(Message, offset: Int)] = []
    if let offset = firstInvalidByte(bytes) {
      let before = String(decoding: bytes[..<offset], as: UTF8.self).unicodeScalars
      let bom = before.first == "\u{FEFF}" ? 1 : 0
      faults.append((Messages.notUTF8(byte: bytes[offset]), before.count - bom))
    }
    var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    if scalars.first == "\u{FEFF}" {
      scalars.removeFirst()
      faults.append((Messages.byteOrderMark, 0))
    }
    return (scalars, faults)
  }

  private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch { return error.byteOffsets.lowerBound }
  }

  /// Whether a text may not hold the scalar: what neither YAML nor XML takes.
  static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85: false
    case 0...0x1F, 0x7F...0x9F, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
