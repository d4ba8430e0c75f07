import Testing
import UnicodeText

@Suite struct TextDecoderTests {
  private func text(_ bytes: [UInt8], _ encoding: WebEncoding) -> String {
    let decoded = TextDecoder.decode(bytes, as: encoding)
    #expect(decoded.runs.reduce(0) { $0 + $1.text * $1.count } == decoded.text.count)
    #expect(decoded.runs.reduce(0) { $0 + $1.source * $1.count } == bytes.count)
    return String(decoding: decoded.text, as: UTF8.self)
  }

  @Test(arguments: [
    (" UTF-8\n", EncodingLabel.encoding(.utf8)), ("Latin1", .encoding(.windows1252)),
    ("us-ascii", .encoding(.windows1252)),
    ("GB2312", .encoding(.gbk)), ("x-sjis", .encoding(.shiftJIS)), ("ks_c_5601-1987", .encoding(.eucKR)),
    ("ISO-8859-9", .encoding(.windows1254)), ("tis-620", .encoding(.windows874)),
    ("unicode", .encoding(.utf16LE)),
    ("hz-gb-2312", .refused("hz-gb-2312")), ("UTF-7", .refused("utf-7")), ("x-mine", .unknown("x-mine")),
    ("iso 8859 1", .unknown("iso 8859 1")),
  ])
  func aLabelMeansAnEncoding(label: String, meaning: EncodingLabel) {
    #expect(EncodingLabel(label) == meaning)
  }

  @Test(arguments: [
    (WebEncoding.gbk, [0xD6, 0xD0, 0x41, 0x80] as [UInt8], "中A€"),
    (.gb18030, [0x81, 0x30, 0x81, 0x30, 0x95, 0x32, 0x82, 0x36], "\u{80}\u{20000}"),
    (.big5, [0xA4, 0xA4, 0x88, 0x62, 0x87, 0x40], "中\u{CA}\u{304}\u{43F0}"),
    (.shiftJIS, [0x93, 0xFA, 0xB1, 0x5C, 0x81, 0x60], "日ｱ\\～"),
    (.eucJP, [0xC6, 0xFC, 0x8E, 0xB1, 0x8F, 0xB0, 0xA1], "日ｱ丂"), (.eucKR, [0xC7, 0xD1, 0x81, 0x41], "한갂"),
    (.iso2022JP, [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x4A, 0x5C, 0x1B, 0x28, 0x42, 0x5C], "日¥\\"),
    (.koi8U, [0xA4, 0xAE], "єў"), (.windows874, [0xA1, 0x80], "ก€"), (.latin10, [0xAA, 0xFE], "Șț"),
    (.macintosh, [0x8E, 0xDB], "é€"),
    (.utf16LE, [0xC7, 0x1E, 0x00, 0x00, 0x3D, 0xD8, 0x42, 0xDE], "\u{1EC7}\0\u{1F642}"),
    (.utf16BE, [0x17, 0x80], "ក"),
  ])
  func anEncodingHasItsCharacters(encoding: WebEncoding, bytes: [UInt8], expected: String) {
    #expect(Array(text(bytes, encoding).unicodeScalars) == Array(expected.unicodeScalars))
  }

  /// What the standard's decoders do with bytes that the encoding has not.
  @Test(arguments: [
    (WebEncoding.gbk, [0xD6, 0x22, 0x3E] as [UInt8], "\u{FFFD}\">"),
    (.gbk, [0xFF, 0xD6], "\u{FFFD}\u{FFFD}"),
    (.gb18030, [0x81, 0x30, 0x22], "\u{FFFD}0\""), (.gb18030, [0x81, 0x30, 0x81], "\u{FFFD}"),
    (.gb18030, [0xFE, 0x39, 0xFE, 0x39], "\u{FFFD}"), (.big5, [0x80, 0xA4, 0x3C], "\u{FFFD}\u{FFFD}<"),
    (.shiftJIS, [0x81, 0x3C, 0xA0, 0x81, 0xFF], "\u{FFFD}<\u{FFFD}\u{FFFD}"),
    (.eucKR, [0xC9, 0xA1, 0xC7], "\u{FFFD}\u{FFFD}"),
    (.eucJP, [0x8F, 0xA2, 0x37, 0xA2, 0x37], "\u{FFFD}7\u{FFFD}7"),
    (.eucJP, [0x8E, 0x41, 0x8F, 0xFF], "\u{FFFD}A\u{FFFD}"),
    (.iso2022JP, [0x1B, 0x24, 0x42, 0x46, 0x1B, 0x28, 0x42, 0x61, 0x1B, 0x29], "\u{FFFD}a\u{FFFD}"),
    (.utf8, [0xE1, 0xBB, 0x61, 0xF0, 0x80, 0xC0], "\u{FFFD}a\u{FFFD}\u{FFFD}\u{FFFD}"),
    (.utf16LE, [0x00, 0xDC, 0x61], "\u{FFFD}\u{FFFD}"),
    (.windows1253, [0xAA, 0xD2], "\u{FFFD}\u{FFFD}"),
  ])
  func whatAnEncodingHasNotIsShown(encoding: WebEncoding, bytes: [UInt8], expected: String) {
    #expect(text(bytes, encoding) == expected)
  }

  @Test func aRunSaysWhereEachCharacterComesFrom() {
    let decoded = TextDecoder.decode([0x61, 0xD6, 0xD0, 0xCE, 0xC4, 0xFF, 0x62], as: .gbk)
    #expect(
      decoded.runs == [
        .init(text: 1, source: 1, count: 1, isCopy: true), .init(text: 3, source: 2, count: 2),
        .init(text: 3, source: 1, count: 1), .init(text: 1, source: 1, count: 1, isCopy: true),
      ])
    #expect(decoded.malformed == 1)
  }

  @Test(arguments: [WebEncoding.gb18030, .iso2022JP, .eucJP, .utf16LE, .utf8, .big5])
  func piecesOfAnyLengthGiveTheSame(encoding: WebEncoding) {
    for seed in 0..<50 as Range<UInt64> {
      var random = Random(state: seed)
      let bytes = (0..<600).map { _ in
        let frequent: [UInt8] = [0x1B, 0x24, 0x42, 0x30, 0x81, 0x8F]
        let value = random.next()
        return value % 7 == 0 ? UInt8(truncatingIfNeeded: value >> 8) : frequent[Int(value % 7) - 1]
      }
      var decoder = TextDecoder(encoding)
      var (decoded, start, end) = (DecodedText(), 0, 0)
      while start < bytes.count {
        end = min(bytes.count, end + 3)
        start += bytes[start..<end].withUnsafeBufferPointer {
          decoder.decode($0, isLast: end == bytes.count, into: &decoded)
        }
      }
      #expect(decoded == TextDecoder.decode(bytes, as: encoding), "\(bytes)")
    }
  }

  /// The same numbers for the same seed (SplitMix64).
  private struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
      return value ^ value >> 31
    }
  }
}
