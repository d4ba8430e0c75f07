import StageKit
import UnicodeText

/// A pattern of words with a name in it, as people write it in a rule file: `the late [ <cap>{1,3} ]`.
///
/// It is matched by following all its possibilities at once, word by word, so that no text makes it go back: the time
/// is at most words × elements. Source: K. Thompson, regular expression search algorithm, 1968.
final class ContextPattern: Sendable {
  /// What a place of the pattern asks of a word.
  enum Test: Sendable, Equatable {
    /// `areLetters`: all of them begin with a letter, so that the vocabulary marks them.
    case words(WordSet, areLetters: Bool)
    case rule(ContextRules.Rule)
    /// A word with a capital that is no name of a list and no word that is never in a name.
    case capital
    case allCaps, number, any
    case known(EntityKind)

    /// Words that most sentences have.
    private static let frequent: WordSet = [
      "a", "and", "are", "as", "at", "by", "for", "from", "had", "has", "in", "is", "of", "on", "the", "to",
      "was",
      "were", "who", "with",
    ]

    /// How many words may pass, roughly: the less the better to look for.
    fileprivate var commonness: Int {
      switch self {
      case .words(let words, true):
        min(words.words.count, 50) + (words.words.contains(where: Self.frequent.contains) ? 50 : 0)
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

  /// The bit of a pattern by its number; those behind the 32nd share bits with others.
  static func bit(_ number: Int) -> UInt32 { 1 << UInt32(number % 32) }

  /// Calls `body` with the numbers of all patterns that have one of some bits.
  @inline(__always) static func forEach(ofBits bits: UInt32, before end: Int, _ body: (Int) -> Void) {
    var rest = bits
    while rest != 0 {
      for number in stride(from: rest.trailingZeroBitCount, to: end, by: 32) { body(number) }
      rest &= rest - 1
    }
  }

  let places: [Place]
  let kind: EntityKind
  let type: String
  /// Where it stands, `FILE:LINE`, for the attribute `rule` and for explanations.
  let origin: String
  /// What some word of every match passes, and few others: where none does, nothing is matched.
  let anchor: Test
  /// How many words of a match may stand before its anchor.
  let beforeAnchor: ClosedRange<Int>
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
    let needed = places.indices.filter { !places[$0].isOptional }
    let first = needed.min { places[$0].test.commonness < places[$1].test.commonness }
    anchor = first.map { places[$0].test } ?? .any
    beforeAnchor = first.map { index in needed.prefix { $0 < index }.count...index } ?? 0...places.count
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
  private func mayBegin(at index: Int, in ground: RegionNames) -> Bool {
    for place in places {
      if ground.fits(place.test, index) { return true }
      if !place.isOptional { return false }
    }
    return false
  }

  /// The longest match that begins at a token: the tokens of the name in it.
  ///
  /// - Complexity: O(words of the match · places).
  func match(at start: Int, in ground: RegionNames) -> Range<Int>? {
    guard start < ground.tokens.count, mayBegin(at: start, in: ground) else { return nil }
    // Two rows of states, of this word and of the next.
    return withUnsafeTemporaryAllocation(of: State.self, capacity: 2 * (places.count + 1)) { memory in
      memory.initialize(repeating: nil)
      return follow(from: start, in: ground, memory)
    }
  }

  /// The tokens of the name so far; nil where no possibility is there.
  private typealias State = Range<Int>?

  /// - Parameter states: for each place and the end of the pattern two, all nil.
  private func follow(
    from start: Int, in ground: RegionNames, _ states: UnsafeMutableBufferPointer<State>
  ) -> Range<Int>? {
    let end = places.count
    var (now, next) = (0, end + 1)
    states[0] = start..<start
    var found: Range<Int>?
    var index = start
    while true {
      for place in 0..<end where states[now + place] != nil && places[place].isOptional {
        if states[now + place + 1] == nil { states[now + place + 1] = states[now + place] }
      }
      if let name = states[now + end], !name.isEmpty { found = name }
      guard index < ground.tokens.count else { return found }
      for place in 0...end { states[next + place] = nil }
      var isAlive = false
      for place in 0..<end {
        guard let name = states[now + place], states[next + place + 1] == nil,
          ground.fits(places[place].test, index)
        else { continue }
        states[next + place + 1] =
          places[place].isName ? (name.isEmpty ? index : name.lowerBound)..<index + 1 : name
        isAlive = true
      }
      guard isAlive else { return found }
      (now, next) = (next, now)
      index += 1
    }
  }
}
