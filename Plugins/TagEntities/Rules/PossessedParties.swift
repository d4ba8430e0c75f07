import StageKit

/// Parties behind the state that they are of.
extension RegionNames {
  /// Words in lower case between a state and its party: "Vietnam's ruling Communist Party".
  private static let mostWordsBetween = 2

  /// "Vietnam's ruling Communist Party": a creed and the head of a body behind a listed place with 's. It is the
  /// Communist Party of Vietnam.
  ///
  /// - Returns: the end of the name; nil where it is none.
  mutating func possessedParty(_ party: Range<Int>, _ text: [UInt8]) -> Int? {
    guard party.count == 2, rules.phrase(.adjective, at: party.lowerBound, in: tokens)?.type == "creed",
      let state = possessor(of: party.lowerBound)
    else { return nil }
    let written = name(party, text)
    let full = written + " of " + known[state].referent.name
    found.append(
      Candidate(
        range: byteRange(party),
        referent: Referent(
          key: EntityKind.organisation.keyPrefix + NameKey.slug(full), name: full, kind: .organisation),
        certainty: .medium, rule: .organisationOfState, priority: 3,
        details: Candidate.Details(listedName: full)))
    return party.upperBound
  }

  /// The listed place whose 's stands before a token, or before words in lower case there.
  private func possessor(of start: Int) -> Int? {
    var index = start - 1
    while index > 0, start - 1 - index < Self.mostWordsBetween, tokens[index].shape == .lower,
      tokens[index].kind == .word, tokens[index].word != "'s"
    {
      index -= 1
    }
    guard index > 0, tokens[index].word == "'s", let place = cover[index - 1], known[place].kind == .place
    else { return nil }
    return place
  }
}
