import ExtractMetadata
import StageKit
import Testing

/// What was found, one line each, in alphabetical order of keys, then what sources disagree on.
private func found(_ html: String, accessed: String? = nil, runDate: String? = nil) throws -> [String] {
  var document = Document(id: "d", text: html, form: .markup)
  if let accessed { document.metadata.set("accessed", [accessed], origin: .init("input", .high)) }
  document.begin(stage: "extract-metadata", version: 2)
  let stage = ExtractMetadata(options: .init(), context: LoadContext(runDate: runDate))
  try stage.process(&document)
  let keys = document.metadata.values.keys.sorted().filter { $0 != "accessed" }
  return keys.map { key in
    let origin = document.metadata.origins[key]
    let place = origin.map { "\($0.place), \($0.certainty.rawValue)" } ?? ""
    return "\(key): \(document.metadata.strings(key).joined(separator: "; ")) (\(place))"
  } + (document.provenance.last?.reports ?? []).map { "\($0.code): \($0.message)" }
}

@Suite struct PageTests {
  // MARK: Whole pages

  @Test(arguments: ["License", "LICENSE", "license"])
  func aLicenceIsFoundHoweverItsRelationIsSpelt(relation: String) throws {
    let lines = try found("<p>a</p><a rel=\"\(relation)\" href=\"https://example.org/terms\">b</a>")
    #expect(lines.filter { $0.hasPrefix("licence: https://example.org/terms") }.count == 1)
  }

