/// Years, decades, centuries, and dates in digits.
extension DateGrammar {
  /// "1979", "1975-79", "394 AD", "594 BC", "AD 842", "c. 347". Two full years, "1975–1979", are two dates.
  func years(at start: Int) -> DateMatch? {
    if let match = yearOfOurEra(at: start) { return match }
    guard case .number(let value, let digits) = tokens[start].kind, digits <= 4, value > 0 else { return nil }
    if let (isBefore, end) = era(behind: start) {
      // The full stop of "A.D." is the date's.
      return DateMatch(tokens: start..<end, value: .when(CalendarDate(year: isBefore ? -value : value)))
    }
    if digits == 3 {
      guard value > 99,
        isAfterCirca(start) || isLifeDate(start) || isAncientYear(start) || isToldYear(start),
        !isPartOfNumber(start)
      else { return nil }
      // Where the text is about years before our era, "(594)" is one.
      let isBeforeChrist = ancientYear ?? 1 < 0 && isAncientYear(start)
      return match(start, start + 1, .when(CalendarDate(year: isBeforeChrist ? -value : value)))
    }
    guard let first = fullYear(at: start), !isPartOfNumber(start) else { return nil }
    if let (second, next) = endOfYears(after: start, from: first), next == start + 3,
      case .number(_, 2) = tokens[start + 2].kind
    {
      return match(start, next, .span(from: CalendarDate(year: first), to: CalendarDate(year: second)))
    }
    guard
      isYear(start, first) || isAfterCirca(start) && !countsThings(start) || isLifeDate(start)
        || endsYears(start, first) || beginsYears(start, first)
    else { return nil }
    return match(start, start + 1, .when(CalendarDate(year: first)))
  }

  /// "AD 842"
  private func yearOfOurEra(at start: Int) -> DateMatch? {
    guard keyword(at: start) == .ourEra, tokens[start].word == "ad", tokens[start].isCapitalised,
      start + 1 < tokens.count, case .number(let value, let digits) = tokens[start + 1].kind, digits <= 4,
      value > 0, !isDigitsFollowing(start + 1)
    else { return nil }
    return match(start, start + 2, .when(CalendarDate(year: value)))
  }

  private static let circa: WordSet = ["c", "ca"]
  private static let numbered: WordSet = ["no", "nr", "p", "pp", "vol"]
  private static let marksBefore: WordSet = ["$", "£", "€", "#", "_", "@", "+", "="]
  private static let marksBehind: WordSet = ["%", "°", "_", "+"]

  /// "c. 347", "ca. 347", "(r. 802–850)" of a reign, and what a dash joins to it.
  func isAfterCirca(_ index: Int) -> Bool {
    if index > 1, keyword(at: index - 1) == .fullStop,
      Self.circa.contains(tokens[index - 2].word)
        || tokens[index - 2].word == "r" && keyword(at: index - 3) == .openBracket
    {
      return true
    }
    return index > 2 && keyword(at: index - 1) == .dash && isNumber(index - 2) && isAfterCirca(index - 2)
  }

  /// "ca. 1000 authors"
  private func countsThings(_ index: Int) -> Bool {
    guard index + 1 < tokens.count, tokens[index + 1].kind == .other else { return false }
    let after = tokens[index + 1]
    return !after.isMark && !after.isCapitalised && after.letters > 3 && after.last == UInt8(ascii: "s")
  }

  /// The earlier year of "over 2000 - 2050", where the later one is a year by itself.
  private func beginsYears(_ index: Int, _ year: Int) -> Bool {
    guard keyword(at: index + 1) == .dash, let last = fullYear(at: index + 2), last > year,
      last - year <= 200, !isPartOfNumber(index + 2)
    else { return false }
    return isYear(index + 2, last)
  }

  /// The later year of "1656–1662" or "between 1656 and 1662", where the earlier one is a year.
  private func endsYears(_ index: Int, _ year: Int) -> Bool {
    guard index > 1, keyword(at: index - 1) == .dash || keyword(at: index - 1) == .and,
      let first = fullYear(at: index - 2), first < year, year - first <= 200
    else { return false }
    return isYear(index - 2, first)
  }

  func isEra(_ index: Int) -> Bool {
    tokens[index].isCapitalised || tokens[index].language != .english
  }

  private func endOfYears(after start: Int, from first: Int) -> (year: Int, next: Int)? {
    let mark = keyword(at: start + 1)
    guard mark == .dash || mark == .slash, start + 2 < tokens.count else { return nil }
    guard case .number(let value, let digits) = tokens[start + 2].kind, !isDigitsFollowing(start + 2) else {
      return nil
    }
    let second = digits == 2 && isAttached(start + 2) ? first / 100 * 100 + value : value
    guard digits == 4 || digits == 2, second > first, second - first <= 200 else { return nil }
    return (second, start + 3)
  }

  func isDigitsFollowing(_ index: Int) -> Bool {
    guard let mark = keyword(at: index + 1), isAttached(index + 1), isAttached(index + 2) else {
      return false
    }
    return (mark == .dash || mark == .slash || mark == .comma || mark == .fullStop) && isNumber(index + 2)
  }

