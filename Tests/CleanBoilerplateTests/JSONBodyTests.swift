import CleanBoilerplate
import StageKit
import Testing

private let first =
  "Bộ đội Việt Nam đã giúp lực lượng cách mạng Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979, và ở lại giúp dân."
private let second =
  "Sau ngày giải phóng, chính quyền mới kêu gọi người dân trở về làng cũ, mở lại trường học và bệnh viện."
private let third =
  "Các đoàn chuyên gia ở lại nhiều năm để giúp dựng lại ruộng đồng, cầu đường, nhà máy và đài phát thanh của đất nước."
private let khmer =
  "កងទ័ពវៀតណាមបានជួយប្រជាជនកម្ពុជា\u{200B}រំដោះប្រទេសពីរបបប្រល័យពូជសាសន៍នៅដើមឆ្នាំ១៩៧៩។"

private func shell(_ scripts: String, body: String = "<div id=root></div>") -> String {
  "<html><head><title>Tin</title>\(scripts)</head><body><nav><a href=/>Home</a></nav>\(body)</body></html>"
}

private func ld(_ json: String) -> String { "<script type=\"application/ld+json\">\(json)</script>" }

private func evidence(_ document: Document) -> [String] {
  document.provenance.flatMap { $0.counts.keys }.filter { $0.hasPrefix("body-in-") }.sorted()
}

