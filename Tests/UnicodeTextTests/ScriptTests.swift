import Testing
import UnicodeText

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct ScriptTests {
  @Test func aScriptHasItsISOCode() {
    let scripts: [Script] = [
      .common, .inherited, .arabic, .cyrillic, .devanagari, .greek, .han, .hangul, .hebrew, .hiragana,
      .katakana,
      .khmer, .lao, .latin, .myanmar, .thai, .cham, .unknown,
    ]
    #expect(
      scripts.map(\.description) == [
        "Zyyy", "Zinh", "Arab", "Cyrl", "Deva", "Grek", "Hani", "Hang", "Hebr", "Hira", "Kana", "Khmr",
        "Laoo",
        "Latn", "Mymr", "Thai", "Cham", "Zzzz",
      ])
  }

  @Test func aScalarHasAScript() {
    let scalars: [UInt32] = [0x41, 0x40, 0x5B, 0x7B, 0x1EC7, 0x1780, 0x19E7, 0x300, 0x4E2D, 0xD800, 0x110000]
    #expect(
      scalars.map { Script(of: $0) } == [
        .latin, .common, .common, .common, .latin, .khmer, .khmer, .inherited, .han, .unknown, .unknown,
      ])
  }

  @Test func spacesAndDigitsGoWithTheRunBeforeThem() {
    // «(Khmer) 1975, ខ្មែរ។ 中» : punctuation at the very start goes with the first run.
    let text = bytes("(Khmer) 1975, \u{1781}\u{17D2}\u{1798}\u{17C2}\u{179A}\u{17D4} \u{4E2D}")
    #expect(
      Script.runs(in: text) == [
        ScriptRun(range: 0..<14, script: .latin), ScriptRun(range: 14..<33, script: .khmer),
        ScriptRun(range: 33..<36, script: .han),
      ])
  }

  @Test func aTextWithoutLettersIsOneCommonRun() {
    #expect(Script.runs(in: bytes("1975 – 1979")) == [ScriptRun(range: 0..<13, script: .common)])
    #expect(Script.runs(in: []) == [])
    #expect(Script.runs(in: [0xFF, 0x80]) == [ScriptRun(range: 0..<2, script: .common)])
  }

  @Test func propertiesFollowTheGeneralCategory() {
    #expect(CodePoint.isLetter(0x1780) && CodePoint.isLetter(0x41) && CodePoint.isLetter(0x2BC))
    #expect(!CodePoint.isLetter(0x17B6) && !CodePoint.isLetter(0x31) && !CodePoint.isLetter(0xD800))
    #expect(CodePoint.isMark(0x17D2) && CodePoint.isMark(0x301) && CodePoint.isMark(0x20DD))
    #expect(CodePoint.isDigit(0x17E0) && CodePoint.isDigit(0x39) && !CodePoint.isDigit(0xBD))
    #expect(CodePoint.isNumber(0xBD) && CodePoint.isNumber(0x2164) && !CodePoint.isNumber(0x41))
    #expect(CodePoint.isUppercase(0x110) && !CodePoint.isUppercase(0x111))
    #expect(CodePoint.isFormat(0x200B) && !CodePoint.isFormat(0x20))
    #expect(CodePoint.isSpace(0xA0) && CodePoint.isSpace(0x0A) && CodePoint.isSpace(0x2028))
    #expect(!CodePoint.isSpace(0x200B) && !CodePoint.isSpace(0x41))
    #expect([0x2D, 0x28, 0x29, 0x5F, 0x2E, 0xAB, 0xBB, 0x17D4].allSatisfy(CodePoint.isPunctuation))
    #expect(
      !CodePoint.isPunctuation(0x24) && !CodePoint.isPunctuation(0x17DB) && !CodePoint.isPunctuation(0x41))
    #expect(CodePoint.isDefaultIgnorable(0x17B4) && !CodePoint.isDefaultIgnorable(0x17B6))
    #expect(CodePoint.isKhmer(0x17D2) && CodePoint.isKhmer(0x19E7) && !CodePoint.isKhmer(0x1800))
    #expect(CodePoint.caseFolded(0x110) == 0x111)
  }
}

@Suite struct BreakIteratorTests {
  private func cut(_ text: String, _ kind: BreakIterator.Kind, _ locale: String) throws -> [String] {
    let iterator = try BreakIterator(kind: kind, locale: locale)
    iterator.setText(bytes(text))
    return try iterator.ranges().map { String(decoding: bytes(text)[$0], as: UTF8.self) }
  }

  @Test func khmerWordsComeFromTheDictionary() throws {
    // ប្រទេសកម្ពុជា "the country Cambodia"
    let country = "\u{1794}\u{17D2}\u{179A}\u{1791}\u{17C1}\u{179F}"
    let cambodia = "\u{1780}\u{1798}\u{17D2}\u{1796}\u{17BB}\u{1787}\u{17B6}"
    #expect(try cut(country + cambodia, .word, "km") == [country, cambodia])
  }

  @Test func wordsAreMarkedAndSpacesAreNot() throws {
    let iterator = try BreakIterator(kind: .word, locale: "vi")
    iterator.setText(bytes("Hà Nội, 1975"), in: 0..<10)
    #expect(
      try iterator.segments() == [
        .init(range: 0..<3, isMarked: true), .init(range: 3..<4, isMarked: false),
        .init(range: 4..<9, isMarked: true), .init(range: 9..<10, isMarked: false),
      ])
  }

  @Test func sentencesLinesAndCharactersAreCut() throws {
    #expect(try cut("He left. She stayed.", .sentence, "en") == ["He left. ", "She stayed."])
    #expect(try cut("a-b c\nd", .line, "en") == ["a-", "b ", "c\n", "d"])
    #expect(try cut("e\u{301}x", .character, "en") == ["e\u{301}", "x"])
  }

  @Test func anEmptyTextAndIllFormedBytesAreCutToo() throws {
    let iterator = try BreakIterator(kind: .word, locale: "km")
    #expect(try iterator.ranges() == [])
    iterator.setText([0xE1, 0x9E, 0xFF, 0x61, 0xED, 0xA0, 0x80])
    let ranges = try iterator.ranges()
    #expect(ranges.first?.lowerBound == 0)
    #expect(ranges.last?.upperBound == 7)
  }
}
