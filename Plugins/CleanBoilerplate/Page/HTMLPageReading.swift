import Markup

/// Makes a page of the events of its parse.
struct HTMLPageReading {
  private let stream: HTMLStream
  /// The tag of each name of the page.
  private let tags: [Tag]
  private var open: [Int] = []
  /// Elements that are open below the greatest depth that is told apart: what they hold counts as their outer
  /// element's, so that a walk outwards is short on any page.
  private var tooDeep = 0
  /// Which of them is a script or the like, whose content is no text; 0 for none.
  private var deepScript = 0
  private static let maxDepth = 250
  private var leafStart = 0
  /// The edge that was passed since the last text.
  private var edge = ShownEdge.none
  /// The last piece of this leaf that is more than white space.
  private var lastText: Int?
  private var hasBreakSinceText = false

  init(_ stream: HTMLStream) {
    self.stream = stream
    tags = stream.names.map { Tag.named[$0] ?? .other }
  }

  /// Reads all events into a page that is empty.
  consuming func run(into page: inout HTMLPage) {
    open = [page.begin(.other, name: 0, attributes: 0..<0, in: -1, depth: 0)]
    for event in stream.events {
      switch event.kind {
      case .start: start(event, &page)
      case .end: end(tags[event.nameIndex], &page)
      case .text: take(HTMLPage.Piece(element: open[open.count - 1], range: event.range), &page)
      case .reference:
        let text = event.replacement
        take(HTMLPage.Piece(element: open[open.count - 1], range: event.range, short: text), &page)
      case .comment: break
      }
    }
    closeLeaf(&page)
    page.close(0)
  }

  private mutating func start(_ event: HTMLStream.Event, _ page: inout HTMLPage) {
    let tag = tags[event.nameIndex]
    if tag.isBlock { closeLeaf(&page) }
    if tag == .br { addLineBreak(event.range, &page) }
    if open.count > Self.maxDepth {
      tooDeep += 1
      if deepScript == 0, CutRules.rule(forHidden: tag) == .notText { deepScript = tooDeep }
      return
    }
    let element = page.begin(
      tag, name: event.nameIndex, attributes: event.attributes, in: open[open.count - 1], depth: open.count)
    pass(page.elements[element].edge)
    open.append(element)
  }

  private mutating func end(_ tag: Tag, _ page: inout HTMLPage) {
    if tooDeep > 0 {
      if deepScript == tooDeep { deepScript = 0 }
      tooDeep -= 1
      if tag.isBlock { closeLeaf(&page) }
      return
    }
    guard open.count > 1, let element = open.last else { return }
    if page.elements[element].tag.isBlock { closeLeaf(&page) }
    open.removeLast()
    page.close(element)
    pass(page.elements[element].edge)
  }

  private mutating func take(_ piece: HTMLPage.Piece, _ page: inout HTMLPage) {
    guard deepScript == 0 else { return }
    if !page.isBlank(piece) {
      if edge != .none { separate(piece, &page) }
      edge = .none
      lastText = page.pieces.count
      hasBreakSinceText = false
    }
    page.append(piece)
  }

  private mutating func pass(_ other: ShownEdge) {
    if other.rawValue > edge.rawValue { edge = other }
  }

  /// Puts a line break or a space before a piece that an edge divides from the text before it. In program
  /// code only what is there counts.
  private func separate(_ piece: HTMLPage.Piece, _ page: inout HTMLPage) {
    guard let lastText, !hasBreakSinceText,
      !open.contains(where: { page.elements[$0].tag == .pre || page.elements[$0].tag == .code })
    else { return }
    let place = piece.range.lowerBound..<piece.range.lowerBound
    if edge == .line {
      page.append(HTMLPage.Piece(element: piece.element, range: place, isLineBreak: true))
    } else if lastText == page.pieces.count - 1, Letters.endsInLetter(page.bytes(page.pieces[lastText])),
      Letters.beginsWithLetter(page.bytes(piece))
    {
      page.append(HTMLPage.Piece(element: piece.element, range: place, short: .space))
    }
  }

  /// A second line break with nothing between ends the paragraph.
  private mutating func addLineBreak(_ range: Range<Int>, _ page: inout HTMLPage) {
    var i = page.pieces.count
    while i > leafStart, page.isBlank(page.pieces[i - 1]) {
      i -= 1
      if page.pieces[i].isLineBreak {
        closeLeaf(&page)
        break
      }
    }
    page.append(HTMLPage.Piece(element: open[open.count - 1], range: range, isLineBreak: true))
    hasBreakSinceText = true
  }

  private mutating func closeLeaf(_ page: inout HTMLPage) {
    if lastText != nil {
      let block = open.last { page.elements[$0].tag.isBlock } ?? 0
      page.addLeaf(in: block, from: leafStart)
    }
    leafStart = page.pieces.count
    lastText = nil
    hasBreakSinceText = false
    edge = .none
  }
}
