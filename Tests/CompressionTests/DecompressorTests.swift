import Compression
import Testing

@Suite struct DecompressorTests {
  let text = Array("<p>Tiếng Việt, ភាសាខ្មែរ</p>".utf8)
  let zlib = bytes(
    "789cb329b00bc97cb86b7f5eba4258e6c3dded253a0a0fe74d7f386fdbc379f3c164e3c3f9931ece9bf1707ed3c379b36cf40bec00bcca1c94"
  )
  let brotli = bytes("1b5800f88dd4510debd93a1c84ca25d8e280b90093ba6013fb12c6abe2c1202cccc222104171706cfc3a")

  @Test func deflateMayHaveAHeaderOrNone() throws {
    let raw = Array(zlib.dropFirst(2).dropLast(4))
    for bytes in [zlib, raw] {
      #expect(
        try Decompressor.deflate.decompressed(bytes, maxBytes: 1000) == .init(bytes: text, isComplete: true))
    }
  }

  @Test func membersOfGzipFollowEachOther() throws {
    let members = Gzip.compressed(text) + Gzip.compressed(text) + Array("padding".utf8)
    #expect(
      try Decompressor.gzip.decompressed(members, maxBytes: 1000)
        == .init(bytes: text + text, isComplete: true))
  }

  @Test func brotliOfAnyLengthEndsWell() throws {
    let whole = try Decompressor.brotli.decompressed(brotli, maxBytes: 1000)
    #expect(whole == .init(bytes: Array("Tiếng Việt, ភាសាខ្មែរ. Tiếng Việt, ភាសាខ្មែរ.".utf8), isComplete: true))
    for count in 0..<brotli.count {
      let part = try Decompressor.brotli.decompressed(Array(brotli[..<count]), maxBytes: 1000)
      #expect(!part.isComplete && whole.bytes.starts(with: part.bytes))
    }
  }

  @Test func whatIsCutShortGivesItsBeginning() throws {
    let long = Array(String(repeating: "ខ្មែរ Tiếng Việt ", count: 20_000).utf8)
    let part = try Decompressor.gzip.decompressed(
      Array(Gzip.compressed(long).dropLast(9)), maxBytes: long.count)
    #expect(!part.isComplete && long.starts(with: part.bytes) && part.bytes.count > 1000)
  }

  @Test func moreThanAllowedIsRefused() throws {
    let bomb = Gzip.compressed([UInt8](repeating: 0, count: 4 << 20))
    #expect(throws: CompressionError.tooLarge(maxBytes: 1 << 20)) {
      try Decompressor.gzip.decompressed(bomb, maxBytes: 1 << 20)
    }
    #expect(try Decompressor.gzip.decompressed(bomb, maxBytes: 4 << 20).bytes.count == 4 << 20)
    #expect(throws: CompressionError.tooLarge(maxBytes: 10)) {
      try Decompressor.brotli.decompressed(brotli, maxBytes: 10)
    }
  }

  @Test func damageIsAnError() {
    #expect(throws: CompressionError.self) {
      try Decompressor.brotli.decompressed([0xFF, 0xFF], maxBytes: 10)
    }
    #expect(throws: CompressionError.self) { try Decompressor.gzip.decompressed(text, maxBytes: 10) }
    #expect(throws: CompressionError.self) {
      try Decompressor.deflate.decompressed([0x07, 0xFF], maxBytes: 10)
    }
  }
}

@Suite struct GzipMemberTests {
  private func stream(_ bytes: [UInt8], by count: Int = 100) -> GzipStream {
    var rest = bytes[...]
    return GzipStream {
      defer { rest = rest.dropFirst(count) }
      return rest.isEmpty ? nil : Array(rest.prefix(count))
    }
  }

  @Test func aPieceSaysWhereItsMemberBegins() throws {
    let first = Gzip.compressed(Array("Heng ".utf8))
    let stream = stream(first + Gzip.compressed(Array("Samrin".utf8)))
    var places: [Int] = []
    while let piece = try stream.nextPiece() {
      #expect(piece.isFirst)
      places.append(piece.memberOffset)
    }
    #expect(places == [0, first.count])
    #expect(stream.trailingOffset == nil)
  }

  @Test func paddingIsPassedOverAndOtherBytesAreNoted() throws {
    let member = Gzip.compressed(Array("a".utf8))
    let stream = stream(member + [0, 0, 0] + member + [1, 2])
    var result: [UInt8] = []
    while let piece = try stream.next() { result += piece }
    #expect(result == Array("aa".utf8))
    #expect(stream.trailingOffset == 2 * member.count + 3)
  }

  @Test(arguments: [1, 30, 5000])
  func afterDamageTheNextMemberOfAKindIsFound(count: Int) throws {
    let good = Gzip.compressed(Array("WARC/1.0 good".utf8))
    let other = Gzip.compressed(Array("other".utf8))
    var damaged = Gzip.compressed(Array(String(repeating: "WARC/1.0 ខ្មែរ Tiếng Việt", count: 50).utf8))
    damaged[20] ^= 0xFF
    let stream = stream(damaged + [0x1F, 0x8B, 8, 0, 0x1F] + other + good, by: count)
    #expect(throws: CompressionError.self) { while try stream.next() != nil {} }
    #expect(try stream.skipToMember(beginningWith: Array("WARC/".utf8)))
    #expect(try stream.next() == Array("WARC/1.0 good".utf8))
    #expect(stream.memberOffset == damaged.count + 5 + other.count)
    #expect(try stream.next() == nil)
    #expect(try stream.skipToMember(beginningWith: Array("WARC/".utf8)) == false)
  }
}

/// Bytes of hexadecimal digits.
private func bytes(_ digits: String) -> [UInt8] {
  let values = digits.compactMap(\.hexDigitValue)
  return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
}
