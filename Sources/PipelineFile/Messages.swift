import Foundation
import StageKit

/// What an error says, and one thing to do about it.
struct Message: Equatable {
  let text: String
  let help: String?

  init(_ text: String, help: String? = nil) {
    self.text = text
    self.help = help
  }
}

/// All wording of errors in pipeline files: lower case, no full stop, what the user wrote in `'…'`.
enum Messages {
  // MARK: The file

  static let missingFile = Message("there is no such file")
  static let isDirectory = Message(
    "is a folder, not a pipeline file", help: "name a file in it: 'pipelines/archive.yaml'")
  static let notRegularFile = Message("is not a regular file")
  static let empty = Message(
    "the file holds no pipeline", help: "begin with 'name:', 'read:', 'stages:' and 'write:'")
  static let byteOrderMark = Message(
    "the file begins with a byte order mark", help: "save it as UTF-8 without one")
  static func unreadableFile(reason: Int32) -> Message {
    Message("cannot be read: \(String(cString: strerror(reason)).lowercased())")
  }
  static func tooLarge(bytes: Int) -> Message {
    Message("is too large for a pipeline file: \(bytes) bytes; allowed: \(PipelineBytes.maxBytes)")
  }
  static func notUTF8(byte: UInt8) -> Message {
    Message(
      "the file is not UTF-8: byte 0x\(hex(UInt32(byte), 2)) begins no character", help: "save it as UTF-8")
  }
  static func controlCharacter(_ scalar: Unicode.Scalar) -> Message {
    Message("the control character U+\(hex(scalar.value, 4)) is not allowed")
  }

  // MARK: YAML

  static let tab = Message("a tab indents this line", help: "indent with spaces")
  static let anchor = Message(
    "anchors (&) and aliases (*) are not allowed", help: "write the value out, or put it in quotes")
  static let tag = Message("tags (!) are not allowed", help: "leave it out, or put the value in quotes")
  static let mergeKey = Message("merge keys (<<) are not allowed", help: "write the options out")
  static func keyIsNoText(_ content: SourceNode.Content) -> Message {
    if case .null = content { return Message("a name is missing before ':'") }
    return Message("a name must be a text, not a list or a map")
  }
  static let secondDocument = Message("a second document begins here; a pipeline file holds one")
  static func tooDeep(_ limit: Int) -> Message { Message("lists and maps are nested deeper than \(limit)") }
  static func duplicate(_ name: String, firstLine: Int?) -> Message {
    Message("\(quoted(name)) stands twice" + (firstLine.map { "; the first is in line \($0)" } ?? ""))
  }

  /// - Parameters:
  ///   - problem: the YAML library's words.
  ///   - scalar: what stands at the place it names.
  ///   - start: what stands at the beginning of what it was reading.
  ///   - item: the item that this stands below, where it is a name alone.
  /// - Returns: the message, and whether it is about that beginning.
  static func syntax(
    _ problem: String, at scalar: Unicode.Scalar?, begunWith start: Unicode.Scalar?,
    below item: (name: String, line: Int)?
  ) -> (Message, pointsAtStart: Bool) {
    let belowName = item.map { "write '- \($0.name):' in line \($0.line)" }
    switch problem {
    case "found unexpected end of stream", "found unexpected document indicator":
      return (Message("the quote \(quoted(start)) is never closed"), true)
    case "did not find expected node content":
      return (Message("a value is missing here, or a bracket is not closed"), false)
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      return (Message("the bracket \(quoted(start)) is not closed, or a comma is missing in it"), true)
    case "could not find expected ':'":
      return (Message("a ':' is missing after this name"), true)
    case "did not find expected key" where scalar == ":":
      return (keyIsNoText(.null), false)
    case "did not find expected key", "did not find expected '-' indicator",
      "did not find expected <document start>":
      return (
        Message(
          "this line does not fit the lines above", help: belowName ?? "indent what belongs together alike"),
        false
      )
    case "did not find expected alphabetic or numeric character": return (anchor, false)
    case "mapping keys are not allowed in this context":
      return (Message("a '?' is not expected here", help: "put a text that begins with '?' in quotes"), false)
    case "mapping values are not allowed in this context", "found unexpected ':'":
      let help = belowName ?? "put a text that holds ': ' in quotes; indent what belongs together alike"
      return (Message("a ':' is not expected here", help: help), false)
    case "block sequence entries are not allowed in this context":
      return (Message("a list is not expected here", help: "begin the list on a line of its own"), false)
    case "found character that cannot start any token":
      return (Message("a value cannot begin with \(quoted(scalar))", help: "put the value in quotes"), false)
    case "found unknown escape character":
      return (
        Message("this escape is not known in double quotes", help: "use single quotes, or write '\\\\'"),
        false
      )
    default:
      return (Message("not YAML: \(problem)"), false)
    }
  }

