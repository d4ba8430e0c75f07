import StageKit

/// All marks of a document, handed out to its runs of text from first to last.
struct Marks {
  let all: [Mark]
  /// By start.
  private let order: [Int]
  private var next = 0
  private var active: [Int] = []

  /// - Complexity: O(spans · log spans).
  init(_ spans: [Span], segments: WriteTEI.Segments) {
    var marks: [Mark] = []
    marks.reserveCapacity(spans.count)
    for index in spans.indices {
      if let form = Mark.form(of: spans[index].layer, spans[index].label, segments: segments) {
        marks.append(Mark(span: index, range: spans[index].range, form: form))
      }
    }
    all = marks
    var order: [Int] = []
    // Marks of the same range, of which the same one twice is kept once.
    var alike: [Int] = []
    for mark in marks.indices.sorted(by: { Self.precedes(marks[$0], marks[$1]) }) {
      if let first = alike.first, marks[first].range != marks[mark].range {
        alike.removeAll(keepingCapacity: true)
      }
      if alike.contains(where: { Self.areEqual(spans[marks[$0].span], spans[marks[mark].span]) }) { continue }
      if alike.count <= InlinePlans.maxDepth { alike.append(mark) }
      order.append(mark)
    }
    self.order = order
  }

  private static func precedes(_ left: Mark, _ right: Mark) -> Bool {
    (left.range.lowerBound, left.range.upperBound, left.span) < (
      right.range.lowerBound, right.range.upperBound, right.span
    )
  }

  private static func areEqual(_ left: Span, _ right: Span) -> Bool {
    left.layer == right.layer && left.label == right.label && left.attributes == right.attributes
  }

  /// The marks that reach into a range. Ranges must ascend.
  mutating func reaching(into range: Range<Int>) -> [Int] {
    active.removeAll { all[$0].range.upperBound <= range.lowerBound }
    while next < order.count, all[order[next]].range.lowerBound < range.upperBound {
      if all[order[next]].range.upperBound > range.lowerBound { active.append(order[next]) }
      next += 1
    }
    return active
  }
}
