import StageKit

/// The entity spans of a document that this stage did not make: they stay, and what it finds gives way.
struct KeptSpans: Sendable {
  private var ranges: Set<Range<Int>> = []
  /// For each byte, the furthest end of a span that begins there; 0 where none does.
  private var endOfStart: [Int] = []
  /// For each offset, the first start of a span that ends there; `Int.max` where none does.
  private var startOfEnd: [Int] = []
  /// For each byte, the furthest end of a person's name or a date that begins there or before.
  private var reach: [Int] = []

  /// - Complexity: O(bytes + spans); no memory where no span stays.
  init(_ document: Document) {
    let spans = document.spans.filter { $0.layer == Layer.entity && $0.stage != TagEntities.name }
    guard !spans.isEmpty else { return }
    let count = document.text.count
    endOfStart = Array(repeating: 0, count: count + 1)
    startOfEnd = Array(repeating: Int.max, count: count + 1)
    reach = Array(repeating: 0, count: count + 1)
    for span in spans {
      let (start, end) = (span.range.lowerBound, span.range.upperBound)
      ranges.insert(span.range)
      endOfStart[start] = max(endOfStart[start], end)
      startOfEnd[end] = min(startOfEnd[end], start)
      if span.label == EntityKind.person.label || span.label == "date" {
        reach[start] = max(reach[start], end)
      }
    }
    for index in 1...count { reach[index] = max(reach[index], reach[index - 1]) }
  }

  /// Whether a new span may stand beside them: it repeats none, crosses none, and is not inside the name of a
  /// person or a date.
  ///
  /// - Complexity: O(bytes of the range).
  func allow(_ range: Range<Int>) -> Bool {
    if ranges.isEmpty { return true }
    guard !ranges.contains(range), reach[range.lowerBound] < range.upperBound else { return false }
    return (range.lowerBound + 1..<range.upperBound).allSatisfy { offset in
      endOfStart[offset] <= range.upperBound && startOfEnd[offset] >= range.lowerBound
    }
  }
}
