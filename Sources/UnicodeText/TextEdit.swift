/// A change to a UTF-8 text: the bytes of `range` give way to `replacement`.
///
/// Lists of edits are ascending and do not overlap, and all ranges mean the text before the first of them.
public struct TextEdit: Sendable, Equatable {
  /// UTF-8 bytes of the text before the change; starts and ends between two scalars.
  public var range: Range<Int>

  /// UTF-8 bytes that stand there after the change; empty for a removal.
  public var replacement: [UInt8]

  public init(range: Range<Int>, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }

  /// The smallest edit that changes `bytes` as this one does: scalars that stay at both ends are left out.
  /// Nil when nothing changes.
  ///
  /// - Complexity: O(bytes of the edit).
  public func trimmed(in bytes: [UInt8]) -> TextEdit? {
    replacement.withUnsafeBufferPointer { TextEdit(range, replacement: $0, trimmedIn: bytes) }
  }

  /// As `trimmed(in:)`, without an array for what is left out.
  init?(_ range: Range<Int>, replacement: UnsafeBufferPointer<UInt8>, trimmedIn bytes: [UInt8]) {
    let same = bytes.withUnsafeBufferPointer {
      UTF8Text.commonEnds(UnsafeBufferPointer(rebasing: $0[range]), replacement)
    }
    if same.prefix == range.count && same.prefix == replacement.count { return nil }
    self.range = range.lowerBound + same.prefix..<range.upperBound - same.suffix
    self.replacement = Array(replacement[same.prefix..<replacement.count - same.suffix])
  }
}

extension UTF8Text {
  /// How many bytes at the start and, apart from these, at the end are the same on both sides, in whole
  /// scalars.
  ///
  /// - Complexity: O(bytes).
  public static func commonEnds(
    _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>
  ) -> (prefix: Int, suffix: Int) {
    let shorter = Swift.min(old.count, new.count)
    var prefix = 0
    while prefix < shorter && old[prefix] == new[prefix] { prefix += 1 }
    if prefix == old.count && prefix == new.count { return (prefix, 0) }
    func splitsScalar(_ offset: Int) -> Bool {
      offset < old.count && isContinuation(old[offset]) || offset < new.count && isContinuation(new[offset])
    }
    while prefix > 0 && splitsScalar(prefix) { prefix -= 1 }
    var suffix = 0
    while suffix < shorter - prefix && old[old.count - 1 - suffix] == new[new.count - 1 - suffix] {
      suffix += 1
    }
    while suffix > 0 && isContinuation(old[old.count - suffix]) { suffix -= 1 }
    return (prefix, suffix)
  }
}

extension [TextEdit] {
  /// The text after all these edits, which must be ascending and must not overlap.
  ///
  /// - Complexity: O(bytes of the text and of the replacements).
  public func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var copied = 0
    for edit in self {
      result += bytes[copied..<edit.range.lowerBound]
      result += edit.replacement
      copied = edit.range.upperBound
    }
    result += bytes[copied...]
    return result
  }
}
