import StageKit

/// Finds words with capitals that are nearly a name of the document.
struct Misspellings {
  private struct Entry {
    var parts: NameParts
    var known: Int
  }

  private let known: [DocumentNames.Known]
  /// Names of several words by each of them.
  private var byWord = WordTable<[Entry]>()
  /// Places of one word by first and last letter.
  private var singles = WordTable<[Entry]>()
  /// Persons by the letters of a full name: "Polpot".
  private var joined = WordTable<Int>()
  /// Acronyms by their length.
  private var acronyms: [Int: [Entry]] = [:]

  /// Entries for each word or length; a bound on the work for hostile text.
  private static let entriesPerWord = 20

  /// The words of a region that may be misspelt: those with a capital that no span holds.
  @inline(__always) static func words(of region: Region, isFree: (Range<Int>) -> Bool) -> [Int] {
    var words: [Int] = []
    let tokens = region.tokens
    for index in tokens.indices where tokens[index].kind == .word && tokens[index].isCapitalised {
      if tokens[index].isTechnical || !isFree(tokens[index].range) { continue }
      if words.isEmpty { words.reserveCapacity(16) }
      words.append(index)
    }
    return words
  }

  /// Calls `body` with what names are looked up by at some words.
  static func forEachKey(of words: [Int], in region: Region, _ body: (Word) -> Void) {
    for index in words {
      let token = region.tokens[index]
      body(token.word)
      let bytes = region.folded.bytes
      if token.letters == token.folded.count {
        body(ends(bytes[token.folded.lowerBound], bytes[token.folded.upperBound - 1]))
      } else {
        let parts = NameParts(bytes, token.folded)
        body(parts.squeezed)
        if let ends = ends(parts.letters) { body(ends) }
      }
    }
  }

  /// - Parameter free: the words of `forEachKey` of all regions.
  init(_ document: DocumentNames, free: WordFilter) {
    known = document.known
    for (index, entry) in known.enumerated()
    where entry.referent.language != "vi" && entry.rule != .commentHead {
      let isPlace = entry.referent.kind == .place
      let own = entry.referent.name
      let isPerson = entry.referent.kind == .person
      let names = (entry.names.contains(own) ? entry.names : [own] + entry.names).filter {
        Self.isOfUse($0, entry.referent.kind, free: free)
      }
      for name in names.count > 1 ? names.sorted() : names {
        let parts = document.partsIfKnown(name)
        guard !parts.hasDigit else { continue }
        let item = Entry(parts: parts, known: index)
        if parts.words.count > 1, !parts.beginsWithInitial {
          for (place, part) in parts.words.enumerated()
          where free.contains(part.word) && !parts.words[..<place].contains(where: { $0.word == part.word }) {
            byWord.update(part.word, default: []) { Self.add(item, to: &$0) }
          }
          if isPerson, parts.count > 4 { joined[parts.squeezed] = index }
        } else if parts.words.count == 1, name.unicodeScalars.allSatisfy({ $0.properties.isUppercase }) {
          if parts.count >= 5 { Self.add(item, to: &acronyms[parts.count, default: []]) }
        } else if isPlace, parts.count >= 6, let ends = Self.ends(parts.letters) {
          singles.update(ends, default: []) { Self.add(item, to: &$0) }
        }
      }
    }
  }

