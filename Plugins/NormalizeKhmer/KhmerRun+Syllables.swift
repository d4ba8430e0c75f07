import StageKit
import UnicodeText

extension KhmerRun {
  mutating func readSyllables(_ reading: inout KhmerReading) {
    if drops.count > 1 { drops.sort { $0.range.lowerBound < $1.range.lowerBound } }
    var nextDrop = 0
    var index = 0
    while index < tokens.count {
      let part = index..<partEnd(from: index)
      index = part.upperBound
      let source = source(of: part)
      while nextDrop < drops.count && drops[nextDrop].range.lowerBound < source.lowerBound {
        emit(drops[nextDrop], &reading)
        nextDrop += 1
      }
      var rules = RuleSet()
      let isChanged = change(part, source, &rules, &reading)
      while nextDrop < drops.count && drops[nextDrop].range.lowerBound < source.upperBound {
        rules.insert(drops[nextDrop].rule)
        nextDrop += 1
      }
      if isChanged { emit(source, rules, &reading) }
    }
    for drop in drops[nextDrop...] { emit(drop, &reading) }
  }

  /// The end of the syllable, orphan or single character at `start`.
  private func partEnd(from start: Int) -> Int {
    switch tokens[start].kind {
    case .base, .dottedCircle: syllableEnd(from: start)
    case let kind where kind.isDependent: orphanEnd(from: start)
    default: start + 1
    }
  }

  /// Whether a part is not right; its bytes are then written behind those of the edits.
  private mutating func change(
    _ part: Range<Int>, _ source: Range<Int>, _ rules: inout RuleSet, _ reading: inout KhmerReading
  ) -> Bool {
    let kind = tokens[part.lowerBound].kind
    if kind == .base || kind == .dottedCircle { return changeSyllable(part, source, &rules, &reading) }
    if kind.isDependent { addOrphan(part, source, &reading) }
    return rewrite(part, source, &rules, &reading)
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
    while index < tokens.count {
      let kind = tokens[index].kind
      guard kind == .coeng || kind == .joiner || kind == .nonJoiner else { break }
      index += 1
    }
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

  private func addOrphan(_ orphan: Range<Int>, _ source: Range<Int>, _ reading: inout KhmerReading) {
    let isAfterSyllable =
      orphan.lowerBound > 0
      && (tokens[orphan.lowerBound - 1].kind == .base || tokens[orphan.lowerBound - 1].kind.isDependent)
    let isCoeng = tokens[orphan.lowerBound].kind == .coeng
    let kind: KhmerFinding.Kind = isCoeng ? isAfterSyllable ? .danglingCoeng : .orphanCoeng : .orphanMark
    reading.findings.append(KhmerFinding(kind: kind, range: source))
  }

  private func source(of range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
  }

  /// Whether the tokens are what the source has, with nothing dropped between them.
  private func isAsTyped(_ part: Range<Int>, _ source: Range<Int>) -> Bool {
    var bytes = 0
    for index in part {
      if tokens[index].rule != nil { return false }
      bytes += tokens[index].range.count
    }
    return bytes == source.count
  }

  /// Writes the tokens as they are, when they are not what the source has.
  private func rewrite(
    _ part: Range<Int>, _ source: Range<Int>, _ rules: inout RuleSet, _ reading: inout KhmerReading
  ) -> Bool {
    if isAsTyped(part, source) { return false }
    for index in part {
      if let rule = tokens[index].rule { rules.insert(rule) }
      UTF8Text.append(tokens[index].value, to: &reading.edits.bytes)
    }
    return true
  }

  private mutating func changeSyllable(
    _ part: Range<Int>, _ source: Range<Int>, _ rules: inout RuleSet, _ reading: inout KhmerReading
  ) -> Bool {
    if part.count == 1 { return rewrite(part, source, &rules, &reading) }
    guard part.count <= 33 else {
      reading.findings.append(KhmerFinding(kind: .overlongSyllable, range: source))
      return rewrite(part, source, &rules, &reading)
    }
    syllable.read(tokens, part)
    syllable.normalize(options: options)
    if syllable.hasSeveralVowels {
      reading.findings.append(KhmerFinding(kind: .severalVowels, range: source))
    }
    if syllable.hasSeveralShifters {
      reading.findings.append(KhmerFinding(kind: .severalShifters, range: source))
    }
    if syllable.rules == RuleSet(), isAsTyped(part, source) { return false }
    rules.formUnion(syllable.rules)
    for index in part {
      if let rule = tokens[index].rule { rules.insert(rule) }
    }
    syllable.write(to: &reading.edits.bytes)
    return true
  }

  // MARK: Edits

  private mutating func emit(_ drop: Drop, _ reading: inout KhmerReading) {
    emit(drop.range, RuleSet(drop.rule), &reading)
  }

  /// Makes an edit of the bytes written last, without what it leaves alone.
  private mutating func emit(_ source: Range<Int>, _ rules: RuleSet, _ reading: inout KhmerReading) {
    let start = reading.edits.start
    let same = reading.edits.bytes.withUnsafeBufferPointer {
      UTF8Text.commonEnds(
        UnsafeBufferPointer(rebasing: bytes[source]), UnsafeBufferPointer(rebasing: $0[start...]))
    }
    reading.edits.bytes.removeLast(same.suffix)
    reading.edits.bytes.removeSubrange(start..<start + same.prefix)
    var range = source.lowerBound + same.prefix..<source.upperBound - same.suffix
    if range.isEmpty && reading.edits.bytes.count == start { return }
    var rules = rules
    // What one letter was mapped to may be part of two syllables: that is one change.
    if let last = reading.edits.lastRange, last.upperBound == range.lowerBound, last.isEmpty || range.isEmpty
    {
      _ = reading.edits.takeBackLast()
      range = last.lowerBound..<range.upperBound
      rules.formUnion(lastRules)
    }
    reading.edits.add(range, reason: name(of: rules))
    lastRules = rules
  }
}
