import UnicodeText

/// A stretch of a block between marks of punctuation that can set a quotation or title off, with its
/// evidence.
struct Passage {
  /// UTF-8 bytes in the text, from its first letter to its last.
  var range: Range<Int>
  var evidence = Evidence()
}

/// Reads a block once, word by word.
struct PassageReader {
  private let text: [UInt8]
  private let end: Int
  private(set) var passages: [Passage] = []
  private var current = Passage(range: 0..<0)
  private var word = WordInHand()

  /// - Complexity: O(n).
  static func passages(of text: [UInt8], in range: Range<Int>) -> [Passage] {
    var reader = PassageReader(text: text, end: range.upperBound)
    reader.read(range)
    return reader.passages
  }

  private init(text: [UInt8], end: Int) {
    self.text = text
    self.end = end
  }

  private mutating func read(_ range: Range<Int>) {
    var offset = range.lowerBound
    while offset < end {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: end)
      if isLetter(scalar) {
        take(scalar, offset..<offset + length)
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

  private mutating func take(_ scalar: UInt32, _ place: Range<Int>) {
    let isLatin = scalar < 0x250 || 0x1E00...0x1EFF ~= scalar
    let writing: Evidence.Writing = isLatin ? .latin : Evidence.Writing(Script(of: scalar))
    if !word.isEmpty, word.writing != writing { finishWord() }
    if current.range.isEmpty { current.range = place }
    current.range = current.range.lowerBound..<place.upperBound
    current.evidence.letters[writing.rawValue] &+= 1
    if writing == .cyrillic { noteCyrillic(scalar) }
    if writing == .latin || writing == .cyrillic { word.add(scalar, writing) }
  }

  private mutating func noteCyrillic(_ scalar: UInt32) {
    switch scalar {
    case 0x4E8, 0x4E9, 0x4AE, 0x4AF: current.evidence.mongolianLetters += 1
    case 0x42B, 0x44B, 0x42D, 0x44D, 0x401, 0x451: current.evidence.russianLetters += 1
    case 0x410...0x44F: break
    default: current.evidence.otherCyrillic += 1
    }
  }

  private mutating func finishWord() {
    guard !word.isEmpty else { return }
    word.count(into: &current.evidence)
    word.clear()
  }

  private mutating func finishPassage() {
    if !current.range.isEmpty { passages.append(current) }
    current = Passage(range: 0..<0)
  }
}

/// The word that is being read.
private struct WordInHand {
  private(set) var writing = Evidence.Writing.latin
  private var folded: [UInt8] = []
  private var hasMarks = false
  private var letters = 0
  private var traits: LetterTraits = []
  private var last: LetterTraits = []
  private var vowelGroups = 0
  private var tones = 0
  /// ASCII letters after the last vowel.
  private var coda: [UInt8] = []
  private var onset = 0

  var isEmpty: Bool { letters == 0 }

  mutating func clear() {
    folded.removeAll(keepingCapacity: true)
    coda.removeAll(keepingCapacity: true)
    (hasMarks, letters, traits, last, vowelGroups, tones, onset) = (false, 0, [], [], 0, 0, 0)
  }

  mutating func add(_ scalar: UInt32, _ writing: Evidence.Writing) {
    self.writing = writing
    letters += 1
    guard letters <= 40 else { return }
    UTF8Text.append(scalar < 0x80 ? scalar | 0x20 : CodePoint.caseFolded(scalar), to: &folded)
    guard writing == .latin else { return }
    let next = LetterTraits.of(scalar)
    if next.contains(.vowel) {
      if !last.contains(.vowel) { vowelGroups += 1 }
      coda.removeAll(keepingCapacity: true)
    } else if vowelGroups == 0 {
      onset += 1
    } else {
      coda.append(scalar < 0x80 ? UInt8(scalar | 0x20) : 0x3F)
    }
    if next.contains(.tone) { tones += 1 }
    traits.formUnion(next)
    last = next
  }

  mutating func addMark(_ mark: UInt32) {
    guard writing == .latin, letters <= 40, folded.count < 400 else { return }
    hasMarks = true
    UTF8Text.append(mark, to: &folded)
    let added = LetterTraits.ofMark(mark, on: last)
    if added.contains(.tone) { tones += 1 }
    last.formUnion(added)
    traits.formUnion(added)
  }

  /// Adds what the word shows.
  func count(into evidence: inout Evidence) {
    evidence.words += 1
    guard letters <= 40 else { return }
    let mask = FunctionWords.mask(FunctionWords.hash(hasMarks ? NFC.normalized(folded) : folded))
    if mask != 0 {
      for bit in 0..<16 where mask >> UInt16(bit) & 1 == 1 { evidence.hits[bit] &+= 1 }
    }
    guard writing == .latin else { return }
    if traits.contains(.marked), hasSyllableShape {
      evidence.marked += 1
      if traits.contains(.onlyVietnamese) { evidence.onlyVietnamese += 1 }
    } else if traits.contains(.marked) || traits.contains(.foreign) && folded.contains(where: { $0 >= 0x80 })
    {
      evidence.foreignMarked += 1
    }
  }

  /// One group of vowels, at most one tone, an ending that Vietnamese has, no letter that it has not.
  private var hasSyllableShape: Bool {
    guard !traits.contains(.foreign), vowelGroups == 1, tones <= 1, letters <= 7, onset <= 3 else {
      return false
    }
    switch coda.count {
    case 0: return true
    case 1: return [0x63, 0x6D, 0x6E, 0x70, 0x74].contains(coda[0])
    case 2: return coda == [0x63, 0x68] || coda == [0x6E, 0x67] || coda == [0x6E, 0x68]
    default: return false
    }
  }
}
