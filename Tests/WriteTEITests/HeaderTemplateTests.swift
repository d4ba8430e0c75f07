import Foundation
import StageKit
import Testing

@testable import WriteTEI

@Suite struct HeaderTemplateTests {
  static let own = """
    <teiHeader xmlns="http://www.tei-c.org/ns/1.0">
      <fileDesc>
        <titleStmt>
          <funder>A Foundation, <ref target="https://fund.example/">its page</ref></funder>
          <respStmt><resp>edited by</resp><name>A. Nguyễn</name></respStmt>
        </titleStmt>
        <editionStmt><edition>First</edition></editionStmt>
        <publicationStmt>
          <publisher>Own Archive</publisher>
          <availability status="free"><licence target="https://x.example/">CC0</licence></availability>
          <distributor>A Distributor</distributor>
          <address><addrLine>Hà Nội</addrLine></address>
        </publicationStmt>
        <seriesStmt><title>A Series</title><idno type="series">7</idno></seriesStmt>
        <notesStmt><note>A note.</note></notesStmt>
      </fileDesc>
      <encodingDesc>
        <projectDesc><p>What   the project
          does.</p></projectDesc>
        <samplingDecl><p>All of it.</p></samplingDecl>
        <editorialDecl><hyphenation><p>None.</p></hyphenation></editorialDecl>
        <classDecl><taxonomy><category n="1"><catDesc>ខ្មែរ</catDesc></category></taxonomy></classDecl>
      </encodingDesc>
      <profileDesc>
        <abstract xml:lang="vi"><p>Tóm tắt</p></abstract>
        <creation>Made in <date when="2026">2026</date>.</creation>
        <textClass><classCode scheme="https://scheme.example/">9</classCode></textClass>
      </profileDesc>
      <revisionDesc><change when="2026-01-01">Begun.</change></revisionDesc>
    </teiHeader>
    """

  private func stage(_ template: String) throws -> WriteTEI {
    var options = WriteTEI.Options()
    options.header = try InputPath(.scalar("own.xml"))
    let context = LoadContext(readResource: { path in
      path == "own.xml" ? Array(template.utf8) : Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    })
    return try WriteTEI(options: options, context: context)
  }

  private func file(_ template: String) throws -> String {
    let files = try stage(template).files(for: ProcessedDocument(Document(id: "a", text: "Một.")))
    return String(decoding: try #require(files.first).bytes, as: UTF8.self)
  }

  @Test func whatAProjectSaysStandsInEachHeader() throws {
    let text = try file(Self.own)
    let said = [
      "<funder>A Foundation, <ref target=\"https://fund.example/\">its page</ref></funder>",
      "<name>A. Nguyễn</name>", "<edition>First</edition>", "<publisher>Own Archive</publisher>",
      "<licence target=\"https://x.example/\">CC0</licence>", "<distributor>A Distributor</distributor>",
      "<title>A Series</title>", "<note>A note.</note>", "<p>What the project does.</p>", "<p>All of it.</p>",
      "<hyphenation>", "<catDesc>ខ្មែរ</catDesc>", "<abstract xml:lang=\"vi\">",
      "<creation>Made in <date when=\"2026\">2026</date>.</creation>",
      "<classCode scheme=\"https://scheme.example/\">9</classCode>",
      "<change when=\"2026-01-01\">Begun.</change>", "<language ident=\"vi\">Vietnamese</language>",
    ]
    #expect(said.filter { !text.contains($0) } == [])
    #expect(!text.contains("no publisher was named"))
  }

  @Test(.enabled(if: Shared.hasJudges, "jing, xmllint or ../shared is missing"))
  func theJudgesAcceptAHeaderOfTheProject() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.xml", bytes: Array(try file(Self.own).utf8))
    let check = try run("python3", [Shared.checkTEI, "--strict", "--validator", "both"] + folder.files)
    #expect(check.output == "1 file(s): 1 pass, 0 fail\n")
  }

  @Test(arguments: [
    ("<teiHeader xmlns=\"http://www.tei-c.org/ns/1.0\">\n<fileDesc>\n<wrong/></fileDesc></teiHeader>", 3),
    ("<teiHeader/>", 1), ("<teiHeader", 1),
    (
      "<teiHeader xmlns=\"http://www.tei-c.org/ns/1.0\"><encodingDesc>\n"
        + "<projectDesc xml:id=\"x\"><p>a</p></projectDesc></encodingDesc></teiHeader>", 2
    ),
  ])
  func aHeaderThatIsNotValidIsAnErrorWithFileAndLine(_ template: String, _ line: Int) throws {
    do throws(StageError) {
      do { _ = try stage(template) } catch let error as StageError { throw error } catch {}
      Issue.record("it was taken")
    } catch {
      #expect(error.code == "bad-header")
      #expect(error.message.hasPrefix("own.xml:\(line): "), "\(error.message)")
    }
  }
}
