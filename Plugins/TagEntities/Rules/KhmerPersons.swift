import StageKit
import UnicodeText

/// Words of runs without spaces, by ICU's dictionaries. One for each document at work: a breaker serves one
/// thread at a time.
final class KhmerWords {
  /// Made when it is first asked for: most documents have no Khmer.
  private lazy var breaker = try? Self.made()

  private static func made() throws -> BreakIterator { try BreakIterator(kind: .word, locale: "km") }

  /// - Throws: `StageError` "no-word-breaks" when ICU came without its rules.
  static func check() throws(StageError) {
    do { _ = try made() } catch {
      throw StageError("no-word-breaks", "ICU has no word breaks for Khmer: \(error); install its full data")
    }
  }

  /// The words of a run; none where ICU gives up, so that nothing is tagged.
  ///
  /// - Complexity: O(bytes).
  func words(_ bytes: [UInt8], _ run: Range<Int>) -> [Range<Int>] {
    breaker?.setText(bytes, in: run)
    return (try? breaker?.ranges()) ?? []
  }
}

/// Khmer persons that no list has: a title, and the whole words behind it up to a space, a mark or a word that
/// ends names. Where a name's end or likeness is in doubt, there is none.
extension RegionNames {
  /// Clusters of a name's part without spaces, and of a whole name.
  private static let clusters = 2...8
  /// Clusters of a surname that stands apart from its given name.
  private static let surnameClusters = 1...2

  mutating func findUnspacedPersons(_ words: KhmerWords) {
    guard region.hasCaselessWords else { return }
    let bytes = region.folded.bytes
    for (index, token) in tokens.enumerated() where isKhmer(index) {
      if proposeWhole(index, words) { continue }
      let starts = Clusters.starts(bytes, token.folded, isUnspaced: true)
      guard starts.contains(where: { title(bytes, at: $0) != nil }) else { continue }
      let run = KhmerRun(bytes, words.words(bytes, token.folded), rules)
      var position = 0
      while position < run.words.count {
        guard let (next, asks) = run.title(at: position) else {
          position += 1
          continue
        }
        position = next
        if run.title(at: next) != nil { continue }
        if next < run.words.count {
          position = propose(run, from: next, token: index, asks: asks, words)
        } else if isKhmer(index + 1), tokens[index + 1].spaceBefore {
          let after = KhmerRun(bytes, words.words(bytes, tokens[index + 1].folded), rules)
          if after.title(at: 0) == nil { _ = propose(after, from: 0, token: index + 1, asks: asks, words) }
        }
      }
    }
  }

  /// Words for who it is, before the word for name: "គាត់ឈ្មោះ", he is called.
  private static let pronouns = ["គាត់", "ខ្ញុំ", "នាង", "គេ", "ពួកគេ", "យើង"].map { Array($0.utf8) }
  /// The word for name.
  private static let nameWord = Array("ឈ្មោះ".utf8)

  /// Proposes the name in a region that has nothing but a title and a name, as lists and captions do: all that
  /// stands behind the title, whatever ICU makes of it.
  private mutating func proposeWhole(_ index: Int, _ words: KhmerWords) -> Bool {
    guard index == 0, tokens.dropFirst().allSatisfy({ $0.kind == .punctuation }) else { return false }
    let (bytes, run) = (region.folded.bytes, tokens[index].folded)
    var start = run.lowerBound
    if let pronoun = Self.pronouns.first(where: { KhmerRun.has(bytes, start, $0 + Self.nameWord) }) {
      start += pronoun.count + Self.nameWord.count
    } else {
      while let end = titleEnd(at: start, before: run.upperBound) { start = end }
    }
    let name = start..<run.upperBound
    guard start > run.lowerBound, !name.isEmpty, Clusters.isBoundary(bytes, start) else { return false }
    let count = Clusters.starts(bytes, name, isUnspaced: true).count
    guard count <= Self.clusters.upperBound, KhmerRun(bytes, words.words(bytes, name), rules).isWholeName
    else {
      return false
    }
    proposePerson(name)
    return true
  }

