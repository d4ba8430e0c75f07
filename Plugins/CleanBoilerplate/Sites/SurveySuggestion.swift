/// A draft of rules, with what speaks for each as a comment.
struct SurveySuggestion {
  private(set) var lines: [String] = []

  init(_ table: SurveyTable, hosts: [String]) {
    lines.append("# A draft, made from what the model found: look at the pages before you use a rule.")
    for name in hosts where name != SurveyTable.others {
      if let host = table.hosts[name] { add(name, host) }
    }
  }

  private mutating func add(_ name: String, _ host: SurveyTable.Host) {
    var rules: [String] = []
    for role in SurveyTable.Host.roles {
      let found = host.candidates(for: role, limit: 3).filter { $0.score >= 0.5 }
      guard let best = found.first else { continue }
      rules.append("# " + evidence(best, host, "kept"))
      if found.count > 1 {
        rules.append("# or: " + found.dropFirst().map(\.selector).joined(separator: "   "))
      }
      rules.append("\(role.rawValue) \(best.selector)")
    }
    // A class or id only: what is cut by its place alone cuts too much on the next page.
    for removal in host.removals(limit: 5) where SurveyTable.Host.kind(of: removal.selector) == 0 {
      rules.append("# " + evidence(removal, host, "cut"))
      rules.append("remove \(removal.selector)")
    }
    lines.append("")
    lines.append(
      "# \(SurveyText.number(host.pages, "page")), such as \(host.examples.joined(separator: " "))")
    guard !rules.isEmpty else {
      lines.append("# \(name): nothing stands out")
      return
    }
    lines.append("host " + (name == SurveyTable.unknown ? "*" : name))
    lines += rules
  }

  private func evidence(_ candidate: SurveyCandidate, _ host: SurveyTable.Host, _ verb: String) -> String {
    let each = SurveyText.ratio(candidate.count.elements, candidate.count.pages)
    let (holds, pure) = (SurveyText.percent(candidate.holds), SurveyText.percent(candidate.pure))
    return "on \(candidate.count.pages) of \(host.pages), \(each) a page; holds \(holds) of it, "
      + "\(pure) of what is inside was \(verb)"
  }
}
