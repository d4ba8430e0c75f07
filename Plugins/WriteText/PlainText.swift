import StageKit

/// The text of a document as a person reads it: its pieces, each without the white space at its ends.
struct PlainText {
  private(set) var bytes: [UInt8] = []

  init(_ document: Document) {
    let text = document.text
    let rows = document.blocks.filter { $0.kind == .row }.map(\.range)
    var row = 0
    var lastRow: Int?
    for piece in Self.pieces(of: document) {
      while row < rows.count, rows[row].upperBound <= piece.lowerBound { row += 1 }
      let isInRow = row < rows.count && rows[row].lowerBound <= piece.lowerBound
      if !bytes.isEmpty { bytes += isInRow && lastRow == row ? [0x09] : [0x0A, 0x0A] }
      lastRow = isInRow ? row : nil
      // A row is one line.
      bytes += text[piece].map { isInRow && ($0 == 0x0A || $0 == 0x09) ? 0x20 : $0 }
    }
    if !bytes.isEmpty { bytes.append(0x0A) }
  }

  /// Runs of text between the edges of blocks.
  private static func pieces(of document: Document) -> [Range<Int>] {
    var edges = document.blocks.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
    edges += [0, document.text.count]
    edges.sort()
    return zip(edges, edges.dropFirst()).compactMap { lower, upper in
      trimmed(lower..<upper, in: document.text)
    }
  }

  /// A range without the white space at its ends; nil where there is nothing else.
  private static func trimmed(_ range: Range<Int>, in text: [UInt8]) -> Range<Int>? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = text[range].firstIndex(where: { !isSpace($0) }),
      let last = text[range].lastIndex(where: { !isSpace($0) })
    else { return nil }
    return first..<last + 1
  }
}
