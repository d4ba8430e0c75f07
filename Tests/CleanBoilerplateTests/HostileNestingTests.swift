import CleanBoilerplate
import StageKit
import Testing

/// Pages on which work for each piece of text and each element around it would never end.
@Suite struct HostileNestingTests {
  /// A hundred comments inside each other with names of a thousand words, and thousands of lines in the last:
  /// gigabytes of names, were they read for each line.
  @Test func namesAroundALineOfACommentAreReadOnce() throws {
    let names = String(repeating: "box ", count: 1_000)
    let open = (0..<100).map { "<div class=\"comment \(names)\" id=comment-\($0)>" }.joined()
    let lines = String(repeating: "<p>Cảm ơn <b>Lan</b></p>", count: 2_000)
    let document = try cleaned("<body><p>\(String(repeating: "Bài viết. ", count: 900))</p>\(open)\(lines)")
    #expect(!document.text.isEmpty || !document.removed.isEmpty)
  }

  @Test func formatsAroundAPieceArePassedOnce() throws {
    let document = try cleaned("<p>" + String(repeating: "<b>x ", count: 20_000))
    #expect(document.text.count == 39_999)
    // Elements deeper than 250 count as the outer one.
    #expect(document.spans.count < 250)
    #expect(document.spans.allSatisfy { $0.label == "strong" && $0.range.upperBound == 39_999 })
    #expect(document.spans.map(\.range.lowerBound) == Array(0..<document.spans.count).map { 2 * $0 })
  }
}
