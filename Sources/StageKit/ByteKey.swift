/// Bytes as the key of a table, compared byte by byte: strings are the same to Swift where they are canonically
/// equivalent. They are hashed as a whole, which an array of bytes is not.
public struct ByteKey: Hashable, Sendable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }

  public func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
}
