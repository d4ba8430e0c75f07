import UnicodeText

/// A word, number or punctuation mark of a region.
struct Token: Sendable, Equatable {
  enum Kind: Sendable { case word, number, punctuation }

  /// Which letters of a word are capitals.
  enum Shape: Sendable {
    /// No letter with case.
    case caseless
    case lower
    /// The first letter only.
    case capital
    /// At least two letters, all capitals.
    case allCaps
    /// A capital first, and others inside: "WikiLeaks".
    case mixed
  }

  var kind: Kind
  /// UTF-8 bytes of the document's text.
  var range: Range<Int>
  /// Bytes of the region's folded view: NFC, lower case, plain apostrophes and dashes, one subscript for Khmer da and
  /// ta.
  var folded: Range<Int>
  /// The folded text, for comparisons.
  var word: Word
  /// Its hash in gazetteers, where it is a word of Latin letters and digits that no name can end in the middle of;
  /// else 0.
  var hash: UInt64 = 0
  /// What rules and dates say of it.
  var marks = WordMarks()
  var shape: Shape
  /// Whether white space (or the region's start) stands before it.
  var spaceBefore: Bool
  /// Part of an address of the network or of mail: no name is looked for in it.
  var isTechnical = false
  /// Unicode scalars of the folded text; 255 stands for more.
  var letters: UInt8 = 0

  /// Whether a listed name may begin with it.
  var mayBeginName: Bool { kind != .punctuation && !isTechnical }

  /// Begins with a capital letter.
  var isCapitalised: Bool { shape == .capital || shape == .allCaps || shape == .mixed }
}

/// A run of text that is looked at as one: a leaf block, or what is left of a block around the blocks inside
/// it.
///
/// Shared by all that look at it.
final class Region: Sendable {
  /// UTF-8 bytes of the document's text.
  let range: Range<Int>
  /// Index of the block in the document; nil when the document has none.
  let block: Int?
  let folded: FoldedRegion
  let tokens: [Token]

  /// - Complexity: O(bytes).
  ///
  /// - Parameter vocabulary: the words that rules and dates know.
  init(_ text: [UInt8], range: Range<Int>, block: Int?, vocabulary: Vocabulary) {
    self.range = range
    self.block = block
    let folded = FoldedRegion(text, in: range)
    self.folded = folded
    var tokens = Tokenizer.tokens(text, folded)
    // Apart from the cutting, so that the looks into memory overlap.
    var marks = WordMarks()
    tokens.withUnsafeMutableBufferPointer { tokens in
      for index in tokens.indices where tokens[index].kind == .word {
        let own = vocabulary[tokens[index].word]
        tokens[index].marks = own
        marks.formUnion(own)
      }
    }
    self.marks = marks
    TechnicalText.mark(&tokens, folded)
    self.tokens = tokens
    var (words, caps, capitals, caseless, mayHoldDate) = (0, 0, 0, 0, marks.beginsDate)
    var hasMixed = false
    for index in tokens.indices {
      switch (tokens[index].kind, tokens[index].shape) {
      case (.punctuation, _): break
      case (.number, _): mayHoldDate = true
      case (.word, .lower): words += 1
      case (.word, .caseless): (caseless, mayHoldDate) = (caseless + 1, true)
      case (.word, .capital): (words, capitals) = (words + 1, capitals + 1)
      case (.word, .mixed): (words, capitals, hasMixed) = (words + 1, capitals + 1, true)
      case (.word, .allCaps):
        (words, capitals, caps) = (words + 1, capitals + 1, caps + 1)
        // "AD842" has no number apart.
        if tokens[index].folded.count > 4, folded.has("ad", at: tokens[index].folded.lowerBound) {
          mayHoldDate = true
        }
      }
    }
    isAllCaps = words > 2 && caps * 3 >= words * 2
    isHeading = words > 3 && capitals * 4 > words * 3
    hasCapitals = capitals > 0
    hasCaselessWords = caseless > 0
    hasMixedWords = hasMixed
    self.mayHoldDate = mayHoldDate
  }

  /// What rules and dates say of any of its words: a rule that asks for a word is not tried where none has it.
  let marks: WordMarks
  /// Whether most words are capitals, so that capitals tell nothing.
  let isAllCaps: Bool
  /// Whether most words have a capital, as in headings.
  let isHeading: Bool
  let hasCapitals: Bool
  /// Whether it has words with capitals inside.
  let hasMixedWords: Bool
  /// Whether it has words of a script without case, as Khmer is.
  let hasCaselessWords: Bool
  /// Whether it has a number, a word that a date may begin with, or a script without spaces: where it has not, it has
  /// no date.
  let mayHoldDate: Bool
}

/// Addresses of the network and of mail.
enum TechnicalText {
  private static let endings: WordSet = [
    "com", "org", "net", "edu", "gov", "info", "html", "htm", "php", "vn", "kh", "la", "cn", "uk", "fr", "ru",
    "jpg",
    "pdf", "png",
  ]

  /// Marks the tokens of chunks (what stands between white space) that are addresses.
  static func mark(_ tokens: inout [Token], _ folded: FoldedRegion) {
    var index = 1
    while index + 1 < tokens.count {
      guard tokens[index].kind == .punctuation, isInAddress(index, tokens, folded) else {
        index += 1
        continue
      }
      var (start, end) = (index, index + 1)
      while start > 0, !tokens[start].spaceBefore { start -= 1 }
      while end < tokens.count, !tokens[end].spaceBefore { end += 1 }
      for part in start..<end { tokens[part].isTechnical = true }
      index = end
    }
  }

  /// Whether a mark between two other tokens, with no white space around it, is one of an address.
  private static func isInAddress(_ index: Int, _ tokens: [Token], _ folded: FoldedRegion) -> Bool {
    let (before, mark, after) = (index - 1, tokens[index].word, index + 1)
    guard !tokens[index].spaceBefore, !tokens[after].spaceBefore, tokens[before].kind != .punctuation else {
      return false
    }
    return mark == "@" && tokens[after].kind != .punctuation
      || mark == "." && endings.contains(tokens[after].word) && tokens[after].shape != .capital
      || mark == ":" && tokens[after].word == "/" && folded.has("http", at: tokens[before].folded.lowerBound)
  }
}
