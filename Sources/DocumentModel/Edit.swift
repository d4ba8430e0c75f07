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
public struct AppliedEdit: Sendable, Equatable {
  /// Where the replacement stands in the text now.
  public var range: Range<Int>
  /// The text before the change.
  public var before: [UInt8]
  /// The text put in its place.
  public var after: [UInt8]
  public var reason: String
  public var stage: String

  public init(range: Range<Int>, before: [UInt8], after: [UInt8], reason: String, stage: String) {
    self.range = range
    self.before = before
    self.after = after
    self.reason = reason
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
  private let edits: [Edit]
  /// Length added by all edits before index i.
  private let shift: [Int]

  /// - Parameter edits: ascending, not overlapping.
  init(_ edits: [Edit]) {
    self.edits = edits
    var shift = [0]
    shift.reserveCapacity(edits.count + 1)
    for edit in edits { shift.append(shift[shift.count - 1] + edit.replacement.count - edit.range.count) }
    self.shift = shift
  }

  /// Where the replacement of edit `index` stands in the new text.
  func newRange(ofEdit index: Int) -> Range<Int> {
    let lower = edits[index].range.lowerBound + shift[index]
    return lower..<lower + edits[index].replacement.count
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
    let index = edits.partitionPoint { $0.range.upperBound > position }
    return index < edits.count && edits[index].range.lowerBound < position && edits[index].replacement.isEmpty
  }

  private func start(_ position: Int) -> Int {
    // The first edit that ends after the position; an insertion at the position comes before it.
    let index = edits.partitionPoint { $0.range.upperBound > position }
    guard index < edits.count, edits[index].range.lowerBound < position else {
      return position + shift[index]
    }
    return edits[index].range.lowerBound + shift[index]
  }

  private func end(_ position: Int) -> Int {
    // The first edit that ends at or after the position, or is an insertion there.
    let index = edits.partitionPoint { $0.range.upperBound >= position }
    guard index < edits.count, edits[index].range.lowerBound < position else {
      return position + shift[index]
    }
    return edits[index].range.lowerBound + shift[index] + edits[index].replacement.count
  }
}
