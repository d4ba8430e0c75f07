/// A folded word or mark as two numbers, compared and hashed without its letters.
///
/// Up to fifteen bytes are the bytes themselves. Of a longer word the numbers are two sums and the length: words
/// that are compared by it are checked by their letters where a wrong answer would change a name.
struct Word: Hashable, Sendable, ExpressibleByStringLiteral {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// - Complexity: O(bytes).
  init(_ bytes: some Collection<UInt8>) {
    let count = bytes.count
    guard count < 16 else {
      var other: UInt64 = 0x9E37_79B9_7F4A_7C15
      low = 0xCBF2_9CE4_8422_2325
      for byte in bytes {
        // FNV-1a, 64 bits (Fowler, Noll, Vo), and a sum with another factor.
        low = (low ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        other = (other &+ UInt64(byte)) &* 0xD6E8_FEB8_6659_FD93
      }
      high = other >> 16 ^ UInt64(count) << 48 | 1 << 63
      return
    }
    var index: UInt64 = 0
    for byte in bytes {
      if index < 8 { low |= UInt64(byte) << (index * 8) } else { high |= UInt64(byte) << ((index - 8) * 8) }
      index += 1
    }
    high |= UInt64(count) << 56
  }

  @inline(__always)
  init(stringLiteral value: StaticString) {
    self = value.withUTF8Buffer { Word($0) }
  }

  init(_ text: String) { self.init(text.utf8) }

  /// Both numbers as one.
  var number: UInt64 { low ^ high &* 0x9E37_79B9_7F4A_7C15 }

  func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

/// What the rules and the words of dates say of one word, as bits: looked up once for each token.
struct WordMarks: Sendable, Equatable {
  /// Rules that have the word by itself.
  private var wholes: UInt32 = 0
  /// Rules with a phrase that begins with it.
  private var first: UInt32 = 0
  /// An English word of dates.
  var isDateWord = false
  /// Begins a Vietnamese word of dates, which may be two syllables.
  var beginsVietnameseDate = false

  func has(_ rule: ContextRules.Rule) -> Bool { wholes >> rule.bit & 1 == 1 }
  func begins(_ rule: ContextRules.Rule) -> Bool { first >> rule.bit & 1 == 1 }
  /// What lists of common names say: 1 a given name, 2 a surname, 4 a frequent surname.
  var names: UInt8 = 0
  /// Calls `body` with the number of each rule that has the word by itself.
  @inline(__always) func forEachRule(_ body: (UInt32) -> Void) {
    var rest = wholes
    while rest != 0 {
      body(UInt32(rest.trailingZeroBitCount))
      rest &= rest - 1
    }
  }
  mutating func add(_ rule: ContextRules.Rule, isWhole: Bool) {
    first |= 1 << rule.bit
    if isWhole { wholes |= 1 << rule.bit }
  }
}

/// What the rules say of each word: a table that is built once and asked for each word of each text.
///
/// Open addressing by the word's own numbers: no other hash is worked out.
struct Vocabulary: Sendable {
  private var keys: [Word] = []
  private var values: [WordMarks] = []
  private var isUsed: [Bool] = []
  private var count = 0

  init(_ words: [Word: WordMarks] = [:]) {
    for (word, marks) in words { self[word] = marks }
  }

  /// The marks of a word; empty ones for a word that no rule has.
  ///
  /// - Complexity: O(1); the table is never more than half full.
  subscript(word: Word) -> WordMarks {
    @inline(__always) get {
      guard !keys.isEmpty else { return WordMarks() }
      let slot = slot(of: word)
      return isUsed[slot] ? values[slot] : WordMarks()
    }
    set {
      if count * 2 >= keys.count { grow() }
      let slot = slot(of: word)
      if !isUsed[slot] { count += 1 }
      (keys[slot], values[slot], isUsed[slot]) = (word, newValue, true)
    }
  }

  /// Where a word is, or the free place where it would be.
  @inline(__always)
  private func slot(of word: Word) -> Int {
    let mask = keys.count - 1
    // The finaliser of SplitMix64 spreads words that differ in their first letters only.
    var sum = word.number
    sum = (sum ^ sum >> 30) &* 0xBF58_476D_1CE4_E5B9
    var slot = Int(truncatingIfNeeded: sum ^ sum >> 31) & mask
    while isUsed[slot], keys[slot] != word { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = (keys, values, isUsed)
    let size = max(1024, keys.count * 2)
    keys = Array(repeating: Word(""), count: size)
    values = Array(repeating: WordMarks(), count: size)
    isUsed = Array(repeating: false, count: size)
    for index in old.0.indices where old.2[index] {
      let slot = slot(of: old.0[index])
      (keys[slot], values[slot], isUsed[slot]) = (old.0[index], old.1[index], true)
    }
  }
}
