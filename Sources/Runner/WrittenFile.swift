import Foundation
import StageKit

/// A file that was written for a document or the corpus, as the ledger knows it.
struct WrittenFile: Sendable, Equatable {
  /// Path in the run's folder.
  var path: String
  /// Of its bytes: a kind of `Checksum`, in hexadecimal.
  var checksum: String
  /// What the system said of it when it was written, or found to be right; "" where that is not known.
  var signature: String

  /// One line: checksum, signature or `-`, path. The path holds no line break: a document's name has it written
  /// `%0A`.
  var line: String { "\(checksum) \(signature.isEmpty ? "-" : signature) \(path)" }

  /// Signature and path of a line, where it has both.
  static func signed(
    _ line: UnsafeBufferPointer<UInt8>
  ) -> (signature: Stamp, path: UnsafeBufferPointer<UInt8>)? {
    guard let first = line.firstIndex(of: 0x20),
      let second = line[(first + 1)...].firstIndex(of: 0x20), second + 1 < line.endIndex
    else { return nil }
    let text = UnsafeBufferPointer(rebasing: line[(first + 1)..<second])
    guard let signature = Stamp(text: text.span) else { return nil }
    return (signature, UnsafeBufferPointer(rebasing: line[(second + 1)...]))
  }

  /// Lines of the column `files`. A line of older versions has no signature.
  static func lines(_ text: String) -> [WrittenFile] {
    guard !text.isEmpty else { return [] }
    return text.utf8.split(separator: 0x0A).compactMap { line in
      let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
      guard let checksum = parts.first.flatMap({ String($0) }), parts.count > 1 else { return nil }
      let second = String(parts[1]) ?? ""
      let isSigned = second == "-" || second.utf8.first == UInt8(ascii: "~")
      guard isSigned, parts.count == 3 else {
        return WrittenFile(
          path: parts.dropFirst().compactMap { String($0) }.joined(separator: " "), checksum: checksum,
          signature: "")
      }
      return WrittenFile(
        path: String(parts[2]) ?? "", checksum: checksum, signature: second == "-" ? "" : second)
    }
  }
}

extension Stamp {
  /// What the system says of a file; nil when there is none.
  ///
  /// - Parameter folder: what the path is relative to, where it is not absolute.
  init?(ofFileAt path: UnsafePointer<CChar>, inFolder folder: Int32 = AT_FDCWD) {
    var status = stat()
    guard fstatat(folder, path, &status, 0) == 0 else { return nil }
    self.init()
    add(status)
  }
}
