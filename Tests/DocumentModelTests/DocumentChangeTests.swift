@testable import DocumentModel
import Testing

@Suite struct DocumentChangeTests {
  private func document(_ text: String = "Tiếng Việt\nភាសាខ្មែរ\nPol Pot") -> Document {
    Document(id: "a", text: text)
  }

  // MARK: Edits

  @Test(arguments: [
    [Edit(1..<2, [], reason: "r"), Edit(0..<1, [], reason: "r")],
    [Edit(0..<2, [], reason: "r"), Edit(1..<3, [], reason: "r")],
    [Edit(0..<1000, [], reason: "r")], [Edit(-1..<0, [], reason: "r")], [Edit(3..<4, [], reason: "r")],
    [Edit(4..<5, [], reason: "r")], [Edit(0..<1, [0xC3], reason: "r")],
    [Edit(0..<1, [0xED, 0xA0, 0x80], reason: "r")],
    [Edit(0..<1, [0x61], reason: "r"), Edit(4..<4, [0x61], reason: "r")],
  ])
  func anInvalidEditIsRefusedAndNothingChanges(edits: [Edit]) throws {
    var document = document()
    try document.add(Span(layer: "entity", 0..<5, label: "x"))
    let before = document
    do throws(StageError) {
      try document.apply(edits)
      Issue.record("accepted")
    } catch { #expect(error.code == "invalid-edit") }
    #expect(document == before)
  }

  @Test func anEditIsKeptWithItsEvidenceAndMovesWithTheText() throws {
    var document = document("hoà bình")
    document.begin(stage: "normalize-vietnamese", version: 1)
    try document.apply([Edit(1..<4, Array("òa".utf8), reason: "tone-place")])
    document.begin(stage: "other", version: 1)
    try document.apply(
      [Edit(0..<0, Array("> ".utf8), reason: "mark"), Edit(4..<5, [], reason: "space")], recording: .counts)
    #expect(
      document.edits == [
        AppliedEdit(
          range: 3..<6, before: Array("oà".utf8), after: Array("òa".utf8), reason: "tone-place",
          stage: "normalize-vietnamese")
      ])
    #expect(document.provenance.map(\.counts) == [["tone-place": 1], ["mark": 1, "space": 1]])
    #expect(document.string(in: 0..<document.text.count) == "> hòabình")
  }

  @Test func insertedTextStaysOutsideAtBothEdgesAndInsideElsewhere() throws {
    var document = document("abcd")
    try document.add(Span(layer: "entity", 1..<3, label: "x"))
    try document.apply([1, 2, 3].map { Edit($0..<$0, [0x2D], reason: "r") })
    #expect(document.string(in: 0..<document.text.count) == "a-b-c-d")
    #expect(document.spans.map(\.range) == [2..<5])
  }

