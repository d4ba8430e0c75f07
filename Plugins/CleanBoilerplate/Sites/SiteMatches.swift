/// What the rules for a page's site name on it.
struct SiteMatches {
  var section: SiteSection
  /// For each rule its elements, in the order of their start tags.
  var elements: [[Int]]
}

extension SiteRules {
  /// What the rules for a page find on it; nil where no rules are for its site.
  ///
  /// - Parameter url: where the page was; without it what the page says of itself.
  func matches(in page: HTMLPage, url: String?) -> SiteMatches? {
    guard let index = section(of: page, url: url) else { return nil }
    return SiteMatches(section: sections[index], elements: sections[index].matcher.matches(in: page))
  }

  func section(of page: HTMLPage, url: String?) -> Int? {
    guard !isEmpty else { return nil }
    return section(for: url.map { PageAddress(url: $0) } ?? PageAddress.stated(by: page))
  }
}

/// What rules came to on one page, for provenance.
struct SiteUse: Equatable {
  /// The section: `portals.txt:3`.
  var section: String
  /// The rules that named something: place, and how many elements.
  var matched: [(place: String, count: Int)] = []
  /// The rules that named nothing, as they are written with their place.
  var unmatched: [(name: String, role: SiteRole)] = []
  /// Whether the model found the body, because the rules for it named no text.
  var bodyIsGuessed = false

  static func == (left: SiteUse, right: SiteUse) -> Bool {
    left.section == right.section && left.bodyIsGuessed == right.bodyIsGuessed
      && left.matched.elementsEqual(right.matched, by: ==)
      && left.unmatched.elementsEqual(right.unmatched, by: ==)
  }
}
