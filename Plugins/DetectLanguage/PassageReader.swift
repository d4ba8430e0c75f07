import UnicodeText

/// A stretch of a block between marks of punctuation that can set a quotation or title off.
struct Passage {
  /// UTF-8 bytes in the text, from its first letter to its last.
  var range: Range<Int>
  var evidence = Evidence()
}

/// Reads a block once, word by word.
///
/// A passage is cut again where Vietnamese words stand in a row among words that cannot be Vietnamese, as a quotation
/// does that no punctuation sets off.
struct PassageReader {
  private let text: [UInt8]
  private let end: Int
  private let judge: Judge
  /// Takes each passage when it is read, so that the evidence of all of them need not be kept.
  private let take: (Passage) -> Void
  /// The parts of the passage that is being read: by turns what stands around Vietnamese words and they.
  private var pieces: [Piece] = []
  private var current = Piece()
  private var word = WordInHand()
  /// Where the stretch without white space ends that is being read, and whether it is code or an address.
  private var tokenEnd = 0
  private var isCode = false
  private var lastLetterEnd = -1

  /// - Complexity: O(n).
  static func read(_ text: [UInt8], in range: Range<Int>, _ judge: Judge, take: (Passage) -> Void) {
    withoutActuallyEscaping(take) { take in
      var reader = PassageReader(text: text, end: range.upperBound, judge: judge, take: take)
      reader.read(range)
    }
  }

  private init(text: [UInt8], end: Int, judge: Judge, take: @escaping (Passage) -> Void) {
    self.text = text
    self.end = end
    self.judge = judge
    self.take = take
  }

  private mutating func read(_ range: Range<Int>) {
    var offset = range.lowerBound
    tokenEnd = offset
    while offset < end {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: end)
      if offset >= tokenEnd, scalar > 0x20 { beginToken(at: offset) }
      if isLetter(scalar) {
        add(scalar, offset..<offset + length)
      } else if CodePoint.isMark(scalar), lastLetterEnd == offset {
        let place = offset..<offset + length
        if word.isEmpty { current.include(place) } else { word.addMark(scalar, at: place) }
        lastLetterEnd = offset + length
      } else {
        finishWord()
        if isBorder(scalar, offset..<offset + length) { finishPassage() }
      }
      offset += length
    }
    finishWord()
    finishPassage()
  }

  private mutating func beginToken(at start: Int) {
    tokenEnd = start + 1
    while tokenEnd < end, text[tokenEnd] > 0x20 { tokenEnd += 1 }
    isCode = CodeToken.isCode(text[start..<tokenEnd])
  }

  private func isLetter(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return 0x61...0x7A ~= scalar | 0x20 }
    return scalar < 0x250 && scalar >= 0xC0 && scalar != 0xD7 && scalar != 0xF7 || CodePoint.isLetter(scalar)
  }

  /// Quotation marks, brackets, colons, dashes, bars, ends of lines; a full stop or hyphen with a space after
  /// it.
  private func isBorder(_ scalar: UInt32, _ place: Range<Int>) -> Bool {
    switch scalar {
    case 0x0A, 0x22, 0x28, 0x29, 0x3A, 0x3B, 0x5B, 0x5D, 0x7B, 0x7C, 0x7D, 0xAB, 0xBB, 0x2013, 0x2014,
      0x201C...0x201E, 0x2026,
      0x300A...0x300F, 0x3002, 0x17D4, 0x17D5:
      return true
    case 0x2E, 0x21, 0x3F: return place.upperBound == end || text[place.upperBound] <= 0x20
    case 0x2D:
      return place.upperBound < end && text[place.upperBound] == 0x20 && place.lowerBound > 0
        && text[place.lowerBound - 1] == 0x20
    default: return false
    }
  }

  private mutating func add(_ scalar: UInt32, _ place: Range<Int>) {
    let isLatin = scalar < 0x250 || 0x1E00...0x1EFF ~= scalar
    let writing: Evidence.Writing = isLatin ? .latin : Evidence.Writing(Script(of: scalar))
    if !word.isEmpty, word.writing != writing { finishWord() }
    lastLetterEnd = place.upperBound
    guard writing == .latin || writing == .cyrillic else {
      if current.isVietnamese { closeVietnamese(isTrimmed: true) }
      current.include(place)
      (current.clearEnd, current.unclearStart) = (place.upperBound, nil)
      current.evidence.letters[writing.rawValue] &+= 1
      return
    }
    if isCode { return current.include(place) }
    word.add(scalar, writing, at: place)
  }

  private mutating func finishWord() {
    guard !word.isEmpty else { return }
    switch word.kind {
    case .syllable:
      if !current.isVietnamese { beginVietnamese() }
      current.syllables += 1
      current.trimmedEnd = nil
    case .unclear(let isCommon):
      current.takeUnclear(word.range, isCommon: isCommon)
    case .foreign(let isPlain):
      if current.isVietnamese { closeVietnamese(isTrimmed: true) }
      current.clearEnd = word.range.upperBound
      current.unclearStart = nil
      if isPlain { current.foreignWords += 1 }
    }
    current.include(word.range)
    current.evidence.letters[word.writing.rawValue] &+= Int32(truncatingIfNeeded: word.letters)
    word.count(into: &current.evidence, judge)
    word.clear()
  }

  private mutating func finishPassage() {
    if !current.range.isEmpty || !pieces.isEmpty { takePieces() }
    current = Piece()
  }
}

