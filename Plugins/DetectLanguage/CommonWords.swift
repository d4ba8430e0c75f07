/// Short words of English and French that have the shape of Vietnamese syllables, and may stand beside a Vietnamese
/// quotation without being part of it. Words that Vietnamese texts are full of are not among them ("do", "an").
///
/// - Source: the grammars of the two languages: articles, pronouns, prepositions, conjunctions, auxiliary verbs.
enum CommonWords {
  /// - Parameter word: UTF-8, lower case.
  static func contains(_ word: [UInt8]) -> Bool { hashes.contains(Surnames.hash(word)) }

  private static let hashes: Set<UInt64> = {
    let words = """
      a the that this these those to in on at it i he she me him then them than there then but not no so as can go up
      what when which who how now had has have made did set sit sent met ran got put let led
      la le un une du en et ou on ne me te il elle ce que qui dont mon ton son au lui dit ont sont pour
      comme mais donc ni
      """
    return Set(words.split(whereSeparator: \.isWhitespace).map { Surnames.hash($0.utf8) })
  }()
}
