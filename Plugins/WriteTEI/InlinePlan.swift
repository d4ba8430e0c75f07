import StageKit

/// A mark inside a block, as an element of TEI.
struct Mark {
  /// The element, and how it is written.
  enum Form: Equatable {
    case gap, illegible, supplied
    case name(element: String)
    case date(element: String)
    case link
    case highlight
    case foreign(String)
    case segment
    /// An empty element before the text.
    case lineBreak
  }

  /// Place in `Document.spans`.
  let span: Int
  var range: Range<Int>
  let form: Form

  /// Whether the pieces of a mark that had to be cut are joined by pointers.
  var isJoined: Bool {
    switch form {
    case .foreign, .highlight, .lineBreak, .gap, .illegible: false
    case .supplied, .name, .date, .link, .segment: true
    }
  }

  /// Whether it may stand in the `desc` of a gap.
  /// - Source: TEI P5, macro.limitedContent.
  var isAllowedInGap: Bool {
    switch form {
    case .gap, .illegible, .supplied, .segment, .lineBreak: false
    case .name, .date, .link, .highlight, .foreign: true
    }
  }

  /// Where two marks cross, the one of lower rank is cut; of equal rank, the one that begins later.
  var rank: Int {
    switch form {
    case .gap, .illegible, .lineBreak: 5
    case .name, .date: 4
    case .supplied: 3
    case .link: 2
    case .segment, .foreign: 1
    case .highlight: 0
    }
  }

  /// Of marks on the same text, the one with the lower number is outside.
  var depth: Int {
    switch form {
    case .foreign: 0
    case .supplied: 1
    case .highlight: 2
    case .link: 3
    case .segment: 4
    case .name: 5
    case .date: 6
    case .gap, .illegible: 7
    case .lineBreak: 8
    }
  }

  /// What a span is in TEI; nil for layers that are not written (sentences and words).
  static func form(of span: Span) -> Form? {
    switch (span.layer, span.label) {
    case (Layer.segment, _): nil
    case (Layer.entity, "persName"), (Layer.entity, "placeName"), (Layer.entity, "orgName"):
      .name(element: span.label)
    case (Layer.entity, "date"), (Layer.entity, "time"): .date(element: span.label)
    case (Layer.entity, _): .name(element: "name")
    case (Layer.editorial, "gap"): .gap
    case (Layer.editorial, "illegible"): .illegible
    case (Layer.editorial, "gloss"): .supplied
    case (Layer.format, "link"): .link
    case (Layer.format, "line-break"): .lineBreak
    case (Layer.format, _): .highlight
    case (Layer.language, _): LanguageTag.normalized(span.label).map { .foreign($0) }
    default: .segment
    }
  }
}

/// The marks of a run of text, nested: what is opened, written and closed, in order.
///
/// Marks may overlap; elements may not. Where two cross, the one of lower rank is cut at the border of the
/// other and goes on behind it: formatting yields to names, and of two of a kind the later one yields. The
/// pieces of a name, a link, an addition or a segment are joined by `@next` and `@prev`; formatting and
/// language need no joining, because they are said of every character.
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
    let yields = open.firstIndex { marks[$0].range.upperBound < end && marks[$0].rank < marks[mark].rank }
    guard let yields else { return push(mark) }
    let reopened = Array(open[yields...]) + [mark]
    for _ in yields..<open.count { tokens.append(.close) }
    open.removeSubrange(yields...)
    let order = reopened.enumerated().sorted { left, right in
      (-marks[left.element].range.upperBound, left.offset) < (
        -marks[right.element].range.upperBound, right.offset
      )
    }
    for (_, mark) in order { push(mark) }
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
        let isKept = gaps == 0 || marks[mark].isAllowedInGap
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
        let isIllegible = gaps > 0 && Characters.isUnwritten(text[range])
        // A gap around nothing but such characters is still a gap.
        for start in starts.indices.reversed() where starts[start].isGap || start == starts.count - 1 {
          if !(isIllegible && !starts[start].isGap), !Characters.isBlank(text[range]) {
            starts[start].isBlank = false
          }
          if starts[start].isGap { break }
        }
      case .lineBreak: keeps[index] = gaps == 0
      }
    }
    guard keeps.contains(false) else { return }
    tokens = tokens.indices.filter { keeps[$0] }.map { tokens[$0] }
  }
}

/// All marks of a document, handed out to its runs of text from first to last.
struct Marks {
  let all: [Mark]
  /// By start.
  private let order: [Int]
  private var next = 0
  private var active: [Int] = []

  /// - Complexity: O(spans · log spans).
  init(_ spans: [Span]) {
    var marks: [Mark] = []
    for (index, span) in spans.enumerated() {
      if let form = Mark.form(of: span) { marks.append(Mark(span: index, range: span.range, form: form)) }
    }
    all = marks
    var order: [Int] = []
    // Marks of the same range, of which the same one twice is kept once.
    var alike: [Int] = []
    for mark in marks.indices.sorted(by: { Self.precedes(marks[$0], marks[$1]) }) {
      if let first = alike.first, marks[first].range != marks[mark].range { alike = [] }
      if alike.contains(where: { Self.areEqual(spans[marks[$0].span], spans[marks[mark].span]) }) { continue }
      if alike.count <= InlinePlan.maxDepth { alike.append(mark) }
      order.append(mark)
    }
    self.order = order
  }

  private static func precedes(_ left: Mark, _ right: Mark) -> Bool {
    (left.range.lowerBound, left.range.upperBound, left.span) < (
      right.range.lowerBound, right.range.upperBound, right.span
    )
  }

  private static func areEqual(_ left: Span, _ right: Span) -> Bool {
    left.layer == right.layer && left.label == right.label && left.attributes == right.attributes
  }

  /// The marks that reach into a range. Ranges must ascend.
  mutating func reaching(into range: Range<Int>) -> [Int] {
    active.removeAll { all[$0].range.upperBound <= range.lowerBound }
    while next < order.count, all[order[next]].range.lowerBound < range.upperBound {
      if all[order[next]].range.upperBound > range.lowerBound { active.append(order[next]) }
      next += 1
    }
    return active
  }
}
