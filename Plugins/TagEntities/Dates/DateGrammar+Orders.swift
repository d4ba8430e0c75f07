/// Dates whose parts stand in other orders, as finding aids, telegrams and older books write them.
extension DateGrammar {
  /// "1975 April 17"
  func yearFirst(at start: Int) -> DateMatch? {
    guard let year = fullYear(at: start), let (month, next) = month(at: start + 1), let day = day(at: next),
      yearPart(at: next + 1, allowsShort: false) == nil
    else { return nil }
    return match(start, next + 1, .when(CalendarDate(year: year, month: month, day: day)))
  }

  /// "12.IV.1931", "7-I-1979", "17-Apr-1975"
  func monthInside(at start: Int) -> DateMatch? {
    guard let day = day(at: start), let mark = keyword(at: start + 1), keyword(at: start + 3) == mark,
      mark == .dash || mark == .fullStop || mark == .slash, (start + 1...start + 4).allSatisfy(isAttached),
      let year = fullYear(at: start + 4), tokens[start + 2].isCapitalised,
      let month = month(at: start + 2)?.month ?? DateLexicon.romanNumerals[tokens[start + 2].word],
      month <= 12
    else { return nil }
    return match(start, start + 5, .when(CalendarDate(year: year, month: month, day: day)))
  }

  /// "2510 B.E.", "2500 BE", "the year 2500 of the Buddhist Era", "BE 2518": years of the Buddhist Era in English.
  func buddhistYear(at start: Int) -> DateMatch? {
    if keyword(at: start) == .buddhistEra, tokens[start].isCapitalised, let year = fullYear(at: start + 1),
      year >= 2300
    {
      return BuddhistEra.value(CalendarDate(year: year)).map { match(start, start + 2, $0) }
    }
    guard let year = fullYear(at: start), year >= 2300, let end = buddhistEraEnd(behind: start) else {
      return nil
    }
    return BuddhistEra.value(CalendarDate(year: year)).map {
      DateMatch(tokens: start..<end, value: $0)
    }
  }

  private func buddhistEraEnd(behind index: Int) -> Int? {
    if keyword(at: index + 1) == .buddhistEra, tokens[index + 1].isCapitalised { return index + 2 }
    guard index + 4 < tokens.count else { return nil }
    let words = (1...4).map { tokens[index + $0].word }
    if words == ["b", ".", "e", "."] || words == ["of", "the", "buddhist", "era"] { return index + 5 }
    return nil
  }
}
