import Foundation
import StageKit
import Testing

@testable import Runner

/// What a run that is killed leaves half done.
@Suite struct JournalTests {
  private let files = ["a", "b", "c"].map { JournalFile(path: "text/\($0).txt", id: $0) }

  private func ledger(in folder: TemporaryFolder, version: String = "1") throws -> Ledger {
    let chain = try Chain(
      try pipeline(over: ["a:Huế", "b:Hà Nội", "c:Vinh"]), programVersion: version, runDate: nil)
    return try Ledger(folder: folder.path, chain: chain, pipelineName: "test")
  }

  @Test func aLedgerWhoseFirstFilesWereBegunIsKept() throws {
    let folder = try TemporaryFolder()
    let ledger = try ledger(in: folder)
    #expect(try ledger.isEmpty())
    try ledger.begin(files, keeping: [])
    #expect(try !ledger.isEmpty())
    ledger.abandon()
    let next = try self.ledger(in: folder)
    #expect(try next.journal() == files)
    next.abandon()
  }

  @Test func whatIsStillHalfDoneStaysBesideWhatIsBegun() throws {
    let folder = try TemporaryFolder()
    let ledger = try ledger(in: folder)
    defer { ledger.abandon() }
    try ledger.begin(files, keeping: [])
    try ledger.begin([files[0]], keeping: [files[1], files[2]])
    #expect(try ledger.journal() == [files[1], files[2], files[0]])
    try ledger.enter([], renewed: [], stale: [], keeping: [files[2]], times: [])
    #expect(try ledger.journal() == [files[2]])
  }

  /// Files of another pipeline, which was killed before it could enter them, are nobody's edits.
  @Test func whatAKilledRunOfAnotherPipelineWroteIsDoneAgain() async throws {
    let folder = try TemporaryFolder()
    let pipeline = try pipeline(over: ["a:Huế", "b:Hà Nội", "c:Vinh"])
    _ = try await run(pipeline, in: folder)
    let before = folder.files()
    let killed = try ledger(in: folder, version: "2")
    try killed.begin(files, keeping: [])
    for file in files {
      try Data("of another pipeline".utf8).write(to: URL(fileURLWithPath: folder.path + "/" + file.path))
    }
    killed.abandon()
    var reasons: [String] = []
    try await Explanation(
      RunRequest(pipeline: pipeline, folder: folder.path, workers: 1, programVersion: "1"))() {
        reasons.append($0.reason)
      }
    #expect(
      reasons == [String](repeating: "a run that was killed was writing an output", count: 3))
    let summary = try await run(pipeline, in: folder)
    #expect(summary.edited == [])
    #expect(folder.files() == before)
  }
}
