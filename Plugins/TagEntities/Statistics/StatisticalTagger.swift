import StageKit

/// Names by a tagger that was trained: for names that no list and no rule knows.
///
/// Words with capitals, and small words between them, are labelled from left to right, each by features of the words
/// around it, of what lists and rules say of them, and of the label before it. Greedy, so that the time is that of the
/// words. Source: averaged perceptron (M. Collins, 2002).
struct StatisticalTagger {
  private let ground: RegionNames
  private let tokens: [Token]
  private let bytes: [UInt8]
  /// What the rules propose, as tokens, the names that count first.
  private let proposals: [(tokens: Range<Int>, kind: EntityKind)]
  let isVietnamese: Bool

  init(_ ground: RegionNames) {
    self.ground = ground
    tokens = ground.tokens
    bytes = ground.region.folded.bytes
    isVietnamese = ground.isVietnamese
    proposals = ground.found.isEmpty ? [] : Self.proposals(ground)
  }

  /// Longer names count where several are proposed, of equals the last.
  private static func proposals(_ ground: RegionNames) -> [(tokens: Range<Int>, kind: EntityKind)] {
    ground.found.indices.map { ground.found[$0].range.count << 32 | $0 }.sorted(by: >).compactMap { key in
      let candidate = ground.found[key & 0xFFFF_FFFF]
      return ground.tokenRange(candidate.range).map { ($0, candidate.kind) }
    }
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

  /// Calls `body` with each token that may be a part of a name, when its features but those of the label before are in
  /// `features`.
  ///
  /// `body` may add to the features.
  ///
  /// - Parameter isWanted: asked for each run of such tokens: the label of one tells something to the next of its run
  ///   alone.
  @inline(__always) func forEachOpen<Features: FeatureSink>(
    _ features: inout Features, where isWanted: (_ run: Range<Int>) -> Bool,
    _ body: (_ index: Int, _ features: inout Features) -> Void
  ) {
    guard !ground.region.isAllCaps else { return }
    var end = 0
    while end < tokens.count {
      let start = end
      while end < tokens.count, isOpen(end) { end += 1 }
      if start < end, isWanted(start..<end) {
        for index in start..<end {
          features.removeAll()
          collect(index, &features)
          body(index, &features)
        }
      }
      end += 1
    }
  }

  /// Whether a name can come from a run of open tokens, or a guess of the rules waits for one there. Nobody asks for
  /// the labels of the others, which are most: listed names, words at the beginning of a sentence. In Vietnamese all
  /// count where the rules found something, which may be a part of a longer name.
  private func isWanted(_ run: Range<Int>, _ guesses: [Range<Int>]) -> Bool {
    isVietnamese && !ground.found.isEmpty || run.contains { ground.isDistinctive($0) }
      || guesses.contains { $0.overlaps(run) }
  }

  @inline(__always) static func mixed(_ template: UInt64, _ left: UInt64, _ right: UInt64 = 0) -> UInt64 {
    // Finaliser of SplitMix64 (Steele, Lea, Flood).
    var sum = template &* 0x9E37_79B9_7F4A_7C15 &+ left
    sum = (sum ^ sum >> 30) &* 0xBF58_476D_1CE4_E5B9 &+ right
    sum = (sum ^ sum >> 27) &* 0x94D0_49BB_1331_11EB
    return sum ^ sum >> 31
  }

  /// The feature that says what the label before is, alone and with the word.
  static func history(_ label: Int, _ word: UInt64) -> (UInt64, UInt64) {
    (FewValues.features(at: FewValues.label(label))[0], mixed(91, UInt64(label), word))
  }

  func word(_ index: Int) -> UInt64 {
    guard tokens.indices.contains(index) else { return index < 0 ? 1 : 2 }
    return tokens[index].kind == .number ? 3 : tokens[index].word.number
  }

  /// The number of a token's shape in `FewValues`.
  private func shape(_ index: Int) -> Int {
    guard tokens.indices.contains(index) else { return 0 }
    switch tokens[index].kind {
    case .punctuation: return 1
    case .number: return 2
    case .word: break
    }
    switch tokens[index].shape {
    case .caseless, .lower: return 3
    case .mixed: return 4
    case .capital: return 4 + min(tokens[index].folded.count, 4)
    case .allCaps: return 8 + min(tokens[index].folded.count, 4)
    }
  }

  /// What lists and rules say of a token: of a listed name its kind and whether it begins it, of one that the rules
  /// propose the same and `proposed`; 0 outside the region.
  private func listed(_ index: Int) -> Int {
    guard tokens.indices.contains(index) else { return 0 }
    if let cover = ground.cover[index] {
      let isFirst = index == 0 || ground.cover[index - 1] != cover
      return Int(Self.number(ground.known[cover].kind)) + (isFirst ? 1 : 0)
    }
    for (name, kind) in proposals where name.contains(index) {
      return Int(Self.proposed + Self.number(kind)) + (index == name.lowerBound ? 1 : 0)
    }
    return Int(Self.proposed)
  }

  private static let joints: WordSet = [",", "-", "'s", "'", "&", "/"]

  func startsSentence(_ index: Int) -> Bool {
    index == 0
      || tokens[index - 1].kind == .punctuation
        && !Self.joints.contains(tokens[index - 1].word)
  }

  @inline(__always) private func collect(_ index: Int, _ features: inout some FeatureSink) {
    let own = word(index)
    func add(_ template: UInt64, _ left: UInt64, _ right: UInt64 = 0) {
      features.add(Self.mixed(template, left, right))
    }
    features.add(few: FewValues.always)
    add(1, own)
    add(2, word(index - 1))
    add(3, word(index + 1))
    add(4, word(index - 2))
    add(5, word(index + 2))
    add(6, word(index - 1), own)
    add(7, own, word(index + 1))
    let shape = shape(index)
    features.add(few: FewValues.shapes(self.shape(index - 1), shape, self.shape(index + 1)))
    collectEnds(index, &features)
    collectListed(index, &features)
    let names = tokens[index].marks.names
    let shapeCode = FewValues.shapeCode(shape)
    add(50, UInt64(listed(index)) << 8 | UInt64(names), shapeCode)
    features.add(
      few: FewValues.names(names, index + 1 < tokens.count ? tokens[index + 1].marks.names : nil))
    let startsSentence = startsSentence(index)
    features.add(few: FewValues.beginning(startsSentence, shape))
    add(53, startsSentence ? 1 : 0, own)
    collectPlace(index, &features)
    guard isVietnamese else { return }
    let words = ground.words(around: index)
    add(57, words, shapeCode)
    add(58, words, startsSentence ? 1 : 0)
  }

  /// Whether a token stands behind a title, in one, behind white space.
  @inline(__always) private func collectPlace(_ index: Int, _ features: inout some FeatureSink) {
    if ground.followsTitle(index) { features.add(few: FewValues.behindTitle) }
    if ground.isTitle(index) { features.add(few: FewValues.title) }
    if tokens[index].spaceBefore { features.add(few: FewValues.behindSpace) }
  }

  /// The first and last two to four bytes of a word.
  @inline(__always) private func collectEnds(_ index: Int, _ features: inout some FeatureSink) {
    let range = tokens[index].folded
    guard range.count > 2 else { return }
    bytes.withUnsafeBufferPointer { bytes in
      var first = UInt64(bytes[range.lowerBound])
      var last = UInt64(bytes[range.upperBound - 1])
      for length in 2...4 where range.count > length {
        first |= UInt64(bytes[range.lowerBound + length - 1]) << UInt64(8 * (length - 1))
        last = last << 8 | UInt64(bytes[range.upperBound - length])
        features.add(Self.mixed(11 + UInt64(length), Word(letters: last, count: length).number))
        features.add(Self.mixed(15 + UInt64(length), Word(letters: first, count: length).number))
      }
    }
  }

  /// What lists and rules say of a token and of those beside it.
  @inline(__always) private func collectListed(_ index: Int, _ features: inout some FeatureSink) {
    for offset in -1...1 {
      features.add(few: FewValues.listed(listed(index + offset), at: offset))
      guard tokens.indices.contains(index + offset) else { continue }
      let marks = tokens[index + offset].marks
      // The models were trained without these rules.
      marks.forEachRule {
        if $0 != ContextRules.Rule.adjective.bit, $0 != ContextRules.Rule.organisationFirst.bit {
          features.add(few: FewValues.rule($0, at: offset))
        }
      }
      features.add(few: FewValues.names(marks.names, at: offset))
    }
  }

  // MARK: Tagging

  /// Runs of tokens with the same kind, by a model.
  func names(_ models: StatisticalModels) -> [(tokens: Range<Int>, kind: EntityKind)] {
    let model = isVietnamese ? models.vietnamese : models.english
    guard !model.isEmpty else { return [] }
    var found: [(tokens: Range<Int>, kind: EntityKind)] = []
    var previous = (index: -2, label: 0)
    let guesses = ground.guesses.compactMap { ground.tokenRange(ground.found[$0].range) }
    model.withFeatures { features in
      forEachOpen(&features, where: { isWanted($0, guesses) }) { index, features in
        let before = previous.index == index - 1 ? previous.label : 0
        features.add(few: FewValues.label(before))
        features.add(Self.mixed(91, UInt64(before), word(index)))
        previous = (index, features.bestLabel())
        guard previous.label > 0 else { return }
        let label = model.labels[previous.label]
        if label.isInside, let last = found.last, last.tokens.upperBound == index {
          found[found.count - 1].tokens = last.tokens.lowerBound..<index + 1
        } else {
          if found.isEmpty { found.reserveCapacity(8) }
          found.append((index..<index + 1, label.kind ?? kind(at: index)))
        }
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
