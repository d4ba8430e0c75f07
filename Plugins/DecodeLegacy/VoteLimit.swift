import UnicodeText

/// How many votes for a Vietnamese encoding the runs of a text can give at most, counted without reading them
/// in any: most texts in other languages have too few marked letters, or too few among their words.
struct VoteLimit {
  private let text: [UInt8]
  private let isMarkup: Bool

  init(_ text: [UInt8], isMarkup: Bool) { (self.text, self.isMarkup) = (text, isMarkup) }

  /// Whether as many votes are possible.
  ///
  /// A run votes when three in ten of its words bear marks and three in four of those are syllables (see
  /// `Plausibility.isVietnamese`), two at least; it has no more votes than marks beside letters.
  /// - Complexity: O(n).
  func reaches(_ votes: Int, _ runs: [TextRun]) -> Bool {
    var possible = 0
    for run in runs where run.font?.isVietnamese != true {
      var count = Count()
      for piece in run.pieces { add(piece, to: &count) }
      if count.marks > 1, count.marks * 40 >= count.words * 9 { possible += count.marks }
      if possible >= votes { return true }
    }
    return false
  }

  private struct Count {
    /// Stretches without signs of ASCII that have a letter of ASCII: no fewer words in any encoding.
    var words = 0
    /// Bytes that may be a marked letter, in such stretches: no fewer syllables with a mark.
    var marks = 0
    private var hasLetter = false
    private var open = 0

    mutating func addLetter() { hasLetter = true }
    mutating func addMark() { open += 1 }
    mutating func end() {
      if hasLetter {
        words += 1
        marks += open
      }
      (hasLetter, open) = (false, 0)
    }
  }

  private func add(_ piece: Range<Int>, to count: inout Count) {
    var offset = piece.lowerBound
    while offset < piece.upperBound {
      let byte = text[offset]
      offset += 1
      if 0x61...0x7A ~= byte | 0x20, byte < 0x80 {
        count.addLetter()
      } else if byte >= 0xC0 || byte < 0x20 && !(0x09...0x0D ~= byte) {
        count.addMark()
      } else if byte == 0x26, isMarkup,
        let found = Reference.read(text, at: offset - 1, before: piece.upperBound)
      {
        count.addMark()
        offset += found.length - 1
      } else if byte < 0x80 {
        count.end()
      }
    }
    count.end()
  }
}
