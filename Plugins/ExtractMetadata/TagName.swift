/// The name of an element or attribute, ASCII letters in lower case, or a word of one: its hash (FNV-1a, 64 bits).
///
/// Two names with one hash will not meet by chance, and by intent nothing is gained.
struct TagName: Hashable, Sendable {
  private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  init() {}

  init(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(TagReader.lower(byte)) } }

  init(_ name: StaticString) {
    self.init(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// Adds a byte that is in lower case.
  @inline(__always) mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

  // The hash is one already; multiplying by the process's own number is left to the set.
  func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
