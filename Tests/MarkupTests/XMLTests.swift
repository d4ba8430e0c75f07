import Markup
import Testing

@Suite struct XMLWriterTests {
  @Test func mixedContentIsExact() throws {
    var writer = XMLWriter()
    writer.declaration()
    try writer.start("body", [("n", "a\"<\t\n&")])
    writer.newLine()
    try writer.start("p")
    try writer.text("Phnom ")
    try writer.element("hi", [("rend", "b")], "Penh & <x>\r")
    try writer.element("lb")
    try writer.end()
    writer.newLine(outdentedBy: 1)
    try writer.end()
    let expected = """
      <?xml version="1.0" encoding="UTF-8"?>
      <body n="a&quot;&lt;&#9;&#10;&amp;">
        <p>Phnom <hi rend="b">Penh &amp; &lt;x&gt;&#13;</hi><lb/></p>
      </body>
      """
    #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
  }

  @Test func forbiddenCharactersAreRefusedWithTheirOffset() {
    var output: [UInt8] = [0x7A]
    #expect(throws: MarkupError(code: "not-xml-character", message: "XML 1.0 cannot hold U+0001", offset: 3))
    {
      try XMLEscape.text("ab&\u{1}", into: &output)
    }
    #expect(output == [0x7A])
    #expect(throws: MarkupError(code: "not-xml-character", message: "XML 1.0 cannot hold U+FFFF", offset: 0))
    {
      try XMLEscape.attribute("\u{FFFF}", into: &output)
    }
    #expect(throws: MarkupError(code: "not-utf8", message: "the bytes at 1 are not UTF-8", offset: 1)) {
      try XMLEscape.text([0x61, 0xFF], into: &output)
    }
    #expect(XMLEscape.firstForbidden(in: Array("ខ្មែរ\t\n\r".utf8)) == nil)
  }

  @Test func aNameThatIsNoneIsRefused() {
    var writer = XMLWriter()
    #expect(throws: MarkupError(code: "not-xml-name", message: "'1a' is no XML name")) {
      try writer.start("1a")
    }
    #expect(throws: MarkupError(code: "nothing-open", message: "no element is open", offset: 0)) {
      try writer.end()
    }
  }
}

private func events(_ xml: String) throws -> [XMLEvent] {
  var events: [XMLEvent] = []
  try XMLReader.parse(Array(xml.utf8)) { events.append($0) }
  return events
}

@Suite struct XMLReaderTests {
  @Test func eventsHaveTheirPlace() throws {
    let read = try events("<a xmlns=\"u\">\n <b x=\"1 &amp; 2\">ខ</b></a>")
    #expect(
      read == [
        .start(name: "a", namespace: "u", attributes: [], line: 1, column: 13),
        .text([0x0A, 0x20], line: 2, column: 2),
        .start(
          name: "b", namespace: "u", attributes: [XMLAttribute(name: "x", namespace: nil, value: "1 & 2")],
          line: 2,
          column: 18),
        .text(Array("ខ".utf8), line: 2, column: 20),
        .end(name: "b", line: 2, column: 24),
        .end(name: "a", line: 2, column: 28),
      ])
  }

  @Test func theWriterIsReadBack() throws {
    let hard = "a\"<\t\n&\r>ខ្មែរ\u{200B}"
    var writer = XMLWriter()
    try writer.start("a", [("x", hard)])
    try writer.text(hard)
    try writer.end()
    var text: [UInt8] = []
    var value: [UInt8] = []
    try XMLReader.parse(writer.bytes) { event in
      if case .text(let bytes, _, _) = event { text += bytes }
      if case .start(_, _, let attributes, _, _) = event { value = Array(attributes[0].value.utf8) }
    }
    #expect(text == Array(hard.utf8))
    #expect(value == Array(hard.utf8))
  }

  @Test func aDocumentTypeIsReportedAndItsEntitiesAreRefused() throws {
    let start = "<!DOCTYPE a [<!ENTITY x \"<b>boo</b>\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
    #expect(
      try events("\(start)<a/>").first
        == .documentType(name: "a", publicId: nil, systemId: nil, line: 1, column: 13))
    for reference in ["&x;", "&f;", "&y;"] {
      do {
        let read = try events("\(start)<a>\(reference)</a>")
        Issue.record("read \(read)")
      } catch let error as MarkupError {
        #expect(error.code == "entity")
      }
      #expect(throws: MarkupError.self) { try events("\(start)<a b='\(reference)'/>") }
    }
  }

  @Test func theFirstErrorHasLineAndColumn() {
    do {
      _ = try events("<a>\n<b></a>")
      Issue.record("no error")
    } catch let error as MarkupError {
      #expect(error.code == "not-well-formed")
      #expect(error.line == 2)
      #expect(error.column == 8)
    } catch {}
    #expect(throws: MarkupError.self) { try events("") }
    #expect(throws: MarkupError.self) { try events("no") }
    #expect(throws: MarkupError.self) { try events("<a/><b/>") }
  }

  @Test func depthIsNotLimited() throws {
    let xml = String(repeating: "<a>", count: 20_000) + String(repeating: "</a>", count: 20_000)
    #expect(try events(xml).count == 40_000)
  }
}

@Suite struct RelaxNGSchemaTests {
  private static let schema = RelaxNGSchema(
    Array(
      """
      <element name="a" xmlns="http://relaxng.org/ns/structure/1.0"
        datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
        <zeroOrMore><element name="b"><attribute name="n"><data type="integer"/></attribute><text/></element></zeroOrMore>
      </element>
      """.utf8), name: "test.rng")

  @Test func aValidDocumentHasNoProblems() throws {
    #expect(try Self.schema.validate(Array("<a><b n='1'>x</b></a>".utf8)) == [])
  }

  @Test func problemsHaveTheirLine() throws {
    let problems = try Self.schema.validate(Array("<a>\n<b n='1'/>\n<b n='x'/></a>".utf8))
    #expect(problems.contains { $0.line == 3 })
    #expect(problems.allSatisfy { $0.column == nil && !$0.message.isEmpty })
  }

  @Test func whatIsNotWellFormedIsAProblemWithLineAndColumn() throws {
    let problems = try Self.schema.validate(Array("<a>\n<b></a>".utf8))
    #expect(problems.first?.line == 2)
    #expect(problems.first?.column == 8)
    #expect(try Self.schema.validate([]).count == 1)
  }

  @Test func deepNestingIsAProblemAndNoCrash() throws {
    let xml = String(repeating: "<a>", count: 50_000) + String(repeating: "</a>", count: 50_000)
    #expect(try Self.schema.validate(Array(xml.utf8)).map(\.message) == ["elements nest deeper than 1000"])
  }

  @Test func aBadSchemaSaysSoAtFirstUse() {
    let bad = RelaxNGSchema(
      Array("<grammar xmlns='http://relaxng.org/ns/structure/1.0'/>".utf8), name: "bad.rng")
    do {
      _ = try bad.validate(Array("<a/>".utf8))
      Issue.record("no error")
    } catch {
      #expect(error.code == "bad-schema")
      #expect(error.message.hasPrefix("bad.rng does not compile: "))
    }
  }

  @Test func threadsShareOneSchema() async throws {
    let schema = Self.schema
    let counts = try await withThrowingTaskGroup(of: Int.self, returning: [Int].self) { group in
      for i in 0..<50 {
        group.addTask {
          try schema.validate(Array("<a><b n='\(i % 2 == 0 ? "1" : "x")'/></a>".utf8)).isEmpty ? 0 : 1
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.reduce(0, +) == 25)
  }
}
