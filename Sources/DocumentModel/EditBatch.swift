/// Edits in flat storage: one array for places and reasons, one for the bytes of all replacements.
///
/// For a stage that makes many small changes: adding one costs no memory of its own. Write the replacement's
/// bytes at the end of `bytes`, then call `add`, which takes all that were written since the edit before.
public struct EditBatch: Sendable, Equatable {
  @usableFromInline struct Entry: Sendable, Equatable {
    @usableFromInline var range: Range<Int>
    /// Where the replacement ends in `bytes`; it begins where that of the edit before ends.
    @usableFromInline var end: Int
    @usableFromInline var reason: String

    @inlinable init(range: Range<Int>, end: Int, reason: String) {
      self.range = range
      self.end = end
      self.reason = reason
    }
  }

  @usableFromInline var entries: [Entry] = []

  /// The replacements one after another, UTF-8; those behind the last edit belong to the next.
  public var bytes: [UInt8] = []

  @inlinable public init() {}

  /// The same edits as values of their own.
  public init(_ edits: [Edit]) {
    entries.reserveCapacity(edits.count)
    for edit in edits {
      bytes += edit.replacement
      add(edit.range, reason: edit.reason)
    }
  }

  /// Makes room for this many edits at once.
  public mutating func reserve(_ count: Int) { entries.reserveCapacity(count) }

  @inlinable public var count: Int { entries.count }
  @inlinable public var isEmpty: Bool { entries.isEmpty }

  /// Where the bytes of the next edit begin in `bytes`.
  @inlinable public var start: Int { entries.last?.end ?? 0 }

  /// Adds an edit whose replacement are the bytes that were written last.
  ///
  /// - Parameters:
  ///   - range: UTF-8 bytes of the text to replace; after the edits before, not overlapping.
  ///   - reason: the rule's name, kebab-case.
  @inlinable public mutating func add(_ range: Range<Int>, reason: String) {
    entries.append(Entry(range: range, end: bytes.count, reason: reason))
  }

  /// Takes the last edit back; its bytes are again those that belong to the next.
  ///
  /// - Returns: its range; nil when there is none.
  public mutating func takeBackLast() -> Range<Int>? { entries.popLast()?.range }

  /// The range of the last edit.
  @inlinable public var lastRange: Range<Int>? { entries.last?.range }

  /// The edits one by one, for a reader that is in no hurry.
  public var edits: [Edit] {
    indices.map { Edit(range($0), Array(bytes[replacement($0)]), reason: reason($0)) }
  }

  var indices: Range<Int> { entries.indices }
  func range(_ index: Int) -> Range<Int> { entries[index].range }
  func reason(_ index: Int) -> String { entries[index].reason }

  /// The place of a replacement in `bytes`.
  func replacement(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : entries[index - 1].end)..<entries[index].end
  }

  /// By how much an edit makes the text longer, in bytes; negative where it makes it shorter.
  func growth(_ index: Int) -> Int { replacement(index).count - entries[index].range.count }

  /// The text after the edits, which must be valid for it.
  func applied(to text: [UInt8]) -> [UInt8] {
    let growth = bytes.count - entries.reduce(0) { $0 + $1.range.count }
    return [UInt8](unsafeUninitializedCapacity: text.count + growth) { result, count in
      // All sources and targets are within their buffers: ranges ascend without overlap inside the text, and
      // what is written in all is the capacity.
      func copy(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        guard let target = result.baseAddress, let base = source.baseAddress, !range.isEmpty else { return }
        (target + count).update(from: base + range.lowerBound, count: range.count)
        count += range.count
      }
      text.withUnsafeBufferPointer { text in
        bytes.withUnsafeBufferPointer { bytes in
          var (position, start) = (0, 0)
          for entry in entries {
            copy(text, position..<entry.range.lowerBound)
            copy(bytes, start..<entry.end)
            (position, start) = (entry.range.upperBound, entry.end)
          }
          copy(text, position..<text.count)
        }
      }
    }
  }
}
