import StageKit

extension Region {
  /// The regions of a document in the order of its text: each leaf block, and what a block holds around the
  /// blocks inside it; a line each where there are no blocks.
  ///
  /// - Complexity: O(bytes + blocks).
  static func regions(of document: Document, vocabulary: Vocabulary) -> [Region] {
    let hasBlocks = !document.blocks.isEmpty
    let blocks = hasBlocks ? document.blocks : Document.lineBlocks(of: document.text)
    return
      pieces(of: blocks)
      .filter { !$0.range.isEmpty && !(hasBlocks && BlockKind.containers.contains(blocks[$0.block].kind)) }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
      .map {
        Region(document.text, range: $0.range, block: hasBlocks ? $0.block : nil, vocabulary: vocabulary)
      }
  }

  /// What each block has for itself, around the blocks inside it.
  private static func pieces(of blocks: [Block]) -> [(range: Range<Int>, block: Int)] {
    var pieces: [(range: Range<Int>, block: Int)] = []
    var open: [(block: Int, position: Int)] = []

    func close(before position: Int) {
      while let (block, from) = open.last, blocks[block].range.upperBound <= position {
        pieces.append((from..<blocks[block].range.upperBound, block))
        open.removeLast()
        if !open.isEmpty {
          open[open.count - 1].position = max(open[open.count - 1].position, blocks[block].range.upperBound)
        }
      }
    }

    for (index, block) in blocks.enumerated() {
      close(before: block.range.lowerBound)
      if let (outer, from) = open.last, from < block.range.lowerBound {
        pieces.append((from..<block.range.lowerBound, outer))
      }
      if !open.isEmpty {
        open[open.count - 1].position = max(open[open.count - 1].position, block.range.upperBound)
      }
      open.append((index, block.range.lowerBound))
    }
    close(before: Int.max)
    return pieces
  }
}
