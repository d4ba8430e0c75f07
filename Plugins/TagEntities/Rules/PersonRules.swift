import StageKit

/// Persons that no list has, by what stands around their names.
extension RegionNames {
  /// - Parameter isLabel: the region is a speaker's label.
  mutating func findPersons(_ text: [UInt8], isLabel: Bool) {
    var index = 0
    while index < tokens.count {
      let end = person(at: index, text, isLabel: isLabel)
      index = max(end, index + 1)
    }
  }

  /// Proposes the person that begins at a token; the end of the name, or the token when there is none.
  private mutating func person(at start: Int, _ text: [UInt8], isLabel: Bool) -> Int {
    guard isNamePart(start), !isTitle(start), !isVietnameseHead(start), !isBeforeFrenchHead(start) else {
      return start
    }
    if let end = personNamedLikeCity(start, text) ?? personWithInitial(start, text) { return end }
    // Four words at most: longer runs are headings.
    let end = numberEnd(start..<endBeforeVerb(start..<runEnd(from: start, limit: 4)))
    let words = (start..<end).count { tokens[$0].kind == .word }
    guard words > 0, !endsLikeOther(end) || isNamedLikePlace(start..<end),
      end - start > 1 || tokens[start].letters > 1
    else { return start }
    return person(start..<end, words, text, isLabel: isLabel)
  }

  /// Proposes a run of words as a person where something tells that it is one.
  private mutating func person(
    _ run: Range<Int>, _ words: Int, _ text: [UInt8], isLabel: Bool
  ) -> Int {
    let (start, end) = (run.lowerBound, run.upperBound)
    let first = tokens[start].word
    let surname = tokens[start].marks.has(.surname) ? rules.language(.surname, first) : nil
    let given = tokens[start].marks.has(.givenName) ? rules.language(.givenName, first) : nil
    let language = surname ?? given.map { Self.givenNameFirst.contains(Word($0)) ? $0 : "" } ?? ""
    if isMadeOfWords(run) || isAcronymInText(start) { return start }
    if followsTitle(start), words > 1 || tokens[start].shape == .capital || isNamedInCapitals(start) {
      propose(.person, start..<end, text, .medium, rule: .title, language: language, priority: 4)
    } else if endsLikeKing(start) {
      propose(.person, start..<end, text, .medium, rule: .regnalName, priority: 4)
    } else if isLabel, start == 0 {
      propose(.person, start..<end, text, .medium, rule: .speaker, language: language, priority: 4)
    } else if isInitial(start), start == 0 || tokens[start - 1].word != "/", words > 1,
      tokens[end - 1].letters > 2
    {
      propose(.person, start..<end, text, .medium, rule: .initials, priority: 4)
    } else if words > 1, followsByline(start) {
      propose(.person, start..<end, text, .medium, rule: .byline, language: language, priority: 4)
    } else if words > 1, given != nil {
      propose(.person, start..<end, text, .medium, rule: .givenName, language: language, priority: 3)
    } else if words > 1, words <= 4, let surname, isNameOf(surname, start, words) {
      propose(.person, start..<end, text, .medium, rule: .surname, language: surname, priority: 3)
    } else if (2...3).contains(words), precedesSpeech(end) {
      propose(.person, start..<end, text, .low, rule: .speech, priority: 3)
    } else if words == 1, given != nil, tokens[start].shape == .capital {
      propose(.person, start..<end, text, .low, rule: .givenName, priority: 1)
    } else {
      return start
    }
    return end
  }

  /// "CHAIRMAN MAO RECEIVED", "NIXON SPOKE": in a text of capitals the end of a name before a verb.
  private func endBeforeVerb(_ name: Range<Int>) -> Int {
    guard region.isAllCaps, !isVietnamese else { return name.upperBound }
    return name.dropFirst().first { index in
      let token = tokens[index]
      if token.marks.has(.speech) || Self.verbs.contains(token.word) { return true }
      return token.letters > 5 && !token.marks.has(.givenName)
        && region.folded.bytes[token.folded].reversed().starts(with: "ed".utf8.reversed())
    } ?? name.upperBound
  }