  /// Marks the number of a king: "ជ័យវរ្ម័នទី៧".
  private static let ordinal = Array("ទី".utf8)

  /// Proposes a range of the folded text.
  private mutating func proposePerson(_ name: Range<Int>) {
    var name = name
    if region.folded.bytes[name].suffix(Self.ordinal.count).elementsEqual(Self.ordinal),
      let number = tokens.first(where: { $0.folded.lowerBound == name.upperBound }), number.kind == .number
    {
      name = name.lowerBound..<number.folded.upperBound
    }
    let written = String(decoding: region.folded.bytes[name], as: UTF8.self)
    found.append(
      Candidate(
        range: region.folded.sourceRange(of: name),
        referent: Referent(
          key: EntityKind.person.keyPrefix + NameKey.slug(written), name: written, kind: .person,
          language: "km"),
        certainty: .low, rule: .title, priority: 1))
  }

  /// The end of the title at an offset that asks for no more, with something behind it.
  private func titleEnd(at start: Int, before end: Int) -> Int? {
    let bytes = region.folded.bytes
    for (phrase, type) in rules.unspacedTitles
    where type.isEmpty && start + phrase.count < end && KhmerRun.has(bytes, start, phrase)
      && Clusters.isBoundary(bytes, start + phrase.count)
    {
      return start + phrase.count
    }
    return nil
  }

  func isKhmer(_ index: Int) -> Bool {
    index < tokens.count && tokens[index].shape == .caseless && tokens[index].kind == .word
      && !tokens[index].isTechnical && cover[index] == nil
  }

  private func title(_ bytes: [UInt8], at start: Int) -> Int? {
    rules.unspacedTitles.first { KhmerRun.has(bytes, start, $0.words) }?.words.count
  }

  /// Proposes the name that begins at a word of a run.
  ///
  /// - Returns: the word after it.
  private mutating func propose(
    _ run: KhmerRun, from start: Int, token: Int, asks: String, _ words: KhmerWords
  ) -> Int {
    guard let end = run.nameEnd(from: start), end > start else { return start }
    var name = run.words[start].lowerBound..<run.words[end - 1].upperBound
    var isAged = end < run.words.count && run.isAge(end)
    if end == run.words.count, let given = givenName(after: token, surname: name, words) {
      name = name.lowerBound..<given.end
      isAged = given.isAged
    }
    let bytes = region.folded.bytes
    let count = Clusters.starts(bytes, name, isUnspaced: true).count
    guard Self.clusters.contains(count), Clusters.isBoundary(bytes, name.lowerBound),
      Clusters.isBoundary(bytes, name.upperBound),
      asks.isEmpty || isAged || count > 2 && run.hasSurname(at: name.lowerBound)
    else { return end }
    proposePerson(name)
    return end
  }

  /// The given name that a space parts from a short surname: "ថោ ជេដ្ឋា".
  private func givenName(
    after token: Int, surname: Range<Int>, _ words: KhmerWords
  ) -> (end: Int, isAged: Bool)? {
    let bytes = region.folded.bytes
    guard isKhmer(token + 1), tokens[token + 1].folded.lowerBound == surname.upperBound + 1,
      Self.surnameClusters.contains(Clusters.starts(bytes, surname, isUnspaced: true).count)
    else { return nil }
    let run = KhmerRun(bytes, words.words(bytes, tokens[token + 1].folded), rules)
    guard run.title(at: 0) == nil, let end = run.nameEnd(from: 0), end > 0 else { return nil }
    let name = run.words[0].lowerBound..<run.words[end - 1].upperBound
    guard Clusters.starts(bytes, name, isUnspaced: true).count <= 4 else { return nil }
    return (name.upperBound, end < run.words.count && run.isAge(end))
  }
}

/// The words of one run without spaces, seen with the rules.
struct KhmerRun {
  let bytes: [UInt8]
  let words: [Range<Int>]
  let rules: ContextRules

