import StageKit

/// The marks of a run of text, nested: what is opened, written and closed, in order.
///
/// Marks may overlap; elements may not. Where two cross, the one of lower rank is cut at the border of the
/// other and goes on behind it: formatting yields to names, and of two of a kind the later one yields. A word
/// yields to whatever TEI does not allow inside it. The pieces of a name, a link, an addition or a segment are
/// joined by `@next` and `@prev`, those of a sentence or word say their `@part`; formatting and language need
/// no joining, because they are said of every character.
struct InlinePlan {
  enum Token: Equatable {
    /// Index into the marks of the document, and which piece of the mark it is, from 0.
    case open(Int, piece: Int)
    case close
    case text(Range<Int>)
    case lineBreak
  }

  /// More marks one inside another than this are no annotation that anybody made.
  static let maxDepth = 40

  private(set) var tokens: [Token] = []

  private let marks: [Mark]
  private let text: [UInt8]
  /// Marks that are open, outer first.
  private var open: [Int] = []

  /// - Parameters:
  ///   - candidates: indices of the marks that reach into the range.
  /// - Throws: `StageError` "too-deep" when more than 40 marks lie one inside another.
  /// - Complexity: O(marks · (log marks + depth)).
  init(_ range: Range<Int>, candidates: [Int], marks: [Mark], text: [UInt8]) throws(StageError) {
    self.marks = marks
    self.text = text
    let ordered = candidates.map { (index: $0, range: marks[$0].range.clamped(to: range)) }.filter {
      candidate in
      !candidate.range.isEmpty
    }.sorted { left, right in
      (left.range.lowerBound, -left.range.upperBound, marks[left.index].depth, left.index)
        < (right.range.lowerBound, -right.range.upperBound, marks[right.index].depth, right.index)
    }
    var position = range.lowerBound
    var next = 0
    while position < range.upperBound {
      closeFinished(at: position)
      while next < ordered.count, ordered[next].range.lowerBound == position {
        try begin(ordered[next].index)
        next += 1
      }
      var end = next < ordered.count ? ordered[next].range.lowerBound : range.upperBound
      for mark in open { end = min(end, marks[mark].range.upperBound) }
      tokens.append(.text(position..<end))
      position = end
    }
    for _ in open { tokens.append(.close) }
    open = []
    dropNeedlessElements()
  }

  private mutating func closeFinished(at position: Int) {
    guard let first = open.firstIndex(where: { marks[$0].range.upperBound <= position }) else { return }
    let unfinished = open[first...].filter { marks[$0].range.upperBound > position }
    for _ in first..<open.count { tokens.append(.close) }
    open.removeSubrange(first...)
    for mark in unfinished { push(mark) }
  }

  private mutating func begin(_ mark: Int) throws(StageError) {
    if marks[mark].form == .lineBreak {
      tokens.append(.lineBreak)
      return
    }
    guard open.count < Self.maxDepth else {
      throw StageError(
        "too-deep", "more than \(Self.maxDepth) annotations lie one inside another; leave out a layer")
    }
    let end = marks[mark].range.upperBound
    let yields = open.firstIndex { outer in
      (marks[outer].range.upperBound < end && marks[outer].rank < marks[mark].rank)
        || (marks[outer].isToken && !marks[outer].allows(marks[mark].form))
    }
    guard let yields else { return push(mark) }
    let reopened = Array(open[yields...]) + [mark]
    for _ in yields..<open.count { tokens.append(.close) }
    open.removeSubrange(yields...)
    func place(_ mark: (offset: Int, element: Int)) -> (Int, Int, Int) {
      let isToken = marks[mark.element].isToken
      return (isToken ? 1 : 0, -marks[mark.element].range.upperBound, mark.offset)
    }
    for (_, mark) in reopened.enumerated().sorted(by: { place($0) < place($1) }) { push(mark) }
  }

  /// Numbers the pieces of each mark.
  /// - Parameter pieces: how many pieces each mark had before, and has with these.
  mutating func numberPieces(_ pieces: inout [Int]) {
    for index in tokens.indices {
      guard case .open(let mark, _) = tokens[index] else { continue }
      tokens[index] = .open(mark, piece: pieces[mark])
      pieces[mark] += 1
    }
  }

  private mutating func push(_ mark: Int) {
    open.append(mark)
    tokens.append(.open(mark, piece: 0))
  }

  /// Takes out elements that say nothing, and those that TEI does not allow in the `desc` of a gap. The text
  /// stays.
  ///
  /// White space says nothing; inside a gap neither do characters that nobody can read, because they are not
  /// written.
  private mutating func dropNeedlessElements() {
    var keeps = [Bool](repeating: true, count: tokens.count)
    var starts: [(token: Int, isBlank: Bool, isGap: Bool)] = []
    var gaps = 0
    for (index, token) in tokens.enumerated() {
      switch token {
      case .open(let mark, _):
        let isKept =
          (gaps == 0 || marks[mark].isAllowedInGap)
          && starts.allSatisfy { !keeps[$0.token] || allows(tokens[$0.token], mark) }
        keeps[index] = isKept
        let isGap = isKept && (marks[mark].form == .gap || marks[mark].form == .illegible)
        if isGap { gaps += 1 }
        starts.append((index, true, isGap))
      case .close:
        guard let element = starts.popLast() else { continue }
        if element.isGap { gaps -= 1 }
        if element.isBlank { keeps[element.token] = false }
        keeps[index] = keeps[element.token]
        if !element.isBlank, !starts.isEmpty { starts[starts.count - 1].isBlank = false }
      case .text(let range):
        guard !starts.isEmpty else { continue }
        dropTokens(starts.map(\.token), holding: range, &keeps)
        let isIllegible = gaps > 0 && Characters.isUnwritten(text[range])
        // A gap around nothing but such characters is still a gap.
        for start in starts.indices.reversed() where starts[start].isGap || start == starts.count - 1 {
          if !(isIllegible && !starts[start].isGap), !Characters.isBlank(text[range]) {
            starts[start].isBlank = false
          }
          if starts[start].isGap { break }
        }
      case .lineBreak:
        keeps[index] = gaps == 0
        if gaps == 0 { dropPunctuation(starts.map(\.token), &keeps) }
      }
    }
    guard keeps.contains(false) else { return }
    tokens = tokens.indices.filter { keeps[$0] }.map { tokens[$0] }
  }

  private func allows(_ outer: Token, _ inner: Int) -> Bool {
    guard case .open(let outer, _) = outer else { return true }
    return marks[outer].allows(marks[inner].form)
  }

  /// Punctuation may not hold the gap that illegible characters become.
  private func dropTokens(_ starts: [Int], holding range: Range<Int>, _ keeps: inout [Bool]) {
    if starts.contains(where: { isPunctuation($0) }), Characters.holdsIllegible(text[range]) {
      dropPunctuation(starts, &keeps)
    }
  }

  /// Nor may it hold a line break.
  private func dropPunctuation(_ starts: [Int], _ keeps: inout [Bool]) {
    for start in starts where isPunctuation(start) { keeps[start] = false }
  }

  private func isPunctuation(_ token: Int) -> Bool {
    guard case .open(let mark, _) = tokens[token] else { return false }
    return marks[mark].form == .punctuation
  }
}
