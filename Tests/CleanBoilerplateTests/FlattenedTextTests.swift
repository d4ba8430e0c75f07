import CleanBoilerplate
import Foundation
import StageKit
import Testing

private let body =
  "The delegation arrived in Phnom Penh on the morning of the fourth and was met by the chairman of the council."

private func plain(_ text: String, _ change: (inout CleanBoilerplate.Options) -> Void = { _ in }) throws
  -> Document
{
  try cleaned(text, form: .plain, change)
}

@Suite struct FlattenedTextTests {
  @Test func aLineOfNothingButTagsLeavesNothing() throws {
    #expect(outline(try plain("\(body)\n<b></b>\n<i></i>")) == ["paragraph | \(body)"])
  }

  @Test func proseComesOutWhole() throws {
    let text = "\(body)\n\(body) It rained.\n\(body)"
    let document = try plain(text)
    #expect(document.text == Array(text.utf8))
    #expect(
      outline(document) == ["paragraph | \(body)", "paragraph | \(body) It rained.", "paragraph | \(body)"])
    #expect(document.removed.isEmpty)
  }

  @Test func aSingleShortLineIsAParagraph() throws {
    #expect(outline(try plain("Xin chào Campuchia\n")) == ["paragraph | Xin chào Campuchia"])
  }

  @Test func frontMatterIsToldFromTheText() throws {
    let text =
      "Skip to content\n\nA Visit to the South\n13 Sep\nWhat the records say\n\u{A0}Hanoi, 29 September 1977\nBy Anna Tran\n\n\(body)\n\(body)\n"
    #expect(
      outline(try plain(text)) == [
        "heading level=1 type=title | A Visit to the South", "dateline when=--09-13 | 13 Sep",
        "heading level=2 type=sub | What the records say",
        "dateline when=1977-09-29 | Hanoi, 29 September 1977",
        "byline name=Anna Tran role=author | By Anna Tran", "paragraph | \(body)", "paragraph | \(body)",
      ])
  }

  @Test func vietnameseAndKhmerFrontMatterToo() throws {
    let vietnamese =
      "Quân đội Việt Nam đã giúp nhân dân Campuchia giải phóng đất nước khỏi chế độ diệt chủng vào đầu năm 1979."
    let khmer = "កងទ័ពវៀតណាមបានជួយប្រជាជនកម្ពុជារំដោះប្រទេសពីរបបប្រល័យពូជសាសន៍នៅដើមឆ្នាំ១៩៧៩។"
    #expect(
      outline(
        try plain(
          "Trang chủ\nChiến thắng chung\nngày 7 tháng 1 năm 2020\n\(vietnamese)\nNgười dịch: Hữu Dương\n(còn tiếp)"
        )) == [
          "heading level=1 type=title | Chiến thắng chung",
          "dateline when=2020-01-07 | ngày 7 tháng 1 năm 2020",
          "paragraph | \(vietnamese)", "byline name=Hữu Dương role=translator | Người dịch: Hữu Dương",
        ])
    #expect(
      outline(try plain("ទំព័រដើម\nជ័យជម្នះ\nថ្ងៃទី៧ ខែមករា ឆ្នាំ២០២០\n\(khmer)\n\(khmer)")) == [
        "heading level=1 type=title | ជ័យជម្នះ", "dateline when=2020-01-07 | ថ្ងៃទី៧ ខែមករា ឆ្នាំ២០២០",
        "paragraph | \(khmer)",
        "paragraph | \(khmer)",
      ])
  }

  @Test func turnsHoldTheirParagraphsUntilNarrationResumes() throws {
    let text = """
      \(body)

      Le Anh: We welcome you. \(body)

      Our forces hold the north and the east of the country.

      Sok Dara: When does the rain end?

      LE ANH In May we expect the dry season to begin again.

      Le Anh: And then it is over.

      Sok Dara: I thank you.

      At this the conversation ended. It lasted an hour.

      \(body)
      """
    #expect(
      outline(try plain(text)) == [
        "paragraph | \(body)", "turn who=Le Anh", "  speaker | Le Anh:",
        "  paragraph | We welcome you. \(body)",
        "  paragraph | Our forces hold the north and the east of the country.", "turn who=Sok Dara",
        "  speaker | Sok Dara:",
        "  paragraph | When does the rain end?", "turn who=Le Anh", "  speaker | LE ANH",
        "  paragraph | In May we expect the dry season to begin again.", "turn who=Le Anh",
        "  speaker | Le Anh:",
        "  paragraph | And then it is over.", "turn who=Sok Dara", "  speaker | Sok Dara:",
        "  paragraph | I thank you.",
        "stage-direction | At this the conversation ended. It lasted an hour.", "paragraph | \(body)",
      ])
  }

  @Test func labelsThatNeverComeTwiceAreNoSpeakers() throws {
    let text =
      "\(body)\nCapital: Phnom Penh is the seat of the government.\nOfficial Language: Khmer is spoken by most people.\n\(body)"
    #expect(!outline(try plain(text)).contains { $0.hasPrefix("turn") })
  }

  @Test func captionsBetweenParagraphsAreKnownByWhatTheySay() throws {
    let captions = [
      "This photo shows the delegation at the airport in 1978.",
      "Sok Dara, on the left, with the ambassador in Hanoi.",
      "The two men at the border. Undated photo found in the archives.",
      "Refugees on the road to the west in 1975. (AFP Photo/)",
      "Từ trái sang: Lê Anh và Sok Dara tại Hà Nội.",
    ]
    for caption in captions {
      #expect(outline(try plain("\(body)\n\(caption)\n\(body)"))[1] == "caption | \(caption)")
    }
    let sentence = "He liked the picture and the left of the party liked him, as the papers of the time tell."
    #expect(outline(try plain("\(body)\n\(sentence)\n\(body)"))[1] == "paragraph | \(sentence)")
  }

  @Test func aShortLineBetweenParagraphsIsASubheading() throws {
    #expect(
      outline(try plain("\(body)\n\nRelations develop\n\n\(body)"))[1]
        == "heading level=2 | Relations develop")
  }

  @Test func commentsHaveAuthorsDatesAndAnswers() throws {
    let text = """
      \(body)
      2 Responses to “A Visit”

        1. lan August 13, 2013 at 1:05 am #

          May I translate it?

          With best regards,

          Lan Anh

          • Dara S. August 14, 2013 at 1:20 pm #

            Yes.

        2. Một bản dịch | Blog của Lan - August 24, 2013

          […] đây là bản dịch […]

      Leave a Reply
      Fill in your details below:
      """
    let document = try plain(text)
    #expect(
      outline(document) == [
        "paragraph | \(body)", "division type=comments", "  heading level=2 | 2 Responses to “A Visit”",
        "  comment author=lan date=2013-08-13T01:05:00 id=c1 level=0",
        "    comment-head | 1. lan August 13, 2013 at 1:05 am #",
        "    paragraph | May I translate it?", "    paragraph | With best regards,",
        "    signature | Lan Anh",
        "  comment author=Dara S. date=2013-08-14T13:20:00 id=c2 level=1 reply_to=c1",
        "    comment-head | • Dara S. August 14, 2013 at 1:20 pm #", "    paragraph | Yes.",
        "  comment author=Blog của Lan date=2013-08-24 id=c3 level=0 type=trackback",
        "    comment-head | 2. Một bản dịch | Blog của Lan - August 24, 2013",
        "    paragraph | […] đây là bản dịch […]",
      ])
    #expect(document.removed.map(\.reason) == ["reply-form"])
    #expect(document.spans.map { $0.attributes["reason"] } == ["sampling", "sampling"])
    let without = try plain(text) { $0.comments = .drop }
    #expect(outline(without) == ["paragraph | \(body)"])
    #expect(without.removed.map(\.reason) == ["comments", "reply-form"])
  }

  @Test func theSourceNoteIsADivision() throws {
    let text =
      "\(body)\n\nDocument Information\n\nArkhiv: fond 1, khuu 10-22. Translated by Anna Lee.\n\nWrite to [email protected].\n\nRecord ID"
    let document = try plain(text)
    #expect(
      outline(document) == [
        "paragraph | \(body)", "division type=source-note", "  heading level=2 | Document Information",
        "  paragraph | Arkhiv: fond 1, khuu 10-22. Translated by Anna Lee.",
        "  paragraph | Write to [email protected].",
      ])
    #expect(document.spans.map { $0.attributes["reason"] } == ["obfuscated"])
    #expect(document.removed.map(\.reason) == ["empty-field"])
  }

  @Test func bracketsOfAnEditorAreMarked() throws {
    let document = try plain("\(body) The group [called] the front [...] said [1] so […] \(body)")
    #expect(
      document.spans.map { "\($0.label) \(document.string(in: $0.range))" } == [
        "gloss [called]", "gap [...]", "gap […]",
      ])
  }

  @Test func tagsLeftOverGoAndTheirTextStays() throws {
    let document = try plain("\(body) It asked <u>China</u> to take them. 1 < 2 and 3 > 2, <u>unpaired.")
    #expect(
      document.string(in: 0..<document.text.count)
        == "\(body) It asked China to take them. 1 < 2 and 3 > 2, <u>unpaired.")
    #expect(document.spans.map { document.string(in: $0.range) } == ["China"])
  }

  @Test func nothingButFurnitureIsDropped() {
    #expect(
      throws: StageError.dropped(
        "all-boilerplate", "all 1 parts of the page are boilerplate, nothing is left")
    ) {
      try plain("Skip to content\nMenu\n")
    }
  }

  @Test func textAfterAReplyFormIsNotLost() throws {
    let long = String(repeating: body + " ", count: 4).trimmingCharacters(in: .whitespaces)
    #expect(
      outline(try plain("\(body)\nLeave a Reply\nName\n\(long)")) == [
        "paragraph | \(body)", "paragraph | \(long)",
      ])
  }

  @Test func invisibleAndDecomposedTextIsUntouched() throws {
    let text = "Vi\u{65}\u{302}\u{323}t \u{200B}ភាសា\u{200B}ខ្មែរ\u{AD}\u{2060} \u{200D}\u{FEFF}"
    #expect(try plain(text).text == Array(text.utf8))
  }
}

/// The sample corpus of the repository.
@Suite struct SeedTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("seeds")
  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
    $0.hasSuffix(".txt")
  }.sorted()

  @Test(arguments: files) func everyLineIsInTheTextOrAmongTheRemoved(file: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(file)))
    var document = try Document(id: file, bytes: bytes, contentType: "text/plain")
    try CleanBoilerplate().process(&document)
    #expect(document.replayedSource() == bytes)
    let kept = letters(document.text + document.removed.flatMap(\.text))
    let all = letters(bytes).filter { _ in true }
    // Only tags left over are gone.
    #expect(all.count - kept.count == String(decoding: bytes, as: UTF8.self).ranges(of: "<u>").count * 2)
  }

  private func letters(_ bytes: [UInt8]) -> [Character] {
    String(decoding: bytes, as: UTF8.self).filter(\.isLetter)
  }
}
