/// Converts between byte offsets of a UTF-8 text and counts of Unicode scalar values.
///
/// Everything that leaves the process counts scalars. Built in one pass; each question costs at most one stride.
public struct ScalarOffsets: Sendable {
  private static let stride = 256
  private let text: [UInt8]
  /// Number of scalars that begin before byte i · stride.
  private let counts: [Int]

  /// - Complexity: O(bytes).
  public init(_ text: [UInt8]) {
    self.text = text
    var counts: [Int] = []
    counts.reserveCapacity(text.count / Self.stride + 1)
    var count = 0
    for (offset, byte) in text.enumerated() {
      if offset % Self.stride == 0 { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    if text.count % Self.stride == 0 { counts.append(count) }
    self.counts = counts
  }

  /// Number of scalars before a byte offset.
  public func scalars(atByte offset: Int) -> Int {
    let slot = min(offset / Self.stride, counts.count - 1)
    return text[slot * Self.stride..<offset].reduce(counts[slot]) { $1 & 0xC0 != 0x80 ? $0 + 1 : $0 }
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
