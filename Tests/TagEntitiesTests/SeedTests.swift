import Foundation
import StageKit
import TagEntities
import Testing

/// The five seeds against the annotation in `cases`, and dates against development data that is kept beside the repository.
@Suite struct SeedTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let seeds = root.appendingPathComponent("seeds")
  private static let dates = root.appendingPathComponent("../shared/data/entities/en-gum-dates.dev.jsonl").standardized

  struct Mark: Hashable {
    var start: Int
    var end: Int
    var label: String
    var value: String
  }

  private static func value(_ attributes: [String: String]) -> String {
    if let key = attributes["key"] { return key }
    return ["when", "from", "to", "notBefore", "notAfter"].compactMap { name in attributes[name].map { name + "=" + $0 } }
      .joined(separator: " ")
  }

  private static func marks(_ text: String, _ stage: TagEntities) throws -> [Mark] {
    var document = Document(id: "seed", text: text)
    try stage.process(&document)
    let offsets = ScalarOffsets(document.text)
    return document.spans.map { span in
      let range = offsets.scalars(span.range)
      return Mark(start: range.lowerBound, end: range.upperBound, label: span.label, value: value(span.attributes))
    }
  }

  private static func annotation(_ name: String) throws -> [Mark] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("cases/\(name).tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Mark(start: Int(fields[0]) ?? -1, end: Int(fields[1]) ?? -1, label: fields[2], value: fields[3])
    }
  }

  /// F1 of spans with their labels, in percent.
  private static func score(found: Set<Mark>, right: Set<Mark>) -> Double {
    200 * Double(found.intersection(right).count) / Double(max(1, found.count + right.count))
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: seeds.path), "the seeds are not there"),
    arguments: ["000", "001", "002", "003", "004"])
  func aSeedIsTaggedAsItWasReadWithValues(name: String) throws {
    let file = try FileManager.default.contentsOfDirectory(atPath: Self.seeds.path).first { $0.hasPrefix(name) }
    let text = try String(contentsOf: Self.seeds.appendingPathComponent(try #require(file)), encoding: .utf8)
    let right = try Self.annotation(name)
    // The annotation ends with the last comment; the page's reply form is no text.
    let end = text.range(of: "Leave a Reply").map { text[..<$0.lowerBound].unicodeScalars.count } ?? Int.max
    let found = try Self.marks(text, try TagEntities()).filter { $0.start < end }
    #expect(Self.score(found: Set(found), right: Set(right)) >= 95)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: dates.path), "no development data beside the repository"))
  func datesOfDevelopmentDataAreFound() throws {
    struct Line: Decodable {
      struct Entity: Decodable {
        var start: Int
        var end: Int
      }
      var text: String
      var entities: [Entity]
    }
    var options = TagEntities.Options()
    options.layers = [.dates]
    let stage = try TagEntities(options: options)
    var (matched, found, right) = (0, 0, 0)
    for line in try String(contentsOf: Self.dates, encoding: .utf8).split(separator: "\n").prefix(1000) {
      let line = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      let marks = try Self.marks(line.text, stage)
      found += marks.count
      right += line.entities.count
      matched += marks.count { mark in line.entities.contains { $0.start == mark.start && $0.end == mark.end } }
    }
    // Relative dates, which that data has and our rules of annotation leave out, bound what can be reached.
    #expect(200 * Double(matched) / Double(found + right) >= 70)
  }
}
