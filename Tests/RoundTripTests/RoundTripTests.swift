import Foundation
import StageKit
import Testing

@testable import ReadTEI
@testable import WriteTEI

/// What write-tei writes and read-tei reads is the same document: written again, it gives the same bytes.
@Suite struct RoundTripTests {
  /// The file of a document, and that of what is read from the file.
  static func twice(_ document: Document) throws -> (first: String, second: String) {
    let writer = try WriteTEI(
      options: .init(), context: LoadContext(steps: [("read-files", 1), ("write-tei", 2)]))
    let first = try #require(try writer.output(for: ProcessedDocument(document)).files.first)
    var read = try TEIReading(first.bytes, .auto).document(id: document.id)
    carrySourceHash(&read)
    let second = try #require(try writer.output(for: ProcessedDocument(read)).files.first)
    return (String(decoding: first.bytes, as: UTF8.self), String(decoding: second.bytes, as: UTF8.self))
  }

  @Test func changesSentencesAndTwoMakersComeBack() throws {
    var document = Document(id: "a", text: "Ông Polpot nói.")
    document.language = "vi"
    document.begin(stage: "normalize-vietnamese", version: 1)
    try document.apply([
      Edit("Ông ".utf8.count..<"Ông Polpot".utf8.count, Array("Pol Pot".utf8), reason: "name")
    ])
    document.begin(stage: "tag-entities", version: 2)
    let name = "Ông ".utf8.count..<"Ông Pol Pot".utf8.count
    try document.add(
      Span(
        layer: Layer.entity, name, label: "persName", attributes: ["key": "pers.pol-pot", "name": "Pol Pot"]))
    let (first, second) = try Self.twice(document)
    #expect(first == second)
  }

  /// The hash of the page stands in the metadata of what is read, as the source is the TEI file.
  static func carrySourceHash(_ document: inout Document) {
    var metadata = Metadata()
    for (key, value) in document.metadata.values where key != ReadTEI.sourceHashKey {
      metadata.set(key, value, origin: document.metadata.origins[key] ?? .init("", .high))
    }
    if let hash = document.metadata[ReadTEI.sourceHashKey] { document.setSourceHash(hash) }
    document.metadata = metadata
  }

  @Test(arguments: 0..<400)
  func anyDocumentThatIsWrittenAndReadIsWrittenAlike(_ seed: Int) throws {
    var random = RandomDocuments(seed: UInt64(seed))
    let (first, second) = try Self.twice(try random.document(seed))
    // What write-tei had to repair stays in the history, and there is one change more.
    let hasRepairs = !first.contains(">write-tei, version 2: nothing counted</change>")
    #expect(Self.lines(first, hasRepairs) == Self.lines(second, hasRepairs))
  }

  private static func lines(_ file: String, _ hasRepairs: Bool) -> [Substring] {
    file.split(separator: "\n").filter { !hasRepairs || !$0.contains("<change ") }
  }
}
