import StageKit

/// What the text itself says of names: signatures, acronyms that it defines, organs of the bodies that it names.
extension DocumentNames {
  /// Who writes as "hahien" and signs with "Ha Hien" is one: where the letters are those of the writer of the
  /// comment that a name stands in.
  mutating func linkSignatures(_ names: inout [Candidate]) {
    let writers = names.filter { $0.rule == .commentHead }.sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
    guard !writers.isEmpty else { return }
    var signed: [String: Referent] = [:]
    for index in names.indices where names[index].kind == .person && names[index].isOwnName {
      let parts = parts(names[index].referent.name)
      guard names[index].rule != .commentHead, parts.words.count > 1, parts.count > 4 else {
        continue
      }
      var (low, high) = (0, writers.count)
      while low < high {
        let middle = (low + high) / 2
        if writers[middle].range.lowerBound < names[index].range.lowerBound {
          low = middle + 1
        } else {
          high = middle
        }
      }
      guard low > 0, self.parts(writers[low - 1].referent.name).squeezed == parts.squeezed else { continue }
      signed[names[index].referent.key] = writers[low - 1].referent
    }
    for index in names.indices where names[index].rule != .commentHead && names[index].isOwnName {
      if let writer = signed[names[index].referent.key] { names[index].referent = writer }
    }
  }

  /// Gives acronyms, and the organs of their bodies, the referent that the document defines them with; else that of
  /// the one body of the document whose name begins with their letters.
  func linkAcronyms(_ names: inout [Candidate], _ acronyms: [(name: String, referent: Referent)]) {
    let prefix = EntityKind.organisation.keyPrefix
    var defined = Dictionary(
      acronyms.map { (prefix + NameKey.slug($0.name), $0.referent) }, uniquingKeysWith: { first, _ in first })
    if names.contains(where: { $0.isOwnAcronym }) {
      defined.merge(bodiesByInitials(names, prefix)) { defined, _ in defined }
    }
    guard !defined.isEmpty else { return }
    for index in names.indices {
      if names[index].isOwnAcronym, let referent = defined[names[index].referent.key] {
        names[index].referent = referent
      } else if let parent = names[index].parent, let referent = defined[parent],
        names[index].referent.key.hasPrefix(parent)
      {
        names[index].referent.key = referent.key + names[index].referent.key.dropFirst(parent.count)
      }
    }
  }

  /// The bodies of a document by the keys of their letters, three at least, where no two have the same ones.
  private func bodiesByInitials(_ names: [Candidate], _ prefix: String) -> [String: Referent] {
    var bodies: [String: Referent?] = [:]
    for index in names.indices where names[index].kind == .organisation && !names[index].isAcronym {
      let referent = names[index].referent
      let letters = Self.initials(of: referent.name)
      guard letters.count > 2 else { continue }
      let key = prefix + NameKey.slug(letters)
      let isOther = bodies[key].map { $0?.key != referent.key } ?? false
      bodies[key] = .some(isOther ? nil : referent)
    }
    return bodies.compactMapValues { $0 }
  }

  /// The capitals that words of a name begin with.
  private static func initials(of name: String) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 }) {
      let words = name.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
      return String(decoding: words.compactMap(\.first).filter { $0 &- 0x41 < 26 }, as: UTF8.self)
    }
    return String(name.split { $0 == " " || $0 == "-" }.compactMap(\.first).filter(\.isUppercase))
  }

  /// Letters that a list has for a body may stand for another, "NEC", "MIT": where the document never has the body's
  /// name, their certainty is medium.
  func doubtAcronyms(_ names: inout [Candidate]) {
    var places: [String: [Int]] = [:]
    for index in names.indices where isShort(names[index]) && names[index].certainty == .high {
      places[names[index].referent.key, default: []].append(index)
    }
    guard !places.isEmpty else { return }
    for index in names.indices where names[index].kind == .organisation && !isShort(names[index]) {
      places[names[index].referent.key] = nil
    }
    for indices in places.values { for index in indices { names[index].certainty = .medium } }
  }

  private func isShort(_ name: Candidate) -> Bool {
    name.isAcronym && name.isFromGazetteer && name.kind == .organisation
      && name.range.count <= Self.fewLetters
  }

  /// Letters of acronyms that many bodies have.
  private static let fewLetters = 4

  /// Gives organs that stand alone ("the Central Committee") the body that the document names with them,
  /// where it is one.
  func linkOrgans(_ names: inout [Candidate]) {
    let prefix = EntityKind.organisation.keyPrefix
    let organs = names.indices.filter { names[$0].rule == .organAlone }
    guard !organs.isEmpty else { return }
    var owners: [String: Set<String>] = [:]
    var referents: [String: Referent] = [:]
    let alone = Set(organs.map { names[$0].referent.key })
    for index in names.indices where names[index].rule == .organ {
      let key = names[index].referent.key
      referents[key] = referents[key] ?? names[index].referent
      for organ in alone where key.hasSuffix("-" + organ.dropFirst(prefix.count)) {
        owners[organ, default: []].insert(key)
      }
    }
    for index in organs {
      if let found = owners[names[index].referent.key], found.count == 1, let key = found.first,
        let referent = referents[key]
      {
        names[index].referent = referent
      }
    }
  }
}
