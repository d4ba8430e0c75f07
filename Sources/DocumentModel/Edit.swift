/// A change that a stage wants: replace a run of the text, for a reason that has a name.
public struct Edit: Sendable, Equatable {
  /// UTF-8 byte range of the text to replace, on scalar boundaries; empty to insert.
  public var range: Range<Int>
  /// UTF-8 bytes to put there; empty to delete.
  public var replacement: [UInt8]
  /// The rule that asks for the change, kebab-case: `tone-order`.
  public var reason: String

  public init(_ range: Range<Int>, _ replacement: [UInt8], reason: String) {
    self.range = range
    self.replacement = replacement
    self.reason = reason
  }
}

/// A change that was made, with its evidence. Its range moves with the text like a span's, and may be empty.
///
/// The edits of one batch share what they have in common.
public struct AppliedEdit: Sendable, Equatable {
  private var lower: UInt32
  private var upper: UInt32
  private let batch: AppliedBatch
  private let index: UInt32
  /// Where the text before the change begins in that of the batch.
  private let start: UInt32

  public init(range: Range<Int>, before: [UInt8], after: [UInt8], reason: String, stage: String) {
    let edits = EditBatch([Edit(0..<before.count, after, reason: reason)])
    self.init(range: range, AppliedBatch(edits: edits, before: before, stage: stage), index: 0, start: 0)
  }

  init(range: Range<Int>, _ batch: AppliedBatch, index: Int, start: Int) {
    (lower, upper) = (UInt32(range.lowerBound), UInt32(range.upperBound))
    self.batch = batch
    self.index = UInt32(index)
    self.start = UInt32(start)
  }

  /// Where the replacement stands in the text now.
  public var range: Range<Int> {
    get { Int(lower)..<Int(upper) }
    set { (lower, upper) = (UInt32(newValue.lowerBound), UInt32(newValue.upperBound)) }
  }

  /// The text before the change.
  public var before: [UInt8] {
    Array(batch.before[Int(start)..<Int(start) + batch.edits.range(Int(index)).count])
  }
  /// The text put in its place.
  public var after: [UInt8] { Array(batch.edits.bytes[batch.edits.replacement(Int(index))]) }
  public var reason: String { batch.edits.reason(Int(index)) }
  public var stage: String { batch.stage }

  public static func == (a: AppliedEdit, b: AppliedEdit) -> Bool {
    a.range == b.range && a.reason == b.reason && a.stage == b.stage && a.before == b.before
      && a.after == b.after
  }
}

/// The edits that a stage made at once, and what they replaced.
final class AppliedBatch: Sendable {
  let edits: EditBatch
  /// The text of the edits' ranges before the change, one after another.
  let before: [UInt8]
  let stage: String

  init(edits: EditBatch, before: [UInt8], stage: String) {
    self.edits = edits
    self.before = before
    self.stage = stage
  }
}

/// How much of a batch of edits the document remembers one by one.
public enum EditRecording: Sendable {
  /// Each edit is kept with the text before and after. For changes to what an author wrote.
  case each
  /// Only the number of edits for each reason is kept. For markup, which the source and the alignment show.
  case counts
}

/// Maps positions of a text before a batch of edits to positions after it.
struct EditMap {
  private let edits: EditBatch
  /// Length added by all edits before index i.
  private let shift: [Int]

  /// - Parameter edits: ascending, not overlapping.
  init(_ edits: EditBatch) {
    self.edits = edits
    var shift = [0]
    shift.reserveCapacity(edits.count + 1)
    var sum = 0
    for index in edits.indices {
      sum += edits.growth(index)
      shift.append(sum)
    }
    self.shift = shift
  }

  /// Where the replacement of edit `index` stands in the new text.
  func newRange(ofEdit index: Int) -> Range<Int> {
    let lower = edits.range(index).lowerBound + shift[index]
    return lower..<lower + edits.replacement(index).count
  }

  /// The new place of a range: it keeps every character it had and takes in the whole replacement of an edit
  /// that reaches into it. Text inserted at either end stays outside. Nil when all its characters were
  /// deleted.
  func map(_ range: Range<Int>) -> Range<Int>? {
    if range.isEmpty { return position(range.lowerBound) }
    let lower = start(range.lowerBound)
    let upper = end(range.upperBound)
    return lower < upper ? lower..<upper : nil
  }

  /// The new place of a position: before text inserted there.
  func position(_ position: Int) -> Range<Int> {
    let place = end(position)
    return place..<place
  }

  /// Whether the text on both sides of a position is deleted by one edit.
  func isDeleted(around position: Int) -> Bool {
    let index = edits.entries.partitionPoint { $0.range.upperBound > position }
    return index < edits.count && edits.range(index).lowerBound < position && edits.replacement(index).isEmpty
  }

  private func start(_ position: Int) -> Int {
    // The first edit that ends after the position; an insertion at the position comes before it.
    let index = edits.entries.partitionPoint { $0.range.upperBound > position }
    guard index < edits.count, edits.range(index).lowerBound < position else {
      return position + shift[index]
    }
    return newRange(ofEdit: index).lowerBound
  }

  private func end(_ position: Int) -> Int {
    // The first edit that ends at or after the position, or is an insertion there.
    let index = edits.entries.partitionPoint { $0.range.upperBound >= position }
    guard index < edits.count, edits.range(index).lowerBound < position else {
      return position + shift[index]
    }
    return newRange(ofEdit: index).upperBound
  }
}
