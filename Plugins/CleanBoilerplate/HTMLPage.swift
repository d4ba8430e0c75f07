import Markup

/// Elements that extraction tells apart; all others are `other`.
enum Tag: UInt8 {
  case other, html, head, body, title, meta, link, script, style, template, noscript, svg, math, iframe,
    object, canvas
  case button, select, option, textarea, input, form, label, nav, footer, header, aside, dialog, menu
  case main, article, section, div, p, h1, h2, h3, h4, h5, h6, ul, ol, li, dl, dt, dd
  case table, caption, thead, tbody, tfoot, tr, td, th, blockquote, pre, figure, figcaption, img, hr, br,
    address
  case details, summary, fieldset, center, hgroup
  case a, b, strong, i, em, u, ins, sub, sup, code, span, time, cite, q, small, mark, font, abbr, video
  case audio
  case annotation, mfrac, mtd

  static let named: [String: Tag] = {
    var table: [String: Tag] = [:]
    for raw in UInt8(0)...Tag.mtd.rawValue {
      if let tag = Tag(rawValue: raw), tag != .other { table["\(tag)"] = tag }
    }
    table["applet"] = .object
    table["embed"] = .object
    table["noembed"] = .iframe
    table["noframes"] = .noscript
    table["annotation-xml"] = .annotation
    table["optgroup"] = .option
    table["dir"] = .ul
    for name in ["legend", "search"] { table[name] = .div }
    for name in ["listing", "plaintext", "xmp"] { table[name] = .pre }
    return table
  }()

  /// Whether the element breaks a run of text.
  var isBlock: Bool {
    switch self {
    case .html, .head, .body, .title, .nav, .footer, .header, .aside, .dialog, .menu, .main, .article,
      .section, .div, .p,
      .h1, .h2, .h3, .h4, .h5, .h6, .ul, .ol, .li, .dl, .dt, .dd, .table, .caption, .thead, .tbody, .tfoot,
      .tr, .td, .th,
      .blockquote, .pre, .figure, .figcaption, .hr, .address, .details, .summary, .fieldset, .center, .form,
      .hgroup,
      .script, .style, .template, .noscript, .iframe, .object, .canvas, .textarea, .select, .option, .video,
      .audio:
      true
    default: false
    }
  }

  /// Whether what is inside is no text of the page: it has a rule of its own.
  var hidesText: Bool { CutRules.rule(forHidden: self) != nil }

  /// Whether a browser shows the element, though it breaks no run of text, apart from what stands beside it.
  var standsApart: Bool {
    switch self {
    case .button, .svg, .time, .label, .input, .select, .textarea, .mtd: true
    default: false
    }
  }

  var headingLevel: Int? {
    switch self {
    case .h1: 1
    case .h2: 2
    case .h3: 3
    case .h4: 4
    case .h5: 5
    case .h6: 6
    default: nil
    }
  }
}

/// A page as arrays: elements in the order of their start tags, pieces of text between them, and leaves: the
/// runs of pieces that no block element interrupts.
struct HTMLPage {
  struct Element {
    var tag: Tag
    /// See `name(of:)`.
    var name = ""
    var parent: Int
    /// Index after the last element inside it.
    var end: Int
    var pieces: Range<Int>
    var leaves: Range<Int>
    var attributes: [HTMLAttribute]
    var depth: Int
  }

  struct Piece {
    var element: Int
    var range: Range<Int>
    /// What stands for a character reference, or the space between texts that a browser shows apart; the
    /// range is then empty.
    var replacement: [UInt8]?
    /// Set for `<br>`, with the range of its tag, and for the edge of what is shown as a line of its own,
    /// with an empty range.
    var isLineBreak: Bool
  }

  struct Leaf {
    /// The innermost block element around it.
    var element: Int
    var pieces: Range<Int>
  }

  let text: [UInt8]
  private(set) var elements: [Element] = []
  private(set) var pieces: [Piece] = []
  private(set) var leaves: [Leaf] = []

  private var open: [Int] = [0]
  /// Elements that are open below the greatest depth that is told apart: what they hold counts as their outer
  /// element's, so that a walk outwards is short on any page.
  private var tooDeep = 0
  private static let maxDepth = 250
  private var leafStart = 0
  /// The edge that was passed since the last text.
  private var edge = ShownEdge.none
  /// The last piece of this leaf that is more than white space.
  private var lastText: Int?
  private var hasBreakSinceText = false

  init(_ text: [UInt8]) throws(MarkupError) {
    self.text = text
    elements.append(
      Element(tag: .other, parent: -1, end: 0, pieces: 0..<0, leaves: 0..<0, attributes: [], depth: 0))
    try HTMLEvents.parse(text) { take($0) }
    closeLeaf()
    close(0)
  }

