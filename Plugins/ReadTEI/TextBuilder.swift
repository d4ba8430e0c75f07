import StageKit

/// Text that is made out of a source, front to back, and the edits that make it of the source.
struct TextBuilder {
  private let source: [UInt8]
  private(set) var text: [UInt8] = []
  private(set) var edits: [Edit] = []
  /// How far the source is used up.
  private(set) var position = 0
  /// What is to stand for the source between the position and the next that is taken.
  private var pending: [UInt8] = []

  init(_ source: [UInt8]) { self.source = source }

  /// Takes a run of the source as it is.
  mutating func copy(_ range: Range<Int>) {
    skip(to: range.lowerBound)
    text += source[range]
    position = range.upperBound
  }

  /// Puts something for a run of the source.
  mutating func replace(_ range: Range<Int>, by replacement: [UInt8]) {
    skip(to: range.lowerBound)
    edits.append(Edit(range, replacement, reason: "character"))
    text += replacement
    position = range.upperBound
  }

  /// Puts something that has no run of the source of its own.
  mutating func insert(_ inserted: [UInt8]) {
    pending += inserted
    text += inserted
  }

  /// Leaves out the rest of the source.
  mutating func finish() { skip(to: source.count) }

  /// Leaves out the source up to a place.
  mutating func skip(to end: Int) {
    guard end > position || !pending.isEmpty else { return }
    edits.append(Edit(position..<end, pending, reason: "markup"))
    pending = []
    position = end
  }
}
