import StageKit
import UnicodeText

/// A scalar of a run, as it stands after the rules for single characters.
struct Token {
  var value: UInt32
  var kind: KhmerCharacter
  /// The rule that gave it a value other than the source's.
  var rule: Rule?
  /// UTF-8 bytes of the source; empty for the second and later scalars that one source scalar gave.
  var range: Range<Int>

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

/// Reads a few Khmer letters, marks, spaces and invisible characters at a time.
///
/// They go through three steps: rules for single characters, then for zero-width spaces, then for syllables.
/// Each step sees only what the one before left, so that a second pass over the result finds nothing. The
/// arrays are kept from one call to the next.
struct KhmerRun {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var options: NormalizeKhmer.Options

  var tokens: [Token] = []
  var drops: [Drop] = []
  var hasSpaces = false
  var syllable: Syllable
  /// The rules of the edit that was added last.
  var lastRules = RuleSet()
  /// Names of sets of rules that were met before: a few.
  private var names: [(rules: RuleSet, name: String)] = []

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    options = NormalizeKhmer.Options()
    syllable = Syllable()
  }

  /// Says by which rules to read from now on.
  mutating func use(_ options: NormalizeKhmer.Options, _ language: KhmerNormalizer.Language) {
    self.options = options
    syllable.language = language
  }

  /// Reads from `start`, where a syllable or a run begins, on past `trouble` to where the next syllable begins
  /// that has nothing to do with those before, or to the end of the run; returns that place.
  mutating func read(
    from start: Int, past trouble: Int, limits: Range<Int>, _ block: Range<Int>?, isAfterAddress: Bool,
    _ addresses: inout Addresses,
    _ reading: inout KhmerReading
  ) -> Int {
    tokens.removeAll(keepingCapacity: true)
    drops.removeAll(keepingCapacity: true)
    hasSpaces = false
    let end = readTokens(from: start, past: trouble, limits.upperBound, &addresses, &reading)
    let isBeforeAddress =
      end < limits.upperBound && addresses.freeEnd(from: end, in: bytes) == end && addresses.addressEnd > end
    if isBeforeAddress { keepLast(before: end) }
    if block?.lowerBound == start { dropByteOrderMarks() }
    if hasSpaces {
      let before = border(scalarBefore(start), isBlockEdge: block?.lowerBound == start)
      let after = border(scalarAfter(end), isBlockEdge: block?.upperBound == end)
      dropZeroWidthSpaces(
        from: isAfterAddress ? .address : before, to: isBeforeAddress ? .address : after)
    }
    readSyllables(&reading)
    return end
  }

  /// Takes back what was to go right before an address: where that begins may hang on the character before it.
  private mutating func keepLast(before address: Int) {
    var place = address
    while let last = drops.last, last.range.upperBound == place {
      place = last.range.lowerBound
      drops.removeLast()
    }
  }

  private func border(_ neighbour: UInt32?, isBlockEdge: Bool) -> Border {
    isBlockEdge || neighbour.map(CodePoint.isSpace) ?? false ? .edge : .text
  }

  private func scalarBefore(_ offset: Int) -> UInt32? {
    offset > 0 ? UTF8Text.scalar(in: bytes, endingAt: offset, after: 0).value : nil
  }

  private func scalarAfter(_ offset: Int) -> UInt32? {
    offset < bytes.count ? UTF8Text.scalar(in: bytes, at: offset, before: bytes.count).value : nil
  }

  /// The name of a set of rules, made once.
  mutating func name(of rules: RuleSet) -> String {
    if let known = names.first(where: { $0.rules == rules }) { return known.name }
    let name = rules.name
    if names.count < 64 { names.append((rules, name)) }
    return name
  }
}

// MARK: Single characters

extension KhmerRun {
  private mutating func readTokens(
    from start: Int, past trouble: Int, _ stop: Int, _ addresses: inout Addresses,
    _ reading: inout KhmerReading
  ) -> Int {
    var offset = start
    var free = start
    var takesBase = true
    while offset < stop {
      if offset >= free {
        free = addresses.freeEnd(from: offset, in: bytes)
        if free == offset, addresses.addressEnd > offset { break }
        if free == offset { free = offset + 1 }
      }
      let (scalar, length) = scalar(at: offset, stop)
      let isInvisible = 0x200B...0x200D ~= scalar || scalar == Khmer.byteOrderMark
      let isSpace = scalar == 0x20 || scalar == 0xA0
      guard CodePoint.isKhmer(scalar) || isInvisible || isSpace || scalar == 0x25CC else { break }
      let kind = KhmerCharacter(scalar)
      if kind == .base, !takesBase, offset > trouble { break }
      takesBase = kind.joinsNext || isInvisible || scalar == 0x17B4 || scalar == 0x17B5
      hasSpaces = hasSpaces || isSpace || scalar == 0x200B
      addTokens(for: scalar, range: offset..<offset + length, &reading)
      offset += length
    }
    return offset
  }

  /// As `UTF8Text.scalar`, with a short way for Khmer.
  @inline(__always)
  private func scalar(at offset: Int, _ stop: Int) -> (value: UInt32, length: Int) {
    if offset + 2 < stop, bytes[offset] == 0xE1, bytes[offset + 1] & 0xFE == 0x9E,
      bytes[offset + 2] & 0xC0 == 0x80
    {
      return (0x1780 | UInt32(bytes[offset + 1] & 1) << 6 | UInt32(bytes[offset + 2] & 0x3F), 3)
    }
    return UTF8Text.scalar(in: bytes, at: offset, before: stop)
  }

  private mutating func addTokens(for scalar: UInt32, range: Range<Int>, _ reading: inout KhmerReading) {
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
    if marks.isEmpty { return }
    drops += marks.map { Drop(range: $0.range, rule: .byteOrderMark) }
    tokens.replaceSubrange(0..<lead.count, with: lead.filter { $0.value != Khmer.byteOrderMark })
  }
}
