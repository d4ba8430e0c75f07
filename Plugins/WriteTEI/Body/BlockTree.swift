import StageKit

/// The blocks of a document as a tree, with the text that lies in no inner block.
struct BlockTree {
  /// A block with what is inside it, or a run of text between blocks.
  enum Item {
    case block(Node)
    case text(Range<Int>)
  }

  struct Node {
    /// Place in `Document.blocks`.
    let index: Int
    let block: Block
    /// In order; empty for a block that holds nothing.
    var items: [Item] = []

    var kind: BlockKind { block.kind }
    var hasBlocks: Bool { items.contains { if case .block = $0 { true } else { false } } }
  }

  /// Deeper nesting is no text that anybody wrote; elements, which nest up to three times as deep, must stay
  /// below the 256 that common XML parsers take.
  static let maxDepth = 40

  private(set) var items: [Item] = []

  /// - Throws: `StageError` "too-deep" when blocks nest more than 40 deep.
  /// - Complexity: O(text + blocks).
  init(_ document: Document) throws(StageError) {
    var open: [Node] = []
    var positions = [0]
    let text = document.text

    func addText(upTo end: Int) {
      let start = positions[positions.count - 1]
      guard start < end else { return }
      positions[positions.count - 1] = end
      let isLeaf = open.last.map { !BlockKind.containers.contains($0.kind) } ?? false
      guard isLeaf || !Characters.isBlank(text[start..<end]) else { return }
      append(.text(start..<end))
    }
    func append(_ item: Item) {
      if open.isEmpty { items.append(item) } else { open[open.count - 1].items.append(item) }
    }
    func close() {
      addText(upTo: open[open.count - 1].block.range.upperBound)
      let node = open.removeLast()
      positions.removeLast()
      positions[positions.count - 1] = max(positions[positions.count - 1], node.block.range.upperBound)
      append(.block(node))
    }

    for (index, block) in document.blocks.enumerated() {
      while let outer = open.last?.block.range,
        outer.upperBound < block.range.upperBound
          || (outer.upperBound <= block.range.lowerBound && !(outer.isEmpty && outer == block.range))
      {
        close()
      }
      guard open.count < Self.maxDepth else {
        throw StageError(
          "too-deep", "blocks nest more than \(Self.maxDepth) deep; simplify the structure of the page")
      }
      addText(upTo: block.range.lowerBound)
      open.append(Node(index: index, block: block))
      positions.append(block.range.lowerBound)
    }
    while !open.isEmpty { close() }
    addText(upTo: text.count)
  }
}
