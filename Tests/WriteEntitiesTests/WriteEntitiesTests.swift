import StageKit
import Testing

@testable import WriteEntities

@Suite struct WriteEntitiesTests {
  @Test func eachMentionIsARowInTheOrderOfTheText() throws {
    var document = Document(id: "a", text: "Ông \"Lê\", Duẩn\nở ភ្នំពេញ.")
    let end = document.text.count
    let khmer = end - 1 - "ភ្នំពេញ".utf8.count..<end - 1
    try document.add(
      Span(
        layer: "entity", khmer, label: "placeName",
        attributes: ["key": "place.phnom-penh", "name": "Phnom Penh", "cert": "high", "rule": "exact"],
        stage: "tag-entities"))
    let name = "Ông ".utf8.count..<"Ông \"Lê\", Duẩn".utf8.count
    try document.add(Span(layer: "entity", name, label: "persName", stage: "tag-entities"))
    try document.add(Span(layer: "format", name, label: "strong"))
    var options = WriteEntities.Options()
    options.contextCharacters = 3
    let left = try WriteEntities(options: options).output(for: ProcessedDocument(document)).contribution
    #expect(
      String(decoding: left?.bytes ?? [], as: UTF8.self)
        == "a,4,14,persName,\"\"\"Lê\"\", Duẩn\",,,,,,,,,,,,tag-entities,\"…ng [\"\"Lê\"\", Duẩn] ở …\"\n"
        + "a,17,24,placeName,ភ្នំពេញ,place.phnom-penh,Phnom Penh,,,,,,,,high,exact,tag-entities,… ở [ភ្នំពេញ].\n")
  }

  @Test func theFileHasANameForEachColumn() throws {
    var options = WriteEntities.Options()
    options.byteOrderMark = .on
    let folder = MemoryFolder()
    try WriteEntities(options: options).finish(
      Contributions { body throws(StageError) in try body("a", Array("a,1\n".utf8)) }, into: folder)
    #expect(
      folder.files == [
        "entities.csv":
          "\u{FEFF}document,start,end,label,text,key,name,type,ref,when,from,to,notBefore,notAfter,cert,rule,stage,context\na,1\n"
      ])
  }
}

/// A run's folder in memory.
final class MemoryFolder: RunFolder {
  var files: [String: String] = [:]

  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    var bytes: [UInt8] = []
    try body { bytes += $0 }
    files[path] = String(decoding: bytes, as: UTF8.self)
  }
}
