import Foundation
import StageKit
import Testing

@testable import NormalizeVietnamese

/// The text after the rules, as bytes, and the names of the rules that acted.
private func normalized(
  _ text: String, _ set: (inout NormalizeVietnamese.Options) -> Void = { _ in }
) -> (text: String, rules: [String], reports: [String]) {
  var options = NormalizeVietnamese.Options()
  set(&options)
  let bytes = Array(text.utf8)
  var reading = VietnameseReading()
  VietnameseNormalizer(options).read(bytes, in: 0..<bytes.count, into: &reading)
  var result: [UInt8] = []
  var position = 0
  let edits = reading.edits.edits
  for edit in edits {
    result += bytes[position..<edit.range.lowerBound] + edit.replacement
    position = edit.range.upperBound
  }
  return (
    String(decoding: result + bytes[position...], as: UTF8.self), edits.map(\.reason),
    reading.findings.map(\.kind.rawValue)
  )
}

/// Equal byte for byte, which `String ==` is not.
private func expect(_ result: String, is expected: String, _ comment: Comment? = nil) {
  #expect(Array(result.utf8) == Array(expected.utf8), comment ?? "\(result) is not \(expected)")
}

@Suite struct NormalizeVietnameseTests {
  @Test func decomposedLettersAreComposed() {
    let result = normalized("Vie\u{323}\u{302}t Nam, ngu\u{31B}o\u{31B}\u{300}i")
    expect(result.text, is: "Việt Nam, người")
    #expect(result.rules == ["nfc", "nfc", "nfc"])
  }

  @Test func aToneTypedBeforeTheCircumflexIsPutAfterIt() {
    let result = normalized("tie\u{301}\u{302}ng la\u{301}\u{306}m")
    expect(result.text, is: "tiếng lắm")
    #expect(result.rules == ["mark-order", "mark-order"])
  }

  @Test func theSameMarkTwiceIsOneMark() {
    let result = normalized("\u{EA}\u{302}m a\u{323}\u{323}")
    expect(result.text, is: "êm ạ")
    #expect(result.rules == ["duplicate-mark", "duplicate-mark"])
  }

  @Test func twoTonesAreReportedAndLeft() {
    let result = normalized("a\u{301}\u{300} \u{1EA1}\u{301}")
    expect(result.text, is: "a\u{301}\u{300} \u{1EA1}\u{301}")
    #expect(result.reports == ["two-tones", "two-tones"])
  }

  @Test(arguments: [
    ("nguyêñ", "nguyễn"), ("tuâ\u{1F9}", "tuần"), ("biêt\u{301}", "biết"), ("quâ\u{1E47}", "quận"),
    ("TIÊŃ", "TIẾN"), ("señ", "señ"), ("niñ", "niñ"), ("bań", "bań"),
  ])
  func aToneOnTheLastConsonantIsMovedOnDemand(_ typed: String, _ right: String) {
    expect(normalized(typed) { $0.tone = .fix }.text, is: right)
    expect(normalized(typed).text, is: typed)
  }

  @Test(arguments: [
    ("Ðăk", "Đăk"), ("Ðak", "Đak"), ("d\u{335}ường", "đường"), ("D\u{336}à", "Đà"), ("\u{261}à", "gà"),
    ("\u{43A}hông", "không"), ("UBNDÐ", "UBNDĐ"), ("ÐUBND", "ĐUBND"), ("ÐHQG", "ĐHQG"),
    ("Guðmundsson", "Guðmundsson"), ("NORÐUR", "NORÐUR"), ("\u{251}-amylase", "\u{251}-amylase"),
    ("Ðór", "Ðór"),
  ])
  func lookAlikesAreReplacedInVietnameseWordsOnly(_ typed: String, _ right: String) {
    expect(normalized(typed) { $0.confusables = .vi }.text, is: right)
  }

