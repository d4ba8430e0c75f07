import StageKit

/// Reads the text of a TEI file: the plain text, its blocks and its annotations.
struct BodyReader {
  let tokens: XMLTokens
  var references: References
  /// Whether white space in a line stands as it is.
  var isExact: Bool
  var builder: TextBuilder
  var blocks: [Block] = []
  /// The xml:id of the file.
  let documentID: String?
  var divisionDepth = 0
  /// In the order in which they begin; nil while one is open, and for one that holds nothing.
  var spans: [Span?] = []
  var readings: [Reading] = []
  /// Places of cut annotations in `spans`, by the xml:id of the piece that comes next.
  var joined: [String: Int] = [:]
  /// The same for sentences and words, whose pieces only say that they are such, by the element.
  var parted: [String: Int] = [:]

  /// A change of the text that the file shows: `reg` for `orig`.
  struct Reading {
    /// Of both readings in the source.
    var source: Range<Int>
    /// Of the later one in the text.
    var range: Range<Int>
    /// What stood there before.
    var before: [UInt8]
    var reason: String
    var stage: String
  }

  // What the place in the text is like.

  /// Whether a block ended, so that what comes begins on a new line.
  var needsLine = false
  /// Whether that line is only a space: the words of a speaker follow the label.
  var needsOnlySpace = false
  /// Where the last line began.
  var lineStart = 0
  /// A line break of the source that was not taken and can stand between blocks.
  var lineFeed: Int?
  /// In a collapsed line: white space that is one space if text follows.
  var pendingSpace: Int?
  /// Whether there is text in the block so far.
  var hasText = false
  var pendingBreaks = 0
  /// Where a word ended that the next one joins, so that white space there is none.
  var skipsSpace: Int?
  /// Where an empty block lies.
  var lastEmpty: Int?
  /// Characters that nobody can read and that may still be put in for gaps.
  var illegibleLeft = 1_000_000

  init(_ tokens: XMLTokens, _ references: References, documentID: String?, isExact: Bool) {
    self.tokens = tokens
    self.documentID = documentID
    self.references = references
    self.isExact = isExact
    builder = TextBuilder(tokens.bytes)
  }

  /// - Parameter index: of the start tag of `text`.
  mutating func read(_ index: Int) {
    readBlocks(inside: index, of: nil, language: nil)
    builder.finish()
  }

  func role(_ index: Int) -> Role { Role.of(tokens.name(of: tokens.list[index])) }

  /// The places of what is directly inside an element: its elements and its text.
  func children(of index: Int) -> [Int] {
    let start = tokens.list[index]
    guard !start.isEmpty else { return [] }
    var result: [Int] = []
    var next = index + 1
    while next < Int(start.match) {
      if tokens.list[next].kind != .end { result.append(next) }
      next = (tokens.list[next].kind == .start ? Int(tokens.list[next].match) : next) + 1
    }
    return result
  }

