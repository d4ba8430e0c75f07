/// Dates whose parts have heads before them, as Vietnamese and Khmer write them.
extension DateGrammar {
  /// "ngày 13 tháng 8 năm 2013", "ngày 30-4-1975", "từ ngày 5 đến ngày 7 tháng 1 năm 1979", "ថ្ងៃទី១៧ ខែមេសា
  /// ឆ្នាំ១៩៧៥".
  func headedDay(at start: Int) -> DateMatch? {
    let index = afterDayHeads(start)
    let hasHead = index > start
    if hasHead, let match = dayWithStops(start, index) { return match }
    guard let first = day(at: index) else { return nil }
    // "hội nghị lần thứ 21 tháng 7-1973"
    if !hasHead, start > 0, Self.beforeOrdinals.contains(tokens[start - 1].word) { return nil }
    if hasHead, let match = daysOfOneYear(start, index, first) { return match }
    if let match = dayInDigits(start, index, first),
      hasHead || isBehindTimeOfDay(start) && !isFraction(first, match.tokens.upperBound)
    {
      return match
    }
    if let (month, next) = headedMonthPart(at: index + 1) {
      if join(at: next) == .range,
        let match = toOtherMonth(start, CalendarDate(month: month, day: first), after: next + 1)
      {
        return match
      }
      let (date, end) = dated(CalendarDate(month: month, day: first), at: next)
      return date.map { match(start, end, $0) }
    }
    guard join(at: index + 1) != nil else { return nil }
    let secondIndex = afterDayHeads(index + 2)
    guard let second = day(at: secondIndex), let (month, next) = headedMonthPart(at: secondIndex + 1) else {
      return nil
    }
    return ranged(
      start, CalendarDate(month: month, day: first), CalendarDate(month: month, day: second), after: next)
  }

  private static let beforeOrdinals: WordSet = ["thứ", "số", "khóa", "khoá"]

  /// "ngày 15 đến 18-12-1986", "ngày 30-4 và 1-5-1975": parts that share a year.
  private func daysOfOneYear(_ start: Int, _ index: Int, _ first: Int) -> DateMatch? {
    let short = dayInDigits(start, index, first)
    let next = short?.tokens.upperBound ?? index + 1
    guard join(at: next) != nil else { return nil }
    let other = afterDayHeads(next + 1)
    guard let last = day(at: other), let match = dayInDigits(other, other, last),
      case .when(let to) = match.value, to.year != nil
    else { return nil }
    var from = to
    from.day = first
    if let short {
      guard case .when(let date) = short.value, date.year == nil else { return nil }
      from.month = date.month
    }
    guard from.dayNumber < to.dayNumber else { return nil }
    return self.match(start, match.tokens.upperBound, .span(from: from, to: to))
  }

  private static let timesOfDay: WordSet = ["sáng", "trưa", "chiều", "tối", "đêm", "khuya", "hôm"]

  /// "Sáng 12/4", "đêm 30-4": day and month in digits without the word for day.
  private func isBehindTimeOfDay(_ start: Int) -> Bool {
    start > 0 && tokens[start].spaceBefore && Self.timesOfDay.contains(tokens[start - 1].word)
  }

  /// "tối 2/3 đại biểu": a number below four, over the next ones, with a word behind it that is counted.
  private func isFraction(_ first: Int, _ end: Int) -> Bool {
    guard first < 4, let below = day(at: end - 1), below < 6, end < tokens.count else { return false }
    return tokens[end].spaceBefore && !tokens[end].isMark && !tokens[end].isCapitalised
  }

  /// The token behind the heads of a day, "ngày mùng": four at most, a bound on the work for hostile text.
  private func afterDayHeads(_ start: Int) -> Int {
    var index = start
    while index - start < 4, keyword(at: index) == .day { index += 1 }
    return index
  }

  private func toOtherMonth(_ start: Int, _ from: CalendarDate, after next: Int) -> DateMatch? {
    let index = afterDayHeads(next)
    guard let second = day(at: index), let (month, end) = headedMonthPart(at: index + 1) else { return nil }
    return ranged(start, from, CalendarDate(month: month, day: second), after: end)
  }

  private func ranged(_ start: Int, _ from: CalendarDate, _ to: CalendarDate, after next: Int) -> DateMatch? {
    guard let (year, end) = headedYearPart(at: next), !year.isBuddhist else {
      return match(start, next, .span(from: from, to: to))
    }
    var (from, to) = (from, to)
    from.year = year.number
    to.year = year.number
    return match(start, end, .span(from: from, to: to))
  }

  /// "ngày 7.1.1979"
  private func dayWithStops(_ start: Int, _ index: Int) -> DateMatch? {
    guard index + 4 < tokens.count, case .number(let day, let digits) = tokens[index].kind, digits < 3,
      (1...31).contains(day), keyword(at: index + 1) == .fullStop,
      case .number(let month, let monthDigits) = tokens[index + 2].kind, monthDigits < 3,
      (1...12).contains(month), keyword(at: index + 3) == .fullStop,
      (index + 1...index + 4).allSatisfy(isAttached),
      let year = fullYear(at: index + 4)
    else { return nil }
    return match(start, index + 5, .when(CalendarDate(year: year, month: month, day: day)))
  }

  /// "ngày 30-4", "ngày 30/4/1975"
  private func dayInDigits(_ start: Int, _ index: Int, _ first: Int) -> DateMatch? {
    guard let mark = keyword(at: index + 1), mark == .dash || mark == .slash, isAttached(index + 1),
      isAttached(index + 2),
      let month = day(at: index + 2), month <= 12
    else { return nil }
    if keyword(at: index + 3) == mark, isAttached(index + 3), let year = fullYear(at: index + 4) {
      return match(start, index + 5, .when(CalendarDate(year: year, month: month, day: first)))
    }
    // "ngày 5-7 tháng 1" is a range of days.
    if keyword(at: index + 3) == .monthHead { return nil }
    return match(start, index + 3, .when(CalendarDate(month: month, day: first)))
  }

