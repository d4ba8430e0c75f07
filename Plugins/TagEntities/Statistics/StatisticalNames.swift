import StageKit

/// What the statistical layer knows: a model for English and one for Vietnamese, and lists of names as features.
struct StatisticalModels: Sendable {
  var english = NameModel()
  var vietnamese = NameModel()
}

/// Names by a tagger that was trained: for names that no list and no rule knows.
///
/// Words with capitals, and small words between them, are labelled from left to right, each by features of the words
/// around it, of what lists and rules say of them, and of the label before it. Greedy, so that the time is that of the
/// words. Source: averaged perceptron (M. Collins, 2002).
struct StatisticalTagger {
  private let ground: RegionNames
  private let tokens: [Token]
  /// For each token the kind of the name that lists or rules propose there, and whether it begins it.
  private var proposed: [UInt8]
  let isVietnamese: Bool

  init(_ ground: RegionNames) {
    self.ground = ground
    tokens = ground.tokens
    isVietnamese = ground.isVietnamese
    proposed = Array(repeating: 0, count: ground.tokens.count)
    let order = ground.found.indices.sorted { ground.found[$0].range.count < ground.found[$1].range.count }
    for number in order {
      guard let range = ground.tokenRange(ground.found[number].range) else { continue }
      let kind = UInt8(ground.found[number].kind.number) + 1
      for index in range { proposed[index] = kind * 2 + (index == range.lowerBound ? 1 : 0) }
    }
  }

  /// Whether a token may be a part of a name: it has a capital, or is small and stands between two that have.
  private func isOpen(_ index: Int) -> Bool {
    if tokens[index].isTechnical { return false }
    if tokens[index].isCapitalised, tokens[index].kind == .word { return true }
    guard index > 0, tokens[index - 1].isCapitalised else { return false }
    // "Nam bộ", "Việt kiều": of a Vietnamese name the first syllable may be the only one with a capital.
    if isVietnamese, tokens[index].shape == .lower, tokens[index].spaceBefore { return true }
    guard index + 1 < tokens.count, tokens[index + 1].isCapitalised || tokens[index + 1].kind == .number
    else {
      return false
    }
    return Self.between.contains(tokens[index].word)
  }

  private static let between: WordSet = ["of", "&", "-", "'s", "and", ".", "the", "for", "de"]

  /// Calls `body` with each token that may be a part of a name, and its features but those of the label before.
  ///
  /// `body` may add to the features.
  func forEachOpen(_ body: (_ index: Int, _ features: inout [UInt64]) -> Void) {
    guard !ground.region.isAllCaps else { return }
    var features: [UInt64] = []
    for index in tokens.indices where isOpen(index) {
      features.removeAll(keepingCapacity: true)
      collect(index, &features)
      body(index, &features)
    }
  }

  private static func mixed(_ template: UInt64, _ left: UInt64, _ right: UInt64 = 0) -> UInt64 {
    // Finaliser of SplitMix64 (Steele, Lea, Flood).
    var sum = template &* 0x9E37_79B9_7F4A_7C15 &+ left
    sum = (sum ^ sum >> 30) &* 0xBF58_476D_1CE4_E5B9 &+ right
    sum = (sum ^ sum >> 27) &* 0x94D0_49BB_1331_11EB
    return sum ^ sum >> 31
  }

  /// The feature that says what the label before is, alone and with the word.
  static func history(_ label: Int, _ word: UInt64) -> (UInt64, UInt64) {
    (mixed(90, UInt64(label)), mixed(91, UInt64(label), word))
  }

  func word(_ index: Int) -> UInt64 {
    guard tokens.indices.contains(index) else { return index < 0 ? 1 : 2 }
    return tokens[index].kind == .number ? 3 : tokens[index].word.number
  }

  private func shape(_ index: Int) -> UInt64 {
    guard tokens.indices.contains(index) else { return 0 }
    switch tokens[index].kind {
    case .punctuation: return 1
    case .number: return 2
    case .word: break
    }
    let length = UInt64(min(tokens[index].folded.count, 4))
    switch tokens[index].shape {
    case .caseless, .lower: return 3
    case .capital: return 4 + length * 8
    case .allCaps: return 5 + length * 8
    case .mixed: return 6
    }
  }

  /// What lists say of a token, and whether a name of theirs begins there.
  private func listed(_ index: Int) -> UInt64 {
    guard tokens.indices.contains(index) else { return 0 }
    guard let cover = ground.cover[index] else { return UInt64(proposed[index]) + 32 }
    let kind = UInt64(ground.known[cover].kind.number) + 1
    let isFirst = index == 0 || ground.cover[index - 1] != cover
    return kind * 2 + (isFirst ? 1 : 0)
  }

