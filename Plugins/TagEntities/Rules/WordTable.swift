/// Values by words: a table that is built once and asked for each word of each text.
///
/// Open addressing by the word's own numbers: no other hash is worked out.
struct WordTable<Value: Sendable>: Sendable, ExpressibleByDictionaryLiteral {
  private var keys: [Word] = []
  private var values: [Value?] = []
  private var count = 0

  init() {}

  init(_ words: some Sequence<(key: String, value: Value)>) {
    for (word, value) in words { self[Word(word)] = value }
  }

  init(dictionaryLiteral elements: (String, Value)...) {
    for (word, value) in elements { self[Word(word)] = value }
  }

  /// The value of a word; nil for one that is not there. Words are not taken out.
  ///
  /// - Complexity: O(1); the table is never more than half full.
  subscript(word: Word) -> Value? {
    @inline(__always) get {
      guard !keys.isEmpty else { return nil }
      return values[slot(of: word)]
    }
    set {
      guard let newValue else { return }
      if count * 2 >= keys.count { grow() }
      let slot = slot(of: word)
      if values[slot] == nil { count += 1 }
      (keys[slot], values[slot]) = (word, newValue)
    }
  }

  /// Where a word is, or the free place where it would be.
  @inline(__always)
  private func slot(of word: Word) -> Int {
    let mask = keys.count - 1
    var slot = word.spread & mask
    while keys[slot] != word, values[slot] != nil { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = (keys, values)
    let size = max(64, keys.count * 2)
    keys = Array(repeating: Word(""), count: size)
    values = Array(repeating: nil, count: size)
    for (word, value) in zip(old.0, old.1) {
      guard let value else { continue }
      let slot = slot(of: word)
      (keys[slot], values[slot]) = (word, value)
    }
  }
}

/// Words to look for.
struct WordSet: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// Ascending by `Word.number`, so that equal sets are equal.
  private(set) var words: [Word] = []
  /// For each of 64 sums whether a word has it: most words are told apart by it.
  private var sums: UInt64 = 0

  init(_ words: some Sequence<Word>) {
    for word in words where !self.words.contains(word) { self.words.append(word) }
    self.words.sort { $0.number < $1.number }
    for word in self.words { sums |= Self.sum(word) }
  }

  init(arrayLiteral elements: String...) { self.init(elements.map { Word($0) }) }

  @inline(__always) private static func sum(_ word: Word) -> UInt64 { 1 &<< UInt64(word.spread & 63) }

  /// - Complexity: O(1) for most words that are not in it, O(words) for others: sets of some dozen words.
  @inline(__always) func contains(_ word: Word) -> Bool {
    sums & Self.sum(word) != 0 && words.contains(word)
  }
}
