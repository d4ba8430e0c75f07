import StageKit
import Testing

@Suite struct RunPathTests {
  @Test(arguments: [
    "tei", "lines/kết quả.jsonl", "ledger.sql", "text/ledger.sqlite", ".sastra",
    String(repeating: "a", count: 255),
  ])
  func aPathInsideTheRunsFolderIsOne(path: String) throws {
    #expect(try RunPath(OptionInput.scalar(path)).path == path)
  }

  @Test(arguments: [
    "", "/tmp/a.jsonl", "..", "../a.jsonl", "a/../../b", "a//b", "a/", ".", "a\u{0}b", "a\nb", "a\u{85}b",
    String(repeating: "a", count: 256), String(repeating: "ế", count: 86),
  ])
  func aPathThatLeadsOutsideOrIsNoneIsRefused(path: String) {
    #expect(throws: OptionProblem(expected: "a path inside the run's folder, as 'a/b'")) {
      try RunPath(OptionInput.scalar(path))
    }
  }

  @Test(arguments: [
    "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-contributions-1", "ledger.sqlite/tei", ".sastra-tmp",
    ".sastra-tmp/a", ".sastra-cache/a",
  ])
  func aPathThatTheRunNeedsForItselfIsRefused(path: String) {
    #expect(
      throws: OptionProblem(expected: "a path that the run does not need for itself, as its ledger")
    ) { try RunPath(OptionInput.scalar(path)) }
  }
}
