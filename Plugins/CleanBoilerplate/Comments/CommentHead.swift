/// The line over a reader's comment: "  1. hahien August 13, 2013 at 1:05 am #".
struct CommentHead: Equatable {
  var author: String?
  /// ISO 8601.
  var date: String?
  var isTrackback: Bool

  /// - Parameter line: a line with a date at its end and, before it, a name; or, for a trackback, a title, a
  ///   dash and
  ///   the date. A list marker may stand before and `#` after. A line that only ends with a date is none: it
  ///   needs a marker, a time or `#`.
  init?(_ line: Line) {
    guard line.letters <= 300, let date = DateText.first(in: line.words), date.year != nil,
      line.words.count - date.words.upperBound == 0
    else { return nil }
    let (marker, rest) = Self.withoutMarker(line.text)
    let hasHash = rest.hasSuffix("#")
    guard !marker.isEmpty || hasHash || date.minutes != nil else { return nil }
    let isPermalink = hasHash || date.minutes != nil
    let before = Self.text(before: date, of: line, rest, hasMarkerNumber: marker.first?.isNumber == true)
    if !isPermalink {
      guard let dash = before.lastIndex(where: { $0 == "-" || $0 == "–" || $0 == "—" }),
        before[before.index(after: dash)...].allSatisfy({ $0.isWhitespace })
      else { return nil }
      isTrackback = true
      let title = before[..<dash]
      author = title.lastIndex(of: "|").map { String(title[title.index(after: $0)...]).trimmed }
    } else {
      isTrackback = false
      let name = before.trimmed.trimmingPunctuation()
      guard !name.isEmpty, name.split(separator: " ").count <= 8 else { return nil }
      author = name
    }
    self.date = date.iso
  }

  /// "1." or "•" at the beginning.
  private static func withoutMarker(_ text: String) -> (marker: String, rest: String) {
    guard let first = text.first else { return ("", text) }
    if "•*·◦▪–-".contains(first), text.dropFirst().first?.isWhitespace == true {
      return (String(first), String(text.dropFirst()).trimmed)
    }
    let digits = text.prefix { $0.isNumber }
    let after = text.dropFirst(digits.count)
    guard !digits.isEmpty, digits.count <= 4, after.first == "." || after.first == ")",
      after.dropFirst().first?.isWhitespace == true
    else { return ("", text) }
    return (String(digits) + ".", String(after.dropFirst()).trimmed)
  }

  /// What stands before the date: the words before it, found again in the text.
  private static func text(before date: DateText, of line: Line, _ rest: String, hasMarkerNumber: Bool)
    -> String
  {
    let count = date.words.lowerBound - (hasMarkerNumber ? 1 : 0)
    var i = rest.startIndex
    var words = 0
    while i < rest.endIndex, words < count {
      let end = rest[i...].firstIndex { $0.isWhitespace } ?? rest.endIndex
      words += Line.words(of: String(rest[i..<end])).count
      i = end < rest.endIndex ? rest.index(after: end) : end
    }
    // Marks between the last word and the date, such as the dash of a trackback.
    while i < rest.endIndex, !rest[i].isLetter, !rest[i].isNumber { i = rest.index(after: i) }
    return String(rest[..<i])
  }
}

extension String {
  /// Without white space at the ends.
  var trimmed: String {
    var slice = self[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }
}
