import CleanBoilerplate
import StageKit
import Testing

/// Pages on which work for each piece of text and each element around it would never end.
@Suite struct HostileNestingTests {
  /// Forty comments inside each other with names of hundreds of words, and hundreds of lines in the last:
  /// hundreds of megabytes of names, were they read for each line.
  @Test func aPageOfNamesAroundLinesOfCommentsEnds() throws {
    let names = String(repeating: "box ", count: 300)
    let open = (0..<40).map { "<div class=\"comment \(names)\" id=comment-\($0)>" }.joined()
    let lines = String(repeating: "<p>Cảm ơn <b>Lan</b></p>", count: 600)
    let document = try cleaned("<body><p>\(String(repeating: "Bài viết. ", count: 300))</p>\(open)\(lines)")
    let text = String(decoding: document.text, as: UTF8.self)
    #expect(text.hasPrefix(String(repeating: "Bài viết. ", count: 299) + "Bài viết.\n"))
  }

  @Test func formatsAroundAPieceArePassedOnce() throws {
    let document = try cleaned("<p>" + String(repeating: "<b>x ", count: 8_000))
    #expect(document.text.count == 15_999)
    // Elements deeper than 250 count as the outer one.
    #expect(document.spans.count < 250)
    #expect(document.spans.allSatisfy { $0.label == "strong" && $0.range.upperBound == 15_999 })
    #expect(document.spans.map(\.range.lowerBound) == Array(0..<document.spans.count).map { 2 * $0 })
  }
}
