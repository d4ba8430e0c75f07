import StageKit

/// A region with what the gazetteer found in it: the ground on which context rules work.
struct RegionNames {
  let region: Region
  private let shared: SharedRules
  /// Read in place: a copy of the rules would count references to all their tables.
  var rules: ContextRules {
    _read { yield shared.rules }
  }
  /// For each token the gazetteer name that covers it, longest first: index in `known`; nil where none does.
  private(set) var cover: [Int?]
  var known: [Candidate]
  /// What titles and capitals make of each token, and of the end of the region.
  private var roles: [Roles]
  /// Candidates that the rules propose.
  var found: [Candidate] = []
  /// Acronyms that the text defines.
  var acronyms: [(name: String, referent: Referent)] = []

  /// Where a listed name stands for another word: "Pháp" in "Pháp luật".
  var droppedNames: [Range<Int>] = []
  /// Those of the region.
  let tokens: [Token]
  /// Whether the region has letters that only Vietnamese uses.
  var isVietnamese: Bool { region.folded.isVietnamese }

  /// - Parameter known: what the gazetteer proposes for the region, in any order.
  init(_ region: Region, rules: SharedRules, known: [Candidate]) {
    self.region = region
    shared = rules
    tokens = region.tokens
    self.known = known.contains(where: \.needsSupport) ? known.filter { !$0.needsSupport } : known
    if self.known.count > 1 {
      self.known.sort {
        $0.range.count == $1.range.count
          ? $0.range.lowerBound < $1.range.lowerBound : $0.range.count > $1.range.count
      }
    }
    let count = region.tokens.count
    cover = Array(repeatElement(nil, count: count))
    roles = Array(repeatElement([], count: count + 1))
    coverTokens()
    if isVietnamese { dropSyllables() }
    markTitles()
    markRoles()
  }

  private mutating func markRoles() {
    for index in tokens.indices {
      if cover[index] != nil {
        roles[index].insert(.notable)
      } else if tokens[index].isCapitalised {
        roles[index].insert(mayBeNamePart(index) || isOddNamePart(index) ? [.notable, .namePart] : .notable)
      }
    }
  }

  private struct Roles: OptionSet {
    let rawValue: UInt8
    static let title = Roles(rawValue: 1)
    static let behindTitle = Roles(rawValue: 2)
    static let namePart = Roles(rawValue: 4)
    static let notable = Roles(rawValue: 8)
  }

  /// Whether the token has a capital or is in a listed name: no other begins a name.
  @inline(__always) func isNotable(_ index: Int) -> Bool { roles[index].contains(.notable) }

  /// Whether the token is a part of a title.
  func isTitle(_ index: Int) -> Bool { roles[index].contains(.title) }

  /// Whether a title ends right before the token.
  func followsTitle(_ index: Int) -> Bool { roles[index].contains(.behindTitle) }

  /// The folded text of a token.
  func foldedText(_ index: Int) -> String {
    String(decoding: region.folded.bytes[tokens[index].folded], as: UTF8.self)
  }

  /// Finds for each token the longest listed name that covers it.
  private mutating func coverTokens() {
    for number in known.indices {
      guard let range = tokenRange(known[number].range), range.allSatisfy({ cover[$0] == nil }) else {
        continue
      }
      for index in range { cover[index] = number }
    }
  }

  /// Keeps some of the known names, by their places in ascending order.
  mutating func keepKnown(_ numbers: [Int]) {
    known = numbers.map { known[$0] }
    for index in cover.indices { cover[index] = nil }
    coverTokens()
  }

  /// The tokens of a byte range; nil when it cuts one (a name inside a run without spaces).
  func tokenRange(_ range: Range<Int>) -> Range<Int>? { region.tokens(in: range) }

  private mutating func markTitles() {
    guard region.marks.begins(.title) else { return }
    var index = 0
    while index < tokens.count {
      guard tokens[index].marks.begins(.title), tokens[index].kind == .word,
        let (end, type) = rules.phrase(.title, at: index, in: tokens),
        cover[index] == nil, isTitle(type, at: index), !beginsOrgan(index, beyond: end)
      else {
        index += 1
        continue
      }
      var next = end
      if next < tokens.count, tokens[next].word == ".", !tokens[next].spaceBefore { next += 1 }
      // A title of one letter is one only with its full stop: "c. Heng Samrin".
      if tokens[index].folded.count > 1 || next > end {
        for position in index..<end { roles[position].insert(.title) }
        roles[next].insert(.behindTitle)
      }
      index = next
    }
  }

