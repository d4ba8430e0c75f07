import UnicodeText

/// A base and its marks, put in order. One value is used for many syllables, so that its storage is kept.
struct Syllable {
  /// A mark, or a subscript: a coeng and its letter. The rank is its place in the syllable.
  private struct Part {
    var rank: Rank
    var hasJoiner = false
    var value: UInt32
  }

  private enum Rank: UInt8, Comparable {
    case base, robat, subscripted, subscriptRo, shifter, nonJoiner, vowel, sign, final, finalSubscript

    @inline(__always) static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }

  private(set) var rules = RuleSet()
  /// Whether it has vowel signs that do not go together.
  private(set) var hasSeveralVowels = false
  private(set) var hasSeveralShifters = false
  private var parts: [Part] = []
  var language = KhmerNormalizer.Language.modern

  /// Takes a syllable in place of the one before.
  ///
  /// - Parameter range: of tokens, as `KhmerRun` finds them: a base, then marks and whole subscripts.
  mutating func read(_ tokens: [Token], _ range: Range<Int>) {
    parts.removeAll(keepingCapacity: true)
    rules = RuleSet()
    (hasSeveralVowels, hasSeveralShifters) = (false, false)
    var index = range.lowerBound
    while index < range.upperBound {
      let token = tokens[index]
      switch token.kind {
      case .joiner, .coeng: index = addSubscript(from: index, in: tokens, range.upperBound)
      case .nonJoiner: parts.append(Part(rank: .nonJoiner, value: token.value))
      case .robat: parts.append(Part(rank: .robat, value: token.value))
      case .shifter: parts.append(Part(rank: .shifter, value: token.value))
      case .vowel: parts.append(Part(rank: .vowel, value: token.value))
      case .sign: parts.append(Part(rank: .sign, value: token.value))
      case .final: parts.append(Part(rank: .final, value: token.value))
      default: parts.append(Part(rank: .base, value: token.value))
      }
      index += 1
    }
  }

  /// Adds the subscript and returns the index of its letter.
  private mutating func addSubscript(from start: Int, in tokens: [Token], _ end: Int) -> Int {
    let hasJoiner = tokens[start].kind == .joiner
    let coeng = hasJoiner ? start + 1 : start
    var index = coeng + 1
    while index < end - 1, tokens[index].kind != .base {
      rules.insert(tokens[index].kind == .coeng ? .repeatedCoeng : .redundantJoiner)
      index += 1
    }
    let isFinal =
      hasJoiner || parts.last?.rank == .finalSubscript
      || language == .middle && parts.contains { $0.rank == .vowel }
    let letter = tokens[index].value
    let rank: Rank = isFinal ? .finalSubscript : letter == Khmer.ro ? .subscriptRo : .subscripted
    parts.append(Part(rank: rank, hasJoiner: hasJoiner, value: letter))
    return index
  }

  /// Adds the syllable's UTF-8.
  func write(to bytes: inout [UInt8]) {
    for part in parts {
      switch part.rank {
      case .subscripted, .subscriptRo, .finalSubscript:
        if part.hasJoiner { UTF8Text.append(Khmer.joiner, to: &bytes) }
        UTF8Text.append(Khmer.coeng, to: &bytes)
      default: break
      }
      UTF8Text.append(part.value, to: &bytes)
    }
  }
}

extension Syllable {
  mutating func normalize(options: NormalizeKhmer.Options) {
    sort()
    if options.coengDT == .ta { foldSubscriptDa() }
    if options.repair == .on { dropRepeatedMarks() }
    let vowels = count(.vowel)
    if vowels > 1 { joinVowels() }
    if options.repair == .on { dropRepeatedMarks() }
    if language == .modern, vowels > 0 { putShifterForU() }
    dropNonJoiners()
    hasSeveralVowels = language == .modern && vowels > 1 && count(.vowel) > 1
    hasSeveralShifters = count(.shifter) > 1
  }

  private func count(_ rank: Rank) -> Int {
    var count = 0
    for part in parts where part.rank == rank { count += 1 }
    return count
  }

  /// A stable sort by rank. Vowels keep the order they were typed in.
  private mutating func sort() {
    for index in 1..<max(1, parts.count) where parts[index - 1].rank > parts[index].rank {
      rules.insert(Self.rule(for: parts[index - 1].rank, before: parts[index].rank))
    }
    if rules == RuleSet() { return }
    for index in 1..<max(1, parts.count) {
      let part = parts[index]
      var place = index
      while place > 0, parts[place - 1].rank > part.rank {
        parts[place] = parts[place - 1]
        place -= 1
      }
      parts[place] = part
    }
  }

