import Foundation
import Testing

@testable import PipelineFile

@Suite struct ResourceProblemTests {
  @Test func aMistakeInARulesFileIsShownWithItsLine() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "sastra-\(UUID().uuidString).txt")
      .path()
    try "[bbc.com]\n  tilte = h1\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(
      ResourceProblems.description(
        of: "\(path):2:3: there is no rule 'tilte'\n\(path):9: nothing is there", step: "clean-boilerplate",
        code: "bad-site-rules") == """
          \(path):2:3: error: there is no rule 'tilte'
          2 |   tilte = h1
            |   ^~~~~
          \(path):9: error: nothing is there
          sastra: error: clean-boilerplate: 2 errors in its files [bad-site-rules]. Nothing was run.
          """)
  }

  @Test func aMessageWithoutAPlaceIsNone() {
    #expect(ResourceProblems.description(of: "the file is empty", step: "s", code: "c") == nil)
  }
}
