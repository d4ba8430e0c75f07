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
  /// The folded text: NFC, lower case, plain apostrophes and dashes.
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
    var tokenizer = Tokenizer(text: text, folded: folded, vocabulary: vocabulary)
    tokens = tokenizer.tokens()
    TechnicalText.mark(&tokens)
    isAllCaps = Region.areMostlyCaps(tokens)
  }

  /// Whether most words are capitals, so that capitals tell nothing.
  let isAllCaps: Bool

  private static func areMostlyCaps(_ tokens: [Token]) -> Bool {
    let words = tokens.count { $0.kind == .word && $0.shape != .caseless }
    let caps = tokens.count { $0.shape == .allCaps }
    return words > 2 && caps * 3 >= words * 2
  }
}

/// Cuts folded text into tokens.
private struct Tokenizer {
  let text: [UInt8]
  let folded: FoldedRegion
  private let bytes: [UInt8]
  private var position = 0

  private let vocabulary: Vocabulary

  init(text: [UInt8], folded: FoldedRegion, vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    self.text = text
    self.folded = folded
    bytes = folded.bytes
  }

  mutating func tokens() -> [Token] {
    var tokens: [Token] = []
    var spaceBefore = true
    while position < bytes.count {
      if bytes[position] == 0x20 {
        position += 1
        spaceBefore = true
        continue
      }
      let start = position
      let kind = scan()
      tokens.append(token(kind, start..<position, spaceBefore))
      spaceBefore = false
    }
    return tokens
  }

  private func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    UTF8Text.scalar(in: bytes, at: offset, before: bytes.count)
  }

  private mutating func scan() -> Token.Kind {
    let first = scalar(at: position)
    if CodePoint.isDigit(first.value) {
      scanWhile { CodePoint.isDigit($0) }
      // "5th", "1970s": letters of a script with case belong to the number.
      if position < bytes.count, Self.isCased(scalar(at: position).value) { scanWhile(Self.isWordPart) }
      return .number
    }
    if CodePoint.isLetter(first.value) {
      let isCased = Self.isCased(first.value)
      scanWhile {
        isCased ? Self.isWordPart($0) : Self.isWordPart($0) && !CodePoint.isDigit($0) && !Self.isCased($0)
      }
      if isCased { scanApostrophes() }
      return .word
    }
    position += first.length
    if first.value == 0x27, isPossessive(at: position) { position += 1 }
    return .punctuation
  }

  /// Takes in an apostrophe with letters behind it, "tov'yog", unless it is a possessive.
  private mutating func scanApostrophes() {
    while position + 1 < bytes.count, bytes[position] == 0x27,
      CodePoint.isLetter(scalar(at: position + 1).value),
      !isPossessive(at: position + 1)
    {
      position += 1
      scanWhile(Self.isWordPart)
    }
  }

  /// An "s" after an apostrophe, with the word's end behind it.
  private func isPossessive(at offset: Int) -> Bool {
    guard offset < bytes.count, bytes[offset] == 0x73 else { return false }
    return offset + 1 == bytes.count || !Self.isWordPart(scalar(at: offset + 1).value)
  }

  private mutating func scanWhile(_ isPart: (UInt32) -> Bool) {
    while position < bytes.count {
      let next = scalar(at: position)
      guard isPart(next.value) else { return }
      position += next.length
    }
  }

  private static func isWordPart(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return 0x61...0x7A ~= scalar || 0x30...0x39 ~= scalar || 0x41...0x5A ~= scalar }
    return CodePoint.isLetter(scalar) || CodePoint.isMark(scalar) || CodePoint.isDigit(scalar)
  }

  /// Letters of Latin, Greek and Cyrillic: scripts with capitals, written with spaces.
  private static func isCased(_ scalar: UInt32) -> Bool {
    0x61...0x7A ~= scalar || 0x41...0x5A ~= scalar || 0xC0...0x52F ~= scalar || 0x1E00...0x1FFF ~= scalar
  }

  private func token(_ kind: Token.Kind, _ range: Range<Int>, _ spaceBefore: Bool) -> Token {
    let source = folded.sourceRange(of: range)
    let word = Word(bytes[range])
    return Token(
      kind: kind, range: source, folded: range, text: String(decoding: bytes[range], as: UTF8.self),
      word: word,
      marks: kind == .word ? vocabulary[word] : WordMarks(),
      shape: kind == .word ? shape(of: source) : .caseless, spaceBefore: spaceBefore)
  }

  private func shape(of range: Range<Int>) -> Token.Shape { Token.Shape(text, range) }
}

extension Token.Shape {
  /// The shape of a word in a text that is not folded.
  init(_ text: [UInt8], _ range: Range<Int>) {
    var (letters, capitals, isFirstCapital) = (0, 0, false)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (value, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      offset += length
      guard CodePoint.isLetter(value) else { continue }
      let isCapital = CodePoint.isUppercase(value)
      if letters == 0 { isFirstCapital = isCapital }
      letters += 1
      if isCapital { capitals += 1 }
      if letters == 1, !isCapital, CodePoint.isKhmer(value) || value >= 0x0E00 && value < 0x1000 {
        self = .caseless
        return
      }
    }
    switch (letters, capitals, isFirstCapital) {
    case (0, _, _): self = .caseless
    case (_, 0, _): self = .lower
    case (1, 1, _): self = .capital
    case (let all, let capitals, _) where all == capitals: self = .allCaps
    case (_, 1, true): self = .capital
    default: self = .mixed
    }
  }
}

/// Addresses of the network and of mail.
enum TechnicalText {
  private static let endings: Set<String> = [
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
      let (before, mark, after) = (chunk[index - 1], chunk[index], chunk[index + 1])
      guard before.kind != .punctuation, mark.kind == .punctuation else { continue }
      if mark.word == "@", after.kind != .punctuation { return true }
      if mark.word == ".", endings.contains(after.text), after.shape != .capital { return true }
      if mark.word == ":", after.word == "/", before.text.hasPrefix("http") { return true }
    }
    return false
  }
}
