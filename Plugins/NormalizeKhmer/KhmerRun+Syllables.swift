import UnicodeText

extension KhmerRun {
  mutating func readSyllables() {
    drops.sort { $0.range.lowerBound < $1.range.lowerBound }
    var nextDrop = 0
    var index = 0
    while index < tokens.count {
      let part = index..<partEnd(from: index)
      index = part.upperBound
      var change = change(for: part)
      let source = source(of: part)
      while nextDrop < drops.count && drops[nextDrop].range.lowerBound < source.upperBound {
        let drop = drops[nextDrop]
        if drop.range.lowerBound < source.lowerBound { emit(drop) } else { change?.rules.append(drop.rule) }
        nextDrop += 1
      }
      if let change { emit(change) }
    }
    for drop in drops[nextDrop...] { emit(drop) }
  }

  /// The end of the syllable, orphan or single character at `start`.
  private func partEnd(from start: Int) -> Int {
    switch tokens[start].kind {
    case .base, .dottedCircle: syllableEnd(from: start)
    case let kind where kind.isDependent: orphanEnd(from: start)
    default: start + 1
    }
  }

  private mutating func change(for part: Range<Int>) -> KhmerChange? {
    switch tokens[part.lowerBound].kind {
    case .base, .dottedCircle: return syllableChange(part)
    case let kind where kind.isDependent: addOrphan(part)
    default: break
    }
    return rewriting(part)
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
  private func subscriptEnd(from start: Int) -> Int? {
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

  private func source(of range: Range<Int>) -> Range<Int> {
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

  private mutating func syllableChange(_ range: Range<Int>) -> KhmerChange? {
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

  private mutating func emit(_ drop: Drop) {
    emit(KhmerChange(range: drop.range, replacement: [], rules: [drop.rule]))
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
