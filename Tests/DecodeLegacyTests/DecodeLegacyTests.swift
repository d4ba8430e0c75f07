import DecodeLegacy
import Foundation
import StageKit
import Testing

/// Text in TCVN3, as bytes.
private func bytes(_ text: String) -> [UInt8] {
  text.unicodeScalars.map { UInt8($0.value & 0xFF) }
}

private func decoded(
  _ bytes: [UInt8], _ encoding: DecodeLegacy.Encoding = .auto, contentType: String? = nil
) throws -> Document {
  var document = try Document(id: "a", bytes: bytes, contentType: contentType)
  document.begin(stage: DecodeLegacy.name, version: DecodeLegacy.version)
  var options = DecodeLegacy.Options()
  options.encoding = encoding
  try DecodeLegacy(options: options).process(&document)
  #expect(document.replayedSource() == bytes)
  return document
}

private func text(_ document: Document) -> String { document.string(in: 0..<document.text.count) }

private func expect(_ result: String, is expected: String) {
  #expect(Array(result.utf8) == Array(expected.utf8), "\(result) is not \(expected)")
}

private func reports(_ document: Document) -> [String] {
  document.provenance.flatMap { $0.reports.map(\.code) }
}

/// The same sentence in four encodings, each high byte written as U+0080...U+00FF.
private enum Sentence {
  static let unicode =
    "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc. Đất nước và con người của chúng tôi."
  static let tcvn3 =
    "C\u{E9}ng h\u{DF}a x\u{B7} h\u{E9}i ch\u{F1} ngh\u{DC}a Vi\u{D6}t Nam, \u{AE}\u{E9}c l\u{CB}p, t\u{F9} do, h\u{B9}nh ph\u{F3}c. "
    + "\u{A7}\u{CA}t n\u{AD}\u{ED}c v\u{B5} con ng\u{AD}\u{EA}i c\u{F1}a ch\u{F3}ng t\u{AB}i."
  static let vni =
    "Co\u{E4}ng ho\u{F8}a xa\u{F5} ho\u{E4}i chu\u{FB} ngh\u{F3}a Vie\u{E4}t Nam, \u{F1}o\u{E4}c la\u{E4}p, t\u{F6}\u{EF} do, ha\u{EF}nh "
    + "phu\u{F9}c. \u{D1}a\u{E1}t n\u{F6}\u{F4}\u{F9}c va\u{F8} con ng\u{F6}\u{F4}\u{F8}i cu\u{FB}a chu\u{F9}ng to\u{E2}i."
  static let viscii =
    "C\u{B5}ng h\u{F2}a x\u{E3} h\u{B5}i ch\u{FC} ngh\u{EE}a Vi\u{AE}t Nam, \u{F0}\u{B5}c l\u{A7}p, t\u{F1} do, h\u{D5}nh ph\u{FA}c. "
    + "\u{D0}\u{A4}t n\u{DF}\u{BE}c v\u{E0} con ng\u{DF}\u{B6}i c\u{FC}a ch\u{FA}ng t\u{F4}i."
  static let windows1258 =
    "C\u{F4}\u{F2}ng ho\u{CC}a xa\u{DE} h\u{F4}\u{F2}i chu\u{D2} nghi\u{DE}a Vi\u{EA}\u{F2}t Nam, \u{F0}\u{F4}\u{F2}c l\u{E2}\u{F2}p, t\u{FD}\u{F2} do, "
    + "ha\u{F2}nh phu\u{EC}c. \u{D0}\u{E2}\u{EC}t n\u{FD}\u{F5}\u{EC}c va\u{CC} con ng\u{FD}\u{F5}\u{CC}i cu\u{D2}a chu\u{EC}ng t\u{F4}i."
  static let viqr =
    "Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam, ddo^.c la^.p, tu+. do, ha.nh phu'c. Dda^'t nu+o+'c va` con ngu+o+`i cu?a chu'ng to^i."
}

@Suite struct DecodeLegacyTests {
  @Test(arguments: [
    (Sentence.tcvn3, DecodeLegacy.Encoding.tcvn3, "TCVN3"), (Sentence.vni, .vni, "VNI"),
    (Sentence.viscii, .viscii, "VISCII"),
    (Sentence.windows1258, .windows1258, "windows-1258"), (Sentence.viqr, .viqr, "VIQR"),
  ])
  func aSentenceIsDecodedByNameAndRecognised(
    _ legacy: String, _ encoding: DecodeLegacy.Encoding, _ name: String
  ) throws {
    for chosen in [encoding, .auto] {
      let document = try decoded(bytes(legacy), chosen)
      expect(text(document), is: Sentence.unicode)
      #expect(document.source.encoding == name)
    }
  }

