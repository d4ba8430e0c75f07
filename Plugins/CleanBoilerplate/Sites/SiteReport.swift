import StageKit

extension SiteUse {
  /// Puts down in the document's provenance what the rules came to.
  func record(in document: inout Document) {
    document.count(SiteCounts.section + section)
    for (place, count) in matched { document.count(SiteCounts.rule + place, count) }
    for (name, role) in unmatched {
      let rest =
        role == .body && bodyIsGuessed ? "the model found the body" : "look whether the template changed"
      document.report(
        Report("site-rule-unmatched", "\(name): nothing on this page fits the selector; \(rest)", at: 0..<0))
    }
    let bodyFits = !unmatched.contains { $0.role == .body }
    if bodyIsGuessed {
      document.count(SiteCounts.guessedBody)
      if bodyFits {
        let message = "\(section): what the rules call body holds no text; the model found the body"
        document.report(Report("site-body-empty", message, at: 0..<0))
      }
    }
  }
}

/// Names of the counts that rules leave in the provenance.
enum SiteCounts {
  static let section = "site-rules:"
  static let rule = "site-rule-matched:"
  static let guessedBody = "site-body-guessed"
}

extension CleanBoilerplate {
  /// Which rules for its site fitted a page.
  public struct Contribution: ContributionValue, Codable, Equatable {
    /// The section that counted: `portals.txt:3`.
    public var section: String
    /// The rules that named something: `portals.txt:6`.
    public var matched: [String]
  }

  public func contribution(of document: Document) -> Contribution? {
    guard !sites.isEmpty, let record = document.provenance.last(where: { $0.stage == Self.name }) else {
      return nil
    }
    func places(_ prefix: String) -> [String] {
      record.counts.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
    }
    return places(SiteCounts.section).first.map {
      Contribution(section: $0, matched: places(SiteCounts.rule))
    }
  }

  /// Writes `site-rules.csv`, where there are rules: each rule with the number of pages that it fitted
  /// and did not.
  public func finish(
    _ contributions: Contributions<Contribution>, into folder: any RunFolder
  ) throws(StageError) {
    guard !sites.isEmpty else { return }
    var tally = SiteTally(sites)
    try contributions.forEach { id, value throws(StageError) in tally.add(id, value) }
    try folder.write("site-rules.csv", bytes: tally.csv)
  }
}

/// How many pages each rule fitted.
struct SiteTally {
  private struct Line {
    var pages = 0
    var matched = 0
    /// The first pages without it.
    var without: [String] = []
  }

  private let sites: SiteRules
  private var pages: [String: Int] = [:]
  private var lines: [String: Line] = [:]
  private var rulesOfSection: [String: [String]] = [:]

  init(_ sites: SiteRules) {
    self.sites = sites
    for section in sites.sections {
      rulesOfSection["\(section.file):\(section.line)"] = section.rules.indices.map { section.place(of: $0) }
    }
  }

  mutating func add(_ id: String, _ value: CleanBoilerplate.Contribution) {
    let matched = Set(value.matched)
    for place in rulesOfSection[value.section] ?? [] {
      lines[place, default: Line()].pages += 1
      if matched.contains(place) {
        lines[place]?.matched += 1
      } else if lines[place]?.without.count ?? 0 < 3 {
        lines[place]?.without.append(id)
      }
    }
  }

  var csv: [UInt8] {
    var csv = Array("file,line,hosts,rule,selector,pages,matched,unmatched,first_unmatched\n".utf8)
    for section in sites.sections {
      for (index, rule) in section.rules.enumerated() {
        let line = lines[section.place(of: index)] ?? Line()
        let fields = [
          section.file, "\(rule.line)", section.hosts.map(\.written).joined(separator: " "),
          rule.role.rawValue, rule.selector.text, "\(line.pages)", "\(line.matched)",
          "\(line.pages - line.matched)", line.without.joined(separator: " "),
        ]
        csv += CSVRecords.line(fields)
      }
    }
    return csv
  }
}
