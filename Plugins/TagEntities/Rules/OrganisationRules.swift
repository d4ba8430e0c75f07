import StageKit
import UnicodeText

/// Bodies that no list has: by their heads, as organs of a body that is known, with numbers, in quotation
/// marks, by acronyms.
extension RegionNames {
  mutating func findOrganisations(_ text: [UInt8]) {
    findBodiesOfStates(text)
    findFrenchBodies(text)
    findVietnameseBodies(text)
    let marks = region.marks
    let (hasUnit, hasOrgan, hasHead) = (
      marks.begins(.unit), marks.begins(.organ), marks.has(.organisationHead)
    )
    guard hasUnit || hasOrgan || hasHead || marks.begins(.group) else { return }
    var index = 0
    while index < tokens.count {
      if tokens[index].marks.begins(.group) { findQuoted(at: index, text) }
      guard isNotable(index) else {
        index += 1
        continue
      }
      if hasUnit { findUnit(at: index, text) }
      let organ = hasOrgan ? findOrgan(at: index, text) : index
      let end = hasHead ? headedBody(at: index, text) : index
      index = max(organ, end, index + 1)
    }
  }

  // MARK: By heads

  /// A capitalised run that ends in the head of a body, with "of ..." behind it: "Korean People's Army",
  /// "Institute of Cambodia".
  private mutating func headedBody(at start: Int, _ text: [UInt8]) -> Int {
    guard isBodyPart(start), !isTitle(start) else { return start }
    let run = bodyRun(from: start)
    guard let head = run.lastHead ?? smallHead(from: start) else { return start }
    let end = extended(from: head)
    if isEvent(start..<head) {
      proposeHost(start..<head - 1, text)
      if end > head { proposeInner(head..<end, text) }
      return end
    }
    guard isSpecific(start..<head) || end > head, end - start > 1 else {
      return possessedParty(start..<end, text) ?? start
    }
    propose(.organisation, start..<end, text, .medium, rule: .organisationHead, priority: 3)
    if end > head { proposeInner(head..<end, text) }
    return end
  }

  /// "the 11th CCP Congress", "the Fourth FUNCINPEC Congress": a congress with a number is an event.
  private func isEvent(_ run: Range<Int>) -> Bool {
    guard tokens[run.upperBound - 1].word == "congress" else { return false }
    if run.count > 1, isOrdinal(tokens[run.lowerBound]) { return true }
    guard run.lowerBound > 0 else { return false }
    let before = tokens[run.lowerBound - 1]
    return isOrdinal(before)
      || before.kind == .number && before.folded.count > 2 && endsInLetter(before.folded)
  }

  /// "Fourth", "VIth", "IV".
  private func isOrdinal(_ token: Token) -> Bool {
    Self.ordinals.contains(token.word)
      || token.shape == .allCaps && Self.romanNumbers.contains(token.word)
  }

  private static let romanNumbers: WordSet = [
    "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
    "xviii", "xix", "xx",
  ]

