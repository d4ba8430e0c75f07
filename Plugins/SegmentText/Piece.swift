import StageKit

/// A stretch of one language inside a block that holds text.
struct Piece: Equatable {
  /// The block, UTF-8 bytes.
  var block: Range<Int>
  var blockLanguage: String
  var range: Range<Int>
  /// Primary language subtag, lower case: "km", "vi", "und".
  var language: String

  var isBlockStart: Bool { range.lowerBound == block.lowerBound }

  /// The pieces of a document in order: each block that holds no other, cut where the layer `language` marks a
  /// run in another language. Empty blocks and preformatted ones have none.
  static func pieces(of document: Document) -> [Piece] {
    let runs = document.spans.filter { $0.layer == Layer.language }.sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
    var next = 0
    var pieces: [Piece] = []
    for (index, block) in document.blocks.enumerated() where isLeaf(index, document.blocks) {
      let own = subtag(block.language ?? document.language ?? "und")
      var start = block.range.lowerBound
      func add(_ end: Int, _ language: String) {
        guard end > start else { return }
        pieces.append(
          Piece(block: block.range, blockLanguage: own, range: start..<end, language: language))
        start = end
      }
      while next < runs.count, runs[next].range.upperBound <= block.range.lowerBound { next += 1 }
      while next < runs.count, runs[next].range.lowerBound < block.range.upperBound {
        let run = runs[next].range.clamped(to: start..<max(start, block.range.upperBound))
        add(run.lowerBound, own)
        add(run.upperBound, subtag(runs[next].label))
        next += 1
      }
      add(block.range.upperBound, own)
    }
    return pieces
  }

  private static func isLeaf(_ index: Int, _ blocks: [Block]) -> Bool {
    let block = blocks[index]
    guard !BlockKind.containers.contains(block.kind), block.kind != .preformatted, !block.range.isEmpty
    else { return false }
    guard index + 1 < blocks.count else { return true }
    return blocks[index + 1].range.lowerBound >= block.range.upperBound
  }

  private static func subtag(_ tag: String) -> String {
    String(tag.prefix { $0 != "-" && $0 != "_" }).lowercased()
  }
}
