import UnicodeText

/// What a stretch of text shows of its language. Adds up.
struct Evidence: Equatable {
  /// Scripts that decide a language, or a family of them.
  enum Writing: Int, CaseIterable {
    case latin, khmer, thai, lao, han, kana, hangul, cyrillic, other

    init(_ script: Script) {
      switch script {
      case .latin: self = .latin
      case .khmer: self = .khmer
      case .thai: self = .thai
      case .lao: self = .lao
      case .han: self = .han
      case .hiragana, .katakana: self = .kana
      case .hangul: self = .hangul
      case .cyrillic: self = .cyrillic
      default: self = .other
      }
    }

    /// How many letters of an alphabet say as much as one character: a Chinese character is a word or half of
    /// one, a Khmer letter bears vowels that are no letters.
    fileprivate var weight: Int {
      switch self {
      case .han, .kana, .hangul: 3
      case .khmer, .thai, .lao: 2
      default: 1
      }
    }
  }

  /// Letters of each writing, by raw value; without those of words in code and addresses.
  var letters = SIMD16<Int32>()
  /// Words in Latin letters: in small letters, with a capital, of these the Vietnamese syllables with marks
  /// (names in any language), in capitals.
  var plain = Tally()
  var titled = Tally()
  var named = Tally()
  var shouted = Tally()
  var cyrillic = Tally()
  /// Words that have the shape of a Vietnamese syllable and a mark.
  var marked = 0
  /// Those among them in small letters, which `plain` has too.
  var plainMarked = Tally()
  /// Words in small letters that are no Vietnamese syllable.
  var plainForeign = 0
  /// Words that hold English and French sentences together.
  var common = 0
  /// Words with marks that are no Vietnamese syllable.
  var foreignMarked = 0
  /// Words with a capital that are Vietnamese surnames.
  var surnames = 0
  /// Cyrillic letters that neither Russian nor Mongolian has.
  var otherCyrillic = 0

  func count(_ writing: Writing) -> Int { Int(letters[writing.rawValue]) }
  var letterCount: Int { Int(letters.wrappedSum()) }

  static func += (left: inout Evidence, right: Evidence) {
    left.letters &+= right.letters
    left.plain += right.plain
    left.titled += right.titled
    left.named += right.named
    left.shouted += right.shouted
    left.cyrillic += right.cyrillic
    left.marked += right.marked
    left.plainMarked += right.plainMarked
    left.plainForeign += right.plainForeign
    left.common += right.common
    left.foreignMarked += right.foreignMarked
    left.surnames += right.surnames
    left.otherCyrillic += right.otherCyrillic
  }

  /// Words in Latin letters.
  var words: Int { plain.words + titled.words + named.words + shouted.words }

  /// The writing with the most letters.
  var writing: Writing? {
    func weight(_ writing: Writing) -> Int { count(writing) * writing.weight }
    let best = Writing.allCases.max { weight($0) < weight($1) }
    guard let best, weight(best) > 0 else { return nil }
    return best == .han && count(.kana) * 10 > count(.han) ? .kana : best
  }
}

/// What is said of a language.
enum Verdict: Equatable {
  case language(String)
  /// Certainly none of those that are known here.
  case another
  /// Nothing can be said.
  case unknown

  var tag: String? {
    switch self {
    case .language(let tag): tag
    case .another: "und"
    case .unknown: nil
    }
  }
}