  // MARK: Sections

  static let rootIsNoMap = Message(
    "a pipeline file must be a map", help: "begin with 'name:', 'read:', 'stages:' and 'write:'")
  static func unknownKey(_ key: String, allowed: [String]) -> Message {
    Message("a pipeline has no \(quoted(key))", help: suggestion(for: key, among: allowed, label: "it has"))
  }
  static func missingSection(_ key: String, names: [String], why: String) -> Message {
    Message("\(quoted(key)) is missing: \(why)", help: "add it with one of \(list(names))")
  }
  static func mustBeText(_ key: String, _ content: SourceNode.Content) -> Message {
    Message("\(quoted(key)) is \(described(content)); it must be a text")
  }
  static func badOnError(_ content: SourceNode.Content) -> Message {
    let allowed = Pipeline.OnError.allCases.map(\.rawValue)
    return wrongValue("'on_error'", described(content), text(of: content), expected: "", allowed: allowed)
  }
  static func badNumber(_ key: String, _ content: SourceNode.Content, _ bounds: ClosedRange<Double>)
    -> Message
  {
    let range = "\(Int(bounds.lowerBound))...\(Int(bounds.upperBound))"
    return Message("\(quoted(key)) is \(described(content)); it must be a number in \(range)")
  }
  static func badIsolation(_ content: SourceNode.Content) -> Message {
    let allowed = Pipeline.IsolationMode.allCases.map(\.rawValue)
    return wrongValue("'isolation'", described(content), text(of: content), expected: "", allowed: allowed)
  }
  static func readerIsNoMap(_ content: SourceNode.Content) -> Message {
    Message(
      "'read' is \(described(content)); it must be one reader",
      help: "write 'read-files: { path: ... }' below it")
  }
  static func secondReader(_ name: String) -> Message {
    Message("\(quoted(name)) is a second reader; a pipeline has one")
  }
  static func stepsAreNoList(_ key: String, _ content: SourceNode.Content) -> Message {
    Message("\(quoted(key)) is \(described(content)); it must be a list", help: "begin each step with '- '")
  }

  // MARK: Steps

  static func stepIsNoName(_ content: SourceNode.Content) -> Message {
    var what = described(content)
    if case .null = content { what = "an empty item" }
    return Message("\(what) is not a step", help: "write '- name' or '- name: { option: value }'")
  }
  static func unknownStep(_ name: String, _ kind: StepKind, names: [String]) -> Message {
    Message(
      "there is no \(kind) \(quoted(name))", help: suggestion(for: name, among: names, label: "\(kind)s:"))
  }
  static func wrongKind(_ entry: RegistryEntry, section: String) -> Message {
    Message("\(entry.name) is a \(entry.kind); put it under \(quoted(section))")
  }
  static func secondStep(_ name: String, after first: String, isOption: Bool) -> Message {
    isOption
      ? Message(
        "\(quoted(name)) stands beside \(quoted(first))", help: "indent it deeper than \(quoted(first))")
      : Message(
        "\(quoted(name)) is a second step in one list item", help: "begin it with '- ' on a line of its own")
  }
  static func optionsAreNoMap(_ step: String, _ content: SourceNode.Content) -> Message {
    Message(
      "the options of \(step) are \(described(content)); they must be a map", help: "write 'option: value'")
  }
  static func unmetNeed(_ step: String, _ need: Feature, givers: [String]) -> Message {
    let help = givers.isEmpty ? nil : "put \(list(givers, joinedBy: " or ")) before it"
    return Message("\(step) needs \(quoted(need.rawValue)), which no earlier stage gives", help: help)
  }

  // MARK: Options