  func isBlank(_ index: Int) -> Bool {
    tokens.list[index].kind == .text
      && tokens.bytes[tokens.list[index].range].allSatisfy { Self.isSpace($0) }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

  // MARK: Blocks

  /// Parts of a block that was cut around the blocks inside it: the element, and the place of the block.
  private struct Cut {
    let name: Int32
    let type: String?
    let block: Int
    /// Where its last piece ended.
    var end: Int
  }

  /// Reads what is inside an element that holds blocks.
  ///
  /// - Parameter outer: kind of the block around.
  mutating func readBlocks(inside index: Int, of outer: BlockKind?, language: String?) {
    var cuts: [Cut] = []
    var isInLine = false
    var implicit = 0
    var column = 0
    for child in children(of: index) {
      let token = tokens.list[child]
      let role = token.kind == .start ? self.role(child) : .inline
      if token.kind != .start || !isBlockHere(role), !isLeft(role) {
        if isBlank(child), !isInLine {
          note(lineFeedIn: child)
          continue
        }
        let isSegment = outer == .turn && token.kind == .start && tokens.name(of: token) == "seg"
        if isSegment, isInLine {
          close(implicit)
          isInLine = false
        }
        if !isInLine { implicit = open(.paragraph, [:], language) }
        isInLine = true
        if isSegment { readLine(inside: child) } else { readInline(child) }
        if isSegment {
          close(implicit)
          isInLine = false
        }
        continue
      }
      if isInLine { close(implicit) }
      isInLine = false
      if case .left = role { continue }
      column += 1
      readBlock(child, of: outer, language: language, column: &column, &cuts)
    }
    if isInLine { close(implicit) }
    if outer == .row, index < tokens.list.count { endRow(index, column) }
    for cut in cuts.reversed() { end(cut.block, at: cut.end) }
  }

  private func isBlockHere(_ role: Role) -> Bool {
    switch role {
    case .transparent, .container, .flow, .leaf, .either: true
    case .inline, .left: false
    }
  }

  private func isLeft(_ role: Role) -> Bool { if case .left = role { true } else { false } }

  mutating func note(lineFeedIn index: Int) {
    let range = tokens.list[index].range
    if let place = tokens.bytes[range].firstIndex(of: 0x0A), place >= builder.position { lineFeed = place }
  }

  private mutating func readBlock(
    _ index: Int, of outer: BlockKind?, language: String?, column: inout Int, _ cuts: inout [Cut]
  ) {
    let token = tokens.list[index]
    let attributes = tokens.attributes(of: token)
    let language = attributes["xml:lang"] ?? language
    // What stands between the parts of a block lies in that block.
    let outer = cuts.last.map { blocks[$0.block].kind } ?? outer
    let kind: BlockKind
    switch role(index) {
    case .transparent: return readBlocks(inside: index, of: outer, language: language)
    case .container(let found), .flow(let found), .leaf(let found), .either(let found):
      kind = self.kind(found, attributes, in: outer)
    case .inline, .left: return
    }
    if kind == .cell { fillRow(before: attributes["n"], &column) }
    let part = attributes["part"]
    if part == "M" || part == "F",
      let place = cuts.lastIndex(where: { $0.name == token.name && $0.type == attributes["type"] })
    {
      return readPart(of: place, index, kind, language: language, isLast: part == "F", &cuts)
    }
    if kind == .list, tokens.name(of: token) == "ab" {
      return readHeading(index, language: language)
    }
    let block = open(kind, self.attributes(of: kind, index, attributes, in: outer), language)
    if kind == .division { divisionDepth += 1 }
    readContent(of: index, kind, language: language)
    if kind == .division { divisionDepth -= 1 }
    if part == "I" {
      needsLine = true
      cuts.append(Cut(name: token.name, type: attributes["type"], block: block, end: builder.text.count))
    } else {
      close(block)
    }
  }

  /// A further part of a block that was cut.
  private mutating func readPart(
    of place: Int, _ index: Int, _ kind: BlockKind, language: String?, isLast: Bool, _ cuts: inout [Cut]
  ) {
    for cut in cuts[(place + 1)...].reversed() { end(cut.block, at: cut.end) }
    cuts.removeSubrange((place + 1)...)
    beginLine()
    readContent(of: index, kind, language: language)
    needsLine = true
    cuts[place].end = builder.text.count
    guard isLast else { return }
    end(cuts[place].block, at: cuts[place].end)
    cuts.remove(at: place)
  }

  /// A heading that opens no division: that of a list without items.
  private mutating func readHeading(_ index: Int, language: String?) {
    let list = open(.list, [:], language)
    let heading = open(.heading, [:], language)
    readContent(of: index, .heading, language: language)
    close(heading)
    close(list)
  }

  /// Reads what is inside a block: text, or blocks.
  mutating func readContent(of index: Int, _ kind: BlockKind, language: String?) {
    switch role(index) {
    case .container: readBlocks(inside: index, of: kind, language: language)
    case .flow where isBlocky(index), .either where isBlocky(index):
      readBlocks(inside: index, of: kind, language: language)
    case .transparent, .flow, .leaf, .either, .inline, .left:
      let outerExact = isExact
      if tokens.attributes(of: tokens.list[index])["xml:space"] == "preserve" { isExact = true }
      hasText = false
      readLine(inside: index, language: language)
      pendingSpace = nil
      pendingBreaks = 0
      isExact = outerExact
    }
  }

  /// Whether an element that may hold text or blocks holds blocks, and no text beside them.
  private func isBlocky(_ index: Int) -> Bool {
    var hasBlocks = false
    for child in children(of: index) {
      if tokens.list[child].kind != .start {
        if !isBlank(child) { return false }
      } else if isBlockHere(role(child)) {
        hasBlocks = true
      }
    }
    return hasBlocks
  }

  /// Reads one block inside a line of text.
  mutating func readOneBlock(_ index: Int, language: String?) {
    var cuts: [Cut] = []
    var column = 0
    readBlock(index, of: .paragraph, language: language, column: &column, &cuts)
    for cut in cuts.reversed() { end(cut.block, at: cut.end) }
  }
}
