import Compression
import Testing

@Suite struct GzipTests {
  let text = Array(String(repeating: "ខ្មែរ Tiếng Việt ", count: 20_000).utf8)

  @Test func whatWasCompressedComesOutWhole() throws {
    #expect(try Gzip.decompressed(Gzip.compressed(text), maxBytes: text.count) == text)
  }

  @Test func nothingCompressedIsNothing() throws {
    #expect(try Gzip.decompressed(Gzip.compressed([]), maxBytes: 0) == [])
  }

  @Test func membersStandOneAfterAnother() throws {
    let members = Gzip.compressed(Array("Heng ".utf8)) + Gzip.compressed(Array("Samrin".utf8))
    #expect(try Gzip.decompressed(members, maxBytes: 100) == Array("Heng Samrin".utf8))
  }

  @Test func aStreamMayComeByteByByte() throws {
    var rest = Gzip.compressed(text)[...]
    let stream = GzipStream { rest.popFirst().map { [$0] } }
    var result: [UInt8] = []
    while let piece = try stream.next() { result += piece }
    #expect(result == text)
  }

  @Test func aFileCutShortSaysWhere() throws {
    let whole = Gzip.compressed(text)
    #expect(throws: CompressionError.truncated(offset: whole.count - 1)) {
      try Gzip.decompressed(Array(whole.dropLast()), maxBytes: text.count)
    }
  }

  @Test func aDamagedFileIsAnError() throws {
    var damaged = Gzip.compressed(text)
    for index in 20..<40 { damaged[index] ^= 0xFF }
    #expect(throws: CompressionError.self) { try Gzip.decompressed(damaged, maxBytes: text.count) }
  }

  @Test func oneByteMoreThanAllowedIsRefused() throws {
    #expect(throws: CompressionError.tooLarge(maxBytes: text.count - 1)) {
      try Gzip.decompressed(Gzip.compressed(text), maxBytes: text.count - 1)
    }
  }
}
