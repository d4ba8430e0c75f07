/// Years before 1000. They are as short as other numbers, so that something around them must tell.
extension DateGrammar {
  /// "394 AD", "594 BC", "40 sau Công nguyên": whether the era behind a number is the one before Christ, and where
  /// its words end.
  func era(behind index: Int) -> (isBefore: Bool, end: Int)? {
    if let era = keyword(at: index + 1), era == .beforeChrist || era == .ourEra, isEra(index + 1) {
      return (era == .beforeChrist, index + 2)
    }
    if let era = eraWithStops(behind: index) { return era }
    guard index + 3 < tokens.count, tokens[index + 2].word == "công", tokens[index + 3].word == "nguyên"
    else { return nil }
    switch tokens[index + 1].word {
    case "trước": return (true, index + 4)
    case "sau": return (false, index + 4)
    default: return nil
    }
  }

  /// "802 A.D.", "111 B.C."
  private func eraWithStops(behind index: Int) -> (isBefore: Bool, end: Int)? {
    guard index + 4 < tokens.count, tokens[index + 1].isCapitalised, keyword(at: index + 2) == .fullStop,
      isAttached(index + 3), keyword(at: index + 4) == .fullStop
    else { return nil }
    if tokens[index + 1].word == "a", tokens[index + 3].word == "d" { return (false, index + 5) }
    return tokens[index + 1].word == "b" && tokens[index + 3].word == "c" ? (true, index + 5) : nil
  }

  /// "In 348 Pachomius", "around 328.", "360 - 366", "(594)", "from 802 to 850", where the text has named such a
  /// year before.
  func isAncientYear(_ index: Int) -> Bool {
    guard ancientYear != nil, index > 0 else { return false }
    if keyword(at: index - 1) == .openBracket, index + 1 < tokens.count, tokens[index + 1].word == ")" {
      return !isRound(index)
    }
    guard endsPhrase(index) || join(at: index + 1) != nil else { return false }
    if index > 2, join(at: index - 1) != nil, isNumber(index - 2) { return isAncientYear(index - 2) }
    return !counts(before: index - 1) && YearContext.prepositions.contains(tokens[index - 1].word)
      || tokens[index - 1].word == "about"
  }

  /// One of the two years of "(837–908)", no more than a life apart, or of "Angkor (802–1431)" behind a name.
  func isLifeDate(_ index: Int) -> Bool {
    for start in [index, index - 2]
    where start > 0 && keyword(at: start - 1) == .openBracket && keyword(at: start + 1) == .dash
      && start + 3 < tokens.count && tokens[start + 3].word == ")"
    {
      if case .number(let first, 3...4) = tokens[start].kind,
        case .number(let second, 3...4) = tokens[start + 2].kind,
        (1...120).contains(second - first)
          || first < 1000 && second >= 1000 && start > 1 && tokens[start - 2].isCapitalised,
        first < 2050,
        first >= 1000 || !isRound(start) || !isRound(start + 2)
      {
        return true
      }
    }
    return false
  }

  /// "In 802, Jayavarman II", "the year 802", "founded in 889". Another number may count, "one in 300.".
  func isToldYear(_ index: Int) -> Bool {
    guard index > 0 else { return false }
    // "A.D. 802"
    if index > 3, tokens[index - 1].word == ".", tokens[index - 2].word == "d", tokens[index - 4].word == "a",
      tokens[index - 4].isCapitalised
    {
      return true
    }
    if tokens[index - 1].word == "year" { return keyword(at: index - 2) == .the }
    guard tokens[index - 1].word == "in" else { return false }
    if index == 1 || tokens[index - 2].isMark, tokens[index - 1].isCapitalised { return endsPhrase(index) }
    return !counts(before: index - 1) && (endsPhrase(index) || keyword(at: index + 1) == .and)
      && !isNumber(index + 2)
      && tokens[max(0, index - 10)..<index].contains { YearContext.happenings.contains($0.word) }
  }

  /// "one in 300", "5 năm 300 ngày", "mỗi năm 300": whether a number or its word stands before a token.
  private func counts(before index: Int) -> Bool {
    guard index > 0 else { return false }
    let word = tokens[index - 1].word
    return isNumber(index - 1) || YearContext.numberWords.contains(word) || YearContext.every.contains(word)
  }

  /// "năm 938", "ឆ្នាំ ៨០២": the number behind the head of a year. "Mỗi năm 300 người" counts.
  ///
  /// - Parameter isBehindMonth: whether the head stands behind a month, whose number then counts no years.
  func headedAncientYear(at index: Int, isBehindMonth: Bool = false) -> Int? {
    guard index > 0, index < tokens.count, case .number(let value, let digits) = tokens[index].kind,
      digits == 3 && value > 99 || ancientYear != nil && digits == 2, !isPartOfNumber(index)
    else { return nil }
    if !isBehindMonth, counts(before: index - 1) { return nil }
    if tokens[index - 1].language == .khmer { return tokens[index - 1].isNaming ? value : nil }
    guard
      endsPhrase(index) || join(at: index + 1) != nil
        || era(behind: index) != nil
        || YearContext.behindYear.contains(tokens[index + 1].word)
    else { return nil }
    return value
  }

  /// Whether nothing that could be counted stands behind a number: a mark, a capital, or no word at all.
  func endsPhrase(_ index: Int) -> Bool {
    index + 1 == tokens.count || tokens[index + 1].isCapitalised
      || tokens[index + 1].isMark && !(keyword(at: index + 1) == .dash && isAttached(index + 2))
        && !(keyword(at: index + 1) == .comma && isNumber(index + 2))
  }

  /// "(300)", "(350–400)": numbers that count are often round.
  private func isRound(_ index: Int) -> Bool {
    guard case .number(let value, _) = tokens[index].kind else { return false }
    return value % 50 == 0
  }
}
