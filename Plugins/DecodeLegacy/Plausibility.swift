import UnicodeText
import VietnameseText

/// How much a reading of bytes looks like Vietnamese.
struct Plausibility: Equatable {
  /// Words of any letters.
  var words = 0
  /// Words in which the reading differs from ASCII.
  var marked = 0
  /// Those that are Vietnamese syllables and have an ASCII letter.
  var valid = 0

  static func += (left: inout Plausibility, right: Plausibility) {
    left.words += right.words
    left.marked += right.marked
    left.valid += right.valid
  }

  /// Three words in four with marks are syllables, and as many of all words bear marks as Vietnamese has.
  var isVietnamese: Bool { valid * 4 >= marked * 3 && marked * 10 >= words * 3 && valid > 0 }

  /// Reads bytes in an encoding and counts.
  ///
  /// - Complexity: O(n).
  init(_ bytes: [UInt8], as charset: Charset) {
    var word = WordInHand()
    var offset = 0
    while offset < bytes.count {
      let (scalar, length) = charset.scalar(bytes, at: offset)
      if !word.add(scalar) {
        finish(&word)
      }
      offset += length
    }
    finish(&word)
  }

  init() {}

  private mutating func finish(_ word: inout WordInHand) {
    guard !word.isEmpty else { return }
    words += 1
    if word.isMarked {
      marked += 1
      if word.hasPlainLetter, word.isSyllable { valid += 1 }
    }
    word = WordInHand()
  }
}

/// A word as it is read, scalar by scalar.
private struct WordInHand {
  private var spelling = Spelling()
  private(set) var isEmpty = true
  /// Whether it has a letter above ASCII.
  private(set) var isMarked = false
  /// Whether it is evidence: letters that were no letters before (a dash, a no-break space) make no word
  /// alone.
  private(set) var hasPlainLetter = false
  private var isForeign = false

  /// Takes a letter or mark; false for anything else.
  mutating func add(_ scalar: UInt32) -> Bool {
    let isPlain = scalar < 0x80
    if let letter = Letter(scalar) {
      spelling.append(letter)
      if isPlain { hasPlainLetter = true } else { isMarked = true }
    } else if !isPlain, CodePoint.isLetter(scalar) || CodePoint.isMark(scalar) {
      (isMarked, isForeign) = (true, true)
    } else {
      return false
    }
    isEmpty = false
    return true
  }

  /// Whether it has the spelling of a Vietnamese syllable. Misspelt ones count: whether bytes are read in the
  /// right encoding is asked, not whether the writer could spell.
  var isSyllable: Bool { !isForeign && spelling.isPlausible }
}

extension Plausibility {
  /// Counts a text in UTF-8.
  ///
  /// - Complexity: O(n).
  init(text: [UInt8]) {
    self.init()
    var word = WordInHand()
    var offset = 0
    while offset < text.count {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: text.count)
      if !word.add(scalar) { finish(&word) }
      offset += length
    }
    finish(&word)
  }
}
