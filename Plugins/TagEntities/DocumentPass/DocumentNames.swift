import StageKit

/// What one document's names refer to: the pass that sees them all.
///
/// Names that no list has are linked to those that are fuller or better spelt; then every short form,
/// misspelling and repetition is looked for in what is left of the text.
struct DocumentNames {
  /// A referent of the document with the spellings it has there.
  struct Known {
    var referent: Referent
    var certainty: Certainty
    /// What made the first of its spans.
    var rule: String
    var names: Set<String>
    /// Its full names, when it is a person: the preferred one and those that the document has.
    var spellings: [NameParts] = []
  }

  private(set) var known: [Known] = []
  private var indexOfKey: [String: Int] = [:]
  private(set) var partsOfName: [String: NameParts] = [:]
  /// Full names of persons by each of their words.
  private var personsByWord: [String: [Int]] = [:]
  /// Persons that are remembered for one word: a bound on the work for hostile text.
  private static let personsPerWord = 30
  /// Full names that are remembered for one person.
  private static let spellingsPerPerson = 4
  /// Persons by the letters of a full name; nil where several have them.
  private var personsBySqueezed: [String: Int?] = [:]
  /// Persons by a full name, folded with its diacritics; nil where several have it.
  private var personsByFolded: [[UInt8]: Int?] = [:]
  /// What names those who write comments: two that differ are never one.
  static let writerRule = "comment-head"

  // MARK: Linking

  /// Gives candidates that no list has the referent of a fuller or better spelling of the same name.
  ///
  /// - Parameter names: the accepted spans of the document; changed in place.
  /// - Parameter acronyms: those that the document defines.
  mutating func link(
    _ names: inout [Candidate], _ text: [UInt8], acronyms: [(name: String, referent: Referent)] = []
  ) {
    linkAcronyms(&names, acronyms)
    linkSignatures(&names)
    linkOrgans(&names)
    for index in names.indices where !isOwnName(names[index]) { learn(names[index], text) }
    for index in names.indices where names[index].rule == Self.writerRule { learn(names[index], text) }
    let own = names.indices.filter { isOwnName(names[$0]) && names[$0].rule != Self.writerRule }
    // Full names first, then those with initials, then single words: each can be linked to the ones before.
    let ranks = own.map { rank(names[$0]) }
    for rank in 0...2 {
      for (position, index) in own.enumerated() where ranks[position] == rank {
        if names[index].kind == .person, let other = person(for: names[index], rank: rank) {
          names[index].referent = known[other].referent
        }
        learn(names[index], text)
      }
    }
  }

  /// Made by a rule from the text alone.
  func isOwnName(_ candidate: Candidate) -> Bool {
    candidate.referent.source.isEmpty && candidate.rule != "organ" && candidate.rule != "organ-alone"
  }

  /// The words of a name, worked out once.
  mutating func parts(_ name: String) -> NameParts {
    if let known = partsOfName[name] { return known }
    let parts = NameParts(name)
    partsOfName[name] = parts
    return parts
  }

  private mutating func rank(_ candidate: Candidate) -> Int {
    let parts = parts(candidate.referent.name)
    return parts.words.count == 1 ? 2 : parts.beginsWithInitial ? 1 : 0
  }

  private mutating func learn(_ candidate: Candidate, _ text: [UInt8]) {
    let written = String(decoding: text[candidate.range], as: UTF8.self)
    let key = candidate.referent.key
    let index = indexOfKey[key] ?? known.count
    if index == known.count {
      indexOfKey[key] = index
      known.append(
        Known(referent: candidate.referent, certainty: candidate.certainty, rule: candidate.rule, names: []))
      remember(candidate.referent.name, of: index)
    }
    if known[index].names.insert(written).inserted, candidate.rule != "misspelling" {
      remember(written, of: index)
    }
  }

