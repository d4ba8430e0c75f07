import UnicodeText
import VietnameseText

/// A run of letters, read with their marks, and the invisible characters among them.
struct Word {
  /// Invisible characters between two letters.
  struct Joint {
    /// Number of glyphs before it.
    var position: Int
    /// UTF-8 bytes in the text.
    var range: Range<Int>
    var isStripped = false
  }

  var glyphs: [Glyph] = []
  var joints: [Joint] = []

  /// UTF-8 bytes in the text.
  var range: Range<Int> {
    (glyphs.first?.range.lowerBound ?? 0)..<(glyphs.last?.range.upperBound ?? 0)
  }

  mutating func clear() {
    glyphs.removeAll(keepingCapacity: true)
    joints.removeAll(keepingCapacity: true)
  }
}

extension Word {
  /// Puts Vietnamese letters in place of look-alikes where a Vietnamese word comes of it.
  ///
  /// The word must then be a syllable, have a letter that only Vietnamese has, or be an abbreviation in
  /// capitals (ÐHQG); a word all of another script stays.
  mutating func replaceLookAlikes() -> Finding? {
    let hasLookAlike = glyphs.contains { $0.lookAlike != nil || $0.rule == .confusable }
    guard hasLookAlike else { return nil }
    let letters = glyphs.map { $0.letter ?? $0.lookAlike }
    let isLatin = glyphs.contains { $0.isLatin }
    let isMixed = isLatin && glyphs.contains { !$0.isLatin }
    guard isLatin, letters.allSatisfy({ $0 != nil }) else { return isMixed ? .mixedScript : nil }
    let whole = letters.compactMap { $0 }
    let isVietnamese = whole.count > 1 && (isWord(whole) || Self.isAbbreviation(whole))
    for index in glyphs.indices {
      if isVietnamese, let letter = glyphs[index].lookAlike {
        (glyphs[index].letter, glyphs[index].rule) = (letter, .confusable)
      } else if !isVietnamese, glyphs[index].rule == .confusable {
        (glyphs[index].letter, glyphs[index].rule) = (nil, nil)
      }
    }
    return !isVietnamese && isMixed ? .mixedScript : nil
  }

  /// Whether the letters, look-alikes replaced, are a Vietnamese word: a syllable, one with a letter that only
  /// Vietnamese has, or, with an Ð at the start, a name that ends in k or has a letter of the alphabet ("Ðăk").
  private func isWord(_ letters: [Letter]) -> Bool {
    if Syllable.spelt(by: Spelling(letters)) != nil || glyphs.contains(where: \.isOnlyVietnamese) {
      return true
    }
    guard glyphs[0].lookAlike?.quality == .stroke else { return false }
    if glyphs.contains(where: { $0.lookAlike == nil && $0.letter.map(Self.isMarked) == true }) { return true }
    guard letters[letters.count - 1].base == 0x6B else { return false }
    return Syllable.spelt(by: Spelling(Array(letters.dropLast()) + [Letter(base: 0x63)])) != nil
  }

  private static func isMarked(_ letter: Letter) -> Bool {
    letter.quality != .none || letter.tone == .hook || letter.tone == .dot
  }

  /// Capitals without tones, a vowel to four of them at most: "ÐHQG", "UBNDÐ".
  private static func isAbbreviation(_ letters: [Letter]) -> Bool {
    letters.allSatisfy { $0.isUpper && $0.tone == .none } && letters.count { $0.isVowel } * 4 <= letters.count
  }

  /// The pieces between invisible characters, joined where together they spell one syllable.
  ///
  /// From the left, as many pieces as make a syllable are joined; a piece that makes none stands alone.
  /// - Complexity: O(glyphs): no syllable has more than eight letters.
  func syllablePieces() -> [Range<Int>] {
    var ends = joints.map(\.position).filter { $0 > 0 && $0 < glyphs.count }
    ends.append(glyphs.count)
    var pieces: [Range<Int>] = []
    var start = 0
    var next = 0
    while start < glyphs.count {
      var chosen = next
      for end in (next + 1)..<max(ends.count, next + 1) {
        guard ends[end] - start <= Syllable.maxLetters else { break }
        if syllable(start..<ends[end]) != nil { chosen = end }
      }
      pieces.append(start..<ends[chosen])
      (start, next) = (ends[chosen], chosen + 1)
    }
    return pieces
  }

  /// The syllable that a run of glyphs spells.
  func syllable(_ range: Range<Int>) -> Syllable? {
    guard range.count <= Syllable.maxLetters else { return nil }
    var spelling = Spelling()
    for glyph in glyphs[range] {
      guard let letter = glyph.letter else { return nil }
      spelling.append(letter)
    }
    return Syllable.spelt(by: spelling)
  }
}

extension Glyph {
  /// ơ, ư, a letter with two marks, or a hook above: hardly another language writes them.
  var isOnlyVietnamese: Bool {
    guard let letter, lookAlike == nil, rule != .confusable else { return false }
    return letter.quality == .horn || letter.tone == .hook || letter.quality != .none && letter.tone != .none
  }
}
