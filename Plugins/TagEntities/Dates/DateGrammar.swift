/// A date expression in a region.
struct DateMatch: Sendable, Equatable {
  /// Date tokens, not bytes.
  var tokens: Range<Int>
  var value: DateValue
  /// How many of the first tokens are its head, which is outside the span.
  var headCount = 0
}

/// Finds date expressions: at each place the longest that any of the grammars accepts.
struct DateGrammar {
  let tokens: [DateToken]
  /// The year that the text named last, where it is before 1000: "in 348", "around 328" are dates then.
  let ancientYear: Int?

  /// - Parameter year: the year that the text named last.
  init(_ tokens: [DateToken], after year: Int? = nil) {
    self.tokens = tokens
    ancientYear = year.flatMap { $0 < 1000 ? $0 : nil }
  }

  /// Matches from left to right, not overlapping.
  ///
  /// - Complexity: O(tokens); a match looks at no more than about twenty tokens ahead.
  func matches() -> [DateMatch] {
    var matches: [DateMatch] = []
    var index = 0
    while index < tokens.count {
      if tokens[index].kind.canBegin, let match = longest(at: index) {
        matches.append(match)
        index = match.tokens.upperBound
      } else {
        index += 1
      }
    }
    return matches
  }

  private func longest(at start: Int) -> DateMatch? {
    if let match = bare(at: start) { return match }
    // "early October 1977", "late 1978", "Sunday, October 21": what stands before belongs to the expression.
    var next = start
    switch tokens[start].kind {
    case .keyword(.early):
      next += 1
      if keyword(at: next) == .dash { next += 1 }
    case .weekday:
      next += 1
      if keyword(at: next) == .comma { next += 1 }
      guard let match = bare(at: next), hasDay(match.value) else { return nil }
      return DateMatch(tokens: start..<match.tokens.upperBound, value: match.value)
    default: return nil
    }
    guard let match = bare(at: next) ?? monthAlone(at: next, isPrepared: true) else { return nil }
    guard !hasDay(match.value) else { return nil }
    return DateMatch(
      tokens: start..<match.tokens.upperBound, value: half(match.value, of: tokens[start].word))
  }

  /// "early 1980s" is 1980 to 1984, "late 1980s" 1985 to 1989; all else, "mid-1980s" too, keeps its value.
  private func half(_ value: DateValue, of word: Word) -> DateValue {
    guard case .span(let from, let to) = value, from.month == nil, let first = from.year, let last = to.year,
      last == first + 9
    else { return value }
    switch word {
    case "early", "đầu": return .span(from: from, to: CalendarDate(year: first + 4))
    case "late", "cuối": return .span(from: CalendarDate(year: first + 5), to: to)
    default: return value
    }
  }

  private func hasDay(_ value: DateValue) -> Bool {
    switch value {
    case .when(let date): date.day != nil
    case .span(let from, _): from.day != nil && from.month != nil
    case .between: true
    }
  }

  /// The longest match of all grammars; the first of them where two are as long.
  private func bare(at start: Int) -> DateMatch? {
    guard start < tokens.count else { return nil }
    var best: DateMatch?
    func consider(_ match: DateMatch?) {
      guard var match else { return }
      // "June 31, 1978" is a date, but only its month is one of the calendar.
      if !match.value.isReal { match.value = match.value.withoutDay }
      guard match.value.isReal else { return }
      if best.map({ match.tokens.upperBound > $0.tokens.upperBound }) ?? true { best = match }
    }
    consider(monthFirst(at: start))
    consider(dayFirst(at: start))
    consider(headedDay(at: start))
    consider(headedMonth(at: start))
    consider(headedYear(at: start))
    consider(numeric(at: start))
    consider(monthInside(at: start))
    consider(yearFirst(at: start))
    consider(buddhistYear(at: start))
    consider(period(at: start))
    consider(years(at: start))
    consider(monthAlone(at: start, isPrepared: false))
    return best
  }

  // MARK: Parts

  func keyword(at index: Int) -> DateToken.Keyword? {
    guard tokens.indices.contains(index), case .keyword(let keyword) = tokens[index].kind else { return nil }
    return keyword
  }

