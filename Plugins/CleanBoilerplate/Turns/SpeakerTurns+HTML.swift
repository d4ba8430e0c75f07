import StageKit

/// Turns of a transcript that was HTML.
///
/// Its blocks are lines to the rules for flattened text, and these are stricter here, because a page of HTML
/// has headings, lists and tables for all that looks like a label: two speakers at least must take turns, one
/// of them twice, and a third of the paragraphs between the first label and the last must have one.
struct TranscriptBlocks {
  /// A paragraph, an item of a list of turns, or a line of a paragraph with several turns.
  private struct Part {
    var range: Range<Int>
    /// Index of its block.
    var block: Int
    /// Whether it is no more than a label.
    var isAlone: Bool
  }

  private var parts: [Part] = []
  private var roles: [LineRoles.Role] = []
  /// Whether any paragraph has a label.
  private var mayHaveTurns = false
  private let blocks: [Block]
  private let text: [UInt8]
  /// For each block whether it stands in no other, or in a list that may be one of turns.
  private let isOpen: [Bool]

  /// Puts turns in place of paragraphs that are turns.
  ///
  /// - Complexity: O(text + blocks · speakers).
  static func mark(_ document: inout Document) throws(StageError) {
    guard mayHoldTurns(document) else { return }
    var transcript = TranscriptBlocks(document.blocks, document.text)
    guard transcript.findTurns() else { return }
    let (blocks, lineEnds) = transcript.marked()
    try document.setBlocks(blocks)
    document.removeSpans { $0.label == "line-break" && lineEnds.contains($0.range.lowerBound) }
    document.count("turn", blocks.count { $0.kind == .turn })
  }

  /// Whether three lines begin with something and a colon: a look at few bytes, as most pages are no
  /// transcript.
  private static func mayHoldTurns(_ document: Document) -> Bool {
    var colons = 0
    for block in document.blocks where block.kind == .paragraph || block.kind == .item {
      var hasColon = false
      var length = 0
      for i in block.range where length < 240 || document.text[i] == 0x0A {
        let byte = document.text[i]
        length += 1
        if byte == 0x0A {
          (hasColon, length) = (false, 0)
        } else if !hasColon, byte == 0x3A || byte == 0x96 || byte == 0x9A {
          // The last bytes of the Khmer colon and the full-width one are these, and of other letters too.
          hasColon = true
          colons += 1
          if colons == 3 { return true }
        }
      }
    }
    return false
  }

  private init(_ blocks: [Block], _ text: [UInt8]) {
    self.blocks = blocks
    self.text = text
    isOpen = Self.openBlocks(blocks)
    for index in blocks.indices where !BlockKind.containers.contains(blocks[index].kind) { add(index) }
  }

  /// Blocks that stand in no other, and items of lists that hold nothing but plain items.
  private static func openBlocks(_ blocks: [Block]) -> [Bool] {
    var isOpen = [Bool](repeating: false, count: blocks.count)
    var end = 0
    var index = 0
    while index < blocks.count {
      let block = blocks[index]
      if block.range.lowerBound >= end {
        isOpen[index] = true
        end = max(end, block.range.upperBound)
        if block.kind == .list {
          var last = index + 1
          while last < blocks.count, blocks[last].range.lowerBound < block.range.upperBound { last += 1 }
          var place = block.range.lowerBound
          let isPlain = blocks[(index + 1)..<last].allSatisfy { item in
            defer { place = item.range.upperBound }
            return item.kind == .item && item.range.lowerBound >= place
          }
          for item in index + 1..<last { isOpen[item] = isPlain }
          index = last
          continue
        }
      }
      index += 1
    }
    return isOpen
  }

  private mutating func add(_ index: Int) {
    let block = blocks[index]
    let isText = block.kind == .paragraph || block.kind == .item
    guard isOpen[index], isText else {
      if isOpen[index] { append(block.range, index, .heading) }
      return
    }
    let lines = lines(of: block.range)
    let labelled =
      lines.count > 1
      ? lines.count { SpeakerLabel(Line(text, $0, indentation: 0, hasWords: false)) != nil } : 0
    if labelled >= 2 {
      for line in lines { append(line, index, .paragraph) }
    } else {
      append(block.range, index, .paragraph)
    }
  }

  private mutating func append(_ range: Range<Int>, _ block: Int, _ role: LineRoles.Role) {
    let line = Line(text, range, indentation: 0, hasWords: false)
    let hasLabel = role == .paragraph && SpeakerLabel(line) != nil
    let isAlone = role == .paragraph && !hasLabel && SpeakerLabel(alone: line) != nil
    if hasLabel || isAlone { mayHaveTurns = true }
    parts.append(Part(range: range, block: block, isAlone: isAlone))
    roles.append(role)
  }

  private func lines(of range: Range<Int>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = text[start..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
      if start < end { lines.append(start..<end) }
      start = end + 1
    }
    return lines
  }

  // MARK: Turns