  @Test func theWayBackLeadsToTheBytesOfAWord() throws {
    let document = try decoded(bytes("a Vie\u{E4}t b"), .vni)
    expect(text(document), is: "a Việt b")
    #expect(document.sourceRange(of: 2..<8) == 2..<7)
  }

  @Test(arguments: [
    "The delegation was received in Phnom Penh \u{96} as the \u{93}liberators\u{94} said \u{96} by c. Heng Samrin\u{92}s caf\u{E9}.",
    "Le gouvernement a \u{E9}t\u{E9} tr\u{E8}s press\u{E9} d\u{92}agir \u{E0} la fronti\u{E8}re, o\u{F9} l\u{E0} les pr\u{EA}tres \u{E9}taient d\u{E9}j\u{E0} l\u{E0}.",
    "F\u{FC}r die Gr\u{FC}nde der \u{DC}bergabe m\u{FC}ssen wir sp\u{E4}ter noch einmal pr\u{FC}fen, was dort f\u{FC}hrte und h\u{F6}rte.",
    "T\u{F9} do",
  ])
  func latinTextStaysWindows1252(_ legacy: String) throws {
    let document = try decoded(bytes(legacy))
    #expect(document.source.encoding == "windows-1252")
    #expect(document.edits == [])
    #expect(reports(document) == ["encoding-guessed"])
  }

  @Test(arguments: [
    Sentence.unicode, "Où êtes-vous, garçon ? Là, à côté de la forêt où était très tôt déjà le café de René.",
    "Für die Gründe der Übergabe müssen wir später noch einmal prüfen, was dort führte und hörte.",
    "What did he do? Go to the US. So it was (in a way) no. I do. He ate a pie? Yes, we do. To go or to be?",
    "ភាសាខ្មែរ — Việt Nam – “Đất nước”", "São Paulo, coração, João, três não são irmãos à mão, mãe e pão.",
  ])
  func unicodeTextStays(_ unicode: String) throws {
    let document = try decoded(Array(unicode.utf8))
    expect(text(document), is: unicode)
    #expect(document.edits == [])
    #expect(reports(document) == [])
  }

  @Test func legacyTextInsideUTF8IsEditedBlockByBlock() throws {
    let page = "The declaration of independence, 1945 – “in full”:\n\(Sentence.tcvn3)\nThe café was closed."
    let document = try decoded(Array(page.utf8))
    expect(text(document), is: page.replacing(Sentence.tcvn3, with: Sentence.unicode))
    #expect(document.source.encoding == "UTF-8")
    #expect(Set(document.edits.map(\.reason)) == ["tcvn3"])
  }

  @Test func aFontNamedInAPageDecodesItsRunsOnly() throws {
    let page = """
      <html><body><p>The caf\u{E9} <font face=".VnTime" size=3>ti\u{D5}ng Vi&Ouml;t <b>v\u{B5}</b></font> <span style="font-family: 'VNI-Times'">
      Vie\u{E4}t</span> <font face=".VnTimeH">céng h\u{DF}a</font> r\u{E9}sum\u{E9}</p></body></html>
      """
    let document = try decoded(Array(page.utf8))
    let expected = """
      <html><body><p>The caf\u{E9} <font face=".VnTime" size=3>tiếng Việt <b>và</b></font> <span style="font-family: 'VNI-Times'">
      Việt</span> <font face=".VnTimeH">CỘNG HÒA</font> r\u{E9}sum\u{E9}</p></body></html>
      """
    expect(text(document), is: expected)
    #expect(document.form == .markup)
  }

  @Test func aPageInOneLegacyEncodingIsDecodedAnewWithItsCapitals() throws {
    let page =
      "<html><meta charset=iso-8859-1><p><font face='.VnTime'>\(Sentence.tcvn3)</font><h1><font face='.VnTimeH'>viÖt nam</font></h1>"
    let document = try decoded(bytes(page + "<p>\(Sentence.tcvn3)"))
    #expect(document.source.encoding == "TCVN3")
    #expect(text(document).contains("<font face='.VnTimeH'>VIỆT NAM</font>"))
    #expect(document.edits.map(\.reason) == ["tcvn3-capitals", "tcvn3-capitals"])
  }

