/// A selector that may be right for a role, with what speaks for it.
struct SurveyCandidate: Equatable {
  var selector: String
  var count: SurveyTable.Count
  /// Share of what the model kept in this role on all pages of the host that stands inside.
  var holds: Double
  /// Share of the letters inside that the model kept in this role; for `remove`, that it cut.
  var pure: Double

  /// The harmonic mean of both.
  var score: Double { holds + pure > 0 ? 2 * holds * pure / (holds + pure) : 0 }

  /// The score, less for what says little of what it means: a bare tag, a place in its parent, many elements
  /// on a page.
  func rank(for role: SiteRole) -> Double {
    let kind = SurveyTable.Host.kind(of: selector)
    let isMany = role != .byline && role != .date && count.elements * 2 > count.pages * 3
    let isBareTag = kind == 2 && role != .title && selector != "article" && selector != "main"
    return score - (isBareTag ? 0.1 : 0) - (kind == 1 ? 0.01 : 0) - (isMany ? 0.03 : 0)
  }
}

extension SurveyTable.Host {
  /// Roles that candidates are looked for.
  static let roles: [SiteRole] = [.title, .byline, .date, .body, .comments]

  /// The best selectors for a role, by how much of what the model found stands inside and how little else.
  ///
  /// - Complexity: O(selectors · log selectors).
  func candidates(for role: SiteRole, limit: Int) -> [SurveyCandidate] {
    guard let path = Self.path(of: role), letters[keyPath: path] > 0 else { return [] }
    let whole = Double(letters[keyPath: path])
    let found = selectors.compactMap { selector, count -> SurveyCandidate? in
      let inside = count.letters[keyPath: path]
      guard inside > 0, count.letters.all > 0 else { return nil }
      let candidate = SurveyCandidate(
        selector: selector, count: count, holds: Double(inside) / whole,
        pure: Double(inside) / Double(count.letters.all))
      return candidate.score >= 0.3 ? candidate : nil
    }
    return Self.best(found, of: role, limit)
  }

  /// Selectors of what the model cut between the first and the last text that it kept, on a tenth of the
  /// pages and at least two.
  func removals(limit: Int) -> [SurveyCandidate] {
    let found = selectors.compactMap { selector, count -> SurveyCandidate? in
      let (all, between) = (count.letters.all, count.letters.between)
      guard count.pages >= max(2, (pages + 9) / 10), between * 10 >= all * 9, between > 0,
        Self.kind(of: selector) < 2
      else { return nil }
      return SurveyCandidate(
        selector: selector, count: count, holds: Double(between) / Double(max(1, letters.between)),
        pure: Double(between) / Double(all))
    }
    return Self.best(found, of: .remove, limit)
  }

  static func path(of role: SiteRole) -> KeyPath<SurveyLetters, Int>? {
    switch role {
    case .title: \.title
    case .byline: \.byline
    case .date: \.date
    case .body: \.body
    case .comments: \.comments
    default: nil
    }
  }

  /// The first of those in order; a structure that says no more than one before it is left out.
  private static func best(_ found: [SurveyCandidate], of role: SiteRole, _ limit: Int) -> [SurveyCandidate] {
    let ordered = found.map { (rank: role == .remove ? $0.holds : $0.rank(for: role), candidate: $0) }
      .sorted { left, right in
        let (a, b) = ((left.rank * 1_000).rounded(), (right.rank * 1_000).rounded())
        return a == b ? isShorter(left.candidate.selector, right.candidate.selector) : a > b
      }
    var best: [SurveyCandidate] = []
    for (_, candidate) in ordered where best.count < limit {
      let isRepetition = kind(of: candidate.selector) == 1 && best.contains { $0.count == candidate.count }
      if !isRepetition { best.append(candidate) }
    }
    return best
  }

  private static func isShorter(_ left: String, _ right: String) -> Bool {
    let (a, b) = (kind(of: left), kind(of: right))
    if a != b { return a < b }
    return left.utf8.count == right.utf8.count
      ? left.utf8.lexicographicallyPrecedes(right.utf8) : left.utf8.count < right.utf8.count
  }

  /// 0 for a class, id or attribute, 1 for a structure, 2 for a tag.
  static func kind(of selector: String) -> Int {
    if selector.contains(" > ") { return 1 }
    return [".", "#", "["].contains(selector.prefix(1)) ? 0 : 2
  }

  static func kindName(of selector: String) -> String {
    if kind(of: selector) == 1 { return "structure" }
    switch selector.prefix(1) {
    case ".": return "class"
    case "#": return "id"
    case "[": return selector.hasPrefix("[itemprop") ? "itemprop" : selector.hasPrefix("[id") ? "id" : "class"
    default: return "tag"
    }
  }
}
