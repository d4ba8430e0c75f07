import StageKit
import VietnameseText

/// Listed names that are written in capitals, and what bears them out.
extension Region {
  /// Whether a listed name in capitals counts though the document has it nowhere else: in a text of capitals, as
  /// cables are, a name of several words, a place or an acronym that is no common word; elsewhere the place that a
  /// dispatch was sent from.
  ///
  /// - Complexity: O(log tokens).
  ///
  /// - Parameter words: common words of Vietnamese: there a syllable of capitals may be a part of one (HIẾN PHÁP), and
  ///   the name of a province is one (HÒA BÌNH).
  func bearsOut(_ name: Candidate, among words: WordList) -> Bool {
    guard let tokens = tokens(in: name.range), let first = tokens.first else { return false }
    if !isAllCaps { return name.kind == .place && isDateline(tokens) && !isCommon(first, tokens) }
    if folded.isVietnamese {
      let bytes = self.tokens[first].folded.lowerBound..<self.tokens[tokens.upperBound - 1].folded.upperBound
      return tokens.count > 1 && !words.contains(folded.bytes[bytes])
    }
    if tokens.count > 1 { return true }
    // "LE DUC ANH" is no word on England.
    return !name.isBare && (name.kind == .place || name.isAcronym && self.tokens[first].letters > 2)
      && !isCommon(first, tokens)
  }

  /// "HANOI (Reuters)", "VIENTIANE, Jan. 3": at the beginning, with a mark behind.
  private func isDateline(_ name: Range<Int>) -> Bool {
    name.lowerBound == 0 && name.upperBound < tokens.count
      && Self.datelineMarks.contains(tokens[name.upperBound].word)
  }

  private static let datelineMarks: WordSet = [",", "(", "-", "–", "—"]

  /// Whether a name is a single word that means something else too: "TURKEY", "WHO".
  private func isCommon(_ first: Int, _ name: Range<Int>) -> Bool {
    let token = tokens[first]
    return name.count == 1
      && (token.letters < 3 || token.marks.saysSomething || token.marks.isCommon)
  }

  /// The tokens of a byte range; nil when it cuts one (a name inside a run without spaces).
  ///
  /// - Complexity: O(log tokens + tokens of the range).
  func tokens(in range: Range<Int>) -> Range<Int>? {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].range.lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low < tokens.count, tokens[low].range.lowerBound == range.lowerBound else { return nil }
    var end = low
    while end < tokens.count, tokens[end].range.upperBound < range.upperBound { end += 1 }
    guard end < tokens.count, tokens[end].range.upperBound == range.upperBound else { return nil }
    return low..<end + 1
  }
}
