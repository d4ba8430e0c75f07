import Foundation
import Markup
import StageKit
import Testing

@testable import WriteTEI

/// Whole files, compared byte for byte. With the variable RECORD_CASES set, the files in `cases` are written anew.
@Suite struct CaseTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("cases")

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
      for file in try await stage.files(for: processed) { try folder.write(file.path, bytes: file.bytes) }
      left.append((processed.document.id, try stage.contribution(of: processed)?.encoded() ?? []))
    }
    let sorted = left.sorted { $0.id < $1.id }
    try stage.finish(
      Contributions { body throws(StageError) in
        for (id, bytes) in sorted { try body(id, bytes) }
      }, into: folder)
    let check = try run("python3", [Shared.checkTEI, "--strict", "--validator", "both"] + folder.files)
    #expect(check.output == "\(left.count + 1) file(s): \(left.count + 1) pass, 0 fail\n")
    let corpus = try Data(contentsOf: folder.url.appendingPathComponent("tei/corpus.xml"))
    let problems = try stage.schema.validate(Array(corpus))
    #expect(problems == [])
  }
}
