import StageKit

/// What to look for in the rest of the text.
extension DocumentNames {
  /// What a name stands for, and how it was found.
  struct Target: Sendable {
    var referent: Referent
    var certainty: Certainty
    var rule: NameRule
  }

  /// Names with what they stand for, each once.
  private struct Targets {
    private(set) var list: [(name: String, target: Target)] = []
    private var places = WordTable<Int>()

    /// - Parameter replaces: whether it counts where the name stands for another target already.
    mutating func add(_ name: String, _ target: Target, replaces: (Target) -> Bool = { _ in false }) {
      let key = Word(name)
      if let known = places[key] {
        if replaces(list[known].target) { list[known].target = target }
      } else {
        places[key] = list.count
        list.append((name, target))
      }
    }
  }

  /// Names to look for in the rest of the text, with the referents they stand for: what was found once, and
  /// short forms of persons. A short form that several persons have stands for none of them.
  ///
  /// - Parameter words: those that the names are looked for at.
  func namesToFind(acronyms: [(name: String, referent: Referent)], at words: NameBeginnings) -> (
    names: [GazetteerName], targets: [Target]
  ) {
    var found = Targets()
    for entry in known {
      // A word after a preposition is a guess, and a run without spaces may be a part of other words: neither
      // is repeated.
      if entry.rule == .preposition || entry.rule == .statistical
        || entry.certainty == .low && entry.referent.language == "km" && entry.referent.source.isEmpty
      {
        continue
      }
      let target = Target(referent: entry.referent, certainty: entry.certainty, rule: .repetition)
      for name in entry.names where words.mayHold(name) {
        found.add(name, target) { target.referent.key < $0.referent.key }
      }
    }
    for (name, referent) in acronyms where words.mayHold(name) {
      found.add(name, Target(referent: referent, certainty: .medium, rule: .acronym)) { _ in true }
    }
    addShortForms(to: &found, at: words)
    addInitials(to: &found, at: words)
    let order = TextOrder.indices(of: found.list.map(\.name))
    return (
      order.enumerated().map { GazetteerName(found.list[$1].name, referent: $0) },
      order.map { found.list[$0].target }
    )
  }

  /// "CCP" where the document has one body whose words begin with these letters: the Chinese Communist Party.
  private func addInitials(to found: inout Targets, at words: NameBeginnings) {
    var owners: [String: Int?] = [:]
    for index in known.indices
    where known[index].referent.kind == .organisation && known[index].rule != .statistical {
      for name in known[index].names {
        guard let letters = Self.capitals(of: name), words.mayHold(letters) else { continue }
        if let owner = owners[letters] {
          if owner != index { owners[letters] = .some(nil) }
        } else {
          owners[letters] = index
        }
      }
    }
    for (letters, owner) in owners {
      guard let owner else { continue }
      found.add(letters, Target(referent: known[owner].referent, certainty: .medium, rule: .acronym))
    }
  }

  /// The capitals that the words of a name begin with, where they are three to eight.
  private static func capitals(of name: String) -> String? {
    var (capitals, before): (String.UnicodeScalarView, Unicode.Scalar) = (.init(), " ")
    for scalar in name.unicodeScalars {
      let begins = before == " " || before == "-" || before == "\n"
      if begins, scalar.value < 0x80 ? scalar.value &- 0x41 < 26 : scalar.properties.isUppercase {
        capitals.append(scalar)
      }
      before = scalar
    }
    return (3...8).contains(capitals.count) ? String(capitals) : nil
  }

  private func addShortForms(to found: inout Targets, at words: NameBeginnings) {
    var forms: [String] = []
    var owners = WordTable<[Int]>()
    for index in known.indices where known[index].referent.kind == .person {
      let entry = known[index]
      let own = entry.referent.name
      for name in entry.names.contains(own) ? entry.names : entry.names + [own]
      where words.mayHoldPart(of: name) {
        let parts = partsIfKnown(name)
        let shorts = parts.shortForms(language: entry.referent.language)
        for form in shorts.isEmpty ? [] : Self.forms(of: name, shorts) where words.mayHold(form) {
          let key = Word(form)
          if owners[key] == nil { forms.append(form) }
          owners.update(key, default: []) { if $0.last != index { $0.append(index) } }
        }
      }
    }
    for form in forms {
      guard let indices = owners[Word(form)] else { continue }
      if indices.count == 1 {
        let referent = known[indices[0]].referent
        found.add(form, Target(referent: referent, certainty: .medium, rule: .shortForm))
      } else {
        let key = EntityKind.person.keyPrefix + NameKey.slug(form)
        let referent = Referent(key: key, name: form, kind: .person)
        found.add(form, Target(referent: referent, certainty: .low, rule: .shortFormOfSeveral))
      }
    }
  }

  /// The words of a name that are its short forms, as they are written.
  private static func forms(of name: String, _ shorts: [Word]) -> [String] {
    let bytes = Array(name.utf8)
    if let folded = FoldedRegion.plain(bytes, bytes.indices) { return forms(of: bytes, folded, shorts) }
    return name.unicodeScalars.split { $0 == " " || $0 == "\n" || $0 == "\u{A0}" }.compactMap { word in
      let word = String(word)
      if word.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }) {
        return word.utf8.count > 1 && shorts.contains(Word(word.utf8.map { $0 | 0x20 })) ? word : nil
      }
      return isForm(word, shorts) ? word : nil
    }
  }

  /// The same for a name of ASCII with single spaces.
  private static func forms(of name: [UInt8], _ folded: [UInt8], _ shorts: [Word]) -> [String] {
    var forms: [String] = []
    var start = 0
    for end in 0...folded.count where end == folded.count || folded[end] == 0x20 {
      let word = start..<end
      start = end + 1
      let isLetters = folded[word].allSatisfy { $0 &- 0x61 < 26 }
      if isLetters, word.count < 2 || !shorts.contains(Word(folded[word])) { continue }
      let written = String(decoding: name[word], as: UTF8.self)
      if isLetters || isForm(written, shorts) { forms.append(written) }
    }
    return forms
  }

  private static func isForm(_ word: String, _ shorts: [Word]) -> Bool {
    let parts = NameParts(word)
    // In a script without spaces a part of a name may be a word of the language.
    return parts.words.count == 1 && shorts.contains(parts.words[0].word) && word.unicodeScalars.count > 1
      && Token.Shape(Array(word.utf8), 0..<word.utf8.count) != .caseless
  }
}
