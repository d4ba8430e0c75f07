internal import CICU

/// Boundaries of characters, words, sentences and lines.
///
/// Khmer, Thai, Lao and Myanmar words come from ICU's dictionaries. One thread at a time: a worker makes its
/// own.
/// - Source: Unicode Standard Annexes #14 and #29; the data is the linked ICU's.
public final class BreakIterator {
  public enum Kind: Int32, Sendable {
    case character, word, line, sentence
  }

  /// A stretch between two boundaries.
  public struct Segment: Sendable, Equatable {
    /// UTF-8 bytes.
    public var range: Range<Int>

    /// For words: letters, ideographs or digits, not only spaces and punctuation. For lines: the break after
    /// it is forced. For sentences: it ends with a terminator. Always false for characters.
    public var isMarked: Bool

    public init(range: Range<Int>, isMarked: Bool) {
      self.range = range
      self.isMarked = isMarked
    }
  }

  private let breaker: OpaquePointer
  private let kind: Kind
  private var bytes: [UInt8] = []
  private var textRange = 0..<0

  /// - Parameter locale: a BCP 47 or ICU name, "km", "vi"; an unknown one gives the root rules.
  /// - Throws: `UnicodeTextError.noData` when ICU has no rules for the kind.
  public init(kind: Kind, locale: String) throws(UnicodeTextError) {
    guard let breaker = cicu_breaker_open(cicu_break_kind(UInt32(kind.rawValue)), locale) else {
      throw .noData("no \(kind) break rules for \(locale)")
    }
    self.breaker = breaker
    self.kind = kind
  }

  deinit { cicu_breaker_close(breaker) }

  /// Takes the text to cut.
  ///
  /// - Parameter range: UTF-8 bytes, whole scalars; all of `bytes` when nil. Its ends are taken as ends of a
  ///   text.
  public func setText(_ bytes: [UInt8], in range: Range<Int>? = nil) {
    self.bytes = bytes
    textRange = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
  }

  /// The segments of the text, which they cover without a gap, in ascending order.
  ///
  /// - Throws: `UnicodeTextError.tooLong` for more than 2,147,483,647 bytes, `.failed` when ICU runs out of
  ///   memory.
  /// - Complexity: O(n); dictionary scripts cost more for each byte.
  public func segments() throws(UnicodeTextError) -> [Segment] {
    guard let length = Int32(exactly: textRange.count) else { throw .tooLong(bytes: textRange.count) }
    if length == 0 { return [] }
    var found = Boundaries(start: textRange.lowerBound, kind: kind)
    let status = bytes.withUnsafeBufferPointer { bytes in
      let text = UnsafeBufferPointer(rebasing: bytes[textRange])
      return withUnsafeMutablePointer(to: &found) { found in
        cicu_breaker_visit(breaker, text.baseAddress, length, found) { found, end, status in
          // `found` is the pointer handed over one line above, so it is not nil and has this type.
          found!.assumingMemoryBound(to: Boundaries.self).pointee.add(end: Int(end), status: status)
        }
      }
    }
    guard status == CICU_OK else { throw .failed("break iteration") }
    return found.segments
  }

  /// The byte ranges of `segments()`.
  public func ranges() throws(UnicodeTextError) -> [Range<Int>] { try segments().map(\.range) }
}

private struct Boundaries {
  let start: Int
  let kind: BreakIterator.Kind
  var segments: [BreakIterator.Segment] = []

  init(start: Int, kind: BreakIterator.Kind) {
    self.start = start
    self.kind = kind
  }

  mutating func add(end: Int, status: Int32) {
    // ICU's rule status: words and lines from 100, sentences below 100 (100 is a break without terminator).
    let isMarked =
      switch kind {
      case .character: false
      case .word, .line: status >= 100
      case .sentence: status < 100
      }
    let previous = segments.last?.range.upperBound ?? start
    segments.append(.init(range: previous..<start + end, isMarked: isMarked))
  }
}
