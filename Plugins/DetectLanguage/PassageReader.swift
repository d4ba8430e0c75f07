import UnicodeText

/// A stretch of a block between marks of punctuation that can set a quotation or title off.
struct Passage {
  /// UTF-8 bytes in the text, from its first letter to its last.
  var range: Range<Int>
  var evidence = Evidence()
}

/// Reads a block once, word by word.
struct PassageReader {
  private let text: [UInt8]
  private let end: Int
  private let judge: Judge
  /// Takes each passage when it is read, so that the evidence of all of them need not be kept.
  private let take: (Passage) -> Void
  private var current = Passage(range: 0..<0)
  private var word = WordInHand()
  /// Where the stretch without white space ends that is being read, and whether it is code or an address.
  private var tokenEnd = 0
  private var isCode = false

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
      } else if CodePoint.isMark(scalar), !current.range.isEmpty, current.range.upperBound == offset {
        if !word.isEmpty { word.addMark(scalar) }
        current.range = current.range.lowerBound..<offset + length
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
    if current.range.isEmpty { current.range = place }
    current.range = current.range.lowerBound..<place.upperBound
    guard writing == .latin || writing == .cyrillic else {
      current.evidence.letters[writing.rawValue] &+= 1
      return
    }
    if isCode { return }
    current.evidence.letters[writing.rawValue] &+= 1
    word.add(scalar, writing)
  }

  private mutating func finishWord() {
    guard !word.isEmpty else { return }
    word.count(into: &current.evidence, judge)
    word.clear()
  }

  private mutating func finishPassage() {
    if !current.range.isEmpty { take(current) }
    current = Passage(range: 0..<0)
  }
}
