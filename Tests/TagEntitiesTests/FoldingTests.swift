import Testing
import UnicodeText

@testable import TagEntities

@Suite struct FoldingTests {
  /// Numbers that are the same in every run.
  private struct Draw {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  /// Pieces with all that folding changes: white space, quotes, invisible characters, marks apart from their letters,
  /// letters whose folded form is shorter or longer, scripts without spaces, other planes, bytes that are not UTF-8.
  private static let pieces: [[UInt8]] =
    [
      "a", "Z", " ", "  ", "\t", "\n", "`", "\u{A0}", "\u{2003}", "\u{200B}", "\u{AD}", "’", "–", "“", "7",
      "é", "E\u{301}",
      "Đ", "Ễ", "e\u{302}\u{303}", "ư", "\u{1E9E}", "\u{23A}", "\u{212A}", "ſ", "ក", "្", "ម", "\u{17DD}",
      "\u{17CB}",
      "ភ្នំ", "เ", "ก", "ຳ", "中", "가", "\u{1100}\u{1161}", "𐐀", "😀", "\u{0}", "\u{7F}", "İ", "Σ", "ς", ".", "-",
      "'", "Assembly", "of the 1979 ", " A  b  c ", "x-Y.Z/7_`", "[Kampuchean]",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE1, 0x9E], [0x80]]

