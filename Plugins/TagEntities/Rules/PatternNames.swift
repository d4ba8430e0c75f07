import StageKit

/// Names by the patterns of rule files.
extension RegionNames {
  /// Names by the patterns of rule files.
  ///
  /// - Complexity: O(tokens + tokens that a pattern looks for · its elements).
  mutating func findByPatterns(_ text: [UInt8]) {
    let patterns = rules.patterns
    var all: UInt32 = 0
    var marked: [MarkedToken] = []
    for index in tokens.indices {
      let bits = tokens[index].marks.patterns
      guard bits != 0 else { continue }
      marked.append(MarkedToken(index: index, patterns: bits))
      all |= bits
    }
    guard all != 0 || rules.hasUnmarkedPatterns else { return }
    for (number, pattern) in patterns.enumerated() {
      let bit = pattern.isMarked ? ContextPattern.bit(number) : 0
      guard all & bit == bit else { continue }
      for match in names(by: pattern, bit, marked) {
        guard let name = pattern.kind == .person ? withoutTitles(match) : match,
          pattern.kind != .organisation || mayBeBody(match)
        else { continue }
        propose(
          pattern.kind, name, text, .medium, rule: "pattern:" + pattern.origin, type: pattern.type,
          priority: 5)
      }
    }
  }

  /// A token that patterns look for, as bits.
  private struct MarkedToken {
    var index: Int
    var patterns: UInt32
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

  /// The names of all matches that have one of the marked tokens, or of all, for their anchor.
  ///
  /// - Parameter bit: that of the pattern; 0 for one whose anchors are not marked.
  private func names(by pattern: ContextPattern, _ bit: UInt32, _ marked: [MarkedToken]) -> [Range<Int>] {
    var names: [Range<Int>] = []
    var untried = 0
    for place in 0..<(bit == 0 ? tokens.count : marked.count) {
      guard bit == 0 || marked[place].patterns & bit != 0 else { continue }
      let anchor = bit == 0 ? place : marked[place].index
      guard fits(pattern.anchor, anchor) else { continue }
      let last = anchor - pattern.beforeAnchor.lowerBound
      let starts = max(untried, anchor - pattern.beforeAnchor.upperBound)..<max(untried, last + 1)
      for start in starts where !tokens[start].isTechnical {
        if let name = pattern.match(at: start, in: self) { names.append(name) }
      }
      untried = starts.upperBound
    }
    return names
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
