/// Which bytes of the text came from which bytes of the source.
///
/// A list of segments that covers both sides fully and in order. A copy segment has the same bytes on both
/// sides; a changed segment says that its text, as a whole, stands for its source bytes: a decoded character,
/// an entity reference, an edit (empty text: a deletion; empty source: an insertion). Changes one after another
/// that are alike, as the characters of a decoded word are, are one segment of several equal parts.
public struct Alignment: Sendable, Equatable {
  /// Kept in four bytes a number, there being one for every other letter of a text that was decoded.
  public struct Segment: Sendable, Equatable {
    private var textStart: UInt32
    private var textEnd: UInt32
    private var sourceStart: UInt32
    private var sourceEnd: UInt32
    /// 0 of a copy.
    private var changes: Int32

    /// - Precondition: both sides end below 4 GiB.
    public init(text: Range<Int>, source: Range<Int>, isCopy: Bool) {
      (textStart, textEnd) = (UInt32(text.lowerBound), UInt32(text.upperBound))
      (sourceStart, sourceEnd) = (UInt32(source.lowerBound), UInt32(source.upperBound))
      changes = isCopy ? 0 : 1
    }

    /// UTF-8 byte range of the text.
    public var text: Range<Int> {
      get { Int(textStart)..<Int(textEnd) }
      set { (textStart, textEnd) = (UInt32(newValue.lowerBound), UInt32(newValue.upperBound)) }
    }

    /// Byte range of the source.
    public var source: Range<Int> {
      get { Int(sourceStart)..<Int(sourceEnd) }
      set { (sourceStart, sourceEnd) = (UInt32(newValue.lowerBound), UInt32(newValue.upperBound)) }
    }

    /// Whether both sides are the same bytes.
    public var isCopy: Bool { changes == 0 }

    /// Number of equal parts of a changed segment, each a change of its own; 1 of a copy.
    public internal(set) var parts: Int32 {
      get { max(1, changes) }
      set { changes = newValue }
    }

    /// Takes in changes that follow and are alike; false where they are not.
    fileprivate mutating func extend(text textBytes: Int, source sourceBytes: Int, count: Int) -> Bool {
      let number = Int(parts)
      guard !isCopy, text.count == textBytes * number, source.count == sourceBytes * number,
        number + count < Int(Int32.max)
      else { return false }
      text = text.lowerBound..<text.upperBound + textBytes * count
      source = source.lowerBound..<source.upperBound + sourceBytes * count
      parts += Int32(truncatingIfNeeded: count)
      return true
    }

    /// Takes in a copy that follows; false where this is none.
    fileprivate mutating func extend(copy count: Int) -> Bool {
      guard isCopy else { return false }
      text = text.lowerBound..<text.upperBound + count
      source = source.lowerBound..<source.upperBound + count
      return true
    }

    /// Bytes of text of each part.
    var textStep: Int { parts == 1 ? text.count : text.count / Int(parts) }
    /// Bytes of source of each part.
    var sourceStep: Int { parts == 1 ? source.count : source.count / Int(parts) }

    /// The changes that the segment is made of; itself when it is one.
    public func split() -> [Segment] {
      (0..<Int(parts)).map { part in
        let (text, source) = (text.lowerBound + part * textStep, source.lowerBound + part * sourceStep)
        return Segment(
          text: text..<text + textStep, source: source..<source + sourceStep, isCopy: isCopy)
      }
    }

    /// The place in the source of a position in the text, of the part it is in: its start or, for the end of a
    /// range, its end.
    func source(ofText position: Int, isEnd: Bool) -> Int {
      let distance = position - text.lowerBound
      if isCopy { return source.lowerBound + distance }
      if parts == 1 { return isEnd ? source.upperBound : source.lowerBound }
      return source.lowerBound + (isEnd ? (distance + textStep - 1) : distance) / textStep * sourceStep
    }

    /// The same the other way round.
    func text(ofSource position: Int, isEnd: Bool) -> Int {
      let distance = max(0, position - source.lowerBound)
      if isCopy { return text.lowerBound + distance }
      if parts == 1 { return isEnd ? text.upperBound : text.lowerBound }
      return text.lowerBound + (isEnd ? (distance + sourceStep - 1) : distance) / sourceStep * textStep
    }
  }

  public private(set) var segments: [Segment] = []
  /// Length of the text that the segments cover so far, in bytes.
  public var textCount: Int { segments.last?.text.upperBound ?? 0 }
  /// Length of the source that the segments cover so far, in bytes.
  public var sourceCount: Int { segments.last?.source.upperBound ?? 0 }

  /// An alignment of nothing; grow it with `appendCopy` and `appendChange`.
  public init() {}

  /// The alignment of a text that is its source.
  public init(copyOf count: Int) { appendCopy(count) }

  /// Adds `count` bytes that are the same on both sides.
  public mutating func appendCopy(_ count: Int) {
    guard count > 0 else { return }
    let last = segments.count - 1
    if last >= 0, segments[last].extend(copy: count) { return }
    append(text: count, source: count, isCopy: true)
  }

