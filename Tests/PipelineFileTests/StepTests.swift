import StageKit
import Testing

@testable import PipelineFile

@Suite struct StepTests {
  @Test func stepsStandAsNamesOrAsMapsOfOptions() throws {
    let checked = try pipeline(
      """
      name: a
      description: Trang web
      read:
        read-files: { path: pages }
      stages:
        - decode-legacy
        - clean-boilerplate:
        - tag-entities: { gazetteers: [general, indochina-1975-1991] }
      write:
        - write-json-lines: { file: all.jsonl }
      on_error: stop
      """)
    #expect(
      checked.steps.map(\.entry.name) == [
        "read-files", "decode-legacy", "clean-boilerplate", "tag-entities", "write-json-lines",
      ])
    #expect(checked.steps.map(\.line) == [4, 6, 7, 8, 10])
    #expect(
      checked.stages[2].options == [
        "gazetteers": .list([.scalar("general"), .scalar("indochina-1975-1991")])
      ])
    #expect([checked.name, checked.description, checked.onError.rawValue] == ["a", "Trang web", "stop"])
  }

  @Test func aReaderMayBeNamedWithoutOptions() throws {
    #expect(try pipeline("read: read-files\n").reader?.entry.name == "read-files")
  }

  @Test func aPipelineWithoutNameHasThatOfItsFile() throws {
    #expect(try pipeline("stages: [decode-legacy]\n", file: "pipelines/my.own.yaml").name == "my.own")
  }

  @Test func anUnknownStepNamesItsNeighbourOrAll() {
    #expect(
      check("stages:\n  - detect-langage\n  - normalize-khmer\nwrite:\n  - print\n") == [
        """
        p.yaml:2:5: error: there is no stage 'detect-langage'
        2 |   - detect-langage
          |     ^~~~~~~~~~~~~~
          help: did you mean 'detect-language'?
        """,
        """
        p.yaml:5:5: error: there is no writer 'print'
        5 |   - print
          |     ^~~~~
          help: writers: 'write-json-lines', 'write-tei'
        """,
      ])
  }

  @Test func theOptionsOfAMisspeltStepAreCheckedToo() {
    #expect(
      check("stages:\n  - clean-boilerplat: { coments: keep }\n") == [
        """
        p.yaml:2:5: error: there is no stage 'clean-boilerplat'
        2 |   - clean-boilerplat: { coments: keep }
          |     ^~~~~~~~~~~~~~~~
          help: did you mean 'clean-boilerplate'?
        """,
        """
        p.yaml:2:25: error: clean-boilerplate has no option 'coments'
        2 |   - clean-boilerplat: { coments: keep }
          |                         ^~~~~~~
          help: did you mean 'comments'?
        """,
      ])
  }

  @Test func aStepInTheWrongSectionIsSentToItsOwn() {
    #expect(
      check(
        "read:\n  decode-legacy: {}\nstages:\n  - read-files\n  - write-tei\nwrite:\n  - detect-language\n")
        == [
          """
          p.yaml:2:3: error: decode-legacy is a stage; put it under 'stages'
          2 |   decode-legacy: {}
            |   ^~~~~~~~~~~~~
          """,
          """
          p.yaml:4:5: error: read-files is a reader; put it under 'read'
          4 |   - read-files
            |     ^~~~~~~~~~
          """,
          """
          p.yaml:5:5: error: write-tei is a writer; put it under 'write'
          5 |   - write-tei
            |     ^~~~~~~~~
          """,
          """
          p.yaml:7:5: error: detect-language is a stage; put it under 'stages'
          7 |   - detect-language
            |     ^~~~~~~~~~~~~~~
          """,
        ])
  }

  @Test func whatStandsBesideAStepIsNamed() {
    let text = """
      stages:
        - clean-boilerplate:
          comments: keep
          when: language == vi
          decode-legacy:
        - [a]
        -
        - {}
      """
    #expect(
      check(text) == [
        """
        p.yaml:3:5: error: 'comments' stands beside 'clean-boilerplate'
        3 |     comments: keep
          |     ^~~~~~~~
          help: indent it deeper than 'clean-boilerplate'
        """,
        """
        p.yaml:4:11: error: 'when' is 'language == vi'; it must be a map
        4 |     when: language == vi
          |           ^~~~~~~~~~~~~~
          help: write 'when: { language: vi }'
        """,
        """
        p.yaml:5:5: error: 'decode-legacy' is a second step in one list item
        5 |     decode-legacy:
          |     ^~~~~~~~~~~~~
          help: begin it with '- ' on a line of its own
        """,
        """
        p.yaml:6:5: error: a list is not a step
        6 |   - [a]
          |     ^
          help: write '- name' or '- name: { option: value }'
        """,
        """
        p.yaml:7:4: error: an empty item is not a step
        7 |   -
          |    ^
          help: write '- name' or '- name: { option: value }'
        """,
        """
        p.yaml:8:5: error: a map is not a step
        8 |   - {}
          |     ^
          help: write '- name' or '- name: { option: value }'
        """,
      ])
  }

  @Test(arguments: ["when", "cache", "route"]) func aSettingOfStagesIsForStagesOnly(_ key: String) {
    #expect(
      check("read:\n  read-files:\n  \(key): x\n") == [
        """
        p.yaml:3:3: error: '\(key)' is for stages only
        3 |   \(key): x
          |   ^\(String(repeating: "~", count: key.count - 1))
        """
      ])
  }

  @Test func aStageMaySayForWhichDocumentsItIsAndWhetherTheyAreKept() throws {
    let text = """
      stages:
        - detect-language:
          cache: true
        - clean-boilerplate: { comments: keep }
          when: { language: [vi, km], metadata: { site: bbc.com }, kind: html, min_bytes: 10 }
      """
    let pipeline = try Pipeline(
      bytes: Array(text.utf8), path: "p.yaml", registry: registry, for: .filter)
    #expect(pipeline.stages.map(\.isCached) == [true, false])
    var condition = Condition()
    condition.languages = ["vi", "km"]
    condition.metadata = ["site": ["bbc.com"]]
    condition.kinds = ["html"]
    condition.minBytes = 10
    #expect(pipeline.stages.map(\.condition) == [nil, condition])
  }

  @Test func aConditionThatIsNoneIsAnError() {
    #expect(
      check("stages:\n  - detect-language:\n    when: { langage: vi, kind: pdf }\n    cache: maybe\n") == [
        """
        p.yaml:3:13: error: 'when' has no 'langage'
        3 |     when: { langage: vi, kind: pdf }
          |             ^~~~~~~
          help: did you mean 'language'?
        """,
        """
        p.yaml:3:32: error: 'kind' must be 'text' or 'html'
        3 |     when: { langage: vi, kind: pdf }
          |                                ^~~
        """,
        """
        p.yaml:4:12: error: 'cache' is 'maybe'; it must be true or false
        4 |     cache: maybe
          |            ^~~~~
        """,
      ])
  }

  @Test func limitsAreReadAndCheckedWithTheirRange() throws {
    let text = "isolation: process\ntimeout_seconds: 2.5\nmax_memory_mb: 500\ncache_mb: 10\nstages: []\n"
    let pipeline = try Pipeline(
      bytes: Array(text.utf8), path: "p.yaml", registry: registry, for: .filter)
    #expect(pipeline.isolation == .process)
    #expect([pipeline.timeoutSeconds, pipeline.maxMemoryMB, pipeline.cacheMB] == [2.5, 500, 10])
    #expect(
      check("timeout_seconds: never\nisolation: on\n") == [
        """
        p.yaml:1:18: error: 'timeout_seconds' is 'never'; it must be a number in 1...86400
        1 | timeout_seconds: never
          |                  ^~~~~
        """,
        """
        p.yaml:2:12: error: 'isolation' is 'on'; allowed: 'off', 'process'
        2 | isolation: on
          |            ^~
        """,
      ])
  }

  @Test func aWriterThatWritesWhereItStandsBeforeIsRefused() {
    let before = "write:\n  - write-json-lines\n  - write-json-lines: { file: a }\n"
    #expect(check(before + "  - write-json-lines: { file: b }\n") == [])
    #expect(
      check(before + "  - write-json-lines: { file: a }\n  - write-json-lines\n") == [
        """
        p.yaml:4:31: error: write-json-lines in line 3 has the same file, 'a'
        4 |   - write-json-lines: { file: a }
          |                               ^
          help: give one of them another 'file'
        """,
        """
        p.yaml:5:5: error: write-json-lines in line 2 has the same file, 'documents.jsonl'
        5 |   - write-json-lines
          |     ^~~~~~~~~~~~~~~~
          help: give one of them another 'file'
        """,
      ])
  }

  @Test func aSecondReaderIsRefused() {
    #expect(
      check("read:\n  read-files: { path: a }\n  read-more: {}\n  path: b\n") == [
        """
        p.yaml:3:3: error: 'read-more' is a second reader; a pipeline has one
        3 |   read-more: {}
          |   ^~~~~~~~~
        """,
        """
        p.yaml:4:3: error: 'path' stands beside 'read-files'
        4 |   path: b
          |   ^~~~
          help: indent it deeper than 'read-files'
        """,
      ])
  }
}
