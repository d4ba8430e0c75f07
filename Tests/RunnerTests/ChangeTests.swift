import Foundation
import GRDB
import PipelineFile
import StageKit
import Testing

@testable import Runner

/// What a second run makes of what changed since the first: input, pipeline, outputs.
@Suite struct ChangeTests {
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
    #expect(kept.outcomes == [.ok: 1])
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

  @Test func aCommentInThePipelineFileRunsNothingAgain() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế"]), in: folder)
    let commented = try pipeline(over: ["a:Huế"], beside: "    # more words\n")
    #expect(try await run(commented, in: folder).unchanged == 1)
  }

  @Test func whatAStageKeptIsNotDoneAgainWhenALaterOneChanges() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế"], sameIs: "mark", beside: "    cache: true"), in: folder)
    let cached = folder.files().filter { $0.key.hasPrefix(StageCache.folderName) }
    #expect(cached.count == 1)
    // What was kept is taken as it stands: a changed copy shows that it was.
    let cache = StageCache(runFolder: folder.path)
    let name = try #require(cached.keys.first).split(separator: "/").last.map(String.init) ?? ""
    var kept = try #require(cache.value(name))
    let line = String(decoding: kept.files[0].bytes, as: UTF8.self).replacing(
      "Xin chào Huế", with: "Xin chÀo Huế")
    kept.files[0].bytes = bytes(line)
    let temporary = folder.path + "/" + OutputFolder.temporaryFolder
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    cache.keep(kept, name)
    _ = try await run(pipeline(over: ["a:Huế"], sameIs: "drop", beside: "    cache: true"), in: folder)
    #expect(folder.files()["text/a.txt"] == bytes("Xin chÀo Huế"))
    #expect(cache.prune(toBytes: 0).removed == 1)
  }

  @Test func aRunSaysBeforehandWhatItWouldDoAndWhy() async throws {
    let folder = try TemporaryFolder()
    func lines(_ pipeline: Pipeline) async throws -> [String] {
      let request = RunRequest(pipeline: pipeline, folder: folder.path, workers: 1, programVersion: "1")
      var lines: [String] = []
      try await Explanation(request)() { lines.append("\($0.id) \($0.runs) \($0.reason)") }
      return lines
    }
    #expect(try await lines(pipeline(over: ["a:Huế"])) == ["a true new"])
    _ = try await run(pipeline(over: ["a:Huế", "b:bad", "c:Vinh"]), in: folder)
    try FileManager.default.removeItem(atPath: folder.path + "/text/c.txt")
    #expect(
      try await lines(pipeline(over: ["a:Huế", "b:bad", "c:Vinh", "d:Hội An"])) == [
        "a false unchanged", "b true it ended as quarantined", "c true an output is gone",
        "d true new",
      ])
    #expect(
      try await lines(pipeline(over: ["a:Hội An"], word: "Chào ")) == ["a true its input changed"])
    #expect(
      try await lines(pipeline(over: ["a:Huế"], word: "Chào ")) == [
        "a true options or resources of say-word changed"
      ])
  }

  @Test func onlyWhatFailedIsReplayed() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:bad", "b:bad", "c:Huế"]), in: folder)
    var request = RunRequest(
      pipeline: try pipeline(over: ["a:Vinh", "b:Vinh", "c:Vinh"]), folder: folder.path, workers: 2,
      programVersion: "1")
    request.replay = .ids(["a"])
    let summary = try await Run(request, log: log)()
    #expect(summary.outcomes == [.ok: 2, .quarantined: 1])
    #expect(folder.files()["text/a.txt"] == bytes("Xin chào Vinh"))
    #expect(folder.files()["text/c.txt"] == bytes("Xin chào Huế"))
    let ledger = try #require(try LedgerView(folder: folder.path))
    #expect(try ledger.failed().map(\.id) == ["b"])
    #expect(try QuarantineFolder(folder.path).clear(ledger.failed()) == 2)
    #expect(folder.files().keys.filter { $0.hasPrefix("quarantine") } == [])
  }

  /// As a ledger of an older version is, of which nothing but the files is known.
  @Test func whatMustBeDoneAgainIsDoneByAReplayToo() async throws {
    let folder = try TemporaryFolder()
    let pipeline = try pipeline(over: ["a:bad", "b:Hội An", "c:Huế"])
    _ = try await run(pipeline, in: folder)
    try await DatabaseQueue(path: folder.path + "/ledger.sqlite").write { db in
      try db.execute(
        sql: "UPDATE document SET chain = 0, stamp = '', contributions = x''; DELETE FROM folded")
    }
    var request = RunRequest(pipeline: pipeline, folder: folder.path, workers: 2, programVersion: "1")
    request.replay = .all
    #expect(try await Run(request, log: log)().outcomes == [.ok: 2, .quarantined: 1])
    #expect(folder.files()["ids.txt"] == bytes("b\nc\n"))
  }

  @Test func twoRunsAreHeldAgainstEachOther() async throws {
    let folders = [try TemporaryFolder(), try TemporaryFolder()]
    _ = try await run(pipeline(over: ["a:Huế", "b:Vinh", "c:Vinh"]), in: folders[0])
    _ = try await run(pipeline(over: ["b:bad", "c:Vinh", "d:Vinh"], word: "Chào "), in: folders[1])
    let one = try #require(try LedgerView(folder: folders[0].path))
    let two = try #require(try LedgerView(folder: folders[1].path))
    var lines: [String] = []
    try one.differences(from: two) { lines.append("\($0.id) \($0.what)") }
    #expect(
      lines == [
        "a only in the first run", "b the input is another", "b ok became quarantined",
        "b text/b.txt: only in the first run", "b quarantine/errors/b.json: only in the second run",
        "b quarantine/sources/b.source: only in the second run",
        "c text/c.txt: line 1 from character 0: 'Xin chào Vinh' became 'Chào Vinh'",
        "d only in the second run",
      ])
    #expect(try one.stepsThatDiffer(from: two) == ["say-word"])
    #expect(try two.metrics().contains("sastra_documents{outcome=\"quarantined\"} 1\n"))
  }

  @Test func whatWasKeptOfADocumentIsNotTakenForAnotherOfTheSameText() async throws {
    let folder = try TemporaryFolder()
    for _ in 0..<2 {
      _ = try await run(
        pipeline(over: ["a:Huế", "b:Huế"], sameIs: "mark", beside: "    cache: true"), in: folder)
      #expect(folder.files()["ids.txt"] == bytes("a\nb\n"))
      try FileManager.default.removeItem(atPath: folder.path + "/text")
    }
  }
}
