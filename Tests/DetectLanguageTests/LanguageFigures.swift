import DetectLanguage
import Foundation
import StageKit
import Testing

/// Blocks of translated documents: FOLDER/blocks/LANGUAGE.tsv, `package TAB block`, as
/// `.ci/fetch-translated-texts FOLDER` makes them.
private enum TranslatedBlocks {
  static let folder = ProcessInfo.processInfo.environment["SASTRA_TEXTS"].map { $0 + "/blocks" }
  /// Tags that the stage gives; blocks in another language are to be `und`.
  static let known: Set<String> = ["en", "fr", "vi", "km", "th", "lo", "zh", "ja", "ko", "ru", "mn"]

  static let languages: [String] = {
    let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
    return names.filter { $0.hasSuffix(".tsv") }.map { String($0.dropLast(4)) }.sorted()
  }()

  /// At most so many blocks, from the whole of the file.
  static func blocks(_ language: String, count: Int = 3000) throws -> [String] {
    let path = "\(folder ?? "")/\(language).tsv"
    let lines = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8).split(separator: "\n")
    let step = max(1, lines.count / count)
    return stride(from: 0, to: lines.count, by: step).compactMap {
      lines[$0].split(separator: "\t").last.map(String.init)
    }
  }
}

/// How many blocks, each a document by itself, get the language they are in.
private struct Score {
  var right = 0
  var given: [String: Int] = [:]
  var examples: [String] = []

  mutating func add(_ block: String, expected: String) throws {
    var document = Document(id: "a", text: block)
    try DetectLanguage().process(&document)
    let language = document.blocks.first?.language ?? "none"
    if language == expected {
      right += 1
    } else {
      given[language, default: 0] += 1
      examples.append("\(language): \(block)")
    }
  }

  var count: Int { right + given.values.reduce(0, +) }

  func description(_ name: String) -> String {
    let others = given.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
    let share = (Double(right) * 10000 / Double(max(1, count))).rounded() / 100
    return "\(name): right \(right) of \(count) (\(share) %) \(others.joined(separator: ", "))"
  }
}

@Suite(
  .enabled(
    if: !TranslatedBlocks.languages.isEmpty, "set SASTRA_TEXTS to a folder of .ci/fetch-translated-texts"),
  .serialized)
struct LanguageFigures {
  private func expect(
    _ name: String, _ blocks: [String], _ expected: String, atLeast percent: Int
  ) throws {
    var score = Score()
    for block in blocks { try score.add(block, expected: expected) }
    print(score.description(name))
    if let folder = ProcessInfo.processInfo.environment["SASTRA_MISSES"] {
      try score.examples.joined(separator: "\n").write(
        toFile: "\(folder)/\(name.replacing(" ", with: "-")).txt", atomically: true, encoding: .utf8)
    }
    #expect(score.right * 100 >= score.count * percent, "\(name)")
  }

  private func expected(_ language: String) -> String {
    TranslatedBlocks.known.contains(language) ? language : "und"
  }

  @Test(arguments: TranslatedBlocks.languages)
  func blocksAsTheyStandInTheDocument(language: String) throws {
    try expect("\(language) block", try TranslatedBlocks.blocks(language), expected(language), atLeast: 99)
  }

  /// The first words with 50 letters together.
  @Test(arguments: TranslatedBlocks.languages)
  func blocksCutAtFiftyLetters(language: String) throws {
    let blocks = try TranslatedBlocks.blocks(language).map { block in
      var letters = 0
      return String(
        block.prefix { character in
          if character == " " { return letters < 50 }
          if character.isLetter { letters += 1 }
          return letters < 120
        })
    }
    try expect("\(language) cut", blocks, expected(language), atLeast: 97)
  }

  @Test func vietnameseWithoutMarks() throws {
    let blocks = try TranslatedBlocks.blocks("vi").map { block in
      String(
        String.UnicodeScalarView(
          block.replacing("đ", with: "d").replacing("Đ", with: "D").decomposedStringWithCanonicalMapping
            .unicodeScalars.filter { !(0x300...0x36F ~= $0.value) }))
    }
    try expect("vi without marks", blocks, "vi", atLeast: 99)
  }

  @Test(arguments: ["vi", "en", "fr", "ru", "mn"])
  func capitals(language: String) throws {
    let blocks = try TranslatedBlocks.blocks(language).map { $0.uppercased() }
    try expect("\(language) capitals", blocks, language, atLeast: 99)
  }
}
