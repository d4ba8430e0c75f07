import Compression
import ReadWARC
import StageKit
import Testing

@Suite struct ReadWARCTests {
  let info = Archive.record(
    "warcinfo", [("Content-Type", "application/warc-fields")], block: Array("a: b\r\n".utf8))
  let page = Answer(id: "example.vn/a@20210304100000", text: "<p>Tiếng Việt</p>")
  let second = Answer(id: "example.vn/b@20210304100000", text: "<p>ខ្មែរ</p>")

  @Test(arguments: ["1.0", "1.1", "0.18", "0.17"])
  func pagesOfEveryVersionAreRead(version: String) async throws {
    let record = Archive.record(
      "response", [("WARC-Target-URI", "<https://example.vn/a>"), ("WARC-Date", Archive.date)],
      block: Archive.message(Array("<p>Tiếng Việt</p>".utf8)), version: version)
    #expect(try await answers(info + record) == [page])
  }

  @Test func anArchivePackedRecordByRecordAndOnePackedAsAWholeAreTheSame() async throws {
    let records = [info, Archive.page("a"), Archive.page("b", "<p>ខ្មែរ</p>")]
    #expect(
      try await answers(gzipped(records[0], records[1], records[2]), named: "a.warc.gz") == [page, second])
    #expect(
      try await answers(Gzip.compressed(Array(records.joined())), named: "a.warc.gz") == [page, second])
    #expect(try await answers(Array(records.joined())) == [page, second])
  }

  @Test func theRecordSaysWhereThePageIsFrom() async throws {
    let bytes = info + Archive.page("a")
    let document = try #require(try await documents(bytes).first).document
    #expect(document.source.url == "https://example.vn/a")
    #expect(
      document.metadata.values == [
        "accessed": .string("2021-03-04T10:00:00Z"), "warc_file": .string("a.warc"),
        "warc_offset": .integer(info.count), "warc_payload_bytes": .integer(21),
        "warc_payload_digest": .string(
          "sha256:5be903fa1577eef923b3fdf8d269e67a33b7e8ee024edb56a1dc216b3ba4f0b9"),
        "warc_record_id": .string("urn:uuid:00000000-0000-0000-0000-000000000001"),
      ])
    #expect(document.provenance == [])
  }

  @Test func theOffsetIsThatOfTheMemberInAPackedFile() async throws {
    let first = Gzip.compressed(info)
    let found = try await documents(first + Gzip.compressed(Archive.page("a")), named: "a.warc.gz")
    #expect(found.first?.document.metadata.values["warc_offset"] == .integer(first.count))
  }

  @Test func theCharsetOfTheHeaderIsKeptInTheContentType() async throws {
    let message = Archive.message(
      [0x3C, 0x70, 0x3E, 0xD0],
      [("Content-Type", "text/html;"), ("content-type", "Text/HTML; Charset=\"Windows-1258\"")])
    let record = Archive.response("http://example.vn/a", message)
    #expect(try await documents(record).first?.document.source.contentType == "text/html")
    let folded = Archive.message(
      [0x3C, 0x70, 0x3E, 0xD0], [("Content-Type", "Text/HTML;\r\n\tCharset=\"Windows-1258\"")])
    let document = try #require(try await documents(Archive.response("http://example.vn/a", folded)).first)
      .document
    #expect(document.source.contentType == "text/html; charset=windows-1258")
    #expect(document.form == .markup)
    #expect(document.text == Array("<p>Ð".utf8))
  }

  @Test func aResourceIsAPageToo() async throws {
    let record = Archive.record(
      "resource",
      [("WARC-Target-URI", "file:///a.txt"), ("WARC-Date", "2021-03-04"), ("Content-Type", "text/plain")],
      block: Array("Heng Samrin\n".utf8))
    #expect(try await answers(record) == [Answer(id: "file:///a.txt@20210304", text: "Heng Samrin\n")])
  }

  @Test func whatIsNoPageIsCountedForEachArchiveAndIsNoDocument() async throws {
    let image = Archive.response(
      "https://example.vn/i", Archive.message([1], [("Content-Type", "image/png")]))
    let missing = Archive.response(
      "https://example.vn/m", Archive.message([1], status: "HTTP/1.1 404 Not Found"))
    let bytes = info + image + missing + Archive.record("request") + image + Archive.page("a")
    let folder = try ArchiveFolder([("x/a.warc", bytes)])
    #expect(
      try await notices(folder) == [
        "x/a.warc: the archive has 6 records; 5 are no pages: 2 response, image/png; 1 request; "
          + "1 response, status 404; 1 warcinfo"
      ])
    #expect(try await processed(folder).map(\.document.id) == ["example.vn/a@20210304100000"])
    #expect(try await notices(ArchiveFolder([("b.warc", Archive.page("a"))])) == [])
  }

  @Test func statusesAndMediaTypesMayBeAskedFor() async throws {
    let feed = Archive.message(
      Array("<rss/>".utf8), status: "HTTP/2 404", [("Content-Type", "application/rss+xml")])
    let found = try await documents(Archive.response("https://example.vn/a", feed)) {
      $0.statuses = [200, 404]
      $0.mediaTypes = ["application/*"]
    }
    #expect(found.map(\.outcome) == [.ok])
    #expect(found.first?.document.metadata.values["http_status"] == .integer(404))
  }

  @Test func aPageWithoutMediaTypeIsTakenWhereItBeginsWithATag() async throws {
    let html = Archive.response("https://example.vn/a", Archive.message(Array(" <p>Tiếng Việt</p>".utf8), []))
    let other = Archive.response("https://example.vn/b", Archive.message([0x89, 0x50, 0x4E, 0x47], []))
    #expect(try await answers(html + other).map(\.id) == ["example.vn/a@20210304100000"])
  }

  @Test func aRevisitIsDroppedAndNamesTheRecordThatHasThePage() async throws {
    let revisit = Archive.record(
      "revisit",
      [
        ("WARC-Target-URI", "https://example.vn/a"), ("WARC-Date", Archive.date),
        ("WARC-Refers-To", "<urn:uuid:1>"), ("WARC-Refers-To-Date", "2020-01-01T00:00:00Z"),
      ], block: Archive.message([], status: "HTTP/1.1 304 Not Modified", []))
    let found = try #require(try await documents(revisit).first)
    #expect(Answer(found) == Answer(id: "example.vn/a@20210304100000", outcome: "dropped", code: "revisit"))
    #expect(found.document.metadata["warc_refers_to"] == "urn:uuid:1")
    #expect(
      found.error?.message
        == "the page had not changed since it was stored in the record urn:uuid:1, 2020-01-01T00:00:00Z")
  }

  @Test func theSourceIsTheBodyAndEveryCharacterLeadsToItsBytes() async throws {
    let body = Array("<p>Tiếng Việt</p>".utf8)
    let chunked = Array("5\r\n<p>Ti\r\ne\r\nếng Việt</\r\n2\r\np>\r\n0\r\n\r\n".utf8)
    let message = Archive.message(chunked, [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")])
    let document = try #require(try await documents(Archive.response("https://example.vn/a", message)).first)
      .document
    #expect(document.source.bytes == body)
    #expect(document.replayedSource() == body)
    #expect(document.metadata.values["warc_payload_bytes"] == .integer(chunked.count))
  }

  @Test func idsAreTheSameWhateverTheOrderAndUnique() async throws {
    let again = Archive.response(
      "http://EXAMPLE.vn:80/a", Archive.message(Array("<p>mới</p>".utf8)), date: "2022-01-01T00:00:00Z")
    #expect(
      try await answers(again + Archive.page("a") + Archive.page("a")).map(\.id) == [
        "example.vn/a@20220101000000", "example.vn/a@20210304100000", "example.vn/a@20210304100000~2",
      ])
  }

  @Test func aFolderIsReadInTheOrderOfTheBytesOfItsPaths() async throws {
    let folder = try ArchiveFolder([
      ("b.WARC", Archive.page("b")), ("a/z.warc.gz", gzipped(Archive.page("az"))), (".hidden.warc", []),
      ("notes.txt", []), ("run/ledger.sqlite", []), ("run/x.warc", Archive.page("x")),
    ])
    #expect(
      try await processed(folder).map(\.document.id) == [
        "example.vn/az@20210304100000", "example.vn/b@20210304100000",
      ])
    #expect(
      try await processed(folder, at: ["b.WARC", "a/z.warc.gz", "b.WARC"]).map(\.document.id) == [
        "example.vn/az@20210304100000", "example.vn/b@20210304100000",
      ])
  }

  @Test func whereThereIsNothingToReadTheRunIsTold() async throws {
    let folder = try ArchiveFolder([("a.warc", info)])
    await #expect(
      throws: StageError(
        "no-input", "there is no page in 'a.warc': the archive has 1 records; 1 are no pages: 1 warcinfo")
    ) { _ = try await processed(folder) }
    await #expect(throws: StageError.self) { _ = try await processed(folder, at: ["missing.warc"]) }
    let empty = try ArchiveFolder([("x.txt", [])])
    await #expect(throws: StageError.self) { _ = try await processed(empty) }
  }

  @Test func anItemSaysHowManyBytesItHolds() async throws {
    let folder = try ArchiveFolder([("a.warc", Archive.page("a"))])
    var options = ReadWARC.Options()
    options.path = [InputPath(folder.path)]
    var sizes: [Int] = []
    try await ReadWARC(options: options).read { sizes.append($0.byteCount) }
    #expect(sizes == [Archive.message(Array("<p>Tiếng Việt</p>".utf8)).count])
  }
}
