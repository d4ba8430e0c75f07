import StageKit
import Testing

@testable import PipelineFile

@Suite struct TestSectionTests {
  @Test func aTestIsADocumentAndWhatMustBecomeOfIt() throws {
    let tests = try pipeline(
      """
      stages: [detect-language]
      tests:
        - name: a page
          html: "<p>Huế</p>"
          url: https://a.example/
          metadata: { title: Huế }
          expect:
            contains: Huế
            spans: { placeName: [Huế, Hà Nội] }
        - text: ""
          expect: { outcome: empty }
      """
    ).tests
    var first = PipelineTest(name: "a page", line: 3)
    first.input = .html("<p>Huế</p>")
    first.url = "https://a.example/"
    first.metadata = ["title": ["Huế"]]
    first.expectations = [
      .init(line: 3, what: .outcome("ok")), .init(line: 8, what: .contains(["Huế"])),
      .init(line: 9, what: .spans("placeName", ["Huế", "Hà Nội"])),
    ]
    var second = PipelineTest(name: "line 10", line: 10)
    second.input = .text("")
    second.expectations = [.init(line: 11, what: .outcome("empty"))]
    #expect(tests == [first, second])
  }

  @Test func mistakesInATestAreToldWhereTheyAre() {
    #expect(
      check(
        """
        tests:
          - text: a
          - expect: { contains: a }
          - txt: a
            text: a
            expect: { contians: a, spans: a, text: {} }
          - file: nowhere.html
            expect: { text: a }
          - a
        """
      ).map { $0.split(separator: "\n")[0] } == [
        "p.yaml:2:5: error: a test must have a document, and something to expect",
        "p.yaml:3:5: error: a test must have a document, and something to expect",
        "p.yaml:4:5: error: a test has no 'txt'",
        "p.yaml:4:5: error: a test must have a document, and something to expect",
        "p.yaml:6:15: error: 'expect' has no 'contians'",
        "p.yaml:6:35: error: 'spans' must be a map, a label with its text",
        "p.yaml:6:44: error: 'text' must be a text, or a list of texts",
        "p.yaml:7:11: error: file of a test is 'nowhere.html', which does not exist",
        "p.yaml:9:5: error: a test must have a document, and something to expect",
      ])
  }

  @Test func spansAreAskedForByTheirLabel() {
    #expect(
      check("tests:\n  - text: a\n    expect: { text: a, spans: [Hà Nội] }\n") == [
        """
        p.yaml:3:31: error: 'spans' must be a map, a label with its text
        3 |     expect: { text: a, spans: [Hà Nội] }
          |                               ^
          help: write 'spans: { placeName: "Hà Nội" }'
        """
      ])
  }
}
