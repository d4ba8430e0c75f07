import UnicodeText

/// Turns a region's tokens into what the date grammar sees.
struct DateLexer {
  private let region: Region
  private let bytes: [UInt8]
  private var result: [DateToken] = []

  /// - Complexity: O(tokens); each Khmer run is searched once per byte for the words of dates.
  static func tokens(_ region: Region) -> [DateToken] {
    var lexer = DateLexer(region)
    lexer.run()
    return lexer.result
  }

  private init(_ region: Region) {
    self.region = region
    bytes = region.folded.bytes
  }

  private mutating func run() {
    var index = 0
    let tokens = region.tokens
    result.reserveCapacity(tokens.count)
    while index < tokens.count {
      let number = index
      index += 1
      if Self.isOther(tokens[number]) {
        add(.other, tokens[number])
        continue
      }
      switch tokens[number].kind {
      case .number: addNumber(tokens[number])
      case .punctuation:
        let word = tokens[number].word
        let keyword = tokens[number].folded.count == 1 ? DateLexicon.marks[word] : nil
        add(keyword.map { .keyword($0) } ?? (word == "'s" ? .keyword(.apostrophe) : .other), tokens[number])
      case .word:
        if let year = yearBehindEra(tokens[number]) {
          addEra(tokens[number], year)
        } else if tokens[number].shape != .caseless {
          let next = index < tokens.count && tokens[index].kind == .word ? index : nil
          if addWord(tokens, number, next: next) { index += 1 }
        } else if let era = khmerEra(tokens[number], at: index) {
          add(.keyword(era), tokens[number], to: tokens[index + 1].range.upperBound, language: .khmer)
          index += index + 2 < tokens.count && tokens[index + 2].word == "." ? 3 : 2
        } else if !tokens[number].isTechnical {
          addUnspaced(tokens[number])
        } else if addWord(
          tokens, number, next: index < tokens.count && tokens[index].kind == .word ? index : nil)
        {
          index += 1
        }
      }
    }
  }

  /// A word of Latin letters that no date has, as most are.
  @inline(__always) private static func isOther(_ token: Token) -> Bool {
    token.kind == .word && token.shape != .caseless && token.shape != .allCaps && !token.marks.isDateWord
      && !token.marks.beginsVietnameseDate
  }

  /// The year of "AD842", written as one word.
  private func yearBehindEra(_ token: Token) -> Int? {
    guard token.shape == .allCaps, (5...6).contains(token.folded.count),
      region.folded.has("ad", at: token.folded.lowerBound)
    else {
      return nil
    }
    return Int(text(token).dropFirst(2))
  }

  private mutating func addEra(_ token: Token, _ year: Int) {
    let cut = token.range.lowerBound + 2
    add(.keyword(.ourEra), token, to: cut, language: .english)
    result[result.count - 1].word = "ad"
    add(.number(year, digits: token.folded.count - 2), token)
    result[result.count - 1].range = cut..<token.range.upperBound
    result[result.count - 1].spaceBefore = false
  }

  /// "ព.ស." and "គ.ស.": the token before `next` with the two that follow.
  private func khmerEra(_ token: Token, at next: Int) -> DateToken.Keyword? {
    guard token.word == "ព" || token.word == "គ", next + 1 < region.tokens.count else { return nil }
    guard region.tokens[next].word == ".", region.tokens[next + 1].word == "ស" else { return nil }
    return token.word == "ព" ? .buddhistEra : .ourEra
  }

  @inline(__always) private mutating func add(
    _ kind: DateToken.Kind, _ token: Token, to end: Int? = nil, language: DateToken.Language? = nil
  ) {
    result.append(
      DateToken(
        kind: kind, range: token.range.lowerBound..<(end ?? token.range.upperBound), word: token.word,
        letters: token.letters, last: bytes[token.folded.upperBound - 1], isCapitalised: token.isCapitalised,
        spaceBefore: token.spaceBefore, language: language, written: token.kind))
  }

  private func text(_ token: Token) -> String { String(decoding: bytes[token.folded], as: UTF8.self) }

