import Testing

@testable import PipelineFile

@Suite struct YAMLTests {
  @Test func everyNameThatStandsTwiceIsFoundAtEveryLevel() {
    let text = """
      name: a
      stages:
        - clean-boilerplate: { comments: keep, "comments": drop, strict: on, strict: no, strict: 3 }
      name: b
      name: c
      stages:
        - tag-entities: { gazetteers: [{ a: 1, a: 2 }] }
      """
    #expect(
      check(text).map { $0.split(separator: "\n")[0] } == [
        "p.yaml:3:42: error: 'comments' stands twice; the first is in line 3",
        "p.yaml:3:72: error: 'strict' stands twice; the first is in line 3",
        "p.yaml:3:84: error: 'strict' stands twice; the first is in line 3",
        "p.yaml:3:92: error: strict of clean-boilerplate is '3'; allowed: 'true', 'false'",
        "p.yaml:4:1: error: 'name' stands twice; the first is in line 1",
        "p.yaml:5:1: error: 'name' stands twice; the first is in line 1",
        "p.yaml:6:1: error: 'stages' stands twice; the first is in line 2",
        "p.yaml:7:34: error: gazetteers of tag-entities is a map; it must be a text",
        "p.yaml:7:42: error: 'a' stands twice; the first is in line 7",
      ])
  }

  @Test func tabsThatIndentAreAllFoundAndTheRestIsChecked() {
    #expect(
      check("read:\n\tread-files:\n\t\tpth: x\nstages:\n  - decode-legac\n") == [
        """
        p.yaml:2:1: error: a tab indents this line
        2 |  read-files:
          | ^
          help: indent with spaces
        """,
        """
        p.yaml:3:1: error: a tab indents this line
        3 |   pth: x
          | ^
          help: indent with spaces
        """,
        """
        p.yaml:3:3: error: read-files has no option 'pth'
        3 |   pth: x
          |   ^~~
          help: did you mean 'path'?
        """,
        """
        p.yaml:5:5: error: there is no stage 'decode-legac'
        5 |   - decode-legac
          |     ^~~~~~~~~~~~
          help: did you mean 'decode-legacy'?
        """,
      ])
  }

  @Test func anchorsAliasesTagsAndMergeKeysAreRefused() {
    let text = """
      name: !!str x
      stages:
        - clean-boilerplate: &x { comments: keep }
        - *x
        - *y
        - tag-entities: { <<: { a: b } }
      """
    let anchor = "anchors (&) and aliases (*) are not allowed"
    #expect(
      check(text) == [
        """
        p.yaml:1:7: error: tags (!) are not allowed
        1 | name: !!str x
          |       ^
          help: leave it out, or put the value in quotes
        """,
        """
        p.yaml:3:24: error: \(anchor)
        3 |   - clean-boilerplate: &x { comments: keep }
          |                        ^
          help: write the value out, or put it in quotes
        """,
        """
        p.yaml:5:5: error: \(anchor)
        5 |   - *y
          |     ^~
          help: write the value out, or put it in quotes
        """,
        """
        p.yaml:6:21: error: merge keys (<<) are not allowed
        6 |   - tag-entities: { <<: { a: b } }
          |                     ^~
          help: write the options out
        """,
      ])
  }

  @Test func anAnchorThatHoldsItselfIsRefused() {
    #expect(
      check("name: &a [*a]\n").map { $0.split(separator: "\n")[0] } == [
        "p.yaml:1:7: error: anchors (&) and aliases (*) are not allowed",
        "p.yaml:1:11: error: anchors (&) and aliases (*) are not allowed",
      ])
  }

  @Test(.timeLimit(.minutes(1))) func aBombOfAliasesIsRefusedUnread() {
    let lines = (1..<60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }
    #expect(
      check("a0: &a0 [x]\n" + lines.joined() + "? *a59\n: x\n? *a59\n: y\n").map {
        $0.split(separator: "\n")[0]
      } == [
        "p.yaml:1:5: error: anchors (&) and aliases (*) are not allowed"
      ])
  }

  @Test func asterisksInTextsAreNoAliases() throws {
    let text = "description: '*a* & *b*' # \(String(repeating: "*x ", count: 40))\n"
    #expect(try pipeline(text).description == "*a* & *b*")
  }

  @Test func aSecondDocumentIsRefused() {
    #expect(
      check("name: a\n---\nname: b\n") == [
        """
        p.yaml:3:1: error: a second document begins here; a pipeline file holds one
        3 | name: b
          | ^~~
        """
      ])
  }

  @Test func whatStandsBeforeAFaultIsChecked() {
    #expect(
      check("stages:\n  - decode-legac\n  - tag-entities: { gazetteers: [a, b }\nwrite: x\n") == [
        """
        p.yaml:2:5: error: there is no stage 'decode-legac'
        2 |   - decode-legac
          |     ^~~~~~~~~~~~
          help: did you mean 'decode-legacy'?
        """,
        """
        p.yaml:3:33: error: the bracket '[' is not closed, or a comma is missing in it
        3 |   - tag-entities: { gazetteers: [a, b }
          |                                 ^
        """,
      ])
  }

  @Test(arguments: [
    ("name: \"a\nstages: []\n", "1:7: error: the quote '\"' is never closed"),
    ("name: [a\nstages: []\n", "1:7: error: the bracket '[' is not closed, or a comma is missing in it"),
    ("stages:\n  - decode-legacy\n - b\n", "3:2: error: this line does not fit the lines above"),
    ("name: a: b\n", "1:8: error: a ':' is not expected here"),
    ("name: x\nfoo\nread: y\n", "2:1: error: a ':' is missing after this name"),
    ("name: @x\n", "1:7: error: a value cannot begin with '@'"),
    ("name: \"\\q\"\n", "1:8: error: this escape is not known in double quotes"),
    ("stages: - a\n", "1:9: error: a list is not expected here"),
    ("name: a\n...\nb: c\n", "3:1: error: this line does not fit the lines above"),
    (": x\n", "1:1: error: a name is missing before ':'"),
    ("? [a]\n", "1:3: error: a name must be a text, not a list or a map"),
    ("- a\n", "1:1: error: a pipeline file must be a map"),
    ("archive\n", "1:1: error: a pipeline file must be a map"),
  ]) func aFaultIsToldInPlainWords(_ text: String, _ expected: String) {
    #expect(check(text).map { String($0.split(separator: "\n")[0]) } == ["p.yaml:" + expected])
  }

  @Test(arguments: ["when: { language: vi }", "cache: true"])
  func whatStandsBelowAStageWithoutAColonNamesTheStage(line: String) {
    #expect(
      check("stages:\n  - decode-legacy\n    \(line)\n") == [
        """
        p.yaml:3:\(line.prefix { $0 != ":" }.count + 5): error: a ':' is not expected here
        3 |     \(line)
          | \(String(repeating: " ", count: line.prefix { $0 != ":" }.count + 4))^
          help: write '- decode-legacy:' in line 2
        """
      ])
    for above in ["  - decode-legacy # first\n", "  - decode-legacy\n\n    # why\n"] {
      #expect(
        check("stages:\n\(above)    \(line)\n")[0].hasSuffix("\n  help: write '- decode-legacy:' in line 2"))
    }
    #expect(check("stages:\n  - decode-legacy:\n    \(line)\n") == [])
  }

  @Test func nestingIsBounded() {
    let deep = "name: " + String(repeating: "[", count: 5000)
    #expect(
      check(deep).map { $0.split(separator: "\n")[0] } == [
        "p.yaml:1:39: error: lists and maps are nested deeper than 32"
      ])
    let closed = "name: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(
      check(closed).map { $0.split(separator: "\n")[0] } == [
        "p.yaml:1:7: error: 'name' is a list; it must be a text",
        "p.yaml:1:38: error: lists and maps are nested deeper than 32",
      ])
  }

  @Test func linesMayEndAsOnWindows() {
    #expect(
      check("name: a\r\nversion: b\r\n") == [
        """
        p.yaml:2:1: error: a pipeline has no 'version'
        2 | version: b
          | ^~~~~~~
          help: it has 'name', 'description', 'read', 'stages', 'write', 'tests', 'on_error', 'isolation', 'timeout_seconds', 'max_memory_mb', 'cache_mb'
        """
      ])
  }

  @Test func everyBeginningOfAFileIsAnswered() {
    let text = Array(
      "read: { \"a\": [&b 'c', *b, ? !d |] }\nstages:\n\t- x: {<<: y, z: >\n  - ខ្មែរ\n...\n---\n%Y".utf8)
    let counts = text.indices.map { check(bytes: Array(text[..<$0])).count }
    #expect(counts.allSatisfy { $0 > 0 })
  }

  @Test func afterAHundredProblemsTheRestIsNotListed() throws {
    let text = "stages:\n" + String(repeating: "  - x\n", count: 101)
    let error = #expect(throws: InvalidPipeline.self) { try pipeline(text) }
    #expect(error?.problems.count == 100)
    #expect(
      error?.description.hasSuffix("\n\nMore than 100 errors; these are the first. Nothing was run.") == true)
  }
}
