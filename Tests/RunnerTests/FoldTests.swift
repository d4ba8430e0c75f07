import Foundation
import PipelineFile
import StageKit
import Testing

@testable import Runner

/// What steps may see of each other when they fold what documents left.
@Suite struct FoldTests {
  private let registry =
    fakeSteps + [
      RegistryEntry(SayAfterwards.self), RegistryEntry(WriteIDs.self), RegistryEntry(ListFiles.self),
      RegistryEntry(WriteAfterwards.self),
    ]

  private func run(
    stages: String = "[]", write: [String], in folder: TemporaryFolder, workers: Int = 2,
    lines: String = #""a:Huế", "b:Hội An""#
  ) async throws -> RunSummary {
    let text = """
      name: test
      read:
        read-lines: { lines: [\(lines)] }
      stages: \(stages)
      write: [\(write.joined(separator: ", "))]
      """
    let pipeline = try Pipeline(bytes: Array(text.utf8), path: "test.yaml", registry: registry, for: .run)
    let request = RunRequest(pipeline: pipeline, folder: folder.path, workers: workers, programVersion: "1")
    return try await Run(request, log: log)()
  }

  @Test(arguments: [1, 2, 5]) func aWriterThatReadsCorpusFilesSeesThoseOfAllWritersBeforeIt(
    workers: Int
  ) async throws {
    let folder = try TemporaryFolder()
    let write = [
      "write-text", "write-ids: { file: one }", "list-files: { file: list }", "write-ids: { file: two }",
      "list-files: { file: whole }",
    ].map { "{ \($0.contains(":") ? $0 : $0 + ": {}") }" }
    let summary = try await run(write: write, in: folder, workers: workers)
    #expect(summary.corpusFiles == ["ids.txt", "one", "list", "two", "whole"])
    let files = folder.files().mapValues { String(decoding: $0, as: UTF8.self) }
    #expect(files["list"] == "ids.txt one")
    #expect(files["whole"] == "ids.txt one list two")
    #expect(files["two"] == "a b ")
  }

  /// Somebody tidied up, or the disk is old.
  @Test(arguments: ["gone", "cut short", "another byte"])
  func whatDocumentsLeftAndCannotBeReadIsMadeAgain(damage: String) async throws {
    let folder = try TemporaryFolder()
    let write = ["{ write-text: {} }", "{ write-ids: { file: one } }"]
    _ = try await run(write: write, in: folder)
    let before = folder.files()
    let kept = folder.path + "/ledger.sqlite-contributions-1"
    switch damage {
    case "gone": #expect(unlink(kept) == 0)
    case "cut short": #expect(truncate(kept, 1) == 0)
    default:
      var bytes = try Data(contentsOf: URL(filePath: kept))
      bytes[bytes.count - 1] ^= 1
      try bytes.write(to: URL(filePath: kept))
    }
    let lines = #""a:Huế", "b:Hội An", "c:Vinh""#
    let summary = try await run(write: write, in: folder, lines: lines)
    #expect(summary.unchanged == 0 && summary.edited == [] && summary.exitCode == 0)
    let after = folder.files()
    #expect(after["text/a.txt"] == before["text/a.txt"])
    #expect(after["ids.txt"] == bytes("a\nb\nc\n") && after["one"] == bytes("a b c "))
  }

  @Test(arguments: [1, 2]) func theLaterOfTwoStepsThatWriteOneFileIsTold(workers: Int) async throws {
    let folder = try TemporaryFolder()
    let write = ["{ write-ids: { file: one } }", "{ write-ids: { file: one } }"]
    await #expect {
      try await run(write: write, in: folder, workers: workers)
    } throws: {
      "\($0)".contains("two steps write 'one'; give one of them another name")
    }
  }

  @Test func aStageThatDoesNotSaySoMarksNothing() async throws {
    let folder = try TemporaryFolder()
    await #expect {
      try await run(stages: "[say-afterwards]", write: ["write-text"], in: folder)
    } throws: {
      "\($0)".contains("marksDocuments")
    }
  }

  /// A run that ends while it folds leaves files that no later table knows; they are its own all the same.
  @Test func aFoldThatWasCutOffLeavesNoFileThatLooksEdited() async throws {
    let folder = try TemporaryFolder()
    let write = ["{ write-ids: { file: one } }", "{ write-ids: { file: two } }"]
    await #expect(throws: RunFailure.self) {
      try await run(write: write + ["{ list-files: { file: list, fails: true } }"], in: folder)
    }
    #expect(folder.files()["one"] == Array("a b ".utf8))
    let summary = try await run(write: write, in: folder, lines: #""c:Vinh""#)
    #expect(summary.edited.isEmpty)
    let files = folder.files()
    #expect(files["one"] == Array("c ".utf8))
    #expect(files["two"] == Array("c ".utf8))
  }

  @Test func aFileOfSomebodyElseStaysThoughAFoldWasCutOffAfterIt() async throws {
    let folder = try TemporaryFolder()
    let write = ["{ write-ids: { file: one } }"]
    _ = try await run(write: write, in: folder)
    try Data("của tôi".utf8).write(to: URL(filePath: folder.path + "/one"))
    await #expect(throws: RunFailure.self) {
      try await run(
        write: write + ["{ list-files: { file: list, fails: true } }"], in: folder, lines: #""c:Vinh""#)
    }
    let summary = try await run(write: write, in: folder, lines: #""c:Vinh""#)
    #expect(summary.edited == ["one"])
    #expect(folder.files()["one"] == Array("của tôi".utf8))
  }

  @Test func stepsThatDoNotWaitForEachOtherFoldAtTheSameTime() async throws {
    let folder = try TemporaryFolder()
    let write = ["{ write-ids: { file: one, meets: 2 } }", "{ write-ids: { file: two, meets: 2 } }"]
    _ = try await run(write: write, in: folder)
    #expect(folder.files()["two"] == Array("a b ".utf8))
  }
}

