/// Reads dates as pages write them into their heads.
enum ISODate {
  /// The day, month or year of a date: `2011-09-05`, `1979-12`, `1979`, `--09-13`.
  ///
  /// Understood: ISO 8601, with a time or without; `2011/09/05`, `20110905`; "September 5, 2011", "Mon, 5 Sep
  /// 2011 10:00". Forms in which day and month cannot be told apart (`05/09/2011`) are none.
  static func day(from text: String) -> String? {
    let text = Plain.collapsed(text)
    if text.hasPrefix("--"), text.utf8.count == 7 { return text }
    return numeric(text) ?? worded(text)
  }

  private static func numeric(_ text: String) -> String? {
    let head = text.prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "/" || $0 == ".") }
    let parts = head.split(whereSeparator: { !$0.isNumber })
    guard let first = parts.first else { return nil }
    if first.count == 8, parts.count == 1 {
      return day(first.prefix(4), first.dropFirst(4).prefix(2), first.suffix(2))
    }
    guard first.count == 4, Int(first).map({ (1000...2999).contains($0) }) == true else { return nil }
    switch parts.count {
    case 1: return head.count == text.count ? String(first) : nil
    case 2: return month(first, parts[1])
    default: return day(first, parts[1], parts[2])
    }
  }

  private static func month(_ year: Substring, _ month: Substring) -> String? {
    guard let number = Int(month), (1...12).contains(number) else { return nil }
    return "\(year)-\(padded(number))"
  }

  private static func day(_ year: Substring, _ month: Substring, _ day: Substring) -> String? {
    guard let start = self.month(year, month), let number = Int(day), number >= 1,
      let value = Int(year), let monthNumber = Int(month), number <= days(in: monthNumber, of: value)
    else { return nil }
    return "\(start)-\(padded(number))"
  }

  private static func worded(_ text: String) -> String? {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }
    for (i, word) in words.enumerated() where word.count >= 3 {
      guard
        let month = months.firstIndex(where: { $0.hasPrefix(word) || (word == "sept" && $0 == "september") })
      else { continue }
      let before = i > 0 ? dayNumber(words[i - 1]) : nil
      let after = i + 1 < words.count ? dayNumber(words[i + 1]) : nil
      let yearIndex = before != nil ? i + 1 : i + 2
      guard let day = before ?? after, yearIndex < words.count, words[yearIndex].count == 4,
        let year = Int(words[yearIndex]), (1000...2999).contains(year), day <= days(in: month + 1, of: year)
      else { continue }
      return "\(year)-\(padded(month + 1))-\(padded(day))"
    }
    return nil
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december",
  ]

  private static func dayNumber(_ word: Substring) -> Int? {
    let digits = word.prefix { $0.isNumber }
    guard digits.count <= 2, ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)),
      let day = Int(digits), (1...31).contains(day)
    else { return nil }
    return day
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