  @Test func aSpanThatIsRefusedLeavesNoTrace() {
    var document = document("Việt")
    for range in [0..<0, 0..<100, 3..<4, -1..<1, 2..<4] {
      #expect(throws: StageError.self, "\(range)") {
        try document.add(Span(layer: "entity", range, label: "x"))
      }
    }
    #expect(throws: StageError.self) {
      try document.add([0..<2, 3..<4].map { Span(layer: "entity", $0, label: "x") })
    }
    #expect(document.spans == [])
  }

  // MARK: Blocks

  @Test(arguments: [
    [Block(.paragraph, 0..<5), Block(.paragraph, 4..<8)],
    [Block(.paragraph, 0..<2), Block(.division, 0..<5)],
    [Block(.paragraph, 5..<8), Block(.paragraph, 0..<2)], [Block(.paragraph, 0..<1000)],
    [Block(.paragraph, 3..<5)],
    [Block(.division, 0..<5), Block(.paragraph, 0..<5), Block(.paragraph, 5..<6), Block(.paragraph, 2..<5)],
  ])
  func blocksThatCrossAreRefused(blocks: [Block]) {
    var document = document()
    let before = document
    #expect(throws: StageError.self) { try document.setBlocks(blocks) }
    #expect(document == before)
  }

  @Test func nestedAndEmptyBlocksAreTaken() throws {
    var document = document("a\tb\n")
    let blocks = [
      Block(.table, 0..<3), Block(.row, 0..<3), Block(.cell, 0..<1), Block(.cell, 2..<2), Block(.cell, 2..<3),
      Block(.figure, 4..<4),
    ]
    try document.setBlocks(blocks)
    #expect(document.blocks == blocks)
  }

  @Test func anEditOverTheBorderOfTwoBlocksBelongsToTheFirst() throws {
    var document = document("one\ntwo")
    try document.apply([Edit(2..<5, Array(" = ".utf8), reason: "r")])
    #expect(document.string(in: 0..<document.text.count) == "on = wo")
    #expect(document.blocks.map(\.range) == [0..<5, 5..<7])
  }

  @Test func aCutBlockIsKeptAsideWithItsPlace() throws {
    var document = document("Skip to content\nPol Pot\nLeave a Reply")
    document.begin(stage: "clean-boilerplate", version: 1)
    let menu = document.blocks[0]
    try document.removeBlocks(because: "skip-link") { $0 == menu ? 0.9 : nil }
    try document.removeBlocks(because: "reply-form") { $0.range.lowerBound > 0 ? 1 : nil }
    #expect(document.string(in: 0..<document.text.count) == "Pol Pot\n")
    #expect(document.blocks == [Block(.paragraph, 0..<7)])
    #expect(
      document.removed == [
        RemovedBlock(
          text: Array("Skip to content".utf8), reason: "skip-link", score: 0.9, sourceRange: 0..<15,
          position: 0,
          stage: "clean-boilerplate"),
        RemovedBlock(
          text: Array("Leave a Reply".utf8), reason: "reply-form", score: 1, sourceRange: 24..<37,
          position: 8,
          stage: "clean-boilerplate"),
      ])
    #expect(document.provenance[0].counts == ["skip-link": 1, "reply-form": 1])
    #expect(document.replayedSource() == document.source.bytes)
  }

  @Test func aContainerGoesWithItsLastBlockAndTheBlocksInsideWithTheirContainer() throws {
    var document = document("a\nb\n\tc\nd")
    try document.setBlocks([
      Block(.list, 0..<3), Block(.item, 0..<1), Block(.item, 2..<3), Block(.table, 4..<6),
      Block(.cell, 4..<4),
      Block(.cell, 5..<6), Block(.paragraph, 7..<8),
    ])
    try document.removeBlocks(because: "r") { [.item, .table].contains($0.kind) ? 1 : nil }
    #expect(document.string(in: 0..<document.text.count) == "d")
    #expect(document.blocks == [Block(.paragraph, 0..<1)])
    #expect(document.removed.map(\.text) == [Array("a".utf8), Array("b".utf8), Array("\tc".utf8)])
  }

  @Test func anEmptyBlockThatIsPickedGoesAndAnOtherStays() throws {
    var document = document("a\nb")
    try document.setBlocks([
      Block(.figure, 0..<0), Block(.paragraph, 0..<1), Block(.figure, 2..<2, attributes: ["url": "x"]),
    ])
    try document.removeBlocks(because: "r") { $0.kind == .paragraph || $0.attributes.isEmpty ? 1 : nil }
    #expect(document.blocks == [Block(.figure, 0..<0, attributes: ["url": "x"])])
  }

  // MARK: Decoding anew

  @Test func aNewDecodingTakesThePlaceOfTheProvisionalOne() throws {
    // "Việt" in TCVN3, read as windows-1252.
    var document = try Document(id: "a", bytes: [0x56, 0x69, 0xD6, 0x74])
    document.begin(stage: "decode-legacy", version: 1)
    document.report(Report("odd", "a letter", at: 2..<4))
    var alignment = Alignment(copyOf: 2)
    alignment.appendChange(text: 3, source: 1)
    alignment.appendCopy(1)
    try document.redecode(text: Array("Vi\u{1EC7}t".utf8), alignment: alignment, encoding: "TCVN3")
    #expect(document.text == Array("Vi\u{1EC7}t".utf8) && document.source.encoding == "TCVN3")
    #expect(document.blocks == [Block(.paragraph, 0..<6)])
    #expect(document.sourceRange(of: 2..<5) == 2..<3)
    #expect(document.provenance[0].reports.map(\.range) == [2..<5])
  }

  @Test func aDecodingThatDoesNotFitIsRefused() throws {
    var document = try Document(id: "a", bytes: [0x56, 0x69, 0xD6, 0x74])
    let before = document
    var short = Alignment(copyOf: 2)
    #expect(throws: StageError.self) {
      try document.redecode(text: [0x56, 0x69], alignment: short, encoding: "x")
    }
    #expect(throws: StageError.self) {
      try document.redecode(text: [0x56, 0x69, 0x70, 0x74], alignment: Alignment(copyOf: 4), encoding: "x")
    }
    short.appendChange(text: 1, source: 2)
    #expect(throws: StageError.self) {
      try document.redecode(text: [0x56, 0x69, 0xD6], alignment: short, encoding: "x")
    }
    #expect(document == before)
    try document.apply([Edit(0..<1, [], reason: "r")])
    #expect(
      throws: StageError(
        "already-edited", "the text was edited before it was decoded; put the decoding stage first")
    ) {
      try document.redecode(text: [], alignment: Alignment(), encoding: "x")
    }
  }
}
