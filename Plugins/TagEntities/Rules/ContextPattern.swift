import StageKit
import UnicodeText

/// A pattern of words with a name in it, as people write it in a rule file: `the late [ <cap>{1,3} ]`.
///
/// It is matched by following all its possibilities at once, word by word, so that no text makes it go back: the time
/// is at most words × elements. Source: K. Thompson, regular expression search algorithm, 1968.
struct ContextPattern: Sendable {
  /// What a place of the pattern asks of a word.
  enum Test: Sendable, Equatable {
    /// `areLetters`: all of them begin with a letter, so that the vocabulary marks them.
    case words(WordSet, areLetters: Bool)
    case rule(ContextRules.Rule)
    /// A word with a capital that is no name of a list and no word that is never in a name.
    case capital
    case allCaps, number, any
    case known(EntityKind)

    /// How many words may pass, roughly: the less the better to look for.
    fileprivate var commonness: Int {
      switch self {
      case .words(let words, true): min(words.words.count, 100)
      case .rule: 101
      case .words: 102
      case .known, .allCaps, .number: 103
      case .capital: 104
      case .any: 105
      }
    }
  }

  struct Place: Sendable, Equatable {
    var test: Test
    var isOptional: Bool
    /// The word is a part of the name.
    var isName: Bool
  }

  /// Why a pattern is none; a column of the pattern, 1 for its first character.
  struct Mistake: Error, Equatable {
    var column: Int
    var message: String
  }

  /// For each rule the patterns that look for it, as bits.
  struct RuleAnchors: Sendable {
    /// Rules that are anchors of patterns, as bits.
    private(set) var rules: UInt32 = 0
    private(set) var patterns = [UInt32](repeating: 0, count: 32)

    mutating func add(_ bit: UInt32, _ rule: ContextRules.Rule) {
      rules |= 1 << rule.bit
      patterns[Int(rule.bit)] |= bit
    }
  }

  /// The bit of a pattern by its number; those behind the 32nd share bits with others.
  static func bit(_ number: Int) -> UInt32 { 1 << UInt32(number % 32) }

  let places: [Place]
  let kind: EntityKind
  let type: String
  /// Where it stands, `FILE:LINE`, for the attribute `rule` and for explanations.
  let origin: String
  /// What some word of every match passes, and few others: where none does, nothing is matched.
  let anchor: Test
  /// Whether tokens that can be the anchor are marked, by the vocabulary or by a rule.
  var isMarked: Bool {
    switch anchor {
    case .rule, .words(_, areLetters: true): true
    default: false
    }
  }
  private static let mostPlaces = 64
  private static let mostTimes = 8

  init(_ text: String, kind: EntityKind, type: String, origin: String) throws(Mistake) {
    self.kind = kind
    self.type = type
    self.origin = origin
    let places = try Self.places(text)
    self.places = places
    anchor = places.filter { !$0.isOptional }.map(\.test).min { $0.commonness < $1.commonness } ?? .any
  }

  private static func places(_ text: String) throws(Mistake) -> [Place] {
    var places: [Place] = []
    var name: (isOpen: Bool, isDone: Bool) = (false, false)
    for (column, part) in parts(text) {
      switch part {
      case "[":
        if name.isOpen || name.isDone { throw Mistake(column: column, message: "only one [ may open") }
        name.isOpen = true
      case "]":
        if !name.isOpen { throw Mistake(column: column, message: "no [ is open before this ]") }
        guard places.last?.isName == true else {
          throw Mistake(column: column, message: "nothing is between [ and ]")
        }
        name = (false, true)
      default:
        let (test, least, most) = try element(part, at: column)
        for time in 0..<most {
          places.append(Place(test: test, isOptional: time >= least, isName: name.isOpen))
        }
        guard places.count <= mostPlaces else {
          throw Mistake(column: column, message: "the pattern is longer than \(mostPlaces) words")
        }
      }
    }
    guard name.isDone else {
      throw Mistake(
        column: text.unicodeScalars.count + 1,
        message: name.isOpen ? "the [ is not closed" : "[ and ] must stand around the name")
    }
    return places
  }

  /// Parts between spaces with their columns.
  private static func parts(_ text: String) -> [(column: Int, text: String)] {
    var parts: [(column: Int, text: String)] = []
    for (index, scalar) in text.unicodeScalars.enumerated() where scalar != " " {
      if let last = parts.last, last.column + last.text.unicodeScalars.count == index + 1 {
        parts[parts.count - 1].text.unicodeScalars.append(scalar)
      } else {
        parts.append((index + 1, String(scalar)))
      }
    }
    return parts
  }

  private static func element(_ text: String, at column: Int) throws(Mistake) -> (Test, least: Int, most: Int)
  {
    var body = Substring(text)
    var (least, most) = (1, 1)
    switch body.last {
    case "?" where body.count > 1: (least, most) = (0, 1)
    case "*" where body.count > 1: (least, most) = (0, mostTimes)
    case "+" where body.count > 1: (least, most) = (1, mostTimes)
    case "}" where body.count > 1:
      guard let open = body.lastIndex(of: "{"), open > body.startIndex else {
        throw Mistake(column: column, message: "'\(text)': } without {")
      }
      let numbers = body[body.index(after: open)...].dropLast().split(separator: ",").map { Int($0) }
      guard (1...2).contains(numbers.count), let first = numbers.first.flatMap({ $0 }),
        let last = numbers.last.flatMap({ $0 }), first >= 0, last >= max(1, first), last <= mostTimes
      else {
        throw Mistake(
          column: column, message: "'\(text)': {m,n} needs numbers from 0 to \(mostTimes), in order")
      }
      (least, most) = (first, last)
      body = body[..<open]
      return (try test(String(body), at: column), least, most)
    default: return (try test(text, at: column), 1, 1)
    }
    return (try test(String(body.dropLast()), at: column), least, most)
  }