  /// Whether it took the next word too.
  private mutating func addWord(_ tokens: [Token], _ index: Int, next: Int?) -> Bool {
    let marks = tokens[index].marks
    guard marks.isDateWord || marks.beginsVietnameseDate, !tokens[index].isTechnical else {
      add(.other, tokens[index])
      return false
    }
    if marks.beginsVietnameseDate, let next,
      let keyword = DateLexicon.vietnamese[text(tokens[index]) + " " + text(tokens[next])]
    {
      add(.keyword(keyword), tokens[index], to: tokens[next].range.upperBound, language: .vietnamese)
      return true
    }
    if marks.beginsVietnameseDate, let keyword = DateLexicon.vietnamese[text(tokens[index])] {
      add(.keyword(keyword), tokens[index], language: .vietnamese)
    } else if let kind = DateLexicon.englishWords[tokens[index].word] {
      add(kind, tokens[index], language: .english)
    } else {
      add(.other, tokens[index])
    }
    return false
  }

  /// "1977", "5th", "1980s", "១៩៧៥".
  private mutating func addNumber(_ token: Token) {
    guard !token.isTechnical else { return add(.other, token) }
    if bytes[token.folded].allSatisfy({ $0 &- 0x30 < 10 }) {
      let digits = token.folded.count
      let value = digits > 6 ? 1_000_000 : bytes[token.folded].reduce(0) { $0 * 10 + Int($1 &- 0x30) }
      return add(.number(value, digits: digits), token)
    }
    var (value, digits) = (0, 0)
    var suffix = ""
    for scalar in text(token).unicodeScalars {
      if scalar.value < 0x80 {
        if suffix.isEmpty, scalar.value &- 0x30 < 10 {
          digits += 1
          value = digits > 6 ? 1_000_000 : value * 10 + Int(scalar.value &- 0x30)
        } else {
          suffix.unicodeScalars.append(scalar)
        }
      } else if let digit = scalar.properties.numericType == .decimal
        ? Int(scalar.properties.numericValue ?? -1) : nil,
        suffix.isEmpty
      {
        digits += 1
        value = digits > 6 ? 1_000_000 : value * 10 + digit
      } else {
        suffix.unicodeScalars.append(scalar)
      }
    }
    switch suffix {
    case "": add(.number(value, digits: digits), token)
    case "st", "nd", "rd", "th": add(.ordinal(value), token, language: .english)
    case "s" where digits == 4 || digits == 2: add(.decade(value), token, language: .english)
    default: add(.other, token)
    }
  }

  /// Cuts a run of a script without spaces at the words of dates.
  private mutating func addUnspaced(_ token: Token) {
    var position = token.folded.lowerBound
    var otherStart = position
    while position < token.folded.upperBound {
      guard let (word, kind) = DateLexicon.khmerWord(bytes, at: position, before: token.folded.upperBound),
        kind != .keyword(.year) || !follows(["មួយ"], position, from: otherStart)
      else {
        position += 1
        continue
      }
      addPart(.other, otherStart..<position, token)
      addPart(kind, position..<position + word.count, token)
      if kind == .keyword(.year) {
        result[result.count - 1].isNaming = namesYear(position, in: token, after: otherStart)
      }
      position += word.count
      otherStart = position
    }
    addPart(.other, otherStart..<position, token)
  }

  /// Whether the head of a year that was added last follows a preposition, or nothing.
  private func namesYear(_ position: Int, in token: Token, after otherStart: Int) -> Bool {
    if otherStart < position { return follows(DateLexicon.khmerPrepositions, position, from: otherStart) }
    if position == token.folded.lowerBound { return token.spaceBefore || result.count == 1 }
    return result[result.count - 2].kind == .keyword(.to)
  }

  /// "មួយឆ្នាំ", "one year": whether one of some words ends right before a place.
  private func follows(_ words: [String], _ position: Int, from start: Int) -> Bool {
    words.contains { bytes[start..<position].suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  private mutating func addPart(_ kind: DateToken.Kind, _ range: Range<Int>, _ token: Token) {
    guard !range.isEmpty else { return }
    result.append(
      DateToken(
        kind: kind, range: region.folded.sourceRange(of: range), isCapitalised: false,
        spaceBefore: range.lowerBound == token.folded.lowerBound && token.spaceBefore,
        language: kind == .other ? nil : .khmer))
  }
}
