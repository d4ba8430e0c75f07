import StageKit

/// What one document's names refer to: the pass that sees them all.
///
/// Names that no list has are linked to those that are fuller or better spelt; then every short form, misspelling and
/// repetition is looked for in what is left of the text.
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
  /// Full names of persons by each of their words.
  private var personsByWord: [String: Set<Int>] = [:]
  private var personsBySqueezed: [String: Int] = [:]

  // MARK: Linking

  /// Gives candidates that no list has the referent of a fuller or better spelling of the same name.
  ///
  /// - Parameter names: the accepted spans of the document; changed in place.
  mutating func link(_ names: inout [Candidate], _ text: [UInt8]) {
    linkOrgans(&names)
    for index in names.indices where !isOwnName(names[index]) { learn(names[index], text) }
    let own = names.indices.filter { isOwnName(names[$0]) }
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
  private func isOwnName(_ candidate: Candidate) -> Bool { candidate.referent.source.isEmpty && candidate.rule != "organ" }

  /// Gives organs that stand alone ("the Central Committee") the body that the document names with them, where it is one.
  private func linkOrgans(_ names: inout [Candidate]) {
    let prefix = EntityKind.organisation.keyPrefix
    let organs = names.indices.filter { names[$0].rule == "organ" }
    var owners: [String: Set<String>] = [:]
    var referents: [String: Referent] = [:]
    let alone = Set(organs.map { names[$0].referent }.filter { $0.key == prefix + NameKey.slug($0.name) }.map(\.key))
    for index in organs where !alone.contains(names[index].referent.key) {
      let key = names[index].referent.key
      referents[key] = referents[key] ?? names[index].referent
      for organ in alone where key.hasSuffix("-" + organ.dropFirst(prefix.count)) { owners[organ, default: []].insert(key) }
    }
    for index in organs {
      if let found = owners[names[index].referent.key], found.count == 1, let key = found.first, let referent = referents[key] {
        names[index].referent = referent
      }
    }
  }

  private func rank(_ candidate: Candidate) -> Int {
    let parts = NameParts(candidate.referent.name)
    return parts.words.count == 1 ? 2 : parts.beginsWithInitial ? 1 : 0
  }

  private mutating func learn(_ candidate: Candidate, _ text: [UInt8]) {
    let written = String(decoding: text[candidate.range], as: UTF8.self)
    let key = candidate.referent.key
    let index = indexOfKey[key] ?? known.count
    if index == known.count {
      indexOfKey[key] = index
      known.append(Known(referent: candidate.referent, certainty: candidate.certainty, rule: candidate.rule, names: []))
      remember(candidate.referent.name, of: index)
    }
    if known[index].names.insert(written).inserted, candidate.rule != "misspelling" { remember(written, of: index) }
  }

  /// Enters a full name of a person into the tables by word and by letters.
  private mutating func remember(_ name: String, of index: Int) {
    let parts = NameParts(name)
    guard known[index].referent.kind == .person, parts.words.count > 1, !known[index].spellings.contains(parts) else { return }
    known[index].spellings.append(parts)
    for word in parts.words { personsByWord[word, default: []].insert(index) }
    let squeezed = String(String.UnicodeScalarView(parts.squeezed))
    if personsBySqueezed[squeezed] == nil { personsBySqueezed[squeezed] = index }
  }

  /// The known person that a name means; nil when none or several do.
  private func person(for candidate: Candidate, rank: Int) -> Int? {
    let parts = NameParts(candidate.referent.name)
    switch rank {
    case 0: return sameSqueezed(parts) ?? misspelt(parts, language: candidate.referent.language)
    case 1:
      let fitting = (personsByWord[parts.words[parts.words.count - 1]] ?? []).filter {
        known[$0].spellings.contains(where: parts.abbreviates)
      }
      return fitting.count == 1 ? fitting.first : nil
    default: return sameSqueezed(parts) ?? shortForm(parts.words.first ?? "")
    }
  }

  private func sameSqueezed(_ parts: NameParts) -> Int? {
    personsBySqueezed[String(String.UnicodeScalarView(parts.squeezed))]
  }

  /// The one person of whom a word is the short form.
  func shortForm(_ word: String) -> Int? {
    let fitting = (personsByWord[word] ?? []).filter { index in
      known[index].spellings.contains { $0.shortForms(language: known[index].referent.language).contains(word) }
    }
    return fitting.count == 1 ? fitting.first : nil
  }

  /// A person with a word in common and few letters of difference. Vietnamese names differ by a letter and are not compared.
  private func misspelt(_ parts: NameParts, language: String) -> Int? {
    guard language != "vi" else { return nil }
    let letters = parts.squeezed
    var best: (distance: Int, index: Int)?
    for word in parts.words {
      for index in (personsByWord[word] ?? []).sorted().prefix(50) where known[index].referent.language != "vi" {
        for other in known[index].spellings.prefix(8) where other.words.count == parts.words.count {
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

  /// Names to look for in the rest of the text, with the referents they stand for: what was found once, and short forms of
  /// persons. A short form that several persons have stands for none of them.
  func namesToFind(acronyms: [(name: String, referent: Referent)]) -> (names: [GazetteerName], targets: [Target]) {
    var found: [String: Target] = [:]
    for entry in known.sorted(by: { $0.referent.key < $1.referent.key }) {
      // A word after a preposition is a guess, and a run without spaces may be a part of other words: neither is repeated.
      if entry.rule == "preposition" || entry.rule == "title" && entry.referent.language == "km" { continue }
      for name in entry.names.sorted() where found[name] == nil {
        found[name] = Target(referent: entry.referent, certainty: entry.certainty, rule: "repetition")
      }
    }
    for (name, referent) in acronyms {
      found[name] = Target(referent: referent, certainty: .medium, rule: "acronym")
    }
    for (name, target) in shortForms() where found[name] == nil { found[name] = target }
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

  private func shortForms() -> [String: Target] {
    var owners: [String: [Int]] = [:]
    for (index, entry) in known.enumerated() where entry.referent.kind == .person {
      var forms: Set<String> = []
      let names = [entry.referent.name] + entry.names.sorted()
      for name in names {
        let shorts = Set(NameParts(name).shortForms(language: entry.referent.language))
        for word in name.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\u{A0}" }).map(String.init) {
          let parts = NameParts(word)
          if parts.words.count == 1, shorts.contains(parts.words[0]), word.unicodeScalars.count > 1 { forms.insert(word) }
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
          referent: Referent(key: key, name: form, kind: .person), certainty: .low, rule: "short-form-of-several")
      }
    }
  }
}
