import StageKit

/// Who speaks or writes: persons linked to turns and comments.
struct Voices {
  private let persons: [Span]
  private let earlierKeys: Set<String>

  /// - Parameter earlier: keys that an earlier run gave; a turn or comment that has one of them is looked at
  ///   anew, one with another key keeps it.
  init(_ spans: [Span], earlier: [String]) {
    persons = spans.filter { $0.label == EntityKind.person.label && $0.layer == Layer.entity }.sorted {
      $0.range.lowerBound == $1.range.lowerBound
        ? $0.range.upperBound > $1.range.upperBound : $0.range.lowerBound < $1.range.lowerBound
    }
    earlierKeys = Set(earlier)
  }

  /// The document's blocks, with the attribute `key` on turns whose label holds a person's name, and on
  /// comments whose head holds their author's.
  ///
  /// - Complexity: O(blocks + spans in heads).
  func blocks(of document: Document) -> [Block] {
    var blocks = document.blocks
    for index in blocks.indices where blocks[index].kind == .turn || blocks[index].kind == .comment {
      if let key = blocks[index].attributes["key"], earlierKeys.contains(key) {
        blocks[index].attributes["key"] = nil
      }
    }
    for (head, voice) in Voices.heads(of: document) where blocks[voice].attributes["key"] == nil {
      let author = blocks[voice].kind == .comment ? blocks[voice].attributes["author"] ?? "" : nil
      if let key = key(in: blocks[head].range, of: author, document) { blocks[voice].attributes["key"] = key }
    }
    return blocks
  }

  /// Speakers' labels and heads of comments, each with the turn or comment that it is in; indices of blocks.
  static func heads(of document: Document) -> [(head: Int, voice: Int)] {
    var heads: [(head: Int, voice: Int)] = []
    var open: [Int] = []
    let blocks = document.blocks
    for index in blocks.indices {
      while let last = open.last, blocks[last].range.upperBound <= blocks[index].range.lowerBound {
        open.removeLast()
      }
      if blocks[index].kind == .turn || blocks[index].kind == .comment {
        open.append(index)
      } else if let voice = open.last, blocks[index].kind == .speaker || blocks[index].kind == .commentHead {
        heads.append((index, voice))
      }
    }
    return heads
  }

  /// The key of the first person in a range; of the one with the author's name where one is given.
  private func key(in range: Range<Int>, of author: String?, _ document: Document) -> String? {
    var index = first(from: range.lowerBound)
    while index < persons.count, persons[index].range.upperBound <= range.upperBound {
      let name = document.string(in: persons[index].range)
      if author.map({ Self.names($0, NameKey.folded(name)) }) ?? true {
        return persons[index].attributes["key"]
      }
      index += 1
    }
    return nil
  }

  /// What people keep and sign their comments elsewhere with.
  static let keptByWriters: Set<String> = ["blog", "weblog", "site", "page", "journal", "diary"]

  /// Whether an author's name is a name, or what its bearer keeps: "Hahien's Blog".
  private static func names(_ author: String, _ name: [UInt8]) -> Bool {
    let author = NameKey.folded(author)
    return author == name
      || author.starts(with: name + Array("'s ".utf8))
        && keptByWriters.contains(String(decoding: author[(name.count + 3)...], as: UTF8.self))
  }

