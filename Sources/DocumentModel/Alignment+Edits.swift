extension Alignment {
  /// The alignment after a batch of edits of the text.
  ///
  /// An edit that reaches into a changed segment, which cannot be split, replaces all of it, and is one with
  /// the edits that reach into it too.
  /// - Parameter edits: ascending, not overlapping, within the text.
  /// - Complexity: O(segments + edits).
  func applying(_ edits: EditBatch) -> Alignment {
    if segments.count == 1, segments[0].isCopy { return applyingToCopy(edits) }
    var walk = AlignmentWalk(segments, edits: edits.count)
    var cursor = 0
    var (lower, upper, newCount) = (0, 0, 0)
    for index in edits.indices {
      let range = edits.range(index)
      let start = widened(range.lowerBound, from: &cursor).lowerBound
      let end = widened(range.upperBound, from: &cursor).upperBound
      let growth = edits.growth(index)
      if index > 0, start < upper {
        newCount += growth + max(0, end - upper)
        upper = max(upper, end)
        continue
      }
      if index > 0 { walk.change(lower..<upper, newCount: newCount) }
      (lower, upper, newCount) = (start, end, end - start + growth)
    }
    if !edits.isEmpty { walk.change(lower..<upper, newCount: newCount) }
    walk.copy(upTo: textCount)
    return walk.result
  }

  /// As `applying`, for a text that is its source: no edit meets a changed segment.
  private func applyingToCopy(_ edits: EditBatch) -> Alignment {
    var result = Alignment()
    result.reserve(1 + 2 * edits.count)
    var (position, start) = (0, 0)
    for entry in edits.entries {
      let copied = Int(entry.lower) - position
      if copied > 0 {
        result.append(copy: copied, thenText: Int(entry.end) - start, source: entry.range.count)
      } else {
        result.appendChange(text: Int(entry.end) - start, source: entry.range.count)
      }
      (position, start) = (Int(entry.upper), Int(entry.end))
    }
    result.appendCopy(textCount - position)
    return result
  }

  /// The change that has the position strictly inside, else the position itself.
  ///
  /// - Parameter cursor: a segment not after the position; moved on to it.
  private func widened(_ position: Int, from cursor: inout Int) -> Range<Int> {
    while cursor < segments.count, segments[cursor].text.upperBound <= position { cursor += 1 }
    guard cursor < segments.count, !segments[cursor].isCopy, segments[cursor].text.lowerBound < position
    else {
      return position..<position
    }
    let (start, step) = (segments[cursor].text.lowerBound, segments[cursor].textStep)
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

  init(_ segments: [Alignment.Segment], edits: Int) {
    self.segments = segments
    result.reserve(segments.count + 2 * edits)
  }

  /// Replaces a range of the old text, after copying what is before it.
  mutating func change(_ range: Range<Int>, newCount: Int) {
    copy(upTo: range.lowerBound)
    replace(upTo: range.upperBound, newCount: newCount)
  }

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
  private mutating func replace(upTo position: Int, newCount: Int) {
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
