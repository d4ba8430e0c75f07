import StageKit
import Testing
import WriteJSONLines

@Suite struct WriteJSONLinesTests {
  @Test func aDocumentLeavesItsJSONFormAsOneLine() throws {
    let stage = try WriteJSONLines()
    let line = try stage.contribution(of: ProcessedDocument(Document(id: "a", text: "Việt\nNam")))
    #expect(
      String(decoding: line?.bytes ?? [], as: UTF8.self)
        == #"{"blocks":[{"end":4,"kind":"paragraph","start":0},{"end":8,"kind":"paragraph","start":5}],"content_type":"text\/plain","id":"a","metadata":{},"provenance":[],"removed":[],"spans":[],"status":"ok","text":"Việt\nNam"}"#
          .replacing("\\/", with: "/"))
  }
}
