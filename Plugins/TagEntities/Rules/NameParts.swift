import UnicodeText

/// The words of a person's name, and which of them can stand for the whole.
struct NameParts: Sendable, Equatable {
  /// A word, to be compared, and its bytes in `bare`.
  struct Part: Sendable {
    var word: Word
    var range: Range<Int>
  }

  /// Folded, without marks on Latin letters.
  private let bare: [UInt8]
  let words: [Part]
  /// Its letters without what stands between words, to be compared.
  let squeezed: Word
  /// The name folded with its marks, to be compared.
  let folded: Word
  /// How many letters it has.
  let count: Int
  /// Whether a word has a digit, or the last is a Roman number: names that differ in a number are not misspellings of
  /// each other.
  let hasDigit: Bool
  /// "Jayavarman VII"
  let endsWithNumber: Bool

  init(_ name: String) {
    let name = Array(name.utf8)
    self.init(name, 0..<name.count)
  }

  /// - Parameter range: the name in some text, as it is written or folded.
  init(_ text: [UInt8], _ range: Range<Int>) {
    let plain = FoldedRegion.plain(text, range)
    bare = plain ?? NameKey.bare(text[range])
    folded = Word(plain ?? NameKey.folded(text[range]))
    (words, squeezed, count) = Self.parts(bare)
    let hasDigit =
      plain != nil
      ? bare.contains { $0 &- 0x30 < 10 }
      : String(decoding: bare, as: UTF8.self).unicodeScalars.contains { CodePoint.isDigit($0.value) }
    endsWithNumber = words.count > 1 && words.last.map { DateLexicon.romanNumerals[$0.word] != nil } ?? false
    self.hasDigit = hasDigit || endsWithNumber
  }

  private static func parts(_ bare: [UInt8]) -> (words: [Part], squeezed: Word, count: Int) {
    bare.withUnsafeBufferPointer { bare in
      var words: [Part] = []
      words.reserveCapacity(4)
      var (start, count) = (0, 0)
      for end in 0...bare.count {
        guard end == bare.count || isBetween(bare[end]) else {
          if !UTF8Text.isContinuation(bare[end]) { count &+= 1 }
          continue
        }
        if end > start { words.append(Part(word: Word(bare, start..<end), range: start..<end)) }
        start = end + 1
      }
      if words.count == 1 { return (words, words[0].word, count) }
      return (words, squeezed(bare), count)
    }
  }

  /// The letters of a bare name without what stands between words.
  static func squeezed(_ bare: UnsafeBufferPointer<UInt8>) -> Word {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bare.count) { letters in
      var count = 0
      for byte in bare where !isBetween(byte) {
        letters[count] = byte
        count += 1
      }
      return Word(UnsafeBufferPointer(rebasing: letters[..<count]))
    }
  }

  /// Its letters without what stands between words.
  var letters: [Unicode.Scalar] {
    String(decoding: bare.lazy.filter { !Self.isBetween($0) }, as: UTF8.self).unicodeScalars.map { $0 }
  }

  /// The letters of one of its words.
  func letters(ofWord index: Int) -> [Unicode.Scalar] {
    Array(String(decoding: bare[words[index].range], as: UTF8.self).unicodeScalars)
  }

  /// A word with an "s" behind it.
  func plural(ofWord index: Int) -> Word { Word(bare[words[index].range] + [UInt8(ascii: "s")]) }

  /// Alike but for marks on Latin letters.
  static func == (left: NameParts, right: NameParts) -> Bool {
    left.words.elementsEqual(right.words) { $0.word == $1.word }
  }

  /// A space, a full stop or a hyphen.
  static func isBetween(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2E || byte == 0x2D }

  /// Whether the first word is an initial: "J. Batmunkh".
  var beginsWithInitial: Bool {
    words.count > 1 && bare[words[0].range].count { !UTF8Text.isContinuation($0) } <= 2
  }

  /// "Cyrus Vance" for "Cyrus B. Vance"; nil where a name has no initial between two words.
  static func withoutMiddleInitials(_ name: String) -> String? {
    guard name.utf8.contains(UInt8(ascii: ".")) else { return nil }
    let words = name.split(separator: " ")
    let kept = words.indices.filter {
      $0 == 0 || $0 == words.count - 1 || words[$0].last != "." || words[$0].utf8.count != 2
    }
    guard kept.count < words.count, words[0].last != "." else { return nil }
    return kept.map { String(words[$0]) }.joined(separator: " ")
  }

  /// Words that can stand alone, by the language of the name.
  ///
  /// Khmer: the surname, which comes first, or the given name ("Ta" in "Ta Mok" is neither: grandfather);
  /// Chinese and Korean: the surname, first; Vietnamese: the given name, last; all others: the last,
  /// or of "Jayavarman VII" the first.
  func shortForms(language: String) -> [Word] {
    guard words.count > 1, let first = words.first?.word, let last = words.last?.word else { return [] }
    switch language {
    case "km" where first == Self.grandfather: return [last]
    case "km", "lo", "th": return first == last ? [] : [first, last]
    case "zh", "ko": return [first]
    case "vi": return [last]
    default: return !endsWithNumber ? [last] : words.count == 2 ? [first] : []
    }
  }

  private static let grandfather = Word("ta")

  /// Whether an initial and a last word fit a full name.
  func abbreviates(_ full: NameParts) -> Bool {
    beginsWithInitial && full.words.count > 1 && !full.beginsWithInitial
      && words.last?.word == full.words.last?.word
      && full.bare[full.words[0].range].starts(with: bare[words[0].range])
  }
}
