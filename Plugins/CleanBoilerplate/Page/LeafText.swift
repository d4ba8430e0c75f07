/// A count within a page, which has less than 2 GB, in 32 bits: pages may have a leaf every five bytes.
@propertyWrapper struct Compact {
  private var value: Int32

  init(wrappedValue: Int) { value = Int32(truncatingIfNeeded: wrappedValue) }

  var wrappedValue: Int {
    @inline(__always) get { Int(value) }
    @inline(__always) set { value = Int32(truncatingIfNeeded: newValue) }
  }
}

/// A range within a page or its text, which has less than 2 GB, in twice 32 bits.
struct CompactRange {
  private var lower: UInt32
  private var upper: UInt32

  init(_ range: Range<Int>) {
    lower = UInt32(truncatingIfNeeded: range.lowerBound)
    upper = UInt32(truncatingIfNeeded: range.upperBound)
  }

  var lowerBound: Int { Int(lower) }
  var upperBound: Int { Int(upper) }
  var range: Range<Int> { Int(lower)..<Int(upper) }
}

/// What the block model counts in the text of one leaf.
struct LeafText {
  @Compact var letters = 0
  @Compact var linkLetters = 0
  @Compact var digits = 0
  @Compact var capitals = 0
  /// Runs of letters and digits between spaces.
  @Compact var words = 0
  @Compact var sentences = 0
  @Compact var commas = 0
  /// Signs that divide the parts of a menu line: | • · » › / →.
  @Compact var dividers = 0
  @Compact var currencies = 0
  @Compact var brackets = 0
  @Compact var questions = 0
  @Compact var lineBreaks = 0
  @Compact var bytes = 0
  @Compact var links = 0
  /// Letters in strong, b, em, i.
  @Compact var strongLetters = 0
  var hasYear = false
  var hasClock = false
  var hasAt = false
  var hasCopyright = false
  var endsInColon = false
  var endsInEllipsis = false
  var endsInSentence = false
  var beginsLower = false
  var beginsWithDigit = false
  /// How many words of each group (`TextWords`) it has.
  var hits = SIMD16<UInt8>(repeating: 0)
  /// Numbers of its text and its opening among those of the page, and of the look of its element.
  var textNumber: Int32 = 0
  var openingNumber: Int32 = 0
  var shapeNumber: Int32 = 0

}

/// Counts the text of one leaf, piece by piece.
struct LeafTextReading {
  private(set) var counts = LeafText()
  /// Hash of its letters: the same text twice on a page.
  private(set) var hash = WordHash.start
  /// Hash of its letters up to the end of the word with the 30th.
  private(set) var opening: UInt64 = 0

  private var wordHash = WordHash.start
  private var wordLength = 0
  private var digitRun = 0
  private var last: UInt32 = 0
  private var beforeClock = false

  mutating func add(_ text: UnsafeBufferPointer<UInt8>, isLink: Bool, isStrong: Bool) {
    let before = counts.letters
    walk(text)
    counts.bytes += text.count
    if isLink { counts.linkLetters += counts.letters - before }
    if isStrong { counts.strongLetters += counts.letters - before }
  }

  /// Begins another link.
  mutating func beginLink() { counts.links += 1 }

  mutating func addLineBreak() {
    endWord()
    counts.lineBreaks += 1
    last = 0x0A
  }

  private mutating func walk(_ text: UnsafeBufferPointer<UInt8>) {
    var i = 0
    while i < text.count {
      let byte = text[i]
      if Letters.isASCIILetter(byte) {
        i = asciiLetters(text, i)
      } else if byte < 0x80 {
        ascii(byte)
        i += 1
      } else {
        var value: UInt32 = 0
        let end = Letters.scalar(text, i, &value)
        other(value, text, i..<end)
        i = end
      }
    }
  }

