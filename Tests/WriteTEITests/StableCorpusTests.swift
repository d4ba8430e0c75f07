import Foundation
import StageKit
import Testing

@testable import WriteTEI

/// What stays when a document comes to a corpus or goes.
@Suite struct StableCorpusTests {
  private static func documents() throws -> [Document] {
    var first = try Build.document(id: "a", language: "vi", [Build(.paragraph, "Pol Pot ở Phnom Penh.")])
    try first.name("persName", "Pol Pot", key: "pers.pol-pot")
    try first.name("placeName", "Phnom Penh", key: "place.phnom-penh", name: "Phnom Penh")
    var second = try Build.document(id: "b", language: "vi", [Build(.paragraph, "Pôn Pốt gặp Ieng Sary.")])
    try second.name("persName", "Pôn Pốt", key: "pers.pol-pot")
    try second.name("persName", "Ieng Sary", key: "pers.ieng-sary")
    var third = try Build.document(id: "c", language: "km", [Build(.paragraph, "ប៉ុល ពត នៅភ្នំពេញ។ Pol Pot")])
    try third.name("persName", "Pol Pot", key: "pers.pol-pot")
    try third.name("placeName", "ភ្នំពេញ", key: "place.phnom-penh", name: "Phnom Penh")
    return [first, second, third]
  }

  /// The lines of all files of a corpus, by path.
  private static func files(of documents: [Document]) throws -> [String: [String]] {
    let stage = try WriteTEI()
    let folder = try TemporaryFolder()
    var left: [(id: String, bytes: [UInt8])] = []
    for document in documents {
      let output = try stage.output(for: ProcessedDocument(document))
      for file in output.files { try folder.write(file.path, bytes: file.bytes) }
      left.append((document.id, try #require(output.contribution).encoded()))
    }
    try stage.finish(
      Contributions { [left] body throws(StageError) in
        for (id, bytes) in left { try body(id, bytes) }
      }, into: folder)
    var files: [String: [String]] = [:]
    for path in folder.files {
      let text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
      let lines = text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
      files[String(path.dropFirst(folder.url.path.count + 1))] = lines
    }
    return files
  }

  /// What a file has more and less when a document comes.
  private static func change(
    of path: String, _ before: [String: [String]], _ after: [String: [String]]
  ) -> (more: [String], less: [String]) {
    var (more, less): ([String], [String]) = ([], [])
    for change in (after[path] ?? []).difference(from: before[path] ?? []) {
      switch change {
      case .insert(_, let line, _): more.append(line)
      case .remove(_, let line, _): less.append(line)
      }
    }
    return (more, less.reversed())
  }

  @Test func aDocumentMoreLeavesTheOthersAsTheyWere() throws {
    let documents = try Self.documents()
    let before = try Self.files(of: [documents[0], documents[2]])
    let after = try Self.files(of: documents)
    #expect(before["tei/a.xml"] != nil && before["tei/a.xml"] == after["tei/a.xml"])
    #expect(before["tei/c.xml"] != nil && before["tei/c.xml"] == after["tei/c.xml"])
    #expect(Set(after.keys).subtracting(before.keys) == ["tei/b.xml"])
  }

  @Test func aDocumentMoreChangesSumsAndNeighboursOfTheCorpus() throws {
    let documents = try Self.documents()
    let before = try Self.files(of: [documents[0], documents[2]])
    let after = try Self.files(of: documents)
    let change = Self.change(of: "tei/corpus.xml", before, after)
    #expect(change.less == [])
    #expect(change.more == [])
  }

  @Test func aDocumentMoreChangesNoIdOfTheAuthorityFiles() throws {
    let documents = try Self.documents()
    let before = try Self.files(of: [documents[0], documents[2]])
    let after = try Self.files(of: documents)
    #expect(before["authority/places.xml"] == after["authority/places.xml"])
    let change = Self.change(of: "authority/persons.xml", before, after)
    #expect(change.less == [])
    #expect(change.more == [])
  }
}
