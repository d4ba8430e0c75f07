/// Names of elements or attributes of one page, in lower case, each with a number.
struct HTMLNames {
  /// The names by their numbers.
  private(set) var strings: [String] = []

  /// Bytes of a name that count: libxml2 reads no more.
  static let maxLength = 100
  /// Names in the table: a page that makes up more is looked up more slowly, but never in quadratic time.
  private static let maxTableNames = 2_048

  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var slots = [UInt16](repeating: 0, count: 256)
  private var others: [String: UInt32] = [:]
  /// Names of at most eight bytes that were asked for last, as one number each, and their numbers.
  private var recentNames = [UInt64](repeating: 0, count: 256)
  private var recentIndices = [UInt32](repeating: 0, count: 256)

  /// The number of the name that stands at a place of a page; a new one for a name that is new.
  mutating func index(of range: Range<Int>, in input: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard range.count <= 8, !range.isEmpty else { return indexInTable(of: range, in: input) }
    var name: UInt64 = 0
    for i in range { name = name << 8 | UInt64(Self.lowered(input[i])) }
    let recent = Int(truncatingIfNeeded: (name &* 0x9E37_79B9_7F4A_7C15) >> 56)
    if recentNames[recent] == name, name != 0 { return recentIndices[recent] }
    let index = indexInTable(of: range, in: input)
    (recentNames[recent], recentIndices[recent]) = (name, index)
    return index
  }

  private mutating func indexInTable(of range: Range<Int>, in input: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let range = range.prefix(Self.maxLength)
    var slot = hash(of: range, in: input) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if isName(index, range, input) { return UInt32(index) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return add(range, of: input, slot)
  }

  private func hash(of range: Range<Int>, in input: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for i in range { hash = (hash ^ UInt64(Self.lowered(input[i]))) &* 0x0000_0100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0xFFFF_FFFF)
  }

  private func isName(_ index: Int, _ range: Range<Int>, _ input: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == range.count else { return false }
    for i in 0..<range.count where bytes[start + i] != Self.lowered(input[range.lowerBound + i]) {
      return false
    }
    return true
  }

  private mutating func add(_ range: Range<Int>, of input: UnsafeBufferPointer<UInt8>, _ slot: Int) -> UInt32
  {
    let name = range.map { Self.lowered(input[$0]) }
    let string = String(decoding: name, as: UTF8.self)
    guard ends.count < Self.maxTableNames else {
      if let known = others[string] { return known }
      strings.append(string)
      others[string] = UInt32(strings.count - 1)
      return UInt32(strings.count - 1)
    }
    strings.append(string)
    bytes += name
    ends.append(bytes.count)
    slots[slot] = UInt16(ends.count)
    if ends.count * 2 > slots.count { growSlots() }
    return UInt32(ends.count - 1)
  }

  private mutating func growSlots() {
    slots = [UInt16](repeating: 0, count: slots.count * 2)
    for index in ends.indices {
      let range = (index == 0 ? 0 : ends[index - 1])..<ends[index]
      var slot = bytes.withUnsafeBufferPointer { hash(of: range, in: $0) } & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt16(index + 1)
    }
  }

  @inline(__always) static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
