import StageKit

/// The marks of each run of text, nested: what is opened, written and closed, in order.
///
/// Marks may overlap; elements may not. Where two cross, the one of lower rank is cut at the border of the
/// other and goes on behind it: formatting yields to names, and of two of a kind the later one yields. A word
/// yields to whatever TEI does not allow inside it. The pieces of a name, a link, an addition or a segment are
/// joined by `@next` and `@prev`, those of a sentence or word say their `@part`; formatting and language need
/// no joining, because they are said of every character.
struct InlinePlans {
  enum Token: Equatable {
    /// Index into the marks of the document, and which piece of the mark it is, from 0.
    case open(Int, piece: Int)
    case close
    case text(Range<Int>)
    case lineBreak
  }

  /// More marks one inside another than this are no annotation that anybody made.
  static let maxDepth = 40

  /// How many elements each mark became.
  private(set) var pieces: [Int]
  /// Of all runs.
  var tokens: [Token] = []
  /// Where those of a run are, by its start.
  private var places: [Int: Range<Int>] = [:]
  let marks: [Mark]
  let text: [UInt8]
  /// Whether tokens and gaps hold nothing but text.
  let isTranscript: Bool
  private var sieve: InlineSieve
  /// The marks of the run at work, in the order in which they begin.
  private var ordered: [(index: Int, range: Range<Int>)] = []
  /// Marks that are open, outer first.
  private var open: [Int] = []

  init(_ marks: [Mark] = [], text: [UInt8] = [], isTranscript: Bool = false) {
    self.marks = marks
    self.text = text
    self.isTranscript = isTranscript
    pieces = Array(repeating: 0, count: marks.count)
    sieve = InlineSieve(marks, text: text, isTranscript: isTranscript)
  }

  /// The plan of the run that begins at an offset; nothing where there is none.
  subscript(start: Int) -> ArraySlice<Token> { tokens[places[start] ?? 0..<0] }

  /// The marks that became elements in a run, in the order in which they open.
  func marks(in range: Range<Int>) -> [Int] {
    self[range.lowerBound].compactMap { if case .open(let mark, _) = $0 { mark } else { nil } }
  }

  /// Plans a run. Runs must ascend.
  ///
  /// - Parameters:
  ///   - candidates: indices of the marks that reach into the range.
  /// - Throws: `StageError` "too-deep" when more than 40 marks lie one inside another.
  /// - Complexity: O(marks · (log marks + depth)).
  mutating func add(_ range: Range<Int>, candidates: [Int]) throws(StageError) {
    order(candidates, in: range)
    let first = tokens.count
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
    closeAll(from: 0)
    if isTranscript { partAtIllegible(from: first) }
    sieve.sift(&tokens, from: first)
    if isTranscript || ordered.contains(where: { marks[$0.index].isToken }) { trimPieces(from: first) }
    numberPieces(from: first)
    places[range.lowerBound] = first..<tokens.count
  }

  private mutating func order(_ candidates: [Int], in range: Range<Int>) {
    ordered.removeAll(keepingCapacity: true)
    for index in candidates {
      let inside = marks[index].range.clamped(to: range)
      if !inside.isEmpty { ordered.append((index, inside)) }
    }
    let marks = marks
    ordered.sort { left, right in
      (left.range.lowerBound, -left.range.upperBound, marks[left.index].depth, left.index)
        < (right.range.lowerBound, -right.range.upperBound, marks[right.index].depth, right.index)
    }
  }

  private mutating func closeFinished(at position: Int) {
    guard let first = open.firstIndex(where: { marks[$0].range.upperBound <= position }) else { return }
    let unfinished = open[first...].filter { marks[$0].range.upperBound > position }
    closeAll(from: first)
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
        || (marks[outer].isToken && (isTranscript || !marks[outer].allows(marks[mark].form)))
    }
    guard let yields else { return push(mark) }
    let reopened = Array(open[yields...]) + [mark]
    closeAll(from: yields)
    func place(_ mark: (offset: Int, element: Int)) -> (Int, Int, Int) {
      let isToken = marks[mark.element].isToken
      return (isToken ? 1 : 0, -marks[mark.element].range.upperBound, mark.offset)
    }
    for (_, mark) in reopened.enumerated().sorted(by: { place($0) < place($1) }) { push(mark) }
  }

  private mutating func push(_ mark: Int) {
    open.append(mark)
    tokens.append(.open(mark, piece: 0))
  }

  private mutating func closeAll(from first: Int) {
    for _ in first..<open.count { tokens.append(.close) }
    open.removeSubrange(first...)
  }

  private mutating func numberPieces(from first: Int) {
    for index in first..<tokens.count {
      guard case .open(let mark, _) = tokens[index] else { continue }
      tokens[index] = .open(mark, piece: pieces[mark])
      pieces[mark] += 1
    }
  }
}
