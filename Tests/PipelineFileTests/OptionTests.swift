import StageKit
import Testing

@testable import PipelineFile

@Suite struct OptionTests {
  @Test func aMisspeltOptionNamesItsNeighbour() {
    #expect(
      check("stages:\n  - clean-boilerplate:\n      max_link_densty: 0.5\n") == [
        """
        p.yaml:3:7: error: clean-boilerplate has no option 'max_link_densty'
        3 |       max_link_densty: 0.5
          |       ^~~~~~~~~~~~~~~
          help: did you mean 'max_link_density'?
        """
      ])
  }

  @Test func aWrongValueNamesTheAllowedOnesAndTheNearest() {
    let text =
      String(repeating: "#\n", count: 7)
      + "stages:\n  - detect-language\n  - normalize-vietnamese:\n      tone: newer\n"
    #expect(
      check(text, file: "pipelines/archive.yaml") == [
        """
        pipelines/archive.yaml:11:13: error: tone of normalize-vietnamese is 'newer'; allowed: 'keep', 'fix', 'old', 'new'
        11 |       tone: newer
           |             ^~~~~
           help: did you mean 'new'?
        """
      ])
  }

  @Test func aNameWithoutNeighbourIsAnsweredWithTheList() {
    #expect(
      check("stages:\n  - tag-entities: { colour: red }\n  - decode-legacy: { colour: red }\n") == [
        """
        p.yaml:2:21: error: tag-entities has no option 'colour'
        2 |   - tag-entities: { colour: red }
          |                     ^~~~~~
          help: it has 'gazetteers', 'files'
        """,
        """
        p.yaml:3:22: error: decode-legacy has no option 'colour'
        3 |   - decode-legacy: { colour: red }
          |                      ^~~~~~
          help: it has no options
        """,
      ])
  }

  @Test func whatStandsBesideAStageIsNoOptionOfIt() {
    #expect(
      check("stages:\n  - tag-entities: { when: { language: vi } }\n") == [
        """
        p.yaml:2:21: error: tag-entities has no option 'when'
        2 |   - tag-entities: { when: { language: vi } }
          |                     ^~~~
          help: 'when' is no option: write it beside 'tag-entities', on a line of its own
        """
      ])
  }

  @Test func everyWrongTypeAndRangeOfALineIsFound() {
    #expect(
      check(
        "stages:\n  - clean-boilerplate: { max_link_density: 1.5, min_words: 0, strict: perhaps, comments: }\n"
      ) == [
        """
        p.yaml:2:44: error: max_link_density of clean-boilerplate is '1.5'; it must be a number in 0...1
        2 |   - clean-boilerplate: { max_link_density: 1.5, min_words: 0, strict: perhaps, comments: }
          |                                            ^~~
        """,
        """
        p.yaml:2:60: error: min_words of clean-boilerplate is '0'; it must be a whole number in 1...100
        2 |   - clean-boilerplate: { max_link_density: 1.5, min_words: 0, strict: perhaps, comments: }
          |                                                            ^
        """,
        """
        p.yaml:2:71: error: strict of clean-boilerplate is 'perhaps'; allowed: 'true', 'false'
        2 |   - clean-boilerplate: { max_link_density: 1.5, min_words: 0, strict: perhaps, comments: }
          |                                                                       ^~~~~~~
        """,
        """
        p.yaml:2:90: error: comments of clean-boilerplate is empty; allowed: 'keep', 'drop'
        2 |   - clean-boilerplate: { max_link_density: 1.5, min_words: 0, strict: perhaps, comments: }
          |                                                                                          ^
        """,
      ])
  }

  @Test func aWrongElementIsPointedAtInItsList() {
    #expect(
      check(
        "stages:\n  - tag-entities:\n      gazetteers: { a: b }\n      files:\n        - a\n        - [b]\n")
        == [
          """
          p.yaml:3:19: error: gazetteers of tag-entities is a map; it must be a list of text
          3 |       gazetteers: { a: b }
            |                   ^
          """,
          """
          p.yaml:6:11: error: files of tag-entities is a list; it must be a path
          6 |         - [b]
            |           ^
          """,
        ])
  }

  @Test func valuesAtTheEndsOfTheirRangeFit() throws {
    let text = "stages:\n  - clean-boilerplate: { max_link_density: 1, min_words: 100, strict: off }\n"
    #expect(
      try pipeline(text).stages[0].options
        == ["max_link_density": .scalar("1"), "min_words": .scalar("100"), "strict": .scalar("off")])
  }

  @Test func scalarsKeepTheirText() throws {
    let text = "write:\n  - write-tei: { directory: 1.0, publisher: no, licence: \"~\" }\n"
    #expect(
      try pipeline(text).writers[0].options
        == ["directory": .scalar("1.0"), "publisher": .scalar("no"), "licence": .scalar("~")])
  }

  @Test(arguments: ["", "~", "null"]) func anEmptyValueIsNull(_ written: String) throws {
    #expect(
      try pipeline("write:\n  - write-tei: { publisher: \(written) }\n").writers[0].options == [
        "publisher": .null
      ])
  }

  @Test func optionsThatAreNoMapAreRefused() {
    #expect(
      check("stages:\n  - clean-boilerplate: keep\n") == [
        """
        p.yaml:2:24: error: the options of clean-boilerplate are 'keep'; they must be a map
        2 |   - clean-boilerplate: keep
          |                        ^~~~
          help: write 'option: value'
        """
      ])
  }

  /// Columns as the terminal's `wcwidth` counts them.
  @Test func theCaretStandsRightInKhmerAndWideCharacters() {
    let line = "  - tag-entities: { gazetteers: [ភ្នំពេញ], សាស្ត្រា: 1, 漢字: 2, e\u{301}x: 3 }"
    func caret(_ indent: Int, _ width: Int) -> String {
      "  | " + String(repeating: " ", count: indent) + "^" + String(repeating: "~", count: width - 1)
    }
    #expect(
      check("stages:\n\(line)\n") == [
        """
        p.yaml:2:44: error: tag-entities has no option 'សាស្ត្រា'
        2 | \(line)
        \(caret(41, 6))
          help: it has 'gazetteers', 'files'
        """,
        """
        p.yaml:2:57: error: tag-entities has no option '漢字'
        2 | \(line)
        \(caret(52, 4))
          help: it has 'gazetteers', 'files'
        """,
        """
        p.yaml:2:64: error: tag-entities has no option 'e\u{301}x'
        2 | \(line)
        \(caret(61, 2))
          help: it has 'gazetteers', 'files'
        """,
      ])
  }

  @Test func aLongLineIsCutAroundTheCaret() {
    let text = "stages:\n  - tag-entities: { gazetteers: \(String(repeating: "a", count: 200)), colour: x }\n"
    #expect(
      check(text) == [
        """
        p.yaml:2:235: error: tag-entities has no option 'colour'
        2 | …\(String(repeating: "a", count: 38)), colour: x }
          |                                          ^~~~~~
          help: it has 'gazetteers', 'files'
        """
      ])
  }

  @Test func whatCouldNotBeSeenIsSpeltOut() {
    #expect(
      check("stages:\n  - tag-entities: { a\u{A0}b\u{200B}\u{202E}c: 1 }\n").map {
        $0.split(separator: "\n").prefix(2).joined(separator: "\n")
      } == [
        """
        p.yaml:2:21: error: tag-entities has no option 'a\\u{A0}b\\u{200B}\\u{202E}c'
        2 |   - tag-entities: { a\u{A0}b\u{200B}\u{FFFD}c: 1 }
        """
      ])
  }
}