extension FoldTests {
  /// Files of stages come before those of writers, whichever was done first.
  @Test(arguments: [1, 2, 5]) func aStageThatMarksNothingFoldsBesideTheWriters(workers: Int) async throws {
    let folder = try TemporaryFolder()
    let meets = workers > 1 ? 2 : 0
    let summary = try await run(
      stages: "[write-afterwards: { meets: \(meets) }]",
      write: ["{ write-ids: { file: one, meets: \(meets) } }", "{ list-files: { file: list } }"],
      in: folder, workers: workers)
    #expect(summary.corpusFiles == ["afterwards", "one", "list"])
    #expect(folder.files()["list"] == bytes("afterwards one"))
  }
}

/// Says something of documents at the end, though it did not say that it would.
private struct SayAfterwards: Stage {
  static let name = "say-afterwards"
  static let version = 1
  static let summary = "Says something of documents."
  init(options: NoOptions, context: LoadContext) {}

  func process(_ document: inout Document) {}
  func contribution(of document: Document) -> BytesContribution? { BytesContribution(bytes: [1]) }
  func finish(
    _ contributions: Contributions<BytesContribution>, into folder: any RunFolder
  ) throws(StageError) {
    try folder.mark("a", [:], dropping: nil)
  }
}

/// Writes a file at the end; may wait until as many steps as it is told are folding.
private struct WriteAfterwards: Stage {
  struct Options: StageOptions {
    var meets = 0
    static let fields: [Field<Options>] = [Field("meets", \.meets, "How many steps meet.")]
  }
  static let name = "write-afterwards"
  static let version = 1
  static let summary = "Writes a file at the end."
  let options: Options
  init(options: Options, context: LoadContext) { self.options = options }

  func process(_ document: inout Document) {}
  func contribution(of document: Document) -> BytesContribution? { BytesContribution(bytes: [1]) }
  func finish(
    _ contributions: Contributions<BytesContribution>, into folder: any RunFolder
  ) throws(StageError) {
    if options.meets > 0 { try Meeting.shared.wait(for: options.meets) }
    try folder.write("afterwards", bytes: [1])
  }
}

/// Writes all ids into a file; may wait until as many steps as it is told are folding.
private struct WriteIDs: Writer {
  struct Options: StageOptions {
    var file = ""
    var meets = 0
    static let fields: [Field<Options>] = [
      Field("file", \.file, "The file."), Field("meets", \.meets, "How many steps meet."),
    ]
  }
  static let name = "write-ids"
  static let version = 1
  static let summary = "Writes ids."
  let options: Options
  init(options: Options, context: LoadContext) { self.options = options }

  func output(for processed: ProcessedDocument) -> WriterOutput<BytesContribution> {
    WriterOutput(contribution: BytesContribution(bytes: Array((processed.document.id + " ").utf8)))
  }

  func finish(
    _ contributions: Contributions<BytesContribution>, into folder: any RunFolder
  ) throws(StageError) {
    if options.meets > 0 { try Meeting.shared.wait(for: options.meets) }
    try folder.write(options.file) { append throws(StageError) in
      try contributions.forEach { _, value throws(StageError) in try append(value.bytes) }
    }
  }
}

private final class Meeting: Sendable {
  static let shared = Meeting()
  private let condition = NSCondition()
  nonisolated(unsafe) private var present = 0  // read and changed only while the condition is locked

  func wait(for count: Int) throws(StageError) {
    condition.lock()
    defer { condition.unlock() }
    present += 1
    condition.broadcast()
    let end = Date(timeIntervalSinceNow: 20)
    while present < count {
      guard condition.wait(until: end) else { throw StageError("alone", "no other step came") }
    }
  }
}

/// Writes the names of the files of the corpus into a file.
private struct ListFiles: Writer {
  struct Options: StageOptions {
    var file = ""
    var fails = false
    static let fields: [Field<Options>] = [
      Field("file", \.file, "The file."), Field("fails", \.fails, "Whether it fails."),
    ]
  }
  static let name = "list-files"
  static let version = 1
  static let summary = "Lists files."
  static let readsCorpusFiles = true
  let options: Options
  init(options: Options, context: LoadContext) { self.options = options }

  func output(for processed: ProcessedDocument) -> WriterOutput<BytesContribution> { WriterOutput() }

  func finish(
    _ contributions: Contributions<BytesContribution>, into folder: any RunFolder
  ) throws(StageError) {
    if options.fails { throw StageError("fails", "it was to fail") }
    try folder.write(options.file, bytes: Array(folder.corpusFiles.joined(separator: " ").utf8))
  }
}
