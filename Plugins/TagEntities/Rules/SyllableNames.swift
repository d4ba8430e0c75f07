import UnicodeText
import VietnameseText

/// Listed places that are a syllable of a longer Vietnamese name: "Đức" in "Nguyễn Minh Đức", "Mỹ" in "Mỹ
/// Sơn", "Nga" in "bà Nga".
extension RegionNames {
  /// Takes out of what the lists found the countries that are one syllable of another name.
  mutating func dropSyllables() {
    let kept = known.indices.filter { !isSyllable(known[$0], number: $0) }
    guard kept.count < known.count else { return }
    droppedNames = Set(known.indices).subtracting(kept).map { known[$0].range }
    keepKnown(kept)
  }

  private func isSyllable(_ candidate: Candidate, number: Int) -> Bool {
    guard candidate.kind == .place, let range = tokenRange(candidate.range), range.count < 3,
      cover[range.lowerBound] == number
    else { return false }
    let index = range.lowerBound
    if range.count == 2 { return isGivenName(index) }
    if !["country", "polity"].contains(candidate.referent.type) { return isCommonSyllable(index, candidate) }
    return tokens[index].shape == .capital && isPlausible(index)
      && (isNamed(index) || isJoinedBefore(index) || isJoinedAfter(index) || beginsWord(index))
  }

  /// "Nguyễn Hòa Bình", "bà Lê An Giang": a family name right before a place, which many are named after. "Hồ Hòa Bình" may
  /// be a lake.
  private func isGivenName(_ index: Int) -> Bool {
    guard index > 0, tokens[index].spaceBefore, tokens[index].shape == .capital, isFreeSyllable(index - 1)
    else { return false }
    let marks = tokens[index - 1].marks
    return marks.has(.surname) && !marks.has(.placeWordBefore)
      && rules.language(.surname, tokens[index - 1].word) == "vi"
  }

  /// "Pháp luật", "Mỹ thuật", "Áo dài": the first syllable of a common word, which is no country. "Mỹ viện trợ", where
  /// the next syllable begins a word too, and "sang Mỹ học" are of the country.
  private func beginsWord(_ index: Int) -> Bool {
    if isWord(index...index + 2) { return true }
    // "Đức vua", "Đức Giáo hoàng"
    if let title = rules.phrase(.title, at: index, in: tokens), title.end > index + 1 { return true }
    guard isWord(index...index + 1), !isWord(index + 1...index + 2) else { return false }
    return index == 0 || !Self.towards.contains(tokens[index - 1].word)
  }

  /// "Trang", a province of Thailand, is a page and a given name in Vietnamese, unless a word of place stands
  /// before it.
  private func isCommonSyllable(_ index: Int, _ candidate: Candidate) -> Bool {
    guard candidate.referent.language != "vi", isPlausible(index) else { return false }
    return index == 0
      || !tokens[index - 1].marks.has(.placeWordBefore)
        && !Self.towards.contains(tokens[index - 1].word)
  }

  private static let towards: WordSet = ["ở", "tại", "từ", "đến", "sang", "qua", "đi", "tới", "về", "bên"]

  /// "bà Nga", but not "mấy ông Mỹ".
  private func isNamed(_ index: Int) -> Bool {
    guard index > 0, tokens[index].spaceBefore,
      rules.phrase(.title, at: index - 1, in: tokens)?.type == "address"
    else { return false }
    return index < 2 || !Self.plurals.contains(tokens[index - 2].word)
  }

  private static let plurals: WordSet = ["các", "mấy", "những", "bọn", "tụi", "hai", "ba"]

  /// A syllable with a capital right before: not that of a sentence's beginning, "Lính Mỹ", unless it is a
  /// family name.
  private func isJoinedBefore(_ index: Int) -> Bool {
    guard index > 0, tokens[index].spaceBefore, isFreeSyllable(index - 1) else { return false }
    let isFirst =
      index == 1 || tokens[index - 2].kind == .punctuation && tokens[index - 2].word != ","
    return !isFirst || tokens[index - 1].marks.has(.surname)
  }

  private func isJoinedAfter(_ index: Int) -> Bool {
    index + 1 < tokens.count && tokens[index + 1].spaceBefore && isFreeSyllable(index + 1)
      && !followsOffice(index)
  }

  /// "Thủ tướng Lào Phun Xipaxớt": the state of an office whose holder's name stands behind it.
  private func followsOffice(_ index: Int) -> Bool {
    (1...4).contains { length in
      guard index >= length, let title = rules.phrase(.title, at: index - length, in: tokens) else {
        return false
      }
      return title.end == index && length > 1 && title.type != "address"
    }
  }

  /// A syllable of Vietnamese with a capital that no list has and no common word is made of.
  private func isFreeSyllable(_ index: Int) -> Bool {
    let token = tokens[index]
    guard token.kind == .word, token.shape == .capital, cover[index] == nil,
      !token.marks.has(.never) || token.marks.has(.surname), isPlausible(index)
    else { return false }
    for neighbour in [index - 1, index + 1] where tokens.indices.contains(neighbour) {
      let (first, last) = (min(index, neighbour), max(index, neighbour))
      guard tokens[last].spaceBefore, cover[neighbour] == nil else { continue }
      if isListed(first...last) { return false }
    }
    return true
  }

