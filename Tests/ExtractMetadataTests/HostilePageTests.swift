import ExtractMetadata
import StageKit
import Testing

private func found(_ html: String) throws -> [String: String] {
  var document = Document(id: "d", text: html, form: .markup)
  try ExtractMetadata().process(&document)
  return document.metadata.values.mapValues { $0.strings.joined(separator: "; ") }
}

private func page(json: String) -> String {
  "<title>Tên</title><script type=\"application/ld+json\">\(json)</script>"
}

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

/// Each of these took no more than a fraction of a second; a stage that is quadratic would take hours.
@Suite struct HostilePageTests {
  @Test(arguments: ["[", "{\"a\":", "[{\"@graph\":", "{]", "\"", "/*", "{'a':'", "\\u"])
  func jsonOfAnyDepth(opening: String) throws {
    #expect(try found(page(json: repeated(opening, 100_000))) == ["title": "Tên"])
  }

  @Test func aLongJSONTextIsReadAndNotBelieved() throws {
    let json =
      #"{"@type":"Article","datePublished":"2011-09-05","headline":""# + repeated("x", 2_000_000) + #""}"#
    #expect(try found(page(json: json)) == ["title": "Tên", "date": "2011-09-05"])
  }

  @Test func whatIsReadableOfBrokenJSONIsKept() throws {
    let json = """
      /* <![CDATA[ */ {"@type":"NewsArticle","headline":"Dòng\u{1}
      chữ","author":{"name":"Lan \\x Anh",},,"datePublished":"2011-09-05","b":
      """
    #expect(
      try found(page(json: json)) == ["title": "Dòng\u{1} chữ", "author": "Lan x Anh", "date": "2011-09-05"])
  }

  @Test(arguments: [
    "<meta name=a content=\"", "<a rel=license ", "<h1>", "<h1><b>x", "<time datetime=2020-01-01>", "<title>",
    "<!--",
    "<span itemprop=author itemscope>", "<a '", "<", "</", "<svg>", "<p class=author>By ", "<textarea>",
    "<style>",
  ])
  func tagsWithoutEnd(tag: String) throws {
    _ = try found("<h1>Tên của trang này</h1>" + repeated(tag, 20_000))
  }

  @Test func aThousandAuthorsAreNotComparedWithEachOtherForEver() throws {
    let names = (0..<5_000).map { "\"Lan Anh \($0)\"" }.joined(separator: ",")
    let author = try found(page(json: "{\"@type\":\"Article\",\"author\":[\(names)]}"))["author"]
    #expect(author?.split(separator: ";").count ?? 0 <= 100)
  }
}
