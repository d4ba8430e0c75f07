import StageKit

/// Names by a tagger that was trained: for names that no list and no rule knows.
///
/// Words with capitals, and small words between them, are labelled from left to right, each by features of the words
/// around it, of what lists and rules say of them, and of the label before it. Greedy, so that the time is that of the
/// words. Source: averaged perceptron (M. Collins, 2002).
struct StatisticalTagger {
  private let ground: RegionNames
  private let tokens: [Token]
  /// For each token what lists and rules say of it: the kind of the name that it is in, and whether it begins it.
  private let listed: [UInt8]
  let isVietnamese: Bool

  init(_ ground: RegionNames) {
    self.ground = ground
    tokens = ground.tokens
    isVietnamese = ground.isVietnamese
    listed = Self.listed(ground)
  }

  /// Of a listed name its kind, of one that the rules propose the same and `proposed`.
  private static func listed(_ ground: RegionNames) -> [UInt8] {
    var listed = [UInt8](repeating: proposed, count: ground.tokens.count)
    // Longer names count where several are proposed.
    for key in ground.found.indices.map({ ground.found[$0].range.count << 32 | $0 }).sorted() {
      let candidate = ground.found[key & 0xFFFF_FFFF]
      guard let range = ground.tokenRange(candidate.range) else { continue }
      for index in range {
        listed[index] = proposed + number(candidate.kind) + (index == range.lowerBound ? 1 : 0)
      }
    }
    guard !ground.known.isEmpty else { return listed }
    for index in ground.tokens.indices {
      guard let cover = ground.cover[index] else { continue }
      let isFirst = index == 0 || ground.cover[index - 1] != cover
      listed[index] = number(ground.known[cover].kind) + (isFirst ? 1 : 0)
    }
    return listed
  }

  private static let proposed: UInt8 = 32
  private static func number(_ kind: EntityKind) -> UInt8 { (UInt8(kind.number) + 1) * 2 }

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
  @inline(__always) func forEachOpen(_ body: (_ index: Int, _ features: inout FeatureBuffer) -> Void) {
    guard !ground.region.isAllCaps else { return }
    FeatureBuffer.with { features in
      for index in tokens.indices where isOpen(index) {
        features.removeAll()
        collect(index, &features)
        body(index, &features)
      }
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

  private func listed(_ index: Int) -> UInt64 { listed.indices.contains(index) ? UInt64(listed[index]) : 0 }

  private static let joints: WordSet = [",", "-", "'s", "'", "&", "/"]

  private func startsSentence(_ index: Int) -> Bool {
    index == 0
      || tokens[index - 1].kind == .punctuation
        && !Self.joints.contains(tokens[index - 1].word)
  }

  private func collect(_ index: Int, _ features: inout FeatureBuffer) {
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
    collectEnds(index, &features)
    collectListed(index, &features)
    let names = UInt64(tokens[index].marks.names)
    add(50, listed(index) << 8 | names, shapes.1)
    add(51, names, index + 1 < tokens.count ? UInt64(tokens[index + 1].marks.names) : 9)
    let startsSentence: UInt64 = startsSentence(index) ? 1 : 0
    add(52, startsSentence, shapes.1)
    add(53, startsSentence, own)
    if ground.followsTitle(index) { add(54, 1) }
    if ground.isTitle(index) { add(55, 1) }
    if tokens[index].spaceBefore { add(56, 1) }
    guard isVietnamese else { return }
    let words = ground.words(around: index)
    add(57, words, shapes.1)
    add(58, words, startsSentence)
  }

  /// The first and last two to four bytes of a word.
  private func collectEnds(_ index: Int, _ features: inout FeatureBuffer) {
    let range = tokens[index].folded
    ground.region.folded.bytes.withUnsafeBufferPointer { bytes in
      for length in 2...4 where range.count > length {
        let last = UnsafeBufferPointer(rebasing: bytes[range.upperBound - length..<range.upperBound])
        let first = UnsafeBufferPointer(rebasing: bytes[range.lowerBound..<range.lowerBound + length])
        features.append(Self.mixed(11 + UInt64(length), Word(last).number))
        features.append(Self.mixed(15 + UInt64(length), Word(first).number))
      }
    }
  }

  /// What lists and rules say of a token and of those beside it.
  private func collectListed(_ index: Int, _ features: inout FeatureBuffer) {
    for offset in -1...1 {
      let template = UInt64(21 + offset)
      features.append(Self.mixed(template, listed(index + offset)))
      guard tokens.indices.contains(index + offset) else { continue }
      let marks = tokens[index + offset].marks
      // The models were trained without the rule for adjectives.
      marks.forEachRule {
        if $0 != ContextRules.Rule.adjective.bit { features.append(Self.mixed(template + 10, UInt64($0))) }
      }
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
      if label.isInside, let last = found.last, last.tokens.upperBound == index {
        found[found.count - 1].tokens = last.tokens.lowerBound..<index + 1
      } else {
        if found.isEmpty { found.reserveCapacity(8) }
        found.append((index..<index + 1, label.kind ?? kind(at: index)))
      }
    }
    return found.compactMap(trimmed)
  }

  /// The kind of a name whose label has none, by the word that begins it and the one before it.
  private func kind(at index: Int) -> EntityKind {
    evidence(at: index) ?? (tokens[index].shape == .allCaps ? .organisation : .place)
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
