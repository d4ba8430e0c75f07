import Foundation
import SegmentText
import StageKit
import Testing

/// Scores on the shared development sentences, which nothing here was trained on.
@Suite struct GoldSegmentationTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data/segmentation").path()

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: folder), "../shared/data/segmentation is not there"),
    arguments: [("km", "km-khpos-open.tsv", "", 0.93), ("vi", "vi-vtb-testdev.tsv", " ", 0.95)])
  func wordsAreFound(_ language: String, _ file: String, _ separator: String, _ least: Double) throws {
    let worker = try SegmentText().makeWorker()
    var (right, found, gold) = (0, 0, 0)
    for line in try String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: "\t").map(String.init)
      var document = Document(id: "a", text: words.joined(separator: separator))
      try document.setBlocks([Block(.paragraph, 0..<document.text.count, language: language)])
      try worker.process(&document)
      let mine = Set(document.spans.filter { $0.label != "sentence" }.map(\.range))
      let wanted = Self.ranges(of: words, separator: separator)
      right += wanted.intersection(mine).count
      found += mine.count
      gold += wanted.count
    }
    #expect(2 * Double(right) / Double(found + gold) >= least)
  }

  private static func ranges(of words: [String], separator: String) -> Set<Range<Int>> {
    var ranges: Set<Range<Int>> = []
    var start = 0
    for word in words {
      let end = start + word.utf8.count
      if !word.allSatisfy(\.isWhitespace) { ranges.insert(start..<end) }
      start = end + separator.utf8.count
    }
    return ranges
  }
}
