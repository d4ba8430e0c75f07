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

/// Reads runs of Khmer letters, marks, spaces and invisible characters, one after the other.
///
/// A run goes through three steps: rules for single characters, then for zero-width spaces, then for syllables.
/// Each step sees only what the one before left, so that a second pass over the result finds nothing.
struct KhmerRun {
  let bytes: [UInt8]
  let options: NormalizeKhmer.Options
  let language: KhmerNormalizer.Language
  private(set) var reading = KhmerReading()

  var tokens: [Token] = []
  private var drops: [(range: Range<Int>, rule: Rule)] = []

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
      drops.append((range, .inherentVowel))
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
      tokens.append(Token(scalar, range: index == 0 ? range : range.upperBound..<range.upperBound, rule: rule))
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
    drops += marks.map { ($0.range, .byteOrderMark) }
    tokens.replaceSubrange(0..<lead.count, with: lead.filter { $0.value != Khmer.byteOrderMark })
  }
}

// MARK: Zero-width spaces

extension KhmerRun {
  /// Looks at each group of spaces and zero-width spaces, once.
  private mutating func dropZeroWidthSpaces(startsAtEdge: Bool, endsAtEdge: Bool) {
    guard tokens.contains(where: { $0.kind == .zeroWidthSpace || $0.kind == .space }) else { return }
    var kept: [Token] = []
    kept.reserveCapacity(tokens.count)
    var index = 0
    while index < tokens.count {
      guard tokens[index].kind == .zeroWidthSpace || tokens[index].kind == .space else {
        kept.append(tokens[index])
        index += 1
        continue
      }
      let start = index
      while index < tokens.count, tokens[index].kind == .zeroWidthSpace || tokens[index].kind == .space {
        index += 1
      }
      let group = tokens[start..<index]
      let right = index < tokens.count ? tokens[index] : nil
      let isAtEdge = kept.isEmpty && startsAtEdge || right == nil && endsAtEdge
      for (offset, rule) in zip(group.indices, rules(for: group, after: kept.last, before: right, isAtEdge)) {
        if let rule { drops.append((tokens[offset].range, rule)) } else { kept.append(tokens[offset]) }
      }
    }
    tokens = kept
  }

  /// For each token of a group the rule that drops it, nil when it stays.
  private func rules(
    for group: ArraySlice<Token>, after left: Token?, before right: Token?, _ isAtEdge: Bool
  ) -> [Rule?] {
    let hasSpace = group.contains { $0.kind == .space }
    if options.repair == .on, let left, let right {
      if right.value == Khmer.lekToo && (left.kind == .base || left.kind.isDependent) {
        return group.map { _ in .lekTooSpace }
      }
      let carries = left.kind == .base || left.kind.isDependent
      if !hasSpace && (carries && right.kind.isDependent || left.kind == .coeng && right.kind == .base) {
        return group.map { _ in .zeroWidthSpaceInSyllable }
      }
    }
    let isAmongKhmer = [left, right].contains { $0.map { CodePoint.isKhmer($0.value) } ?? false }
    guard options.zwsp != .keep && isAmongKhmer else { return group.map { _ in nil } }
    var keepsNext = options.zwsp == .collapse && !hasSpace && !isAtEdge
    return group.map { token in
      guard token.kind == .zeroWidthSpace else { return nil }
      defer { keepsNext = false }
      return keepsNext ? nil : .zeroWidthSpace
    }
  }
}

// MARK: Syllables

extension KhmerRun {
  private mutating func readSyllables() {
    drops.sort { $0.range.lowerBound < $1.range.lowerBound }
    var nextDrop = 0
    var index = 0
    while index < tokens.count {
      let start = index
      var change: KhmerChange?
      if tokens[start].kind == .base {
        index = syllableEnd(from: start)
        change = readSyllable(start..<index)
      } else if tokens[start].kind.isDependent {
        index = orphanEnd(from: start)
        addOrphan(start..<index)
        change = rewriting(start..<index)
      } else {
        index += 1
        change = rewriting(start..<index)
      }
      let end = tokens[index - 1].range.upperBound
      var inside: [Rule] = []
      while nextDrop < drops.count && drops[nextDrop].range.lowerBound < end {
        let drop = drops[nextDrop]
        if drop.range.lowerBound < tokens[start].range.lowerBound {
          emit(KhmerChange(range: drop.range, replacement: [], rules: [drop.rule]))
        } else {
          inside.append(drop.rule)
        }
        nextDrop += 1
      }
      change?.rules += inside
      if let change { emit(change) }
    }
    for drop in drops[nextDrop...] { emit(KhmerChange(range: drop.range, replacement: [], rules: [drop.rule])) }
  }

