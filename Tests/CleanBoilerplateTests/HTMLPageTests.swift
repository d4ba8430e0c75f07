import CleanBoilerplate
import StageKit
import Testing

/// Blocks as lines: depth by indentation, kind, attributes, and the text of those that hold text.
func outline(_ document: Document) -> [String] {
  var ends: [Int] = []
  return document.blocks.map { block in
    while let end = ends.last, end <= block.range.lowerBound { ends.removeLast() }
    let attributes = block.attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    let text = BlockKind.containers.contains(block.kind) ? "" : " | " + document.string(in: block.range)
    let language = block.language.map { " [\($0)]" } ?? ""
    defer { ends.append(block.range.upperBound) }
    return String(repeating: "  ", count: ends.count) + block.kind.rawValue + language + attributes + text
  }
}

func cleaned(
  _ text: String, form: TextForm = .markup, _ change: (inout CleanBoilerplate.Options) -> Void = { _ in }
) throws -> Document {
  var options = CleanBoilerplate.Options()
  change(&options)
  var document = Document(id: "d", text: text, form: form)
  document.begin(stage: CleanBoilerplate.name, version: CleanBoilerplate.version)
  try CleanBoilerplate(options: options).process(&document)
  #expect(document.replayedSource() == document.source.bytes)
  return document
}

private let prose =
  "Bộ đội Việt Nam đã giúp lực lượng cách mạng Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979."
private let khmer = "ភាសា\u{200B}ខ្មែរ\u{200B}ជា\u{200B}ភាសា\u{200B}ផ្លូវការ\u{200B}របស់\u{200B}ព្រះរាជាណាចក្រ\u{200B}កម្ពុជា។"

