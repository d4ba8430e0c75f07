import StageKit
import VietnameseText

/// What words around a name tell about it: the rows of the rule files.
struct ContextRules: Sendable {
  /// What a row says of its words.
  enum Rule: String, Sendable, CaseIterable {
    /// Stands before a person's name and is no part of it.
    case title
    /// Is no part of a name, even with a capital.
    case never
    /// Is no name by itself, but may begin the name of a place or body: "Eastern", "Kampuchean".
    case adjective
    /// Ends the name of an organisation; with a capital it belongs to it.
    case organisationHead = "organisation-head"
    /// Begins the name of a body, as in Vietnamese; type `named-after`: the body may bear a person's name.
    case organisationBefore = "organisation-before"
    /// Begins the name of a body in French, with a capital; type `small`: without one too.
    case organisationFirst = "organisation-first"
    /// A small word in such a name; type `ends`: the name may end with it.
    case organisationInside = "organisation-inside"
    /// A part of a body, named by it or after it: "Politburo"; type `alone` when it names a body by itself.
    case organ
    /// Ends the name of a place; with a capital it belongs to it.
    case placeHead = "place-head"
    /// Stands after the name of a place, in lower case, and is no part of it.
    case placeWordAfter = "place-word-after"
    /// Stands before the name of a place and is no part of it.
    case placeWordBefore = "place-word-before"
    /// Names a military body together with a number.
    case unit
    /// Stands before the quoted name of a group.
    case group
    /// Stands before an author's name.
    case byline
    /// Stands after a person who speaks.
    case speech
    case surname
    case givenName = "given-name"
    /// Ends a Khmer name that a title began.
    case nameEnd = "name-end"
    /// A word that is also a listed name, which does not count where capitals tell nothing.
    case common
    /// A pattern of words with a name in it; see `ContextPattern`.
    case pattern

    /// Its place among the bits of `WordMarks`.
    var bit: UInt32 {
      switch self {
      case .title: 0
      case .never: 1
      case .adjective: 2
      case .organisationHead: 3
      case .organ: 4
      case .placeHead: 5
      case .placeWordAfter: 6
      case .placeWordBefore: 7
      case .unit: 8
      case .group: 9
      case .byline: 10
      case .speech: 11
      case .surname: 12
      case .givenName: 13
      case .nameEnd: 14
      case .pattern: 15
      case .organisationBefore: 16
      case .organisationInside: 17
      case .common: 18
      case .organisationFirst: 19
      }
    }
  }

  static let columns = ["rule", "language", "words", "type", "note"]

  /// Phrases by the rule's bit.
  private var tables = [PhraseTable](repeating: PhraseTable(), count: Rule.allCases.count)
  /// What the rules, and the words of dates, say of each word.
  private(set) var vocabulary = Vocabulary(DateLexicon.vocabulary)
  /// Languages of single-word entries, for names: surname "hua" is "zh".
  private var languages = [WordTable<String>](repeating: WordTable(), count: Rule.allCases.count)
  /// The same for surnames and given names without their diacritics.
  private var bareLanguages = WordTable<String>()
  private(set) var patterns: [ContextPattern] = []
  /// Numbers of those whose anchor can be any word.
  private(set) var unmarkedPatterns: [Int] = []
  /// For each rule the patterns that look for it, as bits.
  private var ruleAnchors = [UInt32](repeating: 0, count: Rule.allCases.count)
  /// The rows as they were read, for explanations.
  private var rows: [(rule: Rule, words: String, origin: String)] = []
  /// Phrases of scripts without spaces, folded, longest first.
  private(set) var unspacedTitles: [(words: [UInt8], type: String)] = []
  private(set) var unspacedNameEnds: Set<[UInt8]> = []
  /// Words that no name begins with.
  private(set) var unspacedNeverFirst: Set<[UInt8]> = []
  /// Beginnings of words that end names.
  private(set) var unspacedNameEndHeads: [[UInt8]] = []
  private(set) var unspacedSurnames: [[UInt8]] = []
  /// Words before names of places and bodies, and words that are in no such name.
  private(set) var unspacedHeads = UnspacedHeads()
  private(set) var unspacedNever: Set<[UInt8]> = []
  /// Common words of Vietnamese.
  var vietnameseWords = WordList()

