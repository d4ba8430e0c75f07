import CleanBoilerplate
import StageKit
import Testing

private let prose =
  "Bộ đội Việt Nam đã giúp lực lượng cách mạng Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979."

/// The comments of a page with an article and an area, as `outline` shows them.
private func thread(_ area: String, language: String = "vi") throws -> [String] {
  let page =
    "<html lang=\(language)><body><article><p>\(prose)</p><p>\(prose)</p></article>\(area)</body></html>"
  let lines = outline(try cleaned(page))
  #expect(lines.prefix(2) == ["paragraph | \(prose)", "paragraph | \(prose)"])
  return Array(lines.dropFirst(2))
}

@Suite struct CommentThreadTests {
  @Test func aDateInWordsIsTakenWhereNoAttributeHasOne() throws {
    #expect(
      try thread(
        """
        <div id="comments"><ol class="comment-list"><li class="comment" id="li-comment-3"><article id="comment-3">
        <header class="comment-header"><p class="comment-author"><span class="comment-author-name">Sheri</span> says</p>
        <p class="comment-meta"><a href="#comment-3">July 31, 2018 at 2:41 pm</a></p></header>
        <div class="comment-content comment"><p>Thanks for sharing.</p></div>
        <a class="comment-reply-link" href="#">Reply</a></article></li></ol></div>
        """, language: "en") == [
          "division type=comments", "  comment author=Sheri date=2018-07-31T14:41:00 id=c1 level=0",
          "    comment-head | Sheri says", "    comment-head | July 31, 2018 at 2:41 pm",
          "    paragraph | Thanks for sharing.",
        ])
  }

  @Test func aVietnameseNewspaperWritesTheDayFirst() throws {
    let area = """
      <div class="box-comment" id="binh-luan"><div class="comment_item" data-id="71"><p class="content_more">
      <span class="txt-name"><a class="nickname" href="/u/1"><b>Nguyễn Thị Lan</b></a></span>
      <span>Cảm ơn tòa soạn về loạt bài rất công phu.</span></p><p class="block_like">
      <a class="link_reply">Trả lời</a> <a>Thích</a> <span class="time-com">21:05 4/12/2023</span></p>
      <div class="sub_comment"><div class="sub_comment_item comment_item" data-id="72"><span class="txt-name">
      <a class="nickname"><b>Dara</b></a></span><div>Tôi đồng ý với chị.</div></div></div></div></div>
      """
    #expect(
      try thread(area) == [
        "division type=comments",
        "  comment author=Nguyễn Thị Lan date=2023-12-04T21:05:00 id=c1 level=0",
        "    paragraph | Nguyễn Thị Lan Cảm ơn tòa soạn về loạt bài rất công phu.",
        "  comment author=Dara id=c2 level=1 reply_to=c1", "    comment-head | Dara",
        "    paragraph | Tôi đồng ý với chị.",
      ])
  }

  @Test func aDateOfNumbersThatMayBeTwoIsNone() throws {
    func date(_ text: String, _ language: String) throws -> String {
      try thread(
        "<div id=comments><div class=comment id=comment-1><b class=author>Lan</b><div class=date>\(text)</div><p>Hay.</p></div></div>",
        language: language)[1]
    }
    #expect(try date("4/12/2023", "en") == "  comment author=Lan id=c1 level=0")
    #expect(try date("14/12/2023", "en") == "  comment author=Lan date=2023-12-14 id=c1 level=0")
    #expect(try date("4/12/2023 9:05", "vi") == "  comment author=Lan date=2023-12-04T09:05:00 id=c1 level=0")
    #expect(try date("4 tháng 12, 2023", "vi") == "  comment author=Lan date=2023-12-04 id=c1 level=0")
    #expect(try date("ថ្ងៃទី៤ ខែធ្នូ ឆ្នាំ២០២៣", "km") == "  comment author=Lan date=2023-12-04 id=c1 level=0")
    #expect(try date("2 giờ trước", "vi") == "  comment author=Lan id=c1 level=0")
  }

  @Test func answersAreKnownByNumbersLinksAndDepths() throws {
    func comment(_ number: Int, _ attributes: String, _ note: String = "") -> String {
      "<div class='comment \(attributes)' id=comment-\(number)><b class=author>Lan \(number)</b>\(note)<p>Ý kiến số \(number).</p></div>"
    }
    func heads(_ comments: String) throws -> [String] {
      try thread("<section id=comments>\(comments)</section>").filter { $0.hasPrefix("  comment ") }
    }
    let answered = [
      "  comment author=Lan 5 id=c1 level=0", "  comment author=Lan 6 id=c2 level=1 reply_to=c1",
      "  comment author=Lan 7 id=c3 level=2 reply_to=c2", "  comment author=Lan 8 id=c4 level=0",
    ]
    #expect(
      try heads(
        comment(5, "' data-parent='0") + comment(6, "' data-parent='5") + comment(7, "' data-parent='6")
          + comment(8, "' data-parent='99")) == answered)
    #expect(
      try heads(
        comment(5, "") + comment(6, "", "<div>In reply to <a href='#comment-5'>Lan 5</a></div>")
          + comment(7, "", "<div>Trả lời cho <a href='#comment-6'>Lan 6</a></div>") + comment(8, ""))
        == answered)
    #expect(
      try heads(comment(5, "depth-1") + comment(6, "depth-2") + comment(7, "depth-3") + comment(8, "depth-1"))
        == answered)
  }

  @Test func aWrapperOfACommentIsNoAnswer() throws {
    let area = """
      <div id=comments><ol><li class="comment depth-1" id="li-comment-9"><span class=number>1</span>
      <div id="comment-9" class="comment-body comment"><cite><strong>Ramón</strong> dijo:</cite><p>Rất đúng.</p></div>
      <ul class=children><li class="pingback" id="comment-10"><p>Pingback: <a href=/x>Một blog</a></p></li></ul></li></ol></div>
      """
    #expect(
      try thread(area).filter { $0.hasPrefix("  comment ") } == [
        "  comment author=Ramón id=c1 level=0", "  comment id=c2 level=1 reply_to=c1 type=trackback",
      ])
  }

  @Test func commentsInAWidgetAreFoundToo() throws {
    let area = """
      <div class="widget"><div><div class=head>2 ý kiến</div><div class=box><div id=comment-1 class=comment><b class=fn>Hà</b>
      <p>Bài hay.</p></div><div id=comment-2 class=comment><b class=fn>Lý</b><p>Cảm ơn.</p></div></div></div></div>
      """
    #expect(
      try thread(area) == [
        "division type=comments", "  comment author=Hà id=c1 level=0", "    comment-head | Hà",
        "    paragraph | Bài hay.", "  comment author=Lý id=c2 level=0", "    comment-head | Lý",
        "    paragraph | Cảm ơn.",
      ])
  }

  @Test func aLinkToAllCommentsIsNoComment() throws {
    #expect(
      try thread("<div class=comments><div class=comment><a href=/c>Tất cả bình luận của bài</a></div></div>")
        == [])
  }

  @Test func wrongDatesOfAttributesAreNoDates() throws {
    for date in ["", "hôm qua", "2023-13-01", "2023-01-01Txx", "20230101"] {
      let area =
        "<div id=comments><div class=comment id=comment-1><b class=fn>Lan</b> <time datetime='\(date)'>hôm qua</time><p>Hay.</p></div></div>"
      #expect(try thread(area)[1] == "  comment author=Lan id=c1 level=0")
    }
  }
}