  /// The quick way for decomposed letters, and the general one that reads whole words.
  @Test func decomposedLettersComeOutAlikeOnBothWays() {
    let marks = [
      "", "\u{300}", "\u{301}", "\u{302}", "\u{303}", "\u{306}", "\u{309}", "\u{31B}", "\u{323}", "\u{340}",
    ]
    for letter in ["a", "A", "e", "o", "U", "y", "d", "n", "z"] {
      for first in marks {
        for second in marks {
          for third in ["", "\u{301}", "\u{308}"] {
            let text = letter + first + second + third + "m ta, ta"
            let (quick, general) = (normalized(text), normalized(text) { $0.iy = .i })
            #expect(quick == general, "\(text.unicodeScalars.map { $0.value })")
          }
        }
      }
    }
  }

  @Test func aMarkWithoutALetterIsReported() {
    #expect(normalized("a b \u{301}c").reports == ["orphan-mark"])
  }

  @Test(arguments: [
    ("hòang tóan qúa gía thủơ khủyu", "hoàng toán quá giá thuở khuỷu"),
    ("HÒANG Thủy thuỷ được più", "HOÀNG Thủy thuỷ được più"),
  ])
  func misplacedTonesAreMoved(_ text: String, _ expected: String) {
    expect(normalized(text) { $0.tone = .fix }.text, is: expected)
  }

  @Test(arguments: [
    "il più bello, più", "me caí ayer", "my friend", "por aí", "The naïve café owner", "São Paulo, coração",
    "Łódź żółw", "Çağrı İstanbul", "Ελλάδα", "Привет, мир", "nǐ h\u{1CE}o, lǜ", "Straße, Ærø",
    "où êtes-vous?",
    "Þór\u{F0}ur Gu\u{F0}mundsson", "Yoruba: ọ\u{300}ṣọ\u{301}", "می\u{200C}خواهم", "क्\u{200D}ष",
    "سلا\u{200D}م",
    "👩\u{200D}👩\u{200D}👧 🇻🇳 👍🏽", "fl ﬁ ½ ² ™", "ខែ្មរ\u{200B}\u{200B}ក", "สวัสดี", "中文 한국어", "Петя и Ваня",
  ])
  func wordsOfOtherLanguagesStayInAVietnameseBlock(_ text: String) {
    let result = normalized(text) {
      ($0.tone, $0.invisibles, $0.confusables, $0.iy) = (.fix, .strip, .vi, .i)
    }
    expect(result.text, is: text)
  }

  @Test(arguments: [
    ("công ty, bác sỹ gym", "công ti, bác sĩ gym"), ("kỹ thuật; lý do", "kĩ thuật; lí do"),
    ("hòang tử học software", "hoàng tử học software"), ("laptop cuả anh", "laptop của anh"),
    ("lọai hòang-tóan", "loại hoàng-toán"), ("(qúa)", "(quá)"), ("“tíêng”", "“tiếng”"),
  ])
  func wordsBesideThoseOfAnotherLanguageAreStillVietnamese(_ text: String, _ expected: String) {
    expect(normalized(text) { ($0.tone, $0.iy) = (.fix, .i) }.text, is: expected)
  }

  @Test func reportsOfAKindAreLimitedAndCounted() throws {
    var document = Document(id: "a", text: String(repeating: "a\u{301}\u{300} ", count: 150))
    document.language = "vi"
    document.begin(stage: "normalize-vietnamese", version: 1)
    try NormalizeVietnamese().process(&document)
    #expect(document.provenance.last?.reports.count == 100)
    #expect(document.provenance.last?.counts == ["two-tones": 150])
  }

  @Test func aMovedToneIsOneEdit() {
    let result = normalized("ho\u{61}\u{300} bình") { $0.tone = .old }
    expect(result.text, is: "hòa bình")
    #expect(result.rules == ["tone-old"])
  }

  @Test func anInvisibleCharacterGoesInsideASyllableAndStaysBetweenTwo() {
    let result = normalized("Vi\u{200B}ệt\u{200B}Nam, to\u{200D}án, Việt\u{200B}Nam") {
      $0.invisibles = .strip
    }
    expect(result.text, is: "Việt\u{200B}Nam, toán, Việt\u{200B}Nam")
    #expect(result.rules == ["invisible", "invisible"])
    #expect(result.reports == ["invisible-in-word", "invisible-in-word"])
  }