  init(_ bytes: [UInt8], _ words: [Range<Int>], _ rules: ContextRules) {
    self.bytes = bytes
    self.rules = rules
    self.words = words.flatMap { Self.parts(bytes, $0, rules) }
  }

  /// ICU joins a name that it does not know with words beside it: a title before it and a word that ends names
  /// after it are parted from it again, at the boundaries of clusters.
  private static func parts(_ bytes: [UInt8], _ word: Range<Int>, _ rules: ContextRules) -> [Range<Int>] {
    let starts = Clusters.starts(bytes, word, isUnspaced: true)
    guard starts.count > 2 else { return [word] }
    for (phrase, _) in rules.unspacedTitles where has(bytes, word.lowerBound, phrase) {
      let end = word.lowerBound + phrase.count
      if let count = starts.firstIndex(of: end), count > 1 {
        return [word.lowerBound..<end, end..<word.upperBound]
      }
    }
    for start in starts.dropFirst(2)
    where word.upperBound - start > 6
      && rules.unspacedNameEnds.contains(Array(bytes[start..<word.upperBound]))
    {
      return [word.lowerBound..<start, start..<word.upperBound]
    }
    return [word]
  }

  static func has(_ bytes: [UInt8], _ start: Int, _ phrase: [UInt8]) -> Bool {
    start + phrase.count <= bytes.count && bytes[start..<start + phrase.count].elementsEqual(phrase)
  }

  /// The title that begins at a word and ends with one: the word after it, and what its row asks of the name.
  func title(at index: Int) -> (next: Int, asks: String)? {
    guard index < words.count else { return nil }
    for (phrase, type) in rules.unspacedTitles where Self.has(bytes, words[index].lowerBound, phrase) {
      let end = words[index].lowerBound + phrase.count
      var next = index
      while next < words.count, words[next].upperBound < end { next += 1 }
      if next < words.count, words[next].upperBound == end { return (next + 1, type) }
    }
    return nil
  }

  /// The first word from `start` on that ends names, or the run's end; nil where the run goes on too long to
  /// be a name, or has a word that no name holds.
  func nameEnd(from start: Int) -> Int? {
    var index = start
    while index < words.count, !endsNames(index, isFirst: index == start) {
      let word = bytes[words[index]]
      // The sign of repetition, U+17D7.
      if word.suffix(3).elementsEqual([0xE1, 0x9F, 0x97]) { return nil }
      index += 1
      if index - start > 8 { return nil }
    }
    return index
  }

  /// Whether the run can be a name as a whole: no word in it but short ones, which may be syllables of it, is one
  /// that names do not have, and it begins with none.
  var isWholeName: Bool {
    guard !words.isEmpty, !endsNames(0, isFirst: true) else { return false }
    return words.indices.dropFirst().allSatisfy { index in
      !endsNames(index, isFirst: false) || Clusters.starts(bytes, words[index], isUnspaced: true).count == 1
    }
  }

  private func endsNames(_ index: Int, isFirst: Bool) -> Bool {
    if title(at: index) != nil { return true }
    let word = Array(bytes[words[index]])
    // "ជា" is also a surname, and the last syllable of a given name.
    if word == Array("ជា".utf8), isFirst != (index + 1 == words.count) { return false }
    // "សុ" is no word: it begins a given name, whatever comes.
    if !isFirst, [Array("សុ".utf8), Array("សូ".utf8)].contains(Array(bytes[words[index - 1]])) { return false }
    if isFirst, rules.unspacedNeverFirst.contains(word) { return true }
    return rules.unspacedNameEnds.contains(word)
      || rules.unspacedNameEndHeads.contains { word.count >= $0.count && word.starts(with: $0) }
  }

  /// "អាយុ", age, begins at a word.
  func isAge(_ index: Int) -> Bool { Self.has(bytes, words[index].lowerBound, Array("អាយុ".utf8)) }

  func hasSurname(at offset: Int) -> Bool {
    rules.unspacedSurnames.contains {
      Self.has(bytes, offset, $0) && Clusters.isBoundary(bytes, offset + $0.count)
    }
  }
}
