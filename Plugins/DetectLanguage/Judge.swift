/// Says which language evidence shows.
struct Judge: Sendable {
  let latin: LetterSequences
  let cyrillic: LetterSequences
  /// With fewer Latin or Cyrillic letters nothing is said.
  let minLetters: Int
  private let latinLanes: Lanes
  private let cyrillicLanes: Lanes
  /// The lane of Vietnamese without marks.
  private let unmarked: Int?

  /// Least margins, in steps of a fifth of a natural logarithm: for one of the languages that are given out;
  /// for a run in another language than its block, and Vietnamese without marks; to say that it is none of them.
  private static let (leastKnown, leastSure, leastOther) = (20, 60, 40)

  init(latin: LetterSequences, cyrillic: LetterSequences, minLetters: Int) {
    (self.latin, self.cyrillic, self.minLetters) = (latin, cyrillic, minLetters)
    let unmarked = "vi-unmarked"
    latinLanes = Lanes(
      latin.languages, tagged: ["en": "en", "fr": "fr", "vi": "vi", unmarked: "vi"], advantage: 25)
    cyrillicLanes = Lanes(cyrillic.languages, tagged: ["ru": "ru", "mn": "mn"], advantage: 5)
    self.unmarked = latin.languages.firstIndex(of: unmarked)
  }

  /// - Parameters:
  ///   - isLast: whether there is nothing else to go by, so that names count as the language that spells them
  ///     so, and few letters may do.
  func verdict(_ evidence: Evidence, isLast: Bool = false) -> Verdict {
    switch evidence.writing {
    case .khmer: .language("km")
    case .thai: .language("th")
    case .lao: .language("lo")
    case .han: .language("zh")
    case .kana: .language("ja")
    case .hangul: .language("ko")
    case .cyrillic: cyrillicVerdict(evidence, isLast ? min(minLetters, 12) : minLetters)
    case .latin: latinVerdict(evidence, isLast)
    case .other: .another
    case nil: .unknown
    }
  }

  private func cyrillicVerdict(_ evidence: Evidence, _ minLetters: Int) -> Verdict {
    guard evidence.cyrillic.letters >= minLetters else { return .unknown }
    if evidence.otherCyrillic * 60 > evidence.cyrillic.letters { return .another }
    let ranking = Ranking(evidence.cyrillic.costs, cyrillicLanes)
    return verdict(ranking)
  }

  private func verdict(_ ranking: Ranking) -> Verdict {
    if let tag = ranking.tag { return ranking.margin >= Self.leastKnown ? .language(tag) : .unknown }
    return ranking.margin >= Self.leastOther ? .another : .unknown
  }

  private func latinVerdict(_ evidence: Evidence, _ isLast: Bool) -> Verdict {
    if evidence.hasForeignWords {
      // A few Vietnamese words, whose marks would weigh more than all that is said around them.
      return latinVerdict(evidence.withoutVietnamese, isLast)
    }
    let tally = evidence.telling(minLetters)
    guard tally.all.letters >= (isLast ? min(minLetters, 12) : minLetters) else { return .unknown }
    if !isLast, tally.plainLetters * 2 < minLetters, evidence.areNames { return .unknown }
    let hasOwnWords = tally.plainLetters >= minLetters
    let ranking = Ranking(tally.all.costs, latinLanes, except: hasOwnWords ? nil : unmarked)
    if ranking.tag == nil, !hasOwnWords { return .unknown }
    if ranking.tag == "vi", evidence.foreignMarked > evidence.marked { return .another }
    if ranking.tag == "vi", evidence.marked == 0, ranking.margin < Self.leastSure { return .unknown }
    return verdict(ranking)
  }

  /// The language that a passage inside a block of another language is surely in: a Vietnamese name in an
  /// English sentence is no quotation.
  func sureLanguage(_ evidence: Evidence) -> String? {
    guard evidence.writing == .latin, evidence.words >= 4,
      evidence.plain.words >= 2 || evidence.shouted.words >= 6
    else { return nil }
    let tally = evidence.telling(minLetters)
    guard tally.all.letters >= minLetters else { return nil }
    let ranking = Ranking(tally.all.costs, latinLanes)
    guard ranking.margin >= Self.leastSure, let tag = ranking.tag else { return nil }
    if tag == "vi", evidence.marked > 0, evidence.marked * 2 < evidence.words { return nil }
    return tag
  }
}

extension Evidence {
  /// The words that tell a language: those in small letters, or capitals where most is in capitals; words with
  /// a capital, which may be names, for a quarter, unless there is nothing else. Syllables with Vietnamese
  /// marks and a capital are names where the words between them have no marks.
  fileprivate func telling(_ minLetters: Int) -> (all: Tally, plainLetters: Int) {
    var tally = plain
    if shouted.letters > plain.letters + titled.letters + named.letters { tally += shouted }
    let plainLetters = tally.letters
    let isEnough = plain.words >= 2 || plainLetters >= minLetters
    tally += isEnough ? titled.quarter : titled
    if plain.words < 2 || plainMarked.words > 0 { tally += isEnough ? named.quarter : named }
    return (tally, plainLetters)
  }

  /// More words in small letters that are no Vietnamese syllables than Vietnamese words, and not only names of
  /// programs.
  fileprivate var hasForeignWords: Bool {
    marked > 0 && common > 0 && plainForeign >= 3 && plainForeign > marked
  }

  fileprivate var withoutVietnamese: Evidence {
    var rest = self
    rest.plain -= plainMarked
    (rest.marked, rest.plainMarked, rest.named) = (0, Tally(), Tally())
    return rest
  }

  /// A list of names: a Vietnamese surname to every four words.
  fileprivate var areNames: Bool {
    surnames > 0 && surnames * 5 >= titled.words + named.words + shouted.words
  }
}
