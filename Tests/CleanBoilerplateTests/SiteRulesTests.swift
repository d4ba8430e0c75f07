import Foundation
import StageKit
import Synchronization
import Testing

@testable import CleanBoilerplate

private let one =
  "Bộ đội tình nguyện đã giúp nhân dân Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979."
private let two = "ភាសា\u{200B}ខ្មែរ\u{200B}ជា\u{200B}ភាសា\u{200B}ផ្លូវការ\u{200B}របស់\u{200B}ព្រះរាជាណាចក្រ\u{200B}កម្ពុជា។"

/// A page of an invented portal.
private let portal = """
  <html><head><title>Tin - Báo Xa</title><link rel="canonical" href="https://www.baoxa.example/tin/1.html"></head><body>
  <div class="top"><a href="/">Trang chủ</a></div>
  <div class="head"><h1 class="title_news_detail">Ngày <i>chiến thắng</i></h1>
  <div class="info"><span class="nick">Lan Anh</span> | <span class="when">7/1/2019</span> | <a href="#">Chia sẻ</a></div></div>
  <h2 class="tomtat">Bốn mươi năm sau, người dân vẫn nhớ.</h2>
  <div class="fck_detail"><p>\(one) <span class="qc">Quảng cáo</span>Hết.</p>
  <div class="share"><p>\(two)</p></div><div class="box_lienquan"><p>\(one)</p></div>
  <table><tr><td><img src="a.jpg"></td></tr><tr><td class="chu_thich">Người dân ra đường.</td></tr></table></div>
  <div class="column"><p>\(one) \(one)</p><p>\(one) \(two)</p></div>
  <div id="y_kien"><h3>2 ý kiến</h3><div class="yk"><b class="ten">Nguyễn T&acirc;m</b> <i class="gio">8 tháng 1 năm 2019</i><p>Cảm ơn!</p>
  <div class="yk"><b class="ten">Hà</b><p>Không có gì.</p></div></div><form><p>Gửi ý kiến</p></form></div>
  </body></html>
  """

private let rules = """
  host baoxa.example
  title h1.title_news_detail
  byline .info .nick
  date .info .when
  lead h2.tomtat
  body div.fck_detail
  caption .chu_thich
  comments #y_kien
  comment .yk
  comment-author .ten
  comment-date .gio
  remove .box_lienquan, .qc
  """

private func stage(
  _ rules: String, _ change: (inout CleanBoilerplate.Options) -> Void = { _ in }
) throws -> CleanBoilerplate {
  var options = CleanBoilerplate.Options()
  options.sites = [InputPath("/r/rules.txt")]
  change(&options)
  return try CleanBoilerplate(
    options: options,
    context: LoadContext(readResource: { path in
      path.hasSuffix(".txt") && !path.hasSuffix("block-model.txt")
        ? Array(rules.utf8) : Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }))
}

private func cleaned(
  _ page: String, by rules: String, url: String? = nil,
  _ change: (inout CleanBoilerplate.Options) -> Void = { _ in }
) throws -> Document {
  var document = Document(id: "d", text: page, form: .markup)
  if let url { document.metadata.set("url", .string(url), origin: .init("input", .high)) }
  document.begin(stage: CleanBoilerplate.name, version: CleanBoilerplate.version)
  try stage(rules, change).process(&document)
  #expect(document.replayedSource() == document.source.bytes)
  return document
}

private func removals(_ document: Document) -> [String] {
  document.removed.map { "\($0.reason) | \(String(decoding: $0.text, as: UTF8.self))" }
}

