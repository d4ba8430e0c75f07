/// A walk over blocks in their order that knows which blocks are open around the one at hand.
struct BlockNesting {
  private var open: [(range: Range<Int>, index: Int)] = []

  /// Closes the blocks that end before `range`, and gives the index of the innermost one that is still open.
  ///
  /// An empty block belongs to the block in which it lies, or with which it shares its place; at the end of a
  /// block that is not empty it is outside.
  mutating func enter(_ range: Range<Int>, index: Int) -> Int? {
    while let outer = open.last?.range, outer.upperBound <= range.lowerBound,
      !(outer.isEmpty && outer == range)
    {
      open.removeLast()
    }
    defer { open.append((range, index)) }
    return open.last?.index
  }

  /// For each block the index of the block around it; nil where there is none.
  static func parents(of blocks: [Block]) -> [Int?] {
    var nesting = BlockNesting()
    return blocks.indices.map { nesting.enter(blocks[$0].range, index: $0) }
  }
}

extension EditMap {
  /// The blocks after the edits, nested as before: where one edit reaches into two blocks that lie side by
  /// side, its replacement belongs to the first. A block goes that loses all its characters, or the block
  /// around it.
  ///
  /// - Complexity: O(blocks · log edits).
  func map(_ blocks: [Block]) -> [Block] {
    var result: [Block] = []
    result.reserveCapacity(blocks.count)
    var nesting = BlockNesting()
    /// For each block: its new range, nil when it is gone; and the end of the last block placed inside it.
    var placed: [Range<Int>?] = []
    var filled: [Int] = []
    var filledOutside = 0
    for (index, block) in blocks.enumerated() {
      let parent = nesting.enter(block.range, index: index)
      let start = parent.map { filled[$0] } ?? filledOutside
      var range = map(block.range)
      if block.range.isEmpty, isDeleted(around: block.range.lowerBound) { range = nil }
      if let parent {
        range = placed[parent].flatMap { outer in range.map { clip($0, start, outer.upperBound) } }
      } else {
        range = range.map { clip($0, start, .max) }
      }
      if let new = range, new.isEmpty, !block.range.isEmpty { range = nil }
      placed.append(range)
      filled.append(range?.lowerBound ?? start)
      guard let range else { continue }
      if let parent { filled[parent] = range.upperBound } else { filledOutside = range.upperBound }
      result.append(Block(block.kind, range, language: block.language, attributes: block.attributes))
    }
    return result
  }

  private func clip(_ range: Range<Int>, _ lower: Int, _ upper: Int) -> Range<Int> {
    let start = min(max(range.lowerBound, lower), upper)
    return start..<max(start, min(range.upperBound, upper))
  }
}

/// Which blocks go when a rule picks some: those, what is inside them, and containers that are left with
/// nothing inside.
struct BlockRemoval {
  /// The picked blocks that lie in no other picked one, with their scores.
  private(set) var picked: [(index: Int, score: Double)] = []
  /// For each block whether it goes.
  private(set) var isGone: [Bool]

  init(_ blocks: [Block], where isRemoved: (Block) -> Double?) {
    let parents = BlockNesting.parents(of: blocks)
    isGone = [Bool](repeating: false, count: blocks.count)
    for index in blocks.indices {
      if let parent = parents[index], isGone[parent] {
        isGone[index] = true
      } else if let score = isRemoved(blocks[index]) {
        isGone[index] = true
        picked.append((index, score))
      }
    }
    var inside = [Int](repeating: 0, count: blocks.count)
    var kept = inside
    for index in blocks.indices.reversed() {
      if BlockKind.containers.contains(blocks[index].kind), inside[index] > 0, kept[index] == 0 {
        isGone[index] = true
      }
      guard let parent = parents[index] else { continue }
      inside[parent] += 1
      if !isGone[index] { kept[parent] += 1 }
    }
  }
}
