import StageKit

/// Dates that the text gives by the day it was written: "yesterday", "last year", "two weeks ago", "hôm qua", "năm
/// ngoái". They are counted from the document's date.
///
/// Days, weeks (Monday to Sunday), months and years; a day of the week alone is the last one up to the document's date.
struct RelativeDates {
  /// The document's date; its month and day may be missing.
  private let reference: CalendarDate

  /// - Parameter date: ISO 8601, as precise as it is known, "2011-09-05" or "1979-12"; nil for any other.
  init?(_ date: String?) {
    guard let parts = date?.prefix(10).split(separator: "-", omittingEmptySubsequences: false),
      let year = parts.first.flatMap({ $0.count == 4 ? Int($0) : nil })
    else { return nil }
    let rest = parts.dropFirst().map { $0.count == 2 ? Int($0) : nil }
    guard rest.allSatisfy({ $0 != nil }), rest.count < 3 else { return nil }
    reference = CalendarDate(
      year: year, month: rest.first ?? nil, day: rest.count > 1 ? rest[1] : nil)
    guard reference.isReal else { return nil }
  }

  /// The relative dates of a region, from left to right.
  ///
  /// - Complexity: O(tokens).
  func mentions(in region: Region) -> [DateMention] {
    let tokens = region.tokens
    var mentions: [DateMention] = []
    var index = 0
    while index < tokens.count {
      guard tokens[index].kind != .punctuation, !tokens[index].isTechnical,
        let (end, value, certainty) = expression(at: index, region), value.isReal
      else {
        index += 1
        continue
      }
      let range = tokens[index].range.lowerBound..<tokens[end - 1].range.upperBound
      mentions.append(DateMention(range: range, value: value, relative: certainty))
      index = end
    }
    return mentions
  }

  private typealias Match = (end: Int, value: DateValue, certainty: Certainty)

  private func expression(at start: Int, _ region: Region) -> Match? {
    let tokens = region.tokens
    let first = tokens[start].word
    let before: Word = start > 0 ? tokens[start - 1].word : ""
    if let days = Self.days[first] {
      // "the day before yesterday", "USA Today"; "today" is often nowadays.
      if before == "before" || before == "after" { return nil }
      if tokens[start].isCapitalised, start > 0, tokens[start - 1].isCapitalised { return nil }
      return dayMatch(start + 1, days, days == 0 ? .low : .medium)
    }
    if start + 1 < tokens.count, tokens[start + 1].spaceBefore {
      let second = tokens[start + 1].word
      if let days = Self.vietnameseDays.first(where: { $0.words == (first, second) })?.days {
        return dayMatch(start + 2, days, .medium)
      }
      if let match = pointed(start, tokens) ?? vietnamesePointed(first, second, start, tokens) {
        return match
      }
    }
    return ago(start, region) ?? weekday(start, tokens)
  }

  // MARK: Words

