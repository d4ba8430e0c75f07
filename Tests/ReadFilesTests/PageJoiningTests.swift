@testable import ReadFiles
import StageKit
import Testing

@Suite struct PageJoiningTests {
  /// A page that leads on to another.
  private static func page(_ text: String, next: String? = nil) -> String {
    let link = next.map { "<a href=\"\($0)\">Trang sau »</a>" } ?? ""
    return "<html><body><p>\(text)</p><div>\(link)</div></body></html>"
  }

  private static func read(_ pages: [String: String], metadata: String? = nil) async throws -> [String:
    [String]]
  {
    let folder = try TemporaryFolder()
    for (name, html) in pages { try folder.file(name, html) }
    if let metadata { try folder.file("metadata.csv", metadata) }
    var parts: [String: [String]] = [:]
    for outcome in try await folder.read("", { $0.joinPages = true }) {
      parts[outcome.summary] = outcome.document?.source.parts.map(\.path) ?? []
    }
    return parts
  }

  @Test(arguments: [
    ("/bai-2.html", ["/bai-1.html", "/bai.html"]), ("/bai_2.html", ["/bai_1.html", "/bai.html"]),
    ("/bai-p2.html", ["/bai-p1.html", "/bai.html"]), ("/bai-trang-2", ["/bai-trang-1", "/bai"]),
    ("/bai-page-2.htm.gz", ["/bai-page-1.htm.gz", "/bai.htm.gz"]),
    ("/bai/page/2/", ["/bai/page/1/", "/bai/", "/bai"]), ("/bai/2", ["/bai/1", "/bai", "/bai/"]),
    ("/bai?trang=2", ["/bai?trang=1", "/bai"]), ("/bai?id=7&page=2", ["/bai?id=7&page=1", "/bai?id=7"]),
    ("/bai?page=2&id=7", ["/bai?page=1&id=7", "/bai?id=7"]),
    ("/bai-1975-2.html", ["/bai-1975-1.html", "/bai-1975.html"]),
  ])
  func theNumberOfAPageStandsAtTheEndOfItsAddress(_ address: String, _ firstPages: [String]) throws {
    let place = try #require(NumberPlace("http://a.vn" + address))
    #expect(place.number == 2)
    #expect(
      place.firstPages.map { String(decoding: $0, as: UTF8.self) } == firstPages.map { "http://a.vn" + $0 })
  }

  @Test(arguments: [
    "/bai-02.html", "/bai-1975.html", "/bai2.html", "/2-bai.html", "/bai?id=2", "/bai-2.html?ref=x",
    "/bai-201",
  ])
  func otherNumbersAreNoPages(_ address: String) { #expect(NumberPlace("http://a.vn" + address) == nil) }

  @Test func pagesThatLeadOnAreOneDocumentWhateverTheirOrderInTheFolder() async throws {
    // In the order of bytes `bai-2.html` comes before `bai.html`.
    let parts = try await Self.read([
      "bai.html": Self.page("Một", next: "bai-2.html"),
      "bai-2.html": Self.page("Hai", next: "bai-3.html#top"),
      "bai-3.html": Self.page("Ba"), "khac.html": Self.page("Khác"),
    ])
    #expect(parts == ["bai": ["bai.html", "bai-2.html", "bai-3.html"], "khac": []])
  }

  @Test func theJoinedDocumentHasTheTextAndTheBytesOfAllPages() async throws {
    let folder = try TemporaryFolder()
    let pages = [Self.page("Một", next: "bai-2.html"), Self.page("Hai")]
    try folder.file("bai.html", pages[0])
    try folder.file("bai-2.html", pages[1])
    let document = try #require(try await folder.read("", { $0.joinPages = true }).first?.document)
    #expect(document.id == "bai")
    #expect(document.string(in: 0..<document.text.count) == pages[0] + pages[1])
    #expect(document.source.bytes == Array((pages[0] + pages[1]).utf8))
  }

  @Test func addressesOfTheMetadataSayWhichPagesBelongTogether() async throws {
    let parts = try await Self.read(
      [
        "a.html": Self.page("Một", next: "/bai.htm?page=2"), "b.html": Self.page("Hai"),
        "c.html": Self.page("Ba"),
      ],
      metadata: """
        file,url
        a.html,https://www.bao.vn/bai.htm
        b.html,http://bao.vn/bai.htm?page=2
        c.html,http://khac.vn/bai.htm?page=3
        """)
    #expect(parts == ["a": [], "b": [], "c": []])
    let same = try await Self.read(
      ["a.html": Self.page("Một", next: "/bai.htm?page=2"), "b.html": Self.page("Hai")],
      metadata: "file,url\na.html,https://www.bao.vn/bai.htm\nb.html,https://www.bao.vn/bai.htm?page=2\n")
    #expect(same == ["a": ["a.html", "b.html"]])
  }

  @Test func pagesWithoutALinkStayApart() async throws {
    #expect(
      try await Self.read(["bai.html": Self.page("Một"), "bai-2.html": Self.page("Hai")]) == [
        "bai": [], "bai-2": [],
      ])
    let elsewhere = try await Self.read([
      "bai.html": Self.page("Một", next: "http://khac.vn/bai-2.html"), "bai-2.html": Self.page("Hai"),
    ])
    #expect(elsewhere == ["bai": [], "bai-2": []])
  }

  @Test func aLinkUnderOtherWordsIsNoNextPage() async throws {
    let page = "<html><body><p>Một</p><a href='bai-2.html'>Tin liên quan</a></body></html>"
    #expect(try await Self.read(["bai.html": page, "bai-2.html": Self.page("Hai")]).count == 2)
    let numbered = "<html><body><p>Một</p><a href='bai-2.html'> 2 </a></body></html>"
    #expect(try await Self.read(["bai.html": numbered, "bai-2.html": Self.page("Hai")]).count == 1)
    let rel = "<html><head><link rel='next' href='bai-2.html'></head><body><p>Một</p></body></html>"
    #expect(try await Self.read(["bai.html": rel, "bai-2.html": Self.page("Hai")]).count == 1)
  }

  @Test func aGapEndsTheArticleAndAPageThatCannotBeReadStaysAlone() async throws {
    let gap = try await Self.read([
      "b.html": Self.page("Một", next: "b-2.html"), "b-2.html": Self.page("Hai", next: "b-4.html"),
      "b-4.html": Self.page("Bốn"),
    ])
    #expect(gap == ["b": ["b.html", "b-2.html"], "b-4": []])
    let folder = try TemporaryFolder()
    try folder.file("b.html", Self.page("Một", next: "b-2.html"))
    try folder.file("b-2.html", [0, 1, 2, 0xFF, 0])
    #expect(
      try await folder.read("", { $0.joinPages = true }).map(\.summary) == ["b-2: quarantined binary", "b"])
  }

  @Test func aCircleOfPagesEnds() async throws {
    let parts = try await Self.read([
      "b.html": Self.page("Một", next: "b-2.html"), "b-2.html": Self.page("Hai", next: "b.html"),
    ])
    #expect(parts == ["b": ["b.html", "b-2.html"]])
  }

  @Test func withoutTheOptionEachPageIsADocument() async throws {
    let folder = try TemporaryFolder()
    try folder.file("b.html", Self.page("Một", next: "b-2.html"))
    try folder.file("b-2.html", Self.page("Hai"))
    #expect(try await folder.read().map(\.summary) == ["b-2", "b"])
  }
}
