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
  /// Bytes of the region's folded view.
  var folded: Range<Int>
  /// The folded text: NFC, lower case, plain apostrophes and dashes, one subscript for Khmer da and ta.
  var text: String
  /// The same, for comparisons.
  var word: Word
  /// What rules and dates say of it.
  var marks = WordMarks()
  var shape: Shape
  /// Whether white space (or the region's start) stands before it.
  var spaceBefore: Bool
  /// Part of an address of the network or of mail: no name is looked for in it.
  var isTechnical = false

  /// Begins with a capital letter.
  var isCapitalised: Bool { shape == .capital || shape == .allCaps || shape == .mixed }
}

/// A run of text that is looked at as one: a leaf block, or what is left of a block around the blocks inside
/// it.
struct Region: Sendable {
  /// UTF-8 bytes of the document's text.
  var range: Range<Int>
  /// Index of the block in the document; nil when the document has none.
  var block: Int?
  var folded: FoldedRegion
  var tokens: [Token]

  /// - Complexity: O(bytes).
  ///
  /// - Parameter vocabulary: the words that rules and dates know.
  init(_ text: [UInt8], range: Range<Int>, block: Int?, vocabulary: Vocabulary) {
    self.range = range
    self.block = block
    folded = FoldedRegion(text, in: range)
    tokens = Tokenizer.tokens(text, folded, vocabulary)
    TechnicalText.mark(&tokens)
    var (words, caps, capitals, mayHoldDate) = (0, 0, 0, false)
    for index in tokens.indices {
      let (kind, shape) = (tokens[index].kind, tokens[index].shape)
      if kind == .word, shape != .caseless { words += 1 }
      if shape == .allCaps { caps += 1 }
      if tokens[index].isCapitalised { capitals += 1 }
      // "AD842" has no number apart.
      if kind == .number || kind == .word && shape == .caseless || tokens[index].marks.beginsDate
        || shape == .allCaps && tokens[index].folded.count > 4 && tokens[index].text.hasPrefix("ad")
      {
        mayHoldDate = true
      }
    }
    isAllCaps = words > 2 && caps * 3 >= words * 2
    isHeading = words > 3 && capitals * 4 > words * 3
    hasCapitals = capitals > 0
    self.mayHoldDate = mayHoldDate
  }

  /// Whether most words are capitals, so that capitals tell nothing.
  let isAllCaps: Bool
  /// Whether most words have a capital, as in headings.
  let isHeading: Bool
  let hasCapitals: Bool
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
  static func mark(_ tokens: inout [Token]) {
    var start = 0
    while start < tokens.count {
      var end = start + 1
      while end < tokens.count, !tokens[end].spaceBefore { end += 1 }
      if end - start > 2, isAddress(tokens[start..<end]) {
        for index in start..<end { tokens[index].isTechnical = true }
      }
      start = end
    }
  }

  private static func isAddress(_ chunk: ArraySlice<Token>) -> Bool {
    for index in chunk.indices.dropFirst().dropLast() {
      guard chunk[index].kind == .punctuation, chunk[index - 1].kind != .punctuation else { continue }
      let (mark, after) = (chunk[index].word, chunk[index + 1].word)
      if mark == "@", chunk[index + 1].kind != .punctuation { return true }
      if mark == ".", endings.contains(after), chunk[index + 1].shape != .capital { return true }
      if mark == ":", after == "/", chunk[index - 1].text.hasPrefix("http") { return true }
    }
    return false
  }
}
