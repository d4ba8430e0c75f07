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
/// The edits of one batch share the storage of their bytes.
public struct AppliedEdit: Sendable, Equatable {
  /// Where the replacement stands in the text now.
  public var range: Range<Int>
  public var reason: String
  public var stage: String
  /// The bytes before the change, then those after it, among those of other edits.
  private let evidence: [UInt8]
  private let place: Range<Int>
  private let middle: Int

  public init(range: Range<Int>, before: [UInt8], after: [UInt8], reason: String, stage: String) {
    let evidence = before + after
    self.init(
      range: range, evidence: evidence, place: 0..<evidence.count, middle: before.count, reason: reason,
      stage: stage)
  }

  /// - Parameters:
  ///   - place: where in `evidence` this edit's bytes stand.
  ///   - middle: where in `evidence` those before the change end.
  init(
    range: Range<Int>, evidence: [UInt8], place: Range<Int>, middle: Int, reason: String, stage: String
  ) {
    self.range = range
    self.evidence = evidence
    self.place = place
    self.middle = middle
    self.reason = reason
    self.stage = stage
  }

  /// The text before the change.
  public var before: [UInt8] { Array(evidence[place.lowerBound..<middle]) }
  /// The text put in its place.
  public var after: [UInt8] { Array(evidence[middle..<place.upperBound]) }

  public static func == (a: AppliedEdit, b: AppliedEdit) -> Bool {
    a.range == b.range && a.reason == b.reason && a.stage == b.stage && a.before == b.before
      && a.after == b.after
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
