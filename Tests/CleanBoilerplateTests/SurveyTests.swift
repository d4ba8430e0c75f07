import Foundation
import StageKit
import Testing

@testable import CleanBoilerplate

private let prose =
  "Bộ đội tình nguyện đã giúp nhân dân Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979, sau hai tuần."

/// A page of an invented portal.
private func page(
  _ number: Int, body: String = "noi-dung", box: String = "tin-them", host: String = "baoxa.example"
) -> String {
  """
  <html><head><title>Tin số \(number) hôm nay - Báo Xa</title><link rel=canonical href="https://\(host)/\(number)"></head><body>
  <div class=thanh-dau><a href=/>Trang chủ</a> <a href=/x>Thời sự</a></div><h1 class=tieu-de>Tin số \(number) hôm nay</h1>
  <div class="\(body)" id="bai-10\(number)0"><p>\(prose)</p><p>\(prose)</p><ul class="\(box)"><li><a href=/1>Một tin khác nữa của báo</a></ul>
  <p>\(prose) Hết.</p></div><div class=chan-trang>© Báo Xa</div></body></html>
  """
}

/// A folder that goes with the test.
private final class Folder {
  let path: String
  init(_ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("survey-\(UUID().uuidString)").path
    for (name, text) in files {
      let url = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

private func survey(_ files: [String: String], rules: String? = nil) throws -> SurveyRun {
  let folder = try Folder(files)
  var sites = SiteRules()
  if let rules { try SiteRulesFile.add(Array(rules.utf8), path: "rules.txt", to: &sites) }
  var run = SurveyRun(try CleanBoilerplate(), sites: sites)
  run.add(try SurveyFolder(folder.path))
  return run
}

private func pages(_ count: Int, _ make: (Int) -> String = { page($0) }) -> [String: String] {
  Dictionary(uniqueKeysWithValues: (1...count).map { ("\($0).html", make($0)) })
}

@Suite struct SurveyTests {
  @Test func selectorsAreCountedByHostWithExamples() throws {
    var files = pages(3)
    files["khac/a.html"] = page(9, host: "www.khac.example")
    let run = try survey(files)
    #expect(run.table.hostNames == ["baoxa.example", "khac.example"])
    let host = try #require(run.table.hosts["baoxa.example"])
    let body = try #require(host.selectors[".noi-dung"])
    #expect(host.pages == 3 && body.pages == 3 && body.elements == 3)
    #expect(body.examples == ["1.html", "2.html", "3.html"])
    #expect(body.letters.body == host.letters.body)
    #expect(body.letters.between == body.letters.all - body.letters.body)
    #expect(host.selectors["p"]?.elements == 9)
    #expect(host.selectors["[id^=\"bai-\"]"]?.pages == 3)
    #expect(host.selectors["div.noi-dung > ul.tin-them"]?.elements == 3)
    #expect(host.selectors["li"]?.letters.between == host.letters.between)
    #expect(host.selectors["#bai-1010"] == nil)
    #expect(run.table.hosts["khac.example"]?.examples == ["khac/a.html"])
  }

  @Test func theBestSelectorForEachRoleComesFirst() throws {
    let host = try #require(try survey(pages(4)).table.hosts["baoxa.example"])
    #expect(host.candidates(for: .title, limit: 1).map(\.selector) == [".tieu-de"])
    #expect(host.candidates(for: .body, limit: 2).map(\.selector) == [".noi-dung", "[id^=\"bai-\"]"])
    #expect(host.removals(limit: 1).map(\.selector) == [".tin-them"])
    #expect(host.candidates(for: .byline, limit: 1).isEmpty)
  }

  @Test func aDraftOfRulesIsAFileOfRules() throws {
    let run = try survey(pages(4))
    let draft = SurveySuggestion(run.table, hosts: run.table.hostNames).lines.joined(separator: "\n")
    #expect(
      draft == """
        # A draft, made from what the model found: look at the pages before you use a rule.

        # 4 pages, such as 1.html 2.html 3.html
        host baoxa.example
        # on 4 of 4, 1.0 a page; holds 100% of it, 100% of what is inside was kept
        # or: h1
        title .tieu-de
        # on 4 of 4, 1.0 a page; holds 100% of it, 93% of what is inside was kept
        # or: [id^="bai-"]   div.noi-dung > p
        body .noi-dung
        # on 4 of 4, 1.0 a page; holds 100% of it, 100% of what is inside was cut
        remove .tin-them
        """)
    var rules = SiteRules()
    try SiteRulesFile.add(Array(draft.utf8), path: "draft.txt", to: &rules)
    #expect(rules.sections[0].rules.count == 3)
  }

  @Test func metadataSaysWhereAPageWas() throws {
    var files = pages(2)
    files["a/3.html"] = page(3)
    files["4.htm"] = "<p>\(prose)</p>"
    files["metadata.csv"] =
      "id;title;url\r\n1.html;\"a;\"\"b\"\"\nc\";https://mot.example/x\r\na/3;;http://ba.example\n"
    let run = try survey(files)
    #expect(run.table.hostNames == ["(unknown)", "ba.example", "baoxa.example", "mot.example"])
    #expect(run.table.hosts["mot.example"]?.examples == ["1.html"])
    #expect(run.table.hosts["ba.example"]?.examples == ["a/3.html"])
  }

  @Test func whatIsNoPageOrCannotBeReadStopsNothing() throws {
    let folder = try Folder([
      "a.html": page(1), "b.txt": "Chỉ là chữ.", ".an": page(2), "run/ledger.sqlite": "",
      "run/c.html": page(3),
    ])
    try Data([0x1F, 0x8B, 8, 0, 1]).write(to: URL(fileURLWithPath: folder.path + "/d.html.gz"))
    try Data([0x25, 0x50, 0x44, 0x46, 0x2D]).write(to: URL(fileURLWithPath: folder.path + "/e.pdf"))
    var run = SurveyRun(try CleanBoilerplate(), sites: SiteRules())
    run.add(try SurveyFolder(folder.path))
    #expect(run.pages == 1 && run.others == 2 && run.failureCount == 1)
    #expect(run.failures.map { "\($0.file) \($0.error.code)" } == ["d.html.gz damaged-gzip"])
    #expect(throws: StageError("no-input", "there is no '/no/such'; check the path")) {
      try SurveyFolder("/no/such")
    }
  }

  @Test func rulesAreTriedAndOneThatFitsNothingIsDead() throws {
    let rules = "host baoxa.example\nbody .noi-dung\nremove .cu"
    let run = try survey(pages(3), rules: rules)
    #expect(
      run.rules.lines == [
        [
          .init(pages: 3, matched: 3, elements: 3, without: []),
          .init(pages: 3, matched: 0, elements: 0, without: ["1.html", "2.html", "3.html"]),
        ]
      ])
    #expect(run.rules.hasDeadRule)
    #expect(try !survey(pages(1), rules: "host khac.example\nbody p").rules.hasDeadRule)
    #expect(
      Survey.text(run, nil, nil, [], limit: 5) == [
        "3 pages of 1 host", "", "rules.txt:1: rules for baoxa.example",
        "  rule                 fits  a page  not on", "  2: body .noi-dung  3 of 3     1.0",
        "  3: remove .cu      0 of 3       -  fits no page: 1.html 2.html 3.html",
      ])
  }

  @Test func aChangedTemplateShows() throws {
    let before = try survey(pages(12))
    let now = try survey(pages(12) { page($0, body: "than-bai", box: $0 < 5 ? "tin-them" : "tin-moi") })
    let comparison = SurveyComparison(before: before.table, now: now.table)
    let changes = comparison.changes(of: "baoxa.example").map { "\($0.kind.rawValue) \($0.selector)" }
    #expect(
      changes == [
        "vanished .noi-dung", "appeared .than-bai", "vanished body > div.noi-dung",
        "appeared body > div.than-bai",
        "vanished div.noi-dung > p", "vanished div.noi-dung > ul.tin-them", "appeared div.than-bai > p",
        "appeared .tin-moi", "less often .tin-them", "appeared div.than-bai > ul.tin-moi",
        "appeared ul.tin-moi > li", "less often ul.tin-them > li",
      ])
    #expect(
      SurveyComparison(before: before.table, now: before.table).changes(of: "baoxa.example").isEmpty)
    #expect(
      SurveyComparison(before: try survey(pages(3)).table, now: now.table).changes(of: "baoxa.example")
        .isEmpty)
  }

  @Test func theExportIsWholeAndTheSameEachTime() throws {
    let run = try survey(pages(2), rules: "host *\nbody .noi-dung")
    let rows = SurveyExport.rows(run, nil, hosts: run.table.hostNames)
    #expect(rows.count == run.table.hosts["baoxa.example"]?.selectors.count)
    let bytes = SurveyExport.csv(rows, isComparison: false)
    let csv = String(decoding: bytes, as: UTF8.self)
    #expect(
      csv.hasPrefix(
        "host,selector,kind,host_pages,pages,elements,letters,body,title,byline,date,comments,between,examples\n"
      ))
    #expect(csv.contains("\nbaoxa.example,\"[id^=\"\"bai-\"\"]\",id,2,2,2,"))
    #expect(
      bytes
        == SurveyExport.csv(
          SurveyExport.rows(try survey(pages(2)), nil, hosts: run.table.hostNames), isComparison: false))
    let json = try SurveyExport.json(run, nil, hosts: run.table.hostNames)
    let whole = try JSONDecoder().decode(SurveyExport.Whole.self, from: json)
    #expect(whole.selectors == rows)
    #expect(
      whole.rules == [
        .init(
          file: "rules.txt", line: 2, rule: "body .noi-dung", pages: 2, matched: 2, elements: 2, without: [])
      ])
    let compared = SurveyExport.rows(
      run, SurveyComparison(before: try survey(pages(4) { page($0, body: "cu") }).table, now: run.table),
      hosts: run.table.hostNames)
    #expect(
      compared.last { $0.selector == ".cu" }?.before
        == .init(hostPages: 4, pages: 4, elements: 4, change: nil))
  }

  @Test func memoryIsBounded() throws {
    var table = SurveyTable(maxEntries: 100, maxHosts: 3)
    for number in 0..<40 {
      let text = "<div class=chung><p class='a\(number)x b\(number)x c\(number)x'>\(prose)</p></div>"
      let html = try CleanBoilerplate().page(Array(text.utf8))
      let reading = try CleanBoilerplate().reading(of: html)
      table.add(
        SurveyPage(html, PageParts(html, reading.roles), reading.letters), host: "h\(number % 5)",
        file: "\(number)")
    }
    #expect(table.hosts.keys.sorted() == ["(other hosts)", "h0", "h1", "h2"])
    #expect(table.hosts.values.reduce(0) { $0 + $1.selectors.count } <= 100)
    #expect(table.isPruned)
    #expect(table.hosts["h0"]?.selectors[".chung"]?.pages == 8)
  }

  @Test func aPageOfTooManyClassesIsCountedInPart() throws {
    let text = (0..<3_000).map { "<i class='k\($0 / 100)a\($0 % 100)b'></i>" }.joined()
    let html = try CleanBoilerplate().page(Array(text.utf8))
    let reading = try CleanBoilerplate().reading(of: html)
    let counted = SurveyPage(html, PageParts(html, reading.roles), reading.letters, maxSelectors: 500)
    #expect(counted.isCapped && counted.counts.count == 500)
    #expect(counted.counts["i"]?.elements == 3_000)
  }

  @Test(arguments: ["a", "1a", "md:w-1/2", "-", "a b", "x\"y\\z", "ngày", "a\u{1}b", "[x]", "1"])
  func everyNameIsWrittenSoThatItIsReadBack(name: String) throws {
    let selector = try SelectorParser.parse("." + SurveySelectors.escaped(name))
    let test = Selector.Test.attribute(.init(name: "class", comparison: .word, value: Array(name.utf8)))
    #expect(selector.alternatives.map(\.parts.count) == [1])
    #expect(selector.alternatives[0].parts[0].1.tests == [test])
  }
}