@Suite struct JSONBodyTests {
  @Test func theBodyOfAPageThatAScriptDrawsIsFoundInJSONLD() throws {
    let page = shell(
      ld(
        #"{"@type":"NewsArticle","headline":"Ngày mới","description":"\#(third)","articleBody":"\#(first)\n\n\#(second)\r\n\#(third)"}"#
      ))
    let document = try cleaned(page)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Ngày mới", "paragraph | \(first)", "paragraph | \(second)",
        "paragraph | \(third)",
      ])
    #expect(evidence(document) == ["body-in-json-ld"])
    #expect(document.removed.map(\.reason) == ["navigation"])
  }

  @Test func everyEscapeKeepsItsPlaceInTheScript() throws {
    let page = shell(
      ld(
        #"{"@graph":[{"@type":"WebPage"},{"articleBody":"\#(first) \"Ph\u1edf\" \ud83d\ude00 1 < 2 &amp; A&B \/\#(second) \#(third)"}]}"#
      ))
    let document = try cleaned(page)
    let text = "\(first) \"Phở\" \u{1F600} 1 < 2 & A&B /\(second) \(third)"
    #expect(outline(document) == ["paragraph | \(text)"])
    for (piece, source) in [
      ("Phở", #"Ph\u1edf"#), ("\u{1F600}", #"\ud83d\ude00"#), ("/\(second)", #"\/\#(second)"#),
      ("& ", "&amp; "),
      (third, third),
    ] {
      let range = try #require(place(of: piece, in: document.text))
      #expect(document.source.bytes[document.sourceRange(of: range)].elementsEqual(source.utf8), "\(piece)")
    }
  }

  @Test func aTextThatIsHTMLIsReadAsHTML() throws {
    let page = shell(
      #"<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"post":{"title":"Ngày mới","content":"\u003cp\u003e\#(first)\u003c/p\u003e\u003ch2\u003eHai\u003c\/h2\u003e<p>\#(second) <a href=\"/x\">\#(third)</a></p><ul><li>m\u1ed9t</li><li>hai &amp; ba</li></ul><p>\#(third)</p>"}}}}</script>"#
    )
    let document = try cleaned(page)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Ngày mới", "paragraph | \(first)", "heading level=2 | Hai",
        "paragraph | \(second) \(third)", "list type=bulleted", "  item | một", "  item | hai & ba",
        "paragraph | \(third)",
      ])
    #expect(evidence(document) == ["body-in-next-data"])
    let range = try #require(place(of: "&", in: document.text))
    #expect(document.source.bytes[document.sourceRange(of: range)].elementsEqual("&amp;".utf8))
    #expect(document.spans.map { $0.attributes["url"] } == ["/x"])
  }

  @Test func tagsWrittenWithReferencesAreTags() throws {
    let page = shell(
      ld(
        #"{"articleBody":"&lt;p&gt;\#(first)&lt;/p&gt;&lt;p&gt;\#(second) &lt;b&gt;\#(third)&lt;/b&gt;&lt;/p&gt;"}"#
      ))
    #expect(outline(try cleaned(page)) == ["paragraph | \(first)", "paragraph | \(second) \(third)"])
  }

  @Test func theTeaserOfAPaidArticleGivesWayToTheWholeOfIt() throws {
    let body =
      #"{"headline":"Ngày mới","articleBody":"\#(first)\n\#(second)\n\#(third)\n\#(first) \#(third)"}"#
    let page = """
      <html><head><title>Ngày mới - Báo</title></head><body><h1>Ngày mới</h1><p class=byline>By Lan Anh</p>
      <div class=text><p>\(first)</p><p>\(second)</p></div><p>Đăng ký để đọc tiếp</p>\(ld(body))
      <footer>© Báo</footer></body></html>
      """
    let document = try cleaned(page)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Ngày mới", "byline | By Lan Anh", "paragraph | \(first)",
        "paragraph | \(second)", "paragraph | \(third)", "paragraph | \(first) \(third)",
      ])
    let texts = document.removed.map { "\($0.reason): \(String(decoding: $0.text, as: UTF8.self))" }
    #expect(texts.contains("replaced-by-json-body: \(first)\n\(second)"))
    #expect(texts.contains("page-footer: © Báo"))
  }

  @Test func aPageThatShowsItsTextIsLeftAlone() throws {
    let other = String(repeating: "\(third) ", count: 12)
    for json in [
      #"{"articleBody":"\#(first) \#(second) \#(third)"}"#, #"{"articleBody":"\#(other)"}"#,
      #"{"description":"\#(other)"}"#,
    ] {
      let page = shell(ld(json), body: "<main><p>\(first)</p><p>\(second)</p><p>\(first)</p></main>")
      let document = try cleaned(page)
      #expect(
        outline(document) == ["paragraph | \(first)", "paragraph | \(second)", "paragraph | \(first)"])
      #expect(evidence(document) == [])
    }
  }

  @Test func aDescriptionAndTheBodiesOfSeveralPagesAreNoBody() throws {
    let long = "\(first) \(second) \(third)"
    for json in [
      #"{"description":"\#(long)"}"#,
      #"{"@type":"FAQPage","mainEntity":[{"acceptedAnswer":{"text":"\#(long)"}}]}"#,
      #"{"blogPost":[{"articleBody":"\#(long)"},{"articleBody":"\#(long) \#(long)"}]}"#,
    ] {
      #expect(outline(try cleaned(shell(ld(json), body: "<p>Xin chào</p>"))) == ["paragraph | Xin chào"])
    }
  }

  @Test func theStateOfAFrameworkIsReadWhereItIsJSON() throws {
    for (script, name) in [
      (
        #"<script>window.__INITIAL_STATE__ = {"a":[1,{"article":{"body":"<p>\#(first)</p><p>\#(second)</p><p>\#(third)</p>"}}]};run()</script>"#,
        "body-in-script-state"
      ),
      (
        #"<script>window.__NUXT__={"data":[{"body":"<p>\#(first)</p><p>\#(second)</p><p>\#(third)</p>"}]};</script>"#,
        "body-in-nuxt-data"
      ),
      (
        #"<script type="application/json" id="__NUXT_DATA__">[{"state":1},"x","<p>\#(first)</p><p>\#(second)</p><p>\#(third)</p>"]</script>"#,
        "body-in-nuxt-data"
      ),
      (
        #"<script type="application/json">{"body":"\#(first)\n\#(second)\n\#(third)"}</script>"#,
        "body-in-json-script"
      ),
      (
        #"<script>self.__next_f.push([1,"2:Tf,"])</script><script>self.__next_f.push([1,"\u003cp>\#(first)</p>"])</script><script>self.__next_f.push([1,"<p>\#(second)</p><p>\#(third)</p>"])</script>"#,
        "body-in-next-data"
      ),
    ] {
      let document = try cleaned(shell(script))
      #expect(
        outline(document) == ["paragraph | \(first)", "paragraph | \(second)", "paragraph | \(third)"])
      #expect(evidence(document) == [name])
    }
  }

  @Test func aProgramThatIsNoJSONGivesNothing() throws {
    let script =
      "<script>window.__NUXT__=(function(a){return {body:\"<p>\(first) \(second) \(third)</p>\"}})(1)</script>"
    #expect(throws: StageError.self) { try cleaned(shell(script)) }
  }

  @Test func theBodyAsAListOfPartsIsPutTogether() throws {
    let parts = #"""
      {"story":{"title":"Ngày mới","content":[{"type":"paragraph","children":[{"text":"\#(first) "},{"text":"Hết","bold":true},{"text":"."}]},
      {"type":"heading","text":"Hai"},{"type":"image","image":{"url":"/a.jpg","text":"Ảnh của ai đó"}},
      {"type":"paragraph","text":"\#(second)"},{"type":"html","html":"<p>\#(third)</p>"}]},
      "latest":[{"title":"a","url":"/a","content":"\#(first) \#(first) \#(first)"},{"title":"b","url":"/b","content":"\#(third)"}]}
      """#
    let page = shell("<script type=\"application/json\">\(parts)</script>")
    #expect(
      outline(try cleaned(page)) == [
        "heading level=1 type=title | Ngày mới", "paragraph | \(first) Hết.", "heading level=2 | Hai",
        "paragraph | \(second)", "paragraph | \(third)",
      ])
  }

  @Test func formatCharactersAreKept() throws {
    let page = shell(
      ld(#"{"articleBody":"\#(khmer) co\u00adop \#(khmer)\n\#(khmer)\n\#(khmer)\n\#(khmer)"}"#))
    #expect(
      outline(try cleaned(page)) == [
        "paragraph | \(khmer) co\u{AD}op \(khmer)", "paragraph | \(khmer)", "paragraph | \(khmer)",
        "paragraph | \(khmer)",
      ])
  }

  private static let hostile: [String] = [
    #"{"articleBody":"\#(first) \ud83d x \udc00\ud83d \u12 \#(second) \#(third) \q \\"}"#,
    #"{"articleBody":"\#(first)","articleBody":"\#(first) \#(second) \#(third)"}"#,
    #"{"articleBody":"\#(first) \#(second) \#(third)"#, #"{"articleBody":"\#(first) \#(second) \#(third)"]}"#,
    "{\"articleBody\":\"\(first)\n\(second)\t\(third)\u{1}\",}", #"{"articleBody":{"articleBody":[]}}"#,
    String(repeating: "[", count: 5_000), String(repeating: "{\"a\":", count: 5_000),
    String(repeating: "{\"", count: 5_000), String(repeating: "=[\"", count: 5_000), "", "{", "[", "\"",
    #"{"a":"\"#,
  ]

  @Test(arguments: hostile.indices) func hostileJSONNeverCrashes(number: Int) throws {
    let json = Self.hostile[number]
    for script in [ld(json), "<script>x={};y=\(json)</script>"] {
      #expect(try cleaned(shell(script, body: "<p>Xin chào</p>")).text.isEmpty == false)
    }
  }

  @Test func aLargeStateIsReadInLinearTime() throws {
    let parts = (0..<500).map { "{\"text\":\"\(first) \($0)\"}" }.joined(separator: ",")
    let page = shell("<script>window.__STATE__ = {\"content\":[\(parts)]}; x = [[{\"a\": (={[</script>")
    #expect(try cleaned(page).blocks.count == 500)
  }

  @Test func halfOfASurrogatePairBecomesTheReplacementCharacter() throws {
    let page = shell(ld(#"{"articleBody":"\#(first) \ud83dx \#(second) \#(third)"}"#))
    #expect(outline(try cleaned(page)) == ["paragraph | \(first) \u{FFFD}x \(second) \(third)"])
  }

  @Test func commentsAndFrontMatterCanBeDroppedHereToo() throws {
    let page = shell(ld(#"{"headline":"Ngày mới","articleBody":"\#(first)\n\#(second)\n\#(third)"}"#))
    let document = try cleaned(page) { $0.frontMatter = .drop }
    #expect(outline(document) == ["paragraph | \(first)", "paragraph | \(second)", "paragraph | \(third)"])
    #expect(document.removed.map(\.reason).sorted() == ["front-matter-title", "navigation"])
  }

  @Test func commentsAfterTheScriptFollowTheBodyThatItCarries() throws {
    let page = """
      <html><head><title>Ngày mới</title>\(ld(#"{"articleBody":"\#(first)\n\#(second)\n\#(third) \#(first)"}"#))</head>
      <body><div class=text><p>\(first)</p><p>Đăng ký để đọc tiếp</p></div>
      <div id="comments"><ol class="comment-list"><li class="comment" id="comment-3"><cite class="fn">Lan</cite>
      <p>Cảm ơn tòa soạn về loạt bài rất công phu.</p></li></ol></div><footer>© Báo</footer></body></html>
      """
    let document = try cleaned(page)
    #expect(
      outline(document) == [
        "paragraph | \(first)", "paragraph | \(second)", "paragraph | \(third) \(first)",
        "division type=comments", "  comment author=Lan id=c1 level=0", "    comment-head | Lan",
        "    paragraph | Cảm ơn tòa soạn về loạt bài rất công phu.",
      ])
    #expect(document.removed.map(\.reason).contains("replaced-by-json-body"))
    let dropped = try cleaned(page) { $0.comments = .drop }
    #expect(dropped.blocks.map(\.kind) == [.paragraph, .paragraph, .paragraph])
    #expect(dropped.removed.contains { $0.reason == "comments" })
  }

  private func place(of piece: String, in text: [UInt8]) -> Range<Int>? {
    let bytes = Array(piece.utf8)
    return (0...text.count - bytes.count).first { text[$0..<$0 + bytes.count].elementsEqual(bytes) }
      .map { $0..<$0 + bytes.count }
  }
}
