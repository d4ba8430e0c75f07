/// What is said of the words beside a stage, and of routes.
extension Messages {
  static func reserved(_ key: String, isStage: Bool) -> Message {
    isStage
      ? Message("'route' stands beside a stage", help: "write '- route:' as an item of its own")
      : Message("\(quoted(key)) is for stages only")
  }

  // MARK: when, cache

  static func whenIsNoMap(_ content: SourceNode.Content) -> Message {
    Message(
      "'when' is \(described(content)); it must be a map", help: "write 'when: { language: vi }'")
  }
  static func unknownCondition(_ key: String) -> Message {
    Message(
      "'when' has no \(quoted(key))", help: suggestion(for: key, among: Condition.keys, label: "it has"))
  }
  static func badCondition(_ key: String) -> Message {
    switch key {
    case "kind": Message("'kind' must be 'text' or 'html'")
    case "metadata": Message("'metadata' must be a map", help: "write 'metadata: { site: bbc.com }'")
    case "language": Message("'language' must be a language tag, or a list of them")
    default: Message("\(quoted(key)) must be a whole number")
    }
  }
  static func badCache(_ content: SourceNode.Content) -> Message {
    Message("'cache' is \(described(content)); it must be true or false")
  }

  // MARK: route

  private static let branchHelp = "write '- when: { language: vi }' and below it 'stages: [...]'"
  static func routeIsNoList(_ content: SourceNode.Content) -> Message {
    Message("'route' is \(described(content)); it must be a list of branches", help: branchHelp)
  }
  static func branchIsNoMap(_ content: SourceNode.Content) -> Message {
    if case .map = content { return Message("this branch has no 'stages'", help: branchHelp) }
    return Message("a branch is \(described(content)); it must be a map", help: branchHelp)
  }
  static func unknownBranchKey(_ key: String) -> Message {
    Message(
      "a branch has no \(quoted(key))",
      help: suggestion(for: key, among: ["when", "stages"], label: "it has"))
  }
  static let branchTakesAll = Message(
    "this branch has no 'when', so that those after it are never taken", help: "put it last")
  static let routeInRoute = Message(
    "a route stands in a branch of another", help: "give its branches to the outer one, or use 'when'")

  // MARK: tests

  private static let testHelp =
    "write '- name: ...', below it 'text', 'html' or 'file', and 'expect: { contains: ... }'"
  static func testsAreNoList(_ content: SourceNode.Content) -> Message {
    Message("'tests' is \(described(content)); it must be a list", help: testHelp)
  }
  static let testIsNoMap = Message("a test must have a document, and something to expect", help: testHelp)
  static func unknownTestKey(_ key: String) -> Message {
    let keys = ["expect", "file", "html", "language", "metadata", "name", "text", "url"]
    return Message(
      "a test has no \(quoted(key))", help: suggestion(for: key, among: keys, label: "it has"))
  }
  static func unknownExpectation(_ key: String) -> Message {
    let keys = ["contains", "lacks", "language", "metadata", "outcome", "spans", "tei", "text"]
    return Message(
      "'expect' has no \(quoted(key))", help: suggestion(for: key, among: keys, label: "it has"))
  }
  static func testNeedsText(_ key: String) -> Message {
    Message("\(quoted(key)) must be a text, or a list of texts")
  }
  static func testNeedsMap(_ key: String) -> Message {
    let example = key == "spans" ? "placeName: \"Hà Nội\"" : "name: text"
    let names = key == "spans" ? ", a label with its text" : ""
    return Message("\(quoted(key)) must be a map\(names)", help: "write '\(key): { \(example) }'")
  }
}
