import StageKit

extension BodyReader {
  // MARK: Opening and closing

  /// Begins a new line where there is text on this one.
  mutating func beginLine() {
    pendingSpace = nil
    let isAtStart = builder.text.isEmpty || builder.text.last == 0x0A || builder.text.count == lineStart
    guard needsLine || !isAtStart else { return }
    if needsOnlySpace {
      builder.insert([0x20])
    } else if let place = lineFeed, place >= builder.position {
      builder.copy(place..<place + 1)
    } else {
      builder.insert([0x0A])
    }
    (needsLine, needsOnlySpace, lineFeed, lineStart) = (false, false, nil, builder.text.count)
  }

  mutating func open(_ kind: BlockKind, _ attributes: [String: String], _ language: String?) -> Int {
    beginLine()
    let place = builder.text.count
    blocks.append(Block(kind, place..<place, language: language, attributes: attributes))
    return blocks.count - 1
  }

  /// Ends a block. One without text and blocks is kept where it says something: a cell, a figure.
  mutating func close(_ index: Int) {
    // An empty block at the end would lie outside the one that it is in.
    if let last = lastEmpty, last == builder.text.count, index < blocks.count - 1 {
      needsLine = true
      beginLine()
    }
    end(index, at: builder.text.count)
    let isEmpty = blocks[index].range.isEmpty
    needsOnlySpace = blocks[index].kind == .speaker && !isEmpty
    let isKept = blocks[index].kind == .cell || blocks[index].attributes["url"] != nil
    if isEmpty, index == blocks.count - 1, !isKept {
      blocks.removeLast()
    } else {
      if isEmpty { lastEmpty = builder.text.count }
      needsLine = isEmpty || builder.text.last != 0x0A || !BlockKind.containers.contains(blocks[index].kind)
    }
  }

  mutating func end(_ index: Int, at place: Int) {
    blocks[index].range = blocks[index].range.lowerBound..<max(place, blocks[index].range.lowerBound)
  }

  // MARK: Rows

  /// Puts in the empty cells that write-tei leaves out before a cell that says its column.
  mutating func fillRow(before number: String?, _ column: inout Int) {
    guard let wanted = number.flatMap({ Int($0) }), wanted <= column + 1000 else { return }
    while column < wanted {
      close(open(.cell, [:], nil))
      column += 1
    }
  }

  /// Puts in an empty cell at the end of a row whose cells say their columns for no other reason.
  mutating func endRow(_ index: Int, _ column: Int) {
    let cells = children(of: index).filter { tokens.list[$0].kind == .start }
    let numbers = cells.map { tokens.attributes(of: tokens.list[$0])["n"] }
    guard !numbers.isEmpty, numbers.enumerated().allSatisfy({ $1 == String($0 + 1) }) else { return }
    close(open(.cell, [:], nil))
  }
}
