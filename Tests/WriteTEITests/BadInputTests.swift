import Foundation
import Markup
import StageKit
import Testing

@testable import WriteTEI

/// Input that is hostile or broken: a valid file inside the folder, or an error; never a file elsewhere.
@Suite struct BadInputTests {
  static let ids = [
    "a/b", "a b", "ភ្នំពេញ", "..", "../..", "/etc/passwd", "a/../../b", ".", "", "a//b", "a\u{0}b", "C:\\x",
    "corpus", "a.xml", "%2E", "a\nb", "\u{202E}a", "e\u{301}", "-rf", "~", "con", "&<>\"'",
    String(repeating: "ខ", count: 100), String(repeating: "a", count: 300),
    String(repeating: "a/", count: 150),
  ]

  @Test func whateverTheIdTheFileIsValidAndInsideTheFolder() throws {
    let stage = try WriteTEI()
    var paths: Set<String> = []
    for id in Self.ids {
      let file = try #require(try stage.files(for: ProcessedDocument(Document(id: id, text: "Một."))).first)
      let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
      #expect(parts.first == "tei" && parts.count > 1, "\(id)")
      #expect(parts.allSatisfy { !["", ".", ".."].contains($0) && $0.utf8.count <= 255 }, "\(id)")
      #expect(paths.insert(file.path).inserted, "\(id)")
      #expect(try Rules.problems(in: file.bytes, isOwn: true) == [], "\(id)")
    }
  }

  @Test func noCharacterMakesAFileInvalidOrIsLostInSilence() throws {
    let stage = try WriteTEI()
    let scalars =
      [0...0xA0, 0xAD...0xAD, 0x338...0x338, 0xD7F0...0xD7FF, 0xE000...0xE003, 0xFDCF...0xFDF0]
      + [0x200B...0x200F, 0x2028...0x202F, 0x2060...0x206F, 0xFEFE...0xFF00, 0xFFF0...0xFFFF]
      + (1...16).map { $0 << 16 | 0xFFFD...$0 << 16 | 0xFFFF }
    for range in scalars {
      for value in range {
        guard let scalar = Unicode.Scalar(value) else { continue }
        var document = Document(id: "a", text: "x\(Character(scalar))y ]]> \(Character(scalar))")
        document.metadata.set("title", ["a\(Character(scalar))b"], origin: .init("page", .high))
        try document.mark(
          Layer.entity, "persName", "x", ["key": "k\(Character(scalar))", "name": "\(Character(scalar))"])
        let file = try #require(try stage.files(for: ProcessedDocument(document)).first)
        var problems: [String] = []
        try XMLReader.parse(file.bytes) { event in
          if case .text(let bytes, _, _) = event, Characters.holdsIllegible(bytes[...]) {
            problems.append("U+\(String(value, radix: 16))")
          }
        }
        #expect(problems == [])
        let isGap = String(decoding: file.bytes, as: UTF8.self).contains("<gap reason=\"illegible\"")
        #expect(isGap == Characters.isIllegible(UInt32(meaning(of: value))), "U+\(String(value, radix: 16))")
      }
    }
  }

  /// C1 controls mean a character of windows-1252, but for U+0085 by itself and five that mean none.
  private func meaning(of value: Int) -> Int {
    0x80...0x9F ~= value && ![0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D].contains(value) ? 0x41 : value
  }

  @Test func manySpansOnOneParagraphAreWrittenInTimeThatGrowsWithTheirNumber() throws {
    let number = 10_000
    var document = Document(id: "a", text: String(repeating: "abcdefghij ", count: number))
    for index in 0..<number {
      try document.add(Span(layer: Layer.entity, index * 11..<index * 11 + 10, label: "persName"))
    }
    let stage = try WriteTEI()
    let file = try #require(try stage.files(for: ProcessedDocument(document)).first)
    #expect(String(decoding: file.bytes, as: UTF8.self).contains("occurs=\"\(number)\""))
  }

  @Test func partsWithoutTheirWholeAreWrittenInTimeThatGrowsWithTheirNumber() throws {
    let number = 20_000
    var document = Document(id: "a", text: String(repeating: "ab\n", count: number))
    try document.setBlocks((0..<number).map { Block(.item, $0 * 3..<$0 * 3 + 2) })
    let stage = try WriteTEI()
    let file = try #require(try stage.files(for: ProcessedDocument(document)).first)
    #expect(
      String(decoding: file.bytes, as: UTF8.self).contains("<tagUsage gi=\"item\" occurs=\"\(number)\"/>"))
  }
}
