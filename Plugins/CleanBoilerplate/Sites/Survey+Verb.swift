public import ArgumentParser
import Foundation
import StageKit

/// Counts what the pages of a folder have, by host, as evidence for site rules; compares two harvests; tries
/// rules.
///
/// Exit code 0; 1 when a rule fits none of the pages that it is for; 2 when the rules or an option cannot be
/// read or the file cannot be written; 3 when there is no page.
public struct Survey: ParsableCommand {
  public static let configuration = CommandConfiguration(
    abstract: "Count tags, classes, ids and structures of pages by host, as evidence for site rules.",
    discussion: """
      Example: sastra survey harvest
      Example: sastra survey harvest --suggest > portals.txt
      Example: sastra survey harvest-2026 --compare harvest-2025 --sites portals.txt

      A page's host is that of its url in metadata.csv in the folder, else of its canonical link.
      For each host the selectors are shown that hold best what clean-boilerplate finds by itself:
      "holds" is the share of it that stands inside, "pure" the share of what is inside.
      Exit code 0: done; 1: a rule of --sites fits no page; 2: rules that cannot be read; 3: no page.
      """)

  @Argument(help: "A folder of pages, or one page.")
  var folder: String

  @Option(help: "An earlier harvest: what appeared, vanished or changed much since then.")
  var compare: String?

  @Option(help: "A file of site rules: on how many pages each rule fits. May be given more than once.")
  var sites: [String] = []

  @Option(help: "Only this host, and those below it.")
  var host: String?

  @Option(help: "How many selectors to show for each role.")
  var limit = 5

  @Option(help: "Write all counts to a CSV file.")
  var csv: String?

  @Flag(help: "Print all counts as JSON.")
  var json = false

  @Flag(help: "Print a draft of site rules, with what speaks for each.")
  var suggest = false

  public init() {}

  public mutating func validate() throws {
    guard limit >= 1 else { throw ValidationError("--limit must be 1 or more") }
    guard !(json && suggest) else { throw ValidationError("use --json or --suggest, not both") }
  }

  public mutating func run() throws {
    let rules = try loaded(2) { () throws(StageError) in try Self.rules(sites) }
    let now = try surveyed(folder, rules)
    let before = try compare.map { try surveyed($0, rules) }
    let comparison = before.map { SurveyComparison(before: $0.table, now: now.table) }
    let hosts = try chosenHosts(now.table, before?.table)
    if let csv {
      let rows = SurveyExport.rows(now, comparison, hosts: hosts)
      let table = SurveyExport.csv(rows, isComparison: comparison != nil)
      do { try Data(table).write(to: URL(fileURLWithPath: csv)) } catch {
        throw failure("cannot write '\(csv)'; check the path and its permissions", 2)
      }
    }
    if json {
      print(String(decoding: try SurveyExport.json(now, comparison, hosts: hosts), as: UTF8.self))
    } else if suggest {
      SurveySuggestion(now.table, hosts: hosts).lines.forEach { print($0) }
    } else {
      Self.text(now, before, comparison, hosts, limit: limit).forEach { print($0) }
    }
    if now.rules.hasDeadRule { throw ExitCode(1) }
  }

  static func rules(_ paths: [String]) throws(StageError) -> SiteRules {
    let context = LoadContext()
    var rules = SiteRules()
    for path in paths { try SiteRulesFile.add(try context.resource(path), path: path, to: &rules) }
    return rules
  }

  private func surveyed(_ path: String, _ rules: SiteRules) throws -> SurveyRun {
    let stage = try loaded(2) { () throws(StageError) in try CleanBoilerplate() }
    let folder = try loaded(3) { () throws(StageError) in try SurveyFolder(path) }
    var run = SurveyRun(stage, sites: rules)
    run.add(folder)
    for (file, error) in run.failures { warn("\(path)/\(file): \(error.code): \(error.message)") }
    if run.failureCount > run.failures.count {
      warn("\(path): \(run.failureCount - run.failures.count) more files could not be read")
    }
    guard run.pages > 0 else { throw failure("there is no HTML page in '\(path)'", 3) }
    return run
  }

  private func chosenHosts(_ now: SurveyTable, _ before: SurveyTable?) throws -> [String] {
    let all = now.hostNames + (before?.hostNames ?? []).filter { now.hosts[$0] == nil }
    guard let host else { return all }
    let name = HostName.normalized(host) ?? host
    let chosen = all.filter { $0 == name || $0.hasSuffix("." + name) }
    guard !chosen.isEmpty else {
      throw failure("no page is of '\(host)'; there are: \(all.prefix(10).joined(separator: " "))", 2)
    }
    return chosen
  }

  private static let maxHostsInFull = 5

  static func text(
    _ now: SurveyRun, _ before: SurveyRun?, _ comparison: SurveyComparison?, _ hosts: [String], limit: Int
  ) -> [String] {
    var text = SurveyText(limit: limit)
    let others = now.others > 0 ? ", \(SurveyText.number(now.others, "other file"))" : ""
    let failed = now.failureCount > 0 ? ", \(now.failureCount) that could not be read" : ""
    let hostCount = SurveyText.number(now.table.hosts.count, "host")
    text.add(line: "\(SurveyText.number(now.pages, "page")) of \(hostCount)\(others)\(failed)")
    if now.table.isPruned {
      text.add(line: "There are more selectors than can be held: rare ones were left out.")
    }
    // Of many hosts, those with a single page are only named: one page says little of a template.
    let isSingle = { (host: String) in hosts.count > maxHostsInFull && now.table.hosts[host]?.pages == 1 }
    let named = comparison == nil ? hosts.filter(isSingle) : []
    for host in hosts where comparison != nil || !isSingle(host) {
      if let comparison {
        text.add(changes: comparison.changes(of: host), of: host, comparison)
      } else if let counts = now.table.hosts[host] {
        text.add(host, counts)
      }
    }
    if !named.isEmpty {
      text.add(line: "")
      text.add(line: "One page each (--host shows it): " + named.joined(separator: " "))
    }
    text.add(now.rules, before: before?.rules)
    return text.lines
  }

  // MARK: Failures

  private func loaded<Value>(_ code: Int32, _ load: () throws(StageError) -> Value) throws -> Value {
    do throws(StageError) { return try load() } catch { throw failure(error.message, code) }
  }

  private func failure(_ message: String, _ code: Int32) -> ExitCode {
    warn("error: " + message)
    return ExitCode(code)
  }

  private func warn(_ message: String) { FileHandle.standardError.write(Data((message + "\n").utf8)) }
}