@Suite struct SiteRulesTests {
  @Test func theRulesSayWhatIsWhatAndWin() throws {
    let document = try cleaned(portal, by: rules)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Ngày chiến thắng", "byline | Lan Anh", "dateline | 7/1/2019",
        "paragraph | Bốn mươi năm sau, người dân vẫn nhớ.", "paragraph | \(one) Hết.", "paragraph | \(two)",
        "caption | Người dân ra đường.", "division type=comments",
        "  comment author=Nguyễn Tâm date=2019-01-08 id=c1 level=0",
        "    comment-head | Nguyễn Tâm 8 tháng 1 năm 2019",
        "    paragraph | Cảm ơn!", "  comment author=Hà id=c2 level=1 reply_to=c1", "    comment-head | Hà",
        "    paragraph | Không có gì.",
      ])
    #expect(
      removals(document) == [
        "link-density | Trang chủ", "before-content | |", "before-content | | Chia sẻ",
        "site-rule:rules.txt:12 remove .box_lienquan, .qc | Quảng cáo",
        "site-rule:rules.txt:12 remove .box_lienquan, .qc | \(one)",
        "site-rule:rules.txt:6 outside body div.fck_detail | \(one) \(one)\n\(one) \(two)",
        "comments | 2 ý kiến", "comments | Gửi ý kiến",
      ])
  }

  @Test func whatIsOutsideTheBodyCarriesTheRuleAndItsLine() throws {
    let document = try cleaned(
      "<div class=a><p>\(one)</p></div><div class=b><p>\(one)</p><p class=x>\(two)</p></div>",
      by: "# Thử\nhost *\nbody .b\nremove .x")
    #expect(outline(document) == ["paragraph | \(one)"])
    #expect(
      removals(document) == [
        "site-rule:rules.txt:3 outside body .b | \(one)", "site-rule:rules.txt:4 remove .x | \(two)",
      ])
  }

  @Test func optionsDropWhatRulesName() throws {
    let document = try cleaned(portal, by: rules) {
      $0.comments = .drop
      $0.captions = .drop
      $0.frontMatter = .drop
    }
    #expect(
      outline(document) == [
        "paragraph | Bốn mươi năm sau, người dân vẫn nhớ.", "paragraph | \(one) Hết.", "paragraph | \(two)",
      ])
  }

  @Test func aBodyRuleThatFitsNothingLeavesTheBodyToTheModelAndIsReported() throws {
    let page =
      "<nav><a href=/>Trang chủ</a></nav><div class=new><p>\(one)</p><p>\(two)</p><p class=x>\(one)</p></div>"
    let document = try cleaned(page, by: "host *\nbody .old\nremove .x\nremove .y")
    #expect(outline(document) == ["paragraph | \(one)", "paragraph | \(two)"])
    let record = try #require(document.provenance.last)
    #expect(
      record.reports.map { "\($0.code): \($0.message)" } == [
        "site-rule-unmatched: rules.txt:2 body .old: nothing on this page fits the selector; the model found the body",
        "site-rule-unmatched: rules.txt:4 remove .y: nothing on this page fits the selector; look whether the template changed",
      ])
    #expect(
      record.counts.filter { $0.key.hasPrefix("site-") && !$0.key.hasPrefix("site-rule:") } == [
        "site-rules:rules.txt:1": 1, "site-rule-matched:rules.txt:3": 1, "site-body-guessed": 1,
      ])
  }

  @Test func aBodyWithoutTextIsNoBody() throws {
    let document = try cleaned(
      "<div class=b><script>x()</script></div><div><p>\(one)</p><p>\(two)</p></div>", by: "host *\nbody .b")
    #expect(outline(document) == ["paragraph | \(one)", "paragraph | \(two)"])
    #expect(document.provenance.last?.reports.map(\.code) == ["site-body-empty"])
  }

  @Test func theAddressGivenGoesBeforeTheCanonicalLink() throws {
    let page =
      "<link rel=canonical href=https://a.example/x><div class=a><p>\(one)</p></div><div class=b><p>\(two)</p></div>"
    let rules = "host a.example\nbody .a\nhost b.example\nbody .b"
    #expect(outline(try cleaned(page, by: rules)) == ["paragraph | \(one)"])
    #expect(outline(try cleaned(page, by: rules, url: "https://b.example/")) == ["paragraph | \(two)"])
    let other = try cleaned(page, by: rules, url: "https://c.example/")
    #expect(other.provenance.last?.counts.keys.contains { $0.hasPrefix("site-") } == false)
  }

  @Test func scriptsFormsAndGraphicsAreNoTextOfABody() throws {
    let document = try cleaned(
      "<div class=b><p>\(one)<script>x()</script><button>Gửi</button></p><p style='display:none'>Ẩn</p><div class=menu>Ba</div></div>",
      by: "host *\nbody .b")
    #expect(outline(document) == ["paragraph | \(one)", "paragraph | Ẩn", "paragraph | Ba"])
    #expect(removals(document) == ["form-control | Gửi"])
  }

  @Test func commentsThatCannotBeToldApartStayAsOne() throws {
    let document = try cleaned(
      "<div class=b><p>\(one)</p></div><ol class=yk><li>Hay quá!</li><li>Cảm ơn.</li></ol>",
      by: "host *\nbody .b\ncomments .yk")
    #expect(
      outline(document) == [
        "paragraph | \(one)", "division type=comments", "  paragraph | Hay quá!", "  paragraph | Cảm ơn.",
      ])
  }

  @Test func commentsInsideTheBodyAreNotTheBody() throws {
    let document = try cleaned(
      "<div class=b><p>\(one)</p><div class=yk><div class=c><p>\(two)</p></div></div></div>",
      by: "host *\nbody .b p\ncomments .yk\ncomment .c")
    #expect(
      outline(document) == [
        "paragraph | \(one)", "division type=comments", "  comment id=c1 level=0", "    paragraph | \(two)",
      ])
  }

  @Test func theFirstTitleWithTextIsTheTitle() throws {
    let document = try cleaned(
      "<h1 class=t><img></h1><h1 class=t>Một</h1><div class=b><h1 class=t>Hai</h1><p>\(one)</p></div>",
      by: "host *\ntitle .t\nbody .b")
    #expect(
      outline(document) == [
        "heading level=1 type=title | Một", "heading level=1 | Hai", "paragraph | \(one)",
      ])
  }

  @Test func aMistakeInTheFileStopsTheLoad() {
    #expect(throws: StageError("bad-site-rules", "/r/rules.txt:2:7: a class is missing at the end")) {
      try stage("host a.vn\nbody .")
    }
  }

  @Test func theCorpusFileSaysOnHowManyPagesEachRuleFitted() throws {
    let stage = try stage(
      "host a.vn\nbody .a\nremove .x, .\"y\nhost b.vn\nbody p".replacing("\"", with: "\\\""))
    var encoded: [(String, [UInt8])] = []
    for (id, page) in [
      ("1", "<p class=a>\(one)</p>"), ("2", "<p>\(one)</p>"),
      ("3", "<p class='a'>\(one)<b class=x>1</b></p>"),
    ] {
      var document = Document(id: id, text: page, form: .markup)
      document.metadata.set("url", .string("http://a.vn/\(id)"), origin: .init("input", .high))
      document.begin(stage: CleanBoilerplate.name, version: CleanBoilerplate.version)
      try stage.process(&document)
      encoded.append((id, try #require(try stage.contribution(of: document)?.encoded())))
    }
    let folder = MemoryFolder()
    try stage.finish(
      Contributions { body throws(StageError) in for (id, bytes) in encoded { try body(id, bytes) } },
      into: folder)
    #expect(
      folder.files.withLock { $0 } == [
        "site-rules.csv": """
        file,line,hosts,rule,selector,pages,matched,unmatched,first_unmatched
        rules.txt,2,a.vn,body,.a,3,2,1,2
        rules.txt,3,a.vn,remove,".x, .\\""y",3,1,2,1 2
        rules.txt,5,b.vn,body,p,0,0,0,

        """
      ])
  }

  @Test func theExampleOfTheReadmeIsRight() throws {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Plugins/CleanBoilerplate/README.md")
    let text = try String(contentsOf: readme, encoding: .utf8)
    let section = try #require(text.components(separatedBy: "## Rules for sites").dropFirst().first)
    let example = try #require(section.components(separatedBy: "```\n").dropFirst().first)
    var rules = SiteRules()
    try SiteRulesFile.add(Array(example.utf8), path: "portals.txt", to: &rules)
    #expect(rules.sections.map { $0.rules.count } == [11, 1])
    #expect(rules.sections[0].name(of: 6) == "portals.txt:9 remove .box_lienquan, .qc")
  }

  @Test func deepAndBroadPagesTakeNoTime() throws {
    let rules = "host *\nbody .a\nremove .b .c\ntitle .t\ncomments .k\ncomment .k div"
    let deep = String(repeating: "<div class=a>", count: 20_000) + "<p>\(one)"
    #expect(outline(try cleaned(deep, by: rules)) == ["paragraph | \(one)"])
    let broad = "<div class=a>" + String(repeating: "<p>x<i class=b><b class=c>y</b></i></p>", count: 1_000)
    #expect(try cleaned(broad, by: rules).blocks.count == 1_000)
    let comments = "<p class=a>\(one)</p><div class=k>" + String(repeating: "<div>x</div>", count: 1_000)
    #expect(try cleaned(comments, by: rules).blocks.count(where: { $0.kind == .comment }) == 1_000)
  }

  @Test func withoutRulesNothingIsLeftForTheCorpus() throws {
    let document = try cleaned("<p>\(one)</p>", by: "host a.vn\nbody p")
    #expect(try stage("host a.vn\nbody p").contribution(of: document) == nil)
    let folder = MemoryFolder()
    try CleanBoilerplate().finish(Contributions({ _ throws(StageError) in }), into: folder)
    #expect(folder.files.withLock { $0 } == [:])
  }

  @Test(arguments: 0..<30) func noTextIsLostUnderRules(seed: Int) throws {
    let pieces = [
      "<p>", "</p>", "<div class=a>", "<div class=b>", "</div>", "<b class=x>", "</b>", one, two, "&amp;",
      "<br>", "<br><br>",
      "<span class=t>", "</span>", "<ul class=c>", "<li class=d>", "</ul>", "<h1 class=t>", "</h1>", " | ",
      "<pre>", "</pre>",
      "<table><tr><td class=x>", "</table>", "<noscript>", "</noscript>", "<button class=t>", "</button>",
      "\n ",
    ]
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    var page = ""
    for _ in 0..<70 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      page += pieces[Int(state >> 33) % pieces.count]
    }
    let document: Document
    do {
      document = try cleaned(
        page, by: "host *\nbody .a\nremove .x\ntitle .t\nbyline .b > span\ncomments .c\ncomment .d")
    } catch let error as StageError {
      #expect(error.code == "all-boilerplate")
      return
    }
    for text in [one, two] {
      let kept = count(text, document.text) + document.removed.reduce(0) { $0 + count(text, $1.text) }
      #expect(kept == count(text, Array(page.utf8)), "\(page)")
    }
  }

  private func count(_ needle: String, _ bytes: [UInt8]) -> Int {
    String(decoding: bytes, as: UTF8.self).ranges(of: needle).count
  }
}
