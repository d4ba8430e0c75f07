import Foundation
import StageKit

/// Survey results for programs.
enum SurveyExport {
  /// One selector on the pages of one host.
  struct Row: Codable, Equatable {
    var host: String
    var selector: String
    var kind: String
    /// Pages of the host, and those with the selector.
    var hostPages: Int
    var pages: Int
    var elements: Int
    var letters: SurveyLetters
    var examples: [String]
    /// In a comparison, what the earlier harvest had, and how that changed.
    var before: Before?

    struct Before: Codable, Equatable {
      var hostPages: Int
      var pages: Int
      var elements: Int
      var change: String?

      enum CodingKeys: String, CodingKey {
        case hostPages = "host_pages"
        case pages, elements, change
      }
    }

    enum CodingKeys: String, CodingKey {
      case host, selector, kind, pages, elements, letters, examples, before
      case hostPages = "host_pages"
    }
  }

  /// One rule of the user's.
  struct RuleRow: Codable, Equatable {
    var file: String
    var line: Int
    var rule: String
    var pages: Int
    var matched: Int
    var elements: Int
    var without: [String]
  }

  struct Failure: Codable, Equatable {
    var file: String
    var code: String
    var message: String
  }

  struct Whole: Codable, Equatable {
    var pages: Int
    var files_that_are_no_pages: Int
    var failures: [Failure]
    /// Whether counts of rare selectors are too low.
    var is_pruned: Bool
    var selectors: [Row]
    var rules: [RuleRow]
  }

  /// By host in the order of `hosts`, the selectors of most pages first.
  static func rows(_ run: SurveyRun, _ comparison: SurveyComparison?, hosts: [String]) -> [Row] {
    hosts.flatMap { name -> [Row] in
      let host = run.table.hosts[name] ?? .init()
      let old = comparison?.before.hosts[name]
      var kinds: [String: String] = [:]
      for change in comparison?.changes(of: name) ?? [] { kinds[change.selector] = change.kind.rawValue }
      let gone = (old?.selectorNames ?? []).filter { host.selectors[$0] == nil }
      return (host.selectorNames + gone).map { selector in
        let count = host.selectors[selector] ?? .init()
        var row = Row(
          host: name, selector: selector, kind: SurveyTable.Host.kindName(of: selector),
          hostPages: host.pages,
          pages: count.pages, elements: count.elements, letters: count.letters, examples: count.examples)
        if comparison != nil {
          let earlier = old?.selectors[selector]
          row.before = .init(
            hostPages: old?.pages ?? 0, pages: earlier?.pages ?? 0, elements: earlier?.elements ?? 0,
            change: kinds[selector])
        }
        return row
      }
    }
  }

  static func csv(_ rows: [Row], isComparison: Bool) -> [UInt8] {
    let letters = ["letters", "body", "title", "byline", "date", "comments", "between"]
    let before = isComparison ? ["host_pages_before", "pages_before", "elements_before", "change"] : []
    let header =
      ["host", "selector", "kind", "host_pages", "pages", "elements"] + letters + ["examples"] + before
    var csv = CSVRecords.line(header)
    for row in rows {
      let own = row.letters
      var fields = [row.host, row.selector, row.kind]
      fields += [
        row.hostPages, row.pages, row.elements, own.all, own.body, own.title, own.byline, own.date,
        own.comments,
        own.between,
      ].map(String.init)
      fields.append(row.examples.joined(separator: " "))
      if let before = row.before {
        fields += ["\(before.hostPages)", "\(before.pages)", "\(before.elements)", before.change ?? ""]
      }
      csv += CSVRecords.line(fields)
    }
    return csv
  }

  /// Everything, members in alphabetical order.
  static func json(_ run: SurveyRun, _ comparison: SurveyComparison?, hosts: [String]) throws -> Data {
    let rules = zip(run.rules.sites.sections, run.rules.lines).flatMap { section, lines in
      zip(section.rules, lines).map { rule, line in
        RuleRow(
          file: section.file, line: rule.line, rule: rule.written, pages: line.pages, matched: line.matched,
          elements: line.elements, without: line.without)
      }
    }
    let whole = Whole(
      pages: run.pages, files_that_are_no_pages: run.others,
      failures: run.failures.map { Failure(file: $0.file, code: $0.error.code, message: $0.error.message) },
      is_pruned: run.table.isPruned, selectors: rows(run, comparison, hosts: hosts), rules: rules)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return try encoder.encode(whole)
  }
}
