/// A day, month or year of the Gregorian calendar as it was written, parts missing where they were.
struct CalendarDate: Sendable, Equatable, Hashable {
  /// 1...9999, or negative before our era: -594 is 594 BC. Nil when the text does not say.
  var year: Int?
  /// 1...12.
  var month: Int?
  /// 1...31.
  var day: Int?

  init(year: Int? = nil, month: Int? = nil, day: Int? = nil) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Whether there is such a day; 29 February without a year is one.
  var isReal: Bool {
    if let year, year == 0 || abs(year) > 9999 { return false }
    if let month, !(1...12).contains(month) { return false }
    guard let day else { return year != nil || month != nil }
    guard let month else { return false }
    return (1...CalendarDate.days(inMonth: month, year: year)).contains(day)
  }

  /// - Parameter year: a leap year when nil.
  static func days(inMonth month: Int, year: Int?) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year.map(isLeap) ?? true ? 29 : 28
    default: 31
    }
  }

  static func isLeap(_ year: Int) -> Bool {
    // Source: XML Schema Part 2, second edition, has no year 0: 1 BC, a leap year in proleptic reckoning, is
    // -1.
    let year = year < 0 ? year + 1 : year
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The value of a TEI attribute: `1979-01-05`, `1979-01`, `1979`, `--01-05`, `--01`.
  /// - Source: TEI P5, teidata.temporal.w3c; XML Schema Part 2, date, gYearMonth, gYear, gMonthDay, gMonth.
  var value: String {
    // Bytes in place: with room for no more than fifteen, a string without memory of its own.
    String(unsafeUninitializedCapacity: (year ?? 0).magnitude < 10_000 ? 15 : 72) { bytes in
      var count = 0
      func put(_ byte: UInt8) {
        bytes[count] = byte
        count += 1
      }
      func put(_ number: Int, _ width: Int) {
        var power: UInt = 1
        for _ in 1..<width { power *= 10 }
        while number.magnitude / power > 9 { power *= 10 }
        while power > 0 {
          put(UInt8(ascii: "0") + UInt8(number.magnitude / power % 10))
          power /= 10
        }
      }
      if year.map({ $0 < 0 }) ?? true { put(UInt8(ascii: "-")) }
      if let year { put(year, 4) }
      for part in [month, day] {
        guard let part else { continue }
        put(UInt8(ascii: "-"))
        put(part, 2)
      }
      return count
    }
  }

  /// Days since 1 January 1970, for comparisons; missing parts count as the first.
  /// - Source: the civil-from-days algorithm, published by H. Hinnant.
  var dayNumber: Int {
    let (month, day) = (month ?? 1, day ?? 1)
    let year = (year ?? 1972) - (month <= 2 ? 1 : 0)
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension CalendarDate {
  /// The day with a number of `dayNumber`.
  ///
  /// - Complexity: O(years from 1970 / 1460).
  init(dayNumber number: Int) {
    var year = 1970 + number / 365
    while CalendarDate(year: year).dayNumber > number { year -= 1 }
    var rest = number - CalendarDate(year: year).dayNumber
    var month = 1
    while rest >= CalendarDate.days(inMonth: month, year: year) {
      rest -= CalendarDate.days(inMonth: month, year: year)
      month += 1
    }
    self.init(year: year, month: month, day: rest + 1)
  }
}

/// What a date expression means.
enum DateValue: Sendable, Equatable {
  case when(CalendarDate)
  case span(from: CalendarDate, to: CalendarDate)
  /// Somewhere between two days.
  case between(notBefore: CalendarDate, notAfter: CalendarDate)

  /// TEI attributes.
  var attributes: [String: String] {
    switch self {
    case .when(let date): ["when": date.value]
    case .span(let from, let to): ["from": from.value, "to": to.value]
    case .between(let notBefore, let notAfter): ["notBefore": notBefore.value, "notAfter": notAfter.value]
    }
  }

  /// Its first and last day, month or year.
  var ends: (CalendarDate, CalendarDate) {
    switch self {
    case .when(let date): (date, date)
    case .span(let from, let to): (from, to)
    case .between(let notBefore, let notAfter): (notBefore, notAfter)
    }
  }

  /// Whether every part is a real calendar date and the ends are in order.
  var isReal: Bool {
    let (first, last) = ends
    guard first.isReal, last.isReal, (first.year == nil) == (last.year == nil) else { return false }
    if first.year == nil { return true }
    return first.dayNumber <= last.dayNumber
  }

  /// The same without the days; ranges stay as they are.
  var withoutDay: DateValue {
    guard case .when(let date) = self, date.month != nil else { return self }
    return .when(CalendarDate(year: date.year, month: date.month))
  }

  var firstMonth: Int? { ends.0.month }

  /// Whether it says a day.
  var hasDay: Bool { ends.0.day != nil }

  /// Whether a year is to be found in the text around.
  var lacksYear: Bool { ends.0.year == nil }

  /// The one year it lies in; nil for a range over several years, or none.
  var singleYear: Int? {
    let (first, last) = ends
    return first.year == last.year ? first.year : nil
  }

  /// The same with a year; nil when there is no such day in that year, or the value has one.
  func inYear(_ year: Int) -> DateValue? {
    guard lacksYear else { return nil }
    var (first, last) = ends
    first.year = year
    last.year = year
    if case .span = self, let from = first.month, let to = last.month, to < from { last.year = year + 1 }
    let value: DateValue =
      switch self {
      case .when: .when(first)
      case .span: .span(from: first, to: last)
      case .between: .between(notBefore: first, notAfter: last)
      }
    return value.isReal ? value : nil
  }
}

/// The Buddhist Era of Cambodia, whose year changes on Visakh Bochea, the full moon of Pisakh (April or May).
enum BuddhistEra {
  /// Our reckoning of a date whose year is of the Buddhist Era: minus 543 before Visakh Bochea, minus 544
  /// from it on.
  ///
  /// A date that does not say on which side of the feast it lies has both ends: a year runs from one feast to
  /// the eve of the next. The feast is reckoned from the mean full moon, which is right to about a day: that
  /// day, and one beside it, have both readings.
  static func value(_ date: CalendarDate) -> DateValue? {
    guard let era = date.year, (545...3000).contains(era) else { return nil }
    let (first, last) = (era - 544, era - 543)
    guard let month = date.month else {
      return .between(notBefore: visakhBochea(first, plus: 0), notAfter: visakhBochea(last, plus: -1))
    }
    func dated(_ year: Int) -> DateValue? {
      let value = DateValue.when(CalendarDate(year: year, month: month, day: date.day))
      return value.isReal ? value : nil
    }
    if month < 4 { return dated(last) }
    if month > 5 { return dated(first) }
    return nearFeast(month: month, day: date.day, first: first, last: last, dated: dated)
  }

  private static func nearFeast(
    month: Int, day: Int?, first: Int, last: Int, dated: (Int) -> DateValue?
  ) -> DateValue? {
    let early = CalendarDate(year: last, month: month, day: day ?? 1)
    let late = CalendarDate(
      year: first, month: month, day: day ?? CalendarDate.days(inMonth: month, year: first))
    let canBeEarly = early.isReal && early.dayNumber <= visakhBochea(last, plus: 0).dayNumber
    let canBeLate = late.isReal && late.dayNumber >= visakhBochea(first, plus: -1).dayNumber
    switch (canBeEarly, canBeLate) {
    case (true, false): return dated(last)
    case (false, true): return dated(first)
    case (true, true):
      let from = CalendarDate(year: first, month: month, day: day)
      let to = CalendarDate(year: last, month: month, day: day)
      return from.isReal && to.isReal ? .between(notBefore: from, notAfter: to) : nil
    case (false, false): return nil
    }
  }

  /// The full moon of Pisakh of a year of our era, by the mean lunation, with an offset in days.
  ///
  /// - Source: mean full moon of 21 January 2000, 4:40 UT; synodic month 29.530588 days. The Cambodian leap
  ///   month is a second Asath, after Pisakh, so that the feast falls between 26 April and 25 May; its
  ///   calendar runs most of a day before the mean moon (public holidays of 2017 to 2025: 10 May, 29 April,
  ///   18 May, 6 May, 26 April, 15 May, 4 May, 22 May, 11 May).
  static func visakhBochea(_ year: Int, plus offset: Int) -> CalendarDate {
    let epoch = 10_977.194
    let month = 29.530588
    let toFeast = 7.0 / 24 - 1
    let earliest = Double(CalendarDate(year: year, month: 4, day: 26).dayNumber) - 0.5
    let moons = ((earliest - toFeast - epoch) / month).rounded(.up)
    let moon = epoch + moons * month + toFeast
    return CalendarDate(dayNumber: Int(moon.rounded(.toNearestOrAwayFromZero)) + offset)
  }
}
