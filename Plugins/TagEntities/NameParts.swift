/// The words of a person's name, and which of them can stand for the whole.
struct NameParts: Sendable, Equatable {
  /// Folded, without marks on Latin letters.
  let words: [String]

  init(_ name: String) {
    let folded = String(decoding: NameKey.bare(name), as: UTF8.self)
    words = folded.split { $0 == " " || $0 == "." || $0 == "-" }.map(String.init)
  }

  /// Letters only, words joined.
  var squeezed: [Unicode.Scalar] { words.flatMap { Array($0.unicodeScalars) } }

  /// Whether the first word is an initial: "J. Batmunkh".
  var beginsWithInitial: Bool { words.count > 1 && words[0].unicodeScalars.count <= 2 }

  /// Words that can stand alone, by the language of the name.
  ///
  /// Khmer: the surname, which comes first, or the given name; Chinese and Korean: the surname, first; Vietnamese: the given
  /// name, last; all others: the last.
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
