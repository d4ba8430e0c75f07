import UnicodeText

/// A scalar of a run, as it stands after the rules for single characters.
struct Token {
  var value: UInt32
  var kind: KhmerCharacter
  /// UTF-8 bytes of the source; empty for the second and later scalars that one source scalar gave.
  var range: Range<Int>
  /// The rule that gave it a value other than the source's.
  var rule: Rule?

  init(_ value: UInt32, range: Range<Int>, rule: Rule? = nil) {
    self.value = value
    self.kind = KhmerCharacter(value)
    self.range = range
    self.rule = rule
  }
}

/// A source character that goes, and why.
struct Drop {
  var range: Range<Int>
  var rule: Rule
}

/// Reads runs of Khmer letters, marks, spaces and invisible characters, one after the other.
///
/// A run goes through three steps: rules for single characters, then for zero-width spaces, then for
/// syllables. Each step sees only what the one before left, so that a second pass over the result finds
/// nothing.
struct KhmerRun {
  let bytes: [UInt8]
  let options: NormalizeKhmer.Options
  let language: KhmerNormalizer.Language
  var reading = KhmerReading()

  var tokens: [Token] = []
  var drops: [Drop] = []

  init(bytes: [UInt8], options: NormalizeKhmer.Options, language: KhmerNormalizer.Language) {
    self.bytes = bytes
    self.options = options
    self.language = language
  }

  /// Reads the run that starts at `start` and returns where it ends.
  ///
  /// - Parameter block: the whole block, when the text is one.
  mutating func read(from start: Int, before stop: Int, block: Range<Int>?) -> Int {
    tokens.removeAll(keepingCapacity: true)
    drops.removeAll(keepingCapacity: true)
    let end = readTokens(from: start, before: stop)
    if block?.lowerBound == start { dropByteOrderMarks() }
    let before = block?.lowerBound == start ? nil : scalarBefore(start)
    let after = block?.upperBound == end ? nil : scalarAfter(end)
    dropZeroWidthSpaces(
      startsAtEdge: before.map(CodePoint.isSpace) ?? (block?.lowerBound == start),
      endsAtEdge: after.map(CodePoint.isSpace) ?? (block?.upperBound == end))
    readSyllables()
    return end
  }

  private func scalarBefore(_ offset: Int) -> UInt32? {
    offset > 0 ? UTF8Text.scalar(in: bytes, endingAt: offset, after: 0).value : nil
  }

  private func scalarAfter(_ offset: Int) -> UInt32? {
    offset < bytes.count ? UTF8Text.scalar(in: bytes, at: offset, before: bytes.count).value : nil
  }
}

// MARK: Single characters

extension KhmerRun {
  private mutating func readTokens(from start: Int, before stop: Int) -> Int {
    var offset = start
    while offset < stop {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: stop)
      let isInvisible = 0x200B...0x200D ~= scalar || scalar == Khmer.byteOrderMark
      let isSpace = scalar == 0x20 || scalar == 0xA0
      guard CodePoint.isKhmer(scalar) || isInvisible || isSpace || scalar == 0x25CC else { break }
      addTokens(for: scalar, range: offset..<offset + length)
      offset += length
    }
    return offset
  }

  private mutating func addTokens(for scalar: UInt32, range: Range<Int>) {
    switch scalar {
    case 0x17B4, 0x17B5:
      drops.append(Drop(range: range, rule: .inherentVowel))
    case 0x17A3, 0x17A4, 0x17A8, 0x17D8:
      if options.deprecated == .map {
        addTokens(Self.preferred(to: scalar), range: range, rule: .deprecatedLetter)
      } else {
        reading.findings.append(KhmerFinding(kind: .deprecatedLetter, range: range))
        tokens.append(Token(scalar, range: range))
      }
    case 0x17E0...0x17E9 where options.digits == .ascii:
      addTokens([scalar - 0x17E0 + 0x30], range: range, rule: .digit)
    default:
      if scalar == Khmer.da && options.coengDT == .keep && tokens.last?.kind == .coeng {
        reading.keptSubscriptDa += 1
      }
      tokens.append(Token(scalar, range: range))
    }
  }

  private mutating func addTokens(_ scalars: [UInt32], range: Range<Int>, rule: Rule) {
    for (index, scalar) in scalars.enumerated() {
      tokens.append(
        Token(scalar, range: index == 0 ? range : range.upperBound..<range.upperBound, rule: rule))
    }
  }

  /// - Source: Unicode NamesList, notes at U+17A3, U+17A4, U+17A8 and U+17D8.
  private static func preferred(to scalar: UInt32) -> [UInt32] {
    switch scalar {
    case 0x17A3: [0x17A2]
    case 0x17A4: [0x17A2, 0x17B6]
    case 0x17A8: [0x17A7, 0x1780]
    default: [0x17D4, 0x179B, 0x17D4]
    }
  }

  /// Byte order marks among the invisible characters that start a block.
  private mutating func dropByteOrderMarks() {
    let kept = options.zwsp == .keep
    let lead = tokens.prefix { $0.value == Khmer.byteOrderMark || !kept && $0.kind == .zeroWidthSpace }
    let marks = lead.filter { $0.value == Khmer.byteOrderMark }
    drops += marks.map { Drop(range: $0.range, rule: .byteOrderMark) }
    tokens.replaceSubrange(0..<lead.count, with: lead.filter { $0.value != Khmer.byteOrderMark })
  }
}
