import StageKit

/// Who speaks or writes: persons linked to turns and comments.
struct Voices {
  private let persons: [Span]

  init(_ spans: [Span]) { persons = spans.filter { $0.label == EntityKind.person.label } }

  /// The document's blocks, with the attribute `key` on turns and comments whose label or head holds a person's name.
  ///
  /// - Complexity: O(blocks · log spans).
  func blocks(of document: Document) -> [Block] {
    var blocks = document.blocks
    var voices: [Int] = []
    for index in blocks.indices {
      let block = blocks[index]
      voices.removeAll { blocks[$0].range.upperBound <= block.range.lowerBound }
      if block.kind == .turn || block.kind == .comment {
        blocks[index].attributes["key"] = nil
        voices.append(index)
      } else if block.kind == .speaker || block.kind == .commentHead, let voice = voices.last,
        blocks[voice].attributes["key"] == nil, let key = firstKey(in: block.range)
      {
        blocks[voice].attributes["key"] = key
      }
    }
    return blocks
  }

  /// The spans are in the order of the text.
  private func firstKey(in range: Range<Int>) -> String? {
    var (low, high) = (0, persons.count)
    while low < high {
      let middle = (low + high) / 2
      if persons[middle].range.lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low < persons.count, persons[low].range.upperBound <= range.upperBound else { return nil }
    return persons[low].attributes["key"]
  }
}

extension RegionNames {
  /// Writers of comments: the author that the comment names, or what stands before a date and a time at a line's start.
  mutating func findWriters(_ document: Document) {
    guard let end = headEnd() else { return }
    var start = 0
    while start < end, tokens[start].kind != .word { start += 1 }
    guard start < end, end - start <= 4, (start..<end).allSatisfy({ tokens[$0].kind == .word && cover[$0] == nil }),
      !tokens[start].isTechnical
    else { return }
    propose(.person, start..<end, document.text, .medium, rule: "comment-head", priority: 4)
  }

  /// Where a date with a time after it begins, "hahien August 13, 2013 at 1:05 am", within the first tokens of the region.
  private func headEnd() -> Int? {
    let dated = DateLexer.tokens(region)
    guard tokens.count < 30, let match = DateGrammar(dated).matches().first, match.tokens.lowerBound < 8 else { return nil }
    let (start, end) = (dated[match.tokens.lowerBound].range.lowerBound, dated[match.tokens.upperBound - 1].range.upperBound)
    guard let after = tokens.firstIndex(where: { $0.range.lowerBound >= end }), after + 2 < tokens.count,
      tokens[after].text == "at", tokens[after + 1].kind == .number, tokens[after + 2].text == ":"
    else { return nil }
    return tokens.firstIndex { $0.range.lowerBound >= start }
  }
}
