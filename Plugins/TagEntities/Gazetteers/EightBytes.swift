/// Eight bytes of ASCII, looked at at once. Answers are numbers whose bytes are 0x80 where it is so, and 0 elsewhere.
///
/// Source of the arithmetic: H. S. Warren, Hacker's Delight, chapter 6: sums of seven bits carry into the eighth.
struct EightBytes {
  static let yes: UInt64 = 0x8080_8080_8080_8080
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The first byte in the lowest bits; all are below 0x80.
  let bytes: UInt64

  /// The bytes behind an offset; nil where one of them is no ASCII.
  ///
  /// - Parameter offset: with eight bytes behind it; this is not checked.
  @inline(__always) init?(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
    bytes = Self.load(text, at: offset)
    guard bytes & Self.yes == 0 else { return nil }
  }

  /// Eight bytes behind an offset, whatever they are; that they are there is not checked.
  @inline(__always) static func load(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Where a byte is one of a range below 0x7F.
  @inline(__always) func areWithin(_ first: UInt64, _ last: UInt64) -> UInt64 {
    (bytes &+ Self.ones &* (0x80 - first)) & ~(bytes &+ Self.ones &* (0x7F - last)) & Self.yes
  }

  /// Where a byte is a letter or a digit.
  @inline(__always) var areWordParts: UInt64 {
    areWithin(0x30, 0x39) | areWithin(0x41, 0x5A) | areWithin(0x61, 0x7A)
  }

  /// How many of the first are letters or digits.
  @inline(__always) var wordLength: Int {
    // Eight where no bit is left: the count of bits below the first is then 64.
    (~areWordParts & Self.yes).trailingZeroBitCount >> 3
  }

  /// Up to seven of the first bytes of a number, noughts behind them.
  @inline(__always) static func first(_ count: Int, of bytes: UInt64) -> UInt64 {
    bytes & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
  }

  @inline(__always) var areSpaces: UInt64 { areWithin(0x20, 0x20) }

  /// What an answer says of the byte before each.
  ///
  /// - Parameter last: whether it is so of the byte before the first.
  @inline(__always) static func before(_ answer: UInt64, _ last: Bool) -> UInt64 {
    answer &<< 8 | (last ? 0x80 : 0)
  }

  /// Writes the bytes of a number, the lowest first.
  ///
  /// - Parameter offset: with room for eight bytes; this is not checked.
  @inline(__always)
  static func store(_ bytes: UInt64, _ memory: UnsafeMutableBufferPointer<UInt8>, at offset: Int) {
    UnsafeMutableRawBufferPointer(memory).storeBytes(
      of: bytes.littleEndian, toByteOffset: offset, as: UInt64.self)
  }
}

extension [UInt8] {
  /// Bytes that are written elsewhere first: for few of them that is quicker than to ask for an array's memory with
  /// nothing in it.
  ///
  /// - Parameter fill: writes them and returns how many they are.
  @inline(__always) init(upTo capacity: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    self = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { memory in
      Array(UnsafeBufferPointer(rebasing: memory[..<fill(memory)]))
    }
  }
}
