import CleanBoilerplate
import StageKit
import Testing

private let prose =
  "Bộ đội Việt Nam đã giúp lực lượng cách mạng Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979."

private func removals(_ document: Document) -> [String] {
  document.removed.map { "\($0.reason): \(String(decoding: $0.text, as: UTF8.self))" }
}

@Suite struct TextInUnusualElementsTests {
  @Test func aScriptInTheDepthOfAPageIsNoText() throws {
    let depth = String(repeating: "<div>", count: 300)
    let more = "Hai bên đã ký hiệp ước hòa bình, hữu nghị và hợp tác ngày 18 tháng 2 năm 1979 tại Phnôm Pênh."
    let document = try cleaned(
      "\(depth)<p>\(prose)</p><script>run()</script><style>p {}</style><p>\(more)</p>")
    #expect(String(decoding: document.text, as: UTF8.self) == "\(prose)\n\(more)")
  }

  @Test func anUnquotedAddressKeepsItsLastSlash() throws {
    let document = try cleaned("<p>\(prose) <a href=/tin/>Tin</a></p>")
    #expect(document.spans.map(\.attributes) == [["url": "/tin/"]])
  }

  @Test func theTextOfANoscriptIsUsedWhenThereIsNoOther() throws {
    let document = try cleaned(
      """
      <body><nav><a href="/">Home</a></nav><div id=app></div><script>run()</script>
      <noscript><p>\(prose)</p><p>Hết.</p><script>x()</script></noscript></body>
      """)
    #expect(outline(document) == ["paragraph | \(prose)", "paragraph | Hết."])
    #expect(removals(document) == ["navigation: Home"])
  }

  @Test func theTextOfANoscriptBesideAnotherTextIsRemovedOnRecord() throws {
    let document = try cleaned("<p>\(prose)</p><noscript>Xin bật <b>JavaScript</b>.</noscript>")
    #expect(document.text == Array(prose.utf8))
    #expect(removals(document) == ["noscript: Xin bật JavaScript."])
  }

  @Test func aPageWithNothingButANoticeIsDropped() {
    #expect(
      throws: StageError.dropped(
        "all-boilerplate", "all 1 parts of the page are boilerplate, nothing is left")
    ) {
      try cleaned("<body><div id=root></div><noscript>You need to enable JavaScript.</noscript></body>")
    }
  }

  @Test func theTextOfAnObjectIsUsedWhenThereIsNoOther() throws {
    let document = try cleaned("<object data=a.swf><object data=b><p>\(prose)</p></object></object>")
    #expect(outline(document) == ["paragraph | \(prose)"])
  }

  @Test func aFormulaStaysInItsParagraph() throws {
    let document = try cleaned(
      """
      <p>\(prose) Tỉ lệ <math><semantics><mrow><mi>p</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></mrow>\
      <annotation encoding="application/x-tex">p=\\frac12</annotation></semantics></math> là đúng.</p>
      """)
    #expect(outline(document) == ["paragraph | \(prose) Tỉ lệ p=1 2 là đúng."])
    #expect(removals(document) == ["math-annotation: p=\\frac12"])
  }

  @Test func aPageOfOneFormulaIsKept() throws {
    #expect(outline(try cleaned("<math><mi>x</mi><mo>+</mo><mn>1</mn></math>")) == ["paragraph | x+1"])
  }

  @Test(arguments: [
    ("<svg><style>a{}</style><text>Hà Nội</text></svg>", "graphic: Hà Nội"),
    ("<object data=a.pdf><p>Tải tệp</p></object>", "embedded: Tải tệp"),
    ("<canvas>Biểu đồ</canvas>", "embedded: Biểu đồ"), ("<video>Phim</video>", "embedded: Phim"),
    ("<iframe>Khung</iframe>", "embedded: Khung"), ("<button>Gửi</button>", "form-control: Gửi"),
    ("<select><option>Một<option>Hai</select>", "form-control: Một\nHai"),
    ("<noframes>Không có khung</noframes>", "noscript: Không có khung"),
  ]) func whatHoldsNoRunningTextIsRemovedOnRecord(markup: String, removal: String) throws {
    let document = try cleaned("<div><p>\(prose)</p>\(markup)<p>\(prose)</p></div>")
    #expect(outline(document) == ["paragraph | \(prose)", "paragraph | \(prose)"])
    #expect(removals(document) == [removal])
  }

  @Test func aGraphicInACommentIsNoTextOfIt() throws {
    let document = try cleaned(
      """
      <p>\(prose)</p><p>\(prose)</p><div id=comments><div class=comment id=comment-1>
      <p>Rất hay <svg><text>Tim</text></svg></p></div></div>
      """)
    #expect(outline(document).last == "    paragraph | Rất hay")
    #expect(removals(document) == ["graphic: Tim"])
  }

  @Test func textInAHeadThatIsNotClosedIsKept() throws {
    #expect(outline(try cleaned("<head><title>Tin</title>\(prose)")) == ["paragraph | \(prose)"])
  }
}

