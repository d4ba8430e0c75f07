import Foundation
import StageKit
import Testing

@testable import ReadTEI
@testable import WriteTEI

/// What write-tei writes and read-tei reads is the same document: written again, it gives the same bytes.
@Suite struct RoundTripTests {
  /// The file of a document, and that of what is read from the file.
  static func twice(_ document: Document) throws -> (first: String, second: String) {
    let writer = try WriteTEI()
    let first = try #require(try writer.output(for: ProcessedDocument(document)).files.first)
    var read = try TEIReading(first.bytes, .auto).document(id: document.id)
    carrySourceHash(&read)
    let second = try #require(try writer.output(for: ProcessedDocument(read)).files.first)
    return (String(decoding: first.bytes, as: UTF8.self), String(decoding: second.bytes, as: UTF8.self))
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
    let difference = zip(first.split(separator: "\n"), second.split(separator: "\n")).first { $0 != $1 }
    #expect(first == second, "\(String(describing: difference))")
  }
}
