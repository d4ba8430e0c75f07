/// What changed between an earlier harvest and a later one.
struct SurveyComparison {
  struct Change: Equatable {
    enum Kind: String {
      case appeared, vanished
      case moreOften = "more often"
      case lessOften = "less often"
      case moreOnAPage = "more on a page"
      case fewerOnAPage = "fewer on a page"
      case moreText = "holds more text"
      case lessText = "holds less text"
    }

    var selector: String
    var kind: Kind
    var before: SurveyTable.Count
    var now: SurveyTable.Count
    /// How much, for the order: a difference of shares in thousandths.
    var weight: Double
  }

  let before: SurveyTable
  let now: SurveyTable

  /// Changes in the pages of a host, the largest first; none where it has fewer than four pages in one of the
  /// harvests, because so few say nothing.
  ///
  /// A share of pages has changed when it differs by a quarter or more and by two and a half standard errors;
  /// a number of elements when it is three times the other; a share of the kept text when it differs by three
  /// tenths.
  func changes(of host: String) -> [Change] {
    guard let old = before.hosts[host], let new = now.hosts[host], min(old.pages, new.pages) >= 4 else {
      return []
    }
    let selectors = Set(old.selectors.keys).union(new.selectors.keys)
    let found = selectors.compactMap { change(of: $0, old, new) }
    return found.sorted { left, right in
      if left.weight != right.weight { return left.weight > right.weight }
      return left.selector.utf8.lexicographicallyPrecedes(right.selector.utf8)
    }
  }

  private func change(of selector: String, _ old: SurveyTable.Host, _ new: SurveyTable.Host) -> Change? {
    let (a, b) = (old.selectors[selector] ?? .init(), new.selectors[selector] ?? .init())
    let difference = Double(b.pages) / Double(new.pages) - Double(a.pages) / Double(old.pages)
    func change(_ kind: Change.Kind, _ weight: Double) -> Change {
      Change(selector: selector, kind: kind, before: a, now: b, weight: (weight * 1_000).rounded())
    }
    if abs(difference) >= 0.25, isSure(difference, a.pages + b.pages, old.pages, new.pages) {
      let kind: Change.Kind =
        a.pages == 0 ? .appeared : b.pages == 0 ? .vanished : difference > 0 ? .moreOften : .lessOften
      return change(kind, abs(difference))
    }
    let text = share(b, new) - share(a, old)
    if abs(text) >= 0.3 { return change(text > 0 ? .moreText : .lessText, abs(text)) }
    guard min(a.pages, b.pages) >= 4, a.pages * 2 >= old.pages else { return nil }
    let ratio = Double(b.elements * a.pages) / Double(a.elements * b.pages)
    if ratio >= 3 { return change(.moreOnAPage, 0) }
    return ratio <= 1 / 3.0 ? change(.fewerOnAPage, 0) : nil
  }

  /// Whether a difference of two shares is more than two and a half of its standard errors.
  private func isSure(_ difference: Double, _ hits: Int, _ old: Int, _ new: Int) -> Bool {
    let share = Double(hits) / Double(old + new)
    let variance = share * (1 - share) * (1 / Double(old) + 1 / Double(new))
    return difference * difference >= 6.25 * variance
  }

  /// Share of the kept text that stands inside.
  private func share(_ count: SurveyTable.Count, _ host: SurveyTable.Host) -> Double {
    host.letters.body > 0 ? Double(count.letters.body) / Double(host.letters.body) : 0
  }
}
