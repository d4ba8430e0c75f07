import CleanBoilerplate
import StageKit
import Testing

@Suite struct JoinedPagesTests {
  private static let lead =
    "Ngày 7 tháng 1 năm 1979, quân đội Việt Nam và lực lượng Mặt trận tiến vào Phnom Penh, và chế độ Khmer Đỏ sụp đổ."

  private static func paragraphs(_ word: String) -> String {
    (1...4).map {
      "<p>Đoạn thứ \($0) của phần \(word) kể lại những ngày ấy bằng lời của người trong cuộc, chậm rãi và rõ ràng từng chi tiết một.</p>"
    }.joined()
  }

  private static func page(_ body: String, comments: [(String, String)] = []) throws -> Document {
    let thread =
      comments.isEmpty
      ? ""
      : "<div id=\"comments\"><ol class=\"commentlist\">"
        + comments.enumerated().map {
          "<li class=\"comment\" id=\"comment-\($0 + 1)\"><cite class=\"fn\">\($1.0)</cite> <p>\($1.1)</p></li>"
        }.joined() + "</ol></div>"
    let html = """
      <html><head><title>Phnom Penh 1979</title></head><body><ul class="nav"><li><a href="/">Trang chủ</a></li>
      <li><a href="/tin">Tin tức</a></li></ul><article><h1>Phnom Penh 1979</h1>\(body)</article>\(thread)
      <div class="footer"><a href="/lien-he">Liên hệ</a></div></body></html>
      """
    return try Document(id: "d", bytes: Array(html.utf8), contentType: "text/html")
  }

  private static func cleaned(_ pages: [Document]) async throws -> Document {
    var document = Document(joining: pages, paths: pages.indices.map { "\($0).html" })
    let bytes = document.source.bytes
    document.begin(stage: CleanBoilerplate.name, version: CleanBoilerplate.version)
    let stage = try CleanBoilerplate(options: .init(), context: LoadContext())
    try stage.process(&document)
    #expect(document.replayedSource() == bytes)
    return document
  }

  @Test func whatThePagesRepeatStandsOnceAndNoTextIsLost() async throws {
    let document = try await Self.cleaned([
      try Self.page("<p>\(Self.lead)</p>" + Self.paragraphs("một")),
      try Self.page("<p>\(Self.lead)</p>" + Self.paragraphs("hai")),
    ])
    let text = document.string(in: 0..<document.text.count)
    #expect(text.ranges(of: Self.lead).count == 1)
    #expect(text.ranges(of: "Phnom Penh 1979").count == 1)
    #expect(document.blocks.count { $0.kind == .paragraph } == 9)
    #expect(
      document.removed.filter { $0.reason.hasPrefix("repeated") }.map(\.reason) == [
        "repeated-heading", "repeated-lead",
      ])
    #expect(document.provenance[0].counts["joined-pages"] == 2)
  }

  @Test func blocksOfTheSecondPageComeFromItsBytes() async throws {
    let document = try await Self.cleaned([
      try Self.page(Self.paragraphs("một")), try Self.page(Self.paragraphs("hai")),
    ])
    let last = try #require(document.blocks.last { $0.kind == .paragraph })
    let source = document.sourceRange(of: last.range)
    #expect(document.source.parts[1].range.contains(source.lowerBound))
    #expect(Array(document.source.bytes[source]) == Array(document.text[last.range]))
  }

  @Test func aPageOfNothingButBoilerplateLeavesTheOthersWhole() async throws {
    let menu = try Document(
      id: "d",
      bytes: Array(
        "<html><body><ul class=\"nav\"><li><a href=\"/\">Trang chủ</a></li></ul></body></html>".utf8),
      contentType: "text/html")
    let document = try await Self.cleaned([try Self.page(Self.paragraphs("một")), menu])
    #expect(document.blocks.count { $0.kind == .paragraph } == 4)
    #expect(
      document.removed.contains { $0.sourceRange.lowerBound >= document.source.parts[1].range.lowerBound })
  }
}
