import StageKit
import Testing

@testable import Runner

@Suite struct InspectionTests {
  private func line(_ text: String, _ range: Range<Int>, _ replacement: String, _ rule: String) throws
    -> String
  {
    var document = Document(id: "a", text: text)
    document.begin(stage: "normalize-x", version: 1)
    try document.apply([Edit(range, Array(replacement.utf8), reason: rule)])
    return Inspection.line(of: document.edits[0], in: document)
  }

  @Test func anEditIsShownBeforeAndAfterWithItsRuleStageAndPlace() throws {
    #expect(
      try line("ng\u{1B0}\u{1A1}\u{300}i Vie\u{302}\u{323}t Nam", 12..<17, "\u{1EC7}", "nfc")
        == "  nfc (normalize-x) at source byte 12 in 'Vi\u{1EC7}t': 'e\u{302}\u{323}' (U+0065 U+0302 U+0323)"
        + " -> '\u{1EC7}' (U+1EC7)")
  }

  @Test func khmerSignsAreShownInTheirOrder() throws {
    // Vowel and coeng typed the wrong way round.
    let line = try line(
      "\u{1780}\u{17B6}\u{17D2}\u{179A}", 3..<12, "\u{17D2}\u{179A}\u{17B6}", "syllable-order")
    #expect(
      line == "  syllable-order (normalize-x) at source byte 3 in '\u{1780}\u{17D2}\u{179A}\u{17B6}': "
        + "'\u{25CC}\u{17B6}\u{17D2}\u{179A}' (U+17B6 U+17D2 U+179A) -> "
        + "'\u{25CC}\u{17D2}\u{179A}\u{17B6}' (U+17D2 U+179A U+17B6)")
  }

  @Test func whatShowsNothingIsToldByItsCodePoints() throws {
    #expect(
      try line("a\u{200B}b", 1..<4, "", "invisible")
        == "  invisible (normalize-x) at source byte 1 in 'ab': '' (U+200B) -> nothing")
    #expect(
      try line("ab", 1..<1, "\u{323}", "added")
        == "  added (normalize-x) at source byte 1 in 'a\u{323}b': nothing -> '\u{25CC}\u{323}' (U+0323)")
  }

  @Test func onlyTheFirstCodePointsOfALongTextAreListed() throws {
    let line = try line("abcdefghijklmnop", 0..<16, "x", "long")
    #expect(
      line == "  long (normalize-x) at source byte 0 in 'x': 'abcdefghijklmnop' (U+0061 U+0062 U+0063 U+0064 "
        + "U+0065 U+0066 U+0067 U+0068 U+0069 U+006A U+006B U+006C ...) -> 'x' (U+0078)")
  }
}
