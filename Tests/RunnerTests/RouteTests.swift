import Foundation
import PipelineFile
import StageKit
import Testing

@testable import Runner

/// Documents on their way through branches, and the tests of a pipeline file.
@Suite struct RouteTests {
  /// A pipeline in which long documents are greeted otherwise.
  private func routed(_ rest: String = "", cache: Bool = false) throws -> Pipeline {
    let text = """
      read:
        read-lines: { lines: ["a:Huế", "b:Thành phố Huế", "c:ở"] }
      stages:
        - route:
            - when: { min_bytes: 10 }
              stages:
                - say-word: { word: "Kính chào " }
                  cache: \(cache)
                - say-word: { word: "Dạ, " }
            - when: { min_bytes: 5 }
              stages:
                - say-word: { word: "Chào " }
        - say-word: { word: "- " }
      write: [write-text]
      \(rest)
      """
    return try Pipeline(bytes: Array(text.utf8), path: "test.yaml", registry: fakeSteps, for: .run)
  }

  private func texts(_ folder: TemporaryFolder) -> [String: String] {
    folder.files().filter { $0.key.hasPrefix("text/") }.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [false, true])
  func aDocumentGoesThroughOneBranchAndOnBehindTheRoute(_ cache: Bool) async throws {
    let folder = try TemporaryFolder()
    let expected = [
      "text/a.txt": "- Chào Huế", "text/b.txt": "- Dạ, Kính chào Thành phố Huế", "text/c.txt": "- ở",
    ]
    var request = RunRequest(
      pipeline: try routed(cache: cache), folder: folder.path, workers: 2, programVersion: "1")
    #expect(try await Run(request, log: log)().outcomes == [.ok: 3])
    #expect(texts(folder) == expected)
    // The second time what was kept in the branch is taken up there.
    for name in expected.keys { try FileManager.default.removeItem(atPath: folder.path + "/" + name) }
    request.programVersion = "1"
    #expect(try await Run(request, log: log)().unchanged == 0)
    #expect(texts(folder) == expected)
  }

  @Test func theTestsOfAPipelineFileSayWhatIsNotAsTheyWant() async throws {
    let tests = """
      tests:
        - name: short
          text: Huế
          expect: { text: "- Chào Huế", lacks: [Dạ, Chào], spans: { placeName: Huế } }
        - name: bad
          text: bad
          expect: { outcome: bad-word }
        - name: dull
          text: dull
          expect: { contains: dull }
      """
    let failures = try await PipelineTests(try routed(tests), programVersion: "1")()
    #expect(
      failures.map { "\($0.line) \($0.test): \($0.message)" } == [
        "18 short: the text has 'Chào'", "18 short: 'Huế' is no placeName",
        "22 dull: it ended as dropped: say-word: there is a dull word [dull-word], not as ok",
      ])
  }

  @Test func explainSaysWithWhichStepItBeginsWhereADocumentIsKept() async throws {
    let folder = try TemporaryFolder()
    let request = RunRequest(
      pipeline: try pipeline(over: ["a:Huế", "b:Vinh"], beside: "    cache: true"), folder: folder.path,
      workers: 1, programVersion: "1")
    _ = try await Run(request, log: log)()
    try FileManager.default.removeItem(atPath: folder.path + "/text/b.txt")
    var lines: [Explanation.Line] = []
    try await Explanation(request)() { lines.append($0) }
    #expect(
      lines == [
        .init(id: "a", runs: false, reason: "unchanged"),
        .init(
          id: "b", runs: true, reason: "an output is gone", file: "text/b.txt", firstStep: "write-text"),
      ])
  }
}
