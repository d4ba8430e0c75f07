import Foundation
import Markup
import StageKit
import Testing

@testable import WriteTEI

@Suite struct ValidateTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ name: String, _ text: String) throws -> String {
    try folder.write(name, bytes: Array(text.utf8))
    return folder.url.appendingPathComponent(name).path
  }

  @Test func aFileOfThisWriterIsValid() async throws {
    let path = try write("a.xml", try await tei(Document(id: "a", text: "Một hai.")))
    #expect(try FileCheck(schema: nil).problems(in: path) == [])
  }

  @Test func aPointerToNothingIsNamedWithItsLineAndWhatToDo() async throws {
    let text = try await tei(try Cases.conversation()).replacing(
      "xml:id=\"d001.pers.pol-pot\"", with: "xml:id=\"d001.x\"")
    let path = try write("a.xml", text)
    let line =
      text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
        $0.contains("<persName ref=\"#d001.pers.pol-pot\"")
      } ?? 0
    #expect(
      try FileCheck(schema: nil).problems(in: path) == [
        "\(path):\(line + 1): @ref of <persName> points to '#d001.pers.pol-pot', which nothing has [pointer-target]\n"
          + "  help: correct the pointer, or give its target that xml:id"
      ])
  }

  @Test func anElementThatDoesNotBelongThereIsNamedWithItsLine() async throws {
    let text = try await tei(Document(id: "a", text: "Một hai.")).replacing("<p ", with: "<u ").replacing(
      "</p>\n      </div>", with: "</u>\n      </div>")
    let path = try write("a.xml", text)
    let problems = try FileCheck(schema: nil).problems(in: path)
    let line =
      (text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("<u ") } ?? 0)
      + 1
    #expect(problems.contains { $0.hasPrefix("\(path):\(line): ") && $0.contains("\n  help: ") })
  }

  @Test func anXmlIdUsedTwiceIsFound() throws {
    let problems = try Rules.problems(
      in: Array("<a>\n<b xml:id=\"x\"/>\n<b xml:id=\"x\"/></a>".utf8), isOwn: true)
    #expect(
      problems == [
        Rules.Problem(
          line: 3, rule: "id-unique", message: "xml:id 'x' is used twice, first in line 2",
          help: "give each element an xml:id of its own")
      ])
  }

  /// A mutation of a valid file, and the rule that finds it.
  @Test(arguments: [
    ("xml:id=\"da.p.1\"", "xml:id=\"da.div.1\"", "id-unique"),
    ("ref=\"#da.pers.a\"", "ref=\"#da.x\"", "pointer-target"),
    ("ref=\"#da.pers.a\"", "ref=\"#da.p.1\"", "pointer-kind"),
    ("when=\"1979\"", "when=\"1979\" to=\"1980\"", "date-alone"),
    ("Một.", "<foreign xml:lang=\"th\">Một.</foreign>", "language-declared"),
    ("Một.", "Mô\u{323}t.", "text-nfc"),
    ("Một.", "Mộ\u{AD}t.", "text-character"), ("Một.", "<hi> </hi>.", "not-empty"),
    ("Một.", "<u>x</u>.", "schema"),
    ("n=\"1\"><pers", "n=\"one\"><pers", "schema"), ("n=\"1\"><pers", "><pers", "schema"),
  ])
  func aBreachIsFoundByTheRuleThatForbidsIt(_ old: String, _ new: String, _ rule: String) async throws {
    var document = try Build.document(id: "a", language: "vi", [Build(.paragraph, "Pol Pot 1979 Một.")])
    try document.mark(Layer.entity, "persName", "Pol Pot", ["key": "a"])
    try document.mark(Layer.entity, "date", "1979", ["when": "1979"])
    let text = try await tei(document).replacing("pers.key.a", with: "pers.a")
    #expect(try FileCheck(schema: nil).problems(in: try write("good.xml", text)) == [])
    let path = try write("bad.xml", text.replacing(old, with: new))
    let line =
      text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("<p xml:id") }
      ?? 0
    let found = try FileCheck(schema: nil).problems(in: path)
    #expect(
      found.contains { $0.hasPrefix("\(path):\(line + 1): ") && $0.contains(" [\(rule)]\n  help: ") },
      "\(found)")
  }

  @Test func aFileThatIsNotXMLIsNotValid() throws {
    let path = try write("a.xml", "not XML")
    #expect(try FileCheck(schema: nil).problems(in: path).first?.hasPrefix("\(path):1: ") == true)
  }

  @Test func aFileThatIsNotThereIsAnotherError() throws {
    let check = try FileCheck(schema: nil)
    #expect(
      throws: StageError("resource-unreadable", "cannot read '/nowhere'; check the path and its permissions")
    ) {
      try check.problems(in: "/nowhere")
    }
  }

  @Test func anotherSchemaMayBeUsed() throws {
    let schema = try write(
      "s.rng", #"<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>"#)
    let good = try write("good.xml", "<a/>")
    #expect(try FileCheck(schema: schema).problems(in: good) == [])
    let bad = try write("bad.rng", "<a/>")
    #expect(throws: StageError.self) { try FileCheck(schema: bad) }
  }

  @Test func theExitCodeTellsValidFromInvalidFromUnreadable() async throws {
    let good = try write("good.xml", try await tei(Document(id: "a", text: "Một.")))
    let bad = try write("bad.xml", "<TEI/>")
    func code(_ arguments: [String]) -> Int32? {
      do {
        var command = try Validate.parse(arguments)
        try command.run()
        return 0
      } catch { return Validate.exitCode(for: error).rawValue }
    }
    #expect(code([good]) == 0)
    #expect(code([good, bad]) == 1)
    #expect(code(["/nowhere"]) == 2)
    #expect(code([good, "--schema", "/nowhere"]) == 2)
  }
}
