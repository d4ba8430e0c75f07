/// A calendar date in words or digits, in English, Vietnamese or Khmer.
struct DateText: Equatable {
  var year: Int?
  var month: Int
  var day: Int
  /// Minutes after midnight, where a time follows.
  var minutes: Int?
  /// The words of the line that it takes.
  var words: Range<Int>

  /// ISO 8601: `1977-09-29`, `--09-13` without a year, `2013-08-13T01:05:00` with a time.
  var iso: String {
    let date = "\(year.map { Self.padded($0, 4) } ?? "-")-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    guard let minutes, year != nil else { return date }
    return date + "T\(Self.padded(minutes / 60, 2)):\(Self.padded(minutes % 60, 2)):00"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static let months: [String: Int] = {
    let names = [
      "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
      "september sep sept", "october oct", "november nov", "december dec",
    ]
    var table: [String: Int] = [:]
    for (i, list) in names.enumerated() {
      for name in list.split(separator: " ") { table[String(name)] = i + 1 }
    }
    let khmer = ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]
    for (i, name) in khmer.enumerated() {
      table[name] = i + 1
      table["ខែ" + name] = i + 1
    }
    return table
  }()

  /// The first date in a line's words.
  static func first(in words: [String]) -> DateText? {
    for i in words.indices {
      if let date = english(words, i) ?? vietnamese(words, i) ?? khmer(words, i) ?? iso(words, i) {
        return date.withTime(words)
      }
    }
    return nil
  }

  /// "December 4, 1979", "4 December 1979", "13 Sep".
  private static func english(_ words: [String], _ i: Int) -> DateText? {
    if let month = months[words[i]], i + 1 < words.count, let day = dayNumber(words[i + 1]) {
      let year = i + 2 < words.count ? yearNumber(words[i + 2]) : nil
      return DateText(year: year, month: month, day: day, words: i..<i + (year == nil ? 2 : 3))
    }
    if let day = dayNumber(words[i]), i + 1 < words.count, let month = months[words[i + 1]] {
      let year = i + 2 < words.count ? yearNumber(words[i + 2]) : nil
      return DateText(year: year, month: month, day: day, words: i..<i + (year == nil ? 2 : 3))
    }
    return nil
  }

  /// "ngày 4 tháng 12 năm 1979", "4 tháng 12, 1979".
  private static func vietnamese(_ words: [String], _ i: Int) -> DateText? {
    guard let day = dayNumber(words[i]), i + 2 < words.count, words[i + 1] == "tháng",
      let month = Int(words[i + 2]).flatMap({ (1...12).contains($0) ? $0 : nil })
    else { return nil }
    let hasWord = i + 3 < words.count && words[i + 3] == "năm"
    let yearIndex = i + (hasWord ? 4 : 3)
    let year = yearIndex < words.count ? yearNumber(words[yearIndex]) : nil
    let start = i > 0 && words[i - 1] == "ngày" ? i - 1 : i
    return DateText(year: year, month: month, day: day, words: start..<(year == nil ? i + 3 : yearIndex + 1))
  }

  /// "ថ្ងៃទី៤ ខែធ្នូ ឆ្នាំ១៩៧៩", with or without spaces between the words and their numbers.
  private static func khmer(_ words: [String], _ i: Int) -> DateText? {
    guard let month = months[words[i]], i > 0, let day = dayNumber(suffixNumber(words[i - 1], after: "ថ្ងៃទី"))
    else {
      return nil
    }
    var end = i + 1
    var year: Int?
    if end < words.count {
      year = yearNumber(suffixNumber(words[end], after: "ឆ្នាំ"))
      if year == nil, words[end] == "ឆ្នាំ", end + 1 < words.count {
        year = yearNumber(words[end + 1])
        end += 1
      }
      if year != nil { end += 1 }
    }
    let start = i > 1 && words[i - 2] == "ថ្ងៃទី" ? i - 2 : i - 1
    return DateText(year: year, month: month, day: day, words: start..<end)
  }

  private static func suffixNumber(_ word: String, after prefix: String) -> String {
    word.hasPrefix(prefix) ? String(word.dropFirst(prefix.count)) : word
  }

  /// "1979-12-04".
  private static func iso(_ words: [String], _ i: Int) -> DateText? {
    let parts = words[i].split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, let year = yearNumber(String(parts[0])),
      let month = Int(parts[1]),
      (1...12).contains(month), let day = dayNumber(String(parts[2]))
    else { return nil }
    return DateText(year: year, month: month, day: day, words: i..<i + 1)
  }

  /// Takes in "at 1:05 am", "lúc 1:05" right after the date.
  private func withTime(_ all: [String]) -> DateText {
    var date = self
    var i = words.upperBound
    guard year != nil, i < all.count else { return self }
    if ["at", "lúc", "@"].contains(all[i]) { i += 1 }
    guard i + 1 < all.count, let hour = Int(all[i]), let minute = Int(all[i + 1]), all[i + 1].count == 2,
      (0...23).contains(hour), (0...59).contains(minute)
    else { return self }
    i += 2
    var hours = hour
    if i < all.count, ["am", "pm", "sáng", "chiều", "tối"].contains(all[i]) {
      guard hour <= 12 else { return self }
      let isMorning = all[i] == "am" || all[i] == "sáng"
      hours = hour % 12 + (isMorning ? 0 : 12)
      i += 1
    }
    date.minutes = hours * 60 + minute
    date.words = words.lowerBound..<i
    return date
  }

  private static func dayNumber(_ word: String) -> Int? {
    var word = word
    for ending in ["st", "nd", "rd", "th"] where word.hasSuffix(ending) && word.count > 2 {
      word.removeLast(2)
    }
    guard word.count <= 2, let day = number(word), (1...31).contains(day) else { return nil }
    return day
  }

  private static func yearNumber(_ word: String) -> Int? {
    guard word.count == 4, let year = number(word), (1000...2999).contains(year) else { return nil }
    return year
  }

  /// A number in ASCII or Khmer digits.
  private static func number(_ word: String) -> Int? {
    var value = 0
    for scalar in word.unicodeScalars {
      switch scalar.value {
      case 0x30...0x39: value = value * 10 + Int(scalar.value - 0x30)
      case 0x17E0...0x17E9: value = value * 10 + Int(scalar.value - 0x17E0)
      default: return nil
      }
      if value > 9_999 { return nil }
    }
    return word.isEmpty ? nil : value
  }
}
