import StageKit
import Testing

@Suite struct DocumentNameTests {
  @Test func anOrdinaryIdStaysReadable() {
    #expect(DocumentName.path(for: "000_259fb", fileExtension: "xml") == "000_259fb.xml")
    #expect(DocumentName.xmlID(for: "000_259fb") == "d000_259fb")
  }
}
