import CleanBoilerplate
import StageKit
import Testing

private let vietnamese = [
  "Cuộc họp ở Phnôm Pênh kéo dài ba ngày và kết thúc bằng một tuyên bố chung của hai bên.",
  "Các quan chức nói rằng cửa khẩu sẽ mở lại vào tháng ba, sau khi sửa xong con đường.",
  "Dân làng hai bên sông đã xin điều đó từ nhiều năm nay, và một lá đơn đã được ký.",
  "Không ai nói ngày nào mở cửa khẩu thứ hai, vì còn tùy vào số tiền của nước ngoài.",
  "Tuyên bố được đọc bằng tiếng Khmer và tiếng Việt, rồi các bản sao được phát ra.",
]
private let khmer = "រដ្ឋាភិបាលកម្ពុជាបានប្រកាសថា ផ្លូវថ្មីនឹងបញ្ចប់នៅឆ្នាំក្រោយ ហើយប្រជាពលរដ្ឋសាទរចំពោះដំណឹងនេះ។"

private func paragraphs(_ texts: [String] = vietnamese) -> String { texts.map { "<p>\($0)</p>" }.joined() }

/// Front matter and short texts of an HTML page that belong to the author.
struct KeptTextTests {
  // MARK: Title

  @Test(arguments: [
    ("<title>Thơ</title>", "<h1>Thơ</h1>", "Thơ"),
    ("<title>Phỏng vấn - Báo Xa</title>", "<h1>Báo Xa</h1><h1>Phỏng vấn</h1>", "Phỏng vấn"),
    // The title names only the site: the heading right above the text.
    (
      "<title>Nhật ký của Lan</title>", "<div class=row><h2>Bên sông</h2></div><p>Ngày: 27-09-2021</p>",
      "Bên sông"
    ),
    // The heading goes on where the title ends.
    ("<title>柬埔寨新闻网</title>", "<h1>柬埔寨新闻网标题</h1>", "柬埔寨新闻网标题"),
    // No heading, but the title to the letter.
    ("<title>ប្រឡាយមេ នឹងរំដោះទឹក - Tin</title>", "<div class=title>ប្រឡាយមេ នឹងរំដោះទឹក</div>", "ប្រឡាយមេ នឹងរំដោះទឹក"),
  ])
  func theTitleStaysAsTheTitle(head: String, top: String, title: String) throws {
    let document = try cleaned(
      "<html><head>\(head)</head><body><div id=main>\(top)\(paragraphs())</div></body></html>")
    let blocks = document.blocks.filter { $0.attributes["type"] == "title" }
    #expect(blocks.map { document.string(in: $0.range) } == [title])
  }

  @Test func aShortPageInKhmerKeepsItsTitle() throws {
    let document = try cleaned("<title>ខ្លី</title><body><h1>ខ្លី</h1><p>\(khmer)</p></body>")
    #expect(outline(document) == ["heading level=1 type=title | ខ្លី", "paragraph | \(khmer)"])
  }

  @Test func aHeadingOfAnEntryIsNoTitle() throws {
    let entries = vietnamese.map { "<div class=entry><h2>Mục</h2><p>\($0)</p></div>" }.joined()
    let document = try cleaned("<title>Nhật ký</title><body><div id=main>\(entries)</div></body>")
    #expect(!document.blocks.contains { $0.attributes["type"] == "title" })
  }