  private static let verbs: WordSet = [
    "told", "said", "met", "left", "spoke", "went", "came", "gave", "took", "made", "sent", "held", "saw",
    "was", "were",
    "had", "has", "is", "are", "will", "would", "may", "led", "paid", "flew", "drove", "began", "became",
    "says", "calls",
    "visits", "meets", "leaves", "warns", "urges", "tells", "sees", "seeks", "plans", "wants",
  ]

  /// "Chủ tịch VCCI Vũ Tiến Lộc": the body that a Vietnamese title is of.
  private func isAcronymInText(_ start: Int) -> Bool {
    isVietnamese && !region.isAllCaps && tokens[start].shape == .allCaps && tokens[start].letters > 1
      && !tokens[start].marks.has(.surname)
  }

  /// "ĐẠI BIỂU TOÀN QUỐC LẦN THỨ": in a Vietnamese text of capitals, words of the list and no family name.
  private func isMadeOfWords(_ name: Range<Int>) -> Bool {
    guard region.isAllCaps, isVietnamese, !tokens[name.lowerBound].marks.has(.surname) else { return false }
    return zip(name, name.dropFirst()).contains { isListed($0...$1) }
  }

  /// "King Suryavarman I", "Jayavarman VII": the end of a name with the number of its bearer.
  private func numberEnd(_ name: Range<Int>) -> Int {
    let end = name.upperBound
    guard end > name.lowerBound, end < tokens.count,
      tokens[end].shape == .allCaps || tokens[end].letters == 1, tokens[end].spaceBefore,
      cover[end] == nil, DateLexicon.romanNumerals[tokens[end].word] != nil
    else { return end }
    let isKing =
      endsLikeKing(end - 1) || name.lowerBound > 0 && Self.crowned.contains(tokens[name.lowerBound - 1].word)
    // "I" may be who speaks.
    return isKing || isVietnamese && tokens[end].letters > 1 && followsTitle(name.lowerBound) ? end + 1 : end
  }

  private static let crowned: WordSet = [
    "king", "queen", "emperor", "empress", "pope", "prince", "tsar", "sultan", "shah", "vua", "hoàng",
    "đế", "vương",
  ]

  /// "Suryavarman": kings of Angkor and Champa, whose names end with what Sanskrit calls a shield.
  private func endsLikeKing(_ index: Int) -> Bool {
    tokens[index].shape == .capital && tokens[index].letters > 7
      && region.folded.bytes[tokens[index].folded].reversed().starts(with: "varman".utf8.reversed())
  }

  /// "ASSISTANT SECRETARY HARGROVE" in a text of capitals: one word behind a title without an article, before a mark,
  /// "and" or a word of dates.
  private func isNamedInCapitals(_ start: Int) -> Bool {
    guard region.isAllCaps, tokens[start].letters > 3, !tokens[start].marks.saysSomething else {
      return false
    }
    if start + 1 < tokens.count {
      let next = tokens[start + 1]
      guard next.kind == .punctuation || next.word == "'s" || next.word == "and" || next.marks.isDateWord
      else {
        return false
      }
    }
    var title = start - 1
    while title >= 0, isTitle(title) || tokens[title].word == "." { title -= 1 }
    return title < 0 || !Self.articles.contains(tokens[title].word)
  }

  private static let articles: WordSet = ["the", "a", "an", "his", "her", "their", "our", "its", "and"]

  /// Languages of names whose first word, the given name, stands for the whole.
  private static let givenNameFirst: WordSet = ["th", "lo"]

  /// "Cyrus B. Vance": the end of the name.
  private mutating func personWithInitial(_ start: Int, _ text: [UInt8]) -> Int? {
    guard let end = middleInitialEnd(start) else { return nil }
    let words = [start..<start + 1, start + 3..<end].map { name($0, text) }
    let count = found.count
    propose(.person, start..<end, text, .medium, rule: .initials, priority: 4)
    if found.count > count {
      found[count].details = Candidate.Details(listedName: words.joined(separator: " "))
    }
    return end
  }

  /// "Le Comité": the article of a body, not the family name.
  private func isBeforeFrenchHead(_ start: Int) -> Bool {
    start + 1 < tokens.count && tokens[start].word == "le"
      && tokens[start + 1].marks.begins(.organisationFirst)
  }

  /// "Thành ủy" behind "Bí thư": a head of bodies of two syllables.
  private func isVietnameseHead(_ start: Int) -> Bool {
    guard isVietnamese, tokens[start].marks.begins(.organisationBefore) else { return false }
    return rules.phrase(.organisationBefore, at: start, in: tokens).map { $0.end > start + 1 } ?? false
  }

