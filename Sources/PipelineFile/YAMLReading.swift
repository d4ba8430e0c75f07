import Yams

/// A value of a YAML file with its place.
struct SourceNode {
  var place: Place
  var content: Content

  enum Content {
    /// Nothing, `~` or `null`, without quotes.
    case null
    case text(String)
    case list([SourceNode])
    case map([(key: SourceNode, value: SourceNode)])
    /// Something that was already reported; nothing more is said of it.
    case reported
  }
}

/// Reads YAML into nodes and reports what is not allowed in it, as much of it in one go as can be.
///
/// The library stops at the first key that stands twice and at the first alias of nothing. Then one character of the copy
/// that is parsed is exchanged for a stand-in, so that no place moves, and the copy is parsed again.
struct YAMLReading {
  let source: SourceText
  /// What is parsed: the source, with stand-ins.
  private var scalars: [Unicode.Scalar]
  /// What the stand-ins stand for, by their code points.
  private(set) var originals: [Unicode.Scalar: Unicode.Scalar] = [:]
  private var nextStandIn: UInt32 = 0xF0000
  /// Scalars that may still be parsed: bounds the work on a file with thousands of duplicate keys.
  private var budget = 4_000_000
  var reportedPlaces: Set<Place> = []

  /// Where reading ended before the end of the file, because of a fault.
  private(set) var cut: Cut?

  struct Cut {
    /// The last line that was read; what it says may go on in a line that was not.
    let line: Int
    /// Problems that were known by then.
    let problems: Int
  }

  /// More aliases than this are refused unread: each may double what the ones before it stand for.
  static let maxAliases = 32
  /// Deepest nesting of lists and maps; a pipeline file needs six.
  static let maxDepth = 32

  init(_ source: SourceText, _ collector: ProblemCollector) {
    self.source = source
    scalars = source.scalars
    replaceForbidden(collector)
  }

  /// The document, or nil when it has none that can be read.
  mutating func read(_ collector: ProblemCollector) -> SourceNode? {
    if let anchor = suspiciousAnchor() {
      collector.report(Messages.anchor, at: anchor)
      return nil
    }
    while budget > 0 {
      budget -= scalars.count
      switch parse() {
      case .node(let node, let second):
        if let second { collector.report(Messages.secondDocument, at: place(second.mark, width: 3)) }
        guard let node else {
          if collector.isEmpty { collector.report(Messages.empty, at: Place(line: 1, column: 1)) }
          return nil
        }
        return converted(node, depth: 0, collector)
      case .twice(let name, let mark):
        guard substituteKey(at: mark) else {
          collector.report(Messages.duplicate(name, firstLine: nil), at: place(mark))
          return nil
        }
      case .undefinedAlias(let mark):
        collector.report(Messages.anchor, at: place(mark, width: 2))
        let offset = source.offset(line: mark.line, column: mark.column)
        guard offset < scalars.count, scalars[offset] == "*", substitute(at: offset) else { return nil }
      case .failure(let fault):
        return partial(fault, collector)
      }
    }
    collector.report(Messages.tooManyDuplicates, at: Place(line: 1, column: 1))
    return nil
  }

  // MARK: Parsing

  private enum Parsed {
    case node(Node?, second: Node?)
    case twice(String, Mark)
    case undefinedAlias(Mark)
    case failure(YAMLFault)
  }

  private func parse() -> Parsed {
    do {
      // The library keeps a pointer into the string; a string of up to 15 bytes has no storage to point into.
      let padding = String(repeating: "\n", count: scalars.count < 16 ? 16 : 1)
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      let parser = try Parser(yaml: String(view) + padding, resolver: .basic, encoding: .utf8)
      let node = try parser.nextRoot()
      let second = try node.flatMap { _ in try parser.nextRoot() }
      return .node(node, second: second)
    } catch YamlError.duplicatedKeysInMapping(let names, let context) {
      return .twice(names.first ?? "", context.mark)
    } catch YamlError.composer(_, _, let mark, _) {
      return .undefinedAlias(mark)
    } catch YamlError.scanner(let context, let problem, let mark, _) {
      return .failure(YAMLFault(problem: problem, context: context, mark: mark))
    } catch YamlError.parser(let context, let problem, let mark, _) {
      return .failure(YAMLFault(problem: problem, context: context, mark: mark))
    } catch {
      return .failure(YAMLFault(problem: "nested too deep", context: nil, mark: nil))
    }
  }

