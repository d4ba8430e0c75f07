@testable import DocumentModel

/// A small generator with a seed, so that every run tests the same cases (SplitMix64, Steele and others
/// 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Characters of one to four bytes: Latin, Vietnamese composed and decomposed, Khmer with coeng, ZWSP, emoji.
let alphabet = Array(
  "ab \nđếe\u{302}\u{301}ệភ\u{17D2}ញា\u{200B}។\u{1F642}".unicodeScalars)

/// A text whose every character knows where it came from, beside the document that must agree with it.
struct TracedText {
  struct Character {
    var scalar: Unicode.Scalar
    /// Its range in the source; nil for what an edit put there.
    var origin: Range<Int>?
  }
  var characters: [Character] = []

  init(randomOf generator: inout SeededGenerator, upTo count: Int) {
    var offset = 0
    for _ in 0..<generator.below(count + 1) {
      let scalar = alphabet[generator.below(alphabet.count)]
      let length = UTF8.width(scalar)
      characters.append(Character(scalar: scalar, origin: offset..<offset + length))
      offset += length
    }
  }

  var string: String {
    var string = String.UnicodeScalarView()
    for character in characters { string.append(character.scalar) }
    return String(string)
  }

  /// Byte offset of each character, and of the end.
  var offsets: [Int] {
    var offsets = [0]
    for character in characters { offsets.append(offsets[offsets.count - 1] + UTF8.width(character.scalar)) }
    return offsets
  }

  /// Changes in ascending order, by numbers of characters.
  func randomChanges(
    _ generator: inout SeededGenerator
  ) -> [(range: Range<Int>, replacement: [Unicode.Scalar])] {
    var changes: [(range: Range<Int>, replacement: [Unicode.Scalar])] = []
    var position = 0
    for _ in 0..<1 + generator.below(4) {
      guard position <= characters.count else { break }
      let lower = position + generator.below(min(6, characters.count - position + 1))
      let upper = min(characters.count, lower + generator.below(4))
      let replacement = (0..<generator.below(4)).map { _ in alphabet[generator.below(alphabet.count)] }
      changes.append((lower..<upper, replacement))
      position = upper
    }
    return changes
  }

  mutating func apply(_ changes: [(range: Range<Int>, replacement: [Unicode.Scalar])]) {
    for change in changes.reversed() {
      characters.replaceSubrange(
        change.range, with: change.replacement.map { Character(scalar: $0, origin: nil) })
    }
  }

  /// Where the characters of a mark are after the changes; nil when none is left. The rule, written once
  /// more: what is not touched stays; a replacement belongs to the mark when its change touches a character
  /// of the mark, or is inside.
  static func moved(
    _ mark: Range<Int>, by changes: [(range: Range<Int>, replacement: [Unicode.Scalar])]
  ) -> Range<Int>? {
    var lower = mark.lowerBound
    var upper = mark.lowerBound
    var kept = mark.count
    for change in changes {
      let growth = change.replacement.count - change.range.count
      let isInside =
        change.range.isEmpty
        ? mark.lowerBound < change.range.lowerBound && change.range.lowerBound < mark.upperBound
        : change.range.overlaps(mark)
      if isInside {
        kept += change.replacement.count - change.range.clamped(to: mark).count
        if change.range.lowerBound < mark.lowerBound { lower += change.range.lowerBound - mark.lowerBound }
      } else if change.range.upperBound <= mark.lowerBound {
        lower += growth
      }
    }
    upper = lower + kept
    return kept > 0 ? lower..<upper : nil
  }
}
