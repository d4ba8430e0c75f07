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
/// The library stops at the first key that stands twice and at the first alias of nothing. Then one
/// character of the copy that is parsed is exchanged for a stand-in, so that no place moves, and the copy is
/// parsed again.
struct YAMLReading {
  let source: SourceText
  /// What is parsed: the source, with stand-ins.
  private var scalars: [Unicode.Scalar]
  /// What the stand-ins stand for, by their code points.
  private(set) var originals: [Unicode.Scalar: Unicode.Scalar] = [:]
  private var nextStandIn: UInt32 = 0xF0000
  /// Scalars that may still be parsed: bounds the work on a file with thousands of duplicate keys.
  private var budget = 2_500_000
  var reportedPlaces: Set<Place> = []

  /// Where reading ended before the end of the file, because of a fault.
  private(set) var cut: Cut?

  struct Cut {
    /// The first line of which nothing can be said.
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
    var failed: [Place]?
    while budget > 0 {
      budget -= scalars.count
      switch parse() {
      case .node(let node, let second):
        return document(node, second: second, collector)
      case .twice(let name, let mark):
        guard budget > 0, substituteKey(at: mark) else {
          collector.report(unreadableKey(name, at: mark), at: place(mark))
          return nil
        }
      case .undefinedAlias(let mark):
        report(Messages.anchor, at: place(mark, width: 2), collector)
        let offset = source.offset(line: mark.line, column: mark.column)
        guard offset < scalars.count, scalars[offset] == "*", substitute(at: offset) else { return nil }
      case .failure(let fault):
        if let failed { return partial(failed, collector) }
        let places = fault.report(in: source, collector)
        guard fault.isTab(in: source), let first = places.first else { return partial(places, collector) }
        // Tabs that indent may be read as spaces where no line is indented by both.
        failed = [first]
        replaceTabs(in: Set(places.map(\.line)))
      }
    }
    return nil
  }

  private mutating func document(_ node: Node?, second: Node?, _ collector: ProblemCollector) -> SourceNode? {
    if let second { collector.report(Messages.secondDocument, at: place(second.mark, width: 3)) }
    if node == nil, collector.isEmpty { collector.report(Messages.empty, at: Place(line: 1, column: 1)) }
    return node.map { converted($0, depth: 0, collector) }
  }

  /// What is wrong with a key that stands twice and cannot be read past.
  private func unreadableKey(_ name: String, at mark: Mark) -> Message {
    let offset = source.offset(line: mark.line, column: mark.column)
    switch offset < source.scalars.count ? source.scalars[offset] : " " {
    case "&", "*": return Messages.anchor
    case "!": return Messages.tag
    case "[", "{": return Messages.keyIsNoText(.list([]))
    default:
      var view = String.UnicodeScalarView()
      for scalar in name.unicodeScalars { view.append(originals[scalar] ?? scalar) }
      return Messages.duplicate(String(view), firstLine: nil)
    }
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

  /// Reads what stands before the place where the file stops being YAML.
  private mutating func partial(_ places: [Place], _ collector: ProblemCollector) -> SourceNode? {
    let end = source.offset(line: places.map(\.line).min() ?? 1, column: 1)
    // What is read next is only the first part: its last value may be cut, and what it lacks may follow.
    cut = Cut(line: firstDoubtfulLine(before: source.position(of: end).line), problems: collector.count)
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

  /// The first line of which nothing can be said when reading ends before a line: that line, or the one
  /// above when its value may go on there.
  private func firstDoubtfulLine(before line: Int) -> Int {
    var number = line - 1
    while number > 1, source.line(number).allSatisfy({ $0 == " " }) { number -= 1 }
    return indent(of: line) > indent(of: number) ? number : line
  }

  private func indent(of line: Int) -> Int { source.line(line).prefix { $0 == " " || $0 == "\t" }.count }

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

  private mutating func replaceTabs(in lines: Set<Int>) {
    for line in lines {
      let scalars = source.line(line)
      for offset in scalars.indices {
        guard scalars[offset] == "\t" || scalars[offset] == " " else { break }
        self.scalars[offset] = " "
      }
    }
  }

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
  ///
  /// What looks like an alias in a quoted text is counted too; comments are not, unless they hold a quote,
  /// which may be the end of a text.
  private func suspiciousAnchor() -> Place? {
    var anchor: Place?
    var aliases = 0
    for number in 1...source.lineCount {
      let line = source.line(number)
      let lastQuote = line.lastIndex { $0 == "'" || $0 == "\"" } ?? line.startIndex - 1
      var previous: Unicode.Scalar = " "
      for index in line.indices {
        if line[index] == "#", previous == " ", index > lastQuote { break }
        if Self.mayStandBeforeValue.contains(previous), index + 1 < line.endIndex, line[index + 1] != " " {
          if line[index] == "*" { aliases += 1 }
          if line[index] == "&" {
            anchor = anchor ?? Place(line: number, column: index - line.startIndex + 1)
          }
        }
        previous = line[index]
      }
    }
    return aliases > Self.maxAliases ? anchor : nil
  }

  private static let mayStandBeforeValue: Set<Unicode.Scalar> = [
    " ", "\t", "[", "{", ",", ":", "-", "?", "\u{FEFF}",
  ]
}
