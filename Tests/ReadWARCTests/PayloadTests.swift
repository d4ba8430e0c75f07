import Compression
import ReadWARC
import StageKit
import Testing

@Suite struct PayloadTests {
  let text = "<p>Tiếng Việt, ភាសាខ្មែរ</p>"
  /// "Tiếng Việt, ភាសាខ្មែរ. Tiếng Việt, ភាសាខ្មែរ.", packed by brotli 1.1.
  let brotli = bytes("1b5800f88dd4510debd93a1c84ca25d8e280b90093ba6013fb12c6abe2c1202cccc222104171706cfc3a")

  private func found(
    _ body: [UInt8], _ fields: [(String, String)], record: [(String, String)] = [],
    _ change: (inout ReadWARC.Options) -> Void = { _ in }
  ) async throws -> ProcessedDocument {
    let message = Archive.message(body, [("Content-Type", "text/html")] + fields)
    return try #require(
      try await documents(Archive.response("https://example.vn/a", message, record), change).first)
  }

  private func text(_ body: [UInt8], _ fields: [(String, String)]) async throws -> String {
    String(decoding: try await found(body, fields).document.text, as: UTF8.self)
  }

  @Test(arguments: ["gzip", "x-gzip", "GZip, identity"])
  func gzipIsUndone(coding: String) async throws {
    #expect(try await text(Gzip.compressed(Array(text.utf8)), [("Content-Encoding", coding)]) == text)
  }

  @Test(arguments: [
    "789cb329b00bc97cb86b7f5eba4258e6c3dded253a0a0fe74d7f386fdbc379f3c164e3c3f9931ece9bf1707ed3c379b36cf40bec00bcca1c94",
    "b329b00bc97cb86b7f5eba4258e6c3dded253a0a0fe74d7f386fdbc379f3c164e3c3f9931ece9bf1707ed3c379b36cf40bec00",
  ])
  func deflateIsUndoneWithAndWithoutItsHeader(digits: String) async throws {
    #expect(try await text(bytes(digits), [("Content-Encoding", "deflate")]) == text)
  }

  @Test func brotliIsUndone() async throws {
    #expect(
      try await text(brotli, [("Content-Encoding", "br")])
        == "Tiếng Việt, ភាសាខ្មែរ. Tiếng Việt, ភាសាខ្មែរ.")
  }

  @Test func encodingsOnEachOtherAreUndoneLastFirst() async throws {
    let body = Gzip.compressed(Gzip.compressed(Array(text.utf8)))
    #expect(try await text(body, [("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")]) == text)
    #expect(
      try await found(body, [("Content-Encoding", "gzip, gzip, gzip, gzip, gzip")]).error?.code
        == "unknown-content-encoding")
    let chunked = Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
    #expect(
      try await text(chunked, [("Content-Encoding", "gzip"), ("Transfer-Encoding", "gzip, chunked")]) == text)
  }

  @Test(arguments: ["gzip", "deflate", "br"])
  func whatACrawlerUnpackedAlreadyIsTakenAsItIs(coding: String) async throws {
    #expect(
      try await text(Array(text.utf8), [("Content-Encoding", coding), ("Transfer-Encoding", "chunked")])
        == text)
  }

  @Test func aBodyCutShortIsTakenUpToTheBreakAndSaysSo() async throws {
    let body = Gzip.compressed(Array(text.utf8), level: 0).dropLast(20)
    let found = try await found(
      Array(body), [("Content-Encoding", "gzip")], record: [("WARC-Truncated", "length")])
    #expect(found.outcome == .ok)
    #expect(text.utf8.starts(with: found.document.source.bytes) && found.document.source.bytes.count > 10)
    #expect(
      found.document.provenance.first?.reports.map(\.code) == ["body-cut-short", "truncated-by-crawler"])
    #expect(found.document.metadata["warc_truncated"] == "length")
  }

  @Test func aBodyShorterThanItsHeaderSaysIsReported() async throws {
    let found = try await found(Array("<p>Heng".utf8), [("Content-Length", "20")])
    #expect(
      found.document.provenance.first?.reports.map(\.message)
        == ["the body has 7 of the 20 bytes that it should have"])
    #expect(try await self.found(Array("<p>Heng".utf8), [("Content-Length", "7")]).document.provenance == [])
  }

  @Test func brokenChunksAreTakenUpToTheBreak() async throws {
    let chunked = [("Transfer-Encoding", "chunked")]
    let broken = try await found(Array("8\r\n<p>Heng \r\nzz\r\nSamrin\r\n".utf8), chunked).document
    #expect(broken.text == Array("<p>Heng ".utf8))
    #expect(
      broken.provenance.first?.reports.first
        == Report(
          "broken-chunks", "the chunks of the body are broken at byte 13; it is taken up to there", at: 0..<8)
    )
    #expect(try await text(Array("ff;x=y\n<p>Heng".utf8), chunked) == "<p>Heng")
    #expect(try await text(Array("7FFFFFFFFFFFFFFF\r\n<p>Heng".utf8), chunked) == "<p>Heng")
    #expect(try await text(Array("0000000000000000003\r\n<p>\r\n0\r\n\r\n".utf8), chunked) == "<p>")
    #expect(try await text(Array("3\r\n<p>\r\n3\r\nPol\n0\r\nTrailer: x\r\n\r\n".utf8), chunked) == "<p>Pol")
  }

  @Test func damagedDataAreQuarantinedWithTheRecordAsItIs() async throws {
    var body = Gzip.compressed(Array(text.utf8))
    body[body.count - 6] ^= 0xFF
    let found = try await found(body, [("Content-Encoding", "gzip")])
    #expect(found.outcome == .quarantined && found.error?.code == "damaged-encoding")
    #expect(found.document.source.bytes.suffix(body.count) == body[...])
    #expect(found.document.metadata["accessed"] == "2021-03-04T10:00:00Z")
  }

  @Test func anUnknownEncodingIsQuarantined() async throws {
    #expect(
      try await found([1, 2], [("Content-Encoding", "zstd")]).error?.code == "unknown-content-encoding")
  }

  @Test func aBodyThatSwellsWithoutEndIsStopped() async throws {
    let bomb = Gzip.compressed([UInt8](repeating: 0x61, count: 5 << 20))
    let brotliBomb = bytes(
      "cbffff3ff825c2e2b14020f7fe8fffff7ff04b00c4611180eefd1fffffffe0970088c30200ddfb3ffeffffc12f0110870500baf77ff"
        + "cffff835f02200e0b0074effff20f5e0fbf04401c1600e8a0eb01")
    for (body, coding) in [(bomb, "gzip"), (brotliBomb, "br")] {
      let found = try await found(body, [("Content-Encoding", coding)]) { $0.maxBytes = 1 << 20 }
      #expect(found.error?.code == "too-large")
    }
  }

  @Test(arguments: [
    "sha1:VJSPROAYYOV5HFPDUU5OBNOAPBC4QGW4", "SHA-1:aa64f8b818c3abd395e3a53ae0b5c07845c81adc",
    "md5:T64D3JMHNMEH3XDSSJ5VMXZCHI======",
    "sha256:df5ddd75e1e0e3fee2eb4c4d7a160f2673560df8afb145ba651b43f100c0dc57",
    "sha-256:35O525PB4DR75YXLJRGXUFQPEZZVMDPYV6YULOTFDNB7CAGA3RLQ====",
    "sha512:A7TJBAF64PIWDSKNKLLBBAYGH3DGG253PE3M6H7236UWYBB5EWX73TEVR4TQ3WZOWITOLT6OFN7X6SBK5QJQLEFVWIGJZCZPY3UBOCA=",
  ])
  func aDigestOfTheStoredOrTheDecodedBodyIsRight(digest: String) async throws {
    let page = Array("<p>a</p>".utf8)
    let stated = [("WARC-Payload-Digest", digest)]
    let chunked = Array("8\r\n<p>a</p>\r\n0\r\n\r\n".utf8)
    for found in [
      try await found(page, [], record: stated),
      try await found(chunked, [("Transfer-Encoding", "chunked")], record: stated),
      try await found(Gzip.compressed(page), [("Content-Encoding", "gzip")], record: stated),
    ] {
      #expect(found.document.metadata[MetadataKey.warcPayloadDigest] == digest)
      #expect(
        found.document.metadata.origins[MetadataKey.warcPayloadDigest] == .init("WARC-Payload-Digest", .high))
      #expect(found.document.provenance == [])
    }
  }

  @Test func aDigestThatIsWrongIsReportedAndOneThatNobodyKnowsIsNot() async throws {
    let page = Array("<p>a</p>".utf8)
    let wrong = try await found(
      page, [], record: [("WARC-Payload-Digest", "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")])
    #expect(
      wrong.document.metadata.origins[MetadataKey.warcPayloadDigest] == .init("WARC-Payload-Digest", .low))
    #expect(wrong.document.provenance.first?.reports.map(\.code) == ["digest-mismatch"])
    #expect(wrong.outcome == .ok)
    let unknown = try await found(page, [], record: [("WARC-Block-Digest", "blake3:0000")])
    #expect(
      unknown.document.metadata.origins[MetadataKey.warcBlockDigest] == .init("WARC-Block-Digest", .medium))
    #expect(unknown.document.provenance == [])
  }
}

/// Bytes of hexadecimal digits.
func bytes(_ digits: String) -> [UInt8] {
  let values = digits.compactMap(\.hexDigitValue)
  return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
}
