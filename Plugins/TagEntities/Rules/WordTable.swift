/// Values by words: a table that is built once and asked for each word of each text.
///
/// Open addressing by the word's own numbers: no other hash is worked out.
struct WordTable<Value: Sendable>: Sendable, ExpressibleByDictionaryLiteral {
  /// Side by side, so that one look into memory brings both.
  private struct Slot: Sendable {
    var word = Word("")
    /// Nil where the place is free.
    var value: Value?
  }

  private var slots: [Slot] = []
  /// A bit for each of eight times as many sums as there are places: it tells most words that the table has not, and
  /// stays in the cache.
  private var filter: [UInt64] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }

  init() {}

  init(_ words: some Sequence<(key: String, value: Value)>) {
    for (word, value) in words { self[Word(word)] = value }
  }

  init(dictionaryLiteral elements: (String, Value)...) {
    for (word, value) in elements { self[Word(word)] = value }
  }

  /// The value of a word; nil for one that is not there. Words are not taken out.
  ///
  /// - Complexity: O(1); the table is never more than two thirds full.
  subscript(word: Word) -> Value? {
    @inline(__always) get {
      guard !filter.isEmpty else { return nil }
      let spread = word.spread
      guard filter[place(spread)] & bit(spread) != 0 else { return nil }
      return slots[slot(of: word, spread)].value
    }
    set {
      guard let newValue else { return }
      if count * 3 >= slots.count * 2 { grow() }
      let slot = slot(of: word, word.spread)
      if slots[slot].value == nil { count += 1 }
      enter(word, newValue, at: slot)
    }
  }

  /// Changes the value of a word in place, a new one if it has none.
  mutating func update(_ word: Word, default value: Value, _ change: (inout Value) -> Void) {
    if self[word] == nil { self[word] = value }
    let slot = slot(of: word, word.spread)
    // It was entered one line above where it was not there.
    if slots[slot].value != nil { change(&slots[slot].value!) }
  }

  /// Changes all values in place.
  mutating func updateAll(_ change: (inout Value) -> Void) {
    for slot in slots.indices {
      guard var value = slots[slot].value else { continue }
      change(&value)
      slots[slot].value = value
    }
  }

  private mutating func enter(_ word: Word, _ value: Value, at slot: Int) {
    slots[slot] = Slot(word: word, value: value)
    filter[place(word.spread)] |= bit(word.spread)
  }

  @inline(__always) private func place(_ spread: Int) -> Int { spread >> 24 & (filter.count - 1) }
  @inline(__always) private func bit(_ spread: Int) -> UInt64 {
    1 &<< UInt64(truncatingIfNeeded: spread >> 56 & 63)
  }

  /// Where a word is, or the free place where it would be.
  @inline(__always)
  private func slot(of word: Word, _ spread: Int) -> Int {
    let mask = slots.count - 1
    var slot = spread & mask
    while slots[slot].word != word, slots[slot].value != nil { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    let size = max(64, slots.count * 2)
    slots = Array(repeatElement(Slot(), count: size))
    filter = Array(repeatElement(0, count: size / 8))
    for entry in old {
      if let value = entry.value { enter(entry.word, value, at: slot(of: entry.word, entry.word.spread)) }
    }
  }
}

/// Whether words may be among those that were added: a bit for each of 4096 sums.
struct WordFilter: Sendable {
  private var bits = [UInt64](repeatElement(0, count: 64))

  mutating func add(_ word: Word) { bits[word.spread >> 6 & 63] |= 1 &<< UInt64(word.spread & 63) }

  /// True for all that were added, and for few others of some hundred.
  func contains(_ word: Word) -> Bool { bits[word.spread >> 6 & 63] >> UInt64(word.spread & 63) & 1 == 1 }
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