  /// Enters a full name of a person into the tables by word and by letters.
  private mutating func remember(_ name: String, of index: Int) {
    guard known[index].referent.kind == .person, known[index].spellings.count < Self.spellingsPerPerson
    else { return }
    let parts = parts(name)
    guard parts.words.count > 1, !known[index].spellings.contains(parts) else { return }
    known[index].spellings.append(parts)
    for word in parts.words {
      Self.add(index, to: &personsByWord[word, default: []])
    }
    Self.enter(index, at: parts.squeezedText, in: &personsBySqueezed)
    Self.enter(index, at: parts.folded, in: &personsByFolded)
  }

  private static func add(_ index: Int, to persons: inout [Int]) {
    if persons.count < personsPerWord, !persons.contains(index) { persons.append(index) }
  }

  private static func enter<Key: Hashable>(_ index: Int, at key: Key, in table: inout [Key: Int?]) {
    if let known = table[key] {
      if known != index { table[key] = .some(nil) }
    } else {
      table[key] = .some(index)
    }
  }

  /// The known person that a name means; nil when none or several do.
  private mutating func person(for candidate: Candidate, rank: Int) -> Int? {
    let parts = parts(candidate.referent.name)
    switch rank {
    case 0:
      return sameLetters(parts)
        ?? misspelt(parts, language: candidate.referent.language)
    case 1:
      let fitting = (personsByWord[parts.words[parts.words.count - 1]] ?? []).filter {
        known[$0].spellings.contains(where: parts.abbreviates)
      }
      return fitting.count == 1 ? fitting.first : nil
    default: return sameLetters(parts) ?? shortForm(parts.words.first ?? "")
    }
  }

  /// The person with the same letters: first with the same diacritics, then without.
  private func sameLetters(_ parts: NameParts) -> Int? {
    if let known = personsByFolded[parts.folded] { return known }
    return personsBySqueezed[parts.squeezedText] ?? nil
  }

  /// The one person of whom a word is the short form.
  func shortForm(_ word: String) -> Int? {
    let fitting = (personsByWord[word] ?? []).filter { index in
      known[index].spellings.contains {
        $0.shortForms(language: known[index].referent.language).contains(word)
      }
    }
    return fitting.count == 1 ? fitting.first : nil
  }

  /// A person with a word in common and few letters of difference. Vietnamese names differ by a letter and
  /// are not compared.
  private func misspelt(_ parts: NameParts, language: String) -> Int? {
    guard language != "vi", !parts.hasDigit else { return nil }
    let letters = parts.squeezed
    var best: (distance: Int, index: Int)?
    for word in parts.words {
      for index in (personsByWord[word] ?? [])
      where known[index].referent.language != "vi" && known[index].rule != Self.writerRule {
        for other in known[index].spellings where other.words.count == parts.words.count {
          let limit = EditDistance.limit(letters: min(letters.count, other.squeezed.count))
          guard let distance = EditDistance.distance(letters, other.squeezed, limit: limit) else { continue }
          if best.map({ distance < $0.distance }) ?? true { best = (distance, index) }
        }
      }
    }
    return best?.index
  }

  // MARK: What to look for

  /// Whether the document names a referent outside capitals.
  func names(_ key: String) -> Bool { indexOfKey[key] != nil }

  /// Names to look for in the rest of the text, with the referents they stand for: what was found once, and
  /// short forms of persons. A short form that several persons have stands for none of them.
  func namesToFind(acronyms: [(name: String, referent: Referent)]) -> (
    names: [GazetteerName], targets: [Target]
  ) {
    var found: [String: Target] = [:]
    let order = known.indices.sorted { known[$0].referent.key < known[$1].referent.key }
    for entry in order.lazy.map({ known[$0] }) {
      // A word after a preposition is a guess, and a run without spaces may be a part of other words: neither
      // is repeated.
      if entry.rule == "preposition" || entry.rule == "statistical"
        || entry.rule == "title" && entry.referent.language == "km"
      {
        continue
      }
      for name in entry.names.sorted() where found[name] == nil {
        found[name] = Target(referent: entry.referent, certainty: entry.certainty, rule: "repetition")
      }
    }
    for (name, referent) in acronyms {
      found[name] = Target(referent: referent, certainty: .medium, rule: "acronym")
    }
    for (name, target) in shortForms() where found[name] == nil { found[name] = target }
    for (name, target) in initials() where found[name] == nil { found[name] = target }
    let names = found.keys.sorted()
    let targets = names.compactMap { found[$0] }
    return (names.enumerated().map { GazetteerName($1, referent: $0) }, targets)
  }

