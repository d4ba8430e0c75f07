import Markup

/// What the head of a comment in HTML says: who wrote it, and when.
struct CommentHeadParts {
  private(set) var author: String?
  /// ISO 8601.
  private(set) var date: String?
  private(set) var isTrackback = false
  /// Whether text of the comment came already: what follows is no head.
  var hasText = false
  /// How sure the author is: smaller is surer.
  private var authorRank = Int.max

  /// Reads a leaf of the head.
  mutating func take(_ leaf: Int, of outer: Int, _ page: HTMLPage, _ marks: CommentMarks) {
    for piece in page.pieces[page.leaves[leaf].pieces] where !piece.isLineBreak {
      let text = String(decoding: WhiteSpace.collapsed(Array(page.bytes(piece))), as: UTF8.self)
      guard !text.isEmpty else { continue }
      if date == nil { date = attributeDate(piece.element, outer, page, marks) }
      let pieceDate = CommentDate.date(in: text, dayFirst: marks.writesDayFirst)
      let isDate = pieceDate != nil
      if date == nil { date = pieceDate?.iso }
      if page.ancestor(of: piece.element, upTo: outer, where: { $0 == .time }) == nil, !isDate,
        !marks.isNamed(element: piece.element, .tool, outer)
      {
        takeAuthor(text, piece.element, outer, page, marks)
      }
    }
    let line = marks.text(of: leaf)
    if let whole = CommentDate.date(in: line, dayFirst: marks.writesDayFirst)?.iso,
      date.map({ whole.hasPrefix($0) }) ?? true
    {
      date = whole
    }
    let words = Line.words(of: line)
    if words.first == "pingback" || words.first == "trackback" { isTrackback = true }
    if author == nil, let head = CommentHead(Line(Array(line.utf8), 0..<line.utf8.count, indentation: 0)) {
      author = head.author.flatMap(Self.name)
    }
  }

  /// Reads the author at the beginning of a leaf that is text.
  mutating func takeFirst(_ leaf: Int, of outer: Int, _ page: HTMLPage, _ marks: CommentMarks) {
    for piece in page.pieces[page.leaves[leaf].pieces] where !piece.isLineBreak {
      let text = String(decoding: WhiteSpace.collapsed(Array(page.bytes(piece))), as: UTF8.self)
      if text.isEmpty { continue }
      guard text.utf8.count < 120 else { return }
      return takeAuthor(text, piece.element, outer, page, marks)
    }
  }

  /// Reads no more than the date of a leaf.
  mutating func takeDate(_ leaf: Int, of outer: Int, _ page: HTMLPage, _ marks: CommentMarks) {
    for piece in page.pieces[page.leaves[leaf].pieces] where !piece.isLineBreak && date == nil {
      let text = String(decoding: WhiteSpace.collapsed(Array(page.bytes(piece))), as: UTF8.self)
      guard !text.isEmpty else { continue }
      date =
        attributeDate(piece.element, outer, page, marks)
        ?? CommentDate.date(in: text, dayFirst: marks.writesDayFirst)?.iso
    }
  }

  private mutating func takeAuthor(
    _ text: String, _ element: Int, _ outer: Int, _ page: HTMLPage, _ marks: CommentMarks
  ) {
    let isCitation = page.ancestor(of: element, upTo: outer, where: { $0 == .cite }) != nil
    var rank: Int?
    if marks.isNamed(element: element, .maybeAuthor, outer) { rank = 4 }
    if marks.isNamed(element: element, .author, outer) { rank = 2 }
    if let named = rank,
      page.ancestor(of: element, upTo: outer, where: { $0 == .a || $0 == .b || $0 == .strong }) != nil
    {
      rank = named - 1
    }
    if isCitation { rank = min(rank ?? 2, 2) }
    if rank == nil, marks.isProfile(element, outer) { rank = 8 }
    guard let rank, rank < authorRank, let name = Self.name(text) else { return }
    author = name
    authorRank = rank
  }

  /// A name without what is said of it: "Lan says:", "Gửi bởi Lan".
  private static func name(_ text: String) -> String? {
    var words = text.split(separator: " ").map(String.init)
    func bare(_ word: String) -> String { word.lowercased().filter { $0.isLetter } }
    while let last = words.last,
      saying.contains(bare(last)) || !last.contains(where: { $0.isLetter || $0.isNumber })
    {
      words.removeLast()
    }
    if let first = words.first, ["by", "bởi", "von", "par", "por"].contains(bare(first)) {
      words.removeFirst()
    }
    while let first = words.first, !first.contains(where: { $0.isLetter || $0.isNumber }) {
      words.removeFirst()
    }
    guard !words.isEmpty, words.count <= 8, words.contains(where: { $0.contains(where: \.isLetter) }),
      !words.contains(where: { isClock($0) })
    else { return nil }
    var name = words.joined(separator: " ")
    while let last = name.last, ":,;-–—|·•".contains(last) { name.removeLast() }
    return name.isEmpty || notNames.contains(name.lowercased()) ? nil : name.trimmed
  }