  /// Reports where the file stops being YAML, and reads what stands before.
  private mutating func partial(_ fault: YAMLFault, _ collector: ProblemCollector) -> SourceNode? {
    let places = fault.report(in: source, collector)
    let end = source.offset(line: places.map(\.line).min() ?? 1, column: 1)
    // What is read next is only the first part: its last value may be cut, and what it lacks may follow.
    cut = Cut(line: lastFilledLine(before: source.position(of: end).line), problems: collector.count)
    guard end > 0, end < scalars.count else { return nil }
    scalars = Array(scalars[..<end])
    while budget > 0 {
      budget -= scalars.count
      switch parse() {
      case .node(let node?, _): return converted(node, depth: 0, collector)
      case .twice(_, let mark): guard substituteKey(at: mark) else { return nil }
      default: return nil
      }
    }
    return nil
  }

  private func lastFilledLine(before line: Int) -> Int {
    var number = line - 1
    while number > 1, source.line(number).allSatisfy({ $0 == " " }) { number -= 1 }
    return number
  }

  // MARK: Stand-ins

  private mutating func substituteKey(at mark: Mark) -> Bool {
    var offset = source.offset(line: mark.line, column: mark.column)
    guard offset < scalars.count else { return false }
    let isQuoted = scalars[offset] == "'" || scalars[offset] == "\""
    if isQuoted { offset += 1 }
    guard offset < scalars.count, !Self.cannotBeReplaced.contains(scalars[offset]) else { return false }
    return substitute(at: offset)
  }

  /// What means something to YAML at the beginning of a key.
  private static let cannotBeReplaced: Set<Unicode.Scalar> = [
    "'", "\"", "\\", "&", "*", "!", "?", ":", "-", "[", "{", "|", ">", " ", "\t", "\n", "\r",
  ]

  private mutating func substitute(at offset: Int) -> Bool {
    guard nextStandIn < 0xFFFF0, let standIn = Unicode.Scalar(nextStandIn) else { return false }
    nextStandIn += 1
    originals[standIn] = scalars[offset]
    scalars[offset] = standIn
    return true
  }

  /// Control characters go before the library sees them; so does whatever looks like a stand-in.
  private mutating func replaceForbidden(_ collector: ProblemCollector) {
    var lastLine = 0
    for (offset, scalar) in scalars.enumerated() {
      if (0xF0000...0xFFFFF).contains(scalar.value) { scalars[offset] = "\u{FFFD}" }
      guard PipelineBytes.isForbidden(scalar) else { continue }
      scalars[offset] = "\u{FFFD}"
      let (line, column) = source.position(of: offset)
      guard line > lastLine else { continue }
      lastLine = line
      collector.report(Messages.controlCharacter(scalar), at: Place(line: line, column: column))
    }
  }

  /// The first anchor of a file with so many aliases that reading it may never end; nil for other files.
  private func suspiciousAnchor() -> Place? {
    var anchor: Int?
    var aliases = 0
    var previous: Unicode.Scalar = "\n"
    for (offset, scalar) in scalars.enumerated() {
      if Self.mayStandBeforeValue.contains(previous) {
        if scalar == "*" { aliases += 1 }
        if scalar == "&", anchor == nil { anchor = offset }
      }
      previous = scalar
    }
    guard aliases > Self.maxAliases, let anchor else { return nil }
    let (line, column) = source.position(of: anchor)
    return Place(line: line, column: column)
  }

  private static let mayStandBeforeValue: Set<Unicode.Scalar> = [
    " ", "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "[", "{", ",", ":", "-", "?", "\u{FEFF}",
  ]
}