  private static func rule(for first: Rank, before second: Rank) -> Rule {
    switch (first, second) {
    case (_, .robat): .robatFirst
    case (.subscriptRo, .subscripted): .subscriptRoLast
    case (.vowel, .subscripted), (.vowel, .subscriptRo): .vowelBeforeSubscript
    case (.shifter, .subscripted), (.shifter, .subscriptRo): .shifterBeforeSubscript
    case (_, .subscripted), (_, .subscriptRo): .signBeforeSubscript
    case (.vowel, .shifter): .shifterAfterVowel
    case (.sign, .vowel), (.final, .vowel): .signBeforeVowel
    default: .signOrder
    }
  }

  private mutating func foldSubscriptDa() {
    for index in parts.indices where parts[index].value == Khmer.da && parts[index].rank != .base {
      parts[index].value = Khmer.ta
      rules.insert(.subscriptDa)
    }
  }

  private mutating func dropRepeatedMarks() {
    for index in parts.indices.dropFirst().reversed() {
      let isMark =
        switch parts[index].rank {
        case .robat, .shifter, .vowel, .sign, .final: true
        default: false
        }
      if isMark && parts[index].value == parts[index - 1].value {
        parts.remove(at: index)
        rules.insert(.repeatedMark)
      }
    }
  }

  /// e and ii typed for oe, e and aa typed for oo, in any order, when each is there once.
  private mutating func joinVowels() {
    var (e, other) = (-1, -1)
    for index in parts.indices {
      switch parts[index].value {
      case Khmer.e:
        if e >= 0 { return }
        e = index
      case Khmer.ii, Khmer.aa:
        if other >= 0 { return }
        other = index
      default: break
      }
    }
    guard e >= 0, other >= 0 else { return }
    parts[Swift.min(e, other)].value = parts[other].value == Khmer.ii ? Khmer.oe : Khmer.oo
    parts.remove(at: Swift.max(e, other))
    rules.insert(.twoPartVowel)
  }

  /// Under a vowel that stands above the base a shifter takes the shape of u, and u is typed for it.
  private mutating func putShifterForU() {
    guard let u = parts.firstIndex(where: { $0.value == Khmer.u }), count(.shifter) == 0 else { return }
    let vowels = parts.filter { $0.rank == .vowel }.map(\.value)
    let others = vowels.filter { $0 != Khmer.u }
    guard vowels.count <= 2, vowels.count - others.count == 1, hasAboveVowel(others, withSamyok: true) else {
      return
    }
    parts.remove(at: u)
    let place = parts.firstIndex { $0.rank > .shifter } ?? parts.endIndex
    parts.insert(Part(rank: .shifter, value: isStrong ? Khmer.triisap : Khmer.muusikatoan), at: place)
    rules.insert(.uForShifter)
  }

  /// A non-joiner keeps a shifter above the base; it means something only after the shifter that would go
  /// below.
  private mutating func dropNonJoiners() {
    let count = count(.nonJoiner)
    if count == 0 { return }
    let shifters = parts.filter { $0.rank == .shifter }.map(\.value)
    let vowels = parts.filter { $0.rank == .vowel }.map(\.value)
    let holdsUp =
      shifters == [isStrong ? Khmer.triisap : Khmer.muusikatoan]
      && hasAboveVowel(vowels, withSamyok: !isStrong)
    let kept = holdsUp ? 1 : 0
    if kept == count { return }
    // They stand together after the sort.
    let first = parts.firstIndex { $0.rank == .nonJoiner } ?? 0
    parts.removeSubrange(first + kept..<first + count)
    rules.insert(.redundantJoiner)
  }

  private func hasAboveVowel(_ vowels: [UInt32], withSamyok: Bool) -> Bool {
    let sign = parts.first { $0.rank == .sign }?.value
    switch vowels.count {
    case 0: return sign == Khmer.atthacan || withSamyok && sign == Khmer.samyok
    case 1: return Khmer.isAboveVowel(vowels[0]) || vowels[0] == Khmer.aa && sign == Khmer.nikahit
    default: return false
    }
  }

  private var isStrong: Bool {
    var isStrong = false
    for part in parts where part.rank <= .subscriptRo && part.rank != .robat {
      if part.value == Khmer.ba { return false }
      isStrong = isStrong || Khmer.isStrong(part.value)
    }
    return isStrong
  }
}
