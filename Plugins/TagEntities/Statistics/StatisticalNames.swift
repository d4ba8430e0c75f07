import StageKit

/// What the statistical layer knows: a model for English and one for Vietnamese, and lists of names as features.
struct StatisticalModels: Sendable {
  var english = NameModel()
  var vietnamese = NameModel()
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
    guard tokens.indices.contains(where: { isDistinctive($0) }) || !found.isEmpty else { return }
    let tagger = StatisticalTagger(self)
    let names = tagger.names(models).filter { name in
      !tagger.isVietnamese || !foreign.overlap(byteRange(name.tokens))
    }
    if tagger.isVietnamese { yield(to: names) }
    var isTaken = [Bool](repeatElement(false, count: names.isEmpty ? 0 : tokens.count))
    for candidate in found where !names.isEmpty && candidate.certainty != .low {
      if let range = tokenRange(candidate.range) { for index in range { isTaken[index] = true } }
    }
    takeBackGuesses(but: names.lazy.map(\.tokens))
    for name in names {
      let isFree = name.tokens.allSatisfy { index in
        !isTaken[index]
          && (cover[index] == nil || name.kind == .organisation && known[cover[index] ?? 0].kind == .place)
      }
      guard isFree, isTenable(name.tokens, by: tagger), name.tokens.contains(where: { isDistinctive($0) })
      else { continue }
      propose(guess: name, tagger, text)
    }
  }

  private mutating func propose(
    guess: (tokens: Range<Int>, kind: EntityKind), _ tagger: StatisticalTagger, _ text: [UInt8]
  ) {
    let (name, count) = (guess.tokens, found.count)
    let whole = tagger.isVietnamese ? withWord(name) : withHyphens(guess)
    let kind = tagger.isVietnamese && isHeadAlone(name) ? .organisation : guess.kind
    propose(kind, whole, text, .low, rule: .statistical, priority: 2)
    guard tagger.isVietnamese, found.count > count else { return }
    found[count].isKindGuessed = tagger.evidence(at: name.lowerBound) == nil
    found[count].opensSentence = name.count == 1 && isMereOpener(name.lowerBound)
  }

  /// "Trại Dưỡng" with "lão" behind: the rest of the common word that its last syllable begins.
  private func withWord(_ name: Range<Int>) -> Range<Int> {
    let last = name.upperBound - 1
    guard name.count > 1, tokens[last].shape == .capital,
      tokens[last].marks.names & WordMarks.commonGivenName == 0
    else { return name }
    for end in [last + 2, last + 1] where isWord(last...end) && tokens[name].allSatisfy({ $0.isCapitalised })
    {
      return name.lowerBound..<end + 1
    }
    return name
  }

  /// A guess with what hyphens join to its end, "Sophie Quinn-Judge", unless a name of several words begins there.
  private func withHyphens(_ guess: (tokens: Range<Int>, kind: EntityKind)) -> Range<Int> {
    let name = guess.tokens
    let end = hyphensEnd(name.upperBound)
    guard guess.kind == .person, end > name.upperBound, end == tokens.count || !tokens[end].isCapitalised
    else { return name }
    return name.lowerBound..<end
  }

  /// Takes back guesses of the rules that the models do not share; all where there are none of theirs.
  mutating func takeBackGuesses(but names: some Sequence<Range<Int>> = EmptyCollection()) {
    let guesses = guesses
    guard !guesses.isEmpty, !region.isAllCaps else { return }
    var isNamed = [Bool](repeating: false, count: tokens.count)
    for name in names { for index in name { isNamed[index] = true } }
    var isDropped = [Bool](repeating: false, count: found.count)
    for guess in guesses {
      guard let range = tokenRange(found[guess].range) else { continue }
      isDropped[guess] = !range.contains { isNamed[$0] }
    }
    found = found.indices.filter { !isDropped[$0] }.map { found[$0] }
  }

  /// Takes back what rules made of a part of a Vietnamese name: "Trưng" in "Hai Bà Trưng", "Thành" in "Thành ủy".
  private mutating func yield(to names: [(tokens: Range<Int>, kind: EntityKind)]) {
    var owner = [Int?](repeating: nil, count: tokens.count)
    for (number, name) in names.enumerated() { for index in name.tokens { owner[index] = number } }
    let kept = found.filter { candidate in
      guard let range = tokenRange(candidate.range) else { return true }
      guard let number = owner[range.lowerBound] else { return candidate.rule != .title || range.count > 1 }
      let name = names[number].tokens
      return range == name || range.count > name.count || !name.contains(range.upperBound - 1)
    }
    found = kept
  }

  /// Whether a word can make a name by itself: peoples, parts of the compass and common words do not.
  func isDistinctive(_ index: Int) -> Bool {
    guard cover[index] == nil else { return false }
    let token = tokens[index]
    // "FakeDatabase": names of programs.
    if isVietnamese, token.shape == .mixed { return false }
    return token.isCapitalised && !token.marks.has(.adjective)
      && (!token.marks.has(.never) || token.marks.isNeverInVietnamese)
  }

  /// Rules whose guesses the models may take back.
  private static let guessingRules: [NameRule] = [.preposition, .givenName, .speech, .acronym]

  /// What such rules found, by its places in `found`.
  var guesses: [Int] {
    found.indices.filter { found[$0].certainty == .low && Self.guessingRules.contains(found[$0].rule) }
  }
}
