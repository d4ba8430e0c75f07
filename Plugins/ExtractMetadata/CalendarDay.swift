/// A day, month or year of the Gregorian calendar, as precise as it was written.
struct CalendarDay: Equatable, Comparable, Sendable {
  var year: Int
  var month: Int?
  var day: Int?
  /// Minutes that the written time runs ahead of UTC, and minutes after midnight; where both were written.
  var offset: Int?
  var minutes: Int?

  /// - Returns: nil when the calendar has no such day.
  init?(year: Int, month: Int? = nil, day: Int? = nil) {
    guard (1000...2999).contains(year) else { return nil }
    if let month { guard (1...12).contains(month) else { return nil } }
    if let day { guard let month, day >= 1, day <= Self.days(in: month, of: year) else { return nil } }
    self.year = year
    self.month = month
    self.day = day
  }

  /// ISO 8601: `2011-09-05`, `1979-12`, `1979`.
  var iso: String {
    ([String(year)] + [month, day].compactMap { $0 }.map { $0 < 10 ? "0\($0)" : String($0) })
      .joined(separator: "-")
  }

  /// Days since an arbitrary day, missing parts as 1 (Howard Hinnant, "chrono-Compatible Low-Level Date
  /// Algorithms", days_from_civil).
  var number: Int {
    let (m, d) = (month ?? 1, day ?? 1)
    let y = m <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  }

  /// The day in UTC at the written moment; the day itself where the moment was not written.
  var numberInUTC: Int {
    guard let offset, let minutes else { return number }
    let moment = minutes - offset
    return number + (moment < 0 ? -1 : moment >= 24 * 60 ? 1 : 0)
  }

  /// Whether one is the other, or a part of it: `1979-12` and `1979-12-04`.
  func agrees(with other: CalendarDay) -> Bool {
    year == other.year && (month == nil || other.month == nil || month == other.month)
      && (day == nil || other.day == nil || day == other.day)
  }

  static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

  static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}
