import StageKit

/// How a stretch of text is to be read.
enum Writing: Equatable {
  /// Khmer, modern or middle.
  case khmer(KhmerNormalizer.Language)
  /// Another language or none known: runs of Khmer script are taken for quoted Khmer.
  case script

  /// - Parameter tag: a BCP 47 tag.
  /// - Returns: nil for a language with an orthography of its own in Khmer letters.
  init?(tag: String?) {
    let subtag = (tag ?? "").prefix { $0 != "-" && $0 != "_" }.lowercased()
    switch subtag {
    case "km", "khm": self = .khmer(.modern)
    case "xhm": self = .khmer(.middle)
    // Old Khmer, Northern Khmer, Kuy, Brao, Krung, Kavet, Tampuan, Jarai, Bunong, Stieng, Cham, Pali,
    // Sanskrit
    case "okz", "kxm", "kdt", "brb", "krr", "krv", "tpu", "jra", "cmo", "sti", "cja", "pi", "pli", "sa",
      "san":
      return nil
    default: self = .script
    }
  }
}

/// A stretch of text in one block, without the blocks inside that block, and without code.
struct Piece: Equatable {
  var range: Range<Int>
  var block: Range<Int>
  var writing: Writing
  var isPreformatted: Bool

  /// The text of all blocks in order, cut into pieces.
  ///
  /// - Complexity: O(blocks + spans · log spans).
  static func pieces(of document: Document) -> [Piece] {
    var cutter = PieceCutter(document: document)
    for index in document.blocks.indices {
      cutter.open(
        document.blocks[index].range, document.blocks[index].language,
        isPreformatted: document.blocks[index].kind == .preformatted)
    }
    return cutter.finish()
  }
}

/// Walks the blocks from outside to inside and from left to right.
private struct PieceCutter {
  private var pieces: [Piece] = []
  /// The blocks around the place at hand; no writing where the language has an orthography of its own.
  private var open: [(block: Range<Int>, writing: Writing?, isPreformatted: Bool)] = []
  /// The language that was looked up last.
  private var lastTag: String?
  private var lastWriting: Writing?
  private var position = 0
  private var untouched: [Range<Int>]
  private var nextUntouched = 0
  private let documentWriting: Writing?

  init(document: Document) {
    documentWriting = Writing(tag: document.language)
    untouched = Self.untouchedRanges(of: document.spans)
  }

  mutating func open(_ block: Range<Int>, _ language: String?, isPreformatted: Bool) {
    while let last = open.last, last.block.upperBound <= block.lowerBound { close(last.block) }
    take(upTo: block.lowerBound)
    let outer = open.isEmpty ? documentWriting : open[open.count - 1].writing
    let own = language.map { writing(of: $0) } ?? outer
    open.append((block, own, isPreformatted))
  }

  /// - Parameter tag: a BCP 47 tag; mostly that of the block before.
  private mutating func writing(of tag: String) -> Writing? {
    if tag != lastTag { (lastTag, lastWriting) = (tag, Writing(tag: tag)) }
    return lastWriting
  }

  mutating func finish() -> [Piece] {
    while let last = open.last { close(last.block) }
    return pieces
  }

  private mutating func close(_ block: Range<Int>) {
    take(upTo: block.upperBound)
    open.removeLast()
  }

  /// Adds what is left of the innermost open block before `end`.
  private mutating func take(upTo end: Int) {
    defer { position = max(position, end) }
    guard let (block, known, isPreformatted) = open.last, let writing = known else { return }
    while position < end {
      while nextUntouched < untouched.count && untouched[nextUntouched].upperBound <= position {
        nextUntouched += 1
      }
      let hole = nextUntouched < untouched.count ? untouched[nextUntouched] : end..<end
      let stop = min(end, max(position, hole.lowerBound))
      if position < stop {
        pieces.append(
          Piece(range: position..<stop, block: block, writing: writing, isPreformatted: isPreformatted))
      }
      position = max(stop, min(end, hole.upperBound))
    }
  }

  /// Code, and runs in another language that is written in Khmer letters; ascending, not overlapping.
  private static func untouchedRanges(of spans: [Span]) -> [Range<Int>] {
    let ranges = spans.compactMap { span -> Range<Int>? in
      switch span.layer {
      case Layer.format where span.label == "code": span.range
      case Layer.language where Writing(tag: span.label) == nil: span.range
      default: nil
      }
    }
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, last.upperBound >= range.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
