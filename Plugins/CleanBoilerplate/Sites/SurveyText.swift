/// Survey results for people: tables of text.
struct SurveyText {
  private(set) var lines: [String] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  // MARK: Hosts

  mutating func add(_ name: String, _ host: SurveyTable.Host) {
    lines.append("")
    lines.append(
      "\(name): \(Self.number(host.pages, "page")), \(host.letters.all) letters, "
        + "\(Self.percent(host.letters.body, host.letters.all)) kept as text")
    if name == SurveyTable.unknown {
      lines.append(
        "  Nobody knows where these pages were: give metadata.csv in the folder the columns file and url.")
    }
    for role in SurveyTable.Host.roles {
      addTable(role.rawValue, "holds", host.candidates(for: role, limit: limit), host)
    }
    addTable("remove", "holds", host.removals(limit: limit), host)
    addFrequent(host)
  }

  private mutating func addTable(
    _ role: String, _ heading: String, _ candidates: [SurveyCandidate], _ host: SurveyTable.Host
  ) {
    guard !candidates.isEmpty else { return }
    var rows = [[role, "pages", "a page", "letters", heading, "pure", "examples"]]
    for candidate in candidates {
      rows.append(
        row(
          candidate.selector, candidate.count, host,
          [Self.percent(candidate.holds), Self.percent(candidate.pure)]))
    }
    add(rows)
  }

  private mutating func addFrequent(_ host: SurveyTable.Host) {
    let selectors = host.selectorNames
    var rows = [["most frequent", "pages", "a page", "letters", "holds", "pure", "examples"]]
    let named = selectors.compactMap { selector in
      host.selectors[selector].flatMap { count in
        SurveyTable.Host.kind(of: selector) == 0 && count.letters.all > 0 ? (selector, count) : nil
      }
    }
    // The order of names decides where pages and letters do not.
    let ordered = named.enumerated().sorted { left, right in
      let (a, b) = (left.element.1, right.element.1)
      if a.pages != b.pages { return a.pages > b.pages }
      return a.letters.all == b.letters.all ? left.offset < right.offset : a.letters.all > b.letters.all
    }
    for (_, (selector, count)) in ordered.prefix(limit) {
      rows.append(
        row(
          selector, count, host,
          [
            Self.percent(count.letters.body, host.letters.body),
            Self.percent(count.letters.body, count.letters.all),
          ]))
    }
    if rows.count > 1 { add(rows) }
    lines.append("  \(Self.number(selectors.count, "selector")) in all")
  }

  private func row(
    _ selector: String, _ count: SurveyTable.Count, _ host: SurveyTable.Host, _ shares: [String]
  ) -> [String] {
    [
      selector, Self.percent(count.pages, host.pages), Self.ratio(count.elements, count.pages),
      "\(count.letters.all / max(1, count.pages))",
    ] + shares + [count.examples.prefix(2).joined(separator: " ")]
  }

  // MARK: Rules and changes

  mutating func add(_ rules: SurveyRules, before: SurveyRules?) {
    for (section, own) in rules.sites.sections.enumerated() {
      lines.append("")
      lines.append("\(own.file):\(own.line): rules for \(own.hosts.map(\.written).joined(separator: " "))")
      var rows = [["rule", "fits", "a page"] + (before == nil ? [] : ["before"]) + ["not on"]]
      for (index, rule) in own.rules.enumerated() {
        let line = rules.lines[section][index]
        var row = [
          "\(rule.line): \(rule.written)", "\(line.matched) of \(line.pages)",
          Self.ratio(line.elements, line.matched),
        ]
        if let old = before?.lines[section][index] { row.append("\(old.matched) of \(old.pages)") }
        let isDead = line.pages > 0 && line.matched == 0
        rows.append(
          row + [(isDead ? ["fits no page:"] : []) + line.without].map { $0.joined(separator: " ") })
      }
      add(rows)
    }
  }

  mutating func add(changes: [SurveyComparison.Change], of host: String, _ comparison: SurveyComparison) {
    let old = comparison.before.hosts[host]?.pages ?? 0
    let new = comparison.now.hosts[host]?.pages ?? 0
    lines.append("")
    lines.append("\(host): \(Self.number(old, "page")) before, \(new) now")
    guard min(old, new) >= 4 else {
      lines.append("  too few pages to compare; four in each harvest are the least")
      return
    }
    guard !changes.isEmpty else {
      lines.append("  nothing changed much")
      return
    }
    var rows = [["changed", "how", "before", "now", "a page", "now", "examples"]]
    for change in changes.prefix(limit * 3) {
      let examples = change.now.examples.isEmpty ? change.before.examples : change.now.examples
      rows.append([
        change.selector, change.kind.rawValue, Self.percent(change.before.pages, old),
        Self.percent(change.now.pages, new), Self.ratio(change.before.elements, change.before.pages),
        Self.ratio(change.now.elements, change.now.pages), examples.prefix(2).joined(separator: " "),
      ])
    }
    add(rows)
    if changes.count > limit * 3 { lines.append("  and \(changes.count - limit * 3) more") }
  }

  mutating func add(line: String) { lines.append(line) }

  // MARK: Tables

  /// Rows as columns of equal width: the first and the last to the left, the others to the right.
  private mutating func add(_ rows: [[String]]) {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      var line = "  "
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: max(0, widths[column] - cell.count))
        let isText = column == 0 || column == columns - 1
        line += (column > 0 ? "  " : "") + (isText ? cell + (column == 0 ? space : "") : space + cell)
      }
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
  }

  static func number(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  static func percent(_ part: Int, _ whole: Int) -> String {
    whole > 0 ? percent(Double(part) / Double(whole)) : "-"
  }

  /// Whole percents; 100 only for all, 0 only for none.
  static func percent(_ share: Double) -> String {
    let rounded = Int((share * 100).rounded())
    if rounded == 100, share < 1 { return "99%" }
    return rounded == 0 && share > 0 ? "<1%" : "\(rounded)%"
  }

  /// With one decimal.
  static func ratio(_ part: Int, _ whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let tenths = (part * 10 + whole / 2) / whole
    return "\(tenths / 10).\(tenths % 10)"
  }
}