  init() {}

  /// - Throws: `StageError` "rules-encoding", "rules-columns", "rules-name" or "rules-pattern", naming file and line,
  ///   and the column of a pattern's mistake.
  mutating func add(file: String, _ bytes: [UInt8]) throws(StageError) {
    try TabSeparated(bytes, file: file, code: "rules", columns: Self.columns).forEach {
      line, fields throws(StageError) in
      guard let rule = Rule(rawValue: fields[0]) else {
        throw StageError(
          "rules-name",
          "\(file):\(line): there is no rule '\(fields[0])'; allowed: "
            + Rule.allCases.map(\.rawValue).joined(separator: ", "))
      }
      if rule == .pattern { return try addPattern(fields, file: file, line: line) }
      rows.append((rule, fields[2], "\(ShippedData.name(of: file)):\(line)"))
      for words in fields[2].split(separator: "|").map(String.init) {
        add(rule, words, language: fields[1], type: fields[3])
      }
    }
    unspacedTitles.sort { $0.words.count > $1.words.count }
  }

  private mutating func addPattern(_ fields: [String], file: String, line: Int) throws(StageError) {
    // Where the column of words begins: the fields before it and their tabs.
    let start = fields[0].unicodeScalars.count + fields[1].unicodeScalars.count + 2
    let type = fields[3].split(separator: "/", maxSplits: 1).map(String.init)
    guard let kind = type.first.flatMap(EntityKind.init(rawValue:)) else {
      let column = start + fields[2].unicodeScalars.count + 2
      throw StageError(
        "rules-pattern",
        "\(file):\(line):\(column): the type of a pattern is '\(fields[3])'; it must be person, place or organisation,"
          + " with /KIND behind where there is one")
    }
    do throws(ContextPattern.Mistake) {
      let pattern = try ContextPattern(
        fields[2], kind: kind, type: type.count > 1 ? type[1] : "",
        origin: "\(ShippedData.name(of: file)):\(line)")
      patterns.append(pattern)
      markAnchor(of: pattern, number: patterns.count - 1)
    } catch {
      throw StageError("rules-pattern", "\(file):\(line):\(start + error.column): \(error.message)")
    }
  }

  private mutating func markAnchor(of pattern: ContextPattern, number: Int) {
    let bit = ContextPattern.bit(number)
    switch pattern.anchor {
    case .words(let words, areLetters: true): for word in words.words { vocabulary[word].add(patterns: bit) }
    case .rule(let rule): ruleAnchors[Int(rule.bit)] |= bit
    default: unmarkedPatterns.append(number)
    }
  }

  private mutating func add(_ rule: Rule, _ words: String, language: String, type: String) {
    let folded = NameKey.folded(words)
    // The first letter tells the script: U+1780...U+17FF are E1 9E 80 to E1 9F BF.
    if language == "km", folded.starts(with: [0xE1, 0x9E]) || folded.starts(with: [0xE1, 0x9F]) {
      addUnspaced(rule, folded, type: type)
      return
    }
    if rule == .common {
      vocabulary[Word(folded)].isCommon = true
      return
    }
    let text = String(decoding: folded, as: UTF8.self)
    let parts = text.split(separator: " ").map(String.init)
    tables[Int(rule.bit)].add(parts, type: type)
    if let first = PhraseTable.tokens(parts).first {
      vocabulary[Word(first)].add(rule, isWhole: parts.count == 1)
      if parts.count == 1 { vocabulary[Word(text)].add(rule, isWhole: true) }
    }
    if parts.count == 1 {
      let word = Word(text)
      if languages[Int(rule.bit)][word] == nil {
        languages[Int(rule.bit)][word] = language
        if rule == .never, language == "vi" { vocabulary[word].isNeverInVietnamese = true }
      }
      let bare = Word(NameKey.bare(words))
      if rule == .surname || rule == .givenName, bare != word, bareLanguages[bare] == nil {
        bareLanguages[bare] = language
        vocabulary[bare].add(rule, isWhole: true)
      }
    }
  }