  /// "tháng 8", "tháng tư", "ខែមេសា"; a Khmer month may stand without its head after a day.
  private func headedMonthPart(at index: Int, needsHead: Bool = false) -> (month: Int, next: Int)? {
    var next = index
    if keyword(at: next) == .monthHead { next += 1 }
    guard next < tokens.count else { return nil }
    if case .month(let month, _) = tokens[next].kind, tokens[next].language == .khmer,
      !needsHead || next > index
    {
      return (month, next + 1)
    }
    guard next > index else { return nil }
    if case .number(let value, let digits) = tokens[next].kind, digits <= 2, (1...12).contains(value) {
      return (value, next + 1)
    }
    let word = tokens[next].word
    if next + 1 < tokens.count, word == "mười", let month = DateLexicon.vietnameseTeens[tokens[next + 1].word]
    {
      return (month, next + 2)
    }
    guard let month = DateLexicon.vietnameseMonths[word] else { return nil }
    // "tháng năm" is May only where a year follows: else the words mean "months and years".
    if word == "năm", headedYearPart(at: next + 1) == nil { return nil }
    return (month, next + 1)
  }

  /// A year with its era.
  struct HeadedYear {
    var number: Int
    var isBuddhist: Bool
  }

  /// "năm 1979", ", 1979", "/1979", "ឆ្នាំ១៩៧៥", "ព.ស. ២៥១៩".
  private func headedYearPart(at index: Int) -> (year: HeadedYear, next: Int)? {
    var next = index
    if let mark = keyword(at: next), mark == .comma || mark == .slash || mark == .dash { next += 1 }
    if keyword(at: next) == .fullStop, isAttached(next), isAttached(next + 1) { next += 1 }
    if keyword(at: next) == .year { next += 1 }
    let era = keyword(at: next)
    if era == .buddhistEra || era == .ourEra { next += 1 }
    guard let year = fullYear(at: next) else {
      guard era == nil, next > index, keyword(at: next - 1) == .year,
        let year = headedAncientYear(at: next, isBehindMonth: true)
      else { return nil }
      return (HeadedYear(number: year, isBuddhist: false), next + 1)
    }
    // A year of the twenty-fourth century or later, in Khmer, is of the Buddhist Era.
    let isBuddhist =
      era == .buddhistEra || year >= 2300 && next > index && tokens[next - 1].language == .khmer
    return (HeadedYear(number: year, isBuddhist: isBuddhist), next + 1)
  }

  /// The value of a day or month with the year that may follow, and where it ends. Nil when it is no date.
  private func dated(_ date: CalendarDate, at next: Int) -> (value: DateValue?, end: Int) {
    guard let (year, end) = headedYearPart(at: next) else { return (.when(date), next) }
    var date = date
    date.year = year.number
    if year.isBuddhist {
      // A year of our era may follow the Buddhist one, and wins.
      if let (second, secondEnd) = headedYearPart(at: end), !second.isBuddhist {
        date.year = second.number
        return (.when(date), secondEnd)
      }
      return (BuddhistEra.value(date), end)
    }
    return (.when(date), end)
  }

  /// "tháng 9 năm 1977", "tháng 9/1977", "từ tháng 5 đến tháng 11 năm 1978", "ខែមេសា ឆ្នាំ១៩៧៥".
  func headedMonth(at start: Int) -> DateMatch? {
    guard keyword(at: start) == .monthHead, let (month, next) = headedMonthPart(at: start, needsHead: true)
    else { return nil }
    if let join = join(at: next), let (second, end) = headedMonthPart(at: next + 1, needsHead: true),
      join == .range || headedYearPart(at: end) != nil
    {
      return ranged(start, CalendarDate(month: month), CalendarDate(month: second), after: end)
    }
    let (value, end) = dated(CalendarDate(month: month), at: next)
    return value.map { match(start, end, $0) }
  }

  /// "năm [1979]", "năm [1975-79]", "ឆ្នាំ[១៩៧៥]", "ព.ស. ២៥៤៣": the head of a year that stands alone is
  /// outside, as in "the year 1979".
  func headedYear(at start: Int) -> DateMatch? {
    guard let head = keyword(at: start), head == .year || head == .buddhistEra || head == .ourEra,
      tokens[start].language != .english,
      !(start > 0 && YearContext.every.contains(tokens[start - 1].word))
    else { return nil }
    if head == .year, let year = headedAncientYear(at: start + 1) { return ancientYear(start, year) }
    guard let (year, next) = headedYearPart(at: start) else { return nil }
    // "một năm 1500 lượt"
    if start > 0, next < tokens.count, YearContext.numberWords.contains(tokens[start - 1].word),
      YearContext.unitsAfter.contains(tokens[next].word)
    {
      return nil
    }
    var found: DateMatch?
    if year.isBuddhist {
      found = BuddhistEra.value(CalendarDate(year: year.number)).map { match(start, next, $0) }
    } else if let range = years(at: next - 1), case .span = range.value {
      found = match(start, range.tokens.upperBound, range.value)
    } else {
      found = match(start, next, .when(CalendarDate(year: year.number)))
    }
    if head == .year { found?.headCount = 1 }
    return found
  }

  /// "năm [938]", "năm [40 sau Công nguyên]"
  private func ancientYear(_ start: Int, _ year: Int) -> DateMatch {
    let era = era(behind: start + 1)
    var found = match(
      start, era?.end ?? start + 2, .when(CalendarDate(year: era?.isBefore ?? false ? -year : year)))
    found.headCount = 1
    return found
  }
}