  static func unknownOption(_ key: String, of entry: RegistryEntry) -> Message {
    let names = entry.fields.map(\.key)
    if entry.kind == .stage, ["when", "cache"].contains(key) {
      return Message(
        "\(entry.name) has no option \(quoted(key))",
        help: "\(quoted(key)) is no option: write it beside \(quoted(entry.name)), on a line of its own")
    }
    let help = names.isEmpty ? "it has no options" : suggestion(for: key, among: names, label: "it has")
    return Message("\(entry.name) has no option \(quoted(key))", help: help)
  }
  static func badOption(
    _ key: String, of step: String, is value: SourceNode.Content, _ problem: OptionProblem
  ) -> Message {
    wrongValue(
      "\(key) of \(step)", described(value), text(of: value), expected: problem.expected,
      allowed: problem.allowed)
  }
  static func missingOption(_ key: String, of step: String) -> Message {
    Message("\(step) needs \(quoted(key))", help: "write '\(step): { \(key): ... }'")
  }
  static func missingInput(_ key: String, of step: String, written: String, sought: String) -> Message {
    let help = "it is relative to the pipeline file: looked for \(quoted(sought, limit: maxPath))"
    let text = "\(key) of \(step) is \(quoted(written, limit: maxPath)), which does not exist"
    return Message(text, help: sought == written ? nil : help)
  }
  static func secondOutput(_ key: String, of step: String, path: String, firstLine: Int) -> Message {
    Message(
      "\(step) in line \(firstLine) has the same \(key), \(quoted(path, limit: maxPath))",
      help: "give one of them another \(quoted(key))")
  }

  // MARK: --set

  static let overrideShape = Message(
    "is not of the form stage.option=value", help: "write '--set tag-entities.gazetteers=general'")
  static func overrideOfAbsentStep(_ name: String, steps: [String]) -> Message {
    Message(
      "the pipeline has no step \(quoted(name))", help: suggestion(for: name, among: steps, label: "it has"))
  }

  // MARK: The end

  static func closing(count: Int, isCut: Bool) -> String {
    if isCut { return "More than \(count) errors; these are the first. Nothing was run." }
    return "\(count) \(count == 1 ? "error" : "errors"). Nothing was run."
  }

  // MARK: Pieces

  private static func wrongValue(
    _ subject: String, _ described: String, _ text: String?, expected: String, allowed: [String]
  ) -> Message {
    guard !allowed.isEmpty else {
      return Message("\(subject) is \(described); it must be \(withArticle(expected))")
    }
    let nearest = text.flatMap { NearestName.of($0, among: allowed) }
    return Message("\(subject) is \(described); allowed: \(list(allowed))", help: nearest.map(didYouMean))
  }

  private static func withArticle(_ expected: String) -> String {
    expected.hasPrefix("list ") ? "a " + expected : expected
  }

  static func suggestion(for name: String, among names: [String], label: String) -> String {
    NearestName.of(name, among: names).map(didYouMean) ?? "\(label) \(list(names))"
  }

  private static func didYouMean(_ name: String) -> String { "did you mean \(quoted(name))?" }

  private static func list(_ names: [String], joinedBy separator: String = ", ") -> String {
    names.map { quoted($0) }.joined(separator: separator)
  }

  private static func text(of content: SourceNode.Content) -> String? {
    if case .text(let text) = content { text } else { nil }
  }

  static func described(_ content: SourceNode.Content) -> String {
    switch content {
    case .null: "empty"
    case .text(let text): quoted(text)
    case .list: "a list"
    case .map: "a map"
    case .reported: "wrong"
    }
  }

  private static func quoted(_ scalar: Unicode.Scalar?) -> String {
    quoted(scalar.map { String(Character($0)) } ?? "")
  }

  /// Scalars of a path that are shown; of other texts fewer.
  private static let maxPath = 4096

  /// The text in quotes: long ones cut, and what could not be seen or would spoil the line as `\u{…}`.
  static func quoted(_ text: String, limit: Int = 60) -> String {
    var shown = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == limit { return "'\(shown)…'" }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse:
        shown += "\\u{\(hex(scalar.value, 1))}"
      case .spaceSeparator where scalar != " ": shown += "\\u{\(hex(scalar.value, 1))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return "'\(shown)'"
  }

  private static func hex(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
