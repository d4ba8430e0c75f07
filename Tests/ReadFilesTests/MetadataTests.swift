import Foundation
@testable import ReadFiles
import StageKit
import Testing

@Suite struct MetadataTests {
  @Test func aRowReachesItsDocument() async throws {
    let folder = try TemporaryFolder()
    try folder.file("a.txt")
    try folder.file("sub/b.html", "<p>ភាសាខ្មែរ</p>")
    try folder.file(
      "metadata.csv",
      "\u{FEFF}id;Title;author;date;URL;language;Box No.\r\na;\"A \"\"b\"\"; c\r\nd\";\"Uch Leang; John Huang\"; 2020-01-08 ;;EN;7\r\nsub/b.html;;;;https://example.org/b;KM;\r\n"
    )
    let documents = try await folder.read().compactMap(\.document)
    #expect(
      documents[0].metadata.values == [
        "title": .string("A \"b\"; c\r\nd"), "author": .array([.string("Uch Leang"), .string("John Huang")]),
        "date": .string("2020-01-08"), "language": .string("en"), "box_no": .string("7"),
      ])
    #expect(documents[0].metadata.origins["title"] == .init("metadata.csv", .high))
    #expect(documents.map(\.language) == ["en", "km"])
    #expect(documents.map(\.source.url) == [nil, "https://example.org/b"])
    #expect(documents.map(\.id) == ["a", "sub/b"])
  }

  @Test func theFileMayBeElsewhereAndIsNeverADocument() async throws {
    let folder = try TemporaryFolder()
    try folder.file("a.txt")
    try folder.file("lists/pages.txt", "file,title\na.txt,Một\n")
    let outcomes = try await folder.read { $0.metadata = InputPath(folder.path + "/lists/pages.txt") }
    #expect(outcomes.map(\.summary) == ["a"])
    #expect(outcomes[0].document?.metadata["title"] == "Một")
  }

  @Test func aNameTypedComposedFindsTheFileNamedDecomposed() async throws {
    let folder = try TemporaryFolder()
    try folder.file("Vie\u{302}\u{323}t.txt")
    try folder.file("metadata.csv", "id,title\nVi\u{1EC7}t,Một\n")
    #expect(try await folder.read()[0].document?.metadata["title"] == "Một")
  }

  @Test func aRowWithoutItsFileIsIgnoredOrAnError() async throws {
    let folder = try TemporaryFolder()
    try folder.file("a.txt")
    try folder.file("metadata.csv", "id,title\nb,Hai\na,Một\n")
    #expect(try await folder.read().map(\.summary) == ["a"])
    await #expect(
      throws: StageError("metadata-unmatched", "\(folder.path)/metadata.csv:2: 'b' names no file")
    ) {
      try await folder.read { $0.metadataUnmatched = .error }
    }
  }

  @Test func aRowThatMayNameTwoPagesAndTwoRowsThatNameOneAreErrors() async throws {
    let folder = try TemporaryFolder()
    for name in ["a.txt", "a.html", "b.txt"] { try folder.file(name) }
    try folder.file("metadata.csv", "id,title\na,Một\nb,Hai\nb.txt,Ba\n")
    let file = folder.path + "/metadata.csv"
    let message = """
      \(file):2: 'a' may be 'a.html' or 'a.txt'; write it with its extension
      \(file):4: 'b.txt' names the same page as 'b' on line 3
      """
    await #expect(throws: StageError("bad-metadata", message)) { try await folder.read() }
  }

  @Test func allMistakesAreToldAtOnceWithTheirLines() {
    let mistakes = mistakes(
      """
      id,title,date,language,url,
      a,"two
      lines",1979-02-29,Vietnamese,example.org,
      a,Một,2011,vi,,
      ,Hai,,,,
      c,one,two,three,four,five,six
      d,short
      e,,,,,stray

      f,,--13-01,,,
      """)
    #expect(
      mistakes == """
        m.csv:2: date '1979-02-29' is no date; write 2011-09-05, 1979-12, 1979, or --09-13 where the year is not known
        m.csv:2: language 'Vietnamese' is no language tag; write vi, km, en, or mn-Latn
        m.csv:2: url 'example.org' is no address; write it in full, https://...
        m.csv:4: 'a' has a row already, on line 2
        m.csv:5: the row does not say of which page it is
        m.csv:6: the row has 7 fields, the header 6; put a field with a separator in quotation marks
        m.csv:7: the row has 2 fields, the header 6; put a field with a separator in quotation marks
        m.csv:8: 'stray' is in a column without a name
        m.csv:10: date '--13-01' is no date; write 2011-09-05, 1979-12, 1979, or --09-13 where the year is not known
        """)
  }

  @Test func aHeaderThatCannotBeUsedIsAnError() {
    #expect(mistakes("") == "m.csv:1: the file is empty; its first line names the columns, 'id' among them")
    #expect(mistakes("title\nx") == "m.csv:1: there is no column 'id' or 'file'; one of them names the page")
    #expect(
      mistakes("id,file\nx,y")
        == "m.csv:1: there are columns 'id' and 'file'; only one of them can name the page")
    #expect(mistakes("id,Box no,box_no\nx,1,2") == "m.csv:1: column 'box_no' is there twice")
  }

  @Test func aFileThatIsNoCSVIsAnErrorWithItsLine() {
    #expect(mistakes("id,title\na,\"open\nb,x") == "m.csv:2: a quotation mark is opened and never closed")
    #expect(
      mistakes("id,title\r\na,\"x\"y")
        == "m.csv:2: text follows a closing quotation mark; write a mark inside a field twice")
    #expect(
      mistakes(Array("id\nVi".utf8) + [0xE9, 0x0A])
        == "m.csv:2: the file is not UTF-8; save it as \"CSV UTF-8\"")
    #expect(mistakes([0x69, 0x64, 0x0A, 0x00]) == "m.csv:2: the file is not text; save it as \"CSV UTF-8\"")
  }

  @Test(arguments: [
    ("1979", true), ("1979-12", true), ("1979-12-04", true), ("--09-13", true), ("--09", true),
    ("2024-02-29", true),
    ("2021-03-04T10:00:00Z", true), ("2021-03-04T10:00:00.5+07:00", true), ("2023-02-29", false),
    ("1979-13", false),
    ("1979-00", false), ("0000", false), ("79", false), ("13 Sep", false), ("1979-12-04T25:00:00", false),
    ("1979-1-1", false),
    ("--09-31", false), ("١٩٧٩", false), ("1975/1979", false), ("", false),
  ])
  func aDateIsAsPreciseAsItIsKnown(text: String, isValid: Bool) {
    #expect(PartialDate.isValid(text) == isValid)
  }

  @Test(
    arguments: [
      ("vi", "vi"), ("KM", "km"), ("mn-latn", "mn-Latn"), ("en-gb", "en-GB"), ("zh-HANT-tw", "zh-Hant-TW"),
      ("es-419", "es-419"),
      ("sl-rozaj", "sl-rozaj"), ("Vietnamese", nil), ("vi_VN", nil), ("", nil), ("v", nil), ("en-", nil),
      ("tiếng", nil),
    ] as [(String, String?)])
  func aLanguageTagIsPutInItsUsualForm(text: String, tag: String?) {
    #expect(LanguageTag.canonical(text) == tag)
  }

  private func mistakes(_ text: String) -> String? { mistakes(Array(text.utf8)) }

  private func mistakes(_ bytes: [UInt8]) -> String? {
    do throws(StageError) {
      _ = try MetadataTable(parsing: bytes, file: "m.csv")
      return nil
    } catch { return error.code == "bad-metadata" ? error.message : error.description }
  }
}