  private mutating func addUnspaced(_ rule: Rule, _ folded: [UInt8], type: String) {
    switch rule {
    case .title: unspacedTitles.append((folded, type))
    case .nameEnd where type == "head": unspacedNameEndHeads.append(folded)
    case .nameEnd where type == "first": unspacedNeverFirst.insert(folded)
    case .nameEnd: unspacedNameEnds.insert(folded)
    case .surname: unspacedSurnames.append(folded)
    case .placeWordBefore: unspacedHeads.add(folded, .place)
    case .organisationBefore: unspacedHeads.add(folded, .organisation)
    case .never: unspacedNever.insert(folded)
    default: break
    }
  }

  /// Marks the words of each rule with the patterns that look for the rule: when all files are added.
  mutating func finish() {
    vocabulary.updateAll { marks in
      var patterns: UInt32 = 0
      marks.forEachRule { patterns |= ruleAnchors[Int($0)] }
      marks.add(patterns: patterns)
    }
  }

  /// Adds names that are common somewhere, features of the statistical layer: a number (1 a given name, 2 a surname,
  /// 4 a frequent one, or their sum), a tab and the name in lower case in each line.
  mutating func addCommonNames(_ bytes: [UInt8]) {
    for line in bytes.split(separator: 0x0A) where line.first != 0x23 {
      guard let tab = line.firstIndex(of: 0x09), let number = line.first.map({ $0 &- 0x30 }), number < 8
      else { continue }
      vocabulary[Word(line[(tab + 1)...])].names |= number
    }
  }

  /// The longest phrase of a rule at a token: the token after it, and its type.
  func phrase(_ rule: Rule, at index: Int, in tokens: [Token]) -> (end: Int, type: String)? {
    tokens[index].marks.begins(rule) ? tables[Int(rule.bit)].longest(at: index, in: tokens) : nil
  }

  /// Where a rule has a phrase: `FILE:LINE`; nil where it has it not.
  ///
  /// - Complexity: O(bytes of the rule files): for explanations.
  func origin(of rule: Rule, _ phrase: String) -> String? {
    let phrase = PhraseTable.tokens(phrase.split(separator: " ").map(String.init))
    return rows.first { row in
      row.rule == rule
        && row.words.split(separator: "|").contains {
          let words = String(decoding: NameKey.folded(String($0)), as: UTF8.self)
          return PhraseTable.tokens(words.split(separator: " ").map(String.init)) == phrase
        }
    }?.origin
  }

  /// The language of a single word under a rule.
  func language(_ rule: Rule, _ word: Word) -> String? {
    languages[Int(rule.bit)][word] ?? (rule == .surname ? bareLanguages[word] : nil)
  }
}

/// The rules of a stage, shared by all that work with them.
final class SharedRules: Sendable {
  let rules: ContextRules
  init(_ rules: ContextRules) { self.rules = rules }
}

/// Phrases by their first word.
struct PhraseTable: Sendable {
  private var byFirst = WordTable<[(words: [Word], type: String)]>()

  init() {}

  /// Words are compared with the folded tokens; "people's" is the two tokens "people" and "'s", "vice-president"
  /// three.
  mutating func add(_ words: [String], type: String) {
    let words = Self.tokens(words).map { Word($0) }
    guard let first = words.first else { return }
    let phrases = (byFirst[first] ?? []) + [(words, type)]
    byFirst[first] = phrases.sorted { $0.words.count > $1.words.count }
  }

  /// The tokens that words are in a text.
  static func tokens(_ words: [String]) -> [String] {
    words.flatMap { word -> [String] in
      if word.hasSuffix("'s"), word.count > 2 { return [String(word.dropLast(2)), "'s"] }
      let parts = word.split(separator: "-").map(String.init)
      return parts.count < 2 ? [word] : [parts[0]] + parts.dropFirst().flatMap { ["-", $0] }
    }
  }

  func longest(at index: Int, in tokens: [Token]) -> (end: Int, type: String)? {
    guard let entries = byFirst[tokens[index].word] else { return nil }
    for (words, type) in entries where index + words.count <= tokens.count {
      if words.indices.allSatisfy({ tokens[index + $0].word == words[$0] }) {
        return (index + words.count, type)
      }
    }
    return nil
  }
}
