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

  /// Some bits mean nothing, or say the same otherwise.
  @Test func noOtherBytesComeOutOfAFrameWithAnotherByte() {
    let bytes = Array(text.prefix(100))
    let frame = ZstandardCompressor(level: 1).frame(of: bytes)
    let decompressor = ZstandardDecompressor()
    var refused = 0
    for (place, bit) in frame.indices.flatMap({ place in (0..<8).map { (place, UInt8(1) << $0) } }) {
      var damaged = frame
      damaged[place] ^= bit
      let got = try? decompressor.bytes(ofFrame: damaged[...], maxBytes: 1 << 20)
      #expect(got == nil || got == bytes, "byte \(place)")
      refused += got == nil ? 1 : 0
    }
    #expect(refused > 7 * frame.count)
  }

  @Test func aFrameThatIsCutShortIsRefused() {
    let frame = ZstandardCompressor(level: 1).frame(of: Array(text.prefix(100)))
    let decompressor = ZstandardDecompressor()
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
