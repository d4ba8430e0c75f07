import StageKit

/// Finds byline and date line in the markup around a page's title, and names and dates at its end.
struct BodyRules {
  /// A date that the page shows.
  struct Shown {
    enum Kind { case published, modified, unlabelled }
    var day: CalendarDay
    var kind: Kind
    var place: String
    /// Lines between the title and the date; negative before the title.
    var distance: Int
  }

  struct Byline {
    var names: PersonNames
    var place: String
    /// 3: the page says so for programs; 2: in words; 1: by the names of its elements only.
    var strength: Int
  }

  private(set) var dates: [Shown] = []
  private(set) var order: DateReading.Order
  var byline: Byline?
  var translators: [String] = []
  /// Whether the page calls itself something that somebody wrote and published.
  let isArticle: Bool
  /// The letters of the titles that page and head have: what says the same is no byline.
  let titles: [[Unicode.Scalar]]

  /// - Parameters:
  ///   - front: lines from a little before the title to the first prose.
  ///   - back: lines behind the last prose.
  init(
    front: [PageLines.Line], back: [PageLines.Line], titlePlace: Int, titles: [String], isArticle: Bool,
    order: DateReading.Order
  ) {
    self.titles = titles.map(Plain.letters).filter { !$0.isEmpty }
    self.isArticle = isArticle
    self.order = order
    settleOrder(front + back)
    let (before, after) = (front.filter { $0.place < titlePlace }, front.filter { $0.place >= titlePlace })
    findDates(after, isAfter: true)
    findDates(before.reversed(), isAfter: false)
    findByline(after, before, back)
    findDates(Array(back.prefix(40)), isAfter: true, isBack: true)
  }

  /// A date of digits on the page with a part over 12 settles the order for all of them.
  private mutating func settleOrder(_ lines: [PageLines.Line]) {
    guard order == .unknown else { return }
    for line in lines where line.hasDigits && line.text.utf8.count < 200 {
      order = DateReading.order(in: line.tokens)
      if order != .unknown { return }
    }
  }

  // MARK: Dates

  /// The distance of what stands behind the text.
  static let behind = 1_000

  private mutating func findDates(_ lines: [PageLines.Line], isAfter: Bool, isBack: Bool = false) {
    for (i, line) in lines.enumerated() where !line.marks.contains(.elsewhere) {
      if line.runs.count > 40 { continue }
      let previous =
        isAfter && i > 0 ? lines[i - 1].text : !isAfter && i + 1 < lines.count ? lines[i + 1].text : ""
      for var found in dates(in: line, label: previous) {
        // Far from the title, or behind the text, only what the page calls a date of publication.
        if isBack, found.kind == .unlabelled, found.place != "time element" { continue }
        found.distance = isBack ? Self.behind : isAfter ? i : -i - 1
        dates.append(found)
      }
      if dates.count > 20 { return }
    }
  }

  private func dates(in line: PageLines.Line, label: String) -> [Shown] {
    let isLabel =
      label.utf8.count <= 40
      && DateReading.tokens(of: label).allSatisfy { LanguageWords.dateWords.contains($0.text) }
    let moments = moments(in: line, after: isLabel ? label : "")
    return moments.isEmpty ? daysInWords(line, after: isLabel ? label : "") : moments
  }

  /// Dates that are there for programs.
  private func moments(in line: PageLines.Line, after label: String) -> [Shown] {
    var found: [Shown] = []
    var before = label
    for run in line.runs where run.moment != nil {
      defer { before = run.text }
      guard let moment = run.moment, var day = DateReading.machine(moment, order: order) else { continue }
      // A moment in UTC beside the day that readers see, which is the page's own.
      if day.offset == 0, let local = DateReading.days(in: run.text, order: order).first,
        abs(local.number - day.number) == 1
      {
        day = local
      }
      let opening = line.runs.prefix { $0.moment == nil }.map(\.text).joined(separator: " ")
      if found.contains(where: { $0.day.agrees(with: day) }) { continue }
      let kind = kind(run.marks, opening + " " + before + " " + run.text)
      found.append(Shown(day: day, kind: kind, place: "time element", distance: 0))
    }
    return found
  }

  /// Dates in words and digits, on a line that is a date line. A sentence that holds a date is none; a byline
  /// may stand beside it.
  private func daysInWords(_ line: PageLines.Line, after label: String) -> [Shown] {
    let text = line.text
    guard line.hasDigits, text.utf8.count <= 300 else { return [] }
    let tokens = line.tokens
    let all = DateReading.all(in: tokens, order: order)
    guard !all.isEmpty, let rest = DateReading.rest(of: tokens, order: order) else { return [] }
    let isMarked = !line.marks.isDisjoint(with: [.date, .time])
    let isNearName =
      !line.marks.isDisjoint(with: [.author, .statedAuthor, .authorLink])
      || PersonNames.label(of: text).0 == .author
    let isStated = isStatement(text, tokens, all)
    guard rest.count <= (isMarked || isNearName ? 10 : 4) || isStated, all.count <= 3 else { return [] }
    if line.marks.contains(.heading), !rest.isEmpty { return [] }
    var found: [Shown] = []
    var (before, end) = (label, text.startIndex)
    for date in all {
      let start = tokens[date.tokens.lowerBound].range.lowerBound
      let kind = kind(line.marks, before + " " + text[end..<start])
      // What stands beside a date that nothing names as one may be a title.
      guard rest.count <= 3 || isMarked || isNearName || kind != .unlabelled else { continue }
      found.append(Shown(day: date.day, kind: kind, place: "date line", distance: 0))
      end = tokens[date.tokens.upperBound - 1].range.upperBound
      before = ""
    }
    return found
  }

  /// "This article was originally published on 26 Sep 2019": a label of publication right before the date.
  private func isStatement(_ text: String, _ tokens: [DateReading.Token], _ dates: [DateReading.Found])
    -> Bool
  {
    guard text.utf8.count <= 200, let first = dates.first else { return false }
    let before = tokens[max(0, first.tokens.lowerBound - 3)..<first.tokens.lowerBound].map(\.text).joined(
      separator: " ")
    return [
      "originally published", "first published", "published on", "xuất bản ngày", "veröffentlicht am",
      "publié le",
    ]
    .contains(where: before.contains)
  }

  private func kind(_ marks: PageLines.Marks, _ label: String) -> Shown.Kind {
    if marks.contains(.published) { return .published }
    let words = " " + DateReading.tokens(of: label).map(\.text).joined(separator: " ") + " "
    func holds(_ labels: [String]) -> Bool { labels.contains { ByteSearch.contains($0, in: words) } }
    let khmer = Self.modifiedInKhmer.contains { ByteSearch.contains($0, in: label) }
    let isPublished = holds(Self.strongPublished)
    if khmer || holds(Self.modified) { return isPublished ? .published : .modified }
    if marks.contains(.modified) { return .modified }
    return isPublished ? .published : .unlabelled
  }

  private static let modifiedInKhmer = ["កែប្រែ", "បច្ចុប្បន្នភាព"]
  /// Between spaces, as words are that are looked through.
  private static let modified = LanguageWords.modifiedLabels.map { " \($0) " }

  /// Labels of more than a preposition, between spaces.
  private static let strongPublished = LanguageWords.publishedLabels.filter {
    !["on", "am", "vom", "le", "el", "date", "ngày", "ថ្ងៃ", "ថ្ងៃទី", "stand", "đăng", "created"].contains($0)
  }.map { " \($0) " }
}