  /// The end of a given name, an initial and a surname, "Gordon S. Barrass"; nil where there is something else.
  private func middleInitialEnd(_ start: Int) -> Int? {
    guard tokens[start].shape == .capital, tokens[start].letters > 2, isInitial(start + 1),
      !(isVietnamese && isPlausible(start)),
      tokens[start + 1].letters == 1, tokens[start + 1].spaceBefore,
      isNamePart(start + 3) || isListedSurname(start + 3), tokens[start + 3].letters > 2,
      tokens[start + 3].spaceBefore, !isTitle(start + 3)
    else { return nil }
    return start + 4
  }

  /// Whether a list has the token alone as a person: "Kissinger".
  private func isListedSurname(_ index: Int) -> Bool {
    guard index < tokens.count, let person = cover[index], known[person].kind == .person else { return false }
    return tokenRange(known[person].range)?.count == 1
  }

  /// "Fiona Hill": a given name and a frequent family name that also ends names of places, with nothing before
  /// that asks for a place.
  func isNamedLikePlace(_ run: Range<Int>) -> Bool {
    guard run.count == 2,
      tokens[run.lowerBound].marks.has(.givenName)
        || tokens[run.lowerBound].marks.names & WordMarks.commonGivenName != 0,
      tokens[run.lowerBound + 1].marks.names & WordMarks.frequentSurname != 0,
      tokens[run.lowerBound + 1].marks.has(.placeHead)
    else { return false }
    guard run.lowerBound > 0 else { return true }
    let before = tokens[run.lowerBound - 1]
    return before.kind != .number && before.word != "the" && before.word != "on"
      && !Self.placePrepositions.contains(before.word)
  }

  /// "Whitney Houston": a given name and a listed town right behind; the end of the name.
  private mutating func personNamedLikeCity(_ start: Int, _ text: [UInt8]) -> Int? {
    let end = start + 2
    guard !isVietnamese, tokens[start].shape == .capital, end <= tokens.count, tokens[start + 1].spaceBefore,
      tokens[start].marks.has(.givenName) || tokens[start].marks.names & WordMarks.commonGivenName != 0,
      let town = cover[start + 1], known[town].referent.type == "settlement",
      tokenRange(known[town].range)?.count == 1, tokens[start + 1].shape == .capital,
      start == 0 || tokens[start - 1].word != "," && !Self.placePrepositions.contains(tokens[start - 1].word),
      end == tokens.count || tokens[end].word != "," && !tokens[end].isCapitalised
    else { return nil }
    propose(.person, start..<end, text, .low, rule: .givenName, priority: 3)
    return end
  }

  /// "Moranbong Stadium", "Chong Th'nu commune": the run names something else.
  func endsLikeOther(_ end: Int) -> Bool {
    let last = tokens[end - 1].marks
    if last.has(.organisationHead) || last.has(.placeHead) || last.has(.unit) { return true }
    guard end < tokens.count, tokens[end].kind == .word else { return false }
    return tokens[end].marks.has(.placeWordAfter) && !tokens[end].isCapitalised
      || tokens[end].isCapitalised
        && (tokens[end].marks.has(.organisationHead) || tokens[end].marks.has(.placeHead))
  }

  /// "By Nate Thayer", "Photo by: Nate Thayer".
  private func followsByline(_ start: Int) -> Bool {
    let name = start > 0 && tokens[start - 1].word == ":" ? start - 1 : start
    for length in 1...2 where name - length >= 0 {
      if let (end, _) = rules.phrase(.byline, at: name - length, in: tokens), end == name {
        return name == length || tokens[name - length].isCapitalised || length > 1
      }
    }
    return false
  }

  private func precedesSpeech(_ end: Int) -> Bool {
    end < tokens.count && tokens[end].kind == .word && tokens[end].marks.has(.speech)
  }

  /// Chinese, Korean and Khmer names have two or three words, Vietnamese ones two to four.
  private func isNameOf(_ language: String, _ start: Int, _ words: Int) -> Bool {
    let next = tokens[start + 1]
    guard next.shape == .capital, next.letters > 1 else { return false }
    switch language {
    case "km", "zh", "ko": return words <= 3
    default: return words <= 4
    }
  }
}
