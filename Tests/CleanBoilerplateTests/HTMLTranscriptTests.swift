import CleanBoilerplate
import StageKit
import Testing

private let prose =
  "Bộ đội Việt Nam đã giúp lực lượng cách mạng Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979."

private func body(_ markup: String) throws -> [String] {
  Array(outline(try cleaned("<article><p>\(prose)</p>\(markup)</article>")).dropFirst())
}

@Suite struct HTMLTranscriptTests {
  private let turns = [
    "turn who=Heng Samrin", "  speaker | Heng Samrin:", "  paragraph | Chúng tôi cảm ơn. \(prose)",
    "turn who=Lê Đức Thọ", "  speaker | Lê Đức Thọ:", "  paragraph | Tôi xin hỏi một câu. \(prose)",
    "turn who=Heng Samrin", "  speaker | Heng Samrin:", "  paragraph | Xin mời, chúng tôi nghe. \(prose)",
  ]

  @Test func paragraphsWithNamesAndColonsAreTurns() throws {
    #expect(
      try body(
        "<p><b>Heng Samrin:</b> Chúng tôi cảm ơn. \(prose)</p><p><b>Lê Đức Thọ:</b> Tôi xin hỏi một câu. \(prose)</p><p><b>Heng Samrin</b>: Xin mời, chúng tôi nghe. \(prose)</p>"
      ) == turns)
  }

  @Test func labelsMayStandInLinesOfTheirOwnAndInLists() throws {
    let alone = """
      <p>Heng Samrin:</p><p>Chúng tôi cảm ơn. \(prose)</p><p>Lê Đức Thọ:</p><p>Tôi xin hỏi một câu. \(prose)</p>
      <p>Heng Samrin:</p><p>Xin mời, chúng tôi nghe. \(prose)</p>
      """
    #expect(try body(alone) == turns)
    let list = alone.replacing("<p>Heng Samrin:</p>", with: "<dt>Heng Samrin:</dt>")
      .replacing("<p>Lê Đức Thọ:</p>", with: "<dt>Lê Đức Thọ:</dt>").replacing("<p>", with: "<dd>")
      .replacing("</p>", with: "</dd>")
    #expect(try body("<dl>\(list)</dl>") == turns)
  }

  @Test func turnsMayBeLinesOfOneParagraph() throws {
    let document = try cleaned(
      "<article><p>\(prose)</p><p>Heng Samrin: Chúng tôi cảm ơn. \(prose)<br>Lê Đức Thọ: Tôi xin hỏi một câu. \(prose)<br>Heng Samrin: Xin mời, chúng tôi nghe. \(prose)</p></article>"
    )
    #expect(Array(outline(document).dropFirst()) == turns)
    #expect(document.spans.isEmpty)
  }

  @Test func aParagraphGoesOnWithItsTurn() throws {
    #expect(
      try body(
        "<p>Hỏi: Ông nghĩ gì về việc này? \(prose)</p><p>Đáp: Tôi nghĩ là đúng.</p><p>Chúng tôi đã bàn kỹ. \(prose)</p><p>Hỏi: Còn gì nữa?</p><p>Đáp: Không. \(prose)</p>"
      ) == [
        "turn who=Hỏi", "  speaker | Hỏi:", "  paragraph | Ông nghĩ gì về việc này? \(prose)", "turn who=Đáp",
        "  speaker | Đáp:", "  paragraph | Tôi nghĩ là đúng.", "  paragraph | Chúng tôi đã bàn kỹ. \(prose)",
        "turn who=Hỏi", "  speaker | Hỏi:", "  paragraph | Còn gì nữa?", "turn who=Đáp", "  speaker | Đáp:",
        "  paragraph | Không. \(prose)",
      ])
  }

  @Test func aTurnEndsBeforeAListAndBeforeComments() throws {
    let lines = try body(
      "<p>Hỏi: Ông nghĩ gì? \(prose)</p><p>Đáp: Tôi nghĩ là đúng.</p><ul><li>Một</li><li>Hai. \(prose)</li></ul><p>Chúng tôi đã bàn. \(prose)</p><p>Hỏi: Còn gì nữa?</p><p>Đáp: Chúng ta chờ. \(prose)</p>"
    )
    #expect(
      lines.filter { !$0.hasPrefix(" ") }.map { $0.prefix(9) } == [
        "turn who=", "turn who=", "list type", "paragraph", "turn who=", "turn who=",
      ])
  }

  @Test(arguments: [
    "<p>Ghi chú: \(prose)</p><p>Nguồn: \(prose)</p><p>Ghi chú: \(prose)</p><p>Nguồn: \(prose)</p>",
    "<p>Thủ Đô: \(prose)</p><p>Dân Số: \(prose)</p><p>Diện Tích: \(prose)</p>",
    "<p>Heng Samrin: \(prose)</p><p>\(prose)</p><p>Heng Samrin: \(prose)</p>",
    "<ul><li>Thủ Đô: Phnôm Pênh, một thành phố lớn.</li><li>Tiếng: Khmer là tiếng chính.</li><li>Thủ Đô: cũ là Oudong. \(prose)</li><li>và thế thôi</li></ul>",
  ]) func whatOnlyLooksLikeALabelIsNoTurn(markup: String) throws {
    #expect(!(try body(markup)).contains { $0.hasPrefix("turn") })
  }

  @Test func aParagraphAfterAnImageWithTheNameOfACaptionIsOne() throws {
    let second =
      "Hai bên đã ký hiệp ước hòa bình, hữu nghị và hợp tác ngày 18 tháng 2 năm 1979 tại Phnôm Pênh."
    let third =
      "Ông Heng Samrin nói rằng nhân dân Campuchia không bao giờ quên sự giúp đỡ của bộ đội Việt Nam."
    #expect(
      try body(
        "<p><img src=a.jpg></p><p class=Image>Heng Samrin tại Hà Nội năm 1980.</p><p>\(prose)</p><p class=Image>\(second)</p><img src=b.jpg><p>Ảnh: TTXVN chụp năm 1979.</p><p>\(third)</p>"
      ) == [
        "caption | Heng Samrin tại Hà Nội năm 1980.", "paragraph | \(prose)", "paragraph | \(second)",
        "caption | Ảnh: TTXVN chụp năm 1979.", "paragraph | \(third)",
      ])
  }

  @Test(arguments: ["Phóng viên", "Người dẫn chương trình", "Thủ tướng Hun Sen", "Đại sứ", "PV"])
  func anOfficeIsASpeaker(office: String) throws {
    let turns = """
      <p><b>\(office):</b> Thưa ông, ông nghĩ gì về tình hình hiện nay?</p>
      <p><b>Heng Samrin:</b> Tôi nghĩ rằng chúng tôi đã làm đúng, và nhân dân biết điều đó.</p>
      <p><b>\(office):</b> Còn biên giới thì sao?</p><p><b>Heng Samrin:</b> Chúng tôi đã ký hiệp ước.</p>
      """
    let speakers = try body(turns).filter { $0.hasPrefix("turn") }
    #expect(speakers == [office, "Heng Samrin", office, "Heng Samrin"].map { "turn who=\($0)" })
  }

  @Test func wordsInLowerCaseThatNameNoOfficeAreNoSpeaker() throws {
    let list = """
      <p>Món khai vị: Anh có thích gỏi cuốn không?</p><p>Món chính: Tôi mời anh ăn cá.</p>
      <p>Món khai vị: Còn chả giò thì sao?</p><p>Món chính: Tôi thích cơm.</p>
      """
    #expect(try body(list).allSatisfy { $0.hasPrefix("paragraph") })
  }
}
