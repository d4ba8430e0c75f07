/// A text with lines and columns, to point into: the pipeline file, or the argument of a `--set`.
struct SourceText: Sendable {
  /// Path of the file, or `--set N`.
  let name: String
  /// Whether errors name line and column; a `--set` has neither.
  let hasLines: Bool
  let scalars: [Unicode.Scalar]
  /// Index in `scalars` of the first scalar of each line, and the end of the text.
  private let lineStarts: [Int]

  init(name: String, _ scalars: [Unicode.Scalar], hasLines: Bool = true) {
    self.name = name
    self.hasLines = hasLines
    self.scalars = scalars
    var starts = [0]
    for (index, scalar) in scalars.enumerated() where Self.isBreak(scalar) {
      if scalar == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { continue }
      starts.append(index + 1)
    }
    lineStarts = starts + [scalars.count]
  }

  /// What the YAML library counts as the end of a line.
  static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  var lineCount: Int { lineStarts.count - 1 }

  /// The scalars of a line without its break; empty past the end.
  ///
  /// - Parameter number: from 1.
  func line(_ number: Int) -> ArraySlice<Unicode.Scalar> {
    guard number >= 1, number <= lineCount else { return [] }
    var end = lineStarts[number]
    while end > lineStarts[number - 1], Self.isBreak(scalars[end - 1]) { end -= 1 }
    return scalars[lineStarts[number - 1]..<end]
  }

  /// Index in `scalars` of a place, never past the end.
  func offset(line: Int, column: Int) -> Int {
    guard line >= 1, line <= lineCount else { return scalars.count }
    return min(scalars.count, lineStarts[line - 1] + max(0, column - 1))
  }

  /// Line and column, from 1, of an index in `scalars`.
  func position(of offset: Int) -> (line: Int, column: Int) {
    var low = 0
    var high = lineCount - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return (low + 1, offset - lineStarts[low] + 1)
  }

  /// A problem at a place of this text, with its line.
  func problem(_ message: Message, at place: Place) -> Problem {
    let line = line(place.line)
    let start = line.startIndex + place.column - 1
    let label = hasLines ? String(place.line) : ""
    let snippet = line.isEmpty ? nil : Snippet(label: label, line: line, marking: start..<start + place.width)
    return Problem(
      file: name, line: hasLines ? place.line : nil, column: hasLines ? place.column : nil, message: message,
      snippet: snippet)
  }
}

/// A place in a source text.
struct Place: Hashable, Sendable {
  /// 0 is the pipeline file; N is the argument of the Nth `--set`.
  var source = 0
  /// From 1.
  var line: Int
  /// From 1, in Unicode scalars.
  var column: Int
  /// Scalars to mark, on this line; at least 1.
  var width = 1
}

/// Gathers problems until there are too many. One is shared by all the parts of a check.
final class ProblemCollector {
  /// The pipeline file, then the arguments of `--set`.
  let sources: [SourceText]
  private var found: [(place: Place, problem: Problem)] = []
  private(set) var isCut = false

  init(sources: [SourceText]) { self.sources = sources }

  var isEmpty: Bool { found.isEmpty }

  /// - Parameter message: made only when there is room for it: finding the nearest name is dear.
  func report(_ message: @autoclosure () -> Message, at place: Place) {
    guard found.count < InvalidPipeline.maxProblems else {
      isCut = true
      return
    }
    found.append((place, sources[place.source].problem(message(), at: place)))
  }

  /// Drops what was reported in the pipeline file, from a line on, after the first `count` problems.
  func dropProblems(fromLine line: Int, since count: Int) {
    let kept = found.enumerated().filter { index, element in
      index < count || element.place.source > 0 || element.place.line < line
    }
    found = kept.map(\.element)
  }

  var count: Int { found.count }

  /// In the order of the file, then of `--set`; at the same place in the order in which they were found.
  var problems: [Problem] {
    found.enumerated().sorted { left, right in
      let (a, b) = (left.element.place, right.element.place)
      return (a.source, a.line, a.column, left.offset) < (b.source, b.line, b.column, right.offset)
    }.map(\.element.problem)
  }
}
