import Compression
import ReadWARC
import StageKit
import Testing

@Suite struct BrokenArchiveTests {
  let ok = Answer(id: "example.vn/a@20210304100000", text: "<p>Tiếng Việt</p>")
  let after = Answer(id: "example.vn/c@20210304100000", text: "<p>Tiếng Việt</p>")

  private func failed(_ id: String, _ code: String) -> Answer {
    Answer(id: id, outcome: "quarantined", code: code)
  }

  @Test func aFileCutInARecordGivesWhatIsBeforeAndTellsThePlace() async throws {
    let bytes = Archive.page("a") + Archive.page("b").dropLast(10)
    let found = try await documents(bytes)
    #expect(found.map(Answer.init) == [ok, failed("example.vn/b@20210304100000", "record-cut-short")])
    #expect(found.last?.error?.sourceOffset == bytes.count)
    #expect(found.last?.document.source.bytes == Archive.message(Array("<p>Tiếng Việt</p>".utf8)).dropLast(6))
  }

  @Test func aPackedFileCutInARecordGivesWhatIsBefore() async throws {
    let first = Gzip.compressed(Archive.page("a"))
    let bytes = first + Gzip.compressed(Archive.page("b")).dropLast(60)
    let found = try await documents(bytes, named: "a.warc.gz")
    #expect(found.first.map(Answer.init) == ok)
    #expect(found.count == 2)
    #expect(found.last?.error?.code == "record-cut-short")
    #expect(found.last?.error?.sourceOffset == bytes.count)
  }

