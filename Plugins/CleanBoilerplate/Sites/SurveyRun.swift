import StageKit

/// A folder surveyed: what its pages have, what could not be read, and how rules fit.
struct SurveyRun {
  private(set) var table: SurveyTable
  private(set) var pages = 0
  /// Files that are no HTML; the survey does not speak of them one by one.
  private(set) var others = 0
  /// Files that could not be read or parsed: the first of them, and how many there are.
  private(set) var failures: [(file: String, error: StageError)] = []
  private(set) var failureCount = 0
  private(set) var rules: SurveyRules

  private let stage: CleanBoilerplate
  private static let maxFailures = 20

  /// - Parameter stage: what finds the text of a page.
  init(_ stage: CleanBoilerplate, sites: SiteRules, table: SurveyTable = SurveyTable()) {
    self.stage = stage
    self.table = table
    rules = SurveyRules(sites)
  }

  mutating func add(_ folder: SurveyFolder) {
    var run = self
    folder.forEach { page throws(StageError) in
      try run.add(page)
    } skip: { file, error in
      run.skip(file, error)
    }
    self = run
  }

  mutating func add(_ file: SurveyFolder.Page) throws(StageError) {
    let page = try stage.page(file.text)
    let reading = stage.reading(of: page)
    let address = file.url.map { PageAddress(url: $0) } ?? PageAddress.stated(by: page)
    let counted = SurveyPage(page, PageParts(page, reading.roles), reading.letters)
    table.add(counted, host: address?.host ?? SurveyTable.unknown, file: file.file)
    rules.add(page, url: file.url, file: file.file)
    pages += 1
  }

  private mutating func skip(_ file: String, _ error: StageError) {
    if error.code == "not-a-page" || error.code == "binary" {
      others += 1
    } else {
      failureCount += 1
      if failures.count < Self.maxFailures { failures.append((file, error)) }
    }
  }
}

/// On how many pages each rule of some files names something.
struct SurveyRules {
  struct Line: Equatable {
    var pages = 0
    var matched = 0
    var elements = 0
    /// The first pages without it.
    var without: [String] = []
  }

  let sites: SiteRules
  /// For each section its rules.
  private(set) var lines: [[Line]]

  init(_ sites: SiteRules) {
    self.sites = sites
    lines = sites.sections.map { Array(repeating: Line(), count: $0.rules.count) }
  }

  mutating func add(_ page: HTMLPage, url: String?, file: String) {
    guard let section = sites.section(of: page, url: url) else { return }
    let elements = sites.sections[section].matcher.matches(in: page)
    for (rule, found) in elements.enumerated() {
      lines[section][rule].pages += 1
      lines[section][rule].elements += found.count
      if !found.isEmpty {
        lines[section][rule].matched += 1
      } else if lines[section][rule].without.count < SurveyTable.maxExamples {
        lines[section][rule].without.append(file)
      }
    }
  }

  /// Whether a rule names nothing on all of the pages that it is for.
  var hasDeadRule: Bool { lines.joined().contains { $0.pages > 0 && $0.matched == 0 } }
}