  private static let days: WordTable<Int> = ["today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1]
  private static let vietnameseDays: [(words: (Word, Word), days: Int)] = [
    (("hôm", "nay"), 0), (("hôm", "qua"), -1), (("hôm", "kia"), -2), (("ngày", "mai"), 1),
    (("sáng", "nay"), 0),
    (("chiều", "nay"), 0), (("tối", "nay"), 0), (("đêm", "nay"), 0), (("đêm", "qua"), -1),
    (("tối", "qua"), -1),
    (("chiều", "qua"), -1), (("sáng", "mai"), 1), (("last", "night"), -1), (("this", "morning"), 0),
    (("this", "afternoon"), 0), (("this", "evening"), 0),
  ]
  private enum Unit { case day, week, month, year }
  private static let units: WordTable<Unit> = [
    "day": .day, "days": .day, "week": .week, "weeks": .week, "month": .month, "months": .month,
    "year": .year,
    "years": .year, "ngày": .day, "tuần": .week, "tháng": .month, "năm": .year,
  ]
  private static let pointedUnits: WordTable<Unit> = ["week": .week, "month": .month, "year": .year]
  private static let directions: WordTable<Int> = ["last": -1, "this": 0, "next": 1]
  private static let vietnameseDirections: WordTable<Int> = [
    "ngoái": -1, "trước": -1, "này": 0, "nay": 0, "tới": 1,
  ]
  private static let numbers: WordTable<Int> = [
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50,
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
  ]
  private static let weekdays: WordTable<Int> = [
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
  ]

  // MARK: Forms

  /// "last year", "this week", "next Friday", "last June"; "the last year" is a duration.
  private func pointed(_ start: Int, _ tokens: [Token]) -> Match? {
    let second = tokens[start + 1]
    guard let direction = Self.directions[tokens[start].word] else { return nil }
    // "his last year", "3 May last year": of somebody, or a part of another date.
    if start > 0, Self.ofOthers.contains(tokens[start - 1].word) || isPartOfDate(tokens[start - 1]) {
      return nil
    }
    if let unit = Self.pointedUnits[second.word] {
      return shifted(unit, by: direction).map { (start + 2, $0, .medium) }
    }
    if let day = Self.weekdays[second.word] { return weekday(day, direction, end: start + 2) }
    guard second.isCapitalised, case .month(let month, _)? = DateLexicon.englishWords[second.word],
      let year = reference.year, let own = reference.month
    else { return nil }
    // The one that is past, or to come, and next to the document's date.
    let other = direction < 0 && month >= own ? year - 1 : direction > 0 && month <= own ? year + 1 : year
    return (start + 2, .when(CalendarDate(year: other, month: month)), .low)
  }

  /// "năm ngoái", "tuần này", "tháng tới"; "trước" may be that of a story: only weeks and months, at low certainty.
  private func vietnamesePointed(_ first: Word, _ second: Word, _ start: Int, _ tokens: [Token]) -> Match? {
    guard let direction = Self.vietnameseDirections[second], let unit = Self.units[first], unit != .day,
      first.isVietnameseUnit
    else { return nil }
    if start > 0, isNumber(tokens[start - 1]) { return nil }
    // "năm này qua năm khác"; "trước" is also that of a story.
    if start + 2 < tokens.count, tokens[start + 2].word == "qua" { return nil }
    if second == "trước", unit == .year { return nil }
    return shifted(unit, by: direction).map { (start + 2, $0, second == "trước" ? .low : .medium) }
  }

  private static let ofOthers: WordSet = [
    "the", "his", "her", "its", "their", "my", "our", "your", "that", "of", "'s", "ago",
  ]

  private func isPartOfDate(_ token: Token) -> Bool {
    if isNumber(token) { return true }
    if case .month? = DateLexicon.englishWords[token.word] { return token.isCapitalised }
    return false
  }

  /// Words before a number that make it another one: "twenty-five", "hai mươi ba", "2.5", "a year and two months".
  private static let otherNumbers: WordSet = [
    "-", ".", ",", "and", "or", "to", "hundred", "thousand", "mười", "mươi", "trăm", "nghìn", "số", "sixty",
    "seventy",
    "eighty", "ninety",
  ]
  /// What tells that "trước" counts from another time: "ba năm trước đó", "trước khi chết".
  private static let beforeOthers: WordSet = ["đó", "khi", "lúc", "ngày", "năm", "cuộc"]

  private func isNumber(_ token: Token) -> Bool { token.kind == .number || Self.numbers[token.word] != nil }

  /// "two years ago", "3 days ago", "cách đây hai năm", "ba năm trước".
  private func ago(_ start: Int, _ region: Region) -> Match? {
    let tokens = region.tokens
    var index = start
    let isHeaded = tokens[start].word == "cách" && start + 1 < tokens.count && tokens[start + 1].word == "đây"
    if isHeaded { index += 2 }
    guard index + 1 < tokens.count, let number = number(tokens[index], region), (1...999).contains(number),
      let unit = Self.units[tokens[index + 1].word], tokens[index + 1].spaceBefore
    else { return nil }
    if index > 0, Self.otherNumbers.contains(tokens[index - 1].word) || isNumber(tokens[index - 1]) {
      return nil
    }
    let isVietnamese = tokens[index + 1].word.isVietnameseUnit
    guard isVietnamese == (isHeaded || index + 2 < tokens.count && tokens[index + 2].word == "trước") else {
      return nil
    }
    if !isVietnamese { guard index + 2 < tokens.count, tokens[index + 2].word == "ago" else { return nil } }
    if isVietnamese, !isHeaded, index + 3 < tokens.count, Self.beforeOthers.contains(tokens[index + 3].word) {
      return nil
    }
    guard let value = back(number, unit) else { return nil }
    return (isHeaded ? index + 2 : index + 3, value, isVietnamese && !isHeaded ? .low : .medium)
  }

  private func number(_ token: Token, _ region: Region) -> Int? {
    guard token.kind == .number else { return Self.numbers[token.word] }
    return Int(String(decoding: region.folded.bytes[token.folded], as: UTF8.self))
  }

  /// A day of the week with a capital that has no calendar date beside it: dates with one are found before.
  private func weekday(_ start: Int, _ tokens: [Token]) -> Match? {
    guard tokens[start].shape == .capital, let day = Self.weekdays[tokens[start].word] else { return nil }
    // "Sunday Times", "Black Friday", "every Monday"
    if start + 1 < tokens.count, tokens[start + 1].isCapitalised, tokens[start + 1].spaceBefore { return nil }
    if start > 0, Self.otherwise.contains(tokens[start - 1].word) { return nil }
    if start + 1 < tokens.count, Self.ends.contains(tokens[start + 1].word) { return nil }
    // "Friday the 13th"
    if start + 2 < tokens.count, tokens[start + 1].word == "the", tokens[start + 2].kind == .number {
      return nil
    }
    for index in max(0, start - Self.nearby)..<min(tokens.count, start + Self.nearby)
    where Self.habits.contains(tokens[index].word) { return nil }
    return weekday(day, nil, end: start + 1)
  }

  /// Before days that are any of their kind, or have names of their own.
  private static let otherwise: WordSet = [
    "every", "each", "a", "any", "one", "some", "that", "black", "good", "bloody", "palm", "easter", "ash",
    "the",
    "following", "previous", "from", "to", "through", "man",
  ]

  /// "From Monday to Friday", "the Friday before".
  private static let ends: WordSet = ["to", "through", "before", "after"]

  /// Words of what happens on a day of every week.
  private static let habits: WordSet = [
    "per", "usually", "weekly", "daily", "open", "opens", "closed", "hours",
  ]
  private static let nearby = 10

  // MARK: Reckoning

  /// The number of the document's day since 1 January 1970; nil where the day is not known.
  private var today: Int? { reference.day == nil ? nil : reference.dayNumber }

  private func dayMatch(_ end: Int, _ days: Int, _ certainty: Certainty) -> Match? {
    today.map { (end, .when(CalendarDate(dayNumber: $0 + days)), certainty) }
  }

  /// - Parameter direction: -1 for the one before, 0 for that of the same week, 1 for the next; nil for the last one
  ///   up to the document's date.
  private func weekday(_ day: Int, _ direction: Int?, end: Int) -> Match? {
    guard let today else { return nil }
    let own = Self.weekday(ofDay: today)
    let days: Int
    switch direction {
    case nil: days = -((own - day + 7) % 7)
    case -1: days = own == day ? -7 : -((own - day + 7) % 7)
    case 0: days = day - own
    default: days = own == day ? 7 : (day - own + 7) % 7
    }
    return dayMatch(end, days, .low)
  }

  /// 0 for Monday: 1 January 1970 was a Thursday.
  private static func weekday(ofDay day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

  private func shifted(_ unit: Unit, by number: Int) -> DateValue? {
    guard let year = reference.year else { return nil }
    switch unit {
    case .year: return .when(CalendarDate(year: year + number))
    case .month: return month(number)
    case .week:
      guard let today else { return nil }
      let monday = today - Self.weekday(ofDay: today) + 7 * number
      return .span(from: CalendarDate(dayNumber: monday), to: CalendarDate(dayNumber: monday + 6))
    case .day: return nil
    }
  }

  private func month(_ number: Int) -> DateValue? {
    guard let year = reference.year, let month = reference.month else { return nil }
    let months = year * 12 + month - 1 + number
    guard months > 11 else { return nil }
    return .when(CalendarDate(year: months / 12, month: months % 12 + 1))
  }

  private func back(_ number: Int, _ unit: Unit) -> DateValue? {
    switch unit {
    case .day, .week: today.map { .when(CalendarDate(dayNumber: $0 - number * (unit == .week ? 7 : 1))) }
    case .month: month(-number)
    case .year: shifted(.year, by: -number)
    }
  }
}

extension Word {
  /// A Vietnamese word for a day, week, month or year.
  fileprivate var isVietnameseUnit: Bool {
    self == "ngày" || self == "tuần" || self == "tháng" || self == "năm"
  }
}
