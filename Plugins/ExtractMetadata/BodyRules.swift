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
  private(set) var byline: Byline?
  private(set) var translators: [String] = []
  private(set) var order: DateReading.Order

  private let lines: [PageLines.Line]
  private let titlePlace: Int
  private let isArticle: Bool

  /// - Parameters:
  ///   - front: lines from a little before the title to the first prose.
  ///   - back: lines behind the last prose.
  ///   - isArticle: whether the page calls itself something that somebody wrote and published.
  init(
    front: [PageLines.Line], back: [PageLines.Line], titlePlace: Int, isArticle: Bool,
    order: DateReading.Order
  ) {
    lines = front
    self.titlePlace = titlePlace
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
      order = DateReading.order(in: line.text)
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
    var found: [Shown] = []
    let isLabel =
      label.utf8.count <= 40
      && DateReading.tokens(of: label).allSatisfy { LanguageWords.dateWords.contains($0.text) }
    var before = isLabel ? label : ""
    for run in line.runs where run.moment != nil {
      defer { before = run.text }
      guard let moment = run.moment, var day = DateReading.machine(moment, order: order) else { continue }
      // A moment in UTC beside the day that readers see, which is the page's own.
      if day.offset == 0, let local = DateReading.days(in: run.text, order: order).first,
        abs(local.number - day.number) == 1
      {
        day = local
      }
      let label =
        line.runs.prefix { $0.moment == nil }.map(\.text).joined(separator: " ") + " " + before + " "
        + run.text
      if found.contains(where: { $0.day.agrees(with: day) }) { continue }
      found.append(Shown(day: day, kind: kind(run.marks, label), place: "time element", distance: 0))
    }
    if !found.isEmpty { return found }
    let text = line.text
    guard line.hasDigits, text.utf8.count <= 300 else { return [] }
    let tokens = DateReading.tokens(of: text)
    let all = DateReading.all(in: tokens, order: order)
    guard !all.isEmpty, let rest = DateReading.rest(of: text, order: order) else { return [] }
    let isMarked = !line.marks.isDisjoint(with: [.date, .time])
    // A sentence that holds a date is no date line. A byline may stand beside it.
    let isNearName =
      !line.marks.isDisjoint(with: [.author, .statedAuthor, .authorLink])
      || PersonNames.label(of: text).0 == .author
    let isStated = isStatement(text, tokens, all)
    guard rest.count <= (isMarked || isNearName ? 10 : 4) || isStated, all.count <= 3 else { return [] }
    if line.marks.contains(.heading), !rest.isEmpty { return [] }
    var end = text.startIndex
    for date in all {
      let start = tokens[date.tokens.lowerBound].range.lowerBound
      let label = before + " " + text[end..<start]
      let kind = kind(line.marks, label)
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
    func holds(_ labels: [String]) -> Bool { labels.contains { words.contains(" \($0) ") } }
    let khmer = label.contains("កែប្រែ") || label.contains("បច្ចុប្បន្នភាព")
    let isPublished = holds(Self.strongPublished)
    if khmer || holds(LanguageWords.modifiedLabels) { return isPublished ? .published : .modified }
    if marks.contains(.modified) { return .modified }
    return isPublished ? .published : .unlabelled
  }

  /// Labels of more than a preposition.
  private static let strongPublished = LanguageWords.publishedLabels.filter {
    !["on", "am", "vom", "le", "el", "date", "ngày", "ថ្ងៃ", "ថ្ងៃទី", "stand", "đăng", "created"].contains($0)
  }

  // MARK: Names

  private mutating func findByline(
    _ after: [PageLines.Line], _ before: [PageLines.Line], _ back: [PageLines.Line]
  ) {
    var best: Byline?
    func consider(_ lines: [PageLines.Line], least: Int) {
      for i in lines.indices {
        guard let found = byline(in: lines, at: i), found.strength >= least else { continue }
        if !found.names.translators.isEmpty { translators += found.names.translators }
        if !found.names.authors.isEmpty, found.strength > best?.strength ?? 0 { best = found }
      }
    }
    consider(after, least: 1)
    if best == nil { consider(before.suffix(25).map { $0 }, least: isArticle ? 1 : 2) }
    for line in back where best == nil {
      if let names = signer(line) { best = Byline(names: names, place: "signature", strength: 2) }
    }
    if best == nil { consider(back, least: isArticle ? 1 : 2) }
    byline = best
    translators = PersonNames.unique(translators)
  }

  /// A Vietnamese article is signed at its end: a name of two to five syllables in bold, mostly on the right, with
  /// "(tổng hợp)" or "(theo ...)" behind it at most.
  private func signer(_ line: PageLines.Line) -> PersonNames? {
    guard let first = line.runs.first, first.marks.contains(.bold), line.text.utf8.count <= 120,
      !line.marks.contains(.elsewhere), !line.marks.contains(.link)
    else { return nil }
    let words = first.text.split(separator: " ")
    guard (2...5).contains(words.count),
      words.allSatisfy({ $0.first?.isUppercase == true && $0.allSatisfy(\.isLetter) }),
      line.marks.contains(.right) || first.text.utf8.contains(where: { $0 >= 0x80 })
    else { return nil }
    let names = PersonNames(line.text, .shown)
    return names.authors == [first.text] ? names : nil
  }

  private func byline(in lines: [PageLines.Line], at i: Int) -> Byline? {
    let line = lines[i]
    guard !line.marks.contains(.elsewhere), line.runs.count <= 40 else { return nil }
    // "Reviewed by" on the line before.
    if i > 0, lines[i - 1].text.utf8.count <= 40 {
      let before = PersonNames.label(of: lines[i - 1].text)
      if before.0 == .other, before.rest.isEmpty { return nil }
    }
    if let names = names(of: line.runs.filter { $0.marks.contains(.statedAuthor) }, .shown) {
      return Byline(names: names, place: "rel=author", strength: 3)
    }
    let text = line.text
    guard text.utf8.count <= 300 else { return nil }
    let (label, rest) = PersonNames.label(of: text)
    if label == .author || label == .translator {
      var names = labelled(line, rest)
      if rest.isEmpty, i + 1 < lines.count {
        names = PersonNames(cut(lines[i + 1].text), .shown)
      }
      if label == .translator { (names.translators, names.authors) = (names.authors + names.translators, []) }
      if names != PersonNames() { return Byline(names: names, place: "byline", strength: 2) }
    }
    if let names = joint(line) { return Byline(names: names, place: "byline", strength: 2) }
    guard !line.marks.contains(.heading), label != .other else { return nil }
    let runs = line.runs.filter {
      !$0.marks.isDisjoint(with: [.author, .authorLink]) && !$0.marks.contains(.notName)
    }
    if let names = names(of: runs, .shown) { return Byline(names: names, place: "byline", strength: 1) }
    return nil
  }

  /// The names of runs; those of a text that has too many words are none.
  private func names(of runs: [PageLines.Run], _ trust: PersonNames.Trust) -> PersonNames? {
    guard !runs.isEmpty else { return nil }
    var all = PersonNames()
    for run in runs {
      let names = PersonNames(cut(run.text), trust)
      all.authors += names.authors
      all.translators += names.translators
    }
    all.authors = PersonNames.unique(all.authors)
    return all.authors.isEmpty && all.translators.isEmpty ? nil : all
  }

  /// "By X. Reviewed by Y": the runs of links that follow the label, or the text up to where a name ends.
  private func labelled(_ line: PageLines.Line, _ rest: String) -> PersonNames {
    var linked: [String] = []
    let first = PersonNames.label(of: line.runs.first?.text ?? "")
    let followsLabel =
      first.0 == .author && first.rest.isEmpty || first.0 == .translator && first.rest.isEmpty
    for (i, run) in line.runs.enumerated() where followsLabel {
      if run.marks.contains(.link), i > 0 {
        linked.append(run.text)
      } else if !linked.isEmpty {
        let joint = run.text.lowercased().filter { !" ,".contains($0) }
        if !joint.isEmpty, joint != "&", !LanguageWords.conjunctions.contains(joint) { break }
      } else if i > 0, PersonNames.label(of: run.text).0 == .none {
        break
      }
    }
    let names = PersonNames(linked.joined(separator: "; "), .shown)
    return names == PersonNames() ? PersonNames(cut(rest), .shown) : names
  }

  /// "August 27, 2025 by John Robison": the name after the word, behind a date.
  private func joint(_ line: PageLines.Line) -> PersonNames? {
    for (i, run) in line.runs.enumerated().dropFirst() {
      let (label, rest) = PersonNames.label(of: run.text)
      guard label == .author else { continue }
      let name = rest.isEmpty && i + 1 < line.runs.count ? line.runs[i + 1].text : rest
      let names = PersonNames(cut(name), .shown)
      if !names.authors.isEmpty { return names }
    }
    let text = line.text
    guard line.hasDigits,
      DateReading.order(in: text) != .unknown || !DateReading.days(in: text, order: order).isEmpty
    else { return nil }
    for word in [" by ", " bởi ", " von ", " par ", " por "] {
      guard let range = text.firstRange(of: word) else { continue }
      let names = PersonNames(cut(String(text[range.upperBound...])), .shown)
      if !names.authors.isEmpty { return names }
    }
    return nil
  }

  private static let ends: [String] = [
    " | ", " • ", " · ", " ● ", ". ", " on ", " in ", " reviewed ", " updated ", " published ", " posted ",
    " last ",
    " photo", " medically ", " edited ", " @ ", " | ", " at ", " ngày ", " lúc ", " am ", " le ", " el ",
    " fact",
    "(", " min ", " - ", " – ", " — ", " for ", " with ", " ថ្ងៃ",
  ]

  /// A text up to where a name in it ends: a date, a mark, a word that begins something else.
  private func cut(_ text: String) -> String {
    var end = text.endIndex
    let tokens = DateReading.tokens(of: text)
    if let date = DateReading.all(in: tokens, order: order == .unknown ? .dayFirst : order).first {
      var first = date.tokens.lowerBound
      while first > 0, LanguageWords.dateWords.contains(tokens[first - 1].text) { first -= 1 }
      end = tokens[first].range.lowerBound
    }
    let lower = text.lowercased()
    // Lower case may have another length; then marks are looked for as they stand.
    let searched = lower.utf8.count == text.utf8.count ? lower : text
    for mark in Self.ends {
      guard let found = searched.firstRange(of: mark) else { continue }
      let offset = searched.utf8.distance(from: searched.startIndex, to: found.lowerBound)
      let isInitial =
        mark == ". " && offset < 3
        || mark == ". " && text.utf8.dropFirst(offset - 2).first == 0x20
      if isInitial || offset == 0 { continue }
      let place = text.utf8.index(text.startIndex, offsetBy: offset)
      if place < end { end = place }
    }
    return String(text[..<end])
  }
}
