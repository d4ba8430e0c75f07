import Foundation
import Testing

/// The main job as a user runs it: `sastra run pipelines/archive.yaml` over the seeds.
@Suite struct MainJobTests {
  private static let seeds = [
    "000_259fb1e10c51e317", "001_cd13428d174a1f1b", "002_6de43818faa902ee", "003_90bc2bd540f00dc7",
    "004_0cd4495a9f8b4e4f",
  ]

  private func run(into folder: TemporaryFolder, _ arguments: [String] = []) async throws -> Program.Answer {
    try await Program.call(["run", "pipelines/archive.yaml", "--out", folder.path + "/out"] + arguments)
  }

  @Test func theSeedsBecomeOneTEIFileEachACorpusAndALineEach() async throws {
    let folder = try TemporaryFolder()
    let answer = try await run(into: folder)
    #expect(answer.code == 0)
    let files = folder.files(below: "out")
    for seed in Self.seeds { #expect(files["tei/\(seed).xml"] != nil) }
    #expect(files["tei/corpus.xml"] != nil)
    #expect(files["documents.jsonl"]?.count { $0 == 0x0A } == 5)
    #expect(answer.output.contains("5 documents: 5 ok"))
  }

  @Test func theSameBytesComeOutOnceMoreAndWithAnyNumberOfWorkers() async throws {
    let folders = try (0..<2).map { _ in try TemporaryFolder() }
    _ = try await run(into: folders[0], ["--workers", "1"])
    let first = folders[0].files(below: "out")
    _ = try await run(into: folders[0], ["--workers", "8"])
    #expect(folders[0].files(below: "out") == first)
    _ = try await run(into: folders[1], ["--workers", "8"])
    #expect(folders[1].files(below: "out") == first)
  }

  /// Every long line of a page is an author's or a commenter's paragraph, or one of a few notices that belong
  /// to the site.
  @Test func noSentenceOfThePagesIsLost() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(into: folder)
    var lost: [String] = []
    for seed in Self.seeds {
      let page = try String(contentsOfFile: "\(Program.root)/seeds/\(seed).txt", encoding: .utf8)
      let tei = try String(contentsOfFile: "\(folder.path)/out/tei/\(seed).xml", encoding: .utf8)
      let body = try #require(tei.range(of: "<text"))
      let text = Self.letters(Self.plainText(String(tei[body.lowerBound...])))
      for line in page.split(separator: "\n") where line.count > 120 {
        for sentence in line.replacing(/<\/?u>/, with: "").split(separator: ". ") where sentence.count > 40 {
          if !text.contains(Self.letters(String(sentence))) { lost.append(String(sentence)) }
        }
      }
    }
    let notices = [
      "rights status", "welcomes reuse", "subject to copyright", "rights holders have been contacted",
    ]
    #expect(lost.filter { sentence in !notices.contains { sentence.contains($0) } } == [])
  }

  /// Text without tags, references resolved.
  private static func plainText(_ xml: String) -> String {
    xml.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
  }

  /// Only the letters and digits, so that white space and marks set apart do not count.
  private static func letters(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
  }

  private static let checker = Program.root + "../shared/tools/check-tei.py"

  @Test(.enabled(if: FileManager.default.fileExists(atPath: checker), "../shared/tools is not there"))
  func theAcceptanceCheckPassesOnEveryFile() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(into: folder)
    let files = folder.files(below: "out/tei").keys.filter { $0.hasSuffix(".xml") }.sorted().map {
      "\(folder.path)/out/tei/\($0)"
    }
    let answer = try await Program.call(
      files, instead: ["python3", Self.checker, "--strict", "--validator", "both"])
    #expect(answer.code == 0, "\(answer.output)\(answer.errors)")
    #expect(answer.output.hasSuffix("\(files.count) file(s): \(files.count) pass, 0 fail\n"))
  }

  @Test func aFolderOfOnesOwnTakesThePlaceOfTheSeeds() async throws {
    let folder = try TemporaryFolder()
    let page =
      "<html><head><title>Chợ Đồng Xuân</title></head><body><article><h1>Chợ Đồng Xuân</h1><p>"
      + String(
        repeating: "Chợ Đồng Xuân là một trong những ngôi chợ lớn nhất của Hà Nội, nằm trong khu phố cổ. ",
        count: 5)
      + "</p></article></body></html>"
    try folder.write(page.utf8, to: "pages/hà nội/chợ.html")
    let answer = try await run(into: folder, [folder.path + "/pages"])
    #expect(answer.code == 0, "\(answer.errors)")
    let tei = try #require(folder.files(below: "out")["tei/hà%20nội/chợ.xml"])
    #expect(String(decoding: tei, as: UTF8.self).contains("khu phố cổ"))
  }

  @Test func timeGivesARowForTheReaderAndForEachStage() async throws {
    let answer = try await Program.call(
      ["time", "pipelines/normalize.yaml", "seeds", "--rounds", "2", "--json"])
    let result = try JSONDecoder().decode(Timings.self, from: Data(answer.output.utf8))
    #expect(answer.code == 0 && result.documents == 5 && result.bytes > 40_000)
    #expect(result.rows.first?.step == "read-files")
    #expect(result.rows.map(\.step).contains("normalize-khmer"))
    #expect(result.rows.allSatisfy { $0.seconds.count == 2 })
  }

  private struct Timings: Decodable {
    struct Row: Decodable {
      var step: String
      var seconds: [Double]
    }
    var documents: Int
    var bytes: Int
    var rows: [Row]
  }

  @Test func validateFindsNothingWrongAndSaysWhatIsWrong() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(into: folder)
    let file = "\(folder.path)/out/tei/\(Self.seeds[2]).xml"
    #expect(try await Program.call(["validate", file]).code == 0)
    let broken = try String(contentsOfFile: file, encoding: .utf8).replacing(
      "<body>", with: "<body><nonsense/>")
    try folder.write(broken.utf8, to: "broken.xml")
    let answer = try await Program.call(["validate", folder.path + "/broken.xml"])
    #expect(answer.code == 1)
    #expect((answer.output + answer.errors).contains("broken.xml:"))
    #expect((answer.output + answer.errors).contains("nonsense"))
  }
}
