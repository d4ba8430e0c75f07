/// Words of English and French that hold sentences together.
///
/// - Source: the grammars of the two languages: articles, pronouns, prepositions, conjunctions, auxiliary verbs.
enum CommonWords {
  /// Whether a word may stand beside a Vietnamese quotation without being part of it. Words that Vietnamese texts
  /// are full of are not among them ("do", "an").
  ///
  /// - Parameter word: UTF-8, lower case.
  static func contains(_ word: [UInt8]) -> Bool {
    let hash = Surnames.hash(word)
    return ambiguous.contains(hash) || certain.contains(hash)
  }

  /// Whether a word is one of those that no Vietnamese text has.
  static func areOther(_ word: [UInt8]) -> Bool { certain.contains(Surnames.hash(word)) }

  private static let ambiguous = hashes(
    """
    a to in on at i he me than there no so as can go up now made set sit sent met ran got put let led
    la le une du en on ne me te il son ton mon au lui ni
    """)

  private static let certain = hashes(
    """
    the that this these those it she him her his its them then but not what when which who how had has have did and
    of was were is are for with from by they their we our you your be been will would could should after before
    during while into over or if all one other such
    les des un est dans par sur avec aux ses leurs nous vous cette et ou elle ce que qui dont dit ont sont pour comme
    mais donc fut quand sous
    """)

  private static func hashes(_ words: String) -> Set<UInt64> {
    Set(words.split(whereSeparator: \.isWhitespace).map { Surnames.hash($0.utf8) })
  }
}
