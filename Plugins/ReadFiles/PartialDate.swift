/// Dates as precise as they are known.
enum PartialDate {
  /// Whether it is a year, a month, a day, a day or month of no known year, or a moment, as XML Schema writes
  /// them.
  ///
  /// Source: XML Schema Part 2, sections 3.2.7 to 3.2.14: `1979`, `1979-12`, `1979-12-04`, `--09-13`, `--09`,
  /// `2021-03-04T10:00:00Z`.
  static func isValid(_ text: String) -> Bool {
    if let match = text.wholeMatch(of: #/(\d{4})(?:-(\d\d)(?:-(\d\d)(T.+)?)?)?/#.asciiOnlyDigits()) {
      guard let year = Int(match.1), year > 0 else { return false }
      if let time = match.4, !isTime(time) { return false }
      return isDay(year: year, month: match.2.flatMap { Int($0) }, day: match.3.flatMap { Int($0) })
    }
    if let match = text.wholeMatch(of: #/--(\d\d)(?:-(\d\d))?/#.asciiOnlyDigits()) {
      return isDay(year: 2000, month: Int(match.1), day: match.2.flatMap { Int($0) })
    }
    return false
  }

  private static func isDay(year: Int, month: Int?, day: Int?) -> Bool {
    guard let month else { return true }
    guard (1...12).contains(month) else { return false }
    guard let day else { return true }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }

  private static func isTime(_ text: Substring) -> Bool {
    let form = #/T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+\-](?:0\d|1[0-4]):[0-5]\d)?/#
    return text.wholeMatch(of: form.asciiOnlyDigits()) != nil
  }
}

/// BCP 47 language tags.
enum LanguageTag {
  /// The tag in its usual form (`vi`, `mn-Latn`, `en-GB`); nil for what is no tag.
  ///
  /// Source: RFC 5646, sections 2.1 and 2.1.1. Language, script, region and variants; no extensions. Whether
  /// a subtag is registered is not asked.
  static func canonical(_ text: String) -> String? {
    let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard let language = parts.first, (2...3).contains(language.utf8.count),
      language.utf8.allSatisfy(isLetter)
    else { return nil }
    var tag = language.lowercased()
    var rest = parts.dropFirst()
    if let script = rest.first, script.utf8.count == 4, script.utf8.allSatisfy(isLetter) {
      tag += "-" + script.prefix(1).uppercased() + script.dropFirst().lowercased()
      rest.removeFirst()
    }
    if let region = rest.first,
      region.utf8.count == 2 && region.utf8.allSatisfy(isLetter)
        || region.utf8.count == 3 && region.utf8.allSatisfy(isDigit)
    {
      tag += "-" + region.uppercased()
      rest.removeFirst()
    }
    for variant in rest {
      guard (5...8).contains(variant.utf8.count), variant.utf8.allSatisfy({ isLetter($0) || isDigit($0) })
      else { return nil }
      tag += "-" + variant.lowercased()
    }
    return tag
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
