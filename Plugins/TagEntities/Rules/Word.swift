/// A folded word or mark as two numbers, compared and hashed without its letters.
///
/// Up to fifteen bytes are the bytes themselves. Of a longer word the numbers are two sums and the length: words
/// that are compared by it are checked by their letters where a wrong answer would change a name.
struct Word: Hashable, Sendable, ExpressibleByStringLiteral {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// - Complexity: O(bytes).
  init(_ bytes: some Collection<UInt8>) {
    let word = bytes.withContiguousStorageIfAvailable { Word($0) }
    self = word ?? Array(bytes).withUnsafeBufferPointer { Word($0) }
  }

  /// - Complexity: O(bytes).
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count < 16 else {
      self = Word(long: bytes)
      return
    }
    let letters = UnsafeRawBufferPointer(bytes)
    let count = letters.count
    if count < 8 {
      low = Self.load(letters, 0, count)
    } else {
      low = UInt64(littleEndian: letters.loadUnaligned(as: UInt64.self))
      high = Self.load(letters, 8, count &- 8)
    }
    high |= UInt64(count) &<< 56
  }

  /// Some of the bytes of a text: most are read together with what stands behind them, which is cut off.
  ///
  /// - Complexity: O(bytes).
  @inline(__always) init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    let count = range.count
    guard count < 16, range.lowerBound &+ 16 <= text.count else {
      self = Word(UnsafeBufferPointer(rebasing: text[range]))
      return
    }
    let bytes = UnsafeRawBufferPointer(text)
    low = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self))
    if count < 8 {
      low &= (1 &<< UInt64(count &* 8)) &- 1
    } else {
      high = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: range.lowerBound &+ 8, as: UInt64.self))
      high &= (1 &<< UInt64((count &- 8) &* 8)) &- 1
    }
    high |= UInt64(count) &<< 56
  }

  /// A word of seven bytes at most.
  ///
  /// - Parameter letters: its bytes, the first in the lowest bits.
  @inline(__always) init(letters: UInt64, count: Int) {
    low = letters
    high = UInt64(count) &<< 56
  }

  /// A word of fifteen bytes at most, the first eight apart.
  @inline(__always) init(letters: (UInt64, UInt64), count: Int) {
    low = letters.0
    high = letters.1 | UInt64(truncatingIfNeeded: count) &<< 56
  }

  /// The first bytes behind an offset as a number, the first in its lowest bits; seven at most. They are read in twos
  /// that overlap.
  @inline(__always)
  private static func load(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> UInt64 {
    func part<T: FixedWidthInteger>(_ place: Int, as: T.Type) -> UInt64 {
      let part = T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset &+ place, as: T.self))
      return UInt64(truncatingIfNeeded: part) &<< UInt64(truncatingIfNeeded: place &* 8)
    }
    if count >= 4 { return part(0, as: UInt32.self) | part(count &- 4, as: UInt32.self) }
    if count >= 2 { return part(0, as: UInt16.self) | part(count &- 2, as: UInt16.self) }
    return count == 1 ? part(0, as: UInt8.self) : 0
  }

  /// Of a word in its own letters and the same in lower case: how the first is written, where both are letters and
  /// digits of ASCII, at most fifteen, and the answer is plain.
  @inline(__always) static func shape(of written: Word, folded: Word) -> Token.Shape? {
    guard written.high == folded.high else { return nil }
    return written.low == folded.low ? .lower : written.low ^ folded.low == 0x20 ? .capital : nil
  }

  /// In lower case: of a word of letters and digits of ASCII, at most fifteen.
  @inline(__always) var small: Word {
    // A letter has the bit 0x40, and a small one 0x20 too.
    var word = self
    word.low |= (low & 0x4040_4040_4040_4040) &>> 1
    word.high |= (high & 0x0040_4040_4040_4040) &>> 1
    return word
  }

  /// Unicode scalars in a word of up to fifteen bytes.
  @inline(__always) var scalars: Int {
    guard (low | high) & 0x8080_8080_8080_8080 != 0 else { return Int(high >> 56) }
    func continuations(_ bytes: UInt64) -> Int {
      (bytes & ~(bytes &<< 1) & 0x8080_8080_8080_8080).nonzeroBitCount
    }
    return Int(high >> 56) &- continuations(low) &- continuations(high & ~0 >> 8)
  }

  private init(long bytes: UnsafeBufferPointer<UInt8>) {
    var other: UInt64 = 0x9E37_79B9_7F4A_7C15
    low = 0xCBF2_9CE4_8422_2325
    for byte in bytes {
      // FNV-1a, 64 bits (Fowler, Noll, Vo), and a sum with another factor.
      low = (low ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
      other = (other &+ UInt64(byte)) &* 0xD6E8_FEB8_6659_FD93
    }
    high = other >> 16 ^ UInt64(bytes.count) << 48 | 1 << 63
  }

  /// Worked out when the program is compiled, for words of up to fifteen bytes.
  @inline(__always)
  init(stringLiteral value: StaticString) {
    let count = value.utf8CodeUnitCount
    guard count < 16 else {
      self = value.withUTF8Buffer { Word($0) }
      return
    }
    let start = value.utf8Start
    for index in 0..<count {
      let byte = UInt64(start[index])
      if index < 8 { low |= byte &<< UInt64(index &* 8) } else { high |= byte &<< UInt64((index &- 8) &* 8) }
    }
    high |= UInt64(count) &<< 56
  }

  init(_ text: String) { self.init(text.utf8) }

  @inline(__always) static func == (left: Word, right: Word) -> Bool {
    left.low == right.low && left.high == right.high
  }

  /// Another word for each number.
  func numbered(_ number: Int) -> Word {
    var other = self
    other.low ^= UInt64(truncatingIfNeeded: number &+ 1) &* 0x9E37_79B9_7F4A_7C15
    return other
  }

  /// Both numbers as one.
  @inline(__always) var number: UInt64 { low ^ high &* 0x9E37_79B9_7F4A_7C15 }

  /// The same, spread for words that differ in their first letters only: the finaliser of SplitMix64.
  @inline(__always) var spread: Int {
    var sum = number
    sum = (sum ^ sum >> 30) &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: sum ^ sum >> 31)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

/// What the rules and the words of dates say of one word, as bits: looked up once for each token.
struct WordMarks: Sendable, Equatable {
  /// Rules that have the word by itself.
  private var wholes: UInt32 = 0
  /// Rules with a phrase that begins with it.
  private var first: UInt32 = 0
  /// Patterns that look for it or for a rule that it has, as bits: `ContextPattern.anchor`.
  private(set) var patterns: UInt32 = 0
  /// Answers in bits, so that a place of the table of words takes half a line of a cache.
  private var flags: UInt8 = 0
  /// What lists of common names say: the sum of the bits below, which the list's lines have as numbers; 2 is a surname.
  var names: UInt8 = 0
  static let commonGivenName: UInt8 = 1
  static let frequentSurname: UInt8 = 4

  private subscript(flag: Int) -> Bool {
    get { flags >> flag & 1 == 1 }
    set { flags = flags & ~(1 << flag) | (newValue ? 1 << flag : 0) }
  }

  /// An English word of dates.
  var isDateWord: Bool {
    get { self[0] }
    set { self[0] = newValue }
  }

  /// Begins a Vietnamese word of dates, which may be two syllables.
  var beginsVietnameseDate: Bool {
    get { self[1] }
    set { self[1] = newValue }
  }

  /// A date may begin with it.
  var beginsDate: Bool {
    get { self[2] }
    set { self[2] = newValue }
  }

  /// Never in a name, says a row in Vietnamese: it may be one where the text is in another language.
  var isNeverInVietnamese: Bool {
    get { self[3] }
    set { self[3] = newValue }
  }

  /// A listed name in capitals that is this word alone may be the word.
  var isCommon: Bool {
    get { self[4] }
    set { self[4] = newValue }
  }

  /// Whether it is a word of some rule or of dates; `isCommon` aside.
  var saysSomething: Bool { wholes != 0 || isDateWord }

  func has(_ rule: ContextRules.Rule) -> Bool { wholes >> rule.bit & 1 == 1 }
  func begins(_ rule: ContextRules.Rule) -> Bool { first >> rule.bit & 1 == 1 }
  /// Calls `body` with the number of each rule that has the word by itself.
  @inline(__always) func forEachRule(_ body: (UInt32) -> Void) {
    var rest = wholes
    while rest != 0 {
      body(UInt32(rest.trailingZeroBitCount))
      rest &= rest - 1
    }
  }
  mutating func add(patterns: UInt32) { self.patterns |= patterns }
  /// Adds what is said of another word; what lists of common names say is of one word alone.
  @inline(__always) mutating func formUnion(_ other: WordMarks) {
    wholes |= other.wholes
    first |= other.first
    patterns |= other.patterns
    flags |= other.flags
  }
  mutating func add(_ rule: ContextRules.Rule, isWhole: Bool) {
    first |= 1 << rule.bit
    if isWhole { wholes |= 1 << rule.bit }
  }
}
