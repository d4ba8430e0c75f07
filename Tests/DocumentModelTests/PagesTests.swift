import DocumentModel
import Testing

@Suite struct PagesTests {
  private static func page(_ html: String, bytes: [UInt8]? = nil) throws -> Document {
    try Document(id: "d", bytes: bytes ?? Array(html.utf8), contentType: "text/html")
  }

  private static func joined() throws -> Document {
    Document(
      joining: [
        try page("<p>Ngô Đình Diệm</p>"),
        // A byte order mark, and a page in another encoding.
        try page("", bytes: [0xEF, 0xBB, 0xBF] + Array("<p>ប៉ុល ពត</p>".utf8)),
        try page("", bytes: Array("<p>th".utf8) + [0xE9, 0xE2] + Array("tre</p>".utf8)),
      ], paths: ["a.html", "a-2.html", "a-3.html"])
  }

  @Test func joinedPagesAreOneTextThatKeepsTheWayToTheBytes() throws {
    let document = try Self.joined()
    #expect(
      document.string(in: 0..<document.text.count) == "<p>Ngô Đình Diệm</p><p>ប៉ុល ពត</p><p>théâtre</p>")
    #expect(document.source.parts.map(\.path) == ["a.html", "a-2.html", "a-3.html"])
    #expect(document.source.parts.map(\.range) == [0..<25, 25..<54, 54..<68])
    #expect(document.source.parts.map(\.encoding) == ["UTF-8", "UTF-8", "windows-1252"])
    #expect(document.source.encoding == "UTF-8, windows-1252")
    #expect(document.replayedSource() == document.source.bytes)
  }

  @Test func pagesAreTheWayBackFromJoining() throws {
    let document = try Self.joined()
    let pages = document.pages()
    #expect(
      pages.map { $0.string(in: 0..<$0.text.count) } == [
        "<p>Ngô Đình Diệm</p>", "<p>ប៉ុល ពត</p>", "<p>théâtre</p>",
      ])
    #expect(pages.allSatisfy { $0.replayedSource() == $0.source.bytes })
    #expect(Document(joining: pages, paths: document.source.parts.map(\.path)) == document)
  }

  @Test func whatIsDoneOnAPageStandsAtItsPlaceInTheWhole() throws {
    var document = try Self.joined()
    document.begin(stage: "decode", version: 1)
    var number = 0
    try document.forEachPage { page throws(StageError) in
      number += 1
      let start = page.string(in: 0..<page.text.count).utf8.count - 4
      page.record(
        RemovedBlock(
          text: Array("<p>".utf8), reason: "tag", sourceRange: page.sourceRange(of: 0..<3), position: 0))
      try page.apply([Edit(0..<3, [], reason: "tag"), Edit(start..<start + 4, [0x0A], reason: "tag")])
      page.report(Report("page-\(number)", "", at: 0..<page.text.count - 1))
    }
    #expect(document.string(in: 0..<document.text.count) == "Ngô Đình Diệm\nប៉ុល ពត\nthéâtre\n")
    #expect(document.provenance[0].counts == ["tag": 6])
    #expect(
      document.provenance[0].reports.map { document.string(in: $0.range) } == [
        "Ngô Đình Diệm", "ប៉ុល ពត", "théâtre",
      ])
    #expect(document.edits.count == 6)
    #expect(document.removed.map(\.sourceRange) == [0..<3, 28..<31, 54..<57])
    #expect(document.removed.map(\.position) == [0, 19, 39])
    #expect(document.replayedSource() == document.source.bytes)
  }

  @Test func aSeparatorComesFromNowhere() throws {
    let document = Document(
      joining: [Document(id: "d", text: "một"), Document(id: "d", text: ""), Document(id: "d", text: "hai")],
      paths: ["1", "2", "3"], separator: "\n")
    #expect(document.string(in: 0..<document.text.count) == "một\nhai")
    #expect(document.sourceRange(of: 5..<6) == 5..<5)
    #expect(document.replayedSource() == Array("mộthai".utf8))
    #expect(document.pages().count == 3)
  }

  @Test func anEditOverTwoPagesLeavesOnePage() throws {
    var document = Document(
      joining: [Document(id: "d", text: "một"), Document(id: "d", text: "hai")], paths: ["1", "2"])
    try document.apply([Edit(0..<document.text.count, Array("ba".utf8), reason: "sum")])
    #expect(document.pages() == [document])
  }

  @Test func partsGoThroughTheJSONForm() throws {
    let document = try Self.joined()
    let line = try ProcessedDocument(document).jsonLine(including: [.source, .alignment])
    guard case .document(let read) = try JSONLine(line) else {
      Issue.record("no document")
      return
    }
    #expect(read.source.parts == document.source.parts)
    #expect(read.pages().map(\.text) == document.pages().map(\.text))
  }

  @Test func partsThatDoNotCoverTheBytesAreRefused() throws {
    let line =
      #"{"id":"a","text":"abc","bytes":"YWJj","parts":[{"path":"a","source_start":0,"source_end":2}]}"#
    #expect(throws: StageError("not-a-document", "'parts' do not cover 'bytes'")) {
      try JSONLine(Array(line.utf8))
    }
  }
}
