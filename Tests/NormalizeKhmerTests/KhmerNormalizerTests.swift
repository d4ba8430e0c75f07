import StageKit
import Testing
import UnicodeText

@testable import NormalizeKhmer

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// What the rules make of a text that is a block of its own, as code points.
private func normalized(
  _ text: String, language: KhmerNormalizer.Language = .modern,
  _ set: (inout NormalizeKhmer.Options) -> Void = { _ in }
) -> String {
  let bytes = bytes(text)
  return spelt(applied(reading(bytes, language: language, set).edits, to: bytes))
}

private func reading(
  _ bytes: [UInt8], language: KhmerNormalizer.Language = .modern,
  _ set: (inout NormalizeKhmer.Options) -> Void = { _ in }
) -> KhmerReading {
  var options = NormalizeKhmer.Options()
  set(&options)
  let whole = 0..<bytes.count
  return KhmerNormalizer(options: options, language: language).reading(of: bytes, in: whole, block: whole)
}

private func applied(_ edits: EditBatch, to bytes: [UInt8]) -> [UInt8] {
  edits.edits.map { TextEdit(range: $0.range, replacement: $0.replacement) }.applied(to: bytes)
}

private func spelt(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self).unicodeScalars.map { String($0.value, radix: 16) }.joined(
    separator: " ")
}

private func spelt(_ text: String) -> String { spelt(bytes(text)) }

@Suite struct KhmerOrderTests {
  @Test func allFaultsOfASyllableAreMendedAtOnce() {
    // ស្ត្រ៊ី typed as sa, nikahit-less: final, vowel, shifter, coeng ro, coeng ta
    let typed = "\u{179F}\u{17C7}\u{17B8}\u{17CA}\u{17D2}\u{179A}\u{17D2}\u{178F}"
    #expect(
      normalized(typed) == spelt("\u{179F}\u{17D2}\u{178F}\u{17D2}\u{179A}\u{17CA}\u{17B8}\u{17C7}"))
  }

  @Test func theWeakLettersTakeMuusikatoanForU() {
    // បុី with ba, which is never strong, also under a strong subscript: ប្សុី
    #expect(normalized("\u{1794}\u{17BB}\u{17B8}") == spelt("\u{1794}\u{17C9}\u{17B8}"))
    #expect(
      normalized("\u{1794}\u{17D2}\u{179F}\u{17BB}\u{17B8}")
        == spelt("\u{1794}\u{17D2}\u{179F}\u{17C9}\u{17B8}"))
    // A strong subscript makes a weak base strong: ល្ហុី
    #expect(
      normalized("\u{179B}\u{17D2}\u{17A0}\u{17BB}\u{17B8}")
        == spelt("\u{179B}\u{17D2}\u{17A0}\u{17CA}\u{17B8}"))
  }

  @Test(arguments: [
    "\u{1780}\u{17BB}\u{17C6}",  // កុំ: u and nikahit are a word, not a shifter
    "\u{17A2}\u{17CA}\u{17BB}\u{17C6}",  // អ៊ុំ: there is a shifter already
    "\u{179F}\u{17BB}\u{1781}",  // សុខ
    "\u{1796}\u{17D2}\u{179A}\u{17C7}",  // ព្រះ
    "\u{1792}\u{1798}\u{17CC}",  // ធម៌
    "\u{17D4}\u{179B}\u{17D4}",  // ។ល។
    "\u{25CC}\u{17D2}\u{1781}",  // a subscript shown on a dotted circle
  ])
  func whatIsRightStays(text: String) {
    #expect(reading(bytes(text)) == KhmerReading())
  }

  @Test func vowelsThatDoNotGoTogetherKeepTheirOrderAndAreReported() {
    // ក with aa, then i: no rule says which is meant.
    let typed = bytes("\u{1780}\u{17B6}\u{17B7}")
    #expect(
      reading(typed) == KhmerReading(findings: [KhmerFinding(kind: .severalVowels, range: 0..<9)]))
  }

  @Test func middleKhmerKeepsSequencesOfVowelsAndFinalSubscripts() {
    let vowels = "\u{1780}\u{17BB}\u{17B6}"
    let final = "\u{1780}\u{17B6}\u{17D2}\u{1780}"
    #expect(normalized(vowels, language: .middle) == spelt(vowels))
    #expect(normalized(final, language: .middle) == spelt(final))
    #expect(normalized(final) == spelt("\u{1780}\u{17D2}\u{1780}\u{17B6}"))
  }

  @Test func anEditIsNoLargerThanItsFaultAndNamesIt() {
    // ភាសា ខែ្មរ: only the vowel and the subscript change places.
    let text = bytes("\u{1797}\u{17B6}\u{179F}\u{17B6} \u{1781}\u{17C2}\u{17D2}\u{1798}\u{179A}")
    #expect(
      reading(text).edits.edits == [
        Edit(16..<25, bytes("\u{17D2}\u{1798}\u{17C2}"), reason: "vowel-before-subscript")
      ])
  }

  @Test func twoFaultsOfOneSyllableAreOneEditWithTwoReasons() {
    // កេា្រ
    let edit = reading(bytes("\u{1780}\u{17C1}\u{17B6}\u{17D2}\u{179A}")).edits.edits.first
    #expect(edit?.reason == "vowel-before-subscript+two-part-vowel")
  }

  @Test func orphansAndDanglingCoengsStayAndAreReported() {
    let text = bytes("\u{17C1}\u{1780} \u{17D2}\u{1780}\u{17B6} \u{1780}\u{17D2}")
    #expect(
      reading(text)
        == KhmerReading(findings: [
          KhmerFinding(kind: .orphanMark, range: 0..<3), KhmerFinding(kind: .orphanCoeng, range: 7..<16),
          KhmerFinding(kind: .danglingCoeng, range: 20..<23),
        ]))
  }

  @Test func aLetterUnderAHeapOfMarksIsLeftAlone() {
    let heap = "\u{1780}" + String(repeating: "\u{17C6}\u{17B6}", count: 17)
    let text = bytes(heap)
    #expect(
      reading(text)
        == KhmerReading(findings: [KhmerFinding(kind: .overlongSyllable, range: 0..<text.count)]))
  }
}