  /// Within "12,1979", "1979.5", "1979%", "$1979", "No. 1979".
  func isPartOfNumber(_ index: Int) -> Bool {
    if isDigitsFollowing(index), keyword(at: index + 1) != .dash || keyword(at: index + 3) == .dash {
      return true
    }
    if joinsNumber(index) { return true }
    if isAttached(index + 1), case .other = tokens[index + 1].kind,
      Self.marksBehind.contains(tokens[index + 1].word)
    {
      return true
    }
    return index > 0 && followsNumber(index)
  }

  /// Whether a dash joins it to a number that no year is joined to: "Decree 2005-981", "555-1985".
  private func joinsNumber(_ index: Int) -> Bool {
    if keyword(at: index + 1) == .dash, isAttached(index + 1), isAttached(index + 2),
      case .number(_, let digits) = tokens[index + 2].kind, digits > 4 || digits == 1 || digits == 3,
      index > 0, !isLifeDate(index), !isAfterCirca(index)
    {
      return true
    }
    if index > 1, !tokens[index].spaceBefore, keyword(at: index - 1) == .dash, isAttached(index - 1),
      case .number(_, let digits) = tokens[index - 2].kind, digits != 4, !isLifeDate(index),
      !isAfterCirca(index)
    {
      return true
    }
    return false
  }

  /// Whether what stands before makes it a part of a number, an amount or a reference; there is a token before.
  private func followsNumber(_ index: Int) -> Bool {
    let before = tokens[index - 1]
    if Self.marksBefore.contains(before.word), !tokens[index].spaceBefore {
      return true
    }
    if before.kind == .keyword(.fullStop), index > 1,
      Self.numbered.contains(tokens[index - 2].word)
    {
      return true
    }
    guard !tokens[index].spaceBefore, case .keyword(let mark) = before.kind else { return false }
    return [.comma, .fullStop, .slash].contains(mark) && isNumber(index - 2)
  }

  /// Whether a number of four digits is a year: no unit after it, no word before it that counts things.
  private func isYear(_ index: Int, _ year: Int) -> Bool {
    let before: Word = index > 0 ? tokens[index - 1].word : ""
    let after: Word = index + 1 < tokens.count && tokens[index + 1].spaceBefore ? tokens[index + 1].word : ""
    if YearContext.countedBefore.contains(before) || YearContext.unitsAfter.contains(after) { return false }
    // "mỗi năm 2000 chiếc"
    if before == "năm", index > 1, YearContext.every.contains(tokens[index - 2].word) { return false }
    if (1400..<1700).contains(year), year % 50 != 0, index == 0 || before == "-" || before == "," {
      return true
    }
    // "các năm 1371, 1377 và 1383"
    if index > 1, before == "," || before == "và" || before == "and", let last = fullYear(at: index - 2),
      last < year,
      year - last < 100, isYear(index - 2, last)
    {
      return true
    }
    return keyword(at: index - 1) == .yearsPlural || (1700...2050).contains(year) || before == "("
      || YearContext.prepositions.contains(before)
  }

  /// "1980s", "the '80s", "19th century", "thập niên 1980", "thế kỷ XX", "ទសវត្សរ៍ឆ្នាំ១៩៨០".
  func period(at start: Int) -> DateMatch? {
    switch tokens[start].kind {
    case .decade(let value):
      // "in their 80s" is an age; "the 80s" are years, and "the 20s and 30s".
      let isSecond = start > 1 && keyword(at: start - 1) == .and && tokens[start - 2].isDecade
      let half = start > 1 && keyword(at: start - 1) == .early ? start - 1 : start
      guard value >= 100 || isSecond || half > 0 && keyword(at: half - 1) == .the,
        !(isAttached(start + 1) && tokens[start + 1].word == "°")
      else { return nil }
      return decade(value, start, start + 1)
    case .keyword(.apostrophe):
      guard start + 1 < tokens.count, case .decade(let value) = tokens[start + 1].kind, value < 100 else {
        return nil
      }
      return decade(value, start, start + 2)
    case .number(let value, 4) where value % 10 == 0 && keyword(at: start + 1) == .apostrophe:
      guard start > 0, keyword(at: start - 1) == .the, tokens[start + 1].word == "'s" else { return nil }
      return decade(value, start, start + 2)
    case .ordinal(let value):
      guard keyword(at: start + 1) == .century else { return centuries(value, start) }
      return century(value, start, start + 2)
    case .keyword(.decadeWord):
      var next = start + 1
      if keyword(at: next) == .year || keyword(at: next) == .day { next += 1 }
      guard next < tokens.count, case .number(let value, _) = tokens[next].kind else { return nil }
      return decade(value, start, next + 1)
    case .keyword(.yearsPlural): return yearsPlural(start)
    case .keyword(.century): return headedCentury(start)
    default: return nil
    }
  }

  private func decade(_ value: Int, _ start: Int, _ end: Int) -> DateMatch? {
    let first = value < 100 ? 1900 + value : value
    guard value % 10 == 0, (1000...2090).contains(first) else { return nil }
    return match(start, end, .span(from: CalendarDate(year: first), to: CalendarDate(year: first + 9)))
  }

