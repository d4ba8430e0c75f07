import Foundation

/// A file that was written for a document or the corpus, as the ledger knows it.
struct WrittenFile: Sendable, Equatable {
  /// Path in the run's folder.
  var path: String
  /// SHA-256 of its bytes, hexadecimal.
  var sha256: String
  /// What the system said of it when it was written, or found to be right; "" where that is not known.
  var signature: String

  /// One line: hash, signature or `-`, path. The path holds no line break: a document's name has it written
  /// `%0A`.
  var line: String { "\(sha256) \(signature.isEmpty ? "-" : signature) \(path)" }

  /// Signature and path of a line, where it has both.
  static func signed(
    _ line: Slice<UnsafeBufferPointer<UInt8>>
  ) -> (signature: FileSignature, path: Slice<UnsafeBufferPointer<UInt8>>)? {
    guard let first = line.firstIndex(of: 0x20),
      let second = line[(first + 1)...].firstIndex(of: 0x20), second + 1 < line.endIndex,
      let signature = FileSignature(text: line[(first + 1)..<second])
    else { return nil }
    return (signature, line[(second + 1)...])
  }

  /// Lines of the column `files`. A line of older versions has no signature.
  static func lines(_ text: String) -> [WrittenFile] {
    guard !text.isEmpty else { return [] }
    return text.utf8.split(separator: 0x0A).compactMap { line in
      let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
      guard let sha256 = parts.first.flatMap({ String($0) }), parts.count > 1 else { return nil }
      let second = String(parts[1]) ?? ""
      let isSigned = second == "-" || second.utf8.first == UInt8(ascii: "~")
      guard isSigned, parts.count == 3 else {
        return WrittenFile(
          path: parts.dropFirst().compactMap { String($0) }.joined(separator: " "), sha256: sha256,
          signature: "")
      }
      return WrittenFile(path: String(parts[2]) ?? "", sha256: sha256, signature: second == "-" ? "" : second)
    }
  }
}

/// What the system says of a file: while it says the same, the bytes are the same.
struct FileSignature: Equatable {
  /// A hash of place, size and times.
  private let value: UInt64

  /// - Parameter folder: what the path is relative to; the file's, where the path is absolute.
  /// - Returns: nil when there is no file.
  init?(ofFileAt path: UnsafePointer<CChar>, inFolder folder: Int32 = AT_FDCWD) {
    var status = stat()
    guard fstatat(folder, path, &status, 0) == 0 else { return nil }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ part: Int) {
      // FNV-1a, a word at a time, with the bits mixed in between.
      hash = (hash ^ UInt64(bitPattern: Int64(part))) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    add(Int(bitPattern: UInt(status.st_ino)))
    add(Int(status.st_size))
    add(status.st_mtim.tv_sec)
    add(status.st_mtim.tv_nsec)
    add(status.st_ctim.tv_sec)
    add(status.st_ctim.tv_nsec)
    value = hash
  }

  /// As it stands in the ledger: `~` and digits to the base of 36.
  var text: String { "~" + String(value, radix: 36) }

  init?(text: Slice<UnsafeBufferPointer<UInt8>>) {
    guard text.first == UInt8(ascii: "~"), text.count > 1 else { return nil }
    var value: UInt64 = 0
    for byte in text.dropFirst() {
      switch byte {
      case 0x30...0x39: value = value &* 36 &+ UInt64(byte - 0x30)
      case 0x61...0x7A: value = value &* 36 &+ UInt64(byte - 0x61 + 10)
      default: return nil
      }
    }
    self.value = value
  }
}