@Suite struct KhmerCharactersTests {
  @Test func keptZeroWidthSpacesStayEverywhere() {
    let text = "\u{200B}\u{1780}\u{200B}\u{200B}\u{1781} \u{200B}"
    #expect(normalized(text) { $0.zwsp = .keep } == spelt(text))
    #expect(normalized(text) == spelt("\u{1780}\u{200B}\u{1781} "))
    #expect(normalized(text) { $0.zwsp = .strip } == spelt("\u{1780}\u{1781} "))
  }

  @Test func zeroWidthSpacesAmongOtherScriptsStay() {
    let text = "a\u{200B}\u{200B}b \u{200B}\u{4E2D}"
    #expect(normalized(text) { $0.zwsp = .strip } == spelt(text))
  }

  @Test func aZeroWidthSpaceBesideAnAddressStays() {
    let text = "\u{1780}\u{200B}\u{200B}www.a.vn\u{200B}\u{1781}\u{200B}\u{1782}"
    let stripped = "\u{1780}\u{200B}www.a.vn\u{200B}\u{1781}\u{1782}"
    #expect(normalized(text) { $0.zwsp = .strip } == spelt(stripped))
  }

  @Test(arguments: ["។", "»", "”", "\u{A0}", "\u{2009}", "\u{200B}"])
  func aSyllableBehindAnAddressIsPutInOrder(separator: String) {
    let text = "www.a.vn" + separator + "\u{1780}\u{17B8}\u{17D2}\u{179A}"
    let ordered = "www.a.vn" + separator + "\u{1780}\u{17D2}\u{179A}\u{17B8}"
    #expect(normalized(text) == spelt(ordered))
  }

  @Test func strippingJoinsASyllableBeforeItIsPutInOrder() {
    let text = "\u{1781}\u{17C2}\u{200B}\u{17D2}\u{1798}\u{179A}"
    let ordered = spelt("\u{1781}\u{17D2}\u{1798}\u{17C2}\u{179A}")
    #expect(normalized(text) { $0.zwsp = .strip } == ordered)
    #expect(normalized(text) { $0.repair = .on } == ordered)
    #expect(normalized(text) == spelt(text))
  }

  @Test func aLetterMappedToTwoTakesItsMarksAlong() {
    // U+17A4 (aa) with a shifter after it
    let text = bytes("\u{17A4}\u{17C9}")
    let reading = reading(text) { $0.deprecated = .map }
    #expect(
      reading.edits.edits == [
        Edit(0..<6, bytes("\u{17A2}\u{17C9}\u{17B6}"), reason: "deprecated-letter+shifter-after-vowel")
      ])
    #expect(normalized("\u{17A8}\u{17B6}") { $0.deprecated = .map } == spelt("\u{17A7}\u{1780}\u{17B6}"))
  }

  @Test func addressesAreNotTouched() {
    let bad = "\u{1781}\u{17C2}\u{17D2}\u{1798}\u{179A}"
    for text in [
      "#\(bad)", "@\(bad)", "\(bad)_\(bad)", "/home/\(bad)/\(bad)",
      "https://km.wikipedia.org/wiki/\(bad)?q=\u{17E1}", "www.example.kh/\(bad)", "a@\(bad).kh",
      "\(bad)@example.kh", "ftp://x/\(bad)",
    ] {
      #expect(normalized(text) { $0.digits = .ascii } == spelt(text))
    }
    let good = "\u{1781}\u{17D2}\u{1798}\u{17C2}\u{179A}"
    #expect(normalized("http://a.kh/ \(bad) x@y.kh \(bad)") == spelt("http://a.kh/ \(good) x@y.kh \(good)"))
    #expect(normalized("a : \(bad) @ \(bad)") == spelt("a : \(good) @ \(good)"))
  }

  @Test(arguments: [
    "The Khmer Rouge (1975–1979)", "Tiếng Việt hoà bình", "می\u{200C}خواهم", "क्\u{200D}ष",
    "👩\u{200D}👩\u{200D}👧 🇰🇭",
    "a\u{200B}\u{200B}b", "สวัสดี\u{200B}\u{200B}ครับ", "e\u{301}", "2,500.00 ៛", "\u{200E}ltr\u{200F}", "ﬁ ½ ㎏",
    "မြန်မာ",
  ])
  func otherScriptsStay(_ text: String) {
    let result = normalized(text) {
      ($0.zwsp, $0.repair, $0.digits, $0.deprecated, $0.coengDT) = (.strip, .on, .ascii, .map, .ta)
    }
    #expect(result == spelt(text))
  }

  @Test func badUTF8IsPassedOver() {
    var text: [UInt8] = [0xE1, 0x9E, 0xE1, 0xFF, 0xE2, 0x80]
    #expect(reading(text) == KhmerReading())
    text += bytes("\u{1780}\u{17B6}\u{17D2}\u{179A}") + [0xE1, 0x9E]
    #expect(reading(text).edits.edits.map(\.range) == [9..<18])
  }
}

