import UnicodeText

/// A base and its marks, put in order.
struct Syllable {
  /// A mark, or a subscript: a coeng and its letter. The rank is its place in the syllable.
  private struct Part {
    var rank: Rank
    var value: UInt32
    var hasJoiner = false
  }

  private enum Rank: UInt8, Comparable {
    case base, robat, subscripted, subscriptRo, shifter, nonJoiner, vowel, sign, final, finalSubscript

    static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }

  private(set) var rules: [Rule] = []
  private(set) var findings: [KhmerFinding.Kind] = []
  private var parts: [Part] = []
  private let language: KhmerNormalizer.Language

  /// - Parameter tokens: as `KhmerRun` finds them: a base, then marks and whole subscripts.
  init(tokens: ArraySlice<Token>, language: KhmerNormalizer.Language) {
    self.language = language
    var index = tokens.startIndex
    while index < tokens.endIndex {
      let token = tokens[index]
      switch token.kind {
      case .joiner, .coeng: index = addSubscript(from: index, in: tokens)
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
  private mutating func addSubscript(from start: Int, in tokens: ArraySlice<Token>) -> Int {
    let hasJoiner = tokens[start].kind == .joiner
    let coeng = hasJoiner ? start + 1 : start
    var index = coeng + 1
    while index < tokens.endIndex - 1, tokens[index].kind != .base {
      rules.append(tokens[index].kind == .coeng ? .repeatedCoeng : .redundantJoiner)
      index += 1
    }
    let isFinal =
      hasJoiner || parts.last?.rank == .finalSubscript
      || language == .middle && parts.contains { $0.rank == .vowel }
    let letter = tokens[index].value
    let rank: Rank = isFinal ? .finalSubscript : letter == Khmer.ro ? .subscriptRo : .subscripted
    parts.append(Part(rank: rank, value: letter, hasJoiner: hasJoiner))
    return index
  }

  /// The syllable in UTF-8.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      switch part.rank {
      case .subscripted, .subscriptRo, .finalSubscript:
        if part.hasJoiner { UTF8Text.append(Khmer.joiner, to: &bytes) }
        UTF8Text.append(Khmer.coeng, to: &bytes)
      default: break
      }
      UTF8Text.append(part.value, to: &bytes)
    }
    return bytes
  }
}

extension Syllable {
  mutating func normalize(options: NormalizeKhmer.Options) {
    sort()
    if options.coengDT == .ta { foldSubscriptDa() }
    if options.repair == .on { dropRepeatedMarks() }
    joinVowels()
    if options.repair == .on { dropRepeatedMarks() }
    if language == .modern { putShifterForU() }
    dropNonJoiners()
    if language == .modern && parts.filter({ $0.rank == .vowel }).count > 1 {
      findings.append(.severalVowels)
    }
    if parts.filter({ $0.rank == .shifter }).count > 1 { findings.append(.severalShifters) }
  }

  /// A stable sort by rank. Vowels keep the order they were typed in.
  private mutating func sort() {
    for (first, second) in zip(parts, parts.dropFirst()) where first.rank > second.rank {
      rules.append(Self.rule(for: first.rank, before: second.rank))
    }
    parts = parts.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element)
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
      rules.append(.subscriptDa)
    }
  }

  private mutating func dropRepeatedMarks() {
    for index in parts.indices.dropFirst().reversed() {
      let isMark = parts[index].rank == .vowel || parts[index].rank == .sign || parts[index].rank == .final
      if isMark && parts[index].value == parts[index - 1].value {
        parts.remove(at: index)
        rules.append(.repeatedMark)
      }
    }
  }

  /// e and ii typed for oe, e and aa typed for oo, in any order, when each is there once.
  private mutating func joinVowels() {
    func places(of value: UInt32) -> [Int] { parts.indices.filter { parts[$0].value == value } }
    let e = places(of: Khmer.e)
    let ii = places(of: Khmer.ii)
    let aa = places(of: Khmer.aa)
    guard e.count == 1, ii.count + aa.count == 1 else { return }
    let other = (ii + aa)[0]
    parts[Swift.min(e[0], other)].value = ii.isEmpty ? Khmer.oo : Khmer.oe
    parts.remove(at: Swift.max(e[0], other))
    rules.append(.twoPartVowel)
  }

  /// Under a vowel that stands above the base a shifter takes the shape of u, and u is typed for it.
  private mutating func putShifterForU() {
    guard !parts.contains(where: { $0.rank == .shifter }) else { return }
    let vowels = parts.filter { $0.rank == .vowel }.map(\.value)
    guard vowels.count <= 2, let u = parts.firstIndex(where: { $0.value == Khmer.u }) else { return }
    let others = vowels.filter { $0 != Khmer.u }
    guard vowels.count - others.count == 1, hasAboveVowel(others, withSamyok: true) else { return }
    parts.remove(at: u)
    let place = parts.firstIndex { $0.rank > .shifter } ?? parts.endIndex
    parts.insert(Part(rank: .shifter, value: isStrong ? Khmer.triisap : Khmer.muusikatoan), at: place)
    rules.append(.uForShifter)
  }

  /// A non-joiner keeps a shifter above the base; it means something only after the shifter that would go
  /// below.
  private mutating func dropNonJoiners() {
    let count = parts.filter { $0.rank == .nonJoiner }.count
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
    rules.append(.redundantJoiner)
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
    let letters = parts.filter { $0.rank == .base || $0.rank == .subscripted || $0.rank == .subscriptRo }
      .map(\.value)
    return !letters.contains(Khmer.ba) && letters.contains(where: Khmer.isStrong)
  }
}
