import Foundation
import Logging
import PipelineFile
import StageKit

@testable import Runner

/// Tells nobody anything.
let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

func run(
  _ pipeline: Pipeline, in folder: TemporaryFolder, workers: Int = 2, maxErrors: Int? = nil,
  force: Bool = false, prunes: Bool = false
) async throws -> RunSummary {
  var request = RunRequest(
    pipeline: pipeline, folder: folder.path, workers: workers, maxErrors: maxErrors, programVersion: "1")
  request.force = force
  request.prunes = prunes
  return try await Run(request, log: log)()
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Offers the lines of a text: one document each, the id before a colon.
struct ReadLines: Reader {
  struct Options: StageOptions {
    var lines: [String] = []
    static let fields: [Field<Options>] = [Field("lines", \.lines, "id:text, one for each document.")]
  }
  static let name = "read-lines"
  static let version = 1
  static let summary = "Reads its option."
  let options: Options
  init(options: Options, context: LoadContext) { self.options = options }

  func read(_ offer: (ReadItem) async throws -> Void) async throws {
    for line in options.lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      try await offer(
        ReadItem(id: parts[0], byteCount: parts[1].utf8.count) {
          .document(Document(id: parts[0], text: parts[1]))
        })
    }
  }
}

/// Puts a word in front of the text; refuses "bad", drops "dull", and waits on "slow".
struct SayWord: Stage {
  struct Options: StageOptions {
    var word = "Xin chào "
    static let fields: [Field<Options>] = [Field("word", \.word, "What is said.")]
  }
  static let name = "say-word"
  static let version = 1
  static let summary = "Puts a word in front."
  let options: Options
  init(options: Options, context: LoadContext) { self.options = options }

  func process(_ document: inout Document) async throws(StageError) {
    try document.apply([Edit(0..<0, Array(options.word.utf8), reason: "greeting")])
    let text = document.string(in: 0..<document.text.count)
    if text.contains("bad") { throw StageError("bad-word", "there is a bad word", at: 3) }
    if text.contains("dull") { throw StageError.dropped("dull-word", "there is a dull word") }
    if text.contains("slow") { try? await Task.sleep(for: .milliseconds(30)) }
  }
}

/// Writes each text to a file and all ids to another.
struct WriteText: Writer {
  static let name = "write-text"
  static let version = 1
  static let summary = "Writes texts."
  init(options: NoOptions, context: LoadContext) {}

  func output(for processed: ProcessedDocument) throws(StageError) -> WriterOutput<BytesContribution> {
    let path = "text/" + DocumentName.path(for: processed.document.id, fileExtension: "txt")
    return WriterOutput(
      files: [OutputFile(path: path, bytes: processed.document.text)],
      contribution: BytesContribution(bytes: Array(processed.document.id.utf8)))
  }

  func finish(_ contributions: Contributions<BytesContribution>, into folder: any RunFolder)
    throws(StageError)
  {
    try folder.write("ids.txt") { append throws(StageError) in
      try contributions.forEach { _, value throws(StageError) in try append(value.bytes + [0x0A]) }
    }
  }
}

/// Says which documents have the text of an earlier one; drops them where asked.
struct FindSame: Stage {
  struct Options: StageOptions {
    var drop = false
    static let fields: [Field<Options>] = [Field("drop", \.drop, "Whether they are dropped.")]
  }
  static let name = "find-same"
  static let version = 1
  static let summary = "Finds the same text."
  static let marksDocuments = true
  let options: Options
  init(options: Options, context: LoadContext) { self.options = options }

  func process(_ document: inout Document) {}

  func contribution(of document: Document) -> BytesContribution? { BytesContribution(bytes: document.text) }

  func finish(_ contributions: Contributions<BytesContribution>, into folder: any RunFolder)
    throws(StageError)
  {
    var firsts: [ByteKey: String] = [:]
    // Marks are made while the contributions are walked.
    try contributions.forEach { id, text throws(StageError) in
      guard let first = firsts[ByteKey(text.bytes)] else {
        firsts[ByteKey(text.bytes).copy] = id
        return
      }
      try folder.mark(
        id, ["same_as": .string(first)],
        dropping: options.drop ? .dropped("same", "it is the same as '\(first)'") : nil)
    }
  }
}

/// Writes what became of each document, and what steps said of it.
struct WriteMarks: Writer {
  static let name = "write-marks"
  static let version = 1
  static let summary = "Writes marks."
  static let writesEveryOutcome = true
  init(options: NoOptions, context: LoadContext) {}

  func output(for processed: ProcessedDocument) throws(StageError) -> WriterOutput<BytesContribution> {
    WriterOutput(contribution: BytesContribution(bytes: Array(processed.outcome.rawValue.utf8)))
  }

  func finish(_ contributions: Contributions<BytesContribution>, into folder: any RunFolder)
    throws(StageError)
  {
    try folder.write("marks.txt") { append throws(StageError) in
      try contributions.forEachMarked { id, value, marks throws(StageError) in
        var words = [id, String(decoding: value.bytes, as: UTF8.self)]
        words += marks.fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.strings)" }
        if let error = marks.error { words.append("\(error.stage): \(error.message) [\(error.code)]") }
        try append(Array((words.joined(separator: " ") + "\n").utf8)[...])
      }
    }
  }
}

let fakeSteps = [
  RegistryEntry(ReadLines.self), RegistryEntry(SayWord.self), RegistryEntry(WriteText.self),
  RegistryEntry(FindSame.self), RegistryEntry(WriteMarks.self),
]

/// The checked pipeline over some lines.
///
/// - Parameters:
///   - sameIs: `mark` or `drop` to look for the same texts.
///   - beside: what stands beside the first stage.
func pipeline(
  over lines: [String], word: String = "Xin chào ", onError: String = "quarantine", sameIs: String? = nil,
  beside: String = ""
) throws -> Pipeline {
  let quoted = lines.map { "\"\($0)\"" }.joined(separator: ", ")
  let text = """
    name: test
    read:
      read-lines: { lines: [\(quoted)] }
    stages:
      - say-word: { word: "\(word)" }
    \(beside)
    \(sameIs.map { "  - find-same: { drop: \($0 == "drop") }" } ?? "")
    write:
      - write-text
    \(sameIs == nil ? "" : "  - write-marks")
    on_error: \(onError)
    """
  return try Pipeline(bytes: Array(text.utf8), path: "test.yaml", registry: fakeSteps, for: .run)
}

/// A folder that is gone after the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "sastra-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Relative paths and bytes of all files, the ledger left out.
  func files() -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for case let file as String in FileManager.default.enumerator(atPath: path) ?? .init()
    where !file.contains("ledger") {
      if let data = FileManager.default.contents(atPath: path + "/" + file) { files[file] = Array(data) }
    }
    return files
  }
}
