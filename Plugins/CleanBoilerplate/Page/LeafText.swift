/// A count within a page, which has less than 2 GB, in 32 bits: pages may have a leaf every five bytes.
@propertyWrapper struct Compact {
  private var value: Int32

  init(wrappedValue: Int) { value = Int32(truncatingIfNeeded: wrappedValue) }

  var wrappedValue: Int {
    @inline(__always) get { Int(value) }
    @inline(__always) set { value = Int32(truncatingIfNeeded: newValue) }
  }
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
  /// Hash of its letters: the same text twice on a page.
  var hash = WordHash.start

  /// Hash of its letters up to the end of the word with the 30th.
  var opening: UInt64 = 0

  /// Numbers of its text and its opening among those of the page, and of the look of its element.
  var textNumber: Int32 = 0
  var openingNumber: Int32 = 0
  var shapeNumber: Int32 = 0

  private var wordHash = WordHash.start
  @Compact private var wordLength = 0
  @Compact private var digitRun = 0
  private var last: UInt32 = 0
  private var beforeClock = false

  mutating func add(_ text: UnsafeBufferPointer<UInt8>, isLink: Bool, isStrong: Bool) {
    let before = letters
    walk(text)
    bytes += text.count
    if isLink { linkLetters += letters - before }
    if isStrong { strongLetters += letters - before }
  }

  mutating func addLineBreak() {
    endWord()
    lineBreaks += 1
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
    if letters == 0, text[start] >= 0x61 { beginsLower = true }
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
    letters += i - start
    wordLength += i - start
    capitals += upper
    last = UInt32(text[i - 1])
    return i
  }

  @inline(__always) private mutating func ascii(_ byte: UInt8) {
    if byte >= 0x30, byte <= 0x39 {
      if letters == 0 { beginsWithDigit = true }
      letters += 1
      digits += 1
      digitRun += 1
      hash = WordHash.add(byte, to: hash)
      wordHash = WordHash.add(byte, to: wordHash)
      wordLength += 1
      if beforeClock, digitRun == 2 { hasClock = true }
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
      if last == 0x2E || last == 0x21 || last == 0x3F || last == 0x2026 { sentences += 1 }
    case 0x2C: commas += 1
    case 0x7C, 0x2F, 0x3E: dividers += 1
    case 0x24: currencies += 1
    case 0x40: hasAt = true
    case 0x28, 0x5B: brackets += 1
    case 0x3F: questions += 1
    case 0x22, 0x27, 0x29, 0x5D:
      if last == 0x2E || last == 0x21 || last == 0x3F { sentences += 1 }
    default: break
    }
  }

  private mutating func other(_ scalar: UInt32, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    beforeClock = false
    endDigits()
    if Letters.isLetter(scalar) {
      letters += 1
      wordLength += 1
      for i in range {
        wordHash = WordHash.add(text[i], to: wordHash)
        hash = WordHash.add(text[i], to: hash)
      }
    } else {
      switch scalar {
      case 0xA0, 0x200B, 0x2002...0x200A: endWord()
      case 0x2022, 0xB7, 0xBB, 0x203A, 0x2192, 0x25BA, 0x25B8, 0x2039, 0xAB: dividers += 1; endWord()
      case 0xA9: hasCopyright = true
      case 0xA3, 0x20AC, 0xA5, 0x20B9, 0x20AB, 0x20BD: currencies += 1
      case 0x17D4, 0x17D5, 0x3002: sentences += 1; endWord()
      default: endWord()
      }
      if scalar == 0xA0 || scalar == 0x201D || scalar == 0xBB || scalar == 0x2019,
        last == 0x2E || last == 0x21 || last == 0x3F
      {
        sentences += 1
      }
    }
    if scalar != 0xA0 { last = scalar }
  }

  @inline(__always) private mutating func endDigits() {
    if digitRun == 4 { hasYear = true }
    digitRun = 0
  }

  @inline(__always) private mutating func endWord() {
    guard wordLength > 0 else { return }
    if opening == 0, letters >= 30 { opening = hash }
    words += 1
    if wordLength < 20 {
      var groups = TextWords.table[wordHash]
      while groups != 0 {
        let i = groups.trailingZeroBitCount
        hits[i] = hits[i] < 200 ? hits[i] + 1 : 200
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
    case 0x2E, 0x21, 0x3F, 0x2026: sentences += 1; endsInSentence = true
    case 0x17D4, 0x17D5, 0x3002, 0x22, 0x201D, 0xBB, 0x29: endsInSentence = sentences > 0
    case 0x3A: endsInColon = true
    default: break
    }
    if last == 0x2026 { endsInEllipsis = true }
  }
}
