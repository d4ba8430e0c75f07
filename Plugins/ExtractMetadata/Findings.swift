import StageKit

/// A value with its origin.
struct Finding: Equatable {
  var key: String
  var values: [String]
  var place: String
  var certainty: Certainty
}

/// What was found: for each key what is believed, and what other places of the page say instead.
struct Findings {
  private(set) var list: [Finding] = []
  private(set) var others: [Finding] = []
  private var unproven: [Finding] = []
  private let limit: DateLimit

  init(limit: DateLimit) { self.limit = limit }

  func has(_ key: String) -> Bool { list.contains { $0.key == key } }
  func first(_ key: String) -> String? { list.first { $0.key == key }?.values.first }

  /// Adds a value: the first for a key is believed. A later one that says something else is noted.
  mutating func add(_ key: String, _ values: [String], at place: String, _ certainty: Certainty) {
    let values = values.map(Plain.collapsed).filter { !$0.isEmpty }
    guard !values.isEmpty else { return }
    let finding = Finding(key: key, values: values, place: place, certainty: certainty)
    if has(key) {
      if others.count < 100 { others.append(finding) }
    } else {
      list.append(finding)
    }
  }

  /// Adds a date, as far as it can be read and is not in the future.
  mutating func add(date: String?, _ key: String, at place: String, _ certainty: Certainty) {
    guard let date else { return }
    add(day: DateReading.machine(date), key, at: place, certainty)
  }

  mutating func add(day: CalendarDay?, _ key: String, at place: String, _ certainty: Certainty) {
    guard let day else { return }
    if limit.allows(day) {
      add(key, [day.iso], at: place, certainty)
    } else if limit.cannotProve(day), unproven.count < 100 {
      unproven.append(Finding(key: key, values: [day.iso], place: place, certainty: certainty))
    }
  }

  /// What to tell of days that were not taken because nothing says when the page was harvested.
  func unprovenDays() -> [String] {
    let keys = PersonNames.unique(unproven.map(\.key))
    return keys.compactMap { key in
      guard let first = unproven.first(where: { $0.key == key }) else { return nil }
      return
        "\(key): \(first.values[0]) (\(first.place)) is after \(DateLimit.yearOfThisVersion), the year of this "
        + "version, and not taken; say when the page was harvested (accessed), or give --run-date"
    }
  }

  /// Lowers the certainty of authors and dates for which other places of the page say something else.
  ///
  /// - Returns: what to tell of it, for people.
  mutating func settleConflicts() -> [String] {
    var notes: [String] = []
    for i in list.indices where [MetadataKey.author, MetadataKey.date].contains(list[i].key) {
      let rivals = others.filter { $0.key == list[i].key && !agrees($0, list[i]) && $0.certainty != .low }
      guard !rivals.isEmpty else { continue }
      let said = rivals.map { "\($0.values.joined(separator: "; ")) (\($0.place))" }
      notes.append(
        "\(list[i].key): \(list[i].values.joined(separator: "; ")) (\(list[i].place)) is kept; the page also says "
          + PersonNames.unique(said).joined(separator: ", "))
      list[i].certainty = list[i].certainty == .high ? .medium : .low
    }
    return notes
  }

  private func agrees(_ a: Finding, _ b: Finding) -> Bool {
    if a.key == MetadataKey.date {
      guard let left = DateReading.machine(a.values[0]), let right = DateReading.machine(b.values[0]) else {
        return true
      }
      // A day apart is mostly the same moment in two time zones.
      return left.agrees(with: right) || abs(left.number - right.number) <= 1
    }
    return a.values.contains { left in
      b.values.contains { right in
        let (x, y) = (Plain.letters(left), Plain.letters(right))
        return x.starts(with: y) || y.starts(with: x)
      }
    }
  }
}

/// The last day on which a page can have been published: the day of the harvest, else the day of the run. No
/// clock is read; where neither is known, it is the last day of the year of this version, because no page
/// that this version was made for is younger: a later one stays out, and a report names it.
struct DateLimit: Sendable {
  /// The year in which this version was made.
  static let yearOfThisVersion = 2026

  private let last: Int?

  /// - Parameters:
  ///   - accessed: the day of the harvest, as the document's metadata have it.
  ///   - runDate: the day of the run, as the user gave it.
  init(accessed: String?, runDate: String?) {
    last = (accessed ?? runDate).flatMap { DateReading.machine($0) }.flatMap { day in
      day.day == nil ? nil : day.number
    }
  }

  /// Whether only the version's year speaks against a day.
  func cannotProve(_ day: CalendarDay) -> Bool {
    last == nil && (Self.yearOfThisVersion + 1..<2100).contains(day.year)
  }

  /// A local day may be one ahead of the harvest's where the page's time and its distance from UTC say so.
  func allows(_ day: CalendarDay) -> Bool {
    guard day.year >= 1400 else { return false }
    guard let last else { return day.year <= Self.yearOfThisVersion }
    return day.number <= last || day.numberInUTC <= last
  }
}
