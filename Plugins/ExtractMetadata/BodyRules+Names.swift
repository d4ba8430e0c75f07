import StageKit

extension BodyRules {
  mutating func findByline(
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
    if isList(after, best) { best = nil }
    if best == nil { consider(before.suffix(25).map { $0 }, least: isArticle ? 1 : 2) }
    for line in back where best == nil {
      if let names = signer(line) { best = Byline(names: names, place: "signature", strength: 2) }
    }
    if best == nil { consider(back, least: isArticle ? 1 : 2) }
    byline = best
    translators = PersonNames.unique(translators)
  }

  /// Whether bylines with three names or more stand among the lines: then they are of entries, and none is
  /// the page's, unless it stands right by the title.
  private func isList(_ lines: [PageLines.Line], _ best: Byline?) -> Bool {
    guard let best, best.strength == 2 else { return false }
    var names: [String] = []
    for i in lines.indices {
      guard let found = byline(in: lines, at: i), found.strength == 2, let name = found.names.authors.first
      else {
        continue
      }
      if i < 6 { return false }
      names.append(name)
    }
    return PersonNames.unique(names).count >= 3
  }

  /// A Vietnamese article is signed at its end: a name of two to five syllables in bold, mostly on the right,
  /// with "(tổng hợp)" or "(theo ...)" behind it at most.
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
    if label != .none, isTitle(line) { return nil }
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

  /// Whether a line is the page's title: "By the River".
  private func isTitle(_ line: PageLines.Line) -> Bool {
    let letters = Plain.letters(line.text)
    return titles.contains { title in
      title == letters || line.marks.contains(.heading) && TitleHeading.names(title, letters)
    }
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
      DateReading.order(in: line.tokens) != .unknown
        || !DateReading.all(in: line.tokens, order: order).isEmpty
    else { return nil }
    for word in [" by ", " bởi ", " von ", " par ", " por "] {
      guard let range = ByteSearch.firstRange(of: word, in: text) else { continue }
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
      guard let found = ByteSearch.firstRange(of: mark, in: searched) else { continue }
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
