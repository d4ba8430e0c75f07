import Foundation
import PipelineFile
import StageKit

/// Runs the tests that stand in a pipeline file: nothing is read but what they name, and nothing is written.
public struct PipelineTests {
  private let tests: [PipelineTest]
  private let chain: Chain

  /// Loads every stage and writer.
  /// - Throws: `RunFailure`.
  public init(_ pipeline: Pipeline, programVersion: String) throws(RunFailure) {
    tests = pipeline.tests
    chain = try Chain(pipeline, programVersion: programVersion, runDate: nil, skippingReader: true)
  }

  /// Something that was to be so and is not.
  public struct Failure: Sendable, Equatable {
    /// Line of the pipeline file, from 1.
    public var line: Int
    /// Name of the test.
    public var test: String
    public var message: String
  }

  /// What is not as the tests say, in the order of the file.
  ///
  /// - Throws: `RunFailure`.
  public func callAsFunction() async throws(RunFailure) -> [Failure] {
    let worker = try LocalWorker(chain, writers: .fields)
    var failures: [Failure] = []
    for test in tests {
      let item = ReadItem(id: test.name) { () throws(StageError) in try PipelineTests.document(of: test) }
      let processed = await worker.work(on: WorkItem(item)).processed
      for expectation in test.expectations {
        failures += PipelineTests.problems(expectation.what, processed).map {
          Failure(line: expectation.line, test: test.name, message: $0)
        }
      }
    }
    return failures
  }

  /// The document of a test, made as from a line of JSON.
  private static func document(of test: PipelineTest) throws(StageError) -> ReadItem.Loaded {
    var fields: [String: JSONValue] = ["id": .string(test.name)]
    switch test.input {
    case .text(let text): fields["text"] = .string(text)
    case .html(let html): fields["html"] = .string(html)
    case .file(let path):
      guard let data = FileManager.default.contents(atPath: path) else {
        throw StageError("unreadable", "'\(path)' cannot be read")
      }
      fields["bytes"] = .string(data.base64EncodedString())
    case nil: break
    }
    fields["url"] = test.url.map { .string($0) }
    fields["language"] = test.language.map { .string($0) }
    if !test.metadata.isEmpty {
      fields["metadata"] = .object(
        test.metadata.mapValues { $0.count == 1 ? .string($0[0]) : .array($0.map { .string($0) }) })
    }
    let line = (try? JSONEncoder().encode(fields)).map { Array($0) } ?? []
    switch try JSONLine(line) {
    case .document(let document): return .document(document)
    case .finished(let processed): return .finished(processed)
    }
  }

  // MARK: Expectations

  private static func problems(_ what: PipelineTest.What, _ processed: ProcessedDocument) -> [String] {
    let document = processed.document
    let text = document.string(in: 0..<document.text.count)
    switch what {
    case .outcome(let wanted):
      let reason = processed.error.map { ": \($0.stage): \($0.message) [\($0.code)]" } ?? ""
      return [processed.outcome.rawValue, processed.error?.code].contains(wanted)
        ? [] : ["it ended as \(processed.outcome.rawValue)\(reason), not as \(wanted)"]
    case .text(let wanted):
      return isSame(text, wanted) ? [] : ["the text is '\(text.prefix(200))', not '\(wanted.prefix(200))'"]
    case .contains(let parts): return missing(parts, in: document.text).map { "the text lacks '\($0)'" }
    case .lacks(let parts):
      return parts.filter { missing([$0], in: document.text).isEmpty }.map { "the text has '\($0)'" }
    case .language(let wanted):
      let language = document.language ?? "und"
      return language == wanted ? [] : ["the language is \(language), not \(wanted)"]
    case .metadata(let key, let wanted):
      let values = document.metadata.strings(key)
      return values.elementsEqual(wanted, by: isSame) ? [] : ["\(key) is \(values), not \(wanted)"]
    case .spans(let label, let wanted):
      let found = document.spans.filter { $0.label == label }.map { Array(document.text[$0.range]) }
      return wanted.filter { !found.contains(Array($0.utf8)) }.map { "'\($0)' is no \(label)" }
    case .tei(let parts):
      return missing(parts, in: Array((processed.tei ?? "").utf8)).map { "the TEI lacks '\($0)'" }
    }
  }

  private static func missing(_ parts: [String], in bytes: [UInt8]) -> [String] {
    let data = Data(bytes)
    return parts.filter { data.range(of: Data($0.utf8)) == nil }
  }

  /// The same characters, not only equal ones.
  private static func isSame(_ one: String, _ two: String) -> Bool { one.utf8.elementsEqual(two.utf8) }
}