  private static func text(_ draw: inout Draw) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<draw.next(14) { text += pieces[draw.next(pieces.count)] }
    return text
  }

  @Test func aRegionIsFoldedAsAnyTextWithTheSameWayBack() {
    var draw = Draw(state: 7)
    for _ in 0..<1500 {
      let text = Self.text(&draw)
      let (region, folded) = (FoldedRegion(text, in: 0..<text.count), FoldedText(text))
      #expect(region.bytes == folded.bytes, "\(text)")
      guard region.bytes == folded.bytes else { return }
      #expect(region.isVietnamese == NameKey.isVietnamese(folded.bytes), "\(text)")
      var near = 0
      for lower in 0..<folded.bytes.count {
        for upper in [lower, lower + 1, folded.bytes.count] {
          let expected = folded.sourceRange(of: lower..<upper)
          #expect(region.sourceRange(of: lower..<upper) == expected, "\(text) \(lower..<upper)")
          #expect(region.sourceRange(of: lower..<upper, near: &near) == expected, "\(text) \(lower..<upper)")
        }
      }
    }
  }

  @Test func aNameIsFoldedAsAnyText() {
    var draw = Draw(state: 3)
    let bare: FoldedText.Options = [.keepingDiacritics, .diacritics]
    for _ in 0..<1500 {
      let text = Self.text(&draw)
      #expect(NameKey.folded(text) == KhmerFold.unify(FoldedText(text).bytes), "\(text)")
      #expect(NameKey.bare(text) == KhmerFold.unify(FoldedText(text, options: bare).bytes), "\(text)")
    }
    for scalar in (0x80..<0x2100 as Range<UInt32>).compactMap(Unicode.Scalar.init) {
      let text = Array("A\(scalar)b".utf8)
      #expect(NameKey.folded(text) == FoldedText(text).bytes, "\(scalar.value)")
      #expect(NameKey.bare(text) == FoldedText(text, options: bare).bytes, "\(scalar.value)")
    }
  }

  private static func region(_ text: [UInt8]) -> Region {
    Region(text, range: 0..<text.count, block: nil, vocabulary: Vocabulary())
  }

  @Test func aWordIsCutAlikeInTheMiddleOfATextAndAtItsEnd() {
    var draw = Draw(state: 5)
    let letters = ["a", "Z", "b", "7", "é", "Đ", "'", "’", "-", "中"].map { Array($0.utf8) }
    for _ in 0..<1500 {
      let word = (0..<1 + draw.next(18)).flatMap { _ in letters[draw.next(20) % letters.count] }
      let (last, first) = (
        Self.region(word).tokens, Self.region(word + Array(" and what follows it".utf8)).tokens
      )
      #expect(Array(first.prefix(last.count)) == last, "\(word)")
    }
  }

  @Test func aNameThatIsFoundMayBeginThere() {
    var draw = Draw(state: 9)
    var found = 0
    for _ in 0..<3000 {
      let name = Self.text(&draw)
      guard let text = String(validating: name, as: UTF8.self), !text.isEmpty else { continue }
      let whole = Array("x ".utf8) + name + Array((draw.next(2) == 0 ? " y" : "'s").utf8)
      let region = Self.region(whole)
      let matches = NameMatcher([GazetteerName(text, referent: 0)]).matches(in: region, whole)
      var words = NameBeginnings()
      words.add(region) { _ in true }
      if !matches.isEmpty {
        found += 1
        #expect(words.mayHold(text), "\(name)")
        #expect(words.mayHoldPart(of: text), "\(name)")
      }
    }
    #expect(found > 100)
    var words = NameBeginnings()
    words.add(Self.region(Array("the Chanda river".utf8))) { _ in true }
    #expect(
      ["Chan", "Chanda", "Chanda Sen", "chan", "Chandê", "ចាន់"].map(words.mayHold) == [
        false, true, true, true, false, true,
      ])
    #expect(words.mayHoldPart(of: "Sok Chanda"))
    #expect(!words.mayHoldPart(of: "Sok Chan"))
  }

  @Test func aRegionInTheMiddleOfATextLeadsBackToItsPlace() {
    let text = Array("before “Nguyễn  Văn” after".utf8)
    let region = FoldedRegion(text, in: 7..<27)
    #expect(String(decoding: region.bytes, as: UTF8.self) == "“nguyễn văn”")
    let name = region.sourceRange(of: 3..<16)
    #expect(String(decoding: text[name], as: UTF8.self) == "Nguyễn  Văn")
  }

  /// A boundary with a letter or digit behind it.
  private static func isStart(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Bool {
    bytes[offset] & 0xC0 != 0x80 && NameBoundary.isBoundary(bytes, offset)
      && !NameBoundary.class(of: NameBoundary.next(bytes, offset)).isDisjoint(with: .wordStart)
  }

  @Test func boundariesWorkedOutAtOnceAreThoseOfEachOffset() {
    var draw = Draw(state: 11)
    for _ in 0..<1500 {
      let bytes = FoldedText(Self.text(&draw).filter { $0 < 0xF5 }).bytes
      guard String(validating: bytes, as: UTF8.self) != nil else { continue }
      let marks = NameBoundaries(bytes).marks
      let expected = bytes.withUnsafeBufferPointer { bytes in
        (0...bytes.count).map { offset -> UInt8 in
          let isStart = offset < bytes.count && Self.isStart(bytes, offset)
          let isEnd = offset > 0 && NameBoundary.isEnd(bytes, offset)
          return (isStart ? NameBoundaries.start : 0) | (isEnd ? NameBoundaries.end : 0)
        }
      }
      #expect(marks == expected, "\(bytes)")
    }
  }

  @Test func eightBytesAreAnsweredForAsEachOfThem() {
    let bytes = (0..<0x80).map { UInt8($0) } + [UInt8](repeating: 0x20, count: 8)
    bytes.withUnsafeBufferPointer { bytes in
      for offset in 0...bytes.count - 8 {
        guard let eight = EightBytes(bytes, at: offset) else {
          Issue.record("\(offset) is ASCII")
          return
        }
        func expect(_ answer: UInt64, _ isSo: (UInt8) -> Bool) {
          let found = (0..<8).map { UInt8(truncatingIfNeeded: answer >> UInt64($0 * 8)) }
          #expect(found == bytes[offset..<offset + 8].map { isSo($0) ? 0x80 : 0 })
        }
        expect(eight.areWordParts, NameBoundary.isASCIIWord)
        expect(eight.areSpaces) { $0 == 0x20 }
        expect(eight.areWithin(0, 0x1F)) { $0 < 0x20 }
      }
    }
    #expect(Array("ASCII ễ.".utf8).withUnsafeBufferPointer { EightBytes($0, at: 0) } == nil)
  }

  @Test func aWordInATextIsTheSameWithWhateverBehindIt() {
    let text = Array("Nguyễn Văn Linh, 1915 to 1998, general secretary".utf8)
    text.withUnsafeBufferPointer { bytes in
      for start in text.indices {
        for end in start...min(start + 18, text.count) {
          #expect(Word(bytes, start..<end) == Word(text[start..<end]))
          guard end - start < 8 else { continue }
          let letters = text[start..<end].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
          #expect(Word(letters: letters, count: end - start) == Word(text[start..<end]))
        }
      }
    }
  }

  @Test func wordsOfAllLengthsAreFoundInATable() {
    let words = (0..<300).map { String(repeating: "ab", count: $0 % 12) + String($0) }
    let table = WordTable(words.enumerated().map { ($1, $0) })
    for (number, word) in words.enumerated() { #expect(table[Word(word)] == number) }
    #expect(table["ab"] == nil)
    #expect(WordSet(["of", "the"].map { Word($0) }) == ["the", "of"])
    #expect(("១៩៧៥" as Word) == Word(Array("១៩៧៥".utf8)))
  }

  @Test func rangesThatOverlapAreOneToAskOf() {
    let ranges = DisjointRanges([10..<20, 15..<30, 40..<50, 50..<60, 5..<5])
    #expect((0..<70).filter { ranges.overlap($0..<$0 + 1) } == Array(10..<30) + Array(40..<60))
    #expect(!ranges.overlap(30..<40))
  }
}
