import UnicodeText
import VietnameseText

/// Listed places that are a syllable of a longer Vietnamese name: "Đức" in "Nguyễn Minh Đức", "Mỹ" in "Mỹ
/// Sơn", "Nga" in "bà Nga".
extension RegionNames {
  /// Takes out of what the lists found the countries that are one syllable of another name.
  mutating func dropSyllables() {
    let count = known.count
    known = known.enumerated().filter { !isSyllable($1, number: $0) }.map(\.element)
    if known.count < count { coverTokens() }
  }

  private func isSyllable(_ candidate: Candidate, number: Int) -> Bool {
    guard candidate.kind == .place, let range = tokenRange(candidate.range), range.count == 1,
      cover[range.lowerBound] == number
    else { return false }
    let index = range.lowerBound
    if !["country", "polity"].contains(candidate.referent.type) { return isCommonSyllable(index, candidate) }
    return tokens[index].shape == .capital
      && (isNamed(index) || isJoinedBefore(index) || isJoinedAfter(index))
  }

  /// "Trang", a province of Thailand, is a page and a given name in Vietnamese, unless a word of place stands
  /// before it.
  private func isCommonSyllable(_ index: Int, _ candidate: Candidate) -> Bool {
    guard candidate.referent.language != "vi", isPlausible(index) else { return false }
    return index == 0
      || !tokens[index - 1].marks.has(.placeWordBefore)
        && !["ở", "tại", "từ", "đến"].contains(tokens[index - 1].text)
  }

  /// "bà Nga", but not "mấy ông Mỹ".
  private func isNamed(_ index: Int) -> Bool {
    guard index > 0, tokens[index].spaceBefore,
      rules.phrase(.title, at: index - 1, in: tokens)?.type == "address"
    else { return false }
    return index < 2 || !Self.plurals.contains(tokens[index - 2].word)
  }

  private static let plurals: Set<Word> = ["các", "mấy", "những", "bọn", "tụi", "hai", "ba"]

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
      let folded = tokens[first].folded.lowerBound..<tokens[last].folded.upperBound
      if rules.vietnameseWords.contains(region.folded.bytes[folded]) { return false }
    }
    return true
  }

  /// Whether a word is spelt as a syllable of Vietnamese.
  func isPlausible(_ index: Int) -> Bool {
    var spelling = Spelling()
    for scalar in tokens[index].text.unicodeScalars {
      guard let letter = Letter(scalar.value), spelling.count < Syllable.maxLetters else { return false }
      spelling.append(letter)
    }
    return spelling.isPlausible
  }
}