  /// Whether there are turns; then `roles` has them.
  private mutating func findTurns() -> Bool {
    guard mayHaveTurns else { return false }
    let lines = parts.map { Line(text, $0.range, indentation: 0) }
    let article = roles.indices.filter { roles[$0] == .paragraph }
    var labels = SpeakerLabel.labels(of: lines, article)
    for i in article where parts[i].isAlone {
      if let label = SpeakerLabel(alone: lines[i]) { labels[i] = label }
    }
    let order = labels.keys.sorted()
    guard let first = order.first, let last = order.last, Self.takeTurns(order.compactMap { labels[$0]?.key })
    else { return false }
    let between = article.count { $0 >= first && $0 <= last }
    guard order.count * 3 >= between, order.count(where: { isSpoken($0) }) * 3 >= order.count else {
      return false
    }
    SpeakerTurns(lines, labels).assign(article, &roles)
    for i in order where parts[i].isAlone && i + 1 < roles.count && roles[i + 1] == .paragraph {
      roles[i + 1] = .speechContinued
    }
    keepListsWhole()
    return true
  }

  /// Two speakers or more, three turns or more that change the speaker, one of whom speaks twice. Three
  /// labels or more that always come in one order are the fields of a list.
  private static func takeTurns(_ keys: [[String]]) -> Bool {
    let speakers = Set(keys).count
    guard speakers >= 2, speakers * 2 <= keys.count + 1 else { return false }
    let pairs = zip(keys, keys.dropFirst())
    guard pairs.count(where: { $0 != $1 }) >= 2 else { return false }
    let orders = Set(pairs.map { [$0, $1] }).count
    return speakers == 2 || orders * 2 > speakers * 3
  }

  /// Whether a turn, or the paragraph under its label, asks or speaks of "I", "we" or "you".
  private func isSpoken(_ i: Int) -> Bool {
    let part = parts[i].isAlone && i + 1 < parts.count ? parts[i + 1] : parts[i]
    let line = Line(text, part.range, indentation: 0)
    return line.words.contains { LineRules.firstPersons.contains($0) } || line.text.contains("?")
  }

  /// A list of which not every item is a part of a turn stays a list, and so does one whose labels all stand
  /// in the line of their text.
  private mutating func keepListsWhole() {
    var start = 0
    while start < parts.count {
      guard blocks[parts[start].block].kind == .item else {
        start += 1
        continue
      }
      var end = start
      while end < parts.count, blocks[parts[end].block].kind == .item { end += 1 }
      let isWhole =
        isLabel(start) && (start..<end).allSatisfy { isPartOfTurn($0) }
        && parts[start..<end].contains { $0.isAlone }
      if !isWhole { for i in start..<end { roles[i] = .paragraph } }
      start = end
    }
  }

  private func isLabel(_ i: Int) -> Bool {
    if case .speech = roles[i] { return true }
    return false
  }

  private func isPartOfTurn(_ i: Int) -> Bool { isLabel(i) || roles[i] == .speechContinued }

  // MARK: Blocks

  /// The blocks with turns, and where the line feeds stand that divide turns.
  private func marked() -> (blocks: [Block], lineEnds: Set<Int>) {
    var result: [Block] = []
    var lineEnds: Set<Int> = []
    var open: Int?
    var part = 0
    for (index, block) in blocks.enumerated() {
      let start = part
      while part < parts.count, parts[part].block == index { part += 1 }
      if block.kind == .list, part < parts.count, parts[part].block == index + 1, isOpen[index + 1],
        isLabel(part)
      {
        continue
      }
      let own = start..<part
      guard own.contains(where: { isPartOfTurn($0) || roles[$0] == .stageDirection }) else {
        // Neither another kind of block nor a container stands inside a turn.
        open = nil
        result.append(block)
        continue
      }
      for i in own {
        let range = parts[i].range
        if i > own.lowerBound { lineEnds.insert(range.lowerBound - 1) }
        add(roles[i], range, block, to: &result, &open)
      }
    }
    return (result, lineEnds)
  }

  /// Adds what a part becomes.
  ///
  /// - Parameter open: the index of the turn that goes on.
  private func add(
    _ role: LineRoles.Role, _ range: Range<Int>, _ block: Block, to result: inout [Block], _ open: inout Int?
  ) {
    switch role {
    case .speech(let label):
      open = result.count
      result += turn(label, range, block)
    case .speechContinued:
      if let open { result[open].range = result[open].range.lowerBound..<range.upperBound }
      result.append(Block(.paragraph, range, language: block.language))
    case .stageDirection:
      open = nil
      result.append(Block(.stageDirection, range, language: block.language))
    default:
      open = nil
      result.append(Block(.paragraph, range, language: block.language))
    }
  }

  private func turn(_ label: SpeakerLabel, _ range: Range<Int>, _ block: Block) -> [Block] {
    let end = min(range.upperBound, range.lowerBound + label.bytes)
    var blocks = [
      Block(.turn, range, language: block.language, attributes: ["who": label.name]),
      Block(.speaker, range.lowerBound..<end, language: block.language),
    ]
    var rest = end
    while rest < range.upperBound, WhiteSpace.isSpace(text[rest]) { rest += 1 }
    if rest < range.upperBound {
      blocks.append(Block(.paragraph, rest..<range.upperBound, language: block.language))
    }
    return blocks
  }
}