  /// "Đại sứ quán": a title whose words begin those of an organ.
  private func beginsOrgan(_ index: Int, beyond end: Int) -> Bool {
    tokens[index].marks.begins(.organ)
      && rules.phrase(.organ, at: index, in: tokens).map { $0.end > end } ?? false
  }

  /// "Son Sen" is a name, and "TS" one in other languages: what a title's type asks of how it is written.
  private func isTitle(_ type: String, at index: Int) -> Bool {
    switch type {
    case "lower": tokens[index].shape == .lower
    case "abbreviated": isVietnamese && tokens[index].isCapitalised
    case "address": tokens[index].shape == .lower || isVietnamese && !goesOn(index)
    default: true
    }
  }

  /// "Anh" in "Lê Đức Anh": a capital right behind two words with one.
  private func goesOn(_ index: Int) -> Bool {
    index > 1
      && (index - 2..<index).allSatisfy {
        tokens[$0 + 1].spaceBefore && tokens[$0].shape == .capital && mayBeNamePart($0)
      }
  }

  /// A word with a capital that may be a part of a name no list has.
  @inline(__always) func isNamePart(_ index: Int) -> Bool {
    index < roles.count && roles[index].contains(.namePart)
  }

  private func mayBeNamePart(_ index: Int) -> Bool {
    guard tokens[index].isCapitalised, tokens[index].kind == .word, !tokens[index].isTechnical,
      cover[index] == nil
    else { return false }
    let marks = tokens[index].marks
    guard !isNever(marks), !marks.has(.adjective) else { return false }
    return !marks.isDateWord || DateLexicon.englishWords[tokens[index].word].map(Self.isFreeWord) ?? true
  }

  /// A common word that is a part of a name here: "Premier Do Muoi".
  private func isOddNamePart(_ index: Int) -> Bool {
    guard tokens[index].marks.has(.never), tokens[index].isCapitalised, tokens[index].kind == .word,
      !tokens[index].isTechnical, cover[index] == nil, index > 0, !region.isHeading, !region.isAllCaps
    else { return false }
    let token = tokens[index]
    guard token.shape == .capital, (2...3).contains(token.letters), index + 1 < tokens.count,
      tokens[index + 1].shape == .capital, tokens[index + 1].spaceBefore, mayBeNamePart(index + 1),
      !isTitle(index + 1)
    else { return false }
    return followsTitle(index) && tokens[index - 1].word != "."
      || token.marks.has(.surname) && joinsName(index)
  }

  /// Whether "and" joins the token to a name: "Van Tien Dung and To Huu".
  private func joinsName(_ index: Int) -> Bool {
    index > 1 && tokens[index - 1].word == "and" && (cover[index - 2] != nil || mayBeNamePart(index - 2))
  }

  /// "Ta Mok": common words of Vietnamese may be names where the text is not Vietnamese.
  private func isNever(_ marks: WordMarks) -> Bool {
    marks.has(.never) && (isVietnamese || !marks.isNeverInVietnamese)
  }

  /// Words of dates that are no names: months without another meaning, and days of the week.
  private static func isFreeWord(_ kind: DateToken.Kind) -> Bool {
    switch kind {
    case .month, .weekday: false
    default: true
    }
  }

  func byteRange(_ range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
  }

  /// The text of some tokens, white space as single spaces.
  func name(_ range: Range<Int>, _ text: [UInt8]) -> String {
    var name: [UInt8] = []
    name.reserveCapacity(32)
    for index in range {
      if tokens[index].spaceBefore, index > range.lowerBound { name.append(UInt8(ascii: " ")) }
      name += text[tokens[index].range]
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// Proposes a name that no list has; its key is made from the name alone.
  mutating func propose(
    _ kind: EntityKind, _ range: Range<Int>, _ text: [UInt8], _ certainty: Certainty, rule: NameRule,
    type: String = "",
    language: String = "", priority: Int8 = 2
  ) {
    let name = name(range, text)
    let slug = NameKey.slug(name)
    guard !slug.isEmpty else { return }
    found.append(
      Candidate(
        range: byteRange(range),
        referent: Referent(
          key: kind.keyPrefix + slug, name: name, kind: kind, type: type, language: language),
        certainty: certainty, rule: rule, priority: priority))
  }
}
