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
  }

  /// Letters of each writing, by raw value.
  var letters = SIMD16<Int32>()
  /// Words in Latin or Cyrillic letters.
  var words = 0
  /// Function words of each tongue, by raw value.
  var hits = SIMD16<Int32>()
  /// Words that have the shape of a Vietnamese syllable and a mark; those among them with a letter only
  /// Vietnamese has.
  var marked = 0
  var onlyVietnamese = 0
  /// Words with marks that are no Vietnamese syllable.
  var foreignMarked = 0
  /// Cyrillic letters that Mongolian has and Russian has not; that Russian has and its Slavic neighbours have
  /// not; of others.
  var mongolianLetters = 0
  var russianLetters = 0
  var otherCyrillic = 0

  func count(_ writing: Writing) -> Int { Int(letters[writing.rawValue]) }
  func count(_ tongue: Tongue) -> Int { Int(hits[tongue.rawValue]) }
  var letterCount: Int { Int(letters.wrappedSum()) }

  static func += (left: inout Evidence, right: Evidence) {
    left.letters &+= right.letters
    left.words += right.words
    left.hits &+= right.hits
    left.marked += right.marked
    left.onlyVietnamese += right.onlyVietnamese
    left.foreignMarked += right.foreignMarked
    left.mongolianLetters += right.mongolianLetters
    left.russianLetters += right.russianLetters
    left.otherCyrillic += right.otherCyrillic
  }
}

extension Evidence {
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

  /// The writing with the most letters; a Chinese character or a syllable of Hangul counts for three letters.
  var writing: Writing? {
    func weight(_ writing: Writing) -> Int {
      count(writing) * ([.han, .kana, .hangul].contains(writing) ? 3 : 1)
    }
    let best = Writing.allCases.max { weight($0) < weight($1) }
    guard let best, weight(best) > 0 else { return nil }
    return best == .han && count(.kana) * 10 > count(.han) ? .kana : best
  }

  /// The language of the stretch.
  ///
  /// - Parameter minLetters: with fewer, letters that several languages share say nothing.
  func verdict(minLetters: Int) -> Verdict {
    switch writing {
    case .khmer: return .language("km")
    case .thai: return .language("th")
    case .lao: return .language("lo")
    case .han: return .language("zh")
    case .kana: return .language("ja")
    case .hangul: return .language("ko")
    case .cyrillic: return count(.cyrillic) < minLetters ? .unknown : cyrillicVerdict
    case .latin: return count(.latin) < minLetters ? .unknown : latinVerdict
    case .other: return .another
    case nil: return .unknown
    }
  }

  private var cyrillicVerdict: Verdict {
    if otherCyrillic > 0 { return .another }
    if mongolianLetters * 50 > count(.cyrillic) || mongolianLetters > 0 && count(.mongolian) > 0 {
      return .language("mn")
    }
    if count(.mongolian) >= 2, count(.mongolian) > count(.russian) { return .language("mn") }
    return mongolianLetters == 0 && russianLetters > 0 && count(.russian) > 0 ? .language("ru") : .unknown
  }

  /// Whether the marks say Vietnamese: three words in ten bear them, and one mark at least is of hardly
  /// another language. English or French with many Vietnamese names has more function words than Vietnamese
  /// has syllables that look like them.
  private var looksVietnamese: Bool {
    guard words > 0, marked > 2 * foreignMarked, marked > 2 * count(.english), marked * 10 >= words * 3 else {
      return false
    }
    if onlyVietnamese > 0 { return marked >= 2 && marked > count(.french) }
    return marked >= 3 && count(.vietnamese) >= 2 && count(.vietnamese) > count(.french)
      && marked * 2 >= words
  }

  private var latinVerdict: Verdict {
    if looksVietnamese { return .language("vi") }
    guard words > 0, let best = Tongue.latin.max(by: { count($0) < count($1) }), best != .vietnamese else {
      return .unknown
    }
    let hits = count(best)
    let rival = Tongue.latin.filter { $0 != best && $0 != .vietnamese }.map(count).max() ?? 0
    guard hits >= 2, hits > rival else { return foreignMarked * 3 > words ? .another : .unknown }
    let isFrequent = hits * 8 >= words
    switch best {
    case .plainVietnamese:
      return hits >= 4 && hits * 5 >= words && rival * 3 < hits ? .language("vi") : .unknown
    case .english: return isFrequent && foreignMarked * 6 < words ? .language("en") : .unknown
    case .french: return isFrequent ? .language("fr") : .unknown
    default: return hits >= 3 && hits * 5 >= words ? .another : .unknown
    }
  }
}
