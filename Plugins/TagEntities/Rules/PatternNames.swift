import StageKit

/// Names by the patterns of rule files.
extension RegionNames {
  /// Names by the patterns of rule files.
  ///
  /// - Complexity: O(tokens + tokens that a pattern looks for · its elements).
  mutating func findByPatterns(_ text: [UInt8]) {
    guard !rules.patterns.isEmpty else { return }
    let anchors = rules.ruleAnchors
    var all: UInt32 = 0
    let marked = tokens.indices.filter { index in
      let patterns = tokens[index].marks.patterns(anchors)
      all |= patterns
      return patterns != 0
    }
    guard all != 0 || rules.hasUnmarkedPatterns else { return }
    for number in rules.patterns.indices {
      let bit = rules.patterns[number].isMarked ? ContextPattern.bit(number) : 0
      guard all & bit == bit else { continue }
      let pattern = rules.patterns[number]
      for match in bit == 0 ? names(by: pattern, tokens.indices) : names(by: pattern, marked) {
        guard let name = pattern.kind == .person ? withoutTitles(match) : match,
          pattern.kind != .organisation || mayBeBody(match)
        else { continue }
        propose(
          pattern.kind, name, text, .medium, rule: "pattern:" + pattern.origin, type: pattern.type,
          priority: 5)
      }
    }
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

  /// The names of all matches that have one of some tokens for their anchor.
  private func names(by pattern: ContextPattern, _ candidates: some Sequence<Int>) -> [Range<Int>] {
    var names: [Range<Int>] = []
    var untried = 0
    for anchor in candidates where fits(pattern.anchor, anchor) {
      // A match has no more words than places.
      for start in max(untried, anchor + 1 - pattern.places.count)...anchor where !tokens[start].isTechnical {
        let name = pattern.match(at: start, count: tokens.count) { fits($0, $1) }
        if let name { names.append(name) }
      }
      untried = anchor + 1
    }
    return names
  }

  private func fits(_ test: ContextPattern.Test, _ index: Int) -> Bool {
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
