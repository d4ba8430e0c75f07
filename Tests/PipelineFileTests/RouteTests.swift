import StageKit
import Testing

@testable import PipelineFile

@Suite struct RouteTests {
  private let text = """
    stages:
      - detect-language
      - route:
          - when: { language: vi }
            stages:
              - normalize-vietnamese
              - clean-boilerplate: { comments: keep }
                cache: true
          - when: { language: km }
            stages: [normalize-khmer]
          - stages: []
      - extract-metadata
    """

  @Test func theStagesOfBranchesStandOneAfterAnotherAndKnowTheirBranch() throws {
    let stages = try pipeline(text).stages
    #expect(
      stages.map(\.entry.name) == [
        "detect-language", "normalize-vietnamese", "clean-boilerplate", "normalize-khmer", "extract-metadata",
      ])
    #expect(stages.map { $0.branch?.index } == [nil, 0, 0, 1, nil])
    #expect(stages.map(\.isCached) == [false, false, true, false, false])
    #expect(stages[1].branch?.conditions.map { $0?.languages } == [["vi"], ["km"], nil])
  }

  @Test(arguments: [("vi", 0), ("vi-VN", 0), ("km", 1), ("fr", 2)])
  func aDocumentTakesTheFirstBranchWhoseConditionHolds(_ language: String, _ index: Int) throws {
    let branch = try #require(try pipeline(text).stages[1].branch)
    var document = Document(id: "a", text: "Huế")
    document.language = language
    #expect(branch.choice(for: document) == index)
  }

  @Test func whatOneBranchGivesAnotherDoesNotHave() {
    let problems = check(
      """
      read:
        read-files
      stages:
        - route:
            - when: { kind: html }
              stages: [detect-language]
            - stages: [normalize-vietnamese]
        - normalize-khmer
      """)
    #expect(
      problems == [
        """
        p.yaml:7:18: error: normalize-vietnamese needs 'language', which no earlier stage gives
        7 |       - stages: [normalize-vietnamese]
          |                  ^~~~~~~~~~~~~~~~~~~~
          help: put 'detect-language' before it
        """
      ])
  }

  @Test func mistakesInARouteAreToldWhereTheyAre() {
    #expect(
      check(
        """
        stages:
          - route: vi
          - route:
              - stages: [detect-language]
              - when: { language: vi }
              - wen: { language: vi }
                stages:
                  - route: []
          - detect-language:
            route: []
        write:
          - write-tei:
            when: {}
        """
      ).map { $0.split(separator: "\n")[0] } == [
        "p.yaml:2:12: error: 'route' is 'vi'; it must be a list of branches",
        "p.yaml:4:9: error: this branch has no 'when', so that those after it are never taken",
        "p.yaml:5:9: error: this branch has no 'stages'",
        "p.yaml:6:9: error: a branch has no 'wen'",
        "p.yaml:8:13: error: a route stands in a branch of another",
        "p.yaml:10:5: error: 'route' stands beside a stage",
        "p.yaml:13:5: error: 'when' is for stages only",
      ])
  }
}
