import Compression
import Testing

@Suite struct ZstandardTests {
  private let text = Array(String(repeating: "Tiếng Việt, ភាសាខ្មែរ. ", count: 500).utf8)

  @Test func whatWasPackedComesOutAgain() throws {
    let compressor = ZstandardCompressor(level: 1)
    let decompressor = ZstandardDecompressor()
    for bytes in [[], [7], text, Array(text.reversed())] {
      let frame = compressor.frame(of: bytes)
      #expect(try decompressor.bytes(ofFrame: frame[...], maxBytes: 1 << 20) == bytes)
    }
    #expect(compressor.frame(of: text).count < 200)
  }

  /// One bit of a frame means nothing; but no other bytes ever come out.
  @Test func aFrameWithAnotherByteIsRefusedWhereverItIs() {
    let bytes = Array(text.prefix(100))
    let frame = ZstandardCompressor(level: 1).frame(of: bytes)
    let decompressor = ZstandardDecompressor()
    for place in frame.indices {
      var damaged = frame
      damaged[place] ^= 1
      #expect(throws: CompressionError.self, "byte \(place)") {
        try decompressor.bytes(ofFrame: damaged[...], maxBytes: 1 << 20)
      }
      damaged[place] ^= 0x11
      let got = try? decompressor.bytes(ofFrame: damaged[...], maxBytes: 1 << 20)
      #expect(got == nil || got == bytes, "byte \(place)")
    }
    for count in 0..<frame.count {
      #expect(throws: CompressionError.corrupt(offset: 0)) {
        try decompressor.bytes(ofFrame: frame[..<count], maxBytes: 1 << 20)
      }
    }
  }

  @Test func aFrameThatUnpacksToMoreThanIsAllowedIsRefused() throws {
    let frame = ZstandardCompressor(level: 1).frame(of: text)
    let decompressor = ZstandardDecompressor()
    #expect(throws: CompressionError.tooLarge(maxBytes: text.count - 1)) {
      try decompressor.bytes(ofFrame: frame[...], maxBytes: text.count - 1)
    }
    #expect(try decompressor.bytes(ofFrame: frame[...], maxBytes: text.count) == text)
  }
}
