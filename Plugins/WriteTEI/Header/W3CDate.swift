/// A date or time in the forms that TEI's dating attributes take, checked: `1979-12-04`, `1979-12`, `1979`,
/// `--09-13`, `---13`, `--09`, `09:45:00`, `2013-08-13T01:05:00+07:00`, `-0500` (500 BC).
///
/// - Source: TEI P5, teidata.temporal.w3c; W3C XML Schema Part 2, 3.2.7 to 3.2.14.
struct W3CDate: Equatable {
  /// As it stands in an attribute; seconds are added where a time has none.
  let text: String
  private let year: Int?
  private let month: Int?
  private let day: Int?
  private let hasTime: Bool

  init?(_ string: String?) {
    guard let string else { return nil }
    var scan = Scan(Array(string.utf8))
    guard let date = W3CDate.date(&scan) else { return nil }
    (year, month, day) = (date.year, date.month, date.day)
    let isFull = year != nil && day != nil
    let isTimeOnly = year == nil && month == nil && day == nil
    hasTime = isTimeOnly || (isFull && scan.take("T"))
    var text = String(decoding: scan.taken, as: UTF8.self)
    if hasTime {
      guard let time = W3CDate.time(&scan) else { return nil }
      text += time
    }
    guard let zone = W3CDate.zone(&scan), scan.isAtEnd else { return nil }
    self.text = text + zone
  }

  /// In words for a person: `4 December 1979`, `December 1979`, `13 September`.
  var words: String {
    guard !hasTime || year != nil else { return text }
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November",
      "December",
    ]
    let parts = [day.map(String.init), month.map { names[$0 - 1] }, year.map(Self.words(of:))].compactMap {
      $0
    }
    return parts.joined(separator: " ")
  }

  private static func words(of year: Int) -> String { year < 0 ? "\(-year) BC" : String(year) }

  /// Whether it is a year, a month of a year, a day of a year, or a time on one.
  var hasYear: Bool { year != nil }

  // MARK: Reading

  private struct Scan {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    var taken: ArraySlice<UInt8> { bytes[..<position] }

    func sees(_ text: StaticString) -> Bool {
      let count = text.utf8CodeUnitCount
      guard position + count <= bytes.count else { return false }
      return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
    }

    mutating func take(_ text: StaticString) -> Bool {
      guard sees(text) else { return false }
      position += text.utf8CodeUnitCount
      return true
    }

    /// A number of so many digits, within bounds.
    mutating func number(digits: Int, in bounds: ClosedRange<Int>) -> Int? {
      guard position + digits <= bytes.count else { return nil }
      var value = 0
      for offset in 0..<digits {
        guard (0x30...0x39).contains(bytes[position + offset]) else { return nil }
        value = value * 10 + Int(bytes[position + offset] - 0x30)
      }
      guard bounds.contains(value) else { return nil }
      position += digits
      return value
    }
  }

  /// The part before `T`; all nil where the text is a time.
  private static func date(_ scan: inout Scan) -> (year: Int?, month: Int?, day: Int?)? {
    if scan.bytes.count > 2, scan.bytes[2] == 0x3A { return (nil, nil, nil) }
    if scan.take("---") { return scan.number(digits: 2, in: 1...31).map { (nil, nil, $0) } }
    if scan.take("--") {
      guard let month = scan.number(digits: 2, in: 1...12) else { return nil }
      guard scan.take("-") else { return (nil, month, nil) }
      return scan.number(digits: 2, in: 1...days(in: month, of: 2000)).map { (nil, month, $0) }
    }
    // Year 0 is none in XML Schema 1.0; years past 9999 do not occur here.
    let isBeforeChrist = scan.take("-")
    guard let number = scan.number(digits: 4, in: 1...9999) else { return nil }
    let year = isBeforeChrist ? -number : number
    guard scan.take("-") else { return (year, nil, nil) }
    guard let month = scan.number(digits: 2, in: 1...12) else { return nil }
    guard scan.take("-") else { return (year, month, nil) }
    return scan.number(digits: 2, in: 1...days(in: month, of: year)).map { (year, month, $0) }
  }

  private static func days(in month: Int, of year: Int) -> Int {
    // The versions of XML Schema do not agree on the leap years before Christ; none is taken for one.
    let isLeap = year > 0 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  private static func time(_ scan: inout Scan) -> String? {
    let start = scan.position
    guard scan.number(digits: 2, in: 0...23) != nil, scan.take(":"), scan.number(digits: 2, in: 0...59) != nil
    else {
      return nil
    }
    guard scan.take(":") else {
      return String(decoding: scan.bytes[start..<scan.position], as: UTF8.self) + ":00"
    }
    guard scan.number(digits: 2, in: 0...59) != nil else { return nil }
    if scan.take(".") {
      guard scan.number(digits: 1, in: 0...9) != nil else { return nil }
      var digits = 1
      while digits < 9, scan.number(digits: 1, in: 0...9) != nil { digits += 1 }
    }
    return String(decoding: scan.bytes[start..<scan.position], as: UTF8.self)
  }

  /// The time zone, empty where there is none; nil when it is no time zone.
  private static func zone(_ scan: inout Scan) -> String? {
    if scan.isAtEnd { return "" }
    if scan.take("Z") { return "Z" }
    let start = scan.position
    guard scan.take("+") || scan.take("-"), scan.number(digits: 2, in: 0...13) != nil, scan.take(":"),
      scan.number(digits: 2, in: 0...59) != nil
    else { return nil }
    return String(decoding: scan.bytes[start..<scan.position], as: UTF8.self)
  }
}
