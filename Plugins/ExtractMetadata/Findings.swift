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
    guard let day, limit.allows(day) else { return }
    add(key, [day.iso], at: place, certainty)
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
/// clock is read; where neither is known, a page may name any day before the year 2100.
struct DateLimit: Sendable {
  private let last: Int?

  /// - Parameters:
  ///   - accessed: the day of the harvest, as the document's metadata have it.
  ///   - runDate: the day of the run, as the user gave it.
  init(accessed: String?, runDate: String?) {
    last = (accessed ?? runDate).flatMap { DateReading.machine($0) }.flatMap { day in
      day.day == nil ? nil : day.number
    }
  }

  /// A local day may be one ahead of the harvest's where the page's time and its distance from UTC say so.
  func allows(_ day: CalendarDay) -> Bool {
    guard (1400..<2100).contains(day.year) else { return false }
    guard let last else { return true }
    return day.number <= last || day.numberInUTC <= last
  }
}
