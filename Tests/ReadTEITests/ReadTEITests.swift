import Foundation
import StageKit
import Testing

@testable import ReadTEI

@Suite struct ReadTEITests {
  /// A file of others with a text and a header.
  static func file(_ body: String, header: String = "", lists: String = "") -> [UInt8] {
    Array(
      """
      <TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="vi"><teiHeader>\(header)</teiHeader>\(lists)
      <text><body>\(body)</body></text></TEI>
      """.utf8)
  }

  static func document(
    _ body: String, header: String = "", lists: String = "", whiteSpace: ReadTEI.WhiteSpace = .auto
  ) throws -> Document {
    try TEIReading(file(body, header: header, lists: lists), whiteSpace).document(id: "a")
  }

  static func text(_ document: Document) -> String { String(decoding: document.text, as: UTF8.self) }

  /// Blocks as `kind type|text`.
  static func blocks(_ document: Document) -> [String] {
    document.blocks.map { block in
      let attributes = block.attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      return "\(block.kind.rawValue)\(attributes)|\(document.string(in: block.range))"
    }
  }

  /// Spans as `layer/label attributes|text`.
  static func spans(_ document: Document) -> [String] {
    document.spans.map { span in
      let attributes = span.attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      return "\(span.layer)/\(span.label)\(attributes)|\(document.string(in: span.range))"
    }
  }

  @Test func whatATranscriptSaysOfCharactersThatNobodyCouldReadIsNoText() throws {
    let document = try Self.document(
      """
      <div type="debateSection"><head>A</head>
      <gap reason="editorial"><desc>1 illegible character</desc></gap>
      <u who="#x"><seg>le<gap reason="editorial"><desc>2 illegible characters</desc></gap>t
      <gap reason="editorial"><desc>[…]</desc></gap></seg></u></div>
      """)
    #expect(Self.text(document) == "A\n\u{FFFD}\nle\u{FFFD}\u{FFFD}t […]")
    #expect(Self.spans(document) == ["editorial/gap|[…]"])
  }

