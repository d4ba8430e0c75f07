import UnicodeText

/// What words with a capital begin with in a text. A name with a capital stands only at words that begin with the same
/// letters and digits of ASCII, so that most names are told from those of a text without a search.
struct NameBeginnings {
  private var words = WordFilter()

  /// Adds the words of a region that such names may begin with.
  ///
  /// - Parameter isWanted: asked for the first byte of each word of Latin letters or digits.
  @inline(__always) mutating func add(_ region: Region, where isWanted: (Range<Int>) -> Bool) {
    let tokens = region.tokens
    for index in tokens.indices {
      // Where it has no hash, a name may end inside the token.
      let isWhole = tokens[index].hash != 0
      guard tokens[index].shape != .lower || !isWhole, tokens[index].mayBeginName else { continue }
      let start = tokens[index].range.lowerBound
      if isWhole, !isWanted(start..<start + 1) { continue }
      if isWhole, tokens[index].letters == tokens[index].folded.count {
        words.add(tokens[index].word)
      } else {
        addStart(of: tokens[index], region.folded.bytes)
      }
    }
  }

  private mutating func addStart(of token: Token, _ folded: [UInt8]) {
    words.add(Word(folded[token.folded.lowerBound...].prefix(while: NameBoundary.isASCIIWord)))
  }

  /// Whether a name may stand at one of the words: true for all that do, for all without a capital, and for few others.
  func mayHold(_ name: String) -> Bool {
    var name = name
    return name.withUTF8(mayHold)
  }

  /// The same of some part of a name between spaces.
  func mayHoldPart(of name: String) -> Bool {
    var name = name
    return name.withUTF8 { name in
      // The last is the second byte of a space that does not break a line. Where it is that of a letter, the part that
      // it ends is none to be told by, and may be held.
      func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0xA0 }
      var start = 0
      for end in 0...name.count where end == name.count || isSpace(name[end]) {
        if end > start, mayHold(UnsafeBufferPointer(rebasing: name[start..<end])) { return true }
        start = end + 1
      }
      return false
    }
  }

  private func mayHold(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    var count = 0
    while count < name.count, NameBoundary.isASCIIWord(name[count]) { count += 1 }
    guard (1..<16).contains(count), endsSurely(name, count) else { return true }
    let word = Word(name, 0..<count)
    return word == word.small || words.contains(word.small)
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
