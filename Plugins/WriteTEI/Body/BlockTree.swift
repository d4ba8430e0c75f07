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

  let items: [Item]

  /// - Throws: `StageError` "too-deep" when blocks nest more than 40 deep.
  /// - Complexity: O(text + blocks).
  init(_ document: Document) throws(StageError) {
    var builder = Builder(text: document.text)
    for (index, block) in document.blocks.enumerated() {
      builder.closeBlocks(before: block.range)
      guard builder.depth < Self.maxDepth else {
        throw StageError(
          "too-deep", "blocks nest more than \(Self.maxDepth) deep; simplify the structure of the page")
      }
      builder.open(Node(index: index, block: block))
    }
    items = builder.finish()
  }

  /// What is read so far: blocks that are done, and those that the place is in.
  private struct Builder {
    let text: [UInt8]
    private var items: [Item] = []
    /// The innermost last.
    private var nodes: [Node] = []
    /// Up to where the text is taken, outside all blocks and in each open one.
    private var positions = [0]

    init(text: [UInt8]) { self.text = text }

    var depth: Int { nodes.count }

    mutating func open(_ node: Node) {
      addText(upTo: node.block.range.lowerBound)
      nodes.append(node)
      positions.append(node.block.range.lowerBound)
    }

    /// Closes the blocks that end before a range does, or where it begins.
    mutating func closeBlocks(before range: Range<Int>) {
      while let outer = nodes.last?.block.range,
        outer.upperBound < range.upperBound
          || (outer.upperBound <= range.lowerBound && !(outer.isEmpty && outer == range))
      {
        close()
      }
    }

    mutating func finish() -> [Item] {
      while !nodes.isEmpty { close() }
      addText(upTo: text.count)
      return items
    }

    private mutating func close() {
      addText(upTo: nodes[nodes.count - 1].block.range.upperBound)
      let node = nodes.removeLast()
      positions.removeLast()
      positions[positions.count - 1] = max(positions[positions.count - 1], node.block.range.upperBound)
      append(.block(node))
    }

    private mutating func addText(upTo end: Int) {
      let start = positions[positions.count - 1]
      guard start < end else { return }
      positions[positions.count - 1] = end
      let isLeaf = nodes.last.map { !BlockKind.containers.contains($0.kind) } ?? false
      guard isLeaf || !Characters.isBlank(text[start..<end]) else { return }
      append(.text(start..<end))
    }

    private mutating func append(_ item: Item) {
      if nodes.isEmpty { items.append(item) } else { nodes[nodes.count - 1].items.append(item) }
    }
  }
}
