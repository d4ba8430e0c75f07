import StageKit

/// The text that will remain, as edits of the text that is there, with its blocks, spans and removals.
///
/// Ranges of blocks and spans are those of the new text; ranges of edits and removals those of the old one.
struct CleanedText {
  struct Removal {
    var range: Range<Int>
    var text: [UInt8]
    var rule: String
    var score: Double?
    /// Where in the new text it would stand.
    var position: Int
  }

  private(set) var edits: [Edit] = []
  /// Length of the new text so far.
  private(set) var count = 0
  /// How far the old text is dealt with.
  private(set) var cursor = 0
  var blocks: [Block] = []
  var spans: [Span] = []
  private(set) var removed: [Removal] = []
  /// What the rules for the page's site found, where there are any.
  var siteUse: SiteUse?
  /// What the text was found by, where it is not what the page shows; counted in the provenance.
  var evidence: String?
  /// What kind of page the model takes it for: article, forum, ...; counted in the provenance.
  var profile: String?
  private let end: Int

  init(of text: [UInt8]) { end = text.count }

  /// Keeps a run of the old text, with `separator` in place of what lies between it and the last one.
  mutating func keep(_ range: Range<Int>, after separator: [UInt8] = [], because reason: String) {
    close(at: range.lowerBound, separator, reason)
    count += range.count
    cursor = range.upperBound
  }

  /// Puts other bytes in place of a run of the old text.
  mutating func replace(
    _ range: Range<Int>, by bytes: [UInt8], after separator: [UInt8] = [], because reason: String, gap: String
  ) {
    close(at: range.lowerBound, separator, gap)
    edits.append(Edit(range, bytes, reason: reason))
    count += bytes.count
    cursor = range.upperBound
  }

  private mutating func close(at position: Int, _ separator: [UInt8], _ reason: String) {
    guard cursor < position || !separator.isEmpty else { return }
    edits.append(Edit(cursor..<max(cursor, position), separator, reason: reason))
    count += separator.count
  }

  /// Ends the text: whatever of the old one is left goes.
  mutating func finish(because reason: String) { close(at: end, [], reason) }

  /// Notes a part that is taken out. Neighbours of the same rule are one removal, with
  /// the lesser score.
  mutating func remove(_ range: Range<Int>, _ text: [UInt8], because rule: String, score: Double? = nil) {
    guard !text.isEmpty else { return }
    if let last = removed.indices.last, removed[last].rule == rule, removed[last].position == count,
      removed[last].range.upperBound <= range.lowerBound
    {
      removed[last].range = removed[last].range.lowerBound..<range.upperBound
      removed[last].text.append(0x0A)
      removed[last].text += text
      if let score, let other = removed[last].score { removed[last].score = min(score, other) }
      return
    }
    removed.append(Removal(range: range, text: text, rule: rule, score: score, position: count))
  }

  /// Makes the document this text.
  func apply(to document: inout Document) throws(StageError) {
    let sources = removed.map { document.sourceRange(of: $0.range) }
    try document.apply(edits, recording: .counts)
    if let evidence { document.count(evidence) }
    try document.setBlocks(blocks)
    document.removeSpans { $0.layer == Layer.format || $0.layer == Layer.editorial }
    for span in spans where !span.range.isEmpty { try document.add(span) }
    for (removal, source) in zip(removed, sources) {
      document.count(removal.rule)
      document.record(
        RemovedBlock(
          text: removal.text, reason: removal.rule, score: removal.score, sourceRange: source,
          position: removal.position))
    }
  }
}
