/// Reads dates as pages write them.
enum DateReading {
  /// A date in a text, with the tokens it takes.
  struct Found {
    var day: CalendarDay
    var tokens: Range<Int>
  }

  struct Token {
    var text: String
    var number: Int?
    /// What stands before it: a space, a mark of punctuation, or nothing.
    var before: Character?
    /// The token in the text that was read.
    var range: Range<String.Index>
  }

  /// The order of day and month in dates of digits.
  enum Order { case dayFirst, monthFirst, unknown }

  // MARK: Machine-readable values

  /// The date of a value that stands where a date must: `2011-09-05T10:00:00+07:00`, `20110905`, `1979-12`,
  /// `1979`, "Mon, 5 Sep 2011". Days that programs write where they know none (`1970-01-01`, `0001-01-01`,
  /// `1900-01-01`) are none.
  static func machine(_ text: String, order: Order = .unknown) -> CalendarDay? {
    guard text.utf8.count <= 100 else { return nil }
    let tokens = tokens(of: text)
    guard let first = tokens.first else { return nil }
    var found: CalendarDay?
    if let number = first.number, first.text.utf8.count == 8, tokens.count == 1 || tokens[1].text == "t" {
      found = CalendarDay(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    } else if let number = first.number, first.text.utf8.count == 4, tokens.count <= 2,
      tokens.count == 1 || tokens[1].before == "-" || tokens[1].before == "/"
    {
      if tokens.count == 1 {
        found = CalendarDay(year: number)
      } else if let month = tokens[1].number {
        found = CalendarDay(year: number, month: month)
      }
    } else if var date = all(in: tokens, order: order).first {
      readTime(&date, tokens)
      found = date.day
    }
    if let found, ["1970-01-01", "1900-01-01"].contains(found.iso) { return nil }
    return found
  }

  /// Reads `T10:00:00+07:00` behind a date.
  private static func readTime(_ date: inout Found, _ tokens: [Token]) {
    var i = date.tokens.upperBound
    if i < tokens.count, tokens[i].text == "t" { i += 1 }
    guard i + 1 < tokens.count, let hour = tokens[i].number, let minute = tokens[i + 1].number,
      tokens[i + 1].before == ":", hour < 24, minute < 60
    else { return }
    i += 2
    // Seconds and parts of seconds.
    while i < tokens.count, tokens[i].number != nil, tokens[i].before == ":" || tokens[i].before == "." {
      i += 1
    }
    guard i < tokens.count else { return }
    if ["z", "utc", "gmt"].contains(tokens[i].text), i + 1 == tokens.count {
      date.day.offset = 0
    } else if let number = tokens[i].number, let sign = tokens[i].before, "+-".contains(sign) {
      let isShort = tokens[i].text.utf8.count <= 2
      let minutes = isShort && i + 1 < tokens.count ? tokens[i + 1].number ?? 0 : number % 100
      let hours = isShort ? number : number / 100
      guard hours <= 14, minutes < 60 else { return }
      date.day.offset = (hours * 60 + minutes) * (sign == "-" ? -1 : 1)
    }
    date.day.minutes = hour * 60 + minute
  }

  // MARK: Dates for readers

  /// All days in a text that is meant for readers, in order: "Thứ năm, 7/11/2019", "September 5, 2011",
  /// "ថ្ងៃទី៧ ខែមករា ឆ្នាំ១៩៧៩".
  static func days(in text: String, order: Order) -> [CalendarDay] {
    all(in: tokens(of: text), order: order).map(\.day)
  }

  /// The order of day and month that dates of digits settle: one with a part over 12.
  static func order(in tokens: [Token]) -> Order {
    for i in tokens.indices.dropLast(2) {
      guard let (a, b, _) = triple(tokens, i), tokens[i].text.utf8.count <= 2 else { continue }
      if a > 12, a <= 31, b <= 12 { return .dayFirst }
      if b > 12, b <= 31, a <= 12 { return .monthFirst }
    }
    return .unknown
  }

  /// What a line has beside its dates and the words that belong to dates; nil when it has no date.
  static func rest(of line: String, order: Order) -> [Token]? {
    rest(of: tokens(of: line), order: order)
  }

  /// As the other, of a line's tokens.
  static func rest(of tokens: [Token], order: Order) -> [Token]? {
    let dates = all(in: tokens, order: order)
    guard !dates.isEmpty else { return nil }
    return tokens.indices.filter { i in
      !dates.contains { $0.tokens.contains(i) } && tokens[i].number == nil
        && !LanguageWords.dateWords.contains(tokens[i].text)
    }.map { tokens[$0] }
  }

  static func all(in tokens: [Token], order: Order) -> [Found] {
    var found: [Found] = []
    var i = 0
    while i < tokens.count {
      if let date = yearFirst(tokens, i) ?? digits(tokens, i, order) ?? vietnamese(tokens, i)
        ?? dayAndMonthName(tokens, i) ?? monthNameAndDay(tokens, i)
      {
        found.append(date)
        i = date.tokens.upperBound
      } else {
        i += 1
      }
    }
    return found
  }

  /// Three numbers joined by the same mark.
  private static func triple(_ tokens: [Token], _ i: Int) -> (Int, Int, Int)? {
    guard i + 2 < tokens.count, let a = tokens[i].number, let b = tokens[i + 1].number,
      let c = tokens[i + 2].number, let mark = tokens[i + 1].before, "/.-".contains(mark),
      tokens[i + 2].before == mark, tokens[i + 1].text.utf8.count <= 2
    else { return nil }
    return (a, b, c)
  }

  private static func yearFirst(_ tokens: [Token], _ i: Int) -> Found? {
    guard tokens[i].text.utf8.count == 4, let (year, month, day) = triple(tokens, i),
      tokens[i + 2].text.utf8.count <= 2, let date = CalendarDay(year: year, month: month, day: day)
    else { return nil }
    return Found(day: date, tokens: i..<i + 3)
  }

  private static func digits(_ tokens: [Token], _ i: Int, _ order: Order) -> Found? {
    guard tokens[i].text.utf8.count <= 2, let (a, b, year) = triple(tokens, i),
      tokens[i + 2].text.utf8.count == 4
    else { return nil }
    let isDayFirst: Bool
    // Dots are written where the day comes first.
    if a > 12 || a == b || tokens[i + 1].before == "." {
      isDayFirst = true
    } else if b > 12 {
      isDayFirst = false
    } else {
      guard order != .unknown else { return nil }
      isDayFirst = order == .dayFirst
    }
    guard let date = CalendarDay(year: year, month: isDayFirst ? b : a, day: isDayFirst ? a : b) else {
      return nil
    }
    return Found(day: date, tokens: i..<i + 3)
  }

  /// "ngày 7 tháng 1 năm 1979", "7 tháng 1, 1979".
  private static func vietnamese(_ tokens: [Token], _ i: Int) -> Found? {
    guard i + 3 < tokens.count, let day = tokens[i].number, tokens[i + 1].text == "tháng",
      let month = tokens[i + 2].number
    else { return nil }
    let yearAt = tokens[i + 3].text == "năm" ? i + 4 : i + 3
    guard yearAt < tokens.count, tokens[yearAt].text.utf8.count == 4, let year = tokens[yearAt].number,
      let date = CalendarDay(year: year, month: month, day: day)
    else { return nil }
    return Found(day: date, tokens: i..<yearAt + 1)
  }

  private static let ordinals: Set<String> = ["st", "nd", "rd", "th", "er", "of", "de", "del", "ខែ"]

  /// "5th of September 2011", "1 de mayo de 2020", "៧ ខែមករា ឆ្នាំ១៩៧៩".
  private static func dayAndMonthName(_ tokens: [Token], _ i: Int) -> Found? {
    guard let day = tokens[i].number, tokens[i].text.utf8.count <= 2 else { return nil }
    var j = i + 1
    while j < tokens.count, j <= i + 2, ordinals.contains(tokens[j].text) { j += 1 }
    guard j < tokens.count, let month = month(tokens[j]) else { return nil }
    j += 1
    while j < tokens.count, ["de", "del", "ឆ្នាំ"].contains(tokens[j].text) { j += 1 }
    return whole(tokens, i, yearAt: j, month, day)
  }

  /// "September 5th, 2011".
  private static func monthNameAndDay(_ tokens: [Token], _ i: Int) -> Found? {
    guard let month = month(tokens[i]), i + 2 < tokens.count, let day = tokens[i + 1].number,
      tokens[i + 1].text.utf8.count <= 2
    else { return nil }
    return whole(tokens, i, yearAt: ordinals.contains(tokens[i + 2].text) ? i + 3 : i + 2, month, day)
  }

  private static func whole(_ tokens: [Token], _ i: Int, yearAt: Int, _ month: Int, _ day: Int) -> Found? {
    guard yearAt < tokens.count, tokens[yearAt].text.utf8.count == 4, let year = tokens[yearAt].number,
      let date = CalendarDay(year: year, month: month, day: day)
    else { return nil }
    return Found(day: date, tokens: i..<yearAt + 1)
  }

  private static func month(_ token: Token) -> Int? {
    if let month = LanguageWords.months[token.text] { return month }
    // Khmer writes "ខែមករាឆ្នាំ" as one word.
    guard token.text.unicodeScalars.first.map({ (0x1780...0x17FF).contains($0.value) }) == true else {
      return nil
    }
    for (i, names) in LanguageWords.khmer.months.enumerated() {
      for name in names where token.text.contains(name) { return i + 1 }
    }
    return nil
  }

  // MARK: Tokens

  /// Runs of digits and runs of letters; Khmer digits as ASCII ones, letters in lower case. Zero-width spaces
  /// stand between nothing.
  static func tokens(of text: String) -> [Token] {
    if let tokens = asciiTokens(of: text) { return tokens }
    var tokens: [Token] = []
    var current = ""
    var isNumber = false
    var before: Character?
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    func close(at end: String.Index) {
      guard !current.isEmpty else { return }
      let number = isNumber && current.utf8.count <= 9 ? Int(current) : nil
      tokens.append(
        Token(
          text: isNumber ? current : current.lowercased(), number: number, before: before, range: start..<end)
      )
      current = ""
      before = nil
    }
    for i in scalars.indices {
      let scalar = scalars[i]
      let digit = digit(scalar)
      let isLetter = digit == nil && isPartOfWord(scalar)
      if digit == nil, !isLetter {
        close(at: i)
        if scalar.value != 0x200B { before = before == nil || before == " " ? Character(scalar) : before }
        continue
      }
      if !current.isEmpty, isNumber != (digit != nil) { close(at: i) }
      if current.isEmpty {
        start = i
        isNumber = digit != nil
      }
      current.unicodeScalars.append(digit ?? scalar)
    }
    close(at: scalars.endIndex)
    return tokens
  }

  /// The tokens of a text of ASCII; nil for any other.
  private static func asciiTokens(of text: String) -> [Token]? {
    let places = text.utf8
    return places.withContiguousStorageIfAvailable { bytes -> [Token]? in
      guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
      var tokens: [Token] = []
      var before: Character?
      var i = 0
      while i < bytes.count {
        let isNumber = isDigit(bytes[i])
        guard isNumber || TagReader.isLetter(bytes[i]) else {
          if before == nil || before == " " { before = Character(Unicode.Scalar(bytes[i])) }
          i += 1
          continue
        }
        let start = i
        while i < bytes.count, isNumber ? isDigit(bytes[i]) : TagReader.isLetter(bytes[i]) { i += 1 }
        let word = String(decoding: bytes[start..<i].lazy.map(TagReader.lower), as: UTF8.self)
        let first = places.index(places.startIndex, offsetBy: start)
        tokens.append(
          Token(
            text: word, number: isNumber && i - start <= 9 ? Int(word) : nil, before: before,
            range: first..<places.index(first, offsetBy: i - start)))
        before = nil
      }
      return tokens
    } ?? nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x30...0x39: scalar
    case 0x17E0...0x17E9: Unicode.Scalar(scalar.value - 0x17E0 + 0x30)
    default: nil
    }
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return TagReader.isLetter(UInt8(scalar.value)) }
    // Khmer signs that are no letters belong to words; its punctuation does not.
    if (0x1780...0x17D3).contains(scalar.value) || scalar.value == 0x17DD { return true }
    if (0x17D4...0x17DC).contains(scalar.value) { return false }
    return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
  }
}
