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

  /// The lines that stand more often in the first list than in the second, in their order.
  private static func lines(_ lines: [String], without others: [String]) -> [String] {
    var counts: [String: Int] = [:]
    for line in others { counts[line, default: 0] += 1 }
    return lines.filter { line in
      counts[line, default: 0] -= 1
      return (counts[line] ?? 0) < 0
    }
  }

  /// What a file has less and more when a document comes.
  private static func change(
    of path: String, _ before: [String: [String]], _ after: [String: [String]]
  ) throws -> [[String]] {
    let (before, after) = (try #require(before[path]), try #require(after[path]))
    return [lines(before, without: after), lines(after, without: before)]
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
    #expect(
      try Self.change(of: "tei/corpus.xml", before, after) == [
        [
          #"<measure unit="documents" quantity="2">2 documents</measure>"#,
          #"<measure unit="words" quantity="7">7 words</measure>"#,
          #"<measure unit="characters" quantity="39">39 characters</measure>"#,
          #"<measure unit="persName" quantity="2">2 persName</measure>"#,
          #"<measure unit="persons" quantity="1">1 persons</measure>"#,
          #"<language ident="vi">Vietnamese: in 1 document</language>"#,
          #"<relation name="next" active="a.xml#da" passive="c.xml#dc"/>"#,
        ],
        [
          #"<measure unit="documents" quantity="3">3 documents</measure>"#,
          #"<measure unit="words" quantity="12">12 words</measure>"#,
          #"<measure unit="characters" quantity="57">57 characters</measure>"#,
          #"<measure unit="persName" quantity="4">4 persName</measure>"#,
          #"<measure unit="persons" quantity="2">2 persons</measure>"#,
          #"<language ident="vi">Vietnamese: in 2 documents</language>"#,
          #"<relation name="next" active="a.xml#da" passive="b.xml#db"/>"#,
          #"<relation name="next" active="b.xml#db" passive="c.xml#dc"/>"#,
          #"<xi:include href="b.xml"/>"#,
        ],
      ])
  }

  @Test func aDocumentMoreChangesNoIdOfTheAuthorityFiles() throws {
    let documents = try Self.documents()
    let before = try Self.files(of: [documents[0], documents[2]])
    let after = try Self.files(of: documents)
    #expect(before["authority/places.xml"] == after["authority/places.xml"])
    #expect(
      try Self.change(of: "authority/persons.xml", before, after) == [
        [#"<measure unit="persons" quantity="1">1 persons</measure>"#],
        [
          #"<measure unit="persons" quantity="2">2 persons</measure>"#,
          #"<person xml:id="pers.ieng-sary">"#, "<persName>Ieng Sary</persName>",
          #"<ptr type="mentions" n="1" target="../tei/b.xml#db.pers.ieng-sary"/>"#,
          #"<persName type="variant">Pôn Pốt</persName>"#,
          #"<ptr type="mentions" n="1" target="../tei/b.xml#db.pers.pol-pot"/>"#, "</person>",
        ],
      ])
  }

  /// A key may come decomposed from one file of the user's and composed from another: they mean the same, and each
  /// pointer leads to an element.
  @Test func keysThatDifferInNormalizationOnlyHaveOneEntryToWhichAllPointersLead() throws {
    let keys = ["pers.H\u{1ED3} Ch\u{ED} Minh", "pers.Ho\u{302}\u{300} Chi\u{301} Minh"]
    let documents = try ["a", "b", "c"].enumerated().map { number, id in
      var document = try Build.document(
        id: id,
        [
          Build(.paragraph, "Hồ Chí Minh, Bác Hồ."),
          Build(
            .comment, "", ["key": keys[1 - number % 2]],
            inside: [Build(.paragraph, "Words.")]),
        ])
      try document.name("persName", "Hồ Chí Minh", key: keys[number % 2])
      try document.name("persName", "Bác Hồ", key: keys[number == 2 ? 1 : number])
      return document
    }
    let files = try Self.files(of: documents)
    let persons = try #require(files["authority/persons.xml"]).joined(separator: "\n")
    #expect(persons.components(separatedBy: "<person ").count == 2)
    var ids: [String: Set<String>] = [:]
    for (path, lines) in files { ids[path] = Self.values(of: ["xml:id"], in: lines) }
    for (path, lines) in files where path != "tei/corpus.xml" {
      for pointer in Self.values(of: ["ref", "sameAs", "target", "who", "resp"], in: lines)
      where pointer.contains("#") {
        let parts = pointer.components(separatedBy: "#")
        let folder = (path as NSString).deletingLastPathComponent
        let file =
          parts[0].isEmpty ? path : ("/\(folder)/\(parts[0])" as NSString).standardizingPath.dropFirst() + ""
        #expect(ids[file]?.contains { $0.utf8.elementsEqual(parts[1].utf8) } == true, "\(path): \(pointer)")
      }
    }
  }

  private static func values(of attributes: [String], in lines: [String]) -> Set<String> {
    let text = lines.joined(separator: " ")
    return Set(
      attributes.flatMap { name in
        text.components(separatedBy: " \(name)=\"").dropFirst().flatMap { rest in
          rest.prefix { $0 != "\"" }.split(separator: " ").map(String.init)
        }
      })
  }
}