  /// Takes a run of ASCII letters; returns where it ends.
  @inline(__always)
  private mutating func asciiLetters(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    if counts.letters == 0, text[start] >= 0x61 { counts.beginsLower = true }
    endDigits()
    var (i, upper) = (start, 0)
    var (word, whole) = (wordHash, hash)
    while i < text.count, Letters.isASCIILetter(text[i]) {
      let lower = text[i] | 0x20
      word = WordHash.add(lower, to: word)
      whole = WordHash.add(lower, to: whole)
      upper += text[i] < 0x60 ? 1 : 0
      i += 1
    }
    (wordHash, hash) = (word, whole)
    counts.letters += i - start
    wordLength += i - start
    counts.capitals += upper
    last = UInt32(text[i - 1])
    return i
  }

  @inline(__always) private mutating func ascii(_ byte: UInt8) {
    if byte >= 0x30, byte <= 0x39 {
      if counts.letters == 0 { counts.beginsWithDigit = true }
      counts.letters += 1
      counts.digits += 1
      digitRun += 1
      hash = WordHash.add(byte, to: hash)
      wordHash = WordHash.add(byte, to: wordHash)
      wordLength += 1
      if beforeClock, digitRun == 2 { counts.hasClock = true }
    } else {
      sign(byte)
    }
    last = UInt32(byte)
  }

  private mutating func sign(_ byte: UInt8) {
    beforeClock = byte == 0x3A && digitRun > 0 && digitRun <= 2
    endDigits()
    endWord()
    switch byte {
    case 0x20, 0x09...0x0D:
      if last == 0x2E || last == 0x21 || last == 0x3F || last == 0x2026 { counts.sentences += 1 }
    case 0x2C: counts.commas += 1
    case 0x7C, 0x2F, 0x3E: counts.dividers += 1
    case 0x24: counts.currencies += 1
    case 0x40: counts.hasAt = true
    case 0x28, 0x5B: counts.brackets += 1
    case 0x3F: counts.questions += 1
    case 0x22, 0x27, 0x29, 0x5D:
      if last == 0x2E || last == 0x21 || last == 0x3F { counts.sentences += 1 }
    default: break
    }
  }

  private mutating func other(_ scalar: UInt32, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    beforeClock = false
    endDigits()
    if Letters.isLetter(scalar) {
      counts.letters += 1
      wordLength += 1
      for i in range {
        wordHash = WordHash.add(text[i], to: wordHash)
        hash = WordHash.add(text[i], to: hash)
      }
    } else {
      switch scalar {
      case 0xA0, 0x200B, 0x2002...0x200A: endWord()
      case 0x2022, 0xB7, 0xBB, 0x203A, 0x2192, 0x25BA, 0x25B8, 0x2039, 0xAB: counts.dividers += 1; endWord()
      case 0xA9: counts.hasCopyright = true
      case 0xA3, 0x20AC, 0xA5, 0x20B9, 0x20AB, 0x20BD: counts.currencies += 1
      case 0x17D4, 0x17D5, 0x3002: counts.sentences += 1; endWord()
      default: endWord()
      }
      if scalar == 0xA0 || scalar == 0x201D || scalar == 0xBB || scalar == 0x2019,
        last == 0x2E || last == 0x21 || last == 0x3F
      {
        counts.sentences += 1
      }
    }
    if scalar != 0xA0 { last = scalar }
  }

  @inline(__always) private mutating func endDigits() {
    if digitRun == 4 { counts.hasYear = true }
    digitRun = 0
  }

  @inline(__always) private mutating func endWord() {
    guard wordLength > 0 else { return }
    if opening == 0, counts.letters >= 30 { opening = hash }
    counts.words += 1
    if wordLength < 20 {
      var groups = TextWords.table[wordHash]
      while groups != 0 {
        let i = groups.trailingZeroBitCount
        counts.hits[i] = counts.hits[i] < 200 ? counts.hits[i] + 1 : 200
        groups &= groups - 1
      }
    }
    wordHash = WordHash.start
    wordLength = 0
  }

  mutating func finish() {
    endDigits()
    endWord()
    switch last {
    case 0x2E, 0x21, 0x3F, 0x2026: counts.sentences += 1; counts.endsInSentence = true
    case 0x17D4, 0x17D5, 0x3002, 0x22, 0x201D, 0xBB, 0x29: counts.endsInSentence = counts.sentences > 0
    case 0x3A: counts.endsInColon = true
    default: break
    }
    if last == 0x2026 { counts.endsInEllipsis = true }
  }
}