  /// Adds `text` bytes of text that stand for `source` bytes of source.
  ///
  /// - Parameter count: how often, one after another.
  public mutating func appendChange(text: Int, source: Int, count: Int = 1) {
    guard text > 0 || source > 0, count > 0 else { return }
    let most = 1 << 30
    if count > most {
      appendChange(text: text, source: source, count: most)
      appendChange(text: text, source: source, count: count - most)
    } else if text == 0, let last = segments.last, last.text.isEmpty {
      segments[segments.count - 1].source = last.source.lowerBound..<last.source.upperBound + source * count
    } else if text == 0 || source == 0 {
      append(text: text * count, source: source * count, isCopy: false)
    } else if segments.isEmpty
      || !segments[segments.count - 1].extend(text: text, source: source, count: count)
    {
      append(text: text * count, source: source * count, isCopy: false)
      segments[segments.count - 1].parts = Int32(clamping: count)
    }
  }

  mutating func reserve(_ count: Int) { segments.reserveCapacity(count) }

  /// Adds an alignment of what follows.
  public mutating func append(_ other: Alignment) {
    for segment in other.segments {
      if segment.isCopy {
        appendCopy(segment.text.count)
      } else {
        appendChange(text: segment.textStep, source: segment.sourceStep, count: Int(segment.parts))
      }
    }
  }

  /// The alignment of a run of the source with the text that came from it; text that came from nothing goes
  /// with the source after it, or at the end with that before it. Nil where a change reaches over an end of
  /// the run.
  ///
  /// - Complexity: O(segments).
  func slice(ofSource range: Range<Int>) -> Alignment? {
    var result = Alignment()
    for segment in segments {
      let (lower, upper) = (segment.source.lowerBound, segment.source.upperBound)
      if lower == upper {
        if range.contains(lower) || lower == sourceCount && range.upperBound == lower {
          result.appendChange(text: segment.text.count, source: 0)
        }
        continue
      }
      let count = min(upper, range.upperBound) - max(lower, range.lowerBound)
      guard count > 0 else { continue }
      if segment.isCopy {
        result.appendCopy(count)
      } else if segment.text.isEmpty {
        result.appendChange(text: 0, source: count)
      } else {
        guard (max(lower, range.lowerBound) - lower) % segment.sourceStep == 0,
          count % segment.sourceStep == 0
        else { return nil }
        result.appendChange(
          text: segment.textStep, source: segment.sourceStep, count: count / segment.sourceStep)
      }
    }
    return result
  }

  /// Adds a copy and one change after it, to a change or to nothing.
  ///
  /// - Parameter copied: more than 0.
  mutating func append(copy copied: Int, thenText text: Int, source: Int) {
    guard let last = segments.last, !last.isCopy, text > 0 || source > 0 else {
      appendCopy(copied)
      return appendChange(text: text, source: source)
    }
    let (textStart, sourceStart) = (last.text.upperBound, last.source.upperBound)
    let (textMiddle, sourceMiddle) = (textStart + copied, sourceStart + copied)
    segments.append(Segment(text: textStart..<textMiddle, source: sourceStart..<sourceMiddle, isCopy: true))
    segments.append(
      Segment(
        text: textMiddle..<textMiddle + text, source: sourceMiddle..<sourceMiddle + source, isCopy: false))
  }

  private mutating func append(text: Int, source: Int, isCopy: Bool) {
    let (textStart, sourceStart) = (textCount, sourceCount)
    segments.append(
      Segment(text: textStart..<textStart + text, source: sourceStart..<sourceStart + source, isCopy: isCopy))
  }

  /// The source bytes that a run of text came from; at a changed segment, all of that segment's.
  ///
  /// - Parameter range: UTF-8 byte range of the text.
  /// - Complexity: O(log segments).
  public func sourceRange(of range: Range<Int>) -> Range<Int> {
    let lower = sourceStart(of: range.lowerBound)
    if range.isEmpty { return lower..<lower }
    let index = segments.partitionPoint { $0.text.upperBound >= range.upperBound }
    guard index < segments.count else { return lower..<max(lower, sourceCount) }
    let upper = segments[index].source(ofText: range.upperBound, isEnd: true)
    return lower..<max(lower, upper)
  }

  /// The run of text that came from a run of source bytes; at a changed segment, all of that segment's.
  ///
  /// - Complexity: O(log segments).
  public func textRange(of range: Range<Int>) -> Range<Int> {
    let first = segments.partitionPoint { $0.source.upperBound > range.lowerBound }
    guard first < segments.count else { return textCount..<textCount }
    let lower = segments[first].text(ofSource: range.lowerBound, isEnd: false)
    if range.isEmpty { return lower..<lower }
    let index = segments.partitionPoint { $0.source.upperBound >= range.upperBound }
    guard index < segments.count else { return lower..<max(lower, textCount) }
    let upper = segments[index].text(ofSource: range.upperBound, isEnd: true)
    return lower..<max(lower, upper)
  }

  private func sourceStart(of position: Int) -> Int {
    let index = segments.partitionPoint { $0.text.upperBound > position }
    guard index < segments.count else { return sourceCount }
    return segments[index].source(ofText: position, isEnd: false)
  }
}
