import StageKit

/// A date in the text with its value.
struct DateMention: Sendable, Equatable {
  /// UTF-8 bytes of the document's text.
  var range: Range<Int>
  var value: DateValue
  /// The year was not written: it is from the text before.
  var isYearInferred = false
  /// Of a date counted from the document's, how sure it is; nil for all others.
  var relative: Certainty?
  /// Bytes of the head before it, which belong to no name either.
  var headLength = 0

  /// The bytes that no name has.
  var blocked: Range<Int> { range.lowerBound - headLength..<range.upperBound }
}

extension DateMention {
  fileprivate init(_ match: DateMatch, _ tokens: [DateToken]) {
    let start = tokens[match.tokens.lowerBound + match.headCount].range.lowerBound
    self.init(range: start..<tokens[match.tokens.upperBound - 1].range.upperBound, value: match.value)
    headLength = start - tokens[match.tokens.lowerBound].range.lowerBound
  }
}

/// Finds the dates of a document and gives those without a year the year of the narration.
struct DateFinder {
  /// Words near a date after which its year is no year of the narration.
  private static let birthWords: WordSet = ["born", "birth", "birthday", "sinh", "b"]

  /// The last year that the narration named.
  private var year: Int?
  private(set) var mentions: [DateMention] = []

  /// The month that was given a year last in the region: behind December comes January of the next.
  private var inferred: (year: Int, month: Int)?
  /// Months of the region that mean those of every year.
  private var recurringMonths: Set<Int> = []

  /// Takes the regions in the order of the text.
  ///
  /// - Parameter isNarration: false for captions, heads of comments and the like: they get years but give
  ///   none.
  mutating func add(_ region: Region, isNarration: @autoclosure () -> Bool) {
    inferred = nil
    recurringMonths = []
    guard region.mayHoldDate else { return }
    let tokens = DateLexer.tokens(region)
    let matches = matches(tokens)
    guard !matches.isEmpty else { return }
    let isNarration = isNarration()
    for match in matches {
      var mention = DateMention(match, tokens)
      // A date that stands alone in its block is the page's, not the narration's.
      let isAlone = tokens.count - match.tokens.count <= 1
      if match.value.lacksYear, !isAlone, let year = following(match.value),
        let value = match.value.inYear(year),
        match.value.hasDay
          || !isRecurring(tokens, match.tokens) && !recurringMonths.contains(value.firstMonth ?? 0)
      {
        mention.value = value
        mention.isYearInferred = true
        inferred = value.firstMonth.map { (year, $0) }
      } else if match.value.lacksYear, !match.value.hasDay, let month = match.value.firstMonth {
        // "in July till mid-August (during July ...)"
        recurringMonths.insert(month)
      } else if isNarration, !isBirth(tokens, before: match.tokens.lowerBound) {
        if let named = match.value.singleYear { (year, inferred) = (named, nil) }
      }
      mentions.append(mention)
    }
  }

  private func matches(_ tokens: [DateToken]) -> [DateMatch] {
    let matches = DateGrammar(tokens, after: year).matches()
    // One year before 1000 tells that shorter hints are such years too.
    guard year ?? 1000 >= 1000,
      let ancient = matches.lazy.compactMap(\.value.singleYear).first(where: { $0 < 1000 })
    else { return matches }
    return DateGrammar(tokens, after: ancient).matches()
  }

  /// Adds dates that are counted from the document's where no calendar date is.
  ///
  /// - Parameter first: the number of mentions before the region.
  mutating func add(relative dates: [DateMention], after first: Int) {
    let own = mentions[first...].map(\.range).sorted { $0.lowerBound < $1.lowerBound }
    var next = 0
    for date in dates {
      while next < own.count, own[next].upperBound <= date.range.lowerBound { next += 1 }
      if next == own.count || !own[next].overlaps(date.range) { mentions.append(date) }
    }
  }

  /// The year of a date without one: that of the narration, or the next where months have run past December.
  private func following(_ value: DateValue) -> Int? {
    guard let last = inferred, let month = value.firstMonth else { return year }
    return last.month > 9 && month < 4 || last.year != year && last.month <= month
      ? last.year + (month < last.month ? 1 : 0) : year
  }

  /// Words of statements about every year.
  private static let recurring: WordSet = [
    "is", "are", "has", "every", "each", "usually", "generally", "regularly", "often", "annually", "annual",
    "always", "season", "seasons", "typically", "normally", "average",
  ]
  private static let joints: WordSet = ["to", "through", "till", "until", "and", "-"]
  private static let past: WordSet = [
    "was", "were", "had", "did", "went", "came", "took", "began", "became",
  ]
  private static let nearby = 14

  /// Whether a month without day and year means that of every year: one end of "from July to September", or in
  /// a statement in the present tense.
  private func isRecurring(_ tokens: [DateToken], _ range: Range<Int>) -> Bool {
    var after = range.upperBound + 1
    // "to late April", "till mid-August"
    if tokens.indices.contains(after), case .keyword(.early) = tokens[after].kind {
      after += 1
      if tokens.indices.contains(after), case .keyword(.dash) = tokens[after].kind { after += 1 }
    }
    for other in [range.lowerBound - 2, after] where tokens.indices.contains(other) {
      let join = other < range.lowerBound ? range.lowerBound - 1 : range.upperBound
      if case .month = tokens[other].kind,
        Self.joints.contains(tokens[join].word)
      {
        return true
      }
    }
    var isRecurring = false
    // "since March" is one March.
    if range.lowerBound > 0, tokens[range.lowerBound - 1].word == "since" { return false }
    for index in sentence(around: range, tokens) {
      if Self.past.contains(tokens[index].word) { return false }
      isRecurring = isRecurring || Self.recurring.contains(tokens[index].word)
    }
    return isRecurring
  }

  /// The tokens of the same statement, some to each side.
  private func sentence(around range: Range<Int>, _ tokens: [DateToken]) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > max(0, range.lowerBound - Self.nearby), !Self.endsStatement(start - 1, tokens) {
      start -= 1
    }
    while end < min(tokens.count, range.upperBound + Self.nearby), !Self.endsStatement(end, tokens) {
      end += 1
    }
    return start..<end
  }

  private static let ends: WordSet = ["!", "?", ";", "។", "៕"]

  /// Whether a token ends a sentence or a statement; a full stop where a capital follows.
  private static func endsStatement(_ index: Int, _ tokens: [DateToken]) -> Bool {
    if case .keyword(.fullStop) = tokens[index].kind {
      return index + 1 == tokens.count || tokens[index + 1].spaceBefore && tokens[index + 1].isCapitalised
    }
    return tokens[index].isMark && ends.contains(tokens[index].word)
  }

  private func isBirth(_ tokens: [DateToken], before index: Int) -> Bool {
    var before = index - 1
    while before >= max(0, index - 6), !Self.endsStatement(before, tokens) {
      if Self.birthWords.contains(tokens[before].word) { return true }
      before -= 1
    }
    return false
  }
}