  func isAttached(_ index: Int) -> Bool { tokens.indices.contains(index) && !tokens[index].spaceBefore }

  /// A day of the month, 1...31; not the head of a longer number as in "5,000" or "4.5".
  func day(at index: Int) -> Int? {
    guard index >= 0, index < tokens.count else { return nil }
    switch tokens[index].kind {
    case .number(let value, let digits):
      guard digits <= 2, (1...31).contains(value) else { return nil }
      let mark = keyword(at: index + 1)
      if mark == .comma || mark == .fullStop, isAttached(index + 1), isAttached(index + 2),
        isNumber(index + 2)
      {
        return nil
      }
      return value
    case .ordinal(let value):
      return (1...31).contains(value) && tokens[index].written == .number ? value : nil
    default: return nil
    }
  }

  func isNumber(_ index: Int) -> Bool {
    guard index >= 0, index < tokens.count, case .number = tokens[index].kind else { return false }
    return true
  }

  /// A year of four digits.
  func fullYear(at index: Int) -> Int? {
    guard tokens.indices.contains(index), case .number(let value, let digits) = tokens[index].kind,
      digits == 4
    else {
      return nil
    }
    return (1000...2999).contains(value) ? value : nil
  }

  /// "77", "'77": read as 1930 to 2029.
  func shortYear(at index: Int) -> (year: Int, next: Int)? {
    let start = keyword(at: index) == .apostrophe ? index + 1 : index
    guard start < tokens.count, case .number(let value, let digits) = tokens[start].kind, digits == 2 else {
      return nil
    }
    guard start > index || value > 31 else { return nil }
    return (value < 30 ? 2000 + value : 1900 + value, start + 1)
  }

  /// A year after a month or day, with the comma or "of" before it.
  func yearPart(at index: Int, allowsShort: Bool = true) -> (year: Int, next: Int)? {
    var index = index
    if keyword(at: index) == .fullStop, isAttached(index), fullYear(at: index + 1) != nil { index += 1 }
    if let mark = keyword(at: index), mark == .comma || mark == .of,
      fullYear(at: index + 1) != nil || mark == .comma && keyword(at: index + 1) == .apostrophe
    {
      index += 1
    }
    // "30 September 420", "December of 384": nothing but a mark may follow.
    let ancient = keyword(at: index) == .of ? index + 1 : index
    if ancient < tokens.count, case .number(let value, 3) = tokens[ancient].kind, value > 99,
      ancient + 1 == tokens.count || tokens[ancient + 1].isMark,
      !(isAttached(ancient + 1) && isNumber(ancient + 2))
    {
      return (value, ancient + 1)
    }
    if let year = fullYear(at: index) {
      if isAttached(index + 1), isAttached(index + 2), isNumber(index + 2), keyword(at: index + 1) == .comma {
        return nil
      }
      return (year, index + 1)
    }
    guard allowsShort, index < tokens.count, !isAttached(index + 1) || keyword(at: index + 1) != .comma else {
      return nil
    }
    return shortYear(at: index)
  }

  func month(at index: Int) -> (month: Int, next: Int)? {
    guard index < tokens.count, case .month(let month, _) = tokens[index].kind,
      tokens[index].language == .english
    else { return nil }
    let isAbbreviated = tokens[index].letters <= 4
    let hasStop = isAbbreviated && keyword(at: index + 1) == .fullStop && isAttached(index + 1)
    return (month, hasStop ? index + 2 : index + 1)
  }

  enum Join { case range, and }

  /// A dash or "to", or "and", between two parts of a range.
  func join(at index: Int) -> Join? {
    switch keyword(at: index) {
    case .dash, .to: .range
    case .and: .and
    default: nil
    }
  }

  func match(_ start: Int, _ end: Int, _ value: DateValue) -> DateMatch {
    // The full stop of an abbreviated month belongs to the date only where more of it follows.
    DateMatch(
      tokens: start..<(end > start + 1 && keyword(at: end - 1) == .fullStop ? end - 1 : end), value: value)
  }
}
