import Foundation

/// A hash of 64 bits over numbers and texts, the same on every machine and in every run: tells whether something is
/// still what it was. It keeps no secret, and nobody is to be trusted by it.
///
/// - Source: the constants of FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake) and of the golden ratio.
public struct Stamp: Sendable, Equatable {
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  public init() {}

  public mutating func add(_ number: Int) {
    // A word at a time, with the bits mixed in between.
    value = (value ^ UInt64(bitPattern: Int64(number))) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }

  /// Another number of bytes is another stamp, whatever they are.
  public mutating func add(_ bytes: Swift.Span<UInt8>) {
    add(bytes.count)
    for index in bytes.indices { value = (value ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
    value ^= value >> 29
  }

  /// What the system says of a file: its place, size and times. While it says the same, the bytes are the same.
  public mutating func add(_ status: stat) {
    add(Int(bitPattern: UInt(status.st_ino)))
    add(Int(status.st_size))
    add(status.st_mtim.tv_sec)
    add(status.st_mtim.tv_nsec)
    add(status.st_ctim.tv_sec)
    add(status.st_ctim.tv_nsec)
  }

  // MARK: Text

  /// `~` and digits to the base of 36.
  public var text: String { "~" + String(value, radix: 36) }

  /// Nil for what is no `text`.
  public init?(text: Swift.Span<UInt8>) {
    guard text.count > 1, text[0] == UInt8(ascii: "~") else { return nil }
    var value: UInt64 = 0
    for index in 1..<text.count {
      let byte = text[index]
      switch byte {
      case 0x30...0x39: value = value &* 36 &+ UInt64(byte - 0x30)
      case 0x61...0x7A: value = value &* 36 &+ UInt64(byte - 0x61 + 10)
      default: return nil
      }
    }
    self.value = value
  }
}
