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
enum FileSignature {
  /// A hash of place, size and times of a file; nil when there is none.
  static func of(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let parts = [
      Int(bitPattern: UInt(status.st_ino)), Int(status.st_size), status.st_mtim.tv_sec,
      status.st_mtim.tv_nsec,
      status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
    for part in parts {
      // FNV-1a, a word at a time, with the bits mixed in between.
      hash = (hash ^ UInt64(bitPattern: Int64(part))) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return "~" + String(hash, radix: 36)
  }
}
