import UnicodeText

/// Cuts folded text into tokens.
struct Tokenizer {
  private typealias Class = NameBoundary.Class

  private let bytes: UnsafeBufferPointer<UInt8>
  private let classes: UnsafeBufferPointer<Class>
  private var position = 0
  /// The hash of the token, in gazetteers, and whether it is one of Latin letters and digits alone.
  private var hash = GazetteerHash.seed
  private var isPlain = true

  /// The tokens of a region, without their marks.
  ///
  /// - Parameter text: that of the document.
  /// - Complexity: O(bytes).
  static func tokens(_ text: [UInt8], _ folded: FoldedRegion) -> [Token] {
    var tokens: [Token] = []
    text.withUnsafeBufferPointer { text in
      folded.bytes.withUnsafeBufferPointer { bytes in
        NameBoundary.classes.withUnsafeBufferPointer { classes in
          tokens.reserveCapacity(bytes.count / 4 + 4)
          var tokenizer = Tokenizer(bytes: bytes, classes: classes)
          var run = 0
          var copy = folded.copy(around: 0, near: &run)
          while true {
            if let word = tokenizer.plainWord(copy, text) {
              tokens.append(word)
              continue
            }
            guard let (kind, range, spaceBefore) = tokenizer.next() else { break }
            if range.upperBound > copy.end { copy = folded.copy(around: range.lowerBound, near: &run) }
            let source =
              range.upperBound <= copy.end
              ? range.lowerBound &+ copy.shift..<range.upperBound &+ copy.shift
              : folded.sourceRange(of: range, near: &run)
            tokens.append(tokenizer.token(kind, range, spaceBefore, source, text))
          }
        }
      }
    }
    return tokens
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, classes: UnsafeBufferPointer<Class>) {
    self.bytes = bytes
    self.classes = classes
  }

  /// The next token where it is a word of up to fifteen letters and digits of ASCII that the text has byte for byte, as
  /// most are; nil, and nothing is taken in, where it may be another.
  ///
  /// - Parameter copy: of the bytes around the position.
  @inline(__always) private mutating func plainWord(
    _ copy: FoldedRegion.Copy, _ text: UnsafeBufferPointer<UInt8>
  ) -> Token? {
    let hasSpace = position < bytes.count && bytes[position] == 0x20
    let start = hasSpace ? position &+ 1 : position
    let source = start &+ copy.shift
    guard start &+ 8 <= copy.end, source &+ 8 <= text.count, let first = EightBytes(bytes, at: start),
      UInt8(truncatingIfNeeded: first.bytes) > 0x39
    else { return nil }
    var (length, letters) = (first.wordLength, (first.bytes, UInt64(0)))
    var written = (EightBytes.load(text, at: source), UInt64(0))
    var behind = first.bytes &>> UInt64(length &* 8)
    if length == 8 {
      guard start &+ 16 <= copy.end, source &+ 16 <= text.count,
        let second = EightBytes(bytes, at: start &+ 8), second.wordLength < 8
      else { return nil }
      let rest = second.wordLength
      letters.1 = EightBytes.first(rest, of: second.bytes)
      written.1 = EightBytes.first(rest, of: EightBytes.load(text, at: source &+ 8))
      behind = second.bytes &>> UInt64(rest &* 8)
      length &+= rest
    } else {
      letters.0 = EightBytes.first(length, of: letters.0)
      written.0 = EightBytes.first(length, of: written.0)
    }
    // An apostrophe may belong to the word.
    if length == 0 || behind & 0xFF == 0x27 { return nil }
    let spaceBefore = hasSpace || position == 0
    position = start &+ length
    let hash = GazetteerHash.add(letters.0, count: min(length, 8), to: GazetteerHash.seed)
    let word = Word(letters: letters, count: length)
    return Token(
      kind: .word, range: source..<source &+ length, folded: start..<position, word: word,
      hash: length > 8 ? GazetteerHash.add(letters.1, count: length &- 8, to: hash) : hash,
      shape: Word.shape(of: Word(letters: written, count: length), folded: word)
        ?? Token.Shape(text, source..<source &+ length),
      spaceBefore: spaceBefore, letters: UInt8(truncatingIfNeeded: length))
  }

  @inline(__always) private func token(
    _ kind: Token.Kind, _ range: Range<Int>, _ spaceBefore: Bool, _ source: Range<Int>,
    _ text: UnsafeBufferPointer<UInt8>
  ) -> Token {
    let word = Word(bytes, range)
    let letters = range.count < 16 ? word.scalars : bytes[range].count { !UTF8Text.isContinuation($0) }
    var token = Token(
      kind: kind, range: source, folded: range, word: word, shape: .caseless, spaceBefore: spaceBefore,
      letters: UInt8(truncatingIfNeeded: min(letters, 255)))
    guard kind != .punctuation else { return token }
    if isPlain { token.hash = hash }
    guard kind == .word else { return token }
    let isASCII = isPlain && letters == range.count && letters < 16 && source.count == letters
    token.shape =
      (isASCII ? Word.shape(of: Word(text, source), folded: word) : nil)
      ?? Token.Shape(text, source)
    return token
  }

  /// The next token, and whether white space or the region's start stands before it; nil at the end.
  @inline(__always)
  private mutating func next() -> (kind: Token.Kind, range: Range<Int>, spaceBefore: Bool)? {
    var spaceBefore = position == 0
    while position < bytes.count, bytes[position] == 0x20 {
      position &+= 1
      spaceBefore = true
    }
    guard position < bytes.count else { return nil }
    let start = position
    hash = GazetteerHash.seed
    isPlain = true
    let kind = scan()
    return (kind, start..<position, spaceBefore)
  }

