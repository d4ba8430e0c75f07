import DocumentModel
import Testing

@Suite struct AlignmentTests {
  @Test func aDeletionAndAReplacementKeepTheWayBack() throws {
    var document = Document(id: "a", text: "Skip to content\nPol  Pot")
    try document.apply([
      Edit(0..<16, [], reason: "furniture"), Edit(19..<21, [0x20], reason: "white-space"),
    ])
    #expect(document.string(in: 0..<document.text.count) == "Pol Pot")
    #expect(document.sourceRange(of: 4..<7) == 21..<24)
    #expect(document.replayedSource() == document.source.bytes)
  }
}
