import Testing

@testable import Runner

/// What earlier runs know of a document is found in whatever order the input has the documents.
@Suite struct KnownDocumentsTests {
  /// 700 of 900: more than are fetched at once, with gaps; names of which one begins another.
  private static let names = (0..<900).map { ["\($0)", "làng/\($0)", "ខេត្ត \($0)"][$0 % 3] }

  @Test(arguments: ["as it was", "by bytes", "backwards", "shuffled"])
  func everyKnownDocumentIsFound(order: String) async throws {
    let folder = try TemporaryFolder()
    let known = Self.names.enumerated().filter { $0.offset % 9 < 7 }.map(\.element)
    _ = try await run(pipeline(over: known.map { "\($0):Huế" }), in: folder)
    var names = Self.names.enumerated().filter { $0.offset % 9 > 0 }.map(\.element)
    switch order {
    case "by bytes": names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    case "backwards": names.sort { $1.utf8.lexicographicallyPrecedes($0.utf8) }
    case "shuffled":
      for index in names.indices { names.swapAt(index, (index * 7919 + 13) % names.count) }
    default: break
    }
    let summary = try await run(pipeline(over: names.map { "\($0):Huế" }), in: folder)
    #expect(summary.unchanged == 600)
    #expect(summary.missingCount == 100)
    #expect(try await run(pipeline(over: names.map { "\($0):Huế" }), in: folder).unchanged == 800)
  }

  /// The ledger is asked for many at once where they come in its order, and for one or two elsewhere.
  @Test func aDocumentAskedForTwiceIsFoundTwice() async throws {
    let folder = try TemporaryFolder()
    _ = try await run(pipeline(over: ["a:Huế", "b:Huế", "c:Huế"]), in: folder)
    let chain = try Chain(pipeline(over: ["a:Huế"]), programVersion: "", runDate: nil)
    let ledger = try Ledger(folder: folder.path, chain: chain, pipelineName: "")
    defer { ledger.abandon() }
    let documents = try KnownDocuments(ledger)
    let asked = ["a", "b", "b", "a", "aa", "b", "c", "d", "c", "", "a"]
    #expect(try asked.map { try documents.known($0)?.number } == [1, 2, 2, 1, nil, 2, 3, nil, 3, nil, 1])
  }
}
