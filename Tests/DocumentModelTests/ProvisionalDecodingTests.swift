import DocumentModel
import Testing

@Suite struct ProvisionalDecodingTests {
  private func text(_ bytes: [UInt8]) throws -> String {
    let document = try Document(id: "a", bytes: bytes)
    #expect(document.alignment.textCount == document.text.count)
    #expect(document.alignment.sourceCount == bytes.count)
    #expect(document.replayedSource() == bytes)
    return "\(document.source.encoding): \(document.string(in: 0..<document.text.count))"
  }

  @Test func eachEncodingIsDecodedWithItsWayBack() throws {
    #expect(try text([]) == "UTF-8: ")
    #expect(try text(Array("Tiếng Việt ភាសា".utf8)) == "UTF-8: Tiếng Việt ភាសា")
    #expect(try text([0xEF, 0xBB, 0xBF, 0x61]) == "UTF-8: a")
    #expect(try text([0xFE, 0xFF, 0x1E, 0xC7, 0x17, 0x80]) == "UTF-16BE: \u{1EC7}ក")
    #expect(try text([0xFF, 0xFE, 0xC7, 0x1E, 0x3D, 0xD8, 0x42, 0xDE]) == "UTF-16LE: \u{1EC7}\u{1F642}")
    #expect(try text([0xFF, 0xFE]) == "UTF-16LE: ")
    #expect(try text([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0, 0x42, 0xF6, 1, 0]) == "UTF-32LE: a\u{1F642}")
    #expect(try text([0, 0, 0xFE, 0xFF, 0, 0, 0x17, 0x80]) == "UTF-32BE: ក")
    #expect(
      try text([0x93, 0x56, 0x69, 0xD6, 0x74, 0x94, 0x81]) == "windows-1252: \u{201C}ViÖt\u{201D}\u{81}")
  }

  @Test func brokenUTF8KeepsWhatIsWhole() throws {
    #expect(try text(Array("Việt Nam ភាសា".utf8) + [0xFF] + Array("x".utf8)) == "UTF-8: Việt Nam ភាសា\u{FFFD}x")
    // A character cut by the end of the file.
    #expect(try text(Array("Tiếng Việt, tiếng".utf8) + [0xE1, 0xBB]) == "UTF-8: Tiếng Việt, tiếng\u{FFFD}")
    #expect(try text([0xEF, 0xBB, 0xBF, 0x61, 0xFF]) == "UTF-8: a\u{FFFD}")
  }

  @Test func utf16WithoutAMarkIsKnownByItsZerosOrByWhatTheServerSays() throws {
    let page = Array("<p>Vi\u{1EC7}t Nam".utf16)
    let (low, high) = (
      page.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
      page.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    )
    #expect(try text(low) == "UTF-16LE: <p>Vi\u{1EC7}t Nam")
    #expect(try text(high) == "UTF-16BE: <p>Vi\u{1EC7}t Nam")
    let khmer = Array("ភាសាខ្មែរ ភាសា".utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let stated = try Document(id: "a", bytes: khmer, contentType: "text/plain;charset=\"UTF-16BE\"")
    #expect(stated.string(in: 0..<stated.text.count) == "ភាសាខ្មែរ ភាសា")
    #expect(
      stated.source.contentType == "text/plain; charset=UTF-16BE" && stated.source.charset == "UTF-16BE")
    let latin = try Document(id: "a", bytes: Array("plain".utf8), contentType: "text/plain; charset=utf-16le")
    #expect(latin.source.encoding == "UTF-8")
  }

  @Test func charactersThatAreAlikeAreOneSegmentAndKeepTheirOwnPlaces() throws {
    let document = try Document(id: "a", bytes: [0x61, 0xE9, 0xE8, 0xEA, 0x80, 0x62])
    #expect(document.alignment.segments.count == 4)
    #expect(document.sourceRange(of: 3..<5) == 2..<3)
    #expect(document.alignment.textRange(of: 2..<4) == 3..<7)
    var edited = document
    try edited.apply([Edit(3..<5, [0x78], reason: "x")])
    #expect(edited.sourceRange(of: 3..<4) == 2..<3 && edited.sourceRange(of: 4..<6) == 3..<4)
    #expect(edited.replayedSource() == document.source.bytes)
  }

  @Test func anOddByteOfUTF16IsShown() throws {
    let long = Array(repeating: [0x61, 0x00] as [UInt8], count: 200).flatMap { $0 }
    #expect(try text([0xFF, 0xFE] + long + [0x61]).hasSuffix("aa\u{FFFD}"))
    #expect(try text([0xFF, 0xFE] + long + [0x3D, 0xD8]).hasSuffix("aa\u{FFFD}"))
  }

  @Test func aSourceRangeOfADecodedCharacterIsItsBytes() throws {
    let document = try Document(id: "a", bytes: [0x56, 0x69, 0xD6, 0x74])
    #expect(document.sourceRange(of: 2..<4) == 2..<3)
    #expect(document.sourceRange(of: 4..<5) == 3..<4)
    #expect(document.sourceRange(of: 0..<5) == 0..<4)
  }

  private static let binaries: [[UInt8]] = [
    Array("%PDF-1.4\nViệt".utf8), [0x50, 0x4B, 3, 4, 20], [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF, 0xE0],
    [0x1F, 0x8B, 8],
    Array(#"{\rtf1\ansi"#.utf8), [0x61, 0, 0x62, 0],
    Array("RIFF".utf8) + [0x24, 8, 1, 1] + Array("WAVEfmt ".utf8),
    [0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x00], [0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x11, 0x00],
    [0x61, 0x62, 1, 2, 0x63, 0x64],
    [0xFE, 0xFF, 0xDC, 0x00, 0xDC, 0x00],
  ]

  @Test(arguments: binaries)
  func whatIsNoTextIsBinary(bytes: [UInt8]) {
    do throws(StageError) {
      _ = try Document(id: "a", bytes: bytes)
      Issue.record("taken for text")
    } catch {
      #expect(error.code == "binary" && error.outcome == .quarantined && error.sourceOffset != nil)
    }
  }

  @Test func aFewControlCharactersAreStillText() throws {
    let line = Array(repeating: UInt8(0x61), count: 300)
    #expect(try Document(id: "a", bytes: line + [0]).text.count == 301)
    // A text of DOS ends with U+001A; VISCII and VPS have capital letters there.
    #expect(try Document(id: "a", bytes: Array("Phnom Penh\r\n".utf8) + [0x1A]).text.count == 13)
  }

  @Test(arguments: [
    ("<!DOCTYPE html><p>x", true), ("\u{FEFF}\n\n <HTML lang=vi>", true),
    ("<?xml version=\"1.0\"?>\n<html xmlns=\"x\">", true),
    ("<!-- saved --><div>x</div>", true), ("<h1>Việt</h1>", true),
    ("text <b>bold</b>\n<p>one</p><p>two</p></div>", true),
    ("<u>China</u> and Thailand", false), ("Washington wanted <u>China</u> to", false),
    ("a < b and b > c", false),
    ("<paragraph>x", false), ("<", false), ("", false), ("<?xml version=\"1.0\"?><TEI>", false),
    ("if (a<p && p>b) <p", false),
  ])
  func htmlIsToldByContent(text: String, isMarkup: Bool) throws {
    let document = try Document(id: "a", bytes: Array(text.utf8))
    #expect(document.form == (isMarkup ? .markup : .plain))
    #expect(document.source.contentType == (isMarkup ? "text/html" : "text/plain"))
  }

  @Test func aStatedMediaTypeIsBelieved() throws {
    #expect(
      try Document(id: "a", bytes: Array("x".utf8), contentType: " Text/HTML; charset=utf-8").form == .markup)
    #expect(try Document(id: "a", bytes: Array("<html>".utf8), contentType: "text/plain").form == .plain)
    #expect(
      try Document(id: "a", bytes: Array("<html>".utf8), contentType: "application/octet-stream").form
        == .markup)
  }
}