  /// The first person that begins at an offset or after it; the spans are in the order of the text.
  private func first(from offset: Int) -> Int {
    var (low, high) = (0, persons.count)
    while low < high {
      let middle = (low + high) / 2
      if persons[middle].range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension RegionNames {
  /// Writers of comments: the author that the comment names, or what stands before a date and a time at a
  /// line's start.
  ///
  /// - Parameter author: the author's name as the comment gives it, in the head of a comment.
  mutating func findWriters(_ document: Document, author: String?) {
    if let author, let range = place(of: NameKey.folded(author)) {
      return proposeWriter(withoutBlog(range), document.text, .medium)
    }
    guard let end = headEnd() else { return findLinkingWriter(document) }
    var start = 0
    while start < end, tokens[start].kind != .word { start += 1 }
    guard start < end, end - start <= 4,
      (start..<end).allSatisfy({ tokens[$0].kind == .word && cover[$0] == nil }),
      !tokens[start].isTechnical
    else { return }
    proposeWriter(start..<end, document.text, .medium)
  }

  /// "Hahien's Blog": the name of whoever keeps it.
  private func withoutBlog(_ range: Range<Int>) -> Range<Int> {
    guard range.count > 2, let mark = range.first(where: { tokens[$0].word == "'s" }),
      mark > range.lowerBound,
      mark + 2 == range.upperBound, Voices.keptByWriters.contains(foldedText(mark + 1))
    else { return range }
    return range.lowerBound..<mark
  }

  /// The tokens of a name that stands whole in the region, where no name of a list is.
  private func place(of name: [UInt8]) -> Range<Int>? {
    let bytes = region.folded.bytes
    guard !name.isEmpty, name.count < 100 else { return nil }
    for (index, token) in tokens.enumerated()
    where cover[index] == nil && bytes[token.folded.lowerBound...].starts(with: name) {
      let end = token.folded.lowerBound + name.count
      if let last = tokens[index...].firstIndex(where: { $0.folded.upperBound >= end }),
        tokens[last].folded.upperBound == end
      {
        return index..<last + 1
      }
    }
    return nil
  }

  /// A page that links here, "Title | Name - August 24, 2013": the name between the bar and the date that
  /// ends the line.
  private mutating func findLinkingWriter(_ document: Document) {
    guard let bar = tokens.lastIndex(where: { $0.word == "|" }),
      let dash = tokens[bar...].firstIndex(where: { $0.word == "-" && $0.spaceBefore }),
      (2...5).contains(dash - bar),
      (bar + 1..<dash).allSatisfy({ tokens[$0].kind == .word && cover[$0] == nil && tokens[$0].isCapitalised }
      )
    else { return }
    let dated = DateLexer.tokens(region)
    guard let date = DateGrammar(dated).matches().last, date.tokens.upperBound == dated.count,
      let next = tokens.indices.last.map({ min(dash + 1, $0) }),
      dated[date.tokens.lowerBound].range.lowerBound == tokens[next].range.lowerBound
    else { return }
    proposeWriter(bar + 1..<dash, document.text, .low)
  }

  /// Proposes who wrote a comment. Two writers whose names differ in anything but case are two persons:
  /// "Reader 1" and "Reader 2", "John (US)" and "John (UK)", "Nguyễn" and "Nguyen".
  private mutating func proposeWriter(_ range: Range<Int>, _ text: [UInt8], _ certainty: Certainty) {
    let name = name(range, text)
    let slug = NameKey.exactSlug(name)
    guard !slug.isEmpty else { return }
    found.append(
      Candidate(
        range: byteRange(range),
        referent: Referent(key: EntityKind.person.keyPrefix + slug, name: name, kind: .person),
        certainty: certainty, rule: .commentHead, priority: 4))
  }

  /// Where a date with a time after it begins, "hahien August 13, 2013 at 1:05 am", within the first tokens
  /// of the region.
  private func headEnd() -> Int? {
    guard tokens.count < 30, region.mayHoldDate, tokens.contains(where: { $0.word == "at" }) else {
      return nil
    }
    let dated = DateLexer.tokens(region)
    guard let match = DateGrammar(dated).matches().first, match.tokens.lowerBound < 8
    else { return nil }
    let (start, end) = (
      dated[match.tokens.lowerBound].range.lowerBound, dated[match.tokens.upperBound - 1].range.upperBound
    )
    guard let after = tokens.firstIndex(where: { $0.range.lowerBound >= end }), after + 2 < tokens.count,
      tokens[after].word == "at", tokens[after + 1].kind == .number, tokens[after + 2].word == ":"
    else { return nil }
    return tokens.firstIndex { $0.range.lowerBound >= start }
  }
}