@Suite struct WordsShownApartTests {
  private func byline(_ markup: String) throws -> [String] {
    let page = "<title>Tin mới nhất</title><h1>Tin mới nhất</h1>\(markup)<p>\(prose)</p><p>\(prose)</p>"
    return Array(outline(try cleaned(page)).dropFirst().dropLast(2))
  }

  @Test func partsOfABylineAreWordsOfTheirOwn() throws {
    #expect(
      try byline(
        "<div class=authors><span class=author-by>By </span><a href=/m><span>Lan Anh</span></a>"
          + "<span class=author-title>Phóng viên</span></div>") == ["byline | By Lan Anh Phóng viên"])
    #expect(
      try byline("<p class=byline><a href=/m>Lan Anh</a><span>Phóng viên</span></p>")
        == ["byline | Lan Anh Phóng viên"])
    #expect(
      try byline("<p class=byline><span class=author>Lan Anh</span>, <b>H</b>à Nội</p>")
        == ["byline | Lan Anh, Hà Nội"])
  }

  @Test func anInlineElementDividesNoWord() throws {
    let words = "Vi<b>ệt</b>nam <i>ភា</i>សា<a href=/x>ខ្មែ</a>រ <span class=dropcap>X</span>in"
    let document = try cleaned("<p>\(prose) \(words)</p>")
    #expect(outline(document) == ["paragraph | \(prose) Việtnam ភាសាខ្មែរ Xin"])
  }

  @Test(arguments: [
    ("<div>Một</div>Hai", "Một\nHai"), ("Một<br>Hai", "Một\nHai"), ("<ul><li>Một<li>Hai</ul>", "Một\nHai"),
    ("<table><tr><td>Một<td>Hai</table>", "Một\nHai"),
    ("<fieldset><legend>Một</legend>Hai</fieldset>", "Một\nHai"),
    ("<span style='display: block'>Một</span><span style='display:block'>Hai</span>", "Một\nHai"),
    ("Một<time>Hai</time>", "Một Hai"), ("Một<button>x</button>Hai", "Một Hai"),
  ]) func whatABrowserShowsApartStaysApart(markup: String, text: String) throws {
    let document = try cleaned("<article><p>\(prose)</p>\(markup)<p>\(prose)</p></article>")
    #expect(document.string(in: 0..<document.text.count) == "\(prose)\n\(text)\n\(prose)")
  }

  @Test func wordsStayApartAmongTheRemovedToo() throws {
    let document = try cleaned("<p>\(prose)</p><nav>Một<time>Hai</time><br>Ba</nav>")
    #expect(removals(document) == ["navigation: Một Hai Ba"])
  }

  @Test func aListingIsLeftAsItIs() throws {
    let document = try cleaned("<p>\(prose)</p><pre>let <span class=username>a</span>b</pre><p>\(prose)</p>")
    #expect(outline(document) == ["paragraph | \(prose)", "preformatted | let ab", "paragraph | \(prose)"])
  }
}
