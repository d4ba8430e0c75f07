import Testing
import UnicodeText

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct FoldedTextTests {
  @Test func caseAndPunctuationAreMadeAlikeAndDiacriticsStay() {
    let folded = FoldedText(bytes("ĐẮK LẮK – N’Drang"))
    #expect(folded.bytes == bytes("đắk lắk - n'drang"))
  }

  @Test func aFoldedRangeLeadsBackToItsSource() {
    let source = bytes("x – Pol\u{200B}\u{A0}\n Pot’s")
    let folded = FoldedText(source)
    #expect(folded.bytes == bytes("x - pol pot's"))
    #expect(folded.sourceRange(of: 4..<11) == 6..<19)
    #expect(folded.sourceRange(of: 2..<3) == 2..<5)
    #expect(folded.sourceRange(of: 7..<8) == 12..<16)
    #expect(folded.sourceRange(of: 11..<13) == 19..<23)
    #expect(folded.sourceOffset(of: 8) == 16)
    #expect(folded.sourceOffset(of: 13) == source.count)
    #expect(folded.sourceRange(of: 5..<5) == 7..<7)
  }

  @Test func decomposedLettersAreComposedAndStayWhole() {
    let folded = FoldedText(bytes("Vie\u{323}\u{302}t"))
    #expect(folded.bytes == bytes("vi\u{1EC7}t"))
    #expect(folded.sourceOffset(of: 3) == 2)
    #expect(folded.sourceRange(of: 3..<4) == 2..<7)
    #expect(folded.sourceRange(of: 5..<6) == 7..<8)
  }

  @Test func diacriticsGoOnDemandAndOnlyThoseOfLetters() {
    let source = bytes("Điện Biên Phủ \u{1780}\u{17B6}\u{17C6}")
    let folded = FoldedText(source, options: [.letterCase, .diacritics])
    #expect(folded.bytes == bytes("dien bien phu \u{1780}\u{17B6}\u{17C6}"))
    #expect(folded.sourceRange(of: 5..<9) == 8..<13)
  }

  @Test func withoutOptionsTheTextIsCopied() {
    let source: [UInt8] = [0x41, 0xFF, 0xE2, 0x80, 0x8B, 0x20, 0x20, 0xE1, 0x9E]
    let folded = FoldedText(source, options: [])
    #expect(folded.bytes == source)
    #expect((0...source.count).map { folded.sourceOffset(of: $0) } == Array(0...source.count))
  }

  @Test func aRangeOfTheTextKeepsTheOffsetsOfTheText() {
    let source = bytes("Lon Nol và Lon Non")
    let folded = FoldedText(source, in: 12..<source.count)
    #expect(folded.bytes == bytes("lon non"))
    #expect(folded.sourceRange(of: 0..<7) == 12..<19)
  }

  @Test func theOffsetsOfAFoldedTextAscend() {
    var state: UInt64 = 42
    let alphabet: [UInt32] = [
      0x41, 0x20, 0xA0, 0x0A, 0x301, 0x65, 0x200B, 0x1780, 0x17D2, 0x2019, 0x130, 0x1EC6, 0xAD, 0x1F600,
    ]
    for _ in 0..<200 {
      var source: [UInt8] = []
      for _ in 0..<20 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        if state >> 60 == 0 { source.append(0xE1) }
        UTF8Text.append(alphabet[Int(state >> 33) % alphabet.count], to: &source)
      }
      let folded = FoldedText(source, options: [.keepingDiacritics, .diacritics])
      let offsets = (0...folded.bytes.count).map { folded.sourceOffset(of: $0) }
      #expect(offsets == offsets.sorted())
      #expect(folded.sourceRange(of: 0..<folded.bytes.count).upperBound <= source.count)
    }
  }
}
