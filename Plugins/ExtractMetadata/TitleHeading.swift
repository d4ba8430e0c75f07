/// Finds the heading that is the title of a page.
enum TitleHeading {
  /// - Parameters:
  ///   - prose: where the text of the page begins, where that is known.
  ///   - shown: the title that clean-boilerplate found.
  ///   - isDated: whether a date line stands right behind a heading.
  /// - Returns: the heading that the head of the page names; else the first that a date follows; else the one
  ///   that the text has for a title; else the only heading of the first level, else the last one before the
  ///   text.
  static func choose(
    _ scan: PageScan, _ data: LinkedData, before prose: Int?, shown: String?,
    isDated: (PageScan.Heading) -> Bool
  ) -> PageScan.Heading? {
    let site = siteNames(scan, data)
    let titles = headTitles(scan, data).map(Plain.letters).filter { !$0.isEmpty }
    let headings = scan.headings.filter { heading in
      let letters = Plain.letters(heading.text)
      return !letters.isEmpty && heading.text.unicodeScalars.count <= 400
        && !site.contains { Plain.letters($0) == letters }
    }
    let near = headings.filter { prose == nil || $0.range.lowerBound < (prose ?? 0) + 2_000 }
    if let named = named(near, titles) { return named }
    if let dated = near.prefix(12).first(where: { $0.level <= 2 && isDated($0) }) { return dated }
    if let shown {
      let letters = Plain.letters(shown)
      if let own = near.first(where: { $0.level <= 2 && Plain.letters($0.text) == letters }) { return own }
    }
    return unnamed(near.filter { $0.level == 1 }, titles, before: prose)
  }

  /// What the head says is the title, on the highest level.
  private static func named(_ headings: [PageScan.Heading], _ titles: [[Unicode.Scalar]]) -> PageScan.Heading?
  {
    for (level, isStart) in [(1, true), (2, true), (1, false), (2, false)] {
      let named = headings.first { heading in
        guard heading.level == level else { return false }
        let letters = Plain.letters(heading.text)
        return titles.contains {
          isStart ? $0.starts(with: letters) && names($0, letters) : names($0, letters)
        }
      }
      if let named { return named }
    }
    return nil
  }

  /// Of headings of the first level the only one; else the one that shares most words with the head, half of
  /// its own at least; else the last before the text.
  private static func unnamed(
    _ headings: [PageScan.Heading], _ titles: [[Unicode.Scalar]], before prose: Int?
  ) -> PageScan.Heading? {
    if headings.count == 1 { return headings[0] }
    if let best = headings.max(by: { shared($0.text, titles) < shared($1.text, titles) }),
      shared(best.text, titles) >= 0.5
    {
      return best
    }
    if let prose, let last = headings.last(where: { $0.range.lowerBound < prose }) { return last }
    return headings.first
  }

  /// Titles in the head, the surest first.
  static func headTitles(_ scan: PageScan, _ data: LinkedData) -> [String] {
    var titles = data.all(LinkedData.articles).compactMap { data.text($0["headline"]) }.map(
      Plain.withoutMarkup)
    for name in ["citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title"] {
      if let title = scan.meta(name) { titles.append(Plain.withoutMarkup(title)) }
    }
    if let title = scan.title { titles.append(title) }
    return titles
  }

  static func siteNames(_ scan: PageScan, _ data: LinkedData) -> [String] {
    var names = ["og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher"].compactMap
    {
      scan.meta($0)
    }
    names += data.all(["WebSite", "Organization", "NewsMediaOrganization"]).compactMap {
      data.text($0["name"])
    }
    names += data.all(LinkedData.articles).flatMap { data.names($0["publisher"]).map(\.text) }
    return PersonNames.unique(names.map(Plain.withoutMarkup).map(Plain.collapsed).filter { !$0.isEmpty })
  }

  /// Whether a title in the head names a heading: the heading is a good part of it, a third or more.
  static func names(_ title: [Unicode.Scalar], _ heading: [Unicode.Scalar]) -> Bool {
    heading.count >= 4 && heading.count * 3 >= min(title.count, 120) && contains(title, heading)
  }

  static func contains(_ text: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
    guard part.count <= text.count, !part.isEmpty, text.count <= 2_000 else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// The part of a heading's words that a title in the head has too, 0...1.
  static func shared(_ heading: String, _ titles: [[Unicode.Scalar]]) -> Double {
    let words = heading.split(separator: " ").map { Plain.letters(String($0)) }.filter { $0.count > 1 }
      .prefix(40)
    guard !words.isEmpty else { return 0 }
    return titles.map { title in Double(words.count { contains(title, $0) }) / Double(words.count) }.max()
      ?? 0
  }
}
