import StageKit
import UnicodeText

/// Khmer places and bodies that no list has, behind the words that Khmer puts before them: village, commune, district
/// (`place-word-before`, no part of the name), ministry, committee, court (`organisation-before`, a part of it).
///
/// The name is the whole words by ICU behind the head, up to a space, a mark, a word that ends names or another head.
extension RegionNames {
  /// Clusters of a name without its head.
  private static let placeClusters = 2...6
  private static let bodyClusters = 1...14

  /// "អ្នកភូមិ", people of the village: no name follows.
  private static let people = Array("អ្នក".utf8)

  mutating func findUnspacedPlacesAndBodies(_ words: KhmerWords) {
    guard region.hasCaselessWords else { return }
    let bytes = region.folded.bytes
    let taken = (
      all: DisjointRanges(known.map(\.range)),
      butPlaces: DisjointRanges(known.filter { $0.kind != .place }.map(\.range))
    )
    for index in tokens.indices where tokens[index].shape == .caseless && isKhmer(index) {
      let token = tokens[index]
      var offset = token.folded.lowerBound
      var run: KhmerRun?
      while offset < token.folded.upperBound {
        guard let head = rules.unspacedHeads.head(in: bytes, at: offset, before: token.folded.upperBound),
          Clusters.isBoundary(bytes, offset), Clusters.isBoundary(bytes, head.end)
        else {
          offset += 3
          continue
        }
        let cut = run ?? KhmerRun(bytes, words.words(bytes, token.folded), rules)
        run = cut
        offset = max(head.end, propose(head, from: offset, in: cut, token: index, words, taken) ?? head.end)
      }
    }
  }

  /// Proposes the name behind a head; its end, nil where there is none.
  private mutating func propose(
    _ head: UnspacedHeads.Head, from start: Int, in run: KhmerRun, token: Int, _ words: KhmerWords,
    _ taken: (all: DisjointRanges, butPlaces: DisjointRanges)
  ) -> Int? {
    guard let word = run.word(at: start), run.words[word].lowerBound == start,
      word == 0 || !run.bytes[run.words[word - 1]].elementsEqual(Self.people)
    else { return nil }
    var name: Range<Int>?
    if head.end == tokens[token].folded.upperBound {
      guard head.kind == .place, isKhmer(token + 1), tokens[token + 1].spaceBefore else { return nil }
      let next = KhmerRun(run.bytes, words.words(run.bytes, tokens[token + 1].folded), rules)
      name = next.headedName(from: tokens[token + 1].folded.lowerBound, head.kind)
    } else {
      name = run.headedName(from: head.end, head.kind)
    }
    guard let own = name else { return nil }
    let clusters = Clusters.starts(run.bytes, own, isUnspaced: true).count
    guard (head.kind == .place ? Self.placeClusters : Self.bodyClusters).contains(clusters) else {
      return nil
    }
    let whole = head.kind == .place ? own : start..<own.upperBound
    let source = region.folded.sourceRange(of: whole)
    guard !(head.kind == .place ? taken.all : taken.butPlaces).overlap(source) else { return nil }
    let written = String(decoding: run.bytes[whole], as: UTF8.self)
    found.append(
      Candidate(
        range: source,
        referent: Referent(
          key: head.kind.keyPrefix + NameKey.slug(written), name: written, kind: head.kind, language: "km"),
        certainty: .low, rule: head.kind == .place ? .placeWord : .organisationBefore, priority: 2))
    return own.upperBound
  }
}

extension KhmerRun {
  /// The name that begins at an offset, behind a head; nil where no word begins there, or one that no name has.
  func headedName(from start: Int, _ kind: EntityKind) -> Range<Int>? {
    guard var index = firstWord(at: start, kind) else { return nil }
    let first = index
    while index < words.count, !endsHeadedName(index, isFirst: index == first, kind) {
      index += 1
      if index - first > (kind == .place ? 4 : 10) { return nil }
    }
    // A body's words are words of every day: only a space or a mark tells their end.
    if kind == .organisation, index < words.count { return nil }
    return index > first ? start..<words[index - 1].upperBound : nil
  }

