import UnicodeText

/// What words of a text begin with. A name stands at a word only where both begin with the same letters and digits of
/// ASCII, so that most names are told from the words of a text without a search.
struct NameBeginnings {
  private var all = WordFilter()
  /// Those of words that are not in small letters: a name with a capital stands at no other.
  private var capital = WordFilter()

  /// Adds the words of a region that names may begin with.
  ///
  /// - Parameter isWanted: asked for the first byte of each word of Latin letters or digits.
  @inline(__always) mutating func add(_ region: Region, where isWanted: (Range<Int>) -> Bool) {
    for token in region.tokens where token.mayBeginName {
      let isPlain = token.hash != 0
      // In a script without spaces a name may begin behind the token's beginning.
      if isPlain, !isWanted(token.range.lowerBound..<token.range.lowerBound + 1) { continue }
      let word =
        isPlain && token.letters == token.folded.count
        ? token.word
        : Word(region.folded.bytes[token.folded.lowerBound...].prefix(while: NameBoundary.isASCIIWord))
      all.add(word)
      if !isPlain || token.shape != .lower { capital.add(word) }
    }
  }

  /// Whether a name may stand at one of the words: true for all that do, and for few others.
  func mayHold(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { name in
      var count = 0
      while count < name.count, NameBoundary.isASCIIWord(name[count]) { count += 1 }
      guard (1..<16).contains(count), endsSurely(name, count) else { return true }
      let word = Word(name, 0..<count)
      return (word == word.small ? all : capital).contains(word.small)
    }
  }

  /// Whether what stands behind letters and digits leaves them alone when it is folded: no mark that joins the last of
  /// them, nothing invisible, no letter that folds to one of ASCII.
  private func endsSurely(_ name: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Bool {
    guard offset < name.count, name[offset] >= 0x80 else { return true }
    let scalar = Int(UTF8Text.scalar(in: name, at: offset, before: name.count).value)
    guard scalar < ScalarFold.table.count else { return false }
    let fold = ScalarFold.table[scalar]
    return fold.scalar >= 0x80 && fold.kind.isDisjoint(with: [.unsafe, .invisible])
  }
}
