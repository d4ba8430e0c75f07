import Foundation

/// Bytes as the key of a table, compared byte by byte: strings are the same to Swift where they are canonically
/// equivalent. They are hashed as a whole, which an array of bytes is not.
public struct ByteKey: Hashable, Sendable {
  /// May be a part of something longer, which it keeps in memory.
  public let bytes: ArraySlice<UInt8>

  public init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }
  public init(_ bytes: [UInt8]) { self.bytes = bytes[...] }
  public init(_ text: String) { bytes = Array(text.utf8)[...] }

  /// The same, with bytes of its own.
  public var copy: ByteKey { ByteKey(Array(bytes)) }

  public func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

  public static func == (one: ByteKey, other: ByteKey) -> Bool {
    guard one.bytes.count == other.bytes.count else { return false }
    return one.bytes.withUnsafeBytes { one in
      other.bytes.withUnsafeBytes { other in
        guard let start = one.baseAddress, let otherStart = other.baseAddress else { return true }
        return memcmp(start, otherStart, one.count) == 0
      }
    }
  }
}
