import Foundation
import PipelineFile
import StageKit
import Synchronization
import Testing

@testable import Runner

@Suite struct RunnerTests {
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

  @Test func aFolderInWhichARunIsAtWorkIsInUse() throws {
    let folder = try TemporaryFolder()
    var first: OutputFolder? = try OutputFolder(path: folder.path)
    #expect(first?.path == folder.path)
    #expect(throws: RunFailure.folderInUse(path: folder.path, owner: Int(getpid()))) {
      try OutputFolder(path: folder.path)
    }
    first = nil
    _ = try OutputFolder(path: folder.path)
  }

  @Test func aLockIsWaitedForWhoseOwnerHasEnded() throws {
    let folder = try TemporaryFolder()
    let owner = Process()
    owner.executableURL = URL(fileURLWithPath: "/bin/sh")
    owner.arguments = ["-c", ":"]
    try owner.run()
    owner.waitUntilExit()
    let temporary = folder.path + "/" + OutputFolder.temporaryFolder
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    try String(owner.processIdentifier).write(
      toFile: temporary + "/owner", atomically: false, encoding: .utf8)
    // A process that the owner was starting still has its lock.
    let lock = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    Thread.detachNewThread {
      usleep(70_000)
      // Processes that other tests start may have a copy of the descriptor for a moment.
      flock(lock, LOCK_UN)
    }
    _ = try OutputFolder(path: folder.path)
  }

  @Test func aRunWithoutInputLeavesNoFolder() async throws {
    let folder = try TemporaryFolder()
    let request = RunRequest(
      pipeline: try pipeline(over: []), folder: folder.path + "/out", workers: 1, programVersion: "1")
    await #expect(throws: RunFailure.noInput("the input holds no document")) {
      try await Run(request, log: log)()
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
  }

  @Test func twoWritersOfOneFileAreToldBeforeItIsWritten() async throws {
    let folder = try TemporaryFolder()
    let text = """
      read:
        read-lines: { lines: ["a:Huế"] }
      write:
        - write-text
        - write-text
      """
    let pipeline = try Pipeline(bytes: bytes(text), path: "test.yaml", registry: fakeSteps, for: .run)
    let failure = RunFailure.outputUnwritable(
      path: "text/a.txt", reason: "two writers write it; give one of them another 'directory'")
    await #expect(throws: failure) { _ = try await run(pipeline, in: folder) }
    #expect(folder.files().isEmpty)
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
      folder.files().keys.sorted() == [
        "ids.txt", "quarantine/errors/a.json", "quarantine/sources/a.source", "text/b.txt",
      ])
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

  @Test func aStageWithAConditionChangesOnlyWhatItIsFor() async throws {
    let folder = try TemporaryFolder()
    let lines = ["a:Huế", "b:Hà Nội là thủ đô"]
    _ = try await run(pipeline(over: lines, beside: "    when: { min_bytes: 10 }"), in: folder)
    #expect(folder.files()["text/a.txt"] == bytes("Huế"))
    #expect(folder.files()["text/b.txt"] == bytes("Xin chào Hà Nội là thủ đô"))
    #expect(try await run(pipeline(over: lines), in: folder).unchanged == 0)
  }

  @Test func aRunThatIsStoppedKeepsWhatIsDone() async throws {
    let folder = try TemporaryFolder()
    let lines = (0..<20).map { "\($0):slow" }
    var request = RunRequest(
      pipeline: try pipeline(over: lines), folder: folder.path, workers: 1, programVersion: "1")
    let asked = Flag()
    request.isCancelled = { asked.isUp }
    await #expect(throws: RunFailure.self) {
      try await Run(request, log: log)(show: { if $0.done == 3 { asked.raise() } })
    }
    let rest = try await run(pipeline(over: lines), in: folder)
    #expect((3...8).contains(rest.unchanged))
    #expect(rest.outcomes == [.ok: 20])
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
    #expect(
      folder.files().keys.sorted() == ["ids.txt", "quarantine/errors/a.json", "quarantine/sources/a.source"])
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

/// Something that is so from a moment on.
private final class Flag: Sendable {
  private let state = Mutex(false)
  var isUp: Bool { state.withLock { $0 } }
  func raise() { state.withLock { $0 = true } }
}
