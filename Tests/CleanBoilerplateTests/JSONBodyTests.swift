import CleanBoilerplate
import StageKit
import Testing

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
        #"{"@type":"NewsArticle","headline":"Ngày mới","description":"\#(Sentences.third)","articleBody":"\#(Sentences.first)\n\n\#(Sentences.second)\r\n\#(Sentences.third)"}"#
      ))
    let document = try cleaned(page)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Ngày mới", "paragraph | \(Sentences.first)",
        "paragraph | \(Sentences.second)",
        "paragraph | \(Sentences.third)",
      ])
    #expect(evidence(document) == ["body-in-json-ld"])
    #expect(document.removed.map(\.reason) == ["navigation"])
  }

  @Test func everyEscapeKeepsItsPlaceInTheScript() throws {
    let page = shell(
      ld(
        #"{"@graph":[{"@type":"WebPage"},{"articleBody":"\#(Sentences.first) \"Ph\u1edf\" \ud83d\ude00 1 < 2 &amp; A&B \/\#(Sentences.second) \#(Sentences.third)"}]}"#
      ))
    let document = try cleaned(page)
    let text = "\(Sentences.first) \"Phở\" \u{1F600} 1 < 2 & A&B /\(Sentences.second) \(Sentences.third)"
    #expect(outline(document) == ["paragraph | \(text)"])
    for (piece, source) in [
      ("Phở", #"Ph\u1edf"#), ("\u{1F600}", #"\ud83d\ude00"#),
      ("/\(Sentences.second)", #"\/\#(Sentences.second)"#),
      ("& ", "&amp; "),
      (Sentences.third, Sentences.third),
    ] {
      let range = try #require(place(of: piece, in: document.text))
      #expect(document.source.bytes[document.sourceRange(of: range)].elementsEqual(source.utf8), "\(piece)")
    }
  }

  @Test func aTextThatIsHTMLIsReadAsHTML() throws {
    let page = shell(
      #"<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"post":{"title":"Ngày mới","content":"\u003cp\u003e\#(Sentences.first)\u003c/p\u003e\u003ch2\u003eHai\u003c\/h2\u003e<p>\#(Sentences.second) <a href=\"/x\">\#(Sentences.third)</a></p><ul><li>m\u1ed9t</li><li>hai &amp; ba</li></ul><p>\#(Sentences.third)</p>"}}}}</script>"#
    )
    let document = try cleaned(page)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Ngày mới", "paragraph | \(Sentences.first)", "heading level=2 | Hai",
        "paragraph | \(Sentences.second) \(Sentences.third)", "list type=bulleted", "  item | một",
        "  item | hai & ba",
        "paragraph | \(Sentences.third)",
      ])
    #expect(evidence(document) == ["body-in-next-data"])
    let range = try #require(place(of: "&", in: document.text))
    #expect(document.source.bytes[document.sourceRange(of: range)].elementsEqual("&amp;".utf8))
    #expect(document.spans.map { $0.attributes["url"] } == ["/x"])
  }

  @Test func tagsWrittenWithReferencesAreTags() throws {
    let page = shell(
      ld(
        #"{"articleBody":"&lt;p&gt;\#(Sentences.first)&lt;/p&gt;&lt;p&gt;\#(Sentences.second) &lt;b&gt;\#(Sentences.third)&lt;/b&gt;&lt;/p&gt;"}"#
      ))
    #expect(
      outline(try cleaned(page)) == [
        "paragraph | \(Sentences.first)", "paragraph | \(Sentences.second) \(Sentences.third)",
      ])
  }

  @Test func theTeaserOfAPaidArticleGivesWayToTheWholeOfIt() throws {
    let body =
      #"{"headline":"Ngày mới","articleBody":"\#(Sentences.first)\n\#(Sentences.second)\n\#(Sentences.third)\n\#(Sentences.first) \#(Sentences.third)"}"#
    let page = """
      <html><head><title>Ngày mới - Báo</title></head><body><h1>Ngày mới</h1><p class=byline>By Lan Anh</p>
      <div class=text><p>\(Sentences.first)</p><p>\(Sentences.second)</p></div><p>Đăng ký để đọc tiếp</p>\(ld(body))
      <footer>© Báo</footer></body></html>
      """
    let document = try cleaned(page)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Ngày mới", "byline | By Lan Anh", "paragraph | \(Sentences.first)",
        "paragraph | \(Sentences.second)", "paragraph | \(Sentences.third)",
        "paragraph | \(Sentences.first) \(Sentences.third)",
      ])
    let texts = document.removed.map { "\($0.reason): \(String(decoding: $0.text, as: UTF8.self))" }
    #expect(texts.contains("replaced-by-json-body: \(Sentences.first)\n\(Sentences.second)"))
    #expect(texts.contains("page-footer: © Báo"))
  }

  @Test func aPageThatShowsItsTextIsLeftAlone() throws {
    let other = String(repeating: "\(Sentences.third) ", count: 12)
    for json in [
      #"{"articleBody":"\#(Sentences.first) \#(Sentences.second) \#(Sentences.third)"}"#,
      #"{"articleBody":"\#(other)"}"#,
      #"{"description":"\#(other)"}"#,
    ] {
      let page = shell(
        ld(json),
        body: "<main><p>\(Sentences.first)</p><p>\(Sentences.second)</p><p>\(Sentences.first)</p></main>")
      let document = try cleaned(page)
      #expect(
        outline(document) == [
          "paragraph | \(Sentences.first)", "paragraph | \(Sentences.second)",
          "paragraph | \(Sentences.first)",
        ])
      #expect(evidence(document) == [])
    }
  }

  @Test func aDescriptionAndTheBodiesOfSeveralPagesAreNoBody() throws {
    let long = "\(Sentences.first) \(Sentences.second) \(Sentences.third)"
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
        #"<script>window.__INITIAL_STATE__ = {"a":[1,{"article":{"body":"<p>\#(Sentences.first)</p><p>\#(Sentences.second)</p><p>\#(Sentences.third)</p>"}}]};run()</script>"#,
        "body-in-script-state"
      ),
      (
        #"<script>window.__NUXT__={"data":[{"body":"<p>\#(Sentences.first)</p><p>\#(Sentences.second)</p><p>\#(Sentences.third)</p>"}]};</script>"#,
        "body-in-nuxt-data"
      ),
      (
        #"<script type="application/json" id="__NUXT_DATA__">[{"state":1},"x","<p>\#(Sentences.first)</p><p>\#(Sentences.second)</p><p>\#(Sentences.third)</p>"]</script>"#,
        "body-in-nuxt-data"
      ),
      (
        #"<script type="application/json">{"body":"\#(Sentences.first)\n\#(Sentences.second)\n\#(Sentences.third)"}</script>"#,
        "body-in-json-script"
      ),
      (
        #"<script>self.__next_f.push([1,"2:Tf,"])</script><script>self.__next_f.push([1,"\u003cp>\#(Sentences.first)</p>"])</script><script>self.__next_f.push([1,"<p>\#(Sentences.second)</p><p>\#(Sentences.third)</p>"])</script>"#,
        "body-in-next-data"
      ),
    ] {
      let document = try cleaned(shell(script))
      #expect(
        outline(document) == [
          "paragraph | \(Sentences.first)", "paragraph | \(Sentences.second)",
          "paragraph | \(Sentences.third)",
        ])
      #expect(evidence(document) == [name])
    }
  }

  @Test func aProgramThatIsNoJSONGivesNothing() throws {
    let script =
      "<script>window.__NUXT__=(function(a){return {body:\"<p>\(Sentences.first) \(Sentences.second) \(Sentences.third)</p>\"}})(1)</script>"
    #expect(throws: StageError.self) { try cleaned(shell(script)) }
  }

  @Test func theBodyAsAListOfPartsIsPutTogether() throws {
    let parts = #"""
      {"story":{"title":"Ngày mới","content":[{"type":"paragraph","children":[{"text":"\#(Sentences.first) "},{"text":"Hết","bold":true},{"text":"."}]},
      {"type":"heading","text":"Hai"},{"type":"image","image":{"url":"/a.jpg","text":"Ảnh của ai đó"}},
      {"type":"paragraph","text":"\#(Sentences.second)"},{"type":"html","html":"<p>\#(Sentences.third)</p>"}]},
      "latest":[{"title":"a","url":"/a","content":"\#(Sentences.first) \#(Sentences.first) \#(Sentences.first)"},{"title":"b","url":"/b","content":"\#(Sentences.third)"}]}
      """#
    let page = shell("<script type=\"application/json\">\(parts)</script>")
    #expect(
      outline(try cleaned(page)) == [
        "heading level=1 type=title | Ngày mới", "paragraph | \(Sentences.first) Hết.",
        "heading level=2 | Hai",
        "paragraph | \(Sentences.second)", "paragraph | \(Sentences.third)",
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
    #"{"articleBody":"\#(Sentences.first) \ud83d x \udc00\ud83d \u12 \#(Sentences.second) \#(Sentences.third) \q \\"}"#,
    #"{"articleBody":"\#(Sentences.first)","articleBody":"\#(Sentences.first) \#(Sentences.second) \#(Sentences.third)"}"#,
    #"{"articleBody":"\#(Sentences.first) \#(Sentences.second) \#(Sentences.third)"#,
    #"{"articleBody":"\#(Sentences.first) \#(Sentences.second) \#(Sentences.third)"]}"#,
    "{\"articleBody\":\"\(Sentences.first)\n\(Sentences.second)\t\(Sentences.third)\u{1}\",}",
    #"{"articleBody":{"articleBody":[]}}"#,
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
    let parts = (0..<500).map { "{\"text\":\"\(Sentences.first) \($0)\"}" }.joined(separator: ",")
    let page = shell("<script>window.__STATE__ = {\"content\":[\(parts)]}; x = [[{\"a\": (={[</script>")
    #expect(try cleaned(page).blocks.count == 500)
  }

  @Test func halfOfASurrogatePairBecomesTheReplacementCharacter() throws {
    let page = shell(
      ld(#"{"articleBody":"\#(Sentences.first) \ud83dx \#(Sentences.second) \#(Sentences.third)"}"#))
    #expect(
      outline(try cleaned(page)) == [
        "paragraph | \(Sentences.first) \u{FFFD}x \(Sentences.second) \(Sentences.third)"
      ])
  }

  @Test func commentsAndFrontMatterCanBeDroppedHereToo() throws {
    let page = shell(
      ld(
        #"{"headline":"Ngày mới","articleBody":"\#(Sentences.first)\n\#(Sentences.second)\n\#(Sentences.third)"}"#
      ))
    let document = try cleaned(page) { $0.frontMatter = .drop }
    #expect(
      outline(document) == [
        "paragraph | \(Sentences.first)", "paragraph | \(Sentences.second)", "paragraph | \(Sentences.third)",
      ])
    #expect(document.removed.map(\.reason).sorted() == ["front-matter-title", "navigation"])
  }

  @Test func commentsAfterTheScriptFollowTheBodyThatItCarries() throws {
    let page = """
      <html><head><title>Ngày mới</title>\(ld(#"{"articleBody":"\#(Sentences.first)\n\#(Sentences.second)\n\#(Sentences.third) \#(Sentences.first)"}"#))</head>
      <body><div class=text><p>\(Sentences.first)</p><p>Đăng ký để đọc tiếp</p></div>
      <div id="comments"><ol class="comment-list"><li class="comment" id="comment-3"><cite class="fn">Lan</cite>
      <p>Cảm ơn tòa soạn về loạt bài rất công phu.</p></li></ol></div><footer>© Báo</footer></body></html>
      """
    let document = try cleaned(page)
    #expect(
      outline(document) == [
        "paragraph | \(Sentences.first)", "paragraph | \(Sentences.second)",
        "paragraph | \(Sentences.third) \(Sentences.first)",
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
