import Testing
import UnicodeText

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct NFCTests {
  @Test func aComposedTextHasNoEdits() {
    let text = bytes("Vi\u{1EC7}t Nam \u{1781}\u{17D2}\u{1798}\u{17C2}\u{179A}")
    #expect(NFC.isNormalized(text))
    #expect(NFC.edits(text) == [])
  }

  @Test func aDecomposedLetterIsOneEditFromItsBaseToItsLastMark() {
    let text = bytes("Vie\u{323}\u{302}t")
    #expect(!NFC.isNormalized(text))
    #expect(NFC.edits(text) == [TextEdit(range: 2..<7, replacement: bytes("\u{1EC7}"))])
    #expect(NFC.normalized(text) == bytes("Vi\u{1EC7}t"))
  }

  @Test func anEditDoesNotRepeatWhatStays() {
    // The grave accent does not compose with "q": only the two marks change places.
    let text = bytes("q\u{301}\u{323}")
    #expect(NFC.edits(text) == [TextEdit(range: 1..<5, replacement: bytes("\u{323}\u{301}"))])
  }

  @Test func onlyTheRangeIsLookedAtAndItsEndsAreEndsOfText() {
    let text = bytes("e\u{301} e\u{301} e\u{301}")
    #expect(NFC.edits(text, in: 4..<7) == [TextEdit(range: 4..<7, replacement: bytes("\u{E9}"))])
    #expect(NFC.edits(text, in: 5..<7) == [])
    #expect(NFC.isNormalized(text, in: 3..<5))
  }

  @Test func illFormedBytesStayAsTheyAre() {
    let text: [UInt8] = [0xFF, 0x65, 0xCC, 0x81, 0xC3, 0xED, 0xA0, 0x80, 0xE1, 0xBB]
    #expect(NFC.normalized(text) == [0xFF, 0xC3, 0xA9, 0xC3, 0xED, 0xA0, 0x80, 0xE1, 0xBB])
    #expect(NFC.normalized([]) == [])
  }

  @Test func piecesAreCutWhereNothingComposes() {
    // The first piece would end between the letter and its mark.
    let text = [UInt8](repeating: 0x61, count: (1 << 20) - 1) + bytes("e\u{301}z")
    #expect(
      NFC.edits(text) == [TextEdit(range: text.count - 4..<text.count - 1, replacement: bytes("\u{E9}"))])
    #expect(!NFC.isNormalized(text))
  }

  @Test func aScalarIsDecomposedInFull() {
    #expect(NFC.decomposition(of: 0x1EC7) == [0x65, 0x323, 0x302])
    #expect(NFC.decomposition(of: 0x61) == [0x61])
    #expect(NFC.decomposition(of: 0xAC01) == [0x1100, 0x1161, 0x11A8])
    #expect(NFC.decomposition(of: 0xD800) == [0xD800])
  }

  @Test func anEditIsTrimmedToWholeScalars() {
    let text = bytes("\u{1EA1}\u{1EA5}x")
    let edit = TextEdit(range: 0..<7, replacement: bytes("\u{1EA1}\u{1EA7}x"))
    #expect(edit.trimmed(in: text) == TextEdit(range: 3..<6, replacement: bytes("\u{1EA7}")))
    #expect(TextEdit(range: 0..<7, replacement: text).trimmed(in: text) == nil)
    let removal = TextEdit(range: 0..<6, replacement: bytes("\u{1EA1}"))
    #expect(removal.trimmed(in: text) == TextEdit(range: 3..<6, replacement: []))
    // A first byte in common is not a scalar in common.
    let other = TextEdit(range: 0..<3, replacement: bytes("\u{1781}"))
    #expect(other.trimmed(in: text) == other)
  }
}

@Suite struct UTF8Tests {
  @Test func scalarsAreReadForwardsAndBackwards() {
    let text = bytes("aé\u{1780}😀")
    var offset = 0
    var forwards: [UInt32] = []
    while offset < text.count {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: text.count)
      forwards.append(scalar)
      offset += length
    }
    var backwards: [UInt32] = []
    while offset > 0 {
      let (scalar, length) = UTF8Text.scalar(in: text, endingAt: offset, after: 0)
      backwards.append(scalar)
      offset -= length
    }
    #expect(forwards == [0x61, 0xE9, 0x1780, 0x1F600])
    #expect(backwards == forwards.reversed())
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xE1, 0x9E], [0xC3], [0xFF], [0xF0, 0x8F, 0xBF, 0xBF], [0xC3, 0x41],
    ] as [[UInt8]])
  func whatIsNotUTF8IsReadByteForByte(text: [UInt8]) {
    let first = UTF8Text.scalar(in: text, at: 0, before: text.count)
    #expect(first.value == 0xFFFD)
    #expect(first.length == 1)
    var offset = text.count
    while offset > 0 { offset -= UTF8Text.scalar(in: text, endingAt: offset, after: 0).length }
    #expect(offset == 0)
  }

  @Test func appendingGivesTheSameBytesBack() {
    var text: [UInt8] = []
    for scalar: UInt32 in [0x61, 0xE9, 0x1780, 0x1F600, 0xD800, 0x110000] {
      UTF8Text.append(scalar, to: &text)
    }
    #expect(text == bytes("aé\u{1780}😀\u{FFFD}\u{FFFD}"))
  }
}
