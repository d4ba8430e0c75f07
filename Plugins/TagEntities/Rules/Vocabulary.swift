/// What the rules say of each word.
struct Vocabulary: Sendable {
  private var marks = WordTable<WordMarks>()

  init(_ words: [Word: WordMarks] = [:]) {
    for (word, marks) in words { self[word] = marks }
  }

  /// The marks of a word; empty ones for a word that no rule has.
  ///
  /// - Complexity: O(1).
  subscript(word: Word) -> WordMarks {
    @inline(__always) get { marks[word] ?? WordMarks() }
    set { marks[word] = newValue }
  }

  /// Changes the marks of all words that have some.
  mutating func updateAll(_ change: (inout WordMarks) -> Void) { marks.updateAll(change) }
}