  /// The end of the syllable whose base is at `start`. A coeng without a letter after it is not part of it.
  private func syllableEnd(from start: Int) -> Int {
    var index = start + 1
    reading: while index < tokens.count {
      switch tokens[index].kind {
      case .robat, .shifter, .vowel, .sign, .final, .nonJoiner: index += 1
      case .coeng, .joiner:
        guard let end = subscriptEnd(from: index) else { break reading }
        index = end
      default: break reading
      }
    }
    while tokens[index - 1].kind == .nonJoiner { index -= 1 }
    return index
  }

  /// The end of the subscript that starts with the coeng, or joiner and coeng, at `start`.
  func subscriptEnd(from start: Int) -> Int? {
    var index = tokens[start].kind == .joiner ? start + 1 : start
    guard index < tokens.count, tokens[index].kind == .coeng else { return nil }
    while index < tokens.count, [.coeng, .joiner, .nonJoiner].contains(tokens[index].kind) { index += 1 }
    return index < tokens.count && tokens[index].kind == .base ? index + 1 : nil
  }

  private func orphanEnd(from start: Int) -> Int {
    var index = start + 1
    while index < tokens.count {
      let kind = tokens[index].kind
      guard kind.isDependent || kind == .base && tokens[index - 1].kind == .coeng else { break }
      index += 1
    }
    return index
  }

  private mutating func addOrphan(_ orphan: Range<Int>) {
    let range = source(of: orphan)
    let isAfterSyllable =
      orphan.lowerBound > 0
      && (tokens[orphan.lowerBound - 1].kind == .base || tokens[orphan.lowerBound - 1].kind.isDependent)
    let isCoeng = tokens[orphan.lowerBound].kind == .coeng
    let kind: KhmerFinding.Kind = isCoeng ? isAfterSyllable ? .danglingCoeng : .orphanCoeng : .orphanMark
    reading.findings.append(KhmerFinding(kind: kind, range: range))
  }

  func source(of range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
  }

  /// The tokens as they are, when they are not what the source has.
  private func rewriting(_ range: Range<Int>) -> KhmerChange? {
    let source = source(of: range)
    let rules = tokens[range].compactMap(\.rule)
    if rules.isEmpty && tokens[range].reduce(0, { $0 + $1.range.count }) == source.count { return nil }
    var replacement: [UInt8] = []
    for token in tokens[range] { UTF8Text.append(token.value, to: &replacement) }
    return KhmerChange(range: source, replacement: replacement, rules: rules)
  }

  private mutating func readSyllable(_ range: Range<Int>) -> KhmerChange? {
    if range.count == 1 { return rewriting(range) }
    let source = source(of: range)
    guard range.count <= 33 else {
      reading.findings.append(KhmerFinding(kind: .overlongSyllable, range: source))
      return rewriting(range)
    }
    if isWellFormed(range) && tokens[range].allSatisfy({ $0.rule == nil })
      && tokens[range].reduce(0, { $0 + $1.range.count }) == source.count
    {
      return nil
    }
    var syllable = Syllable(tokens: tokens[range], language: language)
    syllable.normalize(options: options)
    reading.findings += syllable.findings.map { KhmerFinding(kind: $0, range: source) }
    let rules = syllable.rules + tokens[range].compactMap(\.rule)
    return KhmerChange(range: source, replacement: syllable.bytes, rules: rules)
  }

  /// The common case: no two marks of a kind, all in order, nothing invisible, nothing to fold.
  private func isWellFormed(_ range: Range<Int>) -> Bool {
    var last = KhmerCharacter.base
    var subscripts = 0
    var index = range.lowerBound + 1
    while index < range.upperBound {
      let kind = tokens[index].kind
      switch kind {
      case .coeng:
        guard last.rawValue <= KhmerCharacter.coeng.rawValue, subscripts == 0,
          tokens[index + 1].kind == .base, tokens[index + 1].value != Khmer.da || options.coengDT == .keep
        else { return false }
        subscripts += 1
        index += 1
      case .robat, .shifter, .vowel, .sign, .final:
        guard kind.rawValue > last.rawValue else { return false }
        // u may stand for a shifter before these two signs.
        if tokens[index - 1].value == Khmer.u && kind == .sign && tokens[index].value != Khmer.nikahit {
          return false
        }
      default: return false
      }
      last = kind
      index += 1
    }
    return true
  }

  /// Adds a change, without what it leaves alone.
  private mutating func emit(_ change: KhmerChange) {
    let edit = TextEdit(range: change.range, replacement: change.replacement)
    guard let edit = edit.trimmed(in: bytes) else { return }
    var change = KhmerChange(range: edit.range, replacement: edit.replacement, rules: change.rules)
    // What one letter was mapped to may be part of two syllables: that is one change.
    if let last = reading.changes.last, last.range.upperBound == change.range.lowerBound,
      last.range.isEmpty || change.range.isEmpty
    {
      reading.changes.removeLast()
      change.range = last.range.lowerBound..<change.range.upperBound
      change.replacement = last.replacement + change.replacement
      change.rules += last.rules
    }
    change.rules = Rule.allCases.filter(change.rules.contains)
    reading.changes.append(change)
  }
}