  private func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    UTF8Text.scalar(in: bytes, at: offset, before: bytes.count)
  }

  private func `class`(of scalar: UInt32) -> Class { NameBoundary.class(of: scalar, classes) }

  @inline(__always) private mutating func scan() -> Token.Kind {
    let byte = bytes[position]
    guard NameBoundary.isASCIIWord(byte) else { return scanOther() }
    if byte <= 0x39 {
      scanNumber()
      return .number
    }
    scanWord()
    scanApostrophes()
    return .word
  }

  /// Takes in what begins with no letter or digit of ASCII.
  private mutating func scanOther() -> Token.Kind {
    let first = scalar(at: position)
    let kind = `class`(of: first.value)
    if kind.contains(.digit) {
      scanNumber()
      return .number
    }
    if kind.contains(.letter) {
      if Self.isCased(first.value) {
        scanWord()
        scanApostrophes()
      } else {
        scanWhile { !$1.isDisjoint(with: [.letter, .mark]) && !Self.isCased($0) }
      }
      return .word
    }
    position += first.length
    if first.value == 0x27, isPossessive(at: position) { position += 1 }
    return .punctuation
  }

  /// Takes in digits, and letters of a script with case behind them: "5th", "1970s".
  private mutating func scanNumber() {
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      hash = GazetteerHash.add(bytes[position], to: hash)
      position &+= 1
    }
    guard position < bytes.count else { return }
    if bytes[position] >= 0x80 { scanWhile { $1.contains(.digit) } }
    if position < bytes.count, Self.isCased(scalar(at: position).value) { scanWord() }
  }

  /// Takes in an apostrophe with letters behind it, "tov'yog", unless it is a possessive.
  @inline(__always) private mutating func scanApostrophes() {
    while position + 1 < bytes.count, bytes[position] == 0x27,
      `class`(of: scalar(at: position + 1).value).contains(.letter),
      !isPossessive(at: position + 1)
    {
      isPlain = false
      position += 1
      scanWord()
    }
  }

  /// An "s" after an apostrophe, with the word's end behind it.
  private func isPossessive(at offset: Int) -> Bool {
    guard offset < bytes.count, bytes[offset] == 0x73 else { return false }
    return offset + 1 == bytes.count || !isWordPart(scalar(at: offset + 1).value)
  }

  /// Takes in letters, marks and digits.
  @inline(__always) private mutating func scanWord() {
    if position &+ 8 <= bytes.count, let eight = EightBytes(bytes, at: position) {
      let length = eight.wordLength
      hash = GazetteerHash.add(eight.bytes, count: length, to: hash)
      position &+= length
      if length < 8 { return }
    }
    while position < bytes.count {
      let byte = bytes[position]
      if NameBoundary.isASCIIWord(byte) {
        hash = GazetteerHash.add(byte, to: hash)
        position &+= 1
        continue
      }
      guard byte >= 0x80 else { return }
      let next = scalar(at: position)
      if !NameBoundary.isLatinLetter(next.value) {
        guard isWordPart(next.value) else { return }
        isPlain = false
      }
      for offset in position..<position + next.length { hash = GazetteerHash.add(bytes[offset], to: hash) }
      position &+= next.length
    }
  }

  /// Takes in scalars as long as they and their classes are such: of a script that is not plain.
  @inline(__always) private mutating func scanWhile(_ isPart: (UInt32, Class) -> Bool) {
    while position < bytes.count {
      let next = scalar(at: position)
      guard isPart(next.value, `class`(of: next.value)) else { return }
      isPlain = false
      position += next.length
    }
  }

  private func isWordPart(_ scalar: UInt32) -> Bool { !`class`(of: scalar).isDisjoint(with: .wordPart) }

  /// Letters of Latin, Greek and Cyrillic: scripts with capitals, written with spaces.
  private static func isCased(_ scalar: UInt32) -> Bool {
    0x61...0x7A ~= scalar || 0x41...0x5A ~= scalar || 0xC0...0x52F ~= scalar || 0x1E00...0x1FFF ~= scalar
  }
}

extension Token.Shape {
  /// The shape of a word in a text that is not folded.
  init(_ text: [UInt8], _ range: Range<Int>) {
    self = text.withUnsafeBufferPointer { Token.Shape($0, range) }
  }

  /// The shape of a word in a text that is not folded; the range lies in it.
  init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var (letters, capitals, isFirstCapital) = (0, 0, false)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = text[offset]
      if byte < 0x80 {
        offset += 1
        guard (byte | 0x20) &- 0x61 < 26 else { continue }
        let isCapital = byte < 0x61
        if letters == 0 { isFirstCapital = isCapital }
        letters += 1
        if isCapital { capitals += 1 }
        continue
      }
      let (value, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      offset += length
      let kind = NameBoundary.class(of: value)
      guard kind.contains(.letter) else { continue }
      let isCapital = kind.contains(.uppercase)
      if letters == 0 { isFirstCapital = isCapital }
      letters += 1
      if isCapital { capitals += 1 }
      if letters == 1, !isCapital, CodePoint.isKhmer(value) || value >= 0x0E00 && value < 0x1000 {
        self = .caseless
        return
      }
    }
    self = Token.Shape(letters: letters, capitals: capitals, isFirstCapital: isFirstCapital)
  }

  private init(letters: Int, capitals: Int, isFirstCapital: Bool) {
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