// MARK: Vietnamese among other words

extension PassageReader {
  /// Words one after another, Vietnamese or others.
  private struct Piece {
    var range = 0..<0
    var evidence = Evidence()
    var isVietnamese = false
    /// Syllables with marks.
    var syllables = 0
    /// Words in small letters that are no Vietnamese syllables.
    var foreignWords = 0
    /// Where the words begin, at the end of the piece, that may be Vietnamese, and where those end before them.
    var unclearStart: Int?
    var clearEnd: Int?
    /// Where a Vietnamese piece ends without words at its end that may be English or French.
    var trimmedEnd: Int?

    mutating func include(_ place: Range<Int>) {
      range = (range.isEmpty ? place.lowerBound : range.lowerBound)..<place.upperBound
    }

    mutating func takeUnclear(_ place: Range<Int>, isCommon: Bool) {
      if isVietnamese {
        if isCommon, trimmedEnd == nil { trimmedEnd = range.upperBound }
      } else if isCommon {
        (clearEnd, unclearStart) = (place.upperBound, nil)
      } else if unclearStart == nil {
        unclearStart = place.lowerBound
      }
    }

    mutating func append(_ other: Piece) {
      include(other.range)
      evidence += other.evidence
      foreignWords += other.foreignWords
    }

    /// A quotation rather than a name: four words, half of them with marks, two of these in small letters.
    var isQuotation: Bool {
      let words = evidence.words
      return isVietnamese && words >= 4 && syllables * 2 >= words && evidence.plainMarked.words >= 2
    }
  }

  private mutating func beginVietnamese() {
    if let clearEnd = current.clearEnd {
      let start = current.unclearStart
      current.range = current.range.lowerBound..<clearEnd
      pieces.append(current)
      current = Piece()
      if let start { current.range = start..<start + 1 }
    }
    current.isVietnamese = true
  }

  /// Goes on with other words; what is too short for a quotation is among them.
  private mutating func closeVietnamese(isTrimmed: Bool) {
    guard current.isQuotation else { return joinLast() }
    if isTrimmed, let end = current.trimmedEnd { current.range = current.range.lowerBound..<end }
    pieces.append(current)
    current = Piece()
  }

  /// Makes the last two pieces one of other words.
  private mutating func joinLast() {
    if let last = pieces.last, !last.isVietnamese {
      var joined = last
      joined.append(current)
      pieces.removeLast()
      current = joined
    }
    (current.isVietnamese, current.syllables, current.unclearStart) = (false, 0, nil)
    (current.clearEnd, current.trimmedEnd) = (current.range.upperBound, nil)
  }

  /// Hands the passage over: in pieces where enough words are not Vietnamese, else in one.
  private mutating func takePieces() {
    if current.isVietnamese { closeVietnamese(isTrimmed: false) }
    if !current.range.isEmpty { pieces.append(current) }
    let foreignWords = pieces.reduce(0) { $0 + $1.foreignWords }
    let isSentence = pieces.contains {
      !$0.isVietnamese && $0.evidence.common + $0.evidence.foreignMarked > 0
    }
    if foreignWords >= 3, isSentence, pieces.count > 1 {
      for piece in pieces { take(Passage(range: piece.range, evidence: piece.evidence)) }
    } else if var whole = pieces.first {
      for piece in pieces.dropFirst() { whole.append(piece) }
      take(Passage(range: whole.range, evidence: whole.evidence))
    }
    pieces.removeAll(keepingCapacity: true)
  }
}
