/// Lengths of UTF-8 sequences (Unicode 15, table 3-7).
enum UTF8Sequence {
  /// Bytes of the well-formed sequence at an index, 1...4; 0 when it is not well-formed or reaches the end.
  @inline(__always) static func length<Bytes: RandomAccessCollection<UInt8>>(
    in bytes: Bytes, at i: Int, before end: Int
  ) -> Int where Bytes.Index == Int {
    let first = bytes[i]
    if first < 0x80 { return 1 }
    guard first >= 0xC2, first <= 0xF4 else { return 0 }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard i + length <= end else { return 0 }
    let second = bytes[i + 1]
    let low: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    guard second >= low, second <= high else { return 0 }
    if length > 2, bytes[i + 2] & 0xC0 != 0x80 { return 0 }
    if length > 3, bytes[i + 3] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// The scalar of a well-formed sequence.
  @inline(__always) static func scalar<Bytes: RandomAccessCollection<UInt8>>(
    in bytes: Bytes, at i: Int, length: Int
  ) -> UInt32 where Bytes.Index == Int {
    switch length {
    case 1: return UInt32(bytes[i])
    case 2: return UInt32(bytes[i] & 0x1F) << 6 | UInt32(bytes[i + 1] & 0x3F)
    case 3:
      return UInt32(bytes[i] & 0x0F) << 12 | UInt32(bytes[i + 1] & 0x3F) << 6 | UInt32(bytes[i + 2] & 0x3F)
    default:
      return UInt32(bytes[i] & 0x07) << 18 | UInt32(bytes[i + 1] & 0x3F) << 12
        | UInt32(bytes[i + 2] & 0x3F) << 6 | UInt32(bytes[i + 3] & 0x3F)
    }
  }
}