@Suite struct KhmerPropertiesTests {
  /// Letters of each kind, other scripts, combining marks, invisible characters, spaces, pieces of addresses.
  private let alphabet: [UInt32] = [
    0x1780, 0x1794, 0x179A, 0x179F, 0x178A, 0x17A3, 0x17A4, 0x17A8, 0x17B4, 0x17B6, 0x17B8, 0x17BB, 0x17BE,
    0x17C1,
    0x17C4, 0x17C6, 0x17C7, 0x17C9, 0x17CA, 0x17CC, 0x17D0, 0x17D2, 0x17D2, 0x17D2, 0x17D4, 0x17D7, 0x17D8,
    0x17DD,
    0x17E1, 0x19E0, 0x200B, 0x200B, 0x200C, 0x200D, 0xFEFF, 0x25CC, 0x20, 0xA0, 0x0A, 0x41, 0x301, 0x40, 0x2E,
    0x3A,
    0x2F, 0xE01, 0x1F600,
  ]

  private struct Generator {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  private func optionSets() -> [NormalizeKhmer.Options] {
    var sets: [NormalizeKhmer.Options] = []
    for zwsp in NormalizeKhmer.Options.ZeroWidthSpace.allCases {
      for repair in NormalizeKhmer.Options.Repair.allCases {
        var options = NormalizeKhmer.Options()
        options.zwsp = zwsp
        options.repair = repair
        sets.append(options)
        options.coengDT = .ta
        options.deprecated = .map
        options.digits = .ascii
        sets.append(options)
      }
    }
    return sets
  }

  @Test(arguments: 0..<24)
  func aSecondPassFindsNothingAndNothingElseIsTouched(seed: Int) {
    let sets = optionSets()
    let options = sets[seed % sets.count]
    let normalizer = KhmerNormalizer(options: options, language: seed < 12 ? .modern : .middle)
    var generator = Generator(state: UInt64(seed) + 1)
    // Mostly Khmer letters and marks in every second text, so that long syllables come about.
    for round in 0..<150 {
      let letters = round % 2 == 0 ? alphabet.count : 28
      var text: [UInt8] = []
      for _ in 0..<12 { UTF8Text.append(alphabet[generator.next(letters)], to: &text) }
      let once = apply(normalizer, text)
      let twice = apply(normalizer, once)
      #expect(twice == once, "\(spelt(text)) -> \(spelt(once)) -> \(spelt(twice))")
      #expect(others(in: text) == others(in: once), "\(spelt(text)) -> \(spelt(once))")
    }
  }

  private func apply(_ normalizer: KhmerNormalizer, _ text: [UInt8]) -> [UInt8] {
    let whole = 0..<text.count
    return applied(normalizer.reading(of: text, in: whole, block: whole).edits, to: text)
  }

  /// What is neither Khmer nor invisible nor a space nor a digit that a Khmer digit may become.
  private func others(in text: [UInt8]) -> [UInt32] {
    String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value).filter {
      !CodePoint.isKhmer($0) && !CodePoint.isDefaultIgnorable($0) && $0 != 0x20 && $0 != 0xA0 && $0 != 0x31
    }
  }

  @Test func hostileTextsTakeLinearTime() {
    for unit in [
      "\u{17D2}", "\u{1780}\u{17D2}", "\u{200B}", "\u{1780}\u{200B} ", "a@", "www.", ":/", "\u{1780}@",
      "\u{1780}",
      "\u{200D}", "\u{1780}\u{200D}", "\u{FEFF}", "\u{17C1}", "\u{1780}\u{17D2}\u{200C}",
    ] {
      let text = bytes(String(repeating: unit, count: 3_000))
      let normalizer = KhmerNormalizer(options: .init())
      #expect(apply(normalizer, text).count <= text.count)
    }
  }
}
