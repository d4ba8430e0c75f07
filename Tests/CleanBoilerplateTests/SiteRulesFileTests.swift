import StageKit
import Testing

@testable import CleanBoilerplate

@Suite struct SiteRulesFileTests {
  private func failure(_ text: String, path: String = "/a/rules.txt") -> String? {
    var rules = SiteRules()
    do throws(StageError) {
      try SiteRulesFile.add(Array(text.utf8), path: path, to: &rules)
      return nil
    } catch { return "\(error.code)\n\(error.message)" }
  }

  @Test func aFileIsReadWithCommentsBlankLinesAndWindowsLineEnds() throws {
    var rules = SiteRules()
    let text =
      "\u{FEFF}# Tin Việt\r\n\r\n  host tin.example  *.tin.example\r\n\tpath /a/*\r\n\tbody   #c > div \r\nremove .x, .y\r\n"
    try SiteRulesFile.add(Array(text.utf8), path: "/a/rules.txt", to: &rules)
    let section = rules.sections[0]
    #expect(rules.sections.count == 1)
    #expect(section.file == "rules.txt" && section.line == 3)
    #expect(section.hosts == [.exactly("tin.example"), .below("tin.example")])
    #expect(section.paths == [PathPattern("/a/*")])
    #expect(
      section.rules.indices.map { section.name(of: $0) } == [
        "rules.txt:5 body #c > div", "rules.txt:6 remove .x, .y",
      ])
  }

  @Test func everyMistakeIsToldWithItsLineAndColumn() {
    let text = """
      body .a
      host https://example.vn/ a..b
      boddy div
      content div
      title
      path news
      date time[
        lead p.Tập::x
      comment .c
      """
    #expect(
      failure(text) == """
        bad-site-rules
        /a/rules.txt:1:1: there is no 'host' line before it
        /a/rules.txt:2:6: 'https://example.vn/' is no host; write the host alone, as in example.vn, *.example.vn or *
        /a/rules.txt:2:26: 'a..b' is no host; write the host alone, as in example.vn, *.example.vn or *
        /a/rules.txt:3:1: 'boddy' is no rule; a line begins with one of: host, path, title, byline, date, lead, caption, body, comments, comment, remove, comment-author, comment-date
        /a/rules.txt:4:1: 'content' is no rule; did you mean 'body'? a line begins with one of: host, path, title, byline, date, lead, caption, body, comments, comment, remove, comment-author, comment-date
        /a/rules.txt:5:6: a selector is missing after 'title'
        /a/rules.txt:6:6: a path begins with / or *
        /a/rules.txt:7:11: an attribute is missing at the end
        /a/rules.txt:8:13: a page has no pseudo-elements ('::'); only :not(), :first-child, :last-child, :nth-child() are understood
        /a/rules.txt:9:1: 'comment' needs a rule 'comments' that says where the comments are
        """)
  }

  @Test func rulesForTheSamePagesAreRefused() throws {
    #expect(
      failure("host a.vn\nbody p\nhost b.vn www.A.vn\nbody div") == """
        bad-site-rules
        /a/rules.txt:3:1: there are rules for the same host and path already, at rules.txt:1; join them
        """)
    #expect(failure("host a.vn\nbody p\nhost a.vn\npath /x\nbody div") == nil)
    var rules = SiteRules()
    try SiteRulesFile.add(Array("host a.vn\nbody p".utf8), path: "x/r.txt", to: &rules)
    #expect(
      throws: StageError(
        "bad-site-rules",
        "y/r.txt:1:1: another file of rules has the name 'r.txt'; rename one, reports call rules by it"
      )
    ) {
      try SiteRulesFile.add(Array("host b.vn\nbody p".utf8), path: "y/r.txt", to: &rules)
    }
  }

  @Test(arguments: [
    ("", "1:1: there is no rule in the file; begin with 'host'"),
    ("host a.vn\n\nhost b.vn\nbody p", "1:1: no rule follows this host; write one, or take out the line"),
    (
      "host a.vn\nbody " + String(repeating: "a", count: 2_000),
      "2:1: the line is longer than 2000 bytes; write several rules"
    ),
  ])
  func whatIsNoRuleIsTold(text: String, message: String) {
    #expect(failure(text) == "bad-site-rules\n/a/rules.txt:" + message)
  }

  @Test func bytesThatAreNotUTF8AreTold() {
    var rules = SiteRules()
    #expect(throws: StageError("bad-site-rules", "r.txt:2:1: the file is not UTF-8; save it as UTF-8")) {
      try SiteRulesFile.add(Array("host a.vn\n".utf8) + [0xFF], path: "r.txt", to: &rules)
    }
  }

  @Test(arguments: 0..<40) func noFileCrashesTheReader(seed: Int) {
    let pieces = [
      "host ", "path ", "body ", "remove ", "\n", "*", ".", "#", "[", "]", ":", ":not(", ")", "(", "a", "\\",
      "\"",
      "é", ",", ">", "+", "~", " ", "=", "^=", ":nth-child(", "2n+1", "-n", "\u{301}", "/", "comments ",
    ]
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    var text = "host x.vn\n"
    for _ in 0..<200 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += pieces[Int(state >> 33) % pieces.count]
    }
    #expect(failure(text)?.hasPrefix("bad-site-rules\n") == true)
  }
}
