import StageKit
import Testing

@testable import PipelineFile

@Suite struct SectionTests {
  @Test func unknownSectionsAreNamed() {
    #expect(
      check("reed: read-files\nversion: 2\n") == [
        """
        p.yaml:1:1: error: a pipeline has no 'reed'
        1 | reed: read-files
          | ^~~~
          help: did you mean 'read'?
        """,
        """
        p.yaml:2:1: error: a pipeline has no 'version'
        2 | version: 2
          | ^~~~~~~
          help: it has 'name', 'description', 'read', 'stages', 'write', 'tests', 'on_error', 'isolation', 'timeout_seconds', 'max_memory_mb', 'cache_mb'
        """,
      ])
  }

  @Test func sectionsOfTheWrongFormAreAllFound() {
    let text = """
      read: [read-files]
      stages: decode-legacy
      write:
        write-json-line: {}
      on_error: ignore
      name: [a]
      description:
      """
    #expect(
      check(text) == [
        """
        p.yaml:1:7: error: 'read' is a list; it must be one reader
        1 | read: [read-files]
          |       ^
          help: write 'read-files: { path: ... }' below it
        """,
        """
        p.yaml:2:9: error: 'stages' is 'decode-legacy'; it must be a list
        2 | stages: decode-legacy
          |         ^~~~~~~~~~~~~
          help: begin each step with '- '
        """,
        """
        p.yaml:4:3: error: 'write' is a map; it must be a list
        4 |   write-json-line: {}
          |   ^
          help: begin each step with '- '
        """,
        """
        p.yaml:4:3: error: there is no writer 'write-json-line'
        4 |   write-json-line: {}
          |   ^~~~~~~~~~~~~~~
          help: did you mean 'write-json-lines'?
        """,
        """
        p.yaml:5:11: error: 'on_error' is 'ignore'; allowed: 'quarantine', 'stop'
        5 | on_error: ignore
          |           ^~~~~~
        """,
        """
        p.yaml:6:7: error: 'name' is a list; it must be a text
        6 | name: [a]
          |       ^
        """,
        """
        p.yaml:7:13: error: 'description' is empty; it must be a text
        7 | description:
          |             ^
        """,
      ])
  }

  @Test func aRunNeedsAReaderAndAWriterAndAFilterDoesNot() {
    #expect(check("stages: [decode-legacy]\n", for: .filter) == [])
    #expect(
      check("stages: [decode-legacy]\n", for: .run) == [
        """
        p.yaml:1:1: error: 'read' is missing: there is nothing to work on
        1 | stages: [decode-legacy]
          | ^
          help: add it with one of 'read-files'
        """,
        """
        p.yaml:1:1: error: 'write' is missing: nothing would be kept
        1 | stages: [decode-legacy]
          | ^
          help: add it with one of 'write-json-lines', 'write-tei'
        """,
      ])
  }

  @Test func aReaderWithoutItsPathIsIncomplete() {
    let text = "read: read-files\nwrite: [write-json-lines]\n"
    #expect(check(text, for: .runOnGivenInputs) == [])
    #expect(
      check(text, for: .run) == [
        """
        p.yaml:1:7: error: read-files needs 'path'
        1 | read: read-files
          |       ^~~~~~~~~~
          help: write 'read-files: { path: ... }'
        """
      ])
  }

  @Test func whatAStepNeedsMustBeGivenBefore() {
    let text = "read: read-files\nstages:\n  - normalize-khmer\n  - detect-language\nwrite:\n  - write-tei\n"
    #expect(
      check(text) == [
        """
        p.yaml:3:5: error: normalize-khmer needs 'language', which no earlier stage gives
        3 |   - normalize-khmer
          |     ^~~~~~~~~~~~~~~
          help: put 'detect-language' before it
        """,
        """
        p.yaml:6:5: error: write-tei needs 'blocks', which no earlier stage gives
        6 |   - write-tei
          |     ^~~~~~~~~
          help: put 'clean-boilerplate' before it
        """,
      ])
  }

  @Test func withoutAReaderDocumentsMayBringWhatNoStageGives() {
    #expect(check("stages: [normalize-khmer]\n") == [])
    #expect(check("stages: [normalize-khmer, detect-language]\n").count == 1)
  }

  @Test func whatAnUnknownStageMayHaveGivenIsNotAskedFor() {
    #expect(check("read: read-files\nstages: [guess-language, normalize-khmer]\n").count == 1)
  }
}
