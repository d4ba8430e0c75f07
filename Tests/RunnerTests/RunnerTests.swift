import Foundation
import Logging
import PipelineFile
import StageKit
import Testing

@testable import Runner

@Suite struct RunnerTests {
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func run(
    _ pipeline: Pipeline, in folder: TemporaryFolder, workers: Int = 2, maxErrors: Int? = nil,
    force: Bool = false, prunes: Bool = false
  ) async throws -> RunSummary {
    var request = RunRequest(
      pipeline: pipeline, folder: folder.path, workers: workers, maxErrors: maxErrors, programVersion: "1")
    request.force = force
    request.prunes = prunes
    return try await Run(request, log: log)()
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func everyDocumentIsWrittenAndTheCorpusIsFoldedInTheOrderOfIds() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(pipeline(over: ["b:Huế", "a:Hà Nội"]), in: folder)
    #expect(summary.outcomes == [.ok: 2])
    #expect(
      folder.files() == [
        "text/a.txt": bytes("Xin chào Hà Nội"), "text/b.txt": bytes("Xin chào Huế"),
        "ids.txt": bytes("a\nb\n"),
      ])
    #expect(summary.exitCode == 0)
  }

  @Test func theNumberOfWorkersDoesNotChangeTheBytes() async throws {
    let lines = (0..<50).map { "\($0):text \($0)\($0 % 7 == 0 ? " slow" : "")\($0 % 11 == 0 ? " dull" : "")" }
    let one = try TemporaryFolder()
    let eight = try TemporaryFolder()
    _ = try await run(pipeline(over: lines), in: one, workers: 1)
    _ = try await run(pipeline(over: lines), in: eight, workers: 8)
    #expect(one.files() == eight.files())
  }

  @Test func aSecondRunDoesNothingAndChangesNothing() async throws {
    let folder = try TemporaryFolder()
    let pipeline = try pipeline(over: ["a:Hà Nội", "b:dull"])
    _ = try await run(pipeline, in: folder)
    let before = folder.files()
    let summary = try await run(pipeline, in: folder)
    #expect(summary.unchanged == 2)
    #expect(summary.outcomes == [.ok: 1, .dropped: 1])
    #expect(folder.files() == before)
  }

  @Test func anotherOptionRunsEverythingAgain() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế"]), in: folder)
    let summary = try await run(pipeline(over: ["a:Huế"], word: "Chào "), in: folder)
    #expect(summary.unchanged == 0)
    #expect(folder.files()["text/a.txt"] == bytes("Chào Huế"))
  }

  @Test func onlyTheDocumentThatChangedRunsAgain() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế", "b:Hà Nội"]), in: folder)
    let summary = try await run(pipeline(over: ["a:Huế", "b:Hội An"]), in: folder)
    #expect(summary.unchanged == 1)
    #expect(folder.files()["text/b.txt"] == bytes("Xin chào Hội An"))
  }

  @Test func anOutputThatIsGoneIsMadeAgain() async throws {
    let folder = try TemporaryFolder()
    let pipeline = try pipeline(over: ["a:Huế", "b:Hà Nội"])
    _ = try await run(pipeline, in: folder)
    let before = folder.files()
    for file in ["text/b.txt", "ids.txt"] {
      try FileManager.default.removeItem(atPath: folder.path + "/" + file)
      let summary = try await run(pipeline, in: folder)
      #expect(summary.unchanged == (file == "ids.txt" ? 2 : 1))
      #expect(summary.edited == [])
      #expect(folder.files() == before)
    }
  }

  @Test(arguments: ["text/b.txt", "ids.txt"])
  func anOutputThatAPersonEditedIsLeftUntilTheySayOtherwise(file: String) async throws {
    let folder = try TemporaryFolder()
    let pipeline = try pipeline(over: ["a:Huế", "b:Hà Nội"])
    _ = try await run(pipeline, in: folder)
    let before = folder.files()
    try Data("Xin".utf8).write(to: URL(fileURLWithPath: folder.path + "/" + file))
    for _ in 0..<2 {
      let summary = try await run(pipeline, in: folder)
      #expect(summary.edited == [file])
      #expect(summary.unchanged == 2)
      #expect(folder.files()[file] == bytes("Xin"))
    }
    #expect(try await run(pipeline, in: folder, force: true).edited == [])
    #expect(folder.files() == before)
  }

  @Test func anEditedOutputIsNotOverwrittenByANewResultEither() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế", "b:Hà Nội"]), in: folder)
    try Data("Xin".utf8).write(to: URL(fileURLWithPath: folder.path + "/text/b.txt"))
    let summary = try await run(pipeline(over: ["a:Huế", "b:Hội An"]), in: folder)
    #expect(summary.edited == ["text/b.txt"])
    #expect(folder.files()["text/b.txt"] == bytes("Xin"))
    _ = try await run(pipeline(over: ["a:Huế", "b:Hội An"]), in: folder, force: true)
    #expect(folder.files()["text/b.txt"] == bytes("Xin chào Hội An"))
  }

  @Test func aFileOfSomebodyElseIsNotOverwritten() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/text", withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/text/a.txt"))
    #expect(try await run(pipeline(over: ["a:Huế"]), in: folder).edited == ["text/a.txt"])
    #expect(folder.files()["text/a.txt"] == bytes("mine"))
  }

  @Test func documentsThatVanishedAreKeptUntilTheyArePruned() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế", "b:Hà Nội"]), in: folder)
    let kept = try await run(pipeline(over: ["c:Huế"]), in: folder)
    #expect(kept.missing == ["a", "b"] && kept.missingCount == 2 && !kept.hasPruned)
    #expect(kept.renamed.map { "\($0.old) \($0.new)" } == ["a c"])
    #expect(folder.files()["ids.txt"] == bytes("c\n"))
    #expect(folder.files()["text/a.txt"] != nil)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/text/b.txt"))
    #expect(try await run(pipeline(over: ["c:Huế"]), in: folder, prunes: true).hasPruned)
    #expect(folder.files().keys.sorted() == ["ids.txt", "text/b.txt", "text/c.txt"])
    #expect(try await run(pipeline(over: ["c:Huế"]), in: folder).missingCount == 0)
  }

  @Test func aDocumentThatComesBackUnchangedIsNotDoneAgain() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế", "b:Hà Nội"]), in: folder)
    let before = folder.files()
    _ = try await run(pipeline(over: ["a:Huế"]), in: folder)
    #expect(try await run(pipeline(over: ["a:Huế", "b:Hà Nội"]), in: folder).unchanged == 2)
    #expect(folder.files() == before)
  }

  @Test func aFolderInWhichARunIsAtWorkIsInUse() throws {
    let folder = try TemporaryFolder()
    var first: OutputFolder? = try OutputFolder(path: folder.path)
    #expect(first?.path == folder.path)
    #expect(throws: RunFailure.folderInUse(path: folder.path, owner: Int(getpid()))) { try OutputFolder(path: folder.path) }
    first = nil
    _ = try OutputFolder(path: folder.path)
  }

  @Test func aRunWithoutInputLeavesNoFolder() async throws {
    let folder = try TemporaryFolder()
    let request = RunRequest(
      pipeline: try pipeline(over: []), folder: folder.path + "/out", workers: 1, programVersion: "1")
    await #expect(throws: RunFailure.noInput("the input holds no document")) { try await Run(request, log: log)() }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
  }

  @Test func aBadDocumentIsSetAsideWithItsSourceAndTheRunGoesOn() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(pipeline(over: ["a:bad", "b:Huế"]), in: folder)
    #expect(summary.outcomes == [.quarantined: 1, .ok: 1])
    #expect(summary.exitCode == 1)
    #expect(summary.failures.map(\.id) == ["a"])
    #expect(
      summary.failures.first?.error
        == DocumentError(stage: "say-word", code: "bad-word", message: "there is a bad word", sourceOffset: 3)
    )
    #expect(folder.files()["quarantine/sources/a.source"] == bytes("bad"))
    #expect(
      folder.files().keys.sorted() == ["ids.txt", "quarantine/errors/a.json", "quarantine/sources/a.source", "text/b.txt"])
  }

  @Test func aDroppedDocumentIsNoFailure() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(pipeline(over: ["a:dull"]), in: folder)
    #expect(summary.outcomes == [.dropped: 1])
    #expect(summary.exitCode == 0)
    #expect(folder.files() == ["ids.txt": []])
  }

  @Test func aBlankDocumentIsEmpty() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(pipeline(over: ["a:  "]), in: folder)
    #expect(summary.outcomes == [.empty: 1])
  }

  @Test func moreErrorsThanAllowedStopTheRun() async throws {
    let folder = try TemporaryFolder()
    await #expect(throws: RunFailure.tooManyErrors(2)) {
      try await run(pipeline(over: ["a:bad", "b:bad", "c:Huế"]), in: folder, workers: 1, maxErrors: 1)
    }
  }

  @Test func onErrorStopStopsAtTheFirst() async throws {
    let folder = try TemporaryFolder()
    await #expect(throws: RunFailure.tooManyErrors(1)) {
      try await run(pipeline(over: ["a:bad", "b:Huế"], onError: "stop"), in: folder, workers: 1)
    }
  }

  @Test func anInputWithoutDocumentsIsAFailureOfTheRun() async throws {
    let folder = try TemporaryFolder()
    await #expect(throws: RunFailure.noInput("the input holds no document")) {
      try await run(pipeline(over: []), in: folder)
    }
  }

  @Test func aDocumentThatFailsLaterLosesItsEarlierFiles() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế"]), in: folder)
    _ = try await run(pipeline(over: ["a:bad"]), in: folder)
    #expect(folder.files().keys.sorted() == ["ids.txt", "quarantine/errors/a.json", "quarantine/sources/a.source"])
  }

  @Test func aPathOutOfTheFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(path: folder.path)
    for path in ["../a", "/a", "a/../../b", "", "a//b", "./a", "a\u{0}b"] {
      #expect(
        throws: RunFailure.outputUnwritable(path: path, reason: "the path leads out of the run's folder")
      ) {
        try output.write(path, over: .nothing) { append in try append([0x61]) }
      }
    }
  }

  @Test func aFileThatFailsHalfwayLeavesNothing() throws {
    struct Halfway: Error {}
    let folder = try TemporaryFolder()
    let output = try OutputFolder(path: folder.path)
    #expect(throws: Halfway.self) {
      try output.write("a.txt", over: .nothing) { append in
        try append([0x61])
        throw Halfway()
      }
    }
    try output.removeTemporaryFiles()
    #expect(folder.files() == [:])
  }
}