  @Test func anEnglishPageWithAGraphOfReferences() throws {
    let html = """
      <!doctype html><html lang="en-GB"><head><title>A visit to Hanoi | The Review</title>
      <link rel="canonical" href="https://review.example/2011/09/05/visit">
      <meta property="og:site_name" content="The Review"><meta name="author" content="admin">
      <script type="application/ld+json"><!--
      {"@context":"https://schema.org","@graph":[
        {"@type":"Person","@id":"#p1","name":"Nalea Ko"},{"@type":"Organization","@id":"#o","name":"Review Trust"},
        {"@type":"NewsArticle","headline":"A visit to Hanoi &#8211; notes","alternativeHeadline":"Three days in May",
         "author":[{"@id":"#p1"},{"@type":"Person","name":["Thomas Broderick"]}],"publisher":{"@id":"#o"},
         "datePublished":"2011-09-05T08:00:00+01:00","dateModified":"2011-10-01","inLanguage":"en",},
      ]} --></script></head><body><h1>A visit to Hanoi</h1></body></html>
      """
    #expect(
      try found(html) == [
        "author: Nalea Ko; Thomas Broderick (json-ld author, high)",
        "date: 2011-09-05 (json-ld datePublished, high)", "language: en-GB (html lang, medium)",
        "modified: 2011-10-01 (json-ld dateModified, high)",
        "publisher: Review Trust (json-ld publisher, high)",
        "site: The Review (meta og:site_name, high)",
        "subtitle: Three days in May (json-ld alternativeHeadline, high)",
        "title: A visit to Hanoi (title heading, high)",
        "url: https://review.example/2011/09/05/visit (link canonical, high)",
      ])
  }

  @Test func aVietnamesePageWithDateLineAndByline() throws {
    let html = """
      <html lang="vi"><head><title>Ngày giải phóng - Báo Mới</title><meta property="og:site_name" content="Báo Mới"></head>
      <body><nav><a href="/">Trang chủ</a></nav><h1>Ngày giải phóng</h1>
      <span class="date">Thứ năm, 7/11/2019, 10:35 (GMT+7)</span>
      <p class="author">Bài: Lan Anh - Ảnh: Hữu Dương</p><p>Người dịch: Trần Văn Bình</p></body></html>
      """
    #expect(
      try found(html) == [
        "author: Lan Anh (byline, medium)", "date: 2019-11-07 (date line, medium)",
        "language: vi (html lang, medium)", "site: Báo Mới (meta og:site_name, high)",
        "title: Ngày giải phóng (title heading, high)", "translator: Trần Văn Bình (byline, medium)",
      ])
  }

  @Test func aKhmerPageWithDateLineAndByline() throws {
    let html = """
      <html lang="km"><head><title>ថ្ងៃរំដោះ</title></head><body><h1>ថ្ងៃរំដោះ</h1>
      <div class="date">ថ្ងៃទី៧ ខែមករា ឆ្នាំ១៩៧៩</div><p class="author"><span>អត្ថបទ៖ </span> សំភី</p>
      <p>បកប្រែដោយ៖ ហេង សំរិន</p></body></html>
      """
    #expect(
      try found(html) == [
        "author: សំភី (byline, medium)", "date: 1979-01-07 (date line, medium)",
        "language: km (html lang, medium)", "title: ថ្ងៃរំដោះ (title heading, high)",
        "translator: ហេង សំរិន (byline, medium)",
      ])
  }

  @Test func microdataOfTheArticleAndNotOfItsComments() throws {
    let html = """
      <title>x</title><div itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">Rice and war</h1>
      <span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Sophea Chan</b></span>
      <meta itemprop="datePublished" content="1998-04-17"></div>
      <div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Troll</span>
      <time itemprop="datePublished" datetime="2001-01-01">x</time></div>
      """
    #expect(
      try found(html).filter { $0.hasPrefix("author") || $0.hasPrefix("date") } == [
        "author: Sophea Chan (itemprop author, high)", "date: 1998-04-17 (itemprop datePublished, high)",
      ])
  }

  // MARK: Names

  @Test(arguments: [
    ("By Nalea Ko and Thomas Broderick", "Nalea Ko; Thomas Broderick"),
    ("By Shelby Loos, DVM", "Shelby Loos, DVM"),
    ("Written by: Mai Lan | Photos by Huy", "Mai Lan"),
    ("Von Anna Schmidt und Karl Meier", "Anna Schmidt; Karl Meier"),
    ("Par Élodie Martin", "Élodie Martin"), ("Bài: Nhật Xuân, Nghi Vũ", "Nhật Xuân; Nghi Vũ"),
    ("By Le Anh (editor@example.org)", "Le Anh"), ("By the time they came, all was lost", ""),
    ("By admin", ""),
  ])
  func bylines(line: String, names: String) throws {
    let lines = try found("<h1>A long title here</h1><p>\(line)</p>").filter { $0.hasPrefix("author") }
    #expect(lines == (names.isEmpty ? [] : ["author: \(names) (byline, medium)"]))
  }

  @Test func anOrganisationSignsOnlyWhereThePageSaysSo() throws {
    let json = #"{"@type":"Article","author":{"@type":"Organization","name":"Agence Kampuchea Presse"}}"#
    #expect(
      try found("<script type='application/ld+json'>\(json)</script>") == [
        "author: Agence Kampuchea Presse (json-ld author (organisation), low)"
      ])
  }

  @Test func sourcesThatDisagreeAreToldAndTheValueIsLessSure() throws {
    let html = """
      <h1>A long title here</h1><p>By: Paul Fenaroli</p><meta name="author" content="Luke Daigle">
      """
    #expect(
      try found(html) == [
        "author: Paul Fenaroli (byline, low)", "title: A long title here (title heading, medium)",
        "sources-disagree: author: Paul Fenaroli (byline) is kept; the page also says Luke Daigle (meta author)",
      ])
  }

  // MARK: Dates

  @Test func thePagesOwnLocalDayIsKept() throws {
    let html = """
      <meta property="article:published_time" content="2025-12-19T03:05:00+00:00"><h1>A long title here</h1>
      <time datetime="2025-12-18T19:05:00-08:00">December 18, 2025</time>
      """
    #expect(try found(html).first == "date: 2025-12-18 (time element, high)")
  }

  @Test func aDayOfTheLastChangeIsNoDayOfPublication() throws {
    let html = "<h1>A long title here</h1><div>Last updated on:</div><div>October 1, 2025</div>"
    #expect(
      try found(html) == [
        "modified: 2025-10-01 (date line, medium)", "title: A long title here (title heading, medium)",
      ])
  }

  @Test func nothingIsPublishedAfterTheHarvestOrTheRun() throws {
    let html = "<meta property='article:published_time' content='2026-03-08T02:00:00+07:00'>"
    // Two in the morning in Hanoi is the day before in UTC.
    #expect(
      try found(html, accessed: "2026-03-07") == ["date: 2026-03-08 (meta article:published_time, high)"])
    #expect(try found(html, accessed: "2026-03-06") == [])
    #expect(try found(html, runDate: "2026-03-06") == [])
    #expect(try found(html, accessed: "2026-03-09", runDate: "2026-01-01").count == 1)
  }

  @Test(arguments: [
    "0000-00-00", "1970-01-01T00:00:00Z", "2999-01-01", "2011-02-29", "99999999", "20110230", "1/2/3",
    "3/4/2025", "-1",
  ])
  func absurdDatesAreNone(date: String) throws {
    #expect(try found("<meta name='date' content='\(date)'>") == [])
  }

  @Test(arguments: [
    ("https://example.org/2024/10/31/x.html", "2024-10-31"),
    ("https://example.org/posts/2025-12-15-rust", "2025-12-15"),
    ("https://example.org/2024/10/x", "2024-10"), ("https://example.org/x-20260307075519174.htm", ""),
    ("https://example.org/document/110241", ""), ("https://example.org/archive/1979/5", ""),
  ])
  func aDateInTheAddress(address: String, date: String) throws {
    let lines = try found("<link rel=canonical href='\(address)'>").filter { $0.hasPrefix("date") }
    #expect(lines == (date.isEmpty ? [] : ["date: \(date) (url, medium)"]))
  }

  @Test(
    arguments: [
      ("vi", "Cập nhật: 05/09/2011", "modified: 2011-09-05"), ("en", "05/09/2011", nil),
      ("en", "25/09/2011", "date: 2011-09-25"),
      ("en-US", "05/09/2011", "date: 2011-05-09"),
      ("de", "Veröffentlicht am 5. März 2012", "date: 2012-03-05"),
      ("vi", "ngày 7 tháng 1 năm 1979", "date: 1979-01-07"), ("km", "០៧/០១/១៩៧៩", "date: 1979-01-07"),
      ("es", "5 de mayo de 2020", "date: 2020-05-05"), ("fr", "Publié le 1er août 2019", "date: 2019-08-01"),
    ] as [(String, String, String?)])
  func dateLines(language: String, line: String, expected: String?) throws {
    let lines = try found("<html lang=\(language)><h1>A long title here</h1><p>\(line)</p>")
      .filter { $0.hasPrefix("date") || $0.hasPrefix("modified") }
    #expect(lines == (expected.map { ["\($0) (date line, medium)"] } ?? []))
  }

  // MARK: Archive references

  @Test func anIdentifierInTheHeadMayBeAShelfMark() throws {
    let head = "<meta name='dcterms.identifier' content='RGANI, fond 5, opis 69, delo 2312'>"
    #expect(
      try found(head) == [
        "archive_reference: RGANI, fond 5, opis 69, delo 2312 (meta dcterms.identifier, medium)"
      ])
    #expect(try found("<meta name='dc.identifier' content='doi:10.1000/182'>") == [])
    #expect(try found("<meta name='dc.identifier' content='https://example.org/1'>") == [])
  }

  // MARK: What is none

  @Test(arguments: ["By the River", "ដោយសារទឹកជំនន់", "ដោយ មានទឹកជំនន់", "By Land and Sea"])
  func aTitleThatBeginsAsABylineNamesNobody(title: String) throws {
    let prose = String(repeating: "ទឹកទន្លេឡើងខ្ពស់នៅរដូវវស្សា។ ", count: 6)
    let html =
      "<html><head><title>\(title)</title></head><body><h1>\(title)</h1><p>\(prose)</p></body></html>"
    #expect(try found(html) == ["title: \(title) (title heading, high)"])
  }

  @Test(arguments: ["ដោយ៖ សំភី", "ដោយ សំភី", "អត្ថបទដោយ៖ សំភី"])
  func aKhmerBylineNamesItsAuthor(line: String) throws {
    let html = "<html><head><title>ទឹកទន្លេ</title></head><body><h1>ទឹកទន្លេ</h1><p>\(line)</p></body></html>"
    #expect(try found(html).first == "author: សំភី (byline, medium)")
  }

  @Test func namesOfManyEntriesAreNotThePages() throws {
    let books = ["Lan Anh", "Minh Châu", "Thu Hà", "Quang Dũng"].map {
      "<h2>Sách</h2><p>Một cuốn sách.</p><p>By \($0)</p>"
    }
    let lead = (1...6).map { "<p>Dòng \($0) của lời dẫn.</p>" }.joined()
    let html =
      "<html><head><title>Sách mới</title></head><body><h1>Sách mới</h1>\(lead)\(books.joined())</body></html>"
    #expect(try found(html) == ["title: Sách mới (title heading, high)"])
  }

  @Test func theNameOfTheSiteIsNoByline() throws {
    let html = """
      <html><head><title>Bên sông</title><meta property="og:site_name" content="Báo Xa"></head>
      <body><h1>Bên sông</h1><p class=author>Báo Xa</p></body></html>
      """
    #expect(
      try found(html) == ["site: Báo Xa (meta og:site_name, high)", "title: Bên sông (title heading, high)"])
  }

  @Test func aDayAfterTheYearOfThisVersionIsNotTakenWhereNothingProvesIt() throws {
    let html = """
      <html><head><title>Bên sông</title><meta property="article:published_time" content="2099-01-01"></head>
      <body><h1>Bên sông</h1></body></html>
      """
    let title = "title: Bên sông (title heading, high)"
    #expect(
      try found(html) == [
        title,
        "date-not-proven: date: 2099-01-01 (meta article:published_time) is after 2026, the year of this version, "
          + "and not taken; say when the page was harvested (accessed), or give --run-date",
      ])
    #expect(
      try found(html, runDate: "2099-02-01") == [
        "date: 2099-01-01 (meta article:published_time, high)", title,
      ])
    #expect(try found(html, accessed: "2098-02-01") == [title])
  }

  @Test func whatStandsBehindABarIsNoPartOfTheTitle() throws {
    let html = "<html><head><title>Giá thuê xe | Tin, thời tiết, thể thao</title></head><body></body></html>"
    #expect(try found(html) == ["title: Giá thuê xe (title, medium)"])
  }
}
