import Foundation
import SegmentText
import StageKit
import Testing

@Suite struct SegmentTextTests {
  /// Loaded once: the tables of weights are large.
  private static let stage = Result { try SegmentText() }
  private static let stageForAll = Result {
    var options = SegmentText.Options()
    options.words = .all
    return try SegmentText(options: options)
  }

  /// The segments of one label in a text of one paragraph.
  private func segments(
    _ label: String, of text: String, _ language: String, ofAll: Bool = false
  ) throws -> [String] {
    var document = Document(id: "a", text: text)
    try document.setBlocks([Block(.paragraph, 0..<document.text.count, language: language)])
    try (ofAll ? Self.stageForAll : Self.stage).get().process(&document)
    return document.spans.filter { $0.label == label }.map { document.string(in: $0.range) }
  }

  @Test func khmerIsCutIntoWords() throws {
    #expect(
      try segments("word", of: "ខ្មែរក្រហមបានចូលទីក្រុងភ្នំពេញ នៅថ្ងៃទី១៧ ខែមេសា ឆ្នាំ១៩៧៥។", "km") == [
        "ខ្មែរ", "ក្រហម", "បាន", "ចូល", "ទីក្រុង", "ភ្នំពេញ", "នៅ", "ថ្ងៃទី", "១៧", "ខែមេសា", "ឆ្នាំ", "១៩៧៥",
      ])
  }

  @Test func aZeroWidthSpaceEndsAWordAndIsInNone() throws {
    #expect(try segments("word", of: "ភ្នំ\u{200B}ពេញ", "km") == ["ភ្នំ", "ពេញ"])
    #expect(try segments("word", of: "ភ្នំពេញ", "km") == ["ភ្នំពេញ"])
  }

  @Test func latinInsideKhmerIsCutByTheGeneralRules() throws {
    #expect(
      try segments("word", of: "អង្គការ UNESCO World Heritage បាននិយាយ", "km") == [
        "អង្គការ", "UNESCO", "World", "Heritage", "បាន", "និយាយ",
      ])
  }

  @Test func vietnameseSyllablesAreJoinedToWords() throws {
    #expect(
      try segments("word", of: "Quân đội nhân dân Việt Nam giải phóng Phnôm Pênh năm 1979.", "vi") == [
        "Quân đội", "nhân dân", "Việt Nam", "giải phóng", "Phnôm", "Pênh", "năm", "1979",
      ])
    #expect(try segments("punctuation", of: "Có, và… không...", "vi") == [",", "…", "..."])
  }

  @Test func decomposedVietnameseIsNotJoinedWronglyNorCut() throws {
    let words = try segments("word", of: "Vie\u{302}\u{323}t Nam", "vi")
    #expect(words.joined(separator: "|").replacing("|", with: " ") == "Vie\u{302}\u{323}t Nam")
  }

  @Test func otherLanguagesHaveWordsOnlyOnDemand() throws {
    #expect(try segments("word", of: "Heng Samrin spoke.", "en").isEmpty)
    #expect(try segments("word", of: "Heng Samrin spoke.", "en", ofAll: true) == ["Heng", "Samrin", "spoke"])
    #expect(try segments("word", of: "Thành phố Hồ Chí Minh", "vi") == ["Thành phố", "Hồ Chí Minh"])
  }

  @Test(arguments: [
    ("en", ["Mr. J. Batmunkh met Dr. Heng Samrin.", "They spoke."]),
    ("en", ["He came [...] at night.", "Who saw it?", "\"Nobody.\""]),
    ("vi", ["Ông đến TP. Hồ Chí Minh.", "Ở đó có TS. Lê Anh."]),
    ("km", ["ខ្ញុំទៅផ្សារ។", "គាត់ទិញត្រី បន្លែ ។ល។ ហើយត្រឡប់មកវិញ៕", "ចប់។"]),
    ("fr", ["Il arriva avec M. Dupont.", "Puis il partit."]),
    ("en", ["The U.S. Embassy paid $3.50 on Jan. 7, 1979.", "See p. 5 and No. 12.", "No.", "He left."]),
    ("en", ["1. Introduction to the war.", "IV. Aftermath.", "“Who?” he asked."]),
    ("en", ["He came [...] Phnom Penh fell.", "He left.", "[...] They stayed.", "Is it e.g. Paris?"]),
    ("vi", ["GS.TS Trần Văn A. và ông P.V. Đồng ở TP.HCM.", "Giá 3.500.000 đồng, tăng 2,5%.", "Hết."]),
    ("vi", ["Ngày 30.4.1975, anh Nguyễn Văn B.", "Sau đó về Q. Bình Thạnh."]),
    ("vi", ["Ông George W. Bush gặp GS.TSKH. Lê Anh, xem tr. 12 và www.example.vn.", "“Ai?” anh hỏi."]),
    ("fr", ["L’art. 5 de M. J.-P. Dupont, av. J.-C., cf. p. 3.", "Fin.", "Le Dr Martin vint."]),
    ("km", ["គាត់និយាយថា ៖ «ទៅ!» ។ល។ ហើយត្រឡប់មកវិញ។", "ត្រី ។ ល ។ និងបន្លែ៕", "ចប់។"]),
    ("km", ["គ.ជ.ប បានប្រកាស។", "គាត់មក […] ពីរដង។", "[...] ចប់។"]),
    ("fr", ["Il a dit : « Bonjour ! » et il partit.", "Le prof. Martin dort.", "« Oui ! »", "Il sort."]),
    ("vi", ["Tôi không biết…", "Thế là hết.", "Vì sao… tôi đi?", "Ông kể […] rồi về."]),
  ])
  func sentencesEndWhereTheyDo(_ language: String, _ sentences: [String]) throws {
    #expect(try segments("sentence", of: sentences.joined(separator: " "), language) == sentences)
  }

  @Test func anOpeningQuotationMarkStandsWithItsQuotation() throws {
    #expect(try segments("sentence", of: "你好吗？“好。”他说。", "zh") == ["你好吗？", "“好。”", "他说。"])
    #expect(try segments("sentence", of: "Xong.\u{201C}Đi!\u{201D} Hết.", "vi").first == "Xong.")
  }

  @Test(arguments: [
    (
      "vi", "GS.TS Trần ở TP.HCM, TP. Huế và P.V. Đồng.",
      ["GS.TS", "Trần", "ở", "TP.HCM", "TP.", "Huế", "và", "P.V.", "Đồng"]
    ),
    (
      "vi", "Xem www.example.vn, https://vnexpress.net/a-1.html và ban@bao.vn.",
      ["Xem", "www.example.vn", "https://vnexpress.net/a-1.html", "và", "ban@bao.vn"]
    ),
    ("vi", "Hết.Sau 3.500.000 đồng", ["Hết", "Sau", "3.500.000", "đồng"]),
    ("km", "តម្លៃ ១.២៣៤,៥០ និង ៣.៥ លេខ ១២។", ["តម្លៃ", "១.២៣៤,៥០", "និង", "៣.៥", "លេខ", "១២"]),
    (
      "vi", "Xem https://e.vn/Hoà-bình/ở và vov.vn/Huế.",
      ["Xem", "https://e.vn/Hoà-bình/ở", "và", "vov.vn/Huế"]
    ),
    (
      "km", "ត្រី ។ល។ គ.ជ.ប https://e.com/aក www.example.com។",
      ["ត្រី", "។ល។", "គ.ជ.ប", "https://e.com/a", "ក", "www.example.com"]
    ),
    ("km", "ត្រី ។ល។ គ.ជ.ប www.example.com។", ["ត្រី", "។ល។", "គ.ជ.ប", "www.example.com"]),
    (
      "en", "See U.S. Embassy, e.g. http://a.example/x?y=1.",
      ["See", "U.S.", "Embassy", "e.g.", "http://a.example/x?y=1"]
    ),
  ])
  func abbreviationsAndAddressesAreWords(_ language: String, _ text: String, _ words: [String]) throws {
    #expect(try segments("word", of: text, language, ofAll: true) == words)
  }

  @Test func segmentsStayInsideBlocksThatHoldText() throws {
    var document = Document(id: "a", text: "Một câu\nhai câu\n")
    try document.setBlocks([
      Block(.list, 0..<document.text.count - 1, language: "vi"), Block(.item, 0..<10, language: "vi"),
      Block(.item, 11..<19, language: "vi"),
    ])
    try Self.stage.get().process(&document)
    #expect(
      document.spans.map { "\($0.label) \(document.string(in: $0.range))" } == [
        "sentence Một câu", "word Một", "word câu", "sentence hai câu", "word hai", "word câu",
      ])
  }

  @Test func aRunInAnotherLanguageHasItsOwnWords() throws {
    var document = Document(id: "a", text: "He said ភ្នំពេញ twice.")
    document.language = "en"
    try document.setBlocks([Block(.paragraph, 0..<document.text.count, language: "en")])
    try document.add(Span(layer: Layer.language, 8..<29, label: "km", stage: "detect-language"))
    try Self.stage.get().process(&document)
    let segments = document.spans.filter { $0.layer == Layer.segment }
    #expect(
      segments.map { "\($0.label) \(document.string(in: $0.range))" } == [
        "sentence He said ភ្នំពេញ twice.", "word ភ្នំពេញ",
      ])
  }

  @Test func asecondTimeGivesTheSameSegments() throws {
    var document = Document(id: "a", text: "ខ្មែរក្រហម។ Việt Nam.")
    document.begin(stage: "segment-text", version: 1)
    try document.setBlocks([Block(.paragraph, 0..<document.text.count, language: "km")])
    try Self.stage.get().process(&document)
    let once = document.spans
    try Self.stage.get().process(&document)
    #expect(document.spans == once)
  }

  /// Asked anew at each digit, a run that a letter ends would take minutes.
  @Test func aLongRunOfNumbersThatALetterEndsIsReadOnce() throws {
    var document = Document(id: "a", text: String(repeating: "1,", count: 60_000) + "1x")
    document.language = "vi"
    try Self.stage.get().process(&document)
    #expect(document.spans.last?.range.upperBound == document.text.count)
  }

  @Test func anyTextIsCoveredBySegmentsWithoutOverlap() throws {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "ក", "្", "រ", "ា", "\u{200B}", "\u{200D}", " ", "។", "។ល។", "ៗ", "១", "1", "a", "Đ", "ệ", "e\u{302}",
      "-", "…", "\n",
      "中", "😀", "TP.", "www.a.vn", "@", "://", "P.V.", "។ ល ។", "\u{0}", "\u{FEFF}", ",", ".",
    ]
    for language in ["km", "vi", "en"] {
      for _ in 0..<300 {
        let text = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
          pieces[Int.random(in: 0..<pieces.count, using: &generator)]
        }.joined()
        try check(text, language)
      }
    }
  }

  /// Words and punctuation stand in order, do not overlap, and hold every visible character.
  private func check(_ text: String, _ language: String) throws {
    var document = Document(id: "a", text: text)
    try document.setBlocks([Block(.paragraph, 0..<document.text.count, language: language)])
    try Self.stageForAll.get().process(&document)
    let tokens = document.spans.filter { $0.label != "sentence" }
    for (left, right) in zip(tokens, tokens.dropFirst()) {
      #expect(left.range.upperBound <= right.range.lowerBound, "\(text.debugDescription) \(language)")
    }
    let seen = { (text: String) in
      text.unicodeScalars.filter { !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint }
    }
    let kept = tokens.map { document.string(in: $0.range) }.joined()
    #expect(
      String(String.UnicodeScalarView(seen(kept))).utf8.elementsEqual(
        String(String.UnicodeScalarView(seen(text))).utf8), "\(text.debugDescription) \(language)")
  }
}

/// The same numbers for the same seed: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
