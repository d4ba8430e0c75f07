import Foundation
import GRDB
import PipelineFile
import StageKit
import Testing

@testable import Runner

/// What a step says of a document when it sees the whole corpus.
@Suite struct MarkTests {
  private func run(
    _ lines: [String], in folder: TemporaryFolder, workers: Int = 2, sameIs: String = "drop"
  ) async throws -> RunSummary {
    let request = RunRequest(
      pipeline: try pipeline(over: lines, sameIs: sameIs), folder: folder.path, workers: workers,
      programVersion: "1")
    return try await Run(request, log: log)()
  }

  private func texts(_ folder: TemporaryFolder) -> [String: String] {
    folder.files().mapValues { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aMarkReachesTheWritersAndChangesNoOutcome() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(["b:Huế", "a:Huế", "c:Hội An"], in: folder, sameIs: "mark")
    #expect(summary.outcomes == [.ok: 3])
    #expect(texts(folder)["marks.txt"] == "a ok\nb ok same_as=[\"a\"]\nc ok\n")
    #expect(texts(folder)["ids.txt"] == "a\nb\nc\n")
  }

  @Test func aDroppedDocumentLosesItsFilesAndItsPlaceInTheCorpus() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(["a:Huế", "b:Huế", "c:Hội An"], in: folder)
    #expect(summary.outcomes == [.ok: 2, .dropped: 1])
    #expect(summary.exitCode == 0)
    #expect(
      summary.failures.first?.error
        == DocumentError(stage: "find-same", code: "same", message: "it is the same as 'a'"))
    #expect(
      texts(folder) == [
        "text/a.txt": "Xin chào Huế", "text/c.txt": "Xin chào Hội An", "ids.txt": "a\nc\n",
        "marks.txt":
          "a ok\nb ok same_as=[\"a\"] find-same: it is the same as 'a' [same]\nc ok\n",
      ])
    #expect(summary.documentFiles.map(\.count) == [2])
  }

  @Test func aDroppedDocumentIsNotDoneAgainWhileNothingChanges() async throws {
    let folder = try TemporaryFolder()
    let lines = ["a:Huế", "b:Huế", "c:Hội An"]
    _ = try await run(lines, in: folder)
    let before = folder.files()
    let summary = try await run(lines, in: folder, workers: 5)
    #expect(summary.unchanged == 3)
    #expect(summary.outcomes == [.ok: 2, .dropped: 1])
    #expect(folder.files() == before)
  }

  @Test(arguments: [["b:Huế", "c:Hội An"], ["a:Vinh", "b:Huế", "c:Hội An"]])
  func itComesBackWhenTheFirstIsGoneOrAnother(lines: [String]) async throws {
    let folder = try TemporaryFolder()
    _ = try await run(["a:Huế", "b:Huế", "c:Hội An"], in: folder)
    #expect(texts(folder)["text/b.txt"] == nil)
    let summary = try await run(lines, in: folder)
    #expect(texts(folder)["text/b.txt"] == "Xin chào Huế")
    #expect(summary.outcomes == [.ok: lines.count])
    #expect(summary.unchanged == 1)
    #expect(texts(folder)["marks.txt"] == (lines.count == 3 ? "a ok\n" : "") + "b ok\nc ok\n")
  }

  @Test func aNewFirstTakesThePlaceOfTheOldOne() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(["b:Huế", "c:Huế"], in: folder)
    let summary = try await run(["a:Huế", "b:Huế", "c:Huế"], in: folder)
    #expect(summary.outcomes == [.ok: 1, .dropped: 2])
    #expect(
      summary.failures.map { $0.error?.message } == ["it is the same as 'a'", "it is the same as 'a'"])
    #expect(texts(folder).keys.sorted() == ["ids.txt", "marks.txt", "text/a.txt"])
  }

  @Test func aDocumentThatAStageRefusesIsNoFirst() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(["a:dull", "b:dull", "c:bad", "d:bad"], in: folder)
    #expect(texts(folder)["marks.txt"] == "a dropped\nb dropped\nc quarantined\nd quarantined\n")
  }

  /// Whatever runs came before, the folder ends as after one run, but for files of documents that the input no
  /// longer has.
  @Test(arguments: 1...6) func theHistoryOfRunsDoesNotShow(seed: UInt64) async throws {
    var state = seed
    func random(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    let folder = try TemporaryFolder()
    for _ in 0..<4 {
      let lines = (0..<10).filter { _ in random(4) > 0 }.map { "\($0):text \(random(4))" } + ["z:text 0"]
      let summary = try await run(
        lines, in: folder, workers: 1 + random(4), sameIs: random(5) > 0 ? "drop" : "mark")
      let last = try await run(lines, in: folder, workers: 1 + random(4))
      #expect(last.outcomes[.dropped] ?? 0 > 0 || Set(lines.map { $0.dropFirst(2) }).count == lines.count)
      #expect(summary.outcomes.values.reduce(0, +) == lines.count)
      let fresh = try TemporaryFolder()
      _ = try await run(lines, in: fresh)
      let ids = Set(lines.map { String($0.prefix(1)) })
      let files = folder.files().filter {
        !$0.key.hasPrefix("text/") || ids.contains(String($0.key.dropFirst(5).prefix(1)))
      }
      #expect(files == fresh.files())
    }
  }

  @Test func aRunKilledWhileItMarkedEndsAsOneThatWasNot() async throws {
    let folder = try TemporaryFolder()
    let lines = ["a:Huế", "b:Huế", "c:Huế", "d:Hội An", "e:Hội An"]
    _ = try await run(lines, in: folder)
    let before = folder.files()
    let ledger = try DatabaseQueue(path: folder.path + "/ledger.sqlite")
    try await ledger.write { db in
      // Half of the marks are there; the files of one are gone and its entry is not changed yet.
      try db.execute(sql: "DELETE FROM mark WHERE id > 'b'")
      try db.execute(
        sql: """
          UPDATE document SET outcome = 'ok', error = NULL, dropped_by = NULL,
            files = '\(String(repeating: "0", count: 64)) - text/c.txt' WHERE id = 'c'
          """)
      try db.execute(sql: "DELETE FROM folded")
    }
    try ledger.close()
    let summary = try await run(lines, in: folder)
    #expect(summary.unchanged == 4)
    #expect(summary.outcomes == [.ok: 2, .dropped: 3])
    #expect(folder.files() == before)
  }

  @Test func aFolderWithoutALedgerKeepsNoMarks() {
    struct Bare: RunFolder {
      func write(
        _ path: String,
        _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
      ) throws(StageError) {}
    }
    #expect(
      throws: StageError("marks-unsupported", "this folder keeps nothing that is said of its documents")
    ) {
      try Bare().mark("a", [:], dropping: nil)
    }
  }
}