  @Test func aFileOfOthersBecomesTextInBlocks() throws {
    let document = try Self.document(
      """
      <div type="chapter"><head>Chương  một</head>
        <p>Đồng chí
           Lê Duẩn &amp; <hi rend="bold">các</hi> đồng chí<lb/>khác.<note place="foot">Chú thích</note> Hết.</p>
        <list rend="numbered"><item>Một</item><item><p>Hai</p></item></list>
        <table><row><cell role="label">A</cell><cell/><cell>ភ្នំពេញ</cell></row></table>
        <lg><l>Dòng một</l><l>Dòng hai</l></lg><quote>Lời</quote>
      </div>
      """)
    #expect(
      Self.text(document)
        == "Chương một\nĐồng chí Lê Duẩn & các đồng chí\nkhác.\nChú thích\nHết.\nMột\nHai\nA\n\nភ្នំពេញ\nDòng một\nDòng hai\nLời"
    )
    #expect(
      Self.blocks(document).map { $0.replacing("\n", with: "/") } == [
        "division type=chapter|" + Self.text(document).replacing("\n", with: "/"),
        "heading level=1|Chương một",
        "paragraph|Đồng chí Lê Duẩn & các đồng chí/khác./Chú thích/Hết.", "note|Chú thích",
        "list type=ordered|Một/Hai", "item|Một", "item|Hai", "paragraph|Hai",
        "table|A//ភ្នំពេញ", "row|A//ភ្នំពេញ", "cell role=label|A", "cell|", "cell|ភ្នំពេញ",
        "line-group|Dòng một/Dòng hai", "line|Dòng một", "line|Dòng hai", "quotation|Lời",
      ])
    #expect(Self.spans(document) == ["format/bold|các", "format/line-break|\n"])
    #expect(document.language == "vi")
    #expect(document.replayedSource() == document.source.bytes)
  }

  @Test func everyCharacterLeadsToItsBytesInTheFile() throws {
    let bytes = Self.file("<p>A &lt; <persName>ប៉ុល&#x20;ពត</persName></p>")
    let document = try TEIReading(bytes, .exact).document(id: "a")
    #expect(Self.text(document) == "A < ប៉ុល ពត")
    let places = document.text.indices.filter { document.text[$0] & 0xC0 != 0x80 }.map { index in
      String(decoding: bytes[document.sourceRange(of: index..<index + 1)], as: UTF8.self)
    }
    #expect(places.prefix(4) == ["A", " ", "&lt;", " "])
    #expect(places.contains("&#x20;"))
  }

  @Test func namesDatesAndLanguagesAreAnnotations() throws {
    let lists = """
      <standOff><listPerson><person xml:id="pol"><persName>Pol Pot</persName>
      <idno type="URI">https://example.org/p</idno></person></listPerson></standOff>
      """
    let document = try Self.document(
      """
      <p><persName ref="#pol" cert="low">ប៉ុល ពត</persName>, <country key="KH">Kampuchea</country>, <orgName
      ref="https://example.org/o">Đảng</orgName>, <date when="1979-01-07">7-1</date>, <foreign xml:lang="en">now</foreign>
      <gap reason="lost"/> <gap reason="illegible" unit="char" quantity="2"/> <term>x</term></p>
      """, lists: lists)
    #expect(
      Self.spans(document) == [
        "entity/persName cert=low key=pol name=Pol Pot ref=https://example.org/p|ប៉ុល ពត",
        "entity/placeName key=KH type=country|Kampuchea", "entity/orgName ref=https://example.org/o|Đảng",
        "entity/date when=1979-01-07|7-1", "language/en|now", "editorial/gap reason=lost|[…]", "tei/term|x",
      ])
    #expect(Self.text(document) == "ប៉ុល ពត, Kampuchea, Đảng, 7-1, now […] \u{FFFD}\u{FFFD} x")
  }

  @Test func aChangeThatTheFileShowsIsEvidence() throws {
    let document = try Self.document(
      "<p>Ông <choice><orig>Polpot</orig><reg>Pol <hi rend='strong'>Pot</hi></reg></choice>, <choice><sic>hoà</sic><corr>hòa</corr></choice>.</p>"
    )
    #expect(Self.text(document) == "Ông Pol Pot, hòa.")
    #expect(Self.spans(document) == ["format/strong|Pot"])
    #expect(
      document.edits.map {
        "\(String(decoding: $0.before, as: UTF8.self))>\(document.string(in: $0.range)) \($0.reason)"
      }
        == ["Polpot>Pol Pot change", "hoà>hòa correction"])
    #expect(document.replayedSource() == document.source.bytes)
  }

  @Test func speechAndWordsOfParliamentsAreRead() throws {
    let document = try Self.document(
      """
      <div type="debateSection"><note type="speaker">Chủ tịch:</note>
      <u who="#CT"><seg><s><w lemma="xin">Xin</w> <w join="right">chào</w>
      <pc>.</pc></s></seg><vocal><desc>cười</desc></vocal><seg>Hết</seg></u></div>
      """)
    #expect(Self.text(document) == "Chủ tịch:\nXin chào.\ncười\nHết")
    #expect(
      Self.blocks(document).dropFirst() == [
        "note type=speaker|Chủ tịch:", "turn who=CT|Xin chào.\ncười\nHết", "paragraph|Xin chào.",
        "stage-direction|cười", "paragraph|Hết",
      ])
    #expect(
      Self.spans(document) == [
        "segment/sentence|Xin chào.", "segment/word lemma=xin|Xin", "segment/word|chào",
        "segment/punctuation|.",
      ])
  }

  @Test func theHeaderIsMetadata() throws {
    let document = try Self.document(
      "<p>x</p>",
      header: """
        <fileDesc><titleStmt><title>Hồi ký</title><title type="sub">Tập 1</title><author cert="medium">Nate
        Thayer</author><respStmt><resp>translated by</resp><persName>ហេង សំរិន</persName></respStmt></titleStmt>
        <publicationStmt><publisher>Kho</publisher><availability><licence target="https://example.org/l"/></availability>
        </publicationStmt><sourceDesc><bibl><title level="a">Bài</title><date when="1979-12-04">4 Dec</date>
        <ptr target="https://example.org/x"/></bibl></sourceDesc></fileDesc>
        <revisionDesc><change when="2014">Typos</change></revisionDesc>
        """)
    #expect(
      document.metadata.values == [
        "title": .string("Hồi ký"), "subtitle": .string("Tập 1"), "author": .string("Nate Thayer"),
        "translator": .string("ហេង សំរិន"), "publisher": .string("Kho"), "date": .string("1979-12-04"),
        "licence": .string("https://example.org/l"), "url": .string("https://example.org/x"),
        "revision": .string("2014: Typos"),
      ])
    #expect(document.metadata.origins["author"] == .init("teiHeader", .medium))
    #expect(document.source.url == "https://example.org/x")
  }

  @Test func otherEncodingsAreDecoded() throws {
    let xml =
      #"<?xml version="1.0" encoding="ENCODING"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>"#
    let latin =
      Array(xml.replacing("ENCODING", with: "iso-8859-1").utf8) + [0xE9]
      + Array("</p></body></text></TEI>".utf8)
    let wide = (xml.replacing("ENCODING", with: "UTF-16") + "ខ្មែរ</p></body></text></TEI>").utf16
    let bytes: [UInt8] = [0xFF, 0xFE] + wide.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(Self.text(try TEIReading(latin, .auto).document(id: "a")) == "é")
    let document = try TEIReading(bytes, .auto).document(id: "a")
    #expect(Self.text(document) == "ខ្មែរ")
    #expect(document.replayedSource() == bytes)
  }

  @Test(arguments: [
    ("", "empty-file"), ("<TEI", "not-well-formed"), ("<a/>", "not-tei"),
    (#"<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"/>"#, "corpus-file"),
    (#"<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/></TEI>"#, "no-text"),
    (
      #"<!DOCTYPE a [<!ENTITY b "c">]><TEI xmlns="http://www.tei-c.org/ns/1.0"><text>&b;</text></TEI>"#,
      "entity"
    ),
    (
      #"<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><TEI xmlns="http://www.tei-c.org/ns/1.0"><text>&b;</text></TEI>"#,
      "entity"
    ),
    (
      String(repeating: "<TEI xmlns='http://www.tei-c.org/ns/1.0'>", count: 300)
        + String(repeating: "</TEI>", count: 300), "too-deep"
    ),
    (
      #"<?xml version="1.0" encoding="utf-7"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>"#,
      "unknown-encoding"
    ),
  ])
  func whatIsNoTEIIsAnError(file: String, code: String) {
    let error = #expect(throws: StageError.self) { try TEIReading(Array(file.utf8), .auto).document(id: "a") }
    #expect(error?.code == code || (code == "unknown-encoding" && error?.code == "not-well-formed"))
  }

  @Test(arguments: [("div", "p"), ("item", "p"), ("hi", ""), ("quote", "p"), ("p", "")])
  func nestingUpToTheLimitIsRead(element: String, inner: String) throws {
    let start = String(repeating: "<\(element)>", count: 250)
    let end = String(repeating: "</\(element)>", count: 250)
    let text = inner.isEmpty ? "ភ្នំ" : "<\(inner)>ភ្នំ</\(inner)>"
    let body = element == "hi" ? "<p>\(start)\(text)\(end)</p>" : start + text + end
    #expect(Self.text(try Self.document(body)) == "ភ្នំ")
  }

  @Test func theWordsOfASpeakerFollowTheLabel() throws {
    let document = try Self.document("<sp><speaker>Hiển:</speaker><p>Chào.</p></sp><p>Hết</p>")
    #expect(Self.text(document) == "Hiển: Chào.\nHết")
  }

  @Test(arguments: ["a", "b/ក c", "x.y", "../..", "a_b-c", "--", "日本"])
  func theIdIsReadBackFromTheFile(id: String) {
    #expect(DocumentIdentity.id(ofXMLID: DocumentName.xmlID(for: id)) == id)
    #expect(References.key(ofLocalID: "pers.key." + DocumentName.xmlID(for: id).dropFirst()) == id)
  }

  @Test func filesComeInOrderWithTheIdsOfTheirDocuments() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "read-tei-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "b"), withIntermediateDirectories: true)
    let ours = """
      <TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="dx__y"><teiHeader><fileDesc><publicationStmt><idno type="sastra">x/y</idno>\
      </publicationStmt></fileDesc></teiHeader><text><body><p>Huế</p></body></text></TEI>
      """
    try Data(ours.utf8).write(to: folder.appending(path: "z.xml"))
    try Data(Self.file("<p>x</p>")).write(to: folder.appending(path: "b/c.XML"))
    try Data("no".utf8).write(to: folder.appending(path: "b/c.txt"))
    try FileManager.default.createDirectory(
      at: folder.appending(path: "out/tei"), withIntermediateDirectories: true)
    try Data().write(to: folder.appending(path: "out/ledger.sqlite"))
    try Data(Self.file("<p>of a run</p>")).write(to: folder.appending(path: "out/tei/c.xml"))
    var options = ReadTEI.Options()
    options.path = [InputPath(folder.path())]
    var texts: [String] = []
    try await ReadTEI(options: options).read { item in
      guard case .document(let document) = try item.load() else { return }
      texts.append(item.id + "=" + Self.text(document))
    }
    #expect(texts == ["b/c=x", "x/y=Huế"])
  }
}
