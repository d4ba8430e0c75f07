import ExtractMetadata
import StageKit
import Testing

/// What was found, one line each, in alphabetical order of keys.
private func found(_ document: Document) throws -> [String] {
  var document = document
  try ExtractMetadata().process(&document)
  return document.metadata.values.keys.sorted().map { key in
    let origin = document.metadata.origins[key]
    let place = origin.map { "\($0.place), \($0.certainty.rawValue)" } ?? ""
    return "\(key): \(document.metadata.strings(key).joined(separator: "; ")) (\(place))"
  }
}

private func page(_ html: String) -> Document { Document(id: "d", text: html, form: .markup) }

@Suite struct ExtractMetadataTests {
  @Test func jsonLDIsTheSurestPlace() throws {
    let html = """
      <html lang="vi"><head><title>Khác | Báo Mới</title><meta property="og:site_name" content="Báo Mới">
      <script type="application/ld+json">{"@context":"x","@graph":[{"@type":"WebSite","name":"Site"},{"@type":["NewsArticle"],
      "headline":"Chiến thắng &amp; hoà bình","author":[{"@type":"Person","name":"Lan Anh"},"By Hữu Dương",{"name":"Báo Mới"}],
      "datePublished":"2020-01-08T23:30:00+07:00","dateModified":"2020-01-09","license":"https://creativecommons.org/licenses/by/4.0/",
      "publisher":{"name":"Nhà xuất bản"}}]}</script></head></html>
      """
    #expect(
      try found(page(html)) == [
        "author: Lan Anh; Hữu Dương (json-ld author, high)", "date: 2020-01-08 (json-ld datePublished, high)",
        "language: vi (html lang, medium)",
        "licence: https://creativecommons.org/licenses/by/4.0/ (json-ld license, high)",
        "modified: 2020-01-09 (json-ld dateModified, high)",
        "publisher: Nhà xuất bản (json-ld publisher, high)",
        "site: Báo Mới (meta og:site_name, high)", "title: Chiến thắng & hoà bình (json-ld headline, high)",
      ])
  }

  @Test func metaElementsAndLinks() throws {
    let html = """
      <head><title>A visit</title><link rel="canonical" href="https://example.org/a"><link rel="license" href="https://example.org/l">
      <meta name="DC.creator" content="Sergey Radchenko"><meta name="DC.date" content="5 September 2011">
      <meta property="og:title" content="A visit - Archive"><meta property="og:site_name" content="Archive">
      <meta name="dc.rights" content="All rights &amp;c."><meta property="og:locale" content="km_KH"></head>
      """
    #expect(
      try found(page(html)) == [
        "author: Sergey Radchenko (meta dc.creator, high)", "date: 2011-09-05 (meta dc.date, medium)",
        "language: km-KH (meta og:locale, low)", "licence: https://example.org/l (link license, high)",
        "rights: All rights &c. (meta dc.rights, high)", "site: Archive (meta og:site_name, high)",
        "title: A visit (meta og:title, high)", "url: https://example.org/a (link canonical, high)",
      ])
  }

  @Test func nothingIsGuessed() throws {
    let html = """
      <head><meta name="author" content="admin"><meta name="date" content="05/09/2011"><link rel="canonical" href="/a">
      <meta property="article:author" content="https://facebook.com/x"><meta name="pubdate" content="2011-13-45"></head>
      """
    #expect(try found(page(html)) == [])
    #expect(try found(Document(id: "d", text: "Một dòng chữ.")) == [])
  }

  @Test func brokenJSONIsPassedOver() throws {
    #expect(
      try found(page("<script type='application/ld+json'>{\"@type\": </script><title>x</title>")) == [
        "title: x (title, medium)"
      ])
  }

  @Test func whatTheUserGaveStays() throws {
    var document = page("<title>From the page</title>")
    document.metadata.set("title", ["From the user"], origin: .init("metadata.csv", .high))
    #expect(try found(document) == ["title: From the user (metadata.csv, high)"])
  }

  @Test func aDateAfterTheHarvestIsNone() throws {
    var document = page("<meta property='article:published_time' content='2031-01-01T00:00:00Z'>")
    document.metadata.set("accessed", ["2026-11-21"], origin: .init("input", .high))
    #expect(try found(document) == ["accessed: 2026-11-21 (input, high)"])
  }

  @Test func theHeadIsReadAgainFromTheSource() throws {
    var document = Document(id: "d", text: "<title>Tên trang</title><p>Chữ</p>", form: .markup)
    let end = document.text.count
    try document.apply([Edit(0..<end - 8, [], reason: "markup"), Edit(end - 4..<end, [], reason: "markup")])
    document.form = .plain
    #expect(try found(document) == ["title: Tên trang (title, medium)"])
  }

  @Test func frontMatterThatWasTakenOutIsStillRead() throws {
    var document = Document(id: "d", text: "Text.")
    for (rule, text) in [
      ("title", "Leaked cable September 5, 2011"), ("byline", "By Nate Thayer"),
      ("date", "Hanoi, 29 September 1977"),
      ("byline", "Translated by Hữu Dương"),
    ] {
      document.record(
        RemovedBlock(text: Array(text.utf8), reason: "front-matter-\(rule)", sourceRange: 0..<0, position: 0))
    }
    #expect(
      try found(document) == [
        "author: Nate Thayer (byline, medium)", "content_date: 1977-09-29 (date line, medium)",
        "title: Leaked cable (title heading, medium)", "translator: Hữu Dương (byline, medium)",
      ])
  }

  @Test func blocksOfAFlattenedTextAreRead() throws {
    let lines = [
      "Leaked cable September 5, 2011", "By Nate Thayer", "Text.", "Translated by Hữu Dương",
      "Document Information",
      "Zasgiin Gazryn Arkhiv: fond 1, kh/n 21 (1980 on). Obtained and translated by Sergey Radchenko with help.",
    ]
    var document = Document(id: "d", text: lines.joined(separator: "\n"))
    let ranges = document.blocks.map(\.range)
    try document.setBlocks([
      Block(.heading, ranges[0], attributes: ["type": "title", "when": "2011-09-05"]),
      Block(.byline, ranges[1], attributes: ["role": "author", "name": "Nate Thayer"]),
      Block(.paragraph, ranges[2]),
      Block(.byline, ranges[3], attributes: ["role": "translator", "name": "Hữu Dương"]),
      Block(.division, ranges[4].lowerBound..<ranges[5].upperBound, attributes: ["type": "source-note"]),
      Block(.heading, ranges[4]), Block(.paragraph, ranges[5]),
    ])
    #expect(
      try found(document) == [
        "archive_reference: Zasgiin Gazryn Arkhiv: fond 1, kh/n 21 (1980 on) (source note, medium)",
        "author: Nate Thayer (byline, medium)", "content_date: 2011-09-05 (date line, medium)",
        "title: Leaked cable (title heading, medium)", "translator: Hữu Dương (byline, medium)",
      ])
  }
}