  /// Counted as people write them: the 19th is 1800 to 1899, the 7th BC -0700 to -0601.
  private func century(_ number: Int, _ start: Int, _ end: Int, from first: Int? = nil) -> DateMatch? {
    guard (2...21).contains(number) else { return nil }
    let first = first ?? number
    if let era = keyword(at: end), era == .beforeChrist, isEra(end) {
      guard first >= number else { return nil }
      let (from, to) = (CalendarDate(year: first * -100), CalendarDate(year: number * -100 + 99))
      return match(start, end + 1, .span(from: from, to: to))
    }
    guard first <= number else { return nil }
    let (from, to) = (CalendarDate(year: first * 100 - 100), CalendarDate(year: number * 100 - 1))
    return match(start, end, .span(from: from, to: to))
  }

  /// "15th to the 19th century", "18th and 19th centuries": parts that share the word are one date; two that
  /// do not follow each other are none.
  private func centuries(_ first: Int, _ start: Int) -> DateMatch? {
    guard let join = join(at: start + 1), (1...21).contains(first) else { return nil }
    let next = keyword(at: start + 2) == .the ? start + 3 : start + 2
    guard next < tokens.count, case .ordinal(let second) = tokens[next].kind,
      keyword(at: next + 1) == .century,
      join == .range || abs(second - first) == 1 || start > 0 && tokens[start - 1].word == "between"
        || start > 1 && tokens[start - 2].word == "between"
    else { return nil }
    return century(second, start, next + 2, from: first)
  }

  /// "những năm 1980" is a decade, "những năm 1975-1979" a range.
  private func yearsPlural(_ start: Int) -> DateMatch? {
    guard start + 1 < tokens.count, case .number(let value, _) = tokens[start + 1].kind else { return nil }
    if let first = fullYear(at: start + 1), let (second, next) = endOfYears(after: start + 1, from: first) {
      return match(start, next, .span(from: CalendarDate(year: first), to: CalendarDate(year: second)))
    }
    return decade(value, start, start + 2)
  }

  private func headedCentury(_ start: Int) -> DateMatch? {
    guard tokens[start].language != .english else { return nil }
    var next = start + 1
    if next < tokens.count, tokens[next].word == "thứ" || keyword(at: next) == .day { next += 1 }
    guard let first = numberOfCentury(at: next) else { return nil }
    // "thế kỷ XV-XVI", "thế kỷ 19 và 20"
    if let join = join(at: next + 1), let last = numberOfCentury(at: next + 2), last > first,
      join == .range || last == first + 1, endsPhrase(next + 2)
    {
      return century(last, start, next + 3, from: first)
    }
    return century(first, start, next + 1)
  }

  private func numberOfCentury(at index: Int) -> Int? {
    guard index < tokens.count else { return nil }
    if case .number(let value, _) = tokens[index].kind { return value }
    return tokens[index].isCapitalised ? DateLexicon.romanNumerals[tokens[index].word] : nil
  }

  /// "1977-10-04", "30/4/1975", "30-4-1975", "30.4.1975". Where English does not tell day from month, the
  /// value has both ends.
  func numeric(at start: Int) -> DateMatch? {
    guard start + 4 < tokens.count, let mark = keyword(at: start + 1), keyword(at: start + 3) == mark,
      mark == .slash || mark == .dash || mark == .fullStop, (start + 1...start + 4).allSatisfy(isAttached),
      case .number(let first, let digits) = tokens[start].kind,
      case .number(let second, _) = tokens[start + 2].kind,
      !(start > 0 && isAttached(start) && isNumber(start - 2)) || followsDate(start),
      !isDigitsFollowing(start + 4) || keyword(at: start + 5) == .dash && keyword(at: start + 7) == mark
    else { return nil }
    if digits == 4, let third = day(at: start + 4) {
      return match(start, start + 5, .when(CalendarDate(year: first, month: second, day: third)))
    }
    guard digits <= 2, let year = fullYear(at: start + 4) else { return nil }
    return match(start, start + 5, dayAndMonth(first, second, year, mark))
  }

  /// "17.4.1975-7.1.1979"
  private func followsDate(_ start: Int) -> Bool {
    keyword(at: start - 1) == .dash && fullYear(at: start - 2) != nil
      && keyword(at: start - 3) == keyword(at: start + 1)
  }

  private func dayAndMonth(_ first: Int, _ second: Int, _ year: Int, _ mark: DateToken.Keyword) -> DateValue {
    let dayFirst = CalendarDate(year: year, month: second, day: first)
    let monthFirst = CalendarDate(year: year, month: first, day: second)
    let isEnglish = !tokens.contains { $0.language == .vietnamese || $0.language == .khmer }
    guard isEnglish, mark == .slash, first != second, dayFirst.isReal, monthFirst.isReal else {
      return .when(dayFirst.isReal ? dayFirst : monthFirst)
    }
    let isInOrder = dayFirst.dayNumber < monthFirst.dayNumber
    return .between(notBefore: isInOrder ? dayFirst : monthFirst, notAfter: isInOrder ? monthFirst : dayFirst)
  }
}
