import StageKit
import UnicodeText

/// Changes of earlier stages to the words of a document, as marks on its text.
///
/// Only those that a stage recorded one by one, and that go beyond canonical equivalence. Where later changes
/// lie over earlier ones they are one mark, with what stood there before the first.
enum Changes {
  /// The layer of the marks; no stage has it, because of the space.
  static let layer = "write-tei change"
  /// The attribute with the text before the change.
  static let before = "before"

  /// More changes over each other than this are not unravelled: the last one speaks for all.
  private static let mostOverEachOther = 100

  /// A mark for each change, in the order of the text. A deletion marks the character that follows it in its
  /// block, or the one before.
  ///
  /// - Complexity: O(edits · log edits + text of overlapping ones · their number, at most 100).
  static func spans(in document: Document) -> [Span] {
    let order = document.edits.indices.sorted { left, right in
      let (a, b) = (document.edits[left].range, document.edits[right].range)
      return (a.lowerBound, a.upperBound, left) < (b.lowerBound, b.upperBound, right)
    }
    var spans: [Span] = []
    var cluster: [Int] = []
    var range = 0..<0
    func flush() {
      guard let span = span(over: range, cluster.sorted(), in: document) else { return }
      spans.append(span)
    }
    for index in order {
      let next = document.edits[index].range
      if !cluster.isEmpty, next.lowerBound < range.upperBound || next == range {
        cluster.append(index)
        range = range.lowerBound..<max(range.upperBound, next.upperBound)
      } else {
        if !cluster.isEmpty { flush() }
        (cluster, range) = ([index], next)
      }
    }
    if !cluster.isEmpty { flush() }
    return joined(spans, in: document)
  }

  private static func span(over range: Range<Int>, _ cluster: [Int], in document: Document) -> Span? {
    let after = Array(document.text[range])
    let before = undone(cluster.map { document.edits[$0] }, over: range, after)
    guard NFC.normalized(before) != NFC.normalized(after), let last = cluster.last else { return nil }
    var (range, shown) = (range, before)
    if range.isEmpty {
      guard let widened = widened(range.lowerBound, in: document.text) else { return nil }
      let neighbour = document.text[widened]
      shown = widened.lowerBound < range.lowerBound ? neighbour + before : before + neighbour
      range = widened
    }
    return Span(
      layer: layer, range, label: "change",
      attributes: [Self.before: String(decoding: shown, as: UTF8.self)], stage: document.edits[last].stage)
  }

  /// What stood there before the first of some edits, which are in the order in which they were made.
  private static func undone(_ edits: [AppliedEdit], over range: Range<Int>, _ after: [UInt8]) -> [UInt8] {
    guard edits.count > 1 else { return edits.first?.before ?? after }
    guard edits.count <= mostOverEachOther else { return edits.last { $0.range == range }?.before ?? after }
    var text = after
    var ranges = edits.map { $0.range.lowerBound - range.lowerBound..<$0.range.upperBound - range.lowerBound }
    for index in edits.indices.reversed() {
      // A later edit that reached past this one widened its place; where its words are not found there, the
      // later one speaks for both.
      guard let place = text.lastRange(of: edits[index].after, in: ranges[index]) else { continue }
      let growth = edits[index].before.count - place.count
      text.replaceSubrange(place, with: edits[index].before)
      for earlier in ranges.indices where earlier < index {
        let other = ranges[earlier]
        if other.lowerBound >= place.upperBound, !(other.isEmpty && other == place) {
          ranges[earlier] = other.lowerBound + growth..<other.upperBound + growth
        } else if other.upperBound > place.lowerBound {
          let upper = max(other.upperBound + growth, place.upperBound + growth)
          ranges[earlier] = min(other.lowerBound, place.lowerBound)..<upper
        }
      }
    }
    return text
  }

  /// The character after a place, or the one before where that ends a line.
  private static func widened(_ position: Int, in text: [UInt8]) -> Range<Int>? {
    if position < text.count, text[position] != 0x0A {
      return position..<position + Characters.decode(text[...], at: position).length
    }
    guard position > 0, text[position - 1] != 0x0A else { return nil }
    var start = position - 1
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    return start..<position
  }

  /// Marks of which one was widened over its neighbour, made one.
  private static func joined(_ spans: [Span], in document: Document) -> [Span] {
    var result: [Span] = []
    for span in spans.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      guard let last = result.last, span.range.lowerBound < last.range.upperBound else {
        result.append(span)
        continue
      }
      let inner = span.range
      let words = Array(document.text[inner])
      var shown = Array((last.attributes[before] ?? "").utf8)
      guard inner.upperBound <= last.range.upperBound, !words.isEmpty,
        let place = shown.lastRange(of: words, in: shown.indices)
      else { continue }
      shown.replaceSubrange(place, with: (span.attributes[before] ?? "").utf8)
      result[result.count - 1].attributes[before] = String(decoding: shown, as: UTF8.self)
    }
    return result
  }
}

extension [UInt8] {
  /// The last place of some bytes within a range.
  fileprivate func lastRange(of other: [UInt8], in range: Range<Int>) -> Range<Int>? {
    guard other.count <= range.count else { return nil }
    for start in stride(from: range.upperBound - other.count, through: range.lowerBound, by: -1)
    where self[start..<start + other.count].elementsEqual(other) {
      return start..<start + other.count
    }
    return nil
  }
}