  private static let joints: WordSet = [",", "-", "'s", "'", "&", "/"]

  private func startsSentence(_ index: Int) -> Bool {
    index == 0
      || tokens[index - 1].kind == .punctuation
        && !Self.joints.contains(tokens[index - 1].word)
  }

  private func collect(_ index: Int, _ features: inout [UInt64]) {
    let own = word(index)
    func add(_ template: UInt64, _ left: UInt64, _ right: UInt64 = 0) {
      features.append(Self.mixed(template, left, right))
    }
    add(0, 0)
    add(1, own)
    add(2, word(index - 1))
    add(3, word(index + 1))
    add(4, word(index - 2))
    add(5, word(index + 2))
    add(6, word(index - 1), own)
    add(7, own, word(index + 1))
    let shapes = (shape(index - 1), shape(index), shape(index + 1))
    add(8, shapes.1)
    add(9, shapes.0, shapes.1)
    add(10, shapes.1, shapes.2)
    add(11, shapes.0 << 16 | shapes.1, shapes.2)
    let bytes = ground.region.folded.bytes[tokens[index].folded]
    for length in 2...4 where bytes.count > length {
      add(11 + UInt64(length), Word(bytes.suffix(length)).number)
      add(15 + UInt64(length), Word(bytes.prefix(length)).number)
    }
    collectListed(index, &features)
    add(50, listed(index) << 8 | UInt64(tokens[index].marks.names), shapes.1)
    add(
      51, UInt64(tokens[index].marks.names),
      index + 1 < tokens.count ? UInt64(tokens[index + 1].marks.names) : 9)
    add(52, startsSentence(index) ? 1 : 0, shapes.1)
    add(53, startsSentence(index) ? 1 : 0, own)
    if ground.followsTitle(index) { add(54, 1) }
    if ground.isTitle(index) { add(55, 1) }
    if tokens[index].spaceBefore { add(56, 1) }
    guard isVietnamese else { return }
    let words = ground.words(around: index)
    add(57, words, shapes.1)
    add(58, words, startsSentence(index) ? 1 : 0)
  }

  /// What lists and rules say of a token and of those beside it.
  private func collectListed(_ index: Int, _ features: inout [UInt64]) {
    for offset in -1...1 {
      let template = UInt64(21 + offset)
      features.append(Self.mixed(template, listed(index + offset)))
      guard tokens.indices.contains(index + offset) else { continue }
      let marks = tokens[index + offset].marks
      marks.forEachRule { if $0 != 2 { features.append(Self.mixed(template + 10, UInt64($0))) } }
      features.append(Self.mixed(template + 20, UInt64(marks.names)))
    }
  }

  // MARK: Tagging

  /// Runs of tokens with the same kind, by a model.
  func names(_ models: StatisticalModels) -> [(tokens: Range<Int>, kind: EntityKind)] {
    let model = isVietnamese ? models.vietnamese : models.english
    guard !model.isEmpty else { return [] }
    var found: [(tokens: Range<Int>, kind: EntityKind)] = []
    var previous = (index: -2, label: 0)
    forEachOpen { index, features in
      let history = Self.history(previous.index == index - 1 ? previous.label : 0, word(index))
      features.append(history.0)
      features.append(history.1)
      let best = model.best(&features)
      previous = (index, best)
      guard best > 0 else { return }
      let label = model.labels[best]
      let kind = kind(String(label.dropFirst(2)), index)
      if label.hasPrefix("I"), let last = found.last, last.tokens.upperBound == index {
        found[found.count - 1].tokens = last.tokens.lowerBound..<index + 1
      } else {
        found.append((index..<index + 1, kind))
      }
    }
    return found.compactMap(trimmed)
  }

  /// The kind of a label; of a name without a kind by the word that begins it and the one before it.
  private func kind(_ label: String, _ index: Int) -> EntityKind {
    if let kind = EntityKind(label: label) { return kind }
    return evidence(at: index) ?? (tokens[index].shape == .allCaps ? .organisation : .place)
  }

  /// The kind that a name's first word, or the word before it, tells.
  func evidence(at index: Int) -> EntityKind? {
    if ground.followsTitle(index) || tokens[index].marks.has(.surname) { return .person }
    guard index > 0 else { return nil }
    let isPlaced =
      tokens[index - 1].marks.has(.placeWordBefore) || Self.towards.contains(tokens[index - 1].word)
    return isPlaced ? .place : nil
  }