  private static func test(_ text: String, at column: Int) throws(Mistake) -> Test {
    switch text {
    case "<cap>": return .capital
    case "<caps>": return .allCaps
    case "<number>": return .number
    case "<any>": return .any
    default: break
    }
    if text.hasPrefix("<") {
      guard let kind = EntityKind(rawValue: String(text.dropFirst().dropLast())), text.hasSuffix(">") else {
        throw Mistake(
          column: column,
          message:
            "there is no '\(text)'; allowed: <cap>, <caps>, <number>, <any>, <person>, <place>, <organisation>"
        )
      }
      return .known(kind)
    }
    if text.hasPrefix("@") {
      guard let rule = ContextRules.Rule(rawValue: String(text.dropFirst())), rule != .pattern else {
        throw Mistake(column: column, message: "there is no rule '\(text.dropFirst())'")
      }
      return .rule(rule)
    }
    guard text.hasPrefix("("), text.count > 1 else { return words([text]) }
    guard text.hasSuffix(")"), text.count > 2 else {
      throw Mistake(
        column: column, message: "'\(text)': the ( is not closed; words in it have | between and no spaces")
    }
    return words(text.dropFirst().dropLast().split(separator: "|").map(String.init))
  }

  private static func words(_ words: [String]) -> Test {
    let folded = words.map { NameKey.folded($0) }
    let areLetters = folded.allSatisfy { word in
      !word.isEmpty && CodePoint.isLetter(UTF8Text.scalar(in: word, at: 0, before: word.count).value)
    }
    return .words(WordSet(folded.map { Word($0) }), areLetters: areLetters)
  }

  // MARK: Matching

  /// Whether a token passes the first test, or one that may be first.
  private func mayBegin(_ fits: (Test) -> Bool) -> Bool {
    for place in places {
      if fits(place.test) { return true }
      if !place.isOptional { return false }
    }
    return false
  }

  /// The longest match that begins at a token: the tokens of the name in it.
  ///
  /// - Parameter fits: whether a token passes a test.
  func match(at start: Int, count: Int, fits: (Test, Int) -> Bool) -> Range<Int>? {
    guard start < count, mayBegin({ fits($0, start) }) else { return nil }
    // For each place the tokens of the name so far; nil where no possibility is there.
    var states = [Range<Int>?](repeating: nil, count: places.count + 1)
    states[0] = start..<start
    var found: Range<Int>?
    var index = start
    while true {
      for place in places.indices where states[place] != nil && places[place].isOptional {
        if states[place + 1] == nil { states[place + 1] = states[place] }
      }
      if let name = states[places.count], !name.isEmpty { found = name }
      guard index < count else { return found }
      var next = [Range<Int>?](repeating: nil, count: places.count + 1)
      var isAlive = false
      for place in places.indices {
        guard let name = states[place], next[place + 1] == nil, fits(places[place].test, index) else {
          continue
        }
        next[place + 1] = places[place].isName ? (name.isEmpty ? index : name.lowerBound)..<index + 1 : name
        isAlive = true
      }
      guard isAlive else { return found }
      states = next
      index += 1
    }
  }
}

extension RegionNames {
  /// Names by the patterns of rule files.
  ///
  /// - Complexity: O(tokens + tokens that a pattern looks for · its elements).
  mutating func findByPatterns(_ text: [UInt8]) {
    guard !rules.patterns.isEmpty else { return }
    let anchors = rules.ruleAnchors
    var all: UInt32 = 0
    let marked = tokens.indices.filter { index in
      let patterns = tokens[index].marks.patterns(anchors)
      all |= patterns
      return patterns != 0
    }
    guard all != 0 || rules.hasUnmarkedPatterns else { return }
    for number in rules.patterns.indices {
      let bit = rules.patterns[number].isMarked ? ContextPattern.bit(number) : 0
      guard all & bit == bit else { continue }
      let pattern = rules.patterns[number]
      for name in bit == 0 ? names(by: pattern, tokens.indices) : names(by: pattern, marked) {
        propose(
          pattern.kind, name, text, .medium, rule: "pattern:" + pattern.origin, type: pattern.type,
          priority: 5)
      }
    }
  }

  /// The names of all matches that have one of some tokens for their anchor.
  private func names(by pattern: ContextPattern, _ candidates: some Sequence<Int>) -> [Range<Int>] {
    var names: [Range<Int>] = []
    var untried = 0
    for anchor in candidates where fits(pattern.anchor, anchor) {
      // A match has no more words than places.
      for start in max(untried, anchor + 1 - pattern.places.count)...anchor where !tokens[start].isTechnical {
        let name = pattern.match(at: start, count: tokens.count) { fits($0, $1) }
        if let name { names.append(name) }
      }
      untried = anchor + 1
    }
    return names
  }

  private func fits(_ test: ContextPattern.Test, _ index: Int) -> Bool {
    switch test {
    case .words(let words, _): return words.contains(tokens[index].word)
    case .rule(let rule): return tokens[index].marks.has(rule)
    case .capital: return isNamePart(index)
    case .allCaps:
      return tokens[index].kind == .word && tokens[index].shape == .allCaps && cover[index] == nil
    case .number: return tokens[index].kind == .number
    case .any: return true
    case .known(let kind): return cover[index].map { known[$0].kind == kind } ?? false
    }
  }
}
