import VietnameseText

// MARK: Rules for whole words

extension WordScan {
  mutating func finishWord(_ reading: inout VietnameseReading) {
    if options.confusables == .vi, let finding = word.replaceLookAlikes() {
      reading.note(finding, word.range)
    }
    let isWhole = word.joints.isEmpty || settleJoints(&reading)
    let readsSpelling = options.tone != .keep || options.iy == .i
    emit(moved: readsSpelling && isWhole ? syllableChange() : nil, &reading)
  }

  /// Decides which invisible characters go. Where one stays, no syllable of the word is judged.
  ///
  /// - Returns: whether the word is one syllable once they are gone.
  private mutating func settleJoints(_ reading: inout VietnameseReading) -> Bool {
    let pieces = options.invisibles == .strip ? word.syllablePieces() : []
    let borders = Set(pieces.map(\.lowerBound))
    for index in word.joints.indices {
      word.joints[index].isStripped = !pieces.isEmpty && !borders.contains(word.joints[index].position)
      if !word.joints[index].isStripped { reading.note(.invisibleInWord, word.joints[index].range) }
    }
    return pieces.count == 1
  }

  /// Moves the tone, or writes i for y, where the word spells a syllable; the range of glyphs that then
  /// change together.
  private mutating func syllableChange() -> (glyphs: Range<Int>, rule: Rule)? {
    guard let syllable = word.syllable(word.glyphs.indices) else { return strayToneChange() }
    if options.iy == .i, syllable.isOpenY, word.glyphs.allSatisfy({ $0.letter?.isUpper == false }) {
      if hasForeignCompany() { return nil }
      let last = word.glyphs.count - 1
      word.glyphs[last].letter?.base = 0x69
      return (last..<last + 1, .iy)
    }
    guard options.tone != .keep, !syllable.hasLoanOnset,
      let place = word.glyphs.firstIndex(where: { $0.letter?.tone != Letter.Tone.none }),
      let tone = word.glyphs[place].letter?.tone, let target = target(syllable, place),
      target.place != place,
      !word.glyphs[(place + 1)...].contains(where: { $0.letter?.tone != Letter.Tone.none }),
      !hasForeignCompany()
    else { return nil }
    word.glyphs[place].letter?.tone = .none
    word.glyphs[target.place].letter?.tone = tone
    return (min(place, target.place)..<max(place, target.place) + 1, target.rule)
  }

  /// Moves a tone that was typed on the consonant at the end, in a word with a letter of the alphabet: "biêt\u{301}".
  private mutating func strayToneChange() -> (glyphs: Range<Int>, rule: Rule)? {
    guard options.tone != .keep, word.glyphs.count <= Syllable.maxLetters,
      let place = word.glyphs.firstIndex(where: { $0.stray != nil }), place > 0,
      word.glyphs.contains(where: { $0.letter.map { $0.quality != .none } ?? false })
    else { return nil }
    let letters = word.glyphs.indices.compactMap {
      $0 == place ? word.glyphs[$0].stray : word.glyphs[$0].letter
    }
    let spelling = Spelling(letters)
    guard letters.count == word.glyphs.count, spelling.tones == 1, let syllable = Syllable.spelt(by: spelling)
    else { return nil }
    let target = options.tone == .old ? syllable.oldPlace : syllable.newPlace
    guard target < place, !hasForeignCompany() else { return nil }
    word.glyphs[target].letter?.tone = letters[place].tone
    word.glyphs[place].letter = letters[place]
    word.glyphs[place].letter?.tone = .none
    return (target..<place + 1, .toneFix)
  }

  /// Where the tone should stand, by the option; nil when it may stay.
  private func target(_ syllable: Syllable, _ place: Int) -> (place: Int, rule: Rule)? {
    let (old, new) = (syllable.oldPlace, syllable.newPlace)
    switch options.tone {
    case .keep: return nil
    case .fix: return place == old || place == new ? nil : (new, .toneFix)
    case .old: return (old, .toneOld)
    case .new: return (new, .toneNew)
    }
  }

  /// Whether a word that might be of another language as well stands beside one that must be: "my friend",
  /// "me caí ayer".
  private func hasForeignCompany() -> Bool {
    if word.glyphs.contains(where: \.isVietnameseLetter) { return false }
    let neighbours = Neighbours(text: text, range: range)
    let before = neighbours.word(endingBefore: word.range.lowerBound)
    let after = neighbours.word(from: word.range.upperBound)
    return (before == .foreign || after == .foreign) && before != .vietnamese && after != .vietnamese
  }
}