  @Test func aFileCutAtEveryByteEndsWellAndKeepsTheFirstPage() async throws {
    let first = Gzip.compressed(Archive.page("a"))
    let whole = first + Gzip.compressed(Archive.page("b"))
    for count in stride(from: first.count + 1, to: whole.count, by: 7) {
      let found = try await documents(Array(whole[..<count]), named: "a.warc.gz")
      #expect(found.first.map(Answer.init) == ok)
      #expect(
        found.count >= 2 && found.dropFirst().contains { $0.outcome == .quarantined }, "cut at \(count)")
    }
    let plain = Archive.page("a") + Archive.page("b")
    for count in stride(from: Archive.page("a").count + 1, to: plain.count - 4, by: 17) {
      let found = try await documents(Array(plain[..<count]))
      #expect(found.first.map(Answer.init) == ok)
      #expect(found.count == 2 && found.last?.outcome == .quarantined, "cut at \(count)")
    }
  }

  @Test func aMissingLineEndAtTheEndIsNoMistake() async throws {
    for ending in ["", "\r\n", "\n\n", "\r\n\r\n\r\n"] {
      let record = Archive.record(
        "response", [("WARC-Target-URI", "https://example.vn/a"), ("WARC-Date", Archive.date)],
        block: Archive.message(Array("<p>Tiếng Việt</p>".utf8)), lineEnd: "\n", ending: ending)
      #expect(try await answers(record + Archive.page("c")) == [ok, after])
      #expect(try await answers(record) == [ok])
    }
  }

  @Test(arguments: ["1000000000", "99999999"])
  func aLengthBeyondTheFileStopsAtTheNextRecord(length: String) async throws {
    let message = Archive.message(Array("<p>dài</p>".utf8))
    let long = Archive.response("https://example.vn/b", message, length: length)
    let expected = [ok, failed("example.vn/b@20210304100000", "record-cut-short"), after]
    let a = Archive.page("a")
    let c = Archive.page("c")
    #expect(try await answers(a + long + c) == expected)
    #expect(try await answers(gzipped(a, long, c), named: "a.warc.gz") == expected)
  }

  @Test func aLengthThatIsTooShortIsNoticed() async throws {
    let short = Archive.response(
      "https://example.vn/b", Archive.message(Array("<p>ngắn</p>".utf8)), length: "50")
    let expected = [ok, failed("example.vn/b@20210304100000", "wrong-length"), after]
    #expect(try await answers(Archive.page("a") + short + Archive.page("c")) == expected)
    #expect(
      try await answers(gzipped(Archive.page("a"), short, Archive.page("c")), named: "a.warc.gz") == expected)
  }

  @Test(arguments: ["-1", "99999999999999999999999", "12x", "", "0x10", "１２"])
  func aLengthThatIsNoneIsAMistakeOfTheHeader(length: String) async throws {
    let bad = Archive.response("https://example.vn/b", Archive.message([0x61]), length: length)
    let a = Archive.page("a")
    #expect(
      try await answers(a + bad + Archive.page("c")) == [
        ok, failed("a.warc@\(a.count)", "bad-header"), after,
      ])
  }

  @Test func aHeaderWithoutEndIsNotReadIntoMemory() async throws {
    let endless = Array("WARC/1.0\r\n".utf8) + [UInt8](repeating: 0x61, count: 3 << 20)
    #expect(try await answers(endless) == [failed("a.warc@0", "bad-header")])
  }

  @Test func bytesBetweenRecordsAreToldAndPassedOver() async throws {
    let a = Archive.page("a")
    let noise = Array("lost bytes\r\n".utf8)
    #expect(
      try await answers(noise + a) == [failed("a.warc@0", "not-warc"), ok])
    let found = try await documents(a + noise + Archive.page("c"))
    #expect(found.map(\.outcome) == [.quarantined, .ok], "the length of the first record is doubtful")
  }

  @Test func aDamagedMemberIsToldAndTheNextOnesAreRead() async throws {
    let members = ["a", "b", "c"].map { Gzip.compressed(Archive.page($0)) }
    for place in stride(from: 12, to: members[1].count, by: 5) {
      var damaged = members[1]
      damaged[place] ^= 0xFF
      let found = try await answers(members[0] + damaged + members[2], named: "a.warc.gz")
      #expect(found.first == ok && found.last == after, "byte \(place): \(found)")
      #expect(found.count == 3 && found[1].outcome == "quarantined", "byte \(place): \(found)")
    }
  }

  @Test func paddingAfterTheLastMemberIsNoMistake() async throws {
    let bytes = gzipped(Archive.page("a")) + [UInt8](repeating: 0, count: 5000)
    #expect(try await answers(bytes, named: "a.warc.gz") == [ok])
  }

  @Test func aFileThatIsNoArchiveIsTold() async throws {
    #expect(try await answers(Array("%PDF-1.4".utf8)) == [failed("a.warc@0", "not-warc")])
    let folder = try ArchiveFolder([("a.warc.gz", Gzip.compressed(Array("text".utf8)))])
    #expect(try await processed(folder).first.map(Answer.init) == failed("a.warc.gz@0", "not-warc"))
  }

  @Test func aRecordThatIsTooLargeIsNotHeld() async throws {
    let large = Archive.page("b", String(repeating: "x", count: 3 << 20))
    let found = try await documents(Archive.page("a") + large + Archive.page("c")) { $0.maxBytes = 1 << 20 }
    #expect(
      found.map(Answer.init) == [ok, failed("example.vn/b@20210304100000", "too-large"), after])
    #expect(found[1].document.source.bytes.count <= 1 << 20)
  }

  @Test func aResponseThatIsNoHTTPOrEmptyIsTold() async throws {
    #expect(
      try await answers(
        Archive.response("https://example.vn/a", Array("no".utf8))
          + Archive.response("https://example.vn/b", [])
          + Archive.response("https://example.vn/c", Archive.message([]))
      ) == [
        failed("example.vn/a@20210304100000", "not-http"),
        Answer(id: "example.vn/b@20210304100000", outcome: "empty", code: "empty-body"),
        Answer(id: "example.vn/c@20210304100000", outcome: "empty", code: "empty-body"),
      ])
  }

  @Test func manyRecordsThatReachBeyondTheFileTakeNoLongerThanItsBytes() async throws {
    let long = Archive.response("https://example.vn/b", Archive.message([0x61]), length: "1000000000")
    let found = try await documents(Array(repeatElement(long, count: 2000).joined()))
    #expect(found.count == 2000)
    #expect(found.allSatisfy { $0.error?.code == "record-cut-short" })
  }
}