  private static let ordinals: WordSet = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "ist", "iind", "iiird", "ivth", "vth", "vith", "viith", "viiith", "ixth",
    "xth",
  ]

  /// The body whose event it is: letters, or words with a head.
  private mutating func proposeHost(_ run: Range<Int>, _ text: [UInt8]) {
    let start = isOrdinal(tokens[run.lowerBound]) ? run.lowerBound + 1 : run.lowerBound
    guard start < run.upperBound, cover[start] == nil else { return }
    if run.upperBound - start == 1 {
      guard tokens[start].shape == .allCaps, tokens[start].letters > 2 else { return }
      let count = found.count
      propose(.organisation, start..<run.upperBound, text, .medium, rule: .acronym, priority: 4)
      if found.count > count { found[count].isAcronym = true }
    } else if tokens[run.upperBound - 1].marks.has(.organisationHead), isSpecific(start..<run.upperBound) {
      propose(
        .organisation, start..<run.upperBound, text, .medium, rule: .organisationHead, priority: 3)
    }
  }

  /// "Communist party of Kampuchea": a head in lower case behind a creed, where "of" and a place follow.
  private func smallHead(from start: Int) -> Int? {
    guard start + 3 < tokens.count, rules.phrase(.adjective, at: start, in: tokens)?.type == "creed",
      tokens[start + 1].shape == .lower, tokens[start + 1].marks.has(.organisationHead),
      tokens[start + 2].word == "of"
    else { return nil }
    let object = tokens[start + 3].word == "the" ? start + 4 : start + 3
    guard object < tokens.count, let known = cover[object], self.known[known].kind == .place else {
      return nil
    }
    return start + 2
  }

  /// A body in the name of another: "Institute of the Academy of Sciences".
  private mutating func proposeInner(_ range: Range<Int>, _ text: [UInt8]) {
    var start = range.lowerBound + 1
    if start < range.upperBound, tokens[start].word == "the" { start += 1 }
    guard start < range.upperBound,
      cover[start] == nil || known[cover[start] ?? 0].kind == .place && tokens[start - 1].word == "the",
      let body = body(at: start, text), body.end <= range.upperBound
    else { return }
    found.append(body.candidate)
  }

  /// The body that no list has at a token, by its head: what an organ may belong to.
  func body(at start: Int, _ text: [UInt8]) -> (candidate: Candidate, end: Int)? {
    guard isBodyPart(start), !isTitle(start),
      let head = bodyRun(from: start).lastHead ?? smallHead(from: start)
    else { return nil }
    let end = extended(from: head)
    guard isSpecific(start..<head) || end > head, end - start > 1 else { return nil }
    let name = name(start..<end, text)
    let slug = NameKey.slug(name)
    guard !slug.isEmpty else { return nil }
    let referent = Referent(
      key: EntityKind.organisation.keyPrefix + slug, name: name, kind: .organisation)
    return (
      Candidate(
        range: byteRange(start..<end), referent: referent, certainty: .medium, rule: .organisationHead,
        priority: 3), end
    )
  }

  func isBodyPart(_ index: Int) -> Bool {
    guard index < tokens.count, tokens[index].kind == .word, tokens[index].isCapitalised,
      !tokens[index].isTechnical
    else {
      return false
    }
    if let known = cover[index] { return self.known[known].kind != .person }
    return isNamePart(index) || tokens[index].marks.has(.organisationHead)
      || tokens[index].marks.has(.adjective) || isPossessedPlural(index)
  }

  /// "People's": a common word that the names of bodies have.
  private func isPossessedPlural(_ index: Int) -> Bool {
    index + 2 < tokens.count && (tokens[index + 1].word == "'s" || tokens[index + 1].word == "'")
      && tokens[index + 2].isCapitalised && Self.possessedPlurals.contains(tokens[index].word)
  }

  /// Whether a run has more than adjectives before its head: "the Vietnamese Party" is no name, "the Cambodian
  /// Communist Party" and "the Vietnamese Army" are.
  func isSpecific(_ run: Range<Int>) -> Bool {
    let words = run.dropLast()
    if words.contains(where: { tokens[$0].kind == .word && !tokens[$0].marks.has(.adjective) }) {
      return true
    }
    guard let last = words.last else { return false }
    let isCreed = rules.phrase(.adjective, at: last, in: tokens)?.type == "creed"
    if words.count > 1, isCreed { return true }
    return !isCreed && words.count == 1 && rules.language(.adjective, tokens[last].word) == "en"
      && rules.phrase(.organisationHead, at: run.upperBound - 1, in: tokens)?.type == "national"
      && !Self.compass.contains(tokens[last].word)
  }

  private static let compass: WordSet = ["north", "south", "east", "west", "central"]

  private static let possessedPlurals: WordSet = [
    "people", "women", "workers", "youth", "peasants", "children", "men", "world",
  ]

  /// The end of a run of words with capitals ("People's" is one), and the end of its last head.
  private func bodyRun(from start: Int) -> (end: Int, lastHead: Int?) {
    var index = start
    var lastHead: Int?
    while isBodyPart(index), index - start < 10, index == start || tokens[index].spaceBefore {
      if tokens[index].marks.has(.organisationHead), cover[index] == nil { lastHead = index + 1 }
      index += 1
      if index < tokens.count, tokens[index].word == "'s" || tokens[index].word == "'",
        Self.possessedPlurals.contains(tokens[index - 1].word)
      {
        index += 1
      } else if index + 1 < tokens.count, tokens[index].word == "and" || tokens[index].word == "&",
        lastHead == nil,
        cover[index - 1] == nil, cover[index + 1] == nil, isBodyPart(index + 1), joinsHead(index + 1)
      {
        index += 1
      }
    }
    return (index, lastHead)
  }

  /// Whether the words after "and" end in a head: "History and Public Policy Program".
  private func joinsHead(_ start: Int) -> Bool {
    var index = start
    while isBodyPart(index), index - start < 4 {
      if tokens[index].marks.has(.organisationHead) { return true }
      index += 1
    }
    return false
  }

  /// Takes in "of (the) X", "for (the) X" behind a head, as long as a name follows.
  private func extended(from head: Int) -> Int {
    var end = head
    for _ in 0..<3 {
      guard end < tokens.count, tokens[end].word == "of" || tokens[end].word == "for" else { return end }
      var next = end + 1
      if next < tokens.count, tokens[next].word == "the" { next += 1 }
      guard let after = objectEnd(next) else { return end }
      end = after
    }
    return end
  }

  /// The end of what "of" takes: a known place or body, or a run of capitals with "and" once inside.
  private func objectEnd(_ start: Int) -> Int? {
    guard start < tokens.count else { return nil }
    if let known = cover[start] {
      guard self.known[known].kind != .person else { return nil }
      if let head = bodyRun(from: start).lastHead { return head }
      var end = start
      while end < tokens.count, cover[end] == known { end += 1 }
      return end
    }
    if let head = bodyRun(from: start).lastHead, isBodyPart(start) { return head }
    guard isNamePart(start) else { return nil }
    var end = start
    while isNamePart(end), end - start < 5, end == start || tokens[end].spaceBefore {
      end = hyphensEnd(end + 1)
    }
    if end + 1 < tokens.count, tokens[end].word == "and", isNamePart(end + 1), !isTitle(end + 1) {
      end += 1
      let second = end
      while isNamePart(end), end - second < 3 { end += 1 }
    }
    return end
  }

  // MARK: Numbers, quotation marks

  /// "Division 341", "Army Corps 4", "7th Division".
  private mutating func findUnit(at start: Int, _ text: [UInt8]) {
    // The marks first: in a mutating function the rules are copied to be asked.
    guard tokens[start].isCapitalised, tokens[start].marks.begins(.unit),
      let (end, type) = rules.phrase(.unit, at: start, in: tokens)
    else { return }
    if end < tokens.count, tokens[end].kind == .number, tokens[end].folded.count <= 4 {
      propose(.organisation, start..<end + 1, text, .medium, rule: .unit, type: type, priority: 4)
    } else if start > 0, tokens[start - 1].kind == .number, endsInLetter(tokens[start - 1].folded) {
      propose(.organisation, start - 1..<end, text, .medium, rule: .unit, type: type, priority: 4)
    }
  }

  /// "7th"
  private func endsInLetter(_ number: Range<Int>) -> Bool {
    let last = UTF8Text.scalar(
      in: region.folded.bytes, endingAt: number.upperBound, after: number.lowerBound)
    return CodePoint.isLetter(last.value)
  }

  private static let beforeQuotes: WordSet = ["[", "]", "called", "named", "the", "as", "known", "(", ")"]
  private static let openQuotes: WordSet = ["\"", "“", "«", "„"]
  private static let closeQuotes: WordSet = ["\"", "”", "»", "“"]

  /// A word for a group, "called" perhaps, and a name in quotation marks.
  private mutating func findQuoted(at start: Int, _ text: [UInt8]) {
    guard tokens[start].kind == .word,
      let (next, type) = rules.phrase(.group, at: start, in: tokens)
    else { return }
    var index = next
    while index < tokens.count, index - next < 6,
      Self.beforeQuotes.contains(tokens[index].word)
    {
      index += 1
    }
    guard index < tokens.count, Self.openQuotes.contains(tokens[index].word) else { return }
    let open = index + 1
    var close = open
    while close < tokens.count, close - open < 10, !Self.closeQuotes.contains(tokens[close].word) {
      close += 1
    }
    guard close < tokens.count, close - open < 10, close > open, tokens[open].isCapitalised else { return }
    var end = close
    while end > open, tokens[end - 1].kind == .punctuation { end -= 1 }
    guard end > open else { return }
    propose(.organisation, open..<end, text, .medium, rule: .quotedGroup, type: type, priority: 4)
  }
}
