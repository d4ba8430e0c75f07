/// Which bytes of the text came from which bytes of the source.
///
/// A list of segments that covers both sides fully and in order. A copy segment has the same bytes on both
/// sides; a changed segment says that its text, as a whole, stands for its source bytes: a decoded character,
/// an entity reference, an edit (empty text: a deletion; empty source: an insertion). Changes one after another
/// that are alike, as the characters of a decoded word are, are one segment of several equal parts.
public struct Alignment: Sendable, Equatable {
  public struct Segment: Sendable, Equatable {
    /// UTF-8 byte range of the text.
    public var text: Range<Int>
    /// Byte range of the source.
    public var source: Range<Int>
    /// Whether both sides are the same bytes.
    public var isCopy: Bool
    /// Number of equal parts of a changed segment, each a change of its own; 1 of a copy.
    public internal(set) var parts: Int32 = 1

    public init(text: Range<Int>, source: Range<Int>, isCopy: Bool) {
      self.text = text
      self.source = source
      self.isCopy = isCopy
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

  /// The alignment after a batch of edits of the text.
  ///
  /// - Parameter edits: ascending, not overlapping, within the text.
  /// - Complexity: O(segments + edits).
  func applying(_ edits: [Edit]) -> Alignment {
    var walk = AlignmentWalk(segments)
    for change in clusters(of: edits) {
      walk.copy(upTo: change.range.lowerBound)
      walk.replace(upTo: change.range.upperBound, newCount: change.newCount)
    }
    walk.copy(upTo: textCount)
    return walk.result
  }

  /// Edits widened to the changed segments they reach into, which cannot be split, and joined where they then
  /// overlap.
  private func clusters(of edits: [Edit]) -> [(range: Range<Int>, newCount: Int)] {
    var clusters: [(range: Range<Int>, newCount: Int)] = []
    for edit in edits {
      let lower = widened(edit.range.lowerBound).lowerBound
      let upper = widened(edit.range.upperBound).upperBound
      let growth = edit.replacement.count - edit.range.count
      if let last = clusters.last, lower < last.range.upperBound {
        let range = last.range.lowerBound..<max(upper, last.range.upperBound)
        clusters[clusters.count - 1] = (range, last.newCount + growth + range.count - last.range.count)
      } else {
        clusters.append((lower..<upper, upper - lower + growth))
      }
    }
    return clusters
  }

  /// The change that has the position strictly inside, else the position itself.
  private func widened(_ position: Int) -> Range<Int> {
    let index = segments.partitionPoint { $0.text.upperBound > position }
    guard index < segments.count, !segments[index].isCopy, segments[index].text.lowerBound < position else {
      return position..<position
    }
    let (start, step) = (segments[index].text.lowerBound, segments[index].textStep)
    let lower = start + (position - start) / step * step
    return lower == position ? position..<position : lower..<lower + step
  }
}

/// One pass over an alignment's segments that copies some and merges others.
private struct AlignmentWalk {
  private let segments: [Alignment.Segment]
  private var index = 0
  /// Bytes of text of the segment at `index` that are used up: of a copy any number, else of whole parts.
  private var used = 0
  private(set) var result = Alignment()

  init(_ segments: [Alignment.Segment]) { self.segments = segments }

  /// Copies segments until the old text position, deletions at that position included.
  mutating func copy(upTo position: Int) {
    while index < segments.count,
      segments[index].text.lowerBound + used < position || segments[index].text.isEmpty
    {
      let segment = segments[index]
      if segment.text.isEmpty, segment.text.lowerBound > position { return }
      let end = min(position, segment.text.upperBound)
      let count = end - segment.text.lowerBound - used
      if segment.isCopy {
        result.appendCopy(count)
        advance(to: end, in: segment)
      } else if segment.parts > 1 {
        result.appendChange(
          text: segment.textStep, source: segment.sourceStep, count: count / segment.textStep)
        advance(to: end, in: segment)
      } else {
        result.appendChange(text: segment.text.count, source: segment.source.count)
        index += 1
      }
    }
  }

  /// Replaces the old text up to a position by one changed segment.
  mutating func replace(upTo position: Int, newCount: Int) {
    var sourceCount = 0
    while index < segments.count, segments[index].text.lowerBound + used < position {
      let segment = segments[index]
      if segment.isCopy || segment.parts > 1 {
        let end = min(position, segment.text.upperBound)
        let count = end - segment.text.lowerBound - used
        sourceCount += segment.isCopy ? count : count / segment.textStep * segment.sourceStep
        advance(to: end, in: segment)
      } else {
        sourceCount += segment.source.count
        index += 1
      }
    }
    result.appendChange(text: newCount, source: sourceCount)
  }

  private mutating func advance(to end: Int, in segment: Alignment.Segment) {
    used = end - segment.text.lowerBound
    if used == segment.text.count {
      index += 1
      used = 0
    }
  }
}