  /// Whether a word is spelt as a syllable of Vietnamese.
  func isPlausible(_ index: Int) -> Bool {
    var spelling = Spelling()
    let (bytes, range) = (region.folded.bytes, tokens[index].folded)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: range.upperBound)
      offset += length
      guard let letter = Letter(scalar), spelling.count < Syllable.maxLetters else { return false }
      spelling.append(letter)
    }
    return spelling.isPlausible
  }

  /// "Sáng", "Xe", "Sang tháng 9": a syllable that opens a sentence and is a word of every day (`common`) and no given
  /// name, or has a date behind it.
  func isMereOpener(_ index: Int) -> Bool {
    guard opensSentence(index) else { return false }
    let marks = tokens[index].marks
    if marks.isCommon, marks.names & WordMarks.commonGivenName == 0 { return true }
    guard index + 1 < tokens.count else { return false }
    return tokens[index + 1].kind == .number || tokens[index + 1].marks.beginsDate
  }

  /// Whether a syllable has its capital from the beginning of a sentence: behind a mark that ends one or opens a
  /// quotation, or the dash of a dateline, "Hà Nội - Sáng".
  func opensSentence(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    let mark = tokens[index - 1]
    guard mark.kind == .punctuation, tokens[index].spaceBefore || Self.quotes.contains(mark.word) else {
      return false
    }
    return mark.word == "-" ? index <= Self.dateline : !Self.insideSentences.contains(mark.word)
  }

  /// Tokens of a dateline with its dash.
  private static let dateline = 8
  private static let quotes: WordSet = ["\"", "“", "«"]
  private static let insideSentences: WordSet = [",", ";", ":", "(", ")", "/", "&", "'", "]"]

  // MARK: Common words

  /// Which common words of Vietnamese a syllable may be a part of, as bits: those that begin with it and go on
  /// with small letters, those that it ends, and those that it stands in.
  func words(around index: Int) -> UInt64 {
    let spans = [(0, 1), (0, 2), (-1, 0), (-1, 1), (-2, 0)]
    var bits: UInt64 = 0
    for (bit, span) in spans.enumerated() where isWord(index + span.0...index + span.1) {
      bits |= 1 << UInt64(bit)
    }
    return bits
  }

  /// Whether tokens are a word of the list whose syllables but the first are in small letters.
  func isWord(_ range: ClosedRange<Int>) -> Bool {
    range.lowerBound >= 0 && range.upperBound < tokens.count
      && range.dropFirst().allSatisfy { tokens[$0].shape == .lower && tokens[$0].spaceBefore }
      && isListed(range)
  }

  /// Whether tokens are a word of the list, capitals aside.
  func isListed(_ range: ClosedRange<Int>) -> Bool {
    let folded = tokens[range.lowerBound].folded.lowerBound..<tokens[range.upperBound].folded.upperBound
    return rules.vietnameseWords.contains(region.folded.bytes[folded])
  }

  private static let language: Word = "tiếng"

  /// "Đảng", "Viện Kiểm sát": the head of a body alone.
  func isHeadAlone(_ name: Range<Int>) -> Bool {
    tokens[name.lowerBound].marks.begins(.organisationBefore)
      && rules.phrase(.organisationBefore, at: name.lowerBound, in: tokens)?.end == name.upperBound
  }

  /// Whether a guess can be a name: not a letter ("C"), nor in Vietnamese a syllable of a common word ("Bí" in "Bí
  /// thư", "Tết Nguyên" in "Tết Nguyên đán"), a language ("tiếng Việt"), or, where nothing tells its kind, a label
  /// ("Nguồn:"), a foreign word ("Python") or one with a word of every day ("Sockets Trong Kotlin").
  func isTenable(_ name: Range<Int>, by tagger: StatisticalTagger) -> Bool {
    if name.count == 1, tokens[name.lowerBound].letters == 1 { return false }
    if name.count == 1, isWord(name.lowerBound...name.lowerBound + 1) { return false }
    // "Đức Giáo hoàng"
    if isTitle(name.lowerBound), let title = rules.phrase(.title, at: name.lowerBound, in: tokens),
      title.end > name.lowerBound + 1
    {
      return false
    }
    // "Ta", "Ông", where a sentence begins.
    if tagger.isVietnamese, name.count == 1, tokens[name.lowerBound].marks.has(.never),
      tokens[name.lowerBound].marks.has(.title), opensSentence(name.lowerBound)
    {
      return false
    }
    guard tagger.isVietnamese, tagger.evidence(at: name.lowerBound) == nil else { return true }
    if name.lowerBound > 0, tokens[name.lowerBound - 1].word == Self.language { return false }
    if name.upperBound < tokens.count {
      let next = tokens[name.upperBound]
      if next.shape == .lower, isListed(name.lowerBound...name.upperBound) { return false }
      if next.word == ":", name.count == 1, tagger.startsSentence(name.lowerBound) { return false }
    }
    let foreign = name.filter { !isPlausible($0) }.count
    return foreign == 0 || foreign < name.count && !name.contains { tokens[$0].marks.has(.never) }
  }
}