  @Test func aFontThatAStyleSheetGivesToAClassDecodesItsRunsOnly() throws {
    let page = """
      <html><head><style>@import "x.css"; /* p { font: 1em .VnTime } */ @font-face { font-family: ".VnTime" }
      p.vn, .abc { font-family: ".VnTime", serif } #t{font:bold 12pt/14pt VNI-Times} td { font-family: Arial }
      </style></head><body><p class="big vn">ti\u{D5}ng Vi\u{D6}t</p><p>ti\u{D5}ng Vi\u{D6}t</p>
      <div id=t>Vie\u{E4}t <i style='font-family:Arial'>Vie\u{E4}t</i></div><table class=abc><tr><td>Vi\u{D6}t</td></tr></table>
      """
    let document = try decoded(Array(page.utf8))
    let expected = page.replacing("vn\">ti\u{D5}ng Vi\u{D6}t", with: "vn\">tiếng Việt").replacing(
      "id=t>Vie\u{E4}t", with: "id=t>Việt")
    expect(text(document), is: expected)
  }

  @Test(arguments: [
    ("text/html; charset=Shift_JIS", "", [0x93, 0xFA, 0x96, 0x7B] as [UInt8], "日本", "Shift_JIS", [String]()),
    ("text/html", "<?xml version='1.0' encoding='EUC-KR'?>", [0xC7, 0xD1, 0xB1, 0xB9], "한국", "EUC-KR", []),
    ("text/html", "<meta charset=big5>", [0xA4, 0xA4, 0xA4, 0xE5], "中文", "Big5", []),
    (
      "text/html", "<!-- <meta charset=big5> --><meta charset='koi8-r'>", [0xD2, 0xD5, 0xD3], "рус", "KOI8-R",
      []
    ),
    (
      "text/html; charset=iso-8859-1", "<meta charset=gbk>", [0xD6, 0xD0, 0xCE, 0xC4], "中文", "GBK",
      ["charset-contradicted"]
    ),
    (
      "text/html", "<meta charset=utf-8>", [0x63, 0x61, 0x66, 0xE9], "café", "windows-1252",
      ["encoding-guessed", "charset-contradicted"]
    ),
    ("text/html; charset=latin1", "", Array("cà phê".utf8), "cà phê", "UTF-8", ["charset-contradicted"]),
    (
      "text/html; charset=gbk", "", Array("中文, tiếng Việt".utf8), "中文, tiếng Việt", "UTF-8",
      ["charset-contradicted"]
    ),
    ("text/html; charset=iso-8859-2", "", [0xB9, 0xBB, 0xE8], "šťč", "ISO-8859-2", []),
    ("text/html", "", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42], "日本", "ISO-2022-JP", []),
    ("text/html; charset=us-ascii", "", [0x93, 0x61, 0x94], "“a”", "windows-1252", []),
  ])
  func whatIsStatedCountsAsFarAsTheBytesBearItOut(
    _ type: String, _ head: String, _ body: [UInt8], _ expected: String, _ encoding: String, _ codes: [String]
  ) throws {
    let document = try decoded(Array((head + "<html><body>").utf8) + body, contentType: type)
    expect(text(document), is: head + "<html><body>" + expected)
    #expect(document.source.encoding == encoding)
    #expect(reports(document) == codes)
  }

  @Test(arguments: [
    ("utf-7", "<p>+ADw-script+AD4-"), ("hz-gb-2312", "<p>~{VPND~}"),
    ("iso-2022-kr", "\u{1B}$)C<p>\u{0E}GQ19\u{0F} is what Korea is called there"),
    ("iso-2022-cn", "<p>\u{1B}$)A\u{0E}VPND\u{0F} is what the language is called"),
  ])
  func encodingsThatCanHideTextAreRefusedWhereTheyAreUsed(_ label: String, _ page: String) throws {
    do {
      _ = try decoded(Array(page.utf8), contentType: "text/html; charset=\(label)")
      Issue.record("decoded")
    } catch let error as StageError {
      #expect(error.code == "unsupported-encoding" && error.outcome == .quarantined)
    }
    let plain = try decoded(Array("<p>Phnom Penh".utf8), contentType: "text/html; charset=\(label)")
    expect(text(plain), is: "<p>Phnom Penh")
  }

  @Test func anUnknownLabelIsSaidWhereTheTextIsLatinAndRefusedWhereItIsNot() throws {
    let latin = try decoded(
      bytes("<p>d\u{E9}j\u{E0} vu de Monsieur"), contentType: "text/html; charset=x-mine")
    #expect(reports(latin) == ["encoding-guessed", "charset-contradicted"])
    #expect(throws: StageError.self) {
      try decoded([0xF1, 0xF2, 0xF3, 0x20, 0xFE, 0xFF], contentType: "text/html; charset=x-mine")
    }
  }

  @Test func aRussianTextIsGuessed() throws {
    let legacy =
      "\u{C2}\u{F1}\u{E5} \u{EB}\u{FE}\u{E4}\u{E8} \u{F0}\u{EE}\u{E6}\u{E4}\u{E0}\u{FE}\u{F2}\u{F1}\u{FF} \u{F1}\u{E2}\u{EE}\u{E1}\u{EE}\u{E4}\u{ED}\u{FB}\u{EC}\u{E8} \u{E8} "
      + "\u{F0}\u{E0}\u{E2}\u{ED}\u{FB}\u{EC}\u{E8} \u{E2} \u{F1}\u{E2}\u{EE}\u{E5}\u{EC} \u{E4}\u{EE}\u{F1}\u{F2}\u{EE}\u{E8}\u{ED}\u{F1}\u{F2}\u{E2}\u{E5} \u{E8} \u{EF}\u{F0}\u{E0}\u{E2}\u{E0}\u{F5}. "
    let document = try decoded(bytes(legacy + legacy))
    #expect(document.source.encoding == "windows-1251")
    #expect(text(document).hasPrefix("Все люди рождаются свободными и равными в своем достоинстве и правах."))
    #expect(reports(document) == ["encoding-guessed"])
  }

  @Test func aFontThatShowsUnicodeTextChangesNothing() throws {
    let page =
      "<html><body><font face='VNI-Times'>Toàn thể người Việt, toàn dân</font><font face='.VnTime'>là và</font></body></html>"
    let document = try decoded(Array(page.utf8))
    expect(text(document), is: page)
  }

  @Test func aKhmerFontWithoutATableIsReported() throws {
    let page =
      "<html><body><font face='Limon S1'>RBHraCaNacRkkm<úCa</font><font face='Khmer OS'>ខ្មែរ</font></body></html>"
    let document = try decoded(Array(page.utf8))
    expect(text(document), is: page)
    #expect(reports(document) == ["undecoded-khmer-font"])
  }

  @Test func statedEncodingsAreFollowedOnlyByBytesThatAreNotUTF8() throws {
    let head = "<html><head><meta http-equiv=Content-Type content='text/html; charset="
    let thai = try decoded(
      bytes(
        head + "tis-620'></head><body>\u{BB}\u{C3}\u{D0}\u{E0}\u{B7}\u{C8}\u{E4}\u{B7}\u{C2}</body></html>"))
    #expect(text(thai).hasSuffix("<body>ประเทศไทย</body></html>"))
    #expect(thai.source.encoding == "windows-874")
    let unicode = try decoded(Array((head + "gb2312'></head><body>中文, Việt Nam</body></html>").utf8))
    #expect(text(unicode).contains("中文, Việt Nam"))
    #expect(reports(unicode) == ["charset-contradicted"])
    let chinese = try decoded(bytes(head + "gb2312'></head><body>\u{D6}\u{D0}\u{CE}\u{C4}</body></html>"))
    #expect(text(chinese).hasSuffix("<body>中文</body></html>") && chinese.source.encoding == "GBK")
    #expect(reports(chinese) == [])
  }

  @Test func bytesThatNothingExplainsAreRefused() {
    let unknown = bytes("\u{D6}\u{D0}\u{CE}\u{C4}\u{CE}\u{AC}\u{BB}\u{F9}\u{B0}\u{D9}\u{BF}\u{C6} abc")
    #expect(
      throws: StageError(
        "unknown-encoding",
        "the bytes are not UTF-8 and nothing tells their encoding; set 'encoding' of decode-legacy", at: 0)
    ) { try decoded(unknown) }
  }

  @Test func aTextThatIsUTF8StaysWhenAnotherEncodingIsNamed() throws {
    let document = try decoded(Array(Sentence.unicode.utf8), .tcvn3)
    expect(text(document), is: Sentence.unicode)
    #expect(reports(document) == ["already-utf-8"])
  }

  @Test func aBracketAfterALetterThatBearsNoBreveStaysInVIQR() throws {
    let document = try decoded(Array("thu+' ba(ng ba (1) thu(1) so(2) be(3)".utf8), .viqr)
    #expect(Array(document.text) == Array("thứ băng ba (1) thu(1) so(2) be(3)".utf8))
  }

  @Test func viqrInAPageLeavesItsTags() throws {
    let document = try decoded(
      Array("<html><body><a href='a'>Vie^.t Nam la` mo^.t</a></body></html>".utf8), .viqr)
    expect(text(document), is: "<html><body><a href='a'>Việt Nam là một</a></body></html>")
  }

  @Test func brokenMarkupIsReadToItsEndInLinearTime() throws {
    let page = "<html><font face=\"" + String(repeating: "<a '\"<b =' <!-- </i &#", count: 3000)
    let document = try decoded(Array(page.utf8))
    expect(text(document), is: page)
  }
}
