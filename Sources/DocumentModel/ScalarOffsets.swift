/// Converts between byte offsets of a UTF-8 text and counts of Unicode scalar values.
///
/// Everything that leaves the process counts scalars. Built in one pass; each question costs at most one
/// stride.
public struct ScalarOffsets: Sendable {
  private static let stride = 256
  private let text: [UInt8]
  /// Number of scalars that begin before byte i · stride.
  private let counts: [Int]

  /// - Complexity: O(bytes).
  public init(_ text: [UInt8]) {
    self.text = text
    var counts = [0]
    counts.reserveCapacity(text.count / Self.stride + 1)
    var start = 0
    while start + Self.stride <= text.count {
      counts.append(counts[counts.count - 1] + Self.scalars(in: text[start..<start + Self.stride]))
      start += Self.stride
    }
    self.counts = counts
  }

  /// Scalars that begin in a run of bytes: every byte but the continuations.
  private static func scalars(in bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for byte in bytes { count &+= byte & 0xC0 != 0x80 ? 1 : 0 }
      return count
    }
  }

  /// Number of scalars before a byte offset; an offset outside the text counts as its nearest end.
  public func scalars(atByte offset: Int) -> Int {
    let offset = min(max(0, offset), text.count)
    let slot = offset / Self.stride
    return counts[slot] + Self.scalars(in: text[slot * Self.stride..<offset])
  }

  /// The scalars of a byte range.
  public func scalars(_ range: Range<Int>) -> Range<Int> {
    scalars(atByte: range.lowerBound)..<scalars(atByte: range.upperBound)
  }

  /// The byte offset of the scalar with a number; nil past the end.
  /// - Complexity: O(log bytes).
  public func byte(atScalar number: Int) -> Int? {
    guard number >= 0 else { return nil }
    var (low, high) = (0, counts.count)
    while low < high {
      let middle = (low + high) / 2
      if counts[middle] <= number { low = middle + 1 } else { high = middle }
    }
    var count = counts[low - 1]
    for offset in (low - 1) * Self.stride..<text.count where text[offset] & 0xC0 != 0x80 {
      if count == number { return offset }
      count += 1
    }
    return count == number ? text.count : nil
  }
}
