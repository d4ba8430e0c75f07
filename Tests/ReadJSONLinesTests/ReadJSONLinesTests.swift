import Foundation
import ReadJSONLines
import StageKit
import Testing

@Suite struct ReadJSONLinesTests {
  @Test func everyLineIsAnItemInOrder() async throws {
    let lines = [
      #"{"id":"a","text":"Việt Nam"}"#, "", #"{"id":"b","html":"<p>ភាសា</p>","mine":{"x":[1,2.5,null]}}"#,
      "not JSON", #"["id"]"#,
      #"{"text":"no id"}"#, #"{"id":"a","text":"again"}"#, #"{"id":7,"text":"number"}"#, #"{"id":"c"}"#,
      #"{"id":"d","text":"gone","status":"dropped","error":{"stage":"s","code":"c","message":"m"},"metadata":{"title":"T"}}"#,
      #"{"id":"e","text":"last"}"#,
    ]
    let outcomes = try await read(Array(lines.joined(separator: "\r\n").utf8))
    #expect(
      outcomes.map(\.summary) == [
        "a", "line-2: empty empty-line", "b", "line-4: quarantined not-json",
        "line-5: quarantined not-a-document",
        "line-6: quarantined not-a-document", "line-7: quarantined duplicate-id",
        "line-8: quarantined not-a-document",
        "c: quarantined not-a-document", "d: finished dropped", "e",
      ])
    #expect(
      outcomes[2].document?.otherFields == [
        "mine": .object(["x": .array([.integer(1), .number(2.5), .null])])
      ])
    #expect(outcomes[9].processed?.document.metadata["title"] == "T")
  }

  @Test func linesThatAreNotUTF8OrTooLongAreAnswered() async throws {
    let bad = Array(#"{"id":"x","text":""#.utf8) + [0xFF] + Array("\"}\n".utf8)
    let long =
      Array(#"{"id":"y","text":""#.utf8) + [UInt8](repeating: 0x61, count: 2000) + Array("\"}\n".utf8)
    let outcomes = try await read(bad + long + Array(#"{"id":"z","text":""}"#.utf8), maxLineBytes: 1024)
    #expect(
      outcomes.map(\.summary) == ["line-1: quarantined not-utf8", "line-2: quarantined line-too-long", "z"])
  }

  @Test func anItemSaysHowMuchOfTheFilesWasReadWithIt() async throws {
    let files = try (0..<2).map { number in
      let file = FileManager.default.temporaryDirectory.appendingPathComponent(
        "lines-\(number)-\(UUID().uuidString).jsonl")
      try Data("{\"id\":\"\(number)\",\"text\":\"x\"}\n".utf8).write(to: file)
      return file
    }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    var options = ReadJSONLines.Options()
    options.path = files.map { InputPath($0.path) }
    var shares: [Double?] = []
    try await ReadJSONLines(options: options).read { shares.append($0.inputShare) }
    #expect(shares == [0.5, 1])
  }

  @Test func idsThatOnlyLookAlikeAreTwo() async throws {
    let outcomes = try await read(
      Array("{\"id\":\"Vi\u{1EC7}t\",\"text\":\"\"}\n{\"id\":\"Vie\u{323}\u{302}t\",\"text\":\"\"}".utf8))
    #expect(outcomes.map(\.document?.id.utf8.count) == [6, 8])
  }

  @Test func aByteOrderMarkIsPassedOver() async throws {
    let outcomes = try await read(Array("\u{FEFF}{\"id\":\"a\",\"text\":\"x\"}\n".utf8))
    #expect(outcomes.map(\.summary) == ["a"])
  }

  @Test func whatWriteJSONLinesWritesComesBack() async throws {
    var document = Document(id: "a/b", text: "Phạm Văn Đồng\nភ្នំពេញ")
    document.language = "vi"
    try document.add(Span(layer: "entity", 0..<Array("Phạm Văn Đồng".utf8).count, label: "persName"))
    let line = try ProcessedDocument(document).jsonLine(including: Set(JSONFormPart.allCases))
    #expect(try await read(line)[0].document == document)
  }

  @Test func severalFilesAreReadAsOne() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let line = #"{"id":"x","text":""}"#
    for name in ["b.jsonl", "a.jsonl"] {
      try Data("\(line)\n{".utf8).write(to: folder.appendingPathComponent(name))
    }
    var options = ReadJSONLines.Options()
    options.path = ["b.jsonl", "a.jsonl"].map { InputPath(folder.path + "/" + $0) }
    var ids: [String] = []
    try await ReadJSONLines(options: options).read { ids.append($0.id) }
    #expect(ids == ["x", "a.jsonl/line-2", "b.jsonl/line-1", "b.jsonl/line-2"])
  }

  @Test func nothingToReadIsAnErrorOfTheRun() async throws {
    await #expect(throws: StageError("no-input", "read-json-lines has no path; name a file")) {
      try await ReadJSONLines().read { _ in }
    }
    for path in ["/nowhere/at/all.jsonl", FileManager.default.temporaryDirectory.path] {
      var options = ReadJSONLines.Options()
      options.path = [InputPath(path)]
      let reader = try ReadJSONLines(options: options)
      await #expect(throws: StageError.self) { try await reader.read { _ in } }
    }
    await #expect(throws: StageError.self) { try await read([]) }
  }

  // MARK: Parts

  enum Outcome {
    case document(String, Document)
    case finished(String, ProcessedDocument)
    case failure(String, StageError)

    var document: Document? {
      if case .document(_, let document) = self { return document }
      return nil
    }
    var processed: ProcessedDocument? {
      if case .finished(_, let processed) = self { return processed }
      return nil
    }
    var summary: String {
      switch self {
      case .document(let id, let document): id + (document.id == id ? "" : " is \(document.id)")
      case .finished(let id, let processed): "\(id): finished \(processed.outcome)"
      case .failure(let id, let error): "\(id): \(error.outcome) \(error.code)"
      }
    }
  }

  private func read(_ bytes: [UInt8], maxLineBytes: Int? = nil) async throws -> [Outcome] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lines-\(UUID().uuidString).jsonl")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var options = ReadJSONLines.Options()
    options.path = [InputPath(file.path)]
    if let maxLineBytes { options.maxLineBytes = maxLineBytes }
    var outcomes: [Outcome] = []
    try await ReadJSONLines(options: options).read { item in
      do throws(StageError) {
        switch try item.load() {
        case .document(let document): outcomes.append(.document(item.id, document))
        case .finished(let processed): outcomes.append(.finished(item.id, processed))
        }
      } catch { outcomes.append(.failure(item.id, error)) }
    }
    return outcomes
  }
}
