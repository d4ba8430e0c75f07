import Markup
import StageKit

/// A header of the project's own: elements that fill or join those of each header.
struct HeaderTemplate: Sendable {
  /// An element, or a run of text.
  enum Node: Sendable, Equatable {
    case element(name: String, attributes: [XMLAttribute], children: [Node])
    case text([UInt8])

    var name: String? { if case .element(let name, _, _) = self { name } else { nil } }
    var children: [Node] { if case .element(_, _, let children) = self { children } else { [] } }
  }

  private let root: Node
  /// Tags that the template names: they must be declared.
  let languages: Set<String>

  /// Reads a template and holds it against the schema.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: `StageError` "bad-header" with file and line.
  init(_ bytes: [UInt8], named name: String, schema: RelaxNGSchema) throws(StageError) {
    var builder = Builder()
    var problem: ValidationProblem?
    do throws(MarkupError) {
      problem = try schema.validate(bytes).first
      if problem == nil { try XMLReader.parse(bytes) { builder.take($0) } }
    } catch { throw StageError("bad-header", "\(name):\(error.line ?? 1): \(error.message)") }
    if let problem {
      throw StageError(
        "bad-header",
        "\(name):\(problem.line): \(problem.message); README.md of write-tei lists what a header may hold")
    }
    guard let root = builder.root else { throw StageError("bad-header", "\(name):1: there is no teiHeader") }
    self.root = root
    languages = builder.languages
  }

  /// The elements of some names at a place, in their order.
  func elements(at path: [String], named names: Set<String>) -> [Node] {
    var nodes = root.children
    for part in path { nodes = nodes.filter { $0.name == part }.flatMap(\.children) }
    return nodes.filter { $0.name.map(names.contains) ?? false }
  }

  /// Puts the events of a parse together.
  private struct Builder {
    var root: Node?
    var languages: Set<String> = []
    private var open: [(name: String, attributes: [XMLAttribute], children: [Node])] = []

    mutating func take(_ event: XMLEvent) {
      switch event {
      case .start(let name, _, let attributes, _, _):
        let written = attributes.filter { !$0.name.hasPrefix("xmlns") }
        languages.formUnion(written.filter { $0.name == "xml:lang" }.map(\.value))
        open.append((name, written, []))
      case .text(let bytes, _, _):
        guard !open.isEmpty else { return }
        open[open.count - 1].children.append(.text(bytes))
      case .end:
        guard let last = open.popLast() else { return }
        let node = Node.element(name: last.name, attributes: last.attributes, children: last.children)
        if open.isEmpty { root = node } else { open[open.count - 1].children.append(node) }
      default: break
      }
    }
  }
}

extension TEIOutput {
  /// Writes an element of a template: one that holds words on a line, another with its elements on lines.
  mutating func write(_ node: HeaderTemplate.Node) throws(MarkupError) {
    guard case .element(let name, let attributes, let children) = node else { return }
    let list = attributes.map { (name: $0.name, value: Characters.line($0.value)) }
    try start(name, list)
    let hasWords = children.contains { child in
      if case .text(let bytes) = child { !Characters.isBlank(bytes[...]) } else { false }
    }
    if hasWords || children.isEmpty {
      try writeWords(children)
      try endInline()
    } else {
      for child in children { try write(child) }
      try end()
    }
  }

  /// Words with elements among them; a run of white space is one space.
  private mutating func writeWords(_ nodes: [HeaderTemplate.Node]) throws(MarkupError) {
    for (index, node) in nodes.enumerated() {
      switch node {
      case .element(let name, let attributes, let children):
        try startInline(name, attributes.map { ($0.name, Characters.line($0.value)) })
        try writeWords(children)
        try endInline()
      case .text(let bytes):
        let string = String(decoding: bytes, as: UTF8.self)
        let line = Characters.line(string)
        let isSpaced = { (scalar: Unicode.Scalar?) in scalar.map { Characters.isSpace($0.value) } ?? false }
        let before = index > 0 && isSpaced(string.unicodeScalars.first) ? " " : ""
        let after = index + 1 < nodes.count && isSpaced(string.unicodeScalars.last) ? " " : ""
        try text(Array((line.isEmpty ? before : before + line + after).utf8)[...])
      }
    }
  }
}

extension HeaderWriter {
  /// Writes what the project's own header has at a place; whether it had anything.
  @discardableResult
  mutating func writeOwn(_ path: [String], _ names: Set<String>) throws(MarkupError) -> Bool {
    let nodes = template?.elements(at: path, named: names) ?? []
    for node in nodes { try output.write(node) }
    return !nodes.isEmpty
  }
}