  /// What a name stands for, and how it was found.
  struct Target: Sendable {
    var referent: Referent
    var certainty: Certainty
    var rule: String
  }

  /// "CCP" where the document has one body whose words begin with these letters: the Chinese Communist Party.
  private func initials() -> [String: Target] {
    var owners: [String: Set<Int>] = [:]
    for (index, entry) in known.enumerated() where entry.referent.kind == .organisation {
      for name in entry.names where entry.rule != "statistical" {
        let letters = Self.capitals(of: name)
        guard (3...8).contains(letters.count) else { continue }
        owners[String(String.UnicodeScalarView(letters)), default: []].insert(index)
      }
    }
    return owners.compactMapValues { indices in
      guard indices.count == 1, let index = indices.first else { return nil }
      return Target(referent: known[index].referent, certainty: .medium, rule: "acronym")
    }
  }

  /// What stands between white space.
  private static func words(of name: String) -> [String] {
    guard name.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) else {
      return name.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\u{A0}" }).map(String.init)
    }
    return name.utf8.split { $0 == 0x20 || $0 == 0x0A }.map { String(Substring($0)) }
  }

  /// A word of ASCII letters in lower case; nil where it has other characters.
  private static func plainWord(_ word: String) -> String? {
    guard word.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }) else { return nil }
    return String(decoding: word.utf8.map { $0 | 0x20 }, as: UTF8.self)
  }

  /// The capitals that the words of a name begin with.
  private static func capitals(of name: String) -> [Unicode.Scalar] {
    guard name.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) else {
      return name.split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "\n" }).compactMap {
        $0.first?.isUppercase == true ? $0.unicodeScalars.first : nil
      }
    }
    var (capitals, before): ([Unicode.Scalar], UInt8) = ([], 0x20)
    for byte in name.utf8 {
      let begins = before == 0x20 || before == 0x2D || before == 0x0A
      if begins, byte &- 0x41 < 26 { capitals.append(Unicode.Scalar(byte)) }
      before = byte
    }
    return capitals
  }

  private func shortForms() -> [String: Target] {
    var owners: [String: [Int]] = [:]
    for (index, entry) in known.enumerated() where entry.referent.kind == .person {
      var forms: Set<String> = []
      for name in entry.names.union([entry.referent.name]) {
        let shorts = (partsOfName[name] ?? NameParts(name)).shortForms(language: entry.referent.language)
        if shorts.isEmpty { continue }
        for word in Self.words(of: name) {
          if let folded = Self.plainWord(word), !shorts.contains(folded) { continue }
          let parts = NameParts(word)
          // In a script without spaces a part of a name may be a word of the language.
          guard Token.Shape(Array(word.utf8), 0..<word.utf8.count) != .caseless else { continue }
          if parts.words.count == 1, shorts.contains(parts.words[0]), word.unicodeScalars.count > 1 {
            forms.insert(word)
          }
        }
      }
      for form in forms { owners[form, default: []].append(index) }
    }
    return owners.reduce(into: [:]) { result, owner in
      let (form, indices) = owner
      if indices.count == 1 {
        result[form] = Target(referent: known[indices[0]].referent, certainty: .medium, rule: "short-form")
      } else {
        let key = EntityKind.person.keyPrefix + NameKey.slug(form)
        result[form] = Target(
          referent: Referent(key: key, name: form, kind: .person), certainty: .low,
          rule: "short-form-of-several")
      }
    }
  }
}
