import StageKit

/// Widens the tokens of a transcript over the characters between them that nobody sees, so that a sentence has no text
/// outside its tokens, as ParlaMint asks.
///
/// The token before takes them, at the start of a sentence the next; neither crosses the border of a name. Between two
/// names, or two sentences, the one before is widened too.
struct TokenCover {
  private(set) var marks: [Mark]
  private let text: [UInt8]
  /// Names, dates and sentences of the run by where they begin and end.
  private var starts: [Int: [Int]] = [:]
  private var ends: [Int: [Int]] = [:]

  init(_ marks: [Mark], text: [UInt8]) {
    self.marks = marks
    self.text = text
  }

  /// Covers a run of text.
  ///
  /// - Parameter kept: the marks that become elements in it, by start.
  /// - Returns: false where visible text is in no token and in no gap.
  /// - Complexity: O(bytes + marks).
  mutating func cover(_ range: Range<Int>, _ kept: [Int]) -> Bool {
    (starts, ends) = ([:], [:])
    for mark in kept where !marks[mark].isToken && marks[mark].form != .gap {
      starts[marks[mark].range.lowerBound, default: []].append(mark)
      ends[marks[mark].range.upperBound, default: []].append(mark)
    }
    var position = range.lowerBound
    var last: Int?
    for mark in kept where marks[mark].isToken || marks[mark].form == .gap {
      let place = marks[mark].range.clamped(to: range)
      let isGap = marks[mark].form == .gap
      let isUnwritten = Characters.isUnwritten(text[place])
      if isGap, isUnwritten { continue }
      let canTake = !isGap && !isUnwritten
      if place.lowerBound > position {
        let isCovered = fill(position..<place.lowerBound, after: last, before: canTake ? mark : nil)
        guard isCovered else { return false }
      }
      guard place.upperBound > position || (isGap && place.upperBound == position) else { continue }
      position = place.upperBound
      last = canTake ? mark : nil
    }
    return fill(position..<range.upperBound, after: last, before: nil)
  }

  /// Covers what is between two tokens; nothing is taken over characters that nobody can read.
  private mutating func fill(_ loose: Range<Int>, after: Int?, before: Int?) -> Bool {
    var start = loose.lowerBound
    var parts: [Range<Int>] = []
    if Characters.holdsIllegible(text[loose]) {
      Characters.forEachScalar(of: text[loose]) { scalar, place in
        guard Characters.isIllegible(scalar) else { return }
        parts.append(start..<place.lowerBound)
        start = place.upperBound
      }
    }
    parts.append(start..<loose.upperBound)
    for (number, part) in parts.enumerated() {
      let isCovered = give(
        part, after: number == 0 ? after : nil, before: number == parts.count - 1 ? before : nil)
      guard isCovered else { return false }
    }
    return true
  }

  /// Gives the characters between two tokens to one of them; false where they can be seen.
  private mutating func give(_ loose: Range<Int>, after: Int?, before: Int?) -> Bool {
    var (lower, upper): (Int?, Int) = (nil, loose.upperBound)
    var isVisible = false
    Characters.forEachScalar(of: text[loose]) { scalar, place in
      guard !Characters.isXMLSpace(scalar) else { return }
      isVisible = isVisible || !Self.isUnseen(scalar)
      if lower == nil { lower = place.lowerBound }
      upper = place.upperBound
    }
    if isVisible { return false }
    guard let lower else { return true }
    if let after, isFree(marks[after].range.upperBound..<upper) {
      marks[after].range = marks[after].range.lowerBound..<upper
    } else if let before, isFree((lower + 1)..<(marks[before].range.lowerBound + 1)) {
      marks[before].range = lower..<marks[before].range.upperBound
    } else if let after {
      return widen(after, to: upper)
    } else if let before {
      return widen(before, from: lower)
    } else {
      return false
    }
    return true
  }

  /// Whether no name and no sentence begins or ends at these places.
  private func isFree(_ places: Range<Int>) -> Bool {
    places.allSatisfy { starts[$0] == nil && ends[$0] == nil }
  }

  /// Widens a token with what ends with it.
  private mutating func widen(_ token: Int, to upper: Int) -> Bool {
    let end = marks[token].range.upperBound
    guard starts[end] == nil, isFree((end + 1)..<max(upper, end + 1)) else { return false }
    for mark in [token] + (ends[end] ?? []) { marks[mark].range = marks[mark].range.lowerBound..<upper }
    return true
  }

  /// Widens a token with what begins with it.
  private mutating func widen(_ token: Int, from lower: Int) -> Bool {
    let start = marks[token].range.lowerBound
    guard ends[start] == nil, isFree((lower + 1)..<max(start, lower + 1)) else { return false }
    for mark in [token] + (starts[start] ?? []) { marks[mark].range = lower..<marks[mark].range.upperBound }
    return true
  }

  /// Spaces of other kinds, format characters such as U+200B, and marks such as U+FE0F that stand by themselves.
  private static func isUnseen(_ scalar: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .format, .control, .nonspacingMark, .enclosingMark, .spaceSeparator, .lineSeparator,
      .paragraphSeparator:
      return true
    default: return false
    }
  }
}