  /// The word that begins at an offset; of a body also the one that ICU joins with the head before it.
  private func firstWord(at start: Int, _ kind: EntityKind) -> Int? {
    guard let word = word(at: start) else { return nil }
    return kind == .organisation || words[word].lowerBound == start ? word : nil
  }

  /// The word that holds an offset.
  /// - Complexity: O(log words).
  func word(at offset: Int) -> Int? {
    var (low, high) = (0, words.count)
    while low < high {
      let middle = (low + high) / 2
      if words[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < words.count && words[low].contains(offset) ? low : nil
  }

  private func endsHeadedName(_ index: Int, isFirst: Bool, _ kind: EntityKind) -> Bool {
    let word = Array(bytes[words[index]])
    if isFirst, kind == .organisation, isHeadIn(words[index]) { return false }
    // "ៗ" repeats a word, "ដ៏" stands before what something is like: no name has them.
    if rules.unspacedNever.contains(word) || word.suffix(3).elementsEqual(Self.again)
      || word.starts(with: Self.very)
    {
      return true
    }
    if rules.unspacedHeads.head(in: bytes, at: words[index].lowerBound, before: words[index].upperBound)
      != nil
    {
      return true
    }
    if isFirst, kind == .place, rules.unspacedNeverFirst.contains(word), !Self.beginPlaces.contains(word) {
      return true
    }
    if kind == .organisation {
      return Self.insideBodies.contains(word)
        ? isFirst && word == Self.of : rules.unspacedNameEnds.contains(word) || title(at: index) != nil
    }
    return rules.unspacedNameEnds.contains(word) || title(at: index) != nil
      || isFirst && rules.unspacedNameEndHeads.contains { word.starts(with: $0) }
  }

  /// Whether a word is a head with more behind it.
  private func isHeadIn(_ word: Range<Int>) -> Bool {
    rules.unspacedHeads.head(in: bytes, at: word.lowerBound, before: word.upperBound).map {
      $0.end < word.upperBound
    }
      ?? false
  }

  private static let of = Array("នៃ".utf8)
  private static let again = Array("ៗ".utf8)
  private static let very = Array("ដ៏".utf8)
  /// Words that end names of persons, but belong to those of bodies.
  private static let insideBodies: Set<[UInt8]> = Set(
    ["នៃ", "ការ", "រដ្ឋ", "ប្រជាពលរដ្ឋ", "ប្រជាជន", "បរទេស", "ស្ត្រី", "ប្រទេស", "សហគមន៍", "សិក្សា"].map { Array($0.utf8) })
  /// Words that names of places begin with: island, hill, monastery, great.
  private static let beginPlaces: Set<[UInt8]> = Set(["កោះ", "ភ្នំ", "វត្ត", "ធំ"].map { Array($0.utf8) })
}

/// Words of a script without spaces before names of places and bodies, by their third byte.
struct UnspacedHeads: Sendable {
  struct Head: Sendable {
    var end: Int
    var kind: EntityKind
  }

  private var lists = [[(word: [UInt8], kind: EntityKind)]](repeating: [], count: 64)

  mutating func add(_ word: [UInt8], _ kind: EntityKind) {
    guard word.count > 2 else { return }
    let place = Int(word[2] & 0x3F)
    lists[place].append((word, kind))
    lists[place].sort { $0.word.count > $1.word.count }
  }

  /// The longest that begins at an offset.
  func head(in bytes: [UInt8], at offset: Int, before end: Int) -> Head? {
    guard offset + 2 < end, bytes[offset] == 0xE1 else { return nil }
    for (word, kind) in lists[Int(bytes[offset + 2] & 0x3F)]
    where offset + word.count <= end && word.elementsEqual(bytes[offset..<offset + word.count]) {
      return Head(end: offset + word.count, kind: kind)
    }
    return nil
  }
}
