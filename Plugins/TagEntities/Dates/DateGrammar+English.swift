/// Dates as English writes them.
extension DateGrammar {
  /// "January 5, 1979", "January 5-6, 1979", "June 14 to September 30, 1978", "May to November 1978",
  /// "October 5".
  func monthFirst(at start: Int) -> DateMatch? {
    guard let (month, afterMonth) = month(at: start), isNameOfMonth(start, followedBy: afterMonth) else {
      return nil
    }
    let dayIndex =
      keyword(at: afterMonth) == .comma && day(at: afterMonth + 1) != nil ? afterMonth + 1 : afterMonth
    if let first = day(at: dayIndex) { return monthDay(start, month, first, after: dayIndex + 1) }
    if let (year, next) = yearPart(at: afterMonth, allowsShort: keyword(at: afterMonth) == .apostrophe) {
      return match(start, next, .when(CalendarDate(year: year, month: month)))
    }
    guard joinsParts(afterMonth), let (second, afterSecond) = self.month(at: afterMonth + 1) else {
      return nil
    }
    if let (year, next) = yearPart(at: afterSecond, allowsShort: false) {
      let from = CalendarDate(year: year, month: month)
      return match(start, next, .span(from: from, to: CalendarDate(year: year, month: second)))
    }
    // "July to September" shares no year that is written: two dates.
    return nil
  }

  /// "may 5" is not a date in the middle of a sentence; "january 1979" is.
  private func isNameOfMonth(_ start: Int, followedBy next: Int) -> Bool {
    guard case .month(_, let isWord) = tokens[start].kind else { return false }
    if tokens[start].isCapitalised { return true }
    return !isWord && tokens[start].letters > 3 && (fullYear(at: next) != nil || day(at: next) != nil)
  }

  private func monthDay(_ start: Int, _ month: Int, _ first: Int, after next: Int) -> DateMatch? {
    if let join = join(at: next) {
      if let second = day(at: next + 1), self.month(at: next + 2) == nil {
        let year = yearPart(at: next + 2)
        if join == .range || year != nil || self.keyword(at: next) == .and {
          return daysOfOneMonth(start, month, first...max(first, second), year, after: next + 2)
        }
      }
      if let (otherMonth, afterMonth) = self.month(at: next + 1), let second = day(at: afterMonth) {
        let year = yearPart(at: afterMonth + 1)
        // Without a year that both share they are two dates.
        if let year {
          let from = CalendarDate(year: year.year, month: month, day: first)
          let to = CalendarDate(year: year.year, month: otherMonth, day: second)
          return match(start, year.next, .span(from: from, to: to))
        }
      }
    }
    let year = yearPart(at: next)
    return match(start, year?.next ?? next, .when(CalendarDate(year: year?.year, month: month, day: first)))
  }

  private func daysOfOneMonth(
    _ start: Int, _ month: Int, _ days: ClosedRange<Int>, _ year: (year: Int, next: Int)?, after next: Int
  ) -> DateMatch? {
    let from = CalendarDate(year: year?.year, month: month, day: days.lowerBound)
    let to = CalendarDate(year: year?.year, month: month, day: days.upperBound)
    return match(start, year?.next ?? next, .span(from: from, to: to))
  }

  /// "5 January 1979", "5th of January", "5-6 January 1979", "14 June to 30 September 1978", "4 Oct 77".
  func dayFirst(at start: Int) -> DateMatch? {
    guard let first = day(at: start), !isAfterNumberOrMark(start) else { return nil }
    let afterDay = keyword(at: start + 1) == .of ? start + 2 : start + 1
    if let (month, afterMonth) = month(at: afterDay),
      isNameOfMonth(afterDay, followedBy: afterMonth) || isFull(afterDay)
    {
      let year = yearPart(at: afterMonth)
      if year == nil, join(at: afterMonth) == .range, let second = day(at: afterMonth + 1),
        let (otherMonth, next) = self.month(at: afterMonth + 2)
      {
        if let year = yearPart(at: next) {
          let from = CalendarDate(year: year.year, month: month, day: first)
          let to = CalendarDate(year: year.year, month: otherMonth, day: second)
          return match(start, year.next, .span(from: from, to: to))
        }
      }
      return match(
        start, year?.next ?? afterMonth, .when(CalendarDate(year: year?.year, month: month, day: first)))
    }
    let last = lastOfDays(start)
    guard joinsParts(last + 1), let second = day(at: last + 2), second > first,
      let (month, next) = month(at: keyword(at: last + 3) == .of ? last + 4 : last + 3)
    else { return nil }
    return daysOfOneMonth(
      start, month, first...second, yearPart(at: next), after: yearPart(at: next)?.next ?? next)
  }

  /// A dash, "to" or "and", or the shorter "17/18 April", "5 & 6 June".
  private func joinsParts(_ index: Int) -> Bool {
    join(at: index) != nil || keyword(at: index) == .slash
      || index < tokens.count && tokens[index].word == "&"
  }

  /// The last of days that stand in order with commas between, "9, 11 and 14 October"; eight at most.
  private func lastOfDays(_ start: Int) -> Int {
    var last = start
    while last - start < 14, keyword(at: last + 1) == .comma, let day = day(at: last),
      let next = self.day(at: last + 2),
      next > day
    {
      last += 2
    }
    return last
  }

  private func isFull(_ index: Int) -> Bool {
    guard case .month(_, let isWord) = tokens[index].kind else { return false }
    return !isWord
  }

  /// The tail of a longer number, "3,5 May", or of an amount, "$5 May".
  private func isAfterNumberOrMark(_ index: Int) -> Bool {
    guard index > 0, !tokens[index].spaceBefore else { return false }
    if case .keyword(let mark) = tokens[index - 1].kind {
      // "17 April 1975–7 January 1979"
      if mark == .dash, index > 2, fullYear(at: index - 2) != nil, case .month = tokens[index - 3].kind {
        return false
      }
      return (mark == .comma || mark == .fullStop || mark == .slash || mark == .dash) && isNumber(index - 2)
    }
    return Self.marksOfAmounts.contains(tokens[index - 1].word)
  }

  /// A month that stands alone: a name with a capital, and for "May", "March" and "August" a word before that
  /// asks for a time.
  func monthAlone(at start: Int, isPrepared: Bool) -> DateMatch? {
    guard let (month, _) = month(at: start), tokens[start].isCapitalised,
      case .month(_, let isWord) = tokens[start].kind, tokens[start].letters > 3 || month == 5
    else { return nil }
    let before = start > 0 ? tokens[start - 1].word : ""
    // "last June" is relative, and so no date.
    if Self.relative.contains(before) { return nil }
    // "that March", but not "that March Air Base".
    let isBeforeName =
      start + 1 < tokens.count && tokens[start + 1].isCapitalised && tokens[start + 1].spaceBefore
    let isPointedAt = before == "that" && month != 5 && !isBeforeName
    guard isPrepared || isPointedAt || Self.asksForTime.contains(before) || !isWord else { return nil }
    return match(start, start + 1, .when(CalendarDate(month: month)))
  }

  private static let marksOfAmounts: WordSet = ["$", "£", "€", "#"]
  private static let relative: WordSet = ["last", "next", "this"]
  private static let asksForTime: WordSet = [
    "in", "of", "since", "until", "till", "through", "by", "from", "during", "before", "after",
  ]
}
