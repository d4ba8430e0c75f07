/// Runs of words with capitals.
extension RegionNames {
  /// Words and hyphens that a run has at most: a bound on the work for hostile text.
  private static let longestRun = 64

  /// The end of a run of words with capitals from a token on; hyphens join, initials keep their full stop.
  func runEnd(from start: Int, limit: Int) -> Int {
    var index = start
    var words = 0
    while words < limit, isNamePart(index) || index > start && isVietnameseSyllable(index),
      index == start || !isTitle(index)
    {
      let isNext =
        index == start || tokens[index].spaceBefore || tokens[index - 1].word == "-"
        || tokens[index - 1].word == "."
      guard isNext, !changesToCapitals(index, from: start) else { break }
      words += 1
      index += 1
      index = hyphensEnd(index)
      if isInitial(index - 1), index < tokens.count, tokens[index].word == ".", isNamePart(index + 1),
        index == start + 1 || isInitialInside(index - 1)
      {
        index += 1
      }
    }
    return index
  }

  /// The end of what hyphens join to the token before.
  func hyphensEnd(_ start: Int) -> Int {
    var index = start
    while index + 1 < tokens.count, index - start < Self.longestRun, tokens[index].word == "-",
      !tokens[index].spaceBefore, !tokens[index + 1].spaceBefore, joins(index),
      tokens[index + 1].kind == .word,
      cover[index + 1] == nil
    {
      index += 2
    }
    return index
  }

  /// "quận Tân Bình TP": capitals do not go on with a Vietnamese name.
  private func changesToCapitals(_ index: Int, from start: Int) -> Bool {
    isVietnamese && tokens[index].shape == .allCaps && tokens[start].shape == .capital
  }

  /// Whether a hyphen joins two words of one name: "Kim Il-song", but not "Thirith–the".
  private func joins(_ hyphen: Int) -> Bool {
    // An en dash, three bytes in UTF-8, stands between names.
    tokens[hyphen].range.count < 3 && !tokens[hyphen + 1].marks.has(.never)
      && !Self.behindHyphens.contains(tokens[hyphen + 1].word)
  }

  /// "Son Sann-led": words that make a name say what something else is.
  private static let behindHyphens: WordSet = [
    "led", "backed", "based", "era", "style", "run", "trained", "born", "sponsored", "supported",
    "controlled",
    "installed", "held", "type", "dominated", "appointed", "like",
  ]

  /// A syllable with a capital that would begin a sentence in Vietnamese, but inside a name is a part of it:
  /// "Trương Xuân Đại".
  private func isVietnameseSyllable(_ index: Int) -> Bool {
    guard index < tokens.count, tokens[index].shape == .capital, cover[index] == nil else { return false }
    return tokens[index].marks.isNeverInVietnamese
  }

  /// "J", "Ts", before a full stop.
  func isInitial(_ index: Int) -> Bool {
    guard index >= 0, index + 1 < tokens.count else { return false }
    let token = tokens[index]
    return token.kind == .word && token.isCapitalised && token.letters <= 2
      && tokens[index + 1].word == "." && !tokens[index + 1].spaceBefore
  }

  /// Whether an initial behind other words of a name is one: "John F. Kennedy", "A. Yu. Ivanov", but not "Ly. Hun Sen
  /// ..." nor "Nguyễn Văn A. Chiều ...", where the sentence ends.
  private func isInitialInside(_ index: Int) -> Bool {
    if tokens[index - 1].word == "." { return true }
    guard !isVietnamese else { return false }
    return tokens[index].letters == 1
      || !Self.vowels.contains(region.folded.bytes[tokens[index].folded.upperBound - 1])
  }

  /// Of ASCII, and the last bytes of longer letters, which initials of two letters have not.
  private static let vowels = Set("aeiouy".utf8).union(0x80...0xBF)
}
