import Foundation
import Markup
import StageKit
import Testing

@testable import WriteTEI

/// Whole files, compared byte for byte. With the variable RECORD_CASES set, the files in `cases` are written
/// anew.
@Suite struct CaseTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "cases")

  @Test(arguments: Cases.all.map(\.name))
  func aCaseIsWrittenAsItsFileSays(_ name: String) async throws {
    let make = try #require(Cases.all.first { $0.name == name }?.make)
    let text = try await tei(try make(), options: Cases.options, context: Cases.context)
    let file = Self.folder.appendingPathComponent(name + ".xml")
    if ProcessInfo.processInfo.environment["RECORD_CASES"] != nil { try Data(text.utf8).write(to: file) }
    let expected = Array(try Data(contentsOf: file))
    #expect(Array(text.utf8) == expected, "\(text)")
  }

  @Test(.enabled(if: Shared.hasJudges, "jing, xmllint or ../shared is missing"))
  func jingXmllintAndCheckTEIAcceptTheCasesAndTheirCorpus() async throws {
    let folder = try TemporaryFolder()
    let stage = try WriteTEI(options: Cases.options, context: Cases.context)
    var left: [(id: String, bytes: [UInt8])] = []
    for (_, make) in Cases.all {
      let processed = ProcessedDocument(try make())
      for file in try stage.files(for: processed) { try folder.write(file.path, bytes: file.bytes) }
      left.append((processed.document.id, try stage.output(for: processed).contribution?.encoded() ?? []))
    }
    let sorted = left.sorted { $0.id < $1.id }
    try stage.finish(
      Contributions { body throws(StageError) in
        for (id, bytes) in sorted { try body(id, bytes) }
      }, into: folder)
    let check = try run("python3", [Shared.checkTEI, "--strict", "--validator", "both"] + folder.files)
    // The documents, the corpus, and the lists of persons, places and organisations.
    #expect(check.output == "\(left.count + 4) file(s): \(left.count + 4) pass, 0 fail\n")
    let corpus = try Data(contentsOf: folder.url.appendingPathComponent("tei/corpus.xml"))
    let problems = try stage.schema.validate(Array(corpus))
    #expect(problems == [])
    let persons = try String(
      contentsOf: folder.url.appendingPathComponent("authority/persons.xml"), encoding: .utf8)
    #expect(
      part(of: persons, after: "<listPerson type=\"mentioned\">\n", before: "\n    </listPerson>")
        .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) } == [
          #"<person xml:id="pers.a">"#, "<persName>A</persName>",
          #"<persName type="variant">two three</persName>"#,
          ##"<ptr type="mentions" n="1" target="../tei/overlaps.xml#doverlaps.pers.a"/>"##,
          "</person>", #"<person xml:id="pers.batmunkh">"#, "<persName>Jambyn Batmunkh</persName>",
          #"<persName type="variant">J. Batmunkh</persName>"#,
          ##"<ptr type="mentions" n="2" target="../tei/001.xml#d001.pers.batmunkh"/>"##,
          "</person>", #"<person xml:id="pers.heng-samrin">"#, "<persName>Heng Samrin</persName>",
          ##"<ptr type="mentions" n="1" target="../tei/001.xml#d001.pers.heng-samrin"/>"##,
          "</person>", #"<person xml:id="pers.pol-pot">"#, "<persName>Pol Pot</persName>",
          ##"<ptr type="mentions" n="1" target="../tei/001.xml#d001.pers.pol-pot"/>"##, "</person>",
        ])
  }

  /// The text of a page that went through unchanged comes out line by line as it went in.
  @Test(.enabled(if: Shared.hasJudges && Shared.hasSeeds, "python3 or ../shared is missing"))
  func theTextOfTheSeedsIsExact() async throws {
    let folder = try TemporaryFolder()
    let stage = try WriteTEI()
    for seed in Shared.seeds {
      let bytes = Array(try Data(contentsOf: seed))
      var document = try Document(
        id: seed.deletingPathExtension().lastPathComponent, bytes: bytes, contentType: "text/plain")
      document.language = "en"
      let files = try stage.files(for: ProcessedDocument(document))
      try #require(files.count == 1)
      try folder.write(files[0].path, bytes: files[0].bytes)
      let file = folder.url.appendingPathComponent(files[0].path).path
      let check = try run("python3", [Shared.checkTEI, "--validator", "none", "--text", seed.path, file])
      #expect(check.code == 0, "\(check.output.prefix(1_000))")
    }
  }
}