  /// Vietnamese prepositions of place.
  private static let towards: WordSet = ["ở", "tại", "miền", "khắp"]

  /// Without small words and marks at the ends.
  private func trimmed(_ name: (tokens: Range<Int>, kind: EntityKind)) -> (
    tokens: Range<Int>, kind: EntityKind
  )? {
    var (start, end) = (name.tokens.lowerBound, name.tokens.upperBound)
    while start < end, !tokens[start].isCapitalised { start += 1 }
    while end > start,
      tokens[end - 1].kind == .punctuation || !isVietnamese && tokens[end - 1].shape == .lower
    {
      end -= 1
    }
    return start < end ? (start..<end, name.kind) : nil
  }
}

extension RegionNames {
  /// Names that the models find where neither lists nor sure rules have any; guesses of the rules that the models do
  /// not share are taken back.
  ///
  /// - Parameter foreign: runs in another language than the region: the model of a Vietnamese one knows no English.
  mutating func findStatistically(
    _ models: StatisticalModels, _ text: [UInt8], foreign: DisjointRanges = DisjointRanges([])
  ) {
    guard !(models.english.isEmpty && models.vietnamese.isEmpty), !region.isHeading || isVietnamese else {
      return
    }
    guard region.hasCapitals || !found.isEmpty else { return }
    let tagger = StatisticalTagger(self)
    let names = tagger.names(models).filter { name in
      !tagger.isVietnamese || !foreign.overlap(byteRange(name.tokens))
    }
    if tagger.isVietnamese { yield(to: names) }
    let sure = found.filter { $0.certainty != .low }
    var isTaken = [Bool](repeating: false, count: tokens.count)
    for candidate in sure {
      if let range = tokenRange(candidate.range) { for index in range { isTaken[index] = true } }
    }
    var isNamed = [Bool](repeating: false, count: tokens.count)
    for name in names { for index in name.tokens { isNamed[index] = true } }
    takeBackGuesses(isNamed)
    for name in names {
      let isFree = name.tokens.allSatisfy { index in
        !isTaken[index]
          && (cover[index] == nil || name.kind == .organisation && known[cover[index] ?? 0].kind == .place)
      }
      guard isFree, isTenable(name.tokens, by: tagger), name.tokens.contains(where: { isDistinctive($0) })
      else { continue }
      let count = found.count
      propose(name.kind, name.tokens, text, .low, rule: "statistical", priority: 2)
      if tagger.isVietnamese, found.count > count {
        found[count].isKindGuessed = tagger.evidence(at: name.tokens.lowerBound) == nil
      }
    }
  }

  /// Takes back guesses of the rules that the models do not share; all where there are none of theirs.
  mutating func takeBackGuesses(_ isNamed: [Bool]? = nil) {
    guard !region.isAllCaps else { return }
    let kept = found.filter { candidate in
      guard candidate.certainty == .low, Self.guesses.contains(candidate.rule),
        let range = tokenRange(candidate.range)
      else { return true }
      return range.contains { isNamed?[$0] ?? false }
    }
    found = kept
  }

  /// Takes back what rules made of a part of a Vietnamese name: "Trưng" in "Hai Bà Trưng", "Thành" in "Thành ủy".
  private mutating func yield(to names: [(tokens: Range<Int>, kind: EntityKind)]) {
    var owner = [Int?](repeating: nil, count: tokens.count)
    for (number, name) in names.enumerated() { for index in name.tokens { owner[index] = number } }
    let kept = found.filter { candidate in
      guard let range = tokenRange(candidate.range) else { return true }
      guard let number = owner[range.lowerBound] else { return candidate.rule != "title" || range.count > 1 }
      let name = names[number].tokens
      return range == name || range.count > name.count || !name.contains(range.upperBound - 1)
    }
    found = kept
  }

  /// Whether a word can make a name by itself: peoples, parts of the compass and common words do not.
  private func isDistinctive(_ index: Int) -> Bool {
    let token = tokens[index]
    // "FakeDatabase": names of programs.
    if isVietnamese, token.shape == .mixed { return false }
    return cover[index] == nil && token.isCapitalised && !token.marks.has(.adjective)
      && (!token.marks.has(.never) || token.marks.isNeverInVietnamese)
  }

  /// Rules whose guesses the models may take back.
  private static let guesses: Set<String> = ["preposition", "given-name", "speech", "acronym"]
}
