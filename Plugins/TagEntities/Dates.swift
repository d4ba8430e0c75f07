/// A date in the text with its value.
struct DateMention: Sendable, Equatable {
  /// UTF-8 bytes of the document's text.
  var range: Range<Int>
  var value: DateValue
  /// The year was not written: it is from the text before.
  var isYearInferred = false
}

/// Finds the dates of a document and gives those without a year the year of the narration.
struct DateFinder {
  /// Words near a date after which its year is no year of the narration.
  private static let birthWords: Set<String> = ["born", "birth", "birthday", "sinh", "b"]

  /// The last year that the narration named.
  private var year: Int?
  private(set) var mentions: [DateMention] = []

  /// Takes the regions in the order of the text.
  ///
  /// - Parameter isNarration: false for captions, heads of comments and the like: they get years but give none.
  mutating func add(_ region: Region, isNarration: Bool) {
    let tokens = DateLexer.tokens(region)
    for match in DateGrammar(tokens).matches() {
      let start = tokens[match.tokens.lowerBound].range.lowerBound
      let end = tokens[match.tokens.upperBound - 1].range.upperBound
      var mention = DateMention(range: start..<end, value: match.value)
      // A date that stands alone in its block is the page's, not the narration's.
      let isAlone = tokens.count - match.tokens.count <= 1
      if match.value.lacksYear, !isAlone, let year, let value = match.value.inYear(year) {
        mention.value = value
        mention.isYearInferred = true
      } else if isNarration, !isBirth(tokens, before: match.tokens.lowerBound) {
        year = match.value.singleYear ?? year
      }
      mentions.append(mention)
    }
  }

  private func isBirth(_ tokens: [DateToken], before index: Int) -> Bool {
    for index in max(0, index - 6)..<index where Self.birthWords.contains(tokens[index].text) { return true }
    return false
  }
}