@Suite struct FilterTests {
  private func answers(to lines: [String], workers: Int = 3) async throws -> [String] {
    let filter = try Filter(
      pipeline(over: []), workers: workers, including: [], programVersion: "1", runDate: nil)
    var rest = Array(lines.map { $0 + "\n" }.joined().utf8)[...]
    let input = LineSplitter { buffer throws(StageError) in
      let piece = rest.prefix(buffer.count)
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
    let output = Collected()
    try await filter(lines: input) { output.lines.append(String(decoding: $0, as: UTF8.self)) }
    return output.lines
  }

  private final class Collected { var lines: [String] = [] }

  @Test func eachLineHasItsAnswerInOrderHoweverSlowOneIs() async throws {
    let lines = (0..<40).map { #"{"id":"n\#($0)","text":"\#($0 % 5 == 0 ? "slow" : "quick")"}"# }
    let ids = try await answers(to: lines).map { $0.firstMatch(of: /"id":"(n\d+)"/)?.1 ?? "" }
    #expect(ids == (0..<40).map { "n\($0)" })
  }

  @Test func aLineThatIsNoDocumentIsAnsweredByItsIdOrItsNumber() async throws {
    let answers = try await answers(to: [
      #"{"id":"a","text":"x"}"#, "", "no json", "[1]", #"{"id":"b"}"#, #"{"id":"c","bytes":"iVBORw0KGgo="}"#,
    ])
    #expect(answers.map { $0.firstMatch(of: /"id":"([^"]*)"/)?.1 ?? "" } == ["a", "2", "3", "4", "5", "c"])
    #expect(
      answers.map { $0.firstMatch(of: /"code":"([^"]*)"/)?.1 ?? "" } == [
        "", "empty-line", "not-json", "not-a-document", "not-a-document", "binary",
      ])
    #expect(
      answers.map { $0.firstMatch(of: /"status":"([^"]*)"/)?.1 ?? "" } == [
        "ok", "empty", "quarantined", "quarantined", "quarantined", "quarantined",
      ])
  }

  @Test func unknownFieldsAndFailedDocumentsAreHandedOn() async throws {
    let answers = try await answers(to: [
      #"{"id":"a","text":"x","my_field":{"deep":[1,2.5,"Huế"]}}"#,
      #"{"id":"b","status":"dropped","error":{"stage":"s","code":"c","message":"m"},"text":"x"}"#,
    ])
    #expect(answers[0].contains(#""my_field":{"deep":[1,2.5,"Huế"]}"#))
    #expect(answers[1].contains(#""status":"dropped""#) && answers[1].contains(#""text":"x""#))
  }
}
