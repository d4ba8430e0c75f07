import StageKit

/// Names by the patterns of rule files.
extension RegionNames {
  /// Names by the patterns of rule files.
  ///
  /// - Complexity: O(tokens + tokens that a pattern looks for · its elements).
  mutating func findByPatterns(_ text: [UInt8]) {
    let patterns = rules.patterns
    for (number, match) in patternMatches(patterns) {
      let pattern = patterns[number]
      guard let name = pattern.kind == .person ? withoutTitles(match) : match,
        pattern.kind != .organisation || mayBeBody(match)
      else { continue }
      let count = found.count
      propose(pattern.kind, name, text, .medium, rule: .pattern, type: pattern.type, priority: 5)
      if found.count > count { found[count].details = Candidate.Details(pattern: pattern.origin) }
    }
  }

  /// The names of all matches with the numbers of their patterns: by pattern, then from left to right.
  private func patternMatches(_ patterns: [ContextPattern]) -> [(pattern: Int, name: Range<Int>)] {
    let unmarked = rules.unmarkedPatterns
    guard !unmarked.isEmpty || region.marks.patterns != 0 else { return [] }
    var matches: [(pattern: Int, name: Range<Int>)] = []
    withUnsafeTemporaryAllocation(of: Int.self, capacity: patterns.count) { untried in
      untried.initialize(repeating: 0)
      for index in tokens.indices {
        ContextPattern.forEach(ofBits: tokens[index].marks.patterns, before: patterns.count) { number in
          guard patterns[number].isMarked else { return }
          match(patterns[number], number, anchor: index, &untried[number], &matches)
        }
        for number in unmarked { match(patterns[number], number, anchor: index, &untried[number], &matches) }
      }
    }
    matches.sort { $0.pattern < $1.pattern }
    return matches
  }

  /// Adds the names of the matches of a pattern that have a token for their anchor.
  ///
  /// - Parameter untried: the first token that no match of the pattern was looked for at.
  private func match(
    _ pattern: ContextPattern, _ number: Int, anchor: Int, _ untried: inout Int,
    _ matches: inout [(pattern: Int, name: Range<Int>)]
  ) {
    guard fits(pattern.anchor, anchor) else { return }
    let last = anchor - pattern.beforeAnchor.lowerBound
    let starts = max(untried, anchor - pattern.beforeAnchor.upperBound)..<max(untried, last + 1)
    for start in starts where !tokens[start].isTechnical {
      if let name = pattern.match(at: start, in: self) { matches.append((number, name)) }
    }
    untried = starts.upperBound
  }

  /// Capitals tell nothing in a text of capitals, and "CEO members" are those of no body.
  private func mayBeBody(_ name: Range<Int>) -> Bool {
    !region.isAllCaps && (name.count > 1 || !tokens[name.lowerBound].marks.saysSomething)
  }

  /// "President Vannak" without its title; nil where nothing else is there, or something that is no person.
  private func withoutTitles(_ name: Range<Int>) -> Range<Int>? {
    let start = name.first { !isTitle($0) && (tokens[$0].word != "." || $0 == name.lowerBound) }
    guard let start, !endsLikeOther(name.upperBound) || isNamedLikePlace(start..<name.upperBound) else {
      return nil
    }
    return start..<name.upperBound
  }

  /// Whether a token passes a test of a pattern.
  @inline(__always) func fits(_ test: ContextPattern.Test, _ index: Int) -> Bool {
    switch test {
    case .words(let words, _): return words.contains(tokens[index].word)
    case .rule(let rule): return tokens[index].marks.has(rule)
    case .capital: return isNamePart(index)
    case .allCaps:
      return tokens[index].kind == .word && tokens[index].shape == .allCaps && cover[index] == nil
    case .number: return tokens[index].kind == .number
    case .any: return true
    case .known(let kind): return cover[index].map { known[$0].kind == kind } ?? false
    }
  }
}
