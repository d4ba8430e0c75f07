/// Edits in flat storage: one array for places and reasons, one for the bytes of all replacements.
///
/// For a stage that makes many small changes: adding one costs no memory of its own. Write the replacement's
/// bytes at the end of `bytes`, then call `add`, which takes all that were written since the edit before.
public struct EditBatch: Sendable, Equatable {
  /// In sixteen bytes: a text that was decomposed has an edit for every other letter.
  @usableFromInline struct Entry: Sendable, Equatable {
    @usableFromInline var lower: UInt32
    @usableFromInline var upper: UInt32
    /// Where the replacement ends in `bytes`; it begins where that of the edit before ends.
    @usableFromInline var end: UInt32
    /// Index in `reasons`.
    @usableFromInline var reason: UInt32

    /// A range that begins before the text, or ends where no text does, becomes one at `UInt32.max`, which is
    /// outside of every text.
    @inlinable init(range: Range<Int>, end: Int, reason: Int) {
      let isPlace = range.lowerBound >= 0 && range.upperBound < UInt32.max
      lower = isPlace ? UInt32(truncatingIfNeeded: range.lowerBound) : .max
      upper = isPlace ? UInt32(truncatingIfNeeded: range.upperBound) : .max
      self.end = UInt32(end)
      self.reason = UInt32(reason)
    }

    @inlinable var range: Range<Int> { Int(lower)..<Int(upper) }
  }

  @usableFromInline var entries: [Entry] = []
  /// The reasons of all edits, each once; a few.
  @usableFromInline var reasons: [String] = []
  /// The index of the reason that was given last.
  @usableFromInline var lastReason = 0

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
  @inlinable public var start: Int { Int(entries.last?.end ?? 0) }

  /// Adds an edit whose replacement are the bytes that were written last.
  ///
  /// - Parameters:
  ///   - range: UTF-8 bytes of the text to replace; after the edits before, not overlapping.
  ///   - reason: the rule's name, kebab-case.
  /// - Precondition: the replacements of all edits are below 4 GiB.
  @inlinable public mutating func add(_ range: Range<Int>, reason: String) {
    if lastReason >= reasons.count || reasons[lastReason] != reason { find(reason) }
    entries.append(Entry(range: range, end: bytes.count, reason: lastReason))
  }

  /// Makes a reason the last one.
  @usableFromInline mutating func find(_ reason: String) {
    if let known = reasons.firstIndex(of: reason) {
      lastReason = known
    } else {
      lastReason = reasons.count
      reasons.append(reason)
    }
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
  func reason(_ index: Int) -> String { reasons[Int(entries[index].reason)] }

  /// The place of a replacement in `bytes`.
  func replacement(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(entries[index - 1].end))..<Int(entries[index].end)
  }

  /// By how much an edit makes the text longer, in bytes; negative where it makes it shorter.
  func growth(_ index: Int) -> Int { replacement(index).count - entries[index].range.count }

  public static func == (a: EditBatch, b: EditBatch) -> Bool {
    a.bytes == b.bytes && a.count == b.count
      && a.indices.allSatisfy {
        a.range($0) == b.range($0) && a.entries[$0].end == b.entries[$0].end && a.reason($0) == b.reason($0)
      }
  }

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
            copy(bytes, start..<Int(entry.end))
            (position, start) = (Int(entry.upper), Int(entry.end))
          }
          copy(text, position..<text.count)
        }
      }
    }
  }
}