  @Test func aLineOfVerseThatBeginsWithByIsNoByline() throws {
    let document = try cleaned(
      "<title>Poems</title><body><h1>Poems</h1><p>By the river I sat down</p>\(paragraphs())</body>")
    #expect(!document.blocks.contains { $0.kind == .byline })
    #expect(
      document.blocks.dropFirst().first.map { document.string(in: $0.range) } == "By the river I sat down")
  }

  // MARK: Captions and short texts

  @Test func theLeadingPictureKeepsItsCaption() throws {
    let document = try cleaned(
      """
      <title>Cửa khẩu mở lại</title><body><h1>Cửa khẩu mở lại</h1><p class=byline>Lan Anh</p>
      <figure><img src=a.jpg><figcaption>Cây cầu lúc bình minh. Ảnh: TTXVN</figcaption></figure>\(paragraphs())</body>
      """)
    let captions = document.blocks.filter { $0.kind == .caption }.map { document.string(in: $0.range) }
    #expect(captions == ["Cây cầu lúc bình minh. Ảnh: TTXVN"])
  }

  @Test func shortTextBetweenParagraphsThatStayIsKept() throws {
    let document = try cleaned(
      """
      <title>Bên sông</title><body><h1>Bên sông</h1><p>Ngày xưa<div>chiều tà</div>sau đó</p>\(paragraphs())
      <p>***</p>\(paragraphs(Array(vietnamese.reversed())))</body>
      """)
    let texts = document.blocks.map { document.string(in: $0.range) }
    #expect(texts.prefix(4) == ["Bên sông", "Ngày xưa", "chiều tà", "sau đó"])
    #expect(texts.contains("***"))
    #expect(document.removed.isEmpty)
  }

  @Test func theLinesOverThePostsOfAThreadShareTheirFate() throws {
    let posts = (1...6).map { n in
      """
      <div class=post><div class=username>user\(n)</div><div class=postdate>2020-01-0\(n)</div>
      <div class=postbody>Tôi nghĩ như thế này, trong bài số \(n). \(vietnamese[n % 5]) Chào các bạn.</div></div>
      """
    }
    let document = try cleaned(
      "<title>Diễn đàn: ai biết?</title><body><h1>Ai biết?</h1>\(posts.joined())</body>")
    let kept = (1...6).filter { n in document.blocks.contains { document.string(in: $0.range) == "user\(n)" }
    }
    #expect(kept.isEmpty || kept == Array(1...6))
  }

  // MARK: What stands twice

  @Test func aTextReadAgainIsKeptTwice() throws {
    let text = "<div>\(paragraphs())</div>"
    let document = try cleaned(
      "<title>Tuyên bố</title><body><h1>Tuyên bố</h1>\(text)<p>Năm sau tuyên bố ấy được đọc lại:</p>\(text)</body>"
    )
    #expect(document.blocks.count { $0.kind == .paragraph } == 11)
    #expect(document.removed.isEmpty)
  }

  @Test func aRefrainIsKeptEachTime() throws {
    let song = vietnamese.map {
      "<p>\($0)</p><p>Ơi dòng sông, mẹ của chúng ta, hãy đưa chúng ta ra biển trước mùa mưa.</p>"
    }
    let document = try cleaned("<title>Bài ca</title><body><h1>Bài ca</h1>\(song.joined())</body>")
    #expect(document.blocks.count { $0.kind == .paragraph } == 10)
  }

  @Test func aCopyForAnotherScreenGoesThoughOtherLinesStandTwiceBefore() throws {
    let head = "<p class=kicker>Tin biên giới</p><h1>Cửa khẩu mở lại</h1><p>Tin biên giới</p>"
    let document = try cleaned(
      """
      <title>Cửa khẩu mở lại</title><body>\(head)<div class=wide>\(paragraphs())</div>
      <div class=narrow>\(paragraphs())<p>Bản cho điện thoại.</p></div></body>
      """)
    #expect(document.blocks.count { vietnamese.contains(document.string(in: $0.range)) } == 5)
    #expect(document.removed.contains { $0.reason == "second-copy" })
  }

  // MARK: Broken markup

  @Test func aButtonThatIsNotClosedDoesNotSwallowThePage() throws {
    let document = try cleaned(
      """
      <title>Bên sông</title><body><button class=menu><span>Menu</span><div><div></button><h1>Bên sông</h1>
      \(paragraphs(vietnamese + vietnamese.map { "Thêm: " + $0 }))</body>
      """)
    #expect(document.blocks.count { $0.kind == .paragraph } >= 10)
  }
}