  /// Whether a name may get an entry, as `init` makes them: told without its parts where it is plain text, as most are.
  private static func isOfUse(_ name: String, _ kind: EntityKind, free: WordFilter) -> Bool {
    var name = name
    return name.withUTF8 { name in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: name.count) { folded in
        guard FoldedRegion.foldPlain(name, into: folded) else { return true }
        let folded = UnsafeBufferPointer(folded)
        var (words, start, hasFree) = (0, 0, false)
        for end in 0...folded.count where end == folded.count || NameParts.isBetween(folded[end]) {
          let word = start..<end
          start = end + 1
          if word.isEmpty { continue }
          // An initial is told apart by the parts.
          if words == 0, word.count < 3 { return true }
          words += 1
          hasFree = hasFree || free.contains(Word(folded, word))
        }
        if words != 1 { return hasFree || kind == .person && free.contains(NameParts.squeezed(folded)) }
        if name.allSatisfy({ $0 &- 0x41 < 26 }) { return name.count >= 5 }
        guard kind == .place, let first = folded.first(where: { !NameParts.isBetween($0) }),
          let last = folded.last(where: { !NameParts.isBetween($0) })
        else { return false }
        return free.contains(ends(first, last))
      }
    }
  }

  private static func add(_ entry: Entry, to list: inout [Entry]) {
    if list.count < entriesPerWord { list.append(entry) }
  }

  /// The person with the letters of a word.
  private func joined(_ token: Token, _ region: Region) -> Int? {
    if token.letters == token.folded.count, joined[token.word] == nil { return nil }
    let parts = NameParts(region.folded.bytes, token.folded)
    return joined[parts.squeezed]
  }

  private static func ends(_ letters: [Unicode.Scalar]) -> Word? {
    guard let first = letters.first, let last = letters.last else { return nil }
    if first.isASCII, last.isASCII { return ends(UInt8(ascii: first), UInt8(ascii: last)) }
    return Word(String(String.UnicodeScalarView([first, last])))
  }

  /// The same of a word of ASCII.
  private static func ends(_ first: UInt8, _ last: UInt8) -> Word {
    Word(letters: UInt64(first) | UInt64(last) << 8, count: 2)
  }

  /// Misspelt names among some words of a region that no span holds.
  func candidates(of words: [Int], in ground: RegionNames, isFree: (Range<Int>) -> Bool) -> [Candidate] {
    let tokens = ground.tokens
    var found: [Candidate] = []
    for index in words {
      let token = tokens[index]
      if token.shape == .allCaps, let match = acronym(token, ground) {
        found.append(candidate(token.range, match, .low))
      } else if let (range, match, distance) = several(around: index, in: ground, isFree: isFree) {
        found.append(candidate(range, match, distance > 1 ? .low : .medium))
      } else if let match = joined(token, ground.region) {
        found.append(candidate(token.range, match, .medium))
      } else if let match = single(token, index, in: ground) {
        found.append(candidate(token.range, match, .low))
      }
    }
    return found
  }

  private func candidate(_ range: Range<Int>, _ index: Int, _ certainty: Certainty) -> Candidate {
    Candidate(
      range: range, referent: known[index].referent, certainty: certainty, rule: .misspelling, priority: 2)
  }

  /// A window of words with one of them right: "Pot Pot" for "Pol Pot".
  private func several(
    around index: Int, in ground: RegionNames, isFree: (Range<Int>) -> Bool
  ) -> (range: Range<Int>, known: Int, distance: Int)? {
    let tokens = ground.tokens
    var best: (range: Range<Int>, known: Int, distance: Int)?
    guard !tokens[index].marks.has(.organisationHead) else { return nil }
    let bytes = ground.region.folded.bytes
    func letters(_ index: Int) -> [Unicode.Scalar] { NameParts(bytes, tokens[index].folded).letters }
    guard let entries = byWord[tokens[index].word] else { return nil }
    for number in entries.indices {
      let words = entries[number].parts.words
      for position in words.indices where words[position].word == tokens[index].word {
        let start = index - position
        guard start >= 0, start + words.count <= tokens.count else { continue }
        let entry = entries[number]
        let window = start..<start + entry.parts.words.count
        guard isName(window, entry.parts, tokens, isFree), !window.contains(where: { ground.isTitle($0) }),
          window.allSatisfy({ Self.isNear(letters($0), entry.parts.letters(ofWord: $0 - start)) })
        else {
          continue
        }
        let written = window.flatMap(letters)
        let limit = EditDistance.limit(letters: min(written.count, entry.parts.count))
        guard limit > 0, let distance = EditDistance.distance(written, entry.parts.letters, limit: limit),
          distance > 0
        else { continue }
        if best.map({ distance < $0.distance }) ?? true {
          best = (ground.byteRange(window), entry.known, distance)
        }
      }
    }
    return best
  }

  /// Whether the words of a window may be those of a name, written otherwise.
  private func isName(
    _ window: Range<Int>, _ name: NameParts, _ tokens: [Token], _ isFree: (Range<Int>) -> Bool
  ) -> Bool {
    window.allSatisfy { index in
      guard tokens[index].kind == .word, tokens[index].isCapitalised, isFree(tokens[index].range),
        index == window.lowerBound || tokens[index].spaceBefore, !tokens[index].marks.has(.never)
      else { return false }
      let place = index - window.lowerBound
      return !tokens[index].marks.has(.adjective) || tokens[index].word == name.words[place].word
        || tokens[index].word == name.plural(ofWord: place)
    }
  }

  /// Whether two words differ in no more than a quarter of their letters, or one.
  private static func isNear(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
    EditDistance.distance(left, right, limit: max(1, max(left.count, right.count) / 4)) != nil
  }

  /// One letter of difference inside a long word; words that only have another ending ("Cambodian") are other
  /// words.
  private func single(_ token: Token, _ index: Int, in ground: RegionNames) -> Int? {
    guard !singles.isEmpty, token.shape == .capital, ground.isNamePart(index) else { return nil }
    let bytes = ground.region.folded.bytes
    if token.letters == token.folded.count {
      let ends = [bytes[token.folded.lowerBound], bytes[token.folded.upperBound - 1]]
      guard token.letters >= 5, singles[Word(ends)] != nil else { return nil }
    }
    let letters = NameParts(bytes, token.folded).letters
    guard letters.count >= 5, let ends = Self.ends(letters) else { return nil }
    for entry in singles[ends] ?? [] {
      let name = entry.parts.letters
      guard !letters.starts(with: name), !name.starts(with: letters) else { continue }
      if EditDistance.distance(letters, name, limit: 1) == 1 { return entry.known }
    }
    return nil
  }

  /// The same letters in another order, or one letter of difference.
  private func acronym(_ token: Token, _ ground: RegionNames) -> Int? {
    guard !acronyms.isEmpty, token.letters >= 5 else { return nil }
    let letters = Array(
      String(decoding: ground.region.folded.bytes[token.folded], as: UTF8.self).unicodeScalars)
    for count in [letters.count, letters.count + 1, letters.count - 1] {
      for entry in acronyms[count] ?? [] {
        let name = entry.parts.letters
        if name == letters { continue }
        if name.sorted() == letters.sorted() { return entry.known }
        if EditDistance.distance(letters, name, limit: 1) != nil { return entry.known }
      }
    }
    return nil
  }
}
