/// Scalars in UTF-8 bytes, read one at a time.
public enum UTF8Text {
  /// True for a byte that continues a scalar, 0x80...0xBF.
  @inlinable public static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// The scalar that starts at `offset` and its length in bytes.
  ///
  /// Bytes that are not UTF-8 (overlong forms, surrogates and cut sequences included) are read as U+FFFD, one
  /// byte at a time, so that every text can be walked from its start to its end.
  ///
  /// - Parameter offset: a byte of the text; reading stops before `end`.
  /// - Complexity: O(1).
  @inlinable public static func scalar(
    in bytes: [UInt8], at offset: Int, before end: Int
  ) -> (value: UInt32, length: Int) {
    precondition(bytes.indices.contains(offset))
    return bytes.withUnsafeBufferPointer { scalar(in: $0, at: offset, before: Swift.min(end, $0.count)) }
  }

  /// As `scalar(in:at:before:)` for an array, for a loop that holds on to the bytes.
  ///
  /// - Parameter offset: 0..<`end`, which is at most the number of bytes; this is not checked.
  @inlinable public static func scalar(
    in bytes: UnsafeBufferPointer<UInt8>, at offset: Int, before end: Int
  ) -> (value: UInt32, length: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    guard length > 0, offset + length <= end else { return (0xFFFD, 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in offset + 1..<offset + length {
      guard isContinuation(bytes[index]) else { return (0xFFFD, 1) }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    if length == 3 && (value < 0x800 || 0xD800...0xDFFF ~= value) { return (0xFFFD, 1) }
    if length == 4 && !(0x10000...0x10FFFF ~= value) { return (0xFFFD, 1) }
    return (value, length)
  }

  /// The scalar that ends at `offset` and its length in bytes; ill-formed bytes as in
  /// `scalar(in:at:before:)`.
  ///
  /// - Parameter offset: past `start`; reading stops there.
  /// - Complexity: O(1).
  @inlinable public static func scalar(
    in bytes: [UInt8], endingAt offset: Int, after start: Int
  ) -> (value: UInt32, length: Int) {
    precondition(start >= 0 && start < offset && offset <= bytes.count)
    return bytes.withUnsafeBufferPointer { scalar(in: $0, endingAt: offset, after: start) }
  }

  /// As `scalar(in:endingAt:after:)` for an array, for a loop that holds on to the bytes; not checked.
  @inlinable public static func scalar(
    in bytes: UnsafeBufferPointer<UInt8>, endingAt offset: Int, after start: Int
  ) -> (value: UInt32, length: Int) {
    var first = offset - 1
    while first > start && offset - first < 4 && isContinuation(bytes[first]) { first -= 1 }
    let found = scalar(in: bytes, at: first, before: offset)
    return found.length == offset - first ? found : (0xFFFD, 1)
  }

  /// Adds a scalar's UTF-8 to `bytes`; a value that is no scalar is added as U+FFFD.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable public static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    switch value {
    case ..<0x80:
      bytes.append(UInt8(value))
    case ..<0x800:
      bytes.append(UInt8(0xC0 | value >> 6))
      bytes.append(UInt8(0x80 | value & 0x3F))
    case 0xD800...0xDFFF, 0x110000...:
      bytes += [0xEF, 0xBF, 0xBD]
    case ..<0x10000:
      bytes.append(UInt8(0xE0 | value >> 12))
      bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | value & 0x3F))
    default:
      bytes.append(UInt8(0xF0 | value >> 18))
      bytes.append(UInt8(0x80 | value >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | value & 0x3F))
    }
  }
}
