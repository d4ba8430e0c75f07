import StageKit

/// What the document says of guesses.
extension Tagging {
  /// Guesses that the document does not speak against: a name whose kind no mention tells, though there are several,
  /// is none, nor is a word that the document has in lower case too, nor a syllable that has a capital once,
  /// where a sentence begins.
  func tenable(_ guesses: [Candidate]) -> [Candidate] {
    guard guesses.contains(where: { $0.isKindGuessed || $0.opensSentence }) else { return guesses }
    var mentions: [String: (count: Int, isTold: Bool)] = [:]
    for guess in guesses {
      let known = mentions[guess.referent.name] ?? (0, false)
      mentions[guess.referent.name] = (known.count + 1, known.isTold || !guess.isKindGuessed)
    }
    let wanted = Set(
      guesses.lazy.filter { $0.isKindGuessed || $0.opensSentence }.map {
        Word(NameKey.folded($0.referent.name))
      })
    let (small, inside) = forms(of: wanted)
    return guesses.filter { guess in
      let word = Word(NameKey.folded(guess.referent.name))
      if guess.opensSentence, !inside.contains(word), mentions[guess.referent.name]?.count == 1 {
        return false
      }
      guard guess.isKindGuessed, let mention = mentions[guess.referent.name] else { return true }
      if mention.count >= Self.chancesToTell, !mention.isTold { return false }
      return !small.contains(word)
    }
  }

  /// Which of some words the document has in lower case, and which with a capital inside a sentence.
  private func forms(of wanted: Set<Word>) -> (small: Set<Word>, inside: Set<Word>) {
    var (small, inside): (Set<Word>, Set<Word>) = ([], [])
    for ground in grounds {
      for (index, token) in ground.tokens.enumerated() where wanted.contains(token.word) {
        if token.shape == .lower {
          small.insert(token.word)
        } else if !ground.opensSentence(index), !ground.region.isHeading {
          inside.insert(token.word)
        }
      }
    }
    return (small, inside)
  }

  /// Mentions after which a name should have told its kind.
  private static let chancesToTell = 3
}
