import UnicodeText
import VietnameseText

/// What a letter of ASCII with one or two marks after it comes to, looked up instead of settled: nearly all that
/// decomposed text has. `Glyph` makes the table, so that both ways lead to the same.
struct QuickGlyphs: Sendable {
  struct Answer: Sendable {
    /// The composed letter; 0 where it has to be settled.
    var scalar: UInt16 = 0
    var rule = Rule.nfc
    /// Bytes of the letter and its marks.
    var length: UInt8 = 0
  }

  static let all = QuickGlyphs()

  private let answers: [Answer]

  /// Marks by their numbers: 1 and 2 for grave and acute, and so on.
  private static let marks: [UInt32] = [0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323]

  private init() {
    var answers = [Answer](repeating: Answer(), count: 64 << 8)
    for base in UInt32(0x41)...0x7A {
      guard let letter = Letter(base), letter.isVowel else { continue }
      for first in 1...8 {
        for second in 0...8 {
          let marks = [first, second].filter { $0 > 0 }.map { Self.marks[$0 - 1] }
          let glyph = Glyph(
            base: base, letter: letter, marks: marks, range: 0..<1 + 2 * marks.count, lookAlikes: false)
          guard let rule = glyph.rule, let scalar = glyph.letter?.scalar, scalar != 0xFFFD else { continue }
          answers[Int(base & 0x3F) << 8 | first << 4 | second] = Answer(
            scalar: UInt16(scalar), rule: rule, length: UInt8(glyph.range.count))
        }
      }
    }
    self.answers = answers
  }

  /// The letter at `offset` and its marks.
  ///
  /// - Parameter end: nothing from here on is looked at.
  /// - Complexity: O(1).
  @inline(__always)
  func answer(in text: UnsafeBufferPointer<UInt8>, at offset: Int, before end: Int) -> Answer {
    // Two marks and the byte after them.
    guard offset + 5 < end, 0x40...0x7F ~= text[offset] else { return Answer() }
    let first = Self.mark(text[offset + 1], text[offset + 2])
    if first == 0 { return Answer() }
    let second = Self.mark(text[offset + 3], text[offset + 4])
    // A mark that is not among the eight, or a third one.
    if text[second > 0 ? offset + 5 : offset + 3] & 0xFE == 0xCC { return Answer() }
    return answers[Int(text[offset] & 0x3F) << 8 | first << 4 | second]
  }

  /// The number of a mark; 0 for all else.
  @inline(__always)
  private static func mark(_ lead: UInt8, _ trail: UInt8) -> Int {
    if lead != 0xCC { return 0 }
    // A digit for each of U+0300...U+030F.
    if trail < 0x90 { return Int(truncatingIfNeeded: 0x60_0500_4321 >> (UInt64(trail & 0xF) * 4)) & 0xF }
    return trail == 0x9B ? 7 : trail == 0xA3 ? 8 : 0
  }
}