  /// "4:36": no name holds one.
  private static func isClock(_ word: String) -> Bool {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count >= 2 && parts.prefix(2).allSatisfy { Int($0) != nil }
  }

  private static let saying: Set<String> = [
    "says", "said", "wrote", "writes", "sagt", "schreibt", "dijo", "dice", "viết", "nói", "dit", "on",
    "at", "am", "um", "lúc", "vào",
  ]
  private static let notNames: Set<String> = [
    "author", "guest", "kommentar von", "reply", "trả lời", "khách", "pingback", "trackback", "tác giả",
    "permalink", "edit", "member", "antworten", "link", "share", "like",
  ]

  /// A date in an attribute of what stands around a piece: `datetime`, `title`, `content`.
  private func attributeDate(_ element: Int, _ outer: Int, _ page: HTMLPage, _ marks: CommentMarks) -> String?
  {
    var i = element
    while i > outer {
      for name in ["datetime", "title", "content"] {
        if let value = page.attribute(name, of: i), name == "datetime" || page.elements[i].tag != .img,
          let date = CommentDate.iso(value)
            ?? (name == "datetime" ? CommentDate.date(in: value, dayFirst: marks.writesDayFirst)?.iso : nil)
        {
          return date
        }
      }
      i = page.elements[i].parent
    }
    return nil
  }
}

/// Dates of comments, taken only where they are certain.
enum CommentDate {
  /// A text that is a date in ISO 8601 as it stands: `2013-08-13T01:05:00+00:00`; nil for any other.
  static func iso(_ text: String) -> String? {
    let bytes = Array(text.trimmed.utf8)
    guard (10...35).contains(bytes.count), bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
      (1990...2999).contains(year), (1...12).contains(month), (1...31).contains(day),
      bytes[10...].allSatisfy({
        (0x30...0x39).contains($0) || [0x54, 0x74, 0x20, 0x3A, 0x2B, 0x2D, 0x2E, 0x5A, 0x7A].contains($0)
      })
    else { return nil }
    guard bytes.count > 10 else { return text.trimmed }
    guard bytes[10] == 0x54 || bytes[10] == 0x20, bytes.count >= 16 else { return nil }
    var result = bytes
    result[10] = 0x54
    // "2013-08-13 01:05:00 +0000": the space before the offset is not of the standard.
    result.removeAll { $0 == 0x20 }
    return String(decoding: result, as: UTF8.self)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.allSatisfy { (0x30...0x39).contains($0) } ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }

  /// The first date with a year in a line, in words or in numbers, and how many words stand beside it.
  ///
  /// - Parameter dayFirst: whether `4/12/1979` is the fourth of December; else a date of numbers is taken
  ///   only where its day is greater than 12.
  static func date(in line: String, dayFirst: Bool) -> (iso: String, rest: Int)? {
    let words = Line.words(of: line)
    guard words.count <= 40 else { return nil }
    if let date = DateText.first(in: words), date.year != nil {
      return (date.iso, words.count - date.words.count)
    }
    return ofNumbers(line, words.count, dayFirst: dayFirst)
  }

  /// `21:30 12/03/2023`, `12-3-2023, 9:30`.
  private static func ofNumbers(_ line: String, _ words: Int, dayFirst: Bool) -> (iso: String, rest: Int)? {
    var date: (year: Int, month: Int, day: Int)?
    var time: String?
    for part in line.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "|" || $0 == "(" || $0 == ")" })
    {
      let digits = part.split(whereSeparator: { $0 == "/" || $0 == "-" || $0 == "." }).map { Int($0) }
      if date == nil, digits.count == 3, let first = digits[0], let second = digits[1], let year = digits[2],
        (1990...2999).contains(year), part.allSatisfy({ $0.isASCII })
      {
        if (1...31).contains(first), (1...12).contains(second), dayFirst || first > 12 {
          date = (year, second, first)
        } else if (1...12).contains(first), (13...31).contains(second), !dayFirst {
          date = (year, first, second)
        }
      }
      let clock = part.split(separator: ":").map { Int($0) }
      if clock.count == 2 || clock.count == 3, let hour = clock[0], let minute = clock[1],
        (0...23).contains(hour), (0...59).contains(minute)
      {
        time = "T\(padded(hour, 2)):\(padded(minute, 2)):00"
      }
    }
    guard let date else { return nil }
    let isHalfDay =
      line.lowercased().contains("m") && Line.words(of: line).contains { $0 == "am" || $0 == "pm" }
    let day = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    return (day + (isHalfDay ? "" : time ?? ""), max(0, words - 3 - (time == nil ? 0 : 2)))
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
