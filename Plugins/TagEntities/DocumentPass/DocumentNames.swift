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
    /// What made the first of its spans. Those who write comments and differ are never one.
    var rule: NameRule
    /// As the document has them, each once.
    var names: [String] = []
    /// Its full names, when it is a person: the preferred one and those that the document has.
    var spellings: [NameParts] = []
  }

  /// They tell which words are family names.
  private let shared: SharedRules
  private(set) var known: [Known] = []
  private var indexOfKey = WordTable<Int>()
  /// Spellings that are among the names of `known` already, with the number of the referent.
  private var learnt = WordTable<Bool>()
  private var placeOfParts = WordTable<Int>()
  private var partsOfNames: [NameParts] = []
  /// Full names of persons by each of their words.
  private var personsByWord = WordTable<[Int]>()
  /// Persons that are remembered for one word: a bound on the work for hostile text.
  private static let personsPerWord = 30
  /// Full names that are remembered for one person.
  private static let spellingsPerPerson = 4
  /// Persons by the letters of a full name; nil where several have them.
  private var personsBySqueezed = WordTable<Int?>()
  /// Persons by a full name, folded with its diacritics; nil where several have it.
  private var personsByFolded = WordTable<Int?>()

  init(_ rules: SharedRules) { shared = rules }

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
    linkAliases(&names, text)
    for index in names.indices where !names[index].isOwnName { learn(names, index, text) }
    for index in names.indices where names[index].rule == .commentHead { learn(names, index, text) }
    let own = names.indices.filter { names[$0].isOwnName && names[$0].rule != .commentHead }
    // Full names first, then those with initials, then single words: each can be linked to the ones before.
    let ranks = own.map { rank(names[$0]) }
    for rank in 0...2 {
      for (position, index) in own.enumerated() where ranks[position] == rank {
        if names[index].kind == .person, let other = person(for: names[index], rank: rank) {
          names[index].referent = known[other].referent
        }
        learn(names, index, text)
      }
    }
  }

  /// The words of a name, worked out once.
  mutating func parts(_ name: String) -> NameParts {
    let key = Word(name)
    if let known = placeOfParts[key] { return partsOfNames[known] }
    let parts = NameParts(name)
    placeOfParts[key] = partsOfNames.count
    partsOfNames.append(parts)
    return parts
  }

  /// The same where they may not be known.
  func partsIfKnown(_ name: String) -> NameParts {
    placeOfParts[Word(name)].map { partsOfNames[$0] } ?? NameParts(name)
  }

  private mutating func rank(_ candidate: Candidate) -> Int {
    let parts = parts(candidate.referent.name)
    return parts.words.count == 1 ? 2 : parts.beginsWithInitial ? 1 : 0
  }

  /// Enters the name of one of some candidates.
  private mutating func learn(_ names: [Candidate], _ number: Int, _ text: [UInt8]) {
    let (referent, range, rule) = (names[number].referent, names[number].range, names[number].rule)
    let key = Word(referent.key)
    let index = indexOfKey[key] ?? known.count
    if index == known.count {
      indexOfKey[key] = index
      known.append(Known(referent: referent, certainty: names[number].certainty, rule: rule))
      remember(referent.name, of: index)
    }
    let spelling = text.withUnsafeBufferPointer { Word($0, range) }.numbered(index)
    guard learnt[spelling] == nil else { return }
    learnt[spelling] = true
    let written = String(decoding: text[range], as: UTF8.self)
    known[index].names.append(written)
    if rule != .misspelling { remember(written, of: index) }
  }

  /// Enters a full name of a person into the tables by word and by letters.
  private mutating func remember(_ name: String, of index: Int) {
    guard known[index].referent.kind == .person, known[index].spellings.count < Self.spellingsPerPerson
    else { return }
    let parts = parts(name)
    guard parts.words.count > 1, !known[index].spellings.contains(parts) else { return }
    known[index].spellings.append(parts)
    for word in parts.words {
      personsByWord.update(word.word, default: []) { Self.add(index, to: &$0) }
    }
    Self.enter(index, at: parts.squeezed, in: &personsBySqueezed)
    Self.enter(index, at: parts.folded, in: &personsByFolded)
    if let plain = NameParts.withoutMiddleInitials(name) { remember(plain, of: index) }
  }

  private static func add(_ index: Int, to persons: inout [Int]) {
    if persons.count < personsPerWord, !persons.contains(index) { persons.append(index) }
  }

  private static func enter(_ index: Int, at key: Word, in table: inout WordTable<Int?>) {
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
        ?? NameParts.withoutMiddleInitials(candidate.referent.name).flatMap { sameLetters(self.parts($0)) }
        ?? misspelt(parts, language: candidate.referent.language)
    case 1:
      let fitting = (parts.words.last.flatMap { personsByWord[$0.word] } ?? []).filter {
        known[$0].spellings.contains(where: parts.abbreviates)
      }
      return fitting.count == 1 ? fitting.first : nil
    default: return sameLetters(parts) ?? parts.words.first.flatMap { shortForm($0.word) }
    }
  }

  /// "Yang Pao" and "Vang Pao": family names of two peoples before one given name are those of two persons.
  private func differInSurname(_ left: NameParts, _ right: NameParts) -> Bool {
    guard let first = left.words.first?.word, let second = right.words.first?.word, first != second else {
      return false
    }
    guard left.words.dropFirst().elementsEqual(right.words.dropFirst(), by: { $0.word == $1.word }),
      let people = shared.rules.language(.surname, first)
    else { return false }
    return shared.rules.language(.surname, second).map { $0 != people } ?? false
  }

  /// The person with the same letters: first with the same diacritics, then without.
  private func sameLetters(_ parts: NameParts) -> Int? {
    if let known = personsByFolded[parts.folded] { return known }
    return personsBySqueezed[parts.squeezed] ?? nil
  }

  /// The one person of whom a word is the short form.
  private func shortForm(_ word: Word) -> Int? {
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
    let letters = parts.letters
    var best: (distance: Int, index: Int)?
    for word in parts.words {
      for index in (personsByWord[word.word] ?? [])
      where known[index].referent.language != "vi" && known[index].rule != .commentHead {
        for other in known[index].spellings where other.words.count == parts.words.count {
          let limit = EditDistance.limit(letters: min(parts.count, other.count))
          guard abs(parts.count - other.count) <= limit,
            let distance = parts.squeezed == other.squeezed
              ? 0 : EditDistance.distance(letters, other.letters, limit: limit),
            distance == 0 || !differInSurname(parts, other)
          else { continue }
          if best.map({ distance < $0.distance }) ?? true { best = (distance, index) }
        }
      }
    }
    return best?.index
  }
}