  private mutating func take(_ event: HTMLEvent) {
    switch event {
    case .start(let name, let attributes, let range):
      let tag = Tag.named[name] ?? .other
      if tag.isBlock { closeLeaf() }
      if tag == .br { addLineBreak(range) }
      if open.count > Self.maxDepth {
        tooDeep += 1
        return
      }
      let parent = open[open.count - 1]
      pass(ShownEdge.of(tag, attributes, in: elements[parent]))
      open.append(elements.count)
      elements.append(
        Element(
          tag: tag, name: name, parent: parent, end: 0, pieces: pieces.count..<pieces.count,
          leaves: leaves.count..<leaves.count,
          attributes: attributes, depth: open.count - 1))
    case .end(let name, _):
      if tooDeep > 0 {
        tooDeep -= 1
        if Tag.named[name]?.isBlock == true { closeLeaf() }
        return
      }
      guard open.count > 1, let element = open.last else { return }
      if elements[element].tag.isBlock { closeLeaf() }
      open.removeLast()
      close(element)
      let ended = elements[element]
      if ended.parent >= 0 { pass(ShownEdge.of(ended.tag, ended.attributes, in: elements[ended.parent])) }
    case .text(let range, let replacement):
      take(
        Piece(element: open[open.count - 1], range: range, replacement: replacement, isLineBreak: false))
    case .comment: break
    }
  }

  private mutating func take(_ piece: Piece) {
    if !isBlank(piece) {
      if edge != .none { separate(piece) }
      edge = .none
      lastText = pieces.count
      hasBreakSinceText = false
    }
    pieces.append(piece)
  }

  private mutating func pass(_ other: ShownEdge) {
    if other.rawValue > edge.rawValue { edge = other }
  }

  /// Puts a line break or a space before a piece that an edge divides from the text before it. In program
  /// code only what is there counts.
  private mutating func separate(_ piece: Piece) {
    guard let lastText, !hasBreakSinceText,
      !open.contains(where: { elements[$0].tag == .pre || elements[$0].tag == .code })
    else { return }
    let place = piece.range.lowerBound..<piece.range.lowerBound
    if edge == .line {
      pieces.append(Piece(element: piece.element, range: place, replacement: nil, isLineBreak: true))
    } else if lastText == pieces.count - 1, Letters.endsInLetter(bytes(pieces[lastText])),
      Letters.beginsWithLetter(bytes(piece))
    {
      pieces.append(Piece(element: piece.element, range: place, replacement: [0x20], isLineBreak: false))
    }
  }

  /// Makes an element an ordinary block, whatever its tag is.
  mutating func makeBlock(_ element: Int) { elements[element].tag = .div }

  private mutating func close(_ element: Int) {
    elements[element].end = elements.count
    elements[element].pieces = elements[element].pieces.lowerBound..<pieces.count
    elements[element].leaves = elements[element].leaves.lowerBound..<leaves.count
  }

  /// A second line break with nothing between ends the paragraph.
  private mutating func addLineBreak(_ range: Range<Int>) {
    var i = pieces.count
    while i > leafStart, isBlank(pieces[i - 1]) {
      i -= 1
      if pieces[i].isLineBreak {
        closeLeaf()
        break
      }
    }
    pieces.append(Piece(element: open[open.count - 1], range: range, replacement: nil, isLineBreak: true))
    hasBreakSinceText = true
  }

  private func isBlank(_ piece: Piece) -> Bool {
    if piece.isLineBreak { return true }
    if let replacement = piece.replacement { return replacement == [0xC2, 0xA0] || replacement == [0x20] }
    return text[piece.range].allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
  }

  private mutating func closeLeaf() {
    defer {
      leafStart = pieces.count
      lastText = nil
      hasBreakSinceText = false
      edge = .none
    }
    guard pieces[leafStart...].contains(where: { !isBlank($0) }) else { return }
    guard let block = open.last(where: { elements[$0].tag.isBlock }) ?? open.first else { return }
    leaves.append(Leaf(element: block, pieces: leafStart..<pieces.count))
  }

  // MARK: Questions

  func attribute(_ name: String, of element: Int) -> String? {
    elements[element].attributes.first { $0.name == name }?.value
  }

  func attributes(of element: Int) -> [HTMLAttribute] { elements[element].attributes }

  /// The tag's name as it is written, in lower case; empty for the page itself.
  func name(of element: Int) -> String { elements[element].name }

  /// The bytes of a piece as a reader sees them.
  func bytes(_ piece: Piece) -> ArraySlice<UInt8> {
    if piece.isLineBreak { return [0x0A] }
    return piece.replacement.map { $0[...] } ?? text[piece.range]
  }

  /// Whether an element lies inside another, or is it.
  func isInside(_ element: Int, _ outer: Int) -> Bool { element >= outer && element < elements[outer].end }

  /// The nearest element around one (itself included) with one of these tags, up to and without a limit.
  func ancestor(of element: Int, upTo limit: Int = -1, where matches: (Tag) -> Bool) -> Int? {
    var i = element
    while i > limit, i >= 0 {
      if matches(elements[i].tag) { return i }
      i = elements[i].parent
    }
    return nil
  }
}
