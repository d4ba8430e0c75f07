/// The layout of a compiled gazetteer: one flat run of bytes that is used as it lies in a file.
///
/// All numbers are little-endian, all sections begin at multiples of eight, and nothing is a pointer. A header
/// of 160 bytes, then:
///
/// | section | one element |
/// | --- | --- |
/// | slots | 8 bytes: 32 bits of a prefix's hash; number of its first name + 1, the top bit set where longer names go on |
/// | filter | 8 bytes: two bits for each first word of a name, so that most words of a text need no slot |
/// | small filter | the same for names whose first word asks for no capital: all that a word in small letters can begin |
/// | names | 32 bytes, ascending by folded form: see `Name` |
/// | referents | 40 bytes, ascending by key: see `Referent` |
/// | lists | 4 bytes: the name of a source list, a text of the pool |
/// | pool | folded names and spellings, and texts that begin with their length in two bytes |
///
/// Slots are a hash table with linear probing. It holds every beginning of a name that ends where a name could
/// end, so that the walk from the start of a word asks it once for each word, not for each letter.
enum GazetteerLayout {
  /// "SASTRAGZ".
  static let magic: UInt64 = 0x5A47_4152_5453_4153
  /// Raised when the layout, the folding or the boundaries of names change.
  static let version: UInt32 = 3
  static let headerBytes = 160
  static let slotBytes = 8
  static let filterBytes = 8
  static let nameBytes = 32
  static let referentBytes = 40
  static let listBytes = 4
  /// The top bit of a slot's number: longer names begin with this prefix.
  static let goesOn: UInt32 = 1 << 31
  /// Slots that a search looks at, at most.
  static let maxProbes = 64
  /// Rows with one spelling that a search gives, at most: more than two already say that it is ambiguous.
  static let maxRowsOfName = 64
  /// Longest name in bytes, folded: the bound on the walk from a word.
  static let maxNameBytes = 1024

  /// Offsets of the header's fields.
  enum Header {
    static let magic = 0
    static let version = 8
    static let headerBytes = 12
    static let fileBytes = 16
    static let checksum = 24
    /// Each a count of elements and the offset of the first, eight bytes each.
    static let slots = 32
    static let names = 48
    static let referents = 64
    static let lists = 80
    static let pool = 96
    static let filter = 112
    static let smallFilter = 128
    static let maxNameBytes = 144
    static let headerChecksum = 152
  }

  /// Offsets in the element of a name.
  enum Name {
    static let folded = 0
    static let spelling = 4
    static let referent = 8
    static let line = 12
    static let foldedBytes = 16
    static let spellingBytes = 18
    static let list = 20
    static let flags = 21
    static let shapes = 24

    /// The form without the diacritics of its Latin letters.
    static let isBare: UInt8 = 1
    /// The next name has the same folded form.
    static let isLikeNext: UInt8 = 2
  }

  /// Offsets in the element of a referent; texts but for the first.
  enum Row {
    static let kind = 0
    static let list = 2
    static let key = 4
    static let name = 8
    static let type = 12
    static let dates = 16
    static let language = 20
    static let ref = 24
    static let source = 28
    static let line = 32
  }
}

/// Hashes of the format.
enum GazetteerHash {
  static let seed: UInt64 = 0x51_7C_C1_B7_27_22_0A_95
  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always) static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(byte)) &* factor
  }

  /// The same for some bytes of a number, the first in its lowest bits.
  @inline(__always) static func add(_ bytes: UInt64, count: Int, to hash: UInt64) -> UInt64 {
    var (hash, rest) = (hash, bytes)
    for _ in 0..<count {
      hash = add(UInt8(truncatingIfNeeded: rest), to: hash)
      rest &>>= 8
    }
    return hash
  }

  /// Spreads the bits of a hash that was made byte by byte; the low ones choose the slot, the high ones are
  /// kept in it.
  @inline(__always) static func mixed(_ hash: UInt64) -> UInt64 {
    let mixed = (hash ^ hash >> 32) &* factor
    return mixed ^ mixed >> 29
  }

  /// Where the filter has the bits of a first word, and the bits.
  @inline(__always) static func filter(_ hash: UInt64, mask: Int) -> (word: Int, bits: UInt64) {
    (Int(truncatingIfNeeded: hash >> 12) & mask, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
  }

  /// A checksum of bytes, eight at a time in four lanes: it finds damage, not ill will.
  ///
  /// - Complexity: O(n).
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (seed, seed ^ 1, seed ^ 2, seed ^ 3)
    var offset = 0
    while offset + 32 <= bytes.count {
      lanes.0 = step(lanes.0, word(bytes, offset))
      lanes.1 = step(lanes.1, word(bytes, offset + 8))
      lanes.2 = step(lanes.2, word(bytes, offset + 16))
      lanes.3 = step(lanes.3, word(bytes, offset + 24))
      offset += 32
    }
    var hash = mixed(lanes.0) ^ mixed(lanes.1 &+ 1) &* 3 ^ mixed(lanes.2 &+ 2) &* 5 ^ mixed(lanes.3 &+ 3) &* 7
    while offset < bytes.count {
      hash = add(bytes[offset], to: hash)
      offset += 1
    }
    return mixed(hash ^ UInt64(bytes.count))
  }

  @inline(__always) private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let product = (lane ^ word) &* factor
    return product << 31 | product >> 33
  }

  @inline(__always) private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
