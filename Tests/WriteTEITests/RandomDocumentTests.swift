import Foundation
import Markup
import StageKit
import Testing
import UnicodeText

@testable import WriteTEI

/// Documents that nobody would write: any block in any other, any span over any other, any character.
@Suite struct RandomDocumentTests {
  /// The variable RANDOM_DOCUMENTS asks for another number.
  static let numberOfDocuments =
    ProcessInfo.processInfo.environment["RANDOM_DOCUMENTS"].flatMap { Int($0) } ?? 100
  /// Files that the judges get at once.
  static let batch = 1_000

  /// Stages with the options that change the text.
  private static func stages() throws -> [WriteTEI] {
    var changes = WriteTEI.Options()
    changes.evidence = .changes
    var words = changes
    words.segments = .words
    var sentences = WriteTEI.Options()
    sentences.segments = .sentences
    var own = words
    own.turns = .u
    own.header = try InputPath(.scalar("own.xml"))
    var minimal = WriteTEI.Options()
    minimal.profile = .minimal
    var transcript = WriteTEI.Options()
    transcript.profile = .parlamint
    let context = LoadContext(readResource: { path in
      path == "own.xml"
        ? Array(HeaderTemplateTests.own.utf8) : Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    })
    return try [WriteTEI.Options(), changes, own, sentences, minimal, transcript].map {
      try WriteTEI(options: $0, context: context)
    }
  }

  @Test func everyRandomDocumentIsValidAndKeepsItsText() async throws {
    let stages = try Self.stages()
    var random = Random(seed: 20_261_121)
    for number in 0..<Self.numberOfDocuments {
      let document = try random.document(number)
      guard let file = try Self.output(of: document, stages[number % stages.count]).files.first else {
        continue
      }
      var text: [UInt8] = []
      var ids: [String] = []
      var (isInText, isInSource) = (false, false)
      try XMLReader.parse(file.bytes) { event in
        switch event {
        case .start(let name, _, let attributes, _, _):
          if name == "text" { isInText = true }
          if name == "orig" { isInSource = true }
          ids += attributes.filter { $0.name == "xml:id" }.map(\.value)
        case .end("orig", _, _): isInSource = false
        case .text(let bytes, _, _):
          if isInText, !isInSource, !Self.countsIllegible(bytes) { text += bytes }
        default: break
        }
      }
      #expect(Self.letters(text) == Self.letters(try TEIDocument(document).text), "document \(number)")
      #expect(Set(ids).count == ids.count, "document \(number)")
    }
  }

  @Test func sentencesOfATranscriptHaveNoTextOutsideTokensAndGaps() throws {
    let transcript = try #require(try Self.stages().last)
    var random = Random(seed: 9)
    for number in 0..<Self.numberOfDocuments {
      let document = try random.document(number)
      guard let file = try Self.output(of: document, transcript).files.first else { continue }
      var open: [String] = []
      var loose: [UInt8] = []
      try XMLReader.parse(file.bytes) { event in
        switch event {
        case .start(let name, _, _, _, _): open.append(name)
        case .end: open.removeLast()
        case .text(let bytes, _, _):
          let isHeld = ["w", "pc", "desc"].contains(open.last ?? "")
          if open.contains("s"), !isHeld { loose += bytes }
        default: break
        }
      }
      #expect(loose.allSatisfy { Characters.isXMLSpace(UInt32($0)) }, "document \(number)")
    }
  }

  /// Whether words say of a transcript how many characters could not be read.
  private static func countsIllegible(_ bytes: [UInt8]) -> Bool {
    let number = String(decoding: bytes.prefix { $0 != 0x20 }, as: UTF8.self)
    return Int(number).map { bytes == Array(Characters.illegibleWords($0).utf8) } ?? false
  }

  @Test(.enabled(if: Shared.hasJudges, "jing, xmllint or ../shared is missing"))
  func jingAndCheckTEIAcceptEveryRandomDocument() async throws {
    let stages = try Self.stages()
    var random = Random(seed: 4)
    for start in stride(from: 0, to: Self.numberOfDocuments, by: Self.batch) {
      let folder = try TemporaryFolder()
      var left: [(String, [UInt8])] = []
      for number in start..<min(start + Self.batch, Self.numberOfDocuments) {
        let document = try random.document(number)
        let output = try Self.output(of: document, stages[number % stages.count])
        guard let file = output.files.first else { continue }
        try folder.write(file.path, bytes: file.bytes)
        left.append((document.id, output.contribution?.encoded() ?? []))
      }
      try Self.finish(left, stages[0], folder)
      try Self.judge(folder, files: left.count + 4)
    }
  }

  private static func finish(_ left: [(String, [UInt8])], _ stage: WriteTEI, _ folder: TemporaryFolder) throws
  {
    let contributions = left.sorted { $0.0 < $1.0 }
    try stage.finish(
      Contributions(marked: { body throws(StageError) in
        var earlier: String?
        for (number, (id, bytes)) in contributions.enumerated() {
          let isDuplicate = number % 3 == 2
          let fields: [String: JSONValue] = [
            "duplicate_of": .string(earlier ?? ""), "duplicate_similarity": .number(0.75),
          ]
          try body(id, ([0] + bytes)[1...], CorpusMarks(fields: isDuplicate ? fields : [:]))
          earlier = id
        }
      }), into: folder)
  }

  private static func judge(_ folder: TemporaryFolder, files count: Int) throws {
    let jing = try run("jing", [Shared.teiAll] + folder.files)
    #expect(jing.code == 0, "\(jing.output.prefix(3_000))")
    // Not strict: that nothing was validated is a warning, and there must be no other.
    let check = try run("python3", [Shared.checkTEI, "--validator", "none"] + folder.files)
    #expect(check.output.contains("\(count) file(s): "))
    #expect(check.output.split(separator: "\n").filter { $0.contains(": error ") } == [])
    let warnings = check.output.split(separator: "\n").filter { $0.contains(": warning ") }
    #expect(warnings.filter { !$0.contains("[rng]") } == [])
  }

  /// The output; empty where the document is rightly refused as empty.
  private static func output(
    of document: Document, _ stage: WriteTEI
  ) throws -> WriterOutput<WriteTEI.Contribution> {
    do throws(StageError) { return try stage.output(for: ProcessedDocument(document)) } catch {
      if error.outcome == .empty { return WriterOutput() }
      throw error
    }
  }

  /// A text without white space and without what becomes a gap.
  private static func letters(_ text: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    Characters.forEachScalar(of: text[...]) { scalar, range in
      if !Characters.isSpace(scalar), !Characters.isIllegible(scalar) { kept += text[range] }
    }
    return NFC.normalized(kept)
  }
}