  @Test func lookAlikesBecomeVietnameseOnlyWhereAVietnameseWordComesOfIt() {
    let result = normalized(
      "\u{D0}à N\u{1EB5}ng, \u{D0}HQG, Gu\u{F0}mundsson, а, h\u{43E}a, \u{43C}\u{438}\u{440}"
    ) {
      $0.confusables = .vi
    }
    expect(result.text, is: "Đà Nẵng, ĐHQG, Gu\u{F0}mundsson, а, hoa, \u{43C}\u{438}\u{440}")
    #expect(result.rules == ["confusable", "confusable", "confusable"])
  }

  @Test(arguments: [
    "https://vi.example.org/hoa\u{300}", "www.hòang.vn/a", "thu@hòang.vn", "#hòang_tử", "C:\\hòang",
    "hòang.com/tóan", "x=hòang",
    "👨\u{200D}👩\u{200D}👧",
  ])
  func addressesTagsAndCodeStay(_ text: String) {
    let result = normalized(text) { ($0.tone, $0.invisibles, $0.confusables) = (.fix, .strip, .vi) }
    expect(result.text, is: text)
  }

  @Test func onlyVietnameseBlocksAndRunsAreTouched() throws {
    var document = Document(id: "a", text: "Vie\u{323}\u{302}t\nthe\u{301} Vie\u{323}\u{302}t x")
    document.begin(stage: "normalize-vietnamese", version: 1)
    document.setLanguage("vi", ofBlock: 0)
    document.setLanguage("en", ofBlock: 1)
    try document.add(Span(layer: Layer.language, 15..<23, label: "vi"))
    try NormalizeVietnamese().process(&document)
    expect(document.string(in: 0..<document.text.count), is: "Việt\nthe\u{301} Việt x")
    #expect(document.edits.map(\.reason) == ["nfc", "nfc"])
    #expect(document.replayedSource() == document.source.bytes)
  }

  @Test func codeSpansAndOtherLanguagesInsideAVietnameseBlockStay() throws {
    var document = Document(id: "a", text: "e\u{301} e\u{301} e\u{301}")
    document.language = "vi-VN"
    try document.add(Span(layer: Layer.format, 0..<3, label: "code"))
    try document.add(Span(layer: Layer.language, 4..<7, label: "fr"))
    try NormalizeVietnamese().process(&document)
    expect(document.string(in: 0..<document.text.count), is: "e\u{301} e\u{301} é")
  }

  @Test func theSecondTimeNothingChanges() {
    let pieces = [
      "a", "ă", "ê", "o", "ơ", "u", "ư", "i", "y", "h", "n", "g", "q", "t", "k", "\u{300}", "\u{301}",
      "\u{302}", "\u{306}",
      "\u{31B}", "\u{323}", "\u{303}", "\u{30C}", "\u{200B}", "\u{AD}", "\u{FEFF}", " ", "\u{A0}", "Ð", "ð",
      "а", "ộ", "à", ".", "@", "ខ",
      "\u{212B}", "ñ", "c", "m",
    ]
    var state: UInt64 = 7
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let modes: [NormalizeVietnamese.Tone] = [.keep, .fix, .old, .new]
    for round in 0..<700 {
      let text = (0..<random(14) + 1).map { _ in pieces[random(pieces.count)] }.joined()
      let set: (inout NormalizeVietnamese.Options) -> Void = { options in
        options.tone = modes[round % 4]
        if round % 3 > 0 { (options.confusables, options.invisibles) = (.vi, .strip) }
        if round % 5 > 2 { (options.iy, options.spaces) = (.i, .fold) }
      }
      let once = normalized(text, set)
      let twice = normalized(once.text, set)
      #expect(twice.rules == [], "\(Array(text.unicodeScalars)) gave \(Array(once.text.unicodeScalars))")
    }
  }
}
