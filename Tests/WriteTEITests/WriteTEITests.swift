import Foundation
import Markup
import StageKit
import Testing

@testable import WriteTEI

@Suite struct WriteTEITests {
  @Test func theFileLiesInTheDirectoryUnderTheNameOfTheDocument() async throws {
    let stage = try WriteTEI()
    let files = try stage.files(for: ProcessedDocument(Document(id: "a/Hà Nội", text: "Một.")))
    #expect(files.map(\.path) == ["tei/a/Hà%20Nội.xml"])
    let corpus = try stage.files(for: ProcessedDocument(Document(id: "corpus", text: "Một.")))
    #expect(corpus.map(\.path) == ["tei/%63orpus.xml"])
    let outside = try stage.files(for: ProcessedDocument(Document(id: "../../etc/x", text: "Một.")))
    #expect(outside.map(\.path) == ["tei/%2E./%2E./etc/x.xml"])
  }

  @Test func aDuplicateIsARelationToTheFirst() async throws {
    let stage = try WriteTEI()
    let folder = try TemporaryFolder()
    let said: [(id: String, fields: [String: JSONValue])] = [
      ("a/Hà Nội", [:]), ("b", ["duplicate_of": .string("a/Hà Nội"), "duplicate_similarity": .number(0.87)]),
      ("c", ["duplicate_of": .string("a/Hà Nội"), "duplicate_similarity": .integer(1)]),
      ("d", ["duplicate_of": .string("b")]),
    ]
    var left: [[UInt8]] = []
    for (id, _) in said {
      let processed = ProcessedDocument(Document(id: id, text: "Một."))
      left.append(try stage.output(for: processed).contribution?.encoded() ?? [])
    }
    try stage.finish(
      Contributions(marked: { [left] body throws(StageError) in
        for (document, bytes) in zip(said, left) {
          try body(document.id, bytes[...], CorpusMarks(fields: document.fields))
        }
      }), into: folder)
    let corpus = try String(contentsOf: folder.url.appendingPathComponent("tei/corpus.xml"), encoding: .utf8)
    #expect(
      part(of: corpus, after: "</teiHeader>\n", before: "</teiCorpus>") == """
          <standOff>
            <listRelation type="duplicates">
              <relation name="duplicateOf" active="b.xml#db" passive="a/H%C3%A0%2520N%E1%BB%99i.xml#da__H--E0---20-N--1ED9-i">
                <desc>similarity of the texts 0.87</desc>
              </relation>
              <relation name="duplicateOf" active="c.xml#dc" passive="a/H%C3%A0%2520N%E1%BB%99i.xml#da__H--E0---20-N--1ED9-i">
                <desc>the same text</desc>
              </relation>
              <relation name="duplicateOf" active="d.xml#dd" passive="b.xml#db"/>
            </listRelation>
            <listRelation type="order">
              <relation name="next" active="a/H%C3%A0%2520N%E1%BB%99i.xml#da__H--E0---20-N--1ED9-i" passive="b.xml#db"/>
              <relation name="next" active="b.xml#db" passive="c.xml#dc"/>
              <relation name="next" active="c.xml#dc" passive="d.xml#dd"/>
            </listRelation>
          </standOff>
          <xi:include href="a/H%C3%A0%2520N%E1%BB%99i.xml"/>
          <xi:include href="b.xml"/>
          <xi:include href="c.xml"/>
          <xi:include href="d.xml"/>

        """)
    #expect(try stage.schema.validate(Array(corpus.utf8)) == [])
  }

  @Test func hashedFoldersAreNamedWhereverAFileIs() async throws {
    var options = WriteTEI.Options()
    options.folders = .hashed
    let stage = try WriteTEI(options: options)
    let folder = try TemporaryFolder()
    var left: [[UInt8]] = []
    for id in ["a", "b"] {
      let output = try stage.output(for: ProcessedDocument(Document(id: id, text: "Một.")))
      try folder.write(output.files[0].path, bytes: output.files[0].bytes)
      left.append(try #require(output.contribution).encoded())
    }
    try stage.finish(
      Contributions(marked: { [left] body throws(StageError) in
        try body("a", left[0][...], CorpusMarks())
        try body("b", left[1][...], CorpusMarks(fields: ["duplicate_of": .string("a")]))
      }), into: folder)
    let corpus = try String(contentsOf: folder.url.appendingPathComponent("tei/corpus.xml"), encoding: .utf8)
    #expect(
      corpus.contains(#"<relation name="duplicateOf" active="ca/e9/b.xml#db" passive="cd/20/a.xml#da"/>"#))
    #expect(corpus.contains(#"<xi:include href="cd/20/a.xml"/>"#))
    let file = folder.url.appendingPathComponent("tei/cd/20/a.xml")
    #expect(try String(contentsOf: file, encoding: .utf8).contains(#"href="../../sastra.css""#))
  }

  /// Bytes of windows-1252 that were read as Latin-1.
  @Test func c1ControlsBecomeWhatBrowsersShow() async throws {
    var document = try Build.document([
      Build(.paragraph, "Pol Pot\u{92}s \u{93}comrades\u{94}\u{85} \u{80}5\u{81}\u{9F}")
    ])
    document.metadata.set("title", .string("Khmer\u{92}s"), origin: .init("input", .high))
    try document.name("persName", "Pol Pot\u{92}s")
    let text = try await tei(document)
    #expect(
      body(text).filter { $0.hasPrefix("<p ") } == [
        "<p xml:id=\"dd.p.1\" n=\"1\"><persName cert=\"high\" resp=\"#dd.resp.tag-entities\">Pol Pot’s"
          + "</persName> “comrades”… €5<gap reason=\"illegible\" unit=\"char\" quantity=\"1\"/>Ÿ</p>"
      ])
    #expect(text.contains("Khmer’s"))
    #expect(try TEIDocument(document).document.provenance.last?.counts == ["windows-1252-character": 6])
  }

  @Test func aNextLineIsALineEnd() async throws {
    let document = try Build.document([Build(.paragraph, "một\u{85}hai")])
    #expect(body(try await tei(document)).contains { $0.hasSuffix(">một") })
    #expect(try TEIDocument(document).document.provenance.last?.counts == ["next-line": 1])
  }

  @Test(arguments: ["", " \n\t", "\u{FEFF}\u{AD}", "\u{FFFD}\u{1}"])
  func aDocumentWithoutTextIsEmptyAndHasNoFile(_ text: String) async throws {
    let stage = try WriteTEI()
    let document = Document(id: "a", text: text)
    #expect(throws: StageError("empty", "there is no text to write", outcome: .empty)) {
      try stage.files(for: ProcessedDocument(document))
    }
  }

  @Test func aDocumentThatIsStillMarkupIsAnErrorThatNamesTheStage() async throws {
    let stage = try WriteTEI()
    let document = Document(id: "a", text: "<p>x</p>", form: .markup)
    #expect(
      throws: StageError("still-markup", "the text is still HTML; put 'clean-boilerplate' before write-tei")
    ) { try stage.files(for: ProcessedDocument(document)) }
  }

  @Test func aDocumentThatFailedHasNoFileAndLeavesNothingForTheCorpus() async throws {
    let stage = try WriteTEI()
    let failed = ProcessedDocument(Document(id: "a", text: "x"), outcome: .quarantined)
    #expect(try stage.files(for: failed) == [])
    #expect(try stage.output(for: failed).contribution == nil)
  }

  @Test func aDocumentWithoutBlocksHasAParagraphForEachLine() async throws {
    var document = Document(id: "a", text: "Dòng một\n\nDòng hai")
    try document.setBlocks([])
    #expect(
      body(try await tei(document)) == [
        #"<div xml:id="da.div.1" type="document">"#, #"<p xml:id="da.p.1" n="1">Dòng một</p>"#,
        #"<p xml:id="da.p.2" n="2">Dòng hai</p>"#, "</div>",
      ])
  }

  @Test func aMarkAtTheStartOfABlockStaysInIt() async throws {
    var document = Document(id: "a", text: "e\u{301}e\u{301}")
    try document.setBlocks([Block(.paragraph, 0..<4), Block(.paragraph, 4..<6)])
    #expect(
      body(try await tei(document)).map { Array($0.utf8) }
        == [
          #"<div xml:id="da.div.1" type="document">"#, #"<p xml:id="da.p.1" n="1">\#u{E9}e</p>"#,
          #"<p xml:id="da.p.2" n="2">\#u{301}</p>"#, "</div>",
        ].map { Array($0.utf8) })
  }

  @Test func whatIsNotValidIsAnErrorWithItsLine() throws {
    let stage = try WriteTEI()
    let file = Array("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<foo/>\n</TEI>".utf8)
    do throws(StageError) {
      try stage.check(file, named: "a")
      Issue.record("it was taken for valid")
    } catch {
      #expect(error.code == "invalid-tei")
      #expect(error.message.hasPrefix("line "))
      #expect(error.message.contains("of the TEI of 'a' is not valid"))
    }
  }

  @Test func theRunDateIsTheDateOfPublicationAndOfEachChange() async throws {
    var document = Document(id: "a", text: "x")
    document.begin(stage: "read-files", version: 1)
    let text = try await tei(document, context: LoadContext(runDate: "2026-11-21"))
    #expect(
      part(of: text, after: "</publisher>", before: "<idno").trimmingCharacters(in: .whitespacesAndNewlines)
        == #"<date when="2026-11-21">21 November 2026</date>"#)
    #expect(
      text.contains(##"who="#da.app" when="2026-11-21">read-files, version 1: nothing counted</change>"##))
  }

  @Test func withoutADateNothingIsMadeUp() async throws {
    let text = try await tei(Document(id: "a", text: "x"))
    #expect(text.contains("<date>undated: no date was given to the program</date>"))
    #expect(!text.contains("when="))
  }

  @Test func anAddressWithoutADayOfAccessIsAnIdentifier() async throws {
    var document = Document(id: "a", text: "x")
    document.metadata.set("url", ["https://blog.example/á"], origin: .init("metadata.csv", .high))
    #expect(try await tei(document).contains(#"<idno type="URI">https://blog.example/á</idno>"#))
    document.metadata.set("accessed", ["2026-11-21"], origin: .init("metadata.csv", .high))
    #expect(try await tei(document).contains(#"<ptr type="source" target="https://blog.example/%C3%A1"/>"#))
  }

  @Test func blocksThatNestTooDeepAreAnError() async throws {
    var document = Document(id: "a", text: String(repeating: "a ", count: 100))
    try document.setBlocks((0..<50).map { Block(.quotation, $0..<200 - $0) })
    let stage = try WriteTEI()
    #expect(
      throws: StageError("too-deep", "blocks nest more than 40 deep; simplify the structure of the page")
    ) { try stage.files(for: ProcessedDocument(document)) }
  }

  @Test func theDeepestNestingThatIsAllowedIsWritten() async throws {
    var document = Document(id: "a", text: String(repeating: "a ", count: 200))
    let kinds: [BlockKind] = [.table, .turn, .list, .division, .comment, .cell]
    try document.setBlocks((0..<40).map { Block(kinds[$0 % kinds.count], $0..<400 - $0) })
    for start in 60..<100 {
      try document.add(Span(layer: Layer.format, start..<300 - start, label: "s\(start)"))
    }
    let stage = try WriteTEI()
    do throws(StageError) { _ = try stage.files(for: ProcessedDocument(document)) } catch {
      #expect(error.code == "too-deep")
    }
  }

  @Test func aThousandNamesOverEachOtherOnOneParagraphStayJoined() async throws {
    var document = Document(id: "a", text: String(repeating: "abcdefghij ", count: 300))
    for number in 0..<1_000 {
      let start = number * 7919 % 3_200
      try document.add(
        Span(
          layer: Layer.entity, start..<start + 2 + number % 9, label: "persName",
          attributes: ["key": "k\(number)"]))
    }
    let files = try WriteTEI().files(for: ProcessedDocument(document))
    #expect(try Rules.problems(in: files[0].bytes, isOwn: true) == [])
  }

  @Test func aCommentByAKnownPersonPointsToThatPerson() throws {
    var document = Document(id: "a", text: "Nate Thayer wrote.\nNate Thayer at 1:20 am\nNo worries.")
    try document.setBlocks([
      Block(.paragraph, 0..<18),
      Block(.comment, 19..<53, attributes: ["author": "Nate Thayer", "key": "pers.nate-thayer"]),
      Block(.commentHead, 19..<41), Block(.paragraph, 42..<53),
    ])
    for start in [0, 19] {
      try document.add(
        Span(
          layer: Layer.entity, start..<start + 11, label: "persName",
          attributes: ["key": "pers.nate-thayer", "name": "Nate Thayer"]))
    }
    let files = try WriteTEI().files(for: ProcessedDocument(document))
    let tei = String(decoding: try #require(files.first).bytes, as: UTF8.self)
    #expect(tei.contains(##"generatedBy="human" who="#da.pers.nate-thayer""##))
    #expect(!tei.contains("commenters"))
  }
}
