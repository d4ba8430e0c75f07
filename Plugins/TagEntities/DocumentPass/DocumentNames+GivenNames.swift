import StageKit

/// Persons that are called by their given names.
extension DocumentNames {
  /// States where the given name, which comes first, stands for the whole name, with the languages of these names.
  private static let states = [(key: "place.thailand", language: "th"), (key: "place.laos", language: "lo")]

  private static func language(ofState key: String) -> String? { states.first { $0.key == key }?.language }

  /// Gives persons that no list has the language of their names, where the document names one of these states, no list
  /// knows the language, and neither word of the name is known otherwise: "General Prasong Suwan", later "Prasong".
  func callByGivenNames(_ names: inout [Candidate], _ vocabulary: Vocabulary) {
    let state = names.indices.first {
      names[$0].kind == .place && Self.language(ofState: names[$0].referent.key) != nil
    }
    guard let state, let language = Self.language(ofState: names[state].referent.key) else { return }
    for index in names.indices where names[index].kind == .person && names[index].isOwnName {
      let referent = names[index].referent
      let words = partsIfKnown(referent.name).words
      guard referent.language.isEmpty, words.count == 2, names[index].rule != .commentHead,
        words.allSatisfy({ Self.isUncommon(vocabulary[$0.word]) })
      else { continue }
      names[index].referent = Referent(
        key: referent.key, name: referent.name, kind: .person, type: referent.type, language: language)
    }
  }

  private static func isUncommon(_ marks: WordMarks) -> Bool {
    marks.names == 0 && !marks.saysSomething
  }
}
