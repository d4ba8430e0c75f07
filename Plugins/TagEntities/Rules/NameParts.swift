import UnicodeText

/// The words of a person's name, and which of them can stand for the whole.
struct NameParts: Sendable, Equatable {
  /// Folded, without marks on Latin letters.
  let words: [String]
  /// Letters only, words joined.
  let squeezed: [Unicode.Scalar]
  /// The same as text.
  let squeezedText: String
  /// The name folded with its marks.
  let folded: [UInt8]

  init(_ name: String) {
    let name = Array(name.utf8)
    self.init(name, 0..<name.count)
  }

  /// - Parameter range: the name in some text, as it is written or folded.
  init(_ text: [UInt8], _ range: Range<Int>) {
    let plain = FoldedRegion.plain(text, range)
    let bare = plain ?? NameKey.bare(text[range])
    folded = plain ?? NameKey.folded(text[range])
    words = bare.split(whereSeparator: Self.isBetween).map { String(decoding: $0, as: UTF8.self) }
    let letters = bare.filter { !Self.isBetween($0) }
    squeezedText = String(decoding: letters, as: UTF8.self)
    squeezed = plain == nil ? Array(squeezedText.unicodeScalars) : letters.map { Unicode.Scalar($0) }
  }

  /// Alike but for marks on Latin letters.
  static func == (left: NameParts, right: NameParts) -> Bool {
    left.squeezed == right.squeezed && left.words == right.words
  }

  /// A space, a full stop or a hyphen.
  private static func isBetween(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2E || byte == 0x2D }

  /// Whether a word has a digit: names that differ in a number are not misspellings of each other.
  var hasDigit: Bool { squeezed.contains { CodePoint.isDigit($0.value) } }

  /// Whether the first word is an initial: "J. Batmunkh".
  var beginsWithInitial: Bool { words.count > 1 && words[0].unicodeScalars.count <= 2 }

  /// Words that can stand alone, by the language of the name.
  ///
  /// Khmer: the surname, which comes first, or the given name; Chinese and Korean: the surname, first;
  /// Vietnamese: the given name, last; all others: the last.
  func shortForms(language: String) -> [String] {
    guard words.count > 1, let first = words.first, let last = words.last else { return [] }
    switch language {
    case "km", "lo", "th": return first == last ? [] : [first, last]
    case "zh", "ko": return [first]
    default: return [last]
    }
  }

  /// Whether an initial and a last word fit a full name.
  func abbreviates(_ full: NameParts) -> Bool {
    beginsWithInitial && full.words.count > 1 && !full.beginsWithInitial && words.last == full.words.last
      && full.words[0].hasPrefix(words[0])
  }
}
