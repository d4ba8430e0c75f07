import CleanBoilerplate
import StageKit
import Testing

/// A page that a script draws, whose JSON-LD has a body and then these members.
private func page(_ members: String) -> String {
  """
  <html><head><title>Tin</title><script type="application/ld+json">{"@type":"NewsArticle",
  "articleBody":"\(Sentences.first)\\n\(Sentences.second)\\n\(Sentences.third)"\(members)}</script></head><body><div id=root></div></body></html>
  """
}

private let body = [
  "paragraph | \(Sentences.first)", "paragraph | \(Sentences.second)", "paragraph | \(Sentences.third)",
]

@Suite struct JSONCommentTests {
  @Test func commentsOfTheJSONAreAThread() throws {
    let document = try cleaned(
      page(
        #"""
        ,"comment":[{"@type":"Comment","@id":"#c7","author":{"@type":"Person","name":"Nguyễn Thị Lan"},
        "dateCreated":"2024-05-01T10:00:00+07:00","text":"C\u1ea3m ơn tòa soạn."},
        {"@type":"Comment","parentItem":{"@id":"#c7"},"text":"Tôi đồng ý với chị.",
        "dateCreated":"2024-05-02","author":{"name":"Dara"}},{"@type":"Rating","text":"Năm sao"}]
        """#))
    #expect(
      outline(document) == body + [
        "division type=comments",
        "  comment author=Nguyễn Thị Lan date=2024-05-01T10:00:00+07:00 id=c1 level=0",
        "    comment-head | Nguyễn Thị Lan", "    comment-head | 2024-05-01T10:00:00+07:00",
        "    paragraph | Cảm ơn tòa soạn.",
        "  comment author=Dara date=2024-05-02 id=c2 level=1 reply_to=c1",
        "    paragraph | Tôi đồng ý với chị.",
        "    comment-head | 2024-05-02", "    comment-head | Dara",
      ])
  }

  @Test func anAnswerThatStandsInAnotherCommentAnswersIt() throws {
    let document = try cleaned(
      page(
        #"""
        ,"comment":{"@type":"Comment","author":"Lan","text":"Hay quá, cảm ơn tác giả.",
        "comment":[{"@type":["UserComments"],"creator":{"name":"Sok"},"commentText":"<p>Một.</p><p>Hai.</p>"}]}
        """#))
    #expect(
      outline(document) == body + [
        "division type=comments", "  comment author=Lan id=c1 level=0", "    comment-head | Lan",
        "    paragraph | Hay quá, cảm ơn tác giả.", "  comment author=Sok id=c2 level=1 reply_to=c1",
        "    comment-head | Sok", "    paragraph | Một.", "    paragraph | Hai.",
      ])
  }

  @Test func commentsAreLeftOutWhereTheyAreDroppedOrStandBeforeTheBody() throws {
    let comments = #","comment":[{"@type":"Comment","author":{"name":"Lan"},"text":"Cảm ơn tòa soạn."}]"#
    #expect(outline(try cleaned(page(comments)) { $0.comments = .drop }) == body)
    let before = page("").replacing("\"articleBody\"", with: comments.dropFirst() + ",\"articleBody\"")
    #expect(outline(try cleaned(before)) == body)
  }

  @Test func whatIsNotCalledACommentIsNone() throws {
    #expect(outline(try cleaned(page(#","comment":[{"author":{"name":"Lan"},"text":"Cảm ơn."}]"#))) == body)
    #expect(outline(try cleaned(page(#","review":{"@type":"Comment","author":{"name":"Lan"}}"#))) == body)
  }
}
