import StageKit
import Testing

@testable import CleanBoilerplate

struct BlockModelTests {
  private static let table = """
    # a small model
    cut-off 300 800 1000
    cut-off 200 500 1000 forum
    columns text.letters text.linkShare
    forest content 0
    0:20 =-2000 1:300 =3000 =-1000
    forest article 10
    0:5 =0 =1
    """

  @Test func aModelIsReadAsItIsWritten() throws {
    let model = try BlockModel(Array(Self.table.utf8))
    let letters = Int16(try #require(FeatureTable.names.firstIndex(of: "text.letters")))
    let links = Int16(try #require(FeatureTable.names.firstIndex(of: "text.linkShare")))
    #expect(model.content.roots == [0])
    #expect(
      model.content.nodes == [
        BlockModel.Node(column: letters, threshold: 20, right: 2),
        BlockModel.Node(column: -1, threshold: -2_000, right: 0),
        BlockModel.Node(column: links, threshold: 300, right: 4),
        BlockModel.Node(column: -1, threshold: 3_000, right: 0),
        BlockModel.Node(column: -1, threshold: -1_000, right: 0),
      ])
    #expect(model.profiles.map(\.name) == ["article"])
    #expect(model.cutOffs["forum"] == BlockModel.CutOff(lowest: 200, highest: 500, factor: 1_000))
  }

  @Test(arguments: [
    ("columns text.nothing", 1), ("0:1 =1 =2", 1), ("columns text.letters\nforest content 0\n0:1 =1", 3),
    ("columns text.letters\nforest content 0\n1:1 =1 =2", 3), ("cut-off 1 2", 1), ("# nothing", 1),
    ("columns text.letters\nforest content 0\n=1 =2", 3),
  ])
  func aTableWithAMistakeIsRefusedWithItsLine(table: String, line: Int) {
    let error = #expect(throws: StageError.self) { try BlockModel(Array(table.utf8)) }
    #expect(error?.code == "bad-model")
    #expect(error?.message.hasPrefix("line \(line) ") == true)
  }

  @Test func aProbabilityIsTheRoundedLogisticFunction() {
    let logits: [Int32] = [-20_000, -6_907, -2_197, -1, 0, 1, 1_099, 2_197, 20_000]
    #expect(logits.map { Probability.thousandths(logit: $0) } == [0, 1, 100, 500, 500, 500, 750, 900, 1_000])
  }

  @Test func theCutOffFollowsTheScoresWithinItsBounds() throws {
    let model = try BlockModel(Array(Self.table.utf8))
    // Two sure leaves and many that are not: the rest would only cost precision.
    let scores: [Int32] = [950, 940, 100, 90, 80]
    #expect(model.threshold(scores, letters: [500, 500, 200, 200, 200], profile: nil) == 800)
    #expect(model.threshold(scores, letters: [500, 500, 200, 200, 200], profile: "forum") == 500)
    // A page of which nothing is sure keeps what is likelier than not to help.
    #expect(model.threshold([400, 380, 360], letters: [50, 50, 50], profile: nil) == 360)
    #expect(model.threshold([], letters: [], profile: nil) == 500)
  }

  @Test func theShippedModelHasAForestForEachProfile() throws {
    let model = try CleanBoilerplate(options: .init(), context: LoadContext()).model
    #expect(
      model.profiles.map(\.name) == ["article", "documentation", "forum", "listing", "product", "service"])
    #expect(model.content.roots.count >= 100)
  }
}

struct ContentChoiceTests {
  private static let prose =
    "Bộ đội Việt Nam đã giúp lực lượng cách mạng Campuchia giải phóng Phnôm Pênh, chấm dứt chế độ diệt chủng."

  @Test func whatTheModelCutsCarriesAReasonAndAScore() throws {
    let links = (1...12).map { "<li><a href=/\($0)>Tin số \($0) về thể thao</a></li>" }.joined()
    let others = (1...5).map { "<p>Đoạn \($0). \(Self.prose)</p>" }.joined()
    let document = try cleaned("<body><article>\(others)</article><nav><ul>\(links)</ul></nav></body>")
    let removed = try #require(document.removed.first { $0.reason == "navigation" })
    let score = try #require(removed.score)
    #expect((0.5...1).contains(score))
    #expect(document.removed.count == 1)
  }

  @Test func aPageThatHoldsItsTextTwiceKeepsOneCopy() throws {
    let text = (1...6).map { "<p>Đoạn \($0). \(Self.prose)</p>" }.joined()
    let document = try cleaned("<body><div class=wide>\(text)</div><div class=narrow>\(text)</div></body>")
    #expect(document.blocks.count == 6)
    #expect(document.removed.map(\.reason) == ["second-copy"])
  }

  @Test func theModelMayTakeAShareOfTheProseAndNoMore() throws {
    // A model that takes every leaf of more than 90 letters for boilerplate.
    let table = "cut-off 500 500 1000\ncolumns text.letters\nforest content 0\n0:90 =3000 =-3000"
    let stage = CleanBoilerplate(options: .init(), model: try BlockModel(Array(table.utf8)))
    let (short, long) = (
      "Đoạn này ngắn, mà cũng đủ dài để là một đoạn văn của bài này rồi vậy.", Self.prose + " Rồi thôi, hết."
    )
    let text = (1...4).map { "<p>\($0). \(short)</p><p>\($0). \(long)</p>" }.joined()
    var document = Document(id: "d", text: "<body><div>\(text)</div></body>", form: .markup)
    document.begin(stage: "clean-boilerplate", version: 1)
    try stage.process(&document)
    #expect(document.blocks.count == 8)
  }

  @Test func theProfileOfAPageIsCounted() throws {
    let text = (1...8).map { "<p>Đoạn \($0). \(Self.prose)</p>" }.joined()
    let page =
      "<head><meta property=og:type content=article></head><body><h1>Tin</h1><article>\(text)</article></body>"
    let counts = try #require(try cleaned(page).provenance.last?.counts)
    #expect(counts.keys.filter { $0.hasPrefix("profile-") } == ["profile-article"])
  }
}