@Suite struct HTMLPageTests {
  @Test func theArticleStaysAndTheFurnitureGoes() throws {
    let document = try cleaned(
      """
      <html><head><title>Lịch sử - Báo</title></head><body>
      <nav><a href="/">Home</a> <a href="/x">News</a></nav>
      <div id="main"><h1>Lịch sử</h1><p>\(prose)</p><h2>Hai</h2><p>\(prose) <b>Hết</b>.</p></div>
      <div class="related-stories"><a href="/1">Một tin khác</a></div>
      <footer>© Báo 2020</footer></body></html>
      """)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Lịch sử", "paragraph | \(prose)", "heading level=2 | Hai",
        "paragraph | \(prose) Hết.",
      ])
    #expect(document.removed.map(\.reason) == ["navigation", "related-pages", "page-footer"])
    #expect(
      document.removed.map { String(decoding: $0.text, as: UTF8.self) } == [
        "Home News", "Một tin khác", "© Báo 2020",
      ])
    #expect(document.form == .plain)
  }

  @Test func everyCharacterKeepsItsPlaceInTheSource() throws {
    let document = try cleaned("<p>Ph&#7903; &amp; <i>b\u{FA}n</i>\n  ch\u{1EA3}. \(prose)</p>")
    #expect(document.string(in: 0..<document.text.count) == "Phở & bún chả. \(prose)")
    let place = Array("Ph".utf8).count
    #expect(
      document.source.bytes[document.sourceRange(of: place..<place + 3)].elementsEqual(Array("&#7903;".utf8)))
    let span = try #require(document.spans.first)
    #expect(span.label == "emphasis")
    #expect(document.string(in: span.range) == "bún")
    #expect(document.source.bytes[document.sourceRange(of: span.range)].elementsEqual(Array("bún".utf8)))
  }

  @Test func formatCharactersAreNeverDropped() throws {
    let text = "\(khmer) x\u{200C}y\u{200D}z co\u{AD}op\u{2060}ed"
    let document = try cleaned("<div><p>\(text)</p></div>")
    #expect(document.text == Array(text.utf8))
  }

  @Test func listsTablesQuotationsAndFiguresHaveBlocks() throws {
    let document = try cleaned(
      """
      <article><p>\(prose)</p><ol><li>một</li><li>hai <ul><li>ba</li></ul></li></ol>
      <table><tr><th>Năm</th><th>Số</th></tr><tr><td></td><td>2</td></tr></table>
      <blockquote lang="km"><p>\(khmer)</p></blockquote><pre>  a  b
        c</pre><figure><img src="/a.jpg"><figcaption>Ảnh: TTXVN</figcaption></figure><p>\(prose)</p></article>
      """)
    #expect(
      outline(document) == [
        "paragraph | \(prose)", "list type=ordered", "  item | một", "  item | hai\nba",
        "    paragraph | hai",
        "    list type=bulleted", "      item | ba", "table", "  row", "    cell role=label | Năm",
        "    cell role=label | Số",
        "  row", "    cell column=2 | 2", "quotation [km] | \(khmer)", "preformatted | a  b\n  c",
        "figure url=/a.jpg",
        "  caption | Ảnh: TTXVN", "paragraph | \(prose)",
      ])
  }

  @Test func linksAndLineBreaksAreSpans() throws {
    let document = try cleaned(
      "<p>\(prose)<br>Xem <a href=\"https://x.vn/a\">bài này</a> và <a href=\"#n\">chú thích</a>.</p>")
    let start = Array(prose.utf8).count
    #expect(document.string(in: start..<document.text.count) == "\nXem bài này và chú thích.")
    #expect(document.spans.map(\.label) == ["link", "line-break"])
    #expect(document.spans[0].attributes == ["url": "https://x.vn/a"])
    #expect(document.spans[1].range == start..<start + 1)
  }

  @Test func commentsAreADivisionOfTheirOwn() throws {
    let page = """
      <div class="entry"><p>\(prose)</p><p>\(prose)</p></div>
      <div id="comments"><h3>2 bình luận</h3><ol class="commentlist">
      <li class="comment" id="comment-1"><div class="comment-author"><b class="fn">Hà</b> <time datetime="2013-08-13T01:05:00+00:00">13/8</time></div>
      <p>Cảm ơn bài viết rất hay của anh.</p><div class="reply"><a href="#">Trả lời</a></div>
      <ul><li class="comment" id="comment-2"><cite class="fn">Nate</cite><p>Không có gì.</p></li></ul></li></ol>
      <form><p>Để lại bình luận</p></form></div>
      """
    #expect(
      outline(try cleaned(page)) == [
        "paragraph | \(prose)", "paragraph | \(prose)", "division type=comments",
        "  comment author=Hà date=2013-08-13T01:05:00+00:00 id=c1 level=0", "    comment-head | Hà 13/8",
        "    paragraph | Cảm ơn bài viết rất hay của anh.", "  comment author=Nate id=c2 level=1 reply_to=c1",
        "    comment-head | Nate", "    paragraph | Không có gì.",
      ])
    let without = try cleaned(page) { $0.comments = .drop }
    #expect(outline(without) == ["paragraph | \(prose)", "paragraph | \(prose)"])
    #expect(
      without.removed.contains {
        $0.reason == "comments" && String(decoding: $0.text, as: UTF8.self).contains("Không có gì.")
      })
  }

  @Test func captionsAndFrontMatterCanBeDropped() throws {
    let page =
      "<title>Tin mới nhất</title><h1>Tin mới nhất</h1><p class=byline>By Lan Anh</p><p>\(prose)</p><p class=caption>Ảnh: A</p><p>\(prose)</p>"
    #expect(
      outline(try cleaned(page)) == [
        "heading level=1 type=title | Tin mới nhất", "byline | By Lan Anh", "paragraph | \(prose)",
        "caption | Ảnh: A",
        "paragraph | \(prose)",
      ])
    let bare = try cleaned(page) {
      $0.captions = .drop
      $0.frontMatter = .drop
    }
    #expect(outline(bare) == ["paragraph | \(prose)", "paragraph | \(prose)"])
  }

  @Test func aPageOfNothingButMenusIsDropped() {
    #expect(
      throws: StageError.dropped(
        "all-boilerplate", "all 1 parts of the page are boilerplate, nothing is left")
    ) {
      try cleaned("<body><nav><a href=/>Home</a></nav></body>")
    }
  }

  @Test func anEmptyPageGivesAnEmptyText() throws {
    #expect(try cleaned("<html><head><script>x()</script></head><body> </body></html>").text.isEmpty)
  }

  @Test func aShortPageOfOneLineIsKept() throws {
    #expect(outline(try cleaned("<p>Xin chào</p>")) == ["paragraph | Xin chào"])
  }

  @Test func aNameThatCutsMostOfThePageIsNotTrusted() throws {
    let parts = (1...8).map { "<div class='related-\($0)'><p>\(prose) \($0)</p></div>" }.joined()
    #expect(outline(try cleaned("<body>\(parts)</body>")).count == 8)
  }

  @Test func whatAReaderDoesNotSeeIsRemovedAndScriptsLeaveNoTrace() throws {
    let page = "<p>\(prose)</p><p hidden>Ẩn</p><nav>Home<script>x()</script></nav><style>p{}</style>"
    let document = try cleaned(page)
    #expect(document.text == Array(prose.utf8))
    #expect(
      document.removed.map { "\($0.reason): \(String(decoding: $0.text, as: UTF8.self))" } == [
        "hidden: Ẩn", "navigation: Home",
      ])
  }

  @Test func aLeadOutsideTheTextIsKept() throws {
    let lead = "Xung đột ở khu vực khiến các cửa hàng ghi nhận tình trạng hàng nhập khẩu khan hiếm, tăng giá."
    let page =
      "<title>Tin mới</title><div><h1>Tin mới</h1><h2 class=sapo>\(lead)</h2></div><div id=body><p>\(prose)</p><p>\(prose)</p><p>\(prose)</p></div>"
    #expect(
      outline(try cleaned(page)).prefix(3) == [
        "heading level=1 type=title | Tin mới", "paragraph | \(lead)", "paragraph | \(prose)",
      ])
  }

  @Test func aTextWithBlocksOfItsOwnIsLeftAlone() throws {
    var document = Document(id: "d", text: "Skip to content\nMenu")
    try document.setBlocks([Block(.list, 0..<15), Block(.item, 0..<15)])
    let before = document
    try CleanBoilerplate().process(&document)
    #expect(document == before)
  }

  @Test func deepNestingIsNoProblem() throws {
    let page = String(repeating: "<div>", count: 3_000) + "<p>\(prose)</p>"
    #expect(outline(try cleaned(page)) == ["paragraph | \(prose)"])
  }

  @Test(arguments: 0..<30) func brokenPagesLoseNothing(seed: Int) throws {
    let pieces = [
      "<p>", "</p>", "<div class=menu>", "<div>", "</div>", "<b>", "</b>", prose, khmer, "&amp;", "&nbsp;",
      "\n  ", "<li>", "<ul>",
      "</ul>", "<table><tr><td>", "</table>", "<a href=x>", "</a>", "<br>", "<br><br>", "<pre>", "</pre>",
      "<h2>", "</h2>", "<!--x-->",
      "<blockquote>", "<figure><figcaption>", "<section id=comments>", "<li class=comment>", "word ", "< ",
      "&#6016;", "<nav>", "</nav>",
      "<noscript>", "</noscript>", "<math>", "</math>", "<svg>", "</svg>", "<object>", "</object>",
      "<button>",
      "</button>", "<time>", "</time>", "<span style=display:block>", "</span>", "<canvas>", "</canvas>",
    ]
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    var page = ""
    for _ in 0..<60 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      page += pieces[Int(state >> 33) % pieces.count]
    }
    let document: Document
    do { document = try cleaned(page) } catch let error as StageError {
      #expect(error.code == "all-boilerplate")
      return
    }
    let kept = count(prose, in: document.text) + document.removed.reduce(0) { $0 + count(prose, in: $1.text) }
    #expect(kept == count(prose, in: Array(page.utf8)), "\(page)")
  }

  private func count(_ needle: String, in bytes: [UInt8]) -> Int {
    String(decoding: bytes, as: UTF8.self).ranges(of: needle).count
  }
}
