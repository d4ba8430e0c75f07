/// A test that stands in a pipeline file, under `tests`: a document, and what the stages must make of it.
public struct PipelineTest: Sendable, Equatable {
  public var name = ""
  /// Line of the pipeline file, from 1.
  public var line: Int
  /// What the document is made from; nil only where a mistake was reported.
  public var input: Input?
  public var url: String?
  public var language: String?
  public var metadata: [String: [String]] = [:]
  public var expectations: [Expectation] = []

  public enum Input: Sendable, Equatable {
    case text(String)
    case html(String)
    /// Path of a file, relative to the working directory or absolute.
    case file(String)
  }

  /// One thing that must be so.
  public struct Expectation: Sendable, Equatable {
    public var line: Int
    public var what: What
  }

  public enum What: Sendable, Equatable {
    /// `ok`, `empty`, `dropped`, ..., or the code of an error; `ok` unless said otherwise.
    case outcome(String)
    /// The whole text.
    case text(String)
    /// Parts that the text has, or has not.
    case contains([String])
    case lacks([String])
    case language(String)
    /// All values of a metadata field.
    case metadata(String, [String])
    /// Texts that have a span with this label: `persName`.
    case spans(String, [String])
    /// Parts of the TEI.
    case tei([String])
  }
}

extension Checker {
  /// The tests of a pipeline file.
  mutating func checkTests(_ value: SourceNode) {
    guard case .list(let items) = value.content else {
      collector.report(Messages.testsAreNoList(value.content), at: value.place)
      return
    }
    for item in items {
      guard case .map(let pairs) = item.content else {
        if case .reported = item.content { continue }
        collector.report(Messages.testIsNoMap, at: item.place)
        continue
      }
      var test = PipelineTest(line: item.place.line)
      for (key, value) in pairs { checkTest(key, value, &test) }
      if test.name.isEmpty { test.name = "line \(item.place.line)" }
      if test.input == nil || test.expectations.isEmpty {
        collector.report(Messages.testIsNoMap, at: item.place)
      }
      if !test.expectations.contains(where: { if case .outcome = $0.what { true } else { false } }) {
        test.expectations.insert(.init(line: test.line, what: .outcome("ok")), at: 0)
      }
      tests.append(test)
    }
  }

  private mutating func checkTest(_ key: SourceNode, _ value: SourceNode, _ test: inout PipelineTest) {
    guard case .text(let name) = key.content else { return }
    switch name {
    case "expect": checkExpectations(value, &test)
    case "metadata": for field in fields(name, value) { test.metadata[field.key] = field.values }
    case "name": test.name = texts(name, value).first ?? ""
    case "text": test.input = texts(name, value).first.map { .text($0) }
    case "html": test.input = texts(name, value).first.map { .html($0) }
    case "url": test.url = texts(name, value).first
    case "language": test.language = texts(name, value).first
    case "file":
      guard let written = texts(name, value).first else { return }
      let path = written.hasPrefix("/") ? written : folder + written
      test.input = .file(path)
      guard !isFile(path) else { return }
      collector.report(
        Messages.missingInput(name, of: "a test", written: written, sought: path), at: value.place)
    default: collector.report(Messages.unknownTestKey(name), at: key.place)
    }
  }

  private mutating func checkExpectations(_ value: SourceNode, _ test: inout PipelineTest) {
    guard case .map(let pairs) = value.content, !pairs.isEmpty else {
      collector.report(Messages.testIsNoMap, at: value.place)
      return
    }
    for (key, value) in pairs {
      guard case .text(let name) = key.content else { continue }
      let found: [PipelineTest.What]
      switch name {
      case "outcome": found = texts(name, value).prefix(1).map { .outcome($0) }
      case "text": found = texts(name, value).prefix(1).map { .text($0) }
      case "language": found = texts(name, value).prefix(1).map { .language($0) }
      case "contains": found = [.contains(texts(name, value))]
      case "lacks": found = [.lacks(texts(name, value))]
      case "tei": found = [.tei(texts(name, value))]
      case "metadata": found = fields(name, value).map { .metadata($0.key, $0.values) }
      case "spans": found = fields(name, value).map { .spans($0.key, $0.values) }
      default:
        collector.report(Messages.unknownExpectation(name), at: key.place)
        continue
      }
      test.expectations += found.map { PipelineTest.Expectation(line: key.place.line, what: $0) }
    }
  }

  /// A text or a list of texts; empty where it is another thing, which is reported.
  private func texts(_ key: String, _ value: SourceNode) -> [String] {
    if case .reported = value.content { return [] }
    let found = texts(value)
    if found.isEmpty { collector.report(Messages.testNeedsText(key), at: value.place) }
    return found
  }

  private func fields(_ key: String, _ value: SourceNode) -> [(key: String, values: [String])] {
    guard case .map(let pairs) = value.content else {
      collector.report(Messages.testNeedsMap(key), at: value.place)
      return []
    }
    return pairs.compactMap { name, value in
      guard case .text(let name) = name.content else { return nil }
      return (name, texts(key, value))
    }
  }
}
