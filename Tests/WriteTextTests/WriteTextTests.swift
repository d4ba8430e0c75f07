import Foundation
import StageKit
import Testing

@testable import WriteText

@Suite struct WriteTextTests {
  @Test func blocksStandApartAndCellsOfARowInOneLine() throws {
    var document = Document(id: "b/ភ្នំ 1", text: "Tiêu đề\n  Đoạn một \nA\nភ្នំ\npenh\nខ្មែរ")
    let text = String(decoding: document.text, as: UTF8.self)
    func range(_ words: String) -> Range<Int> {
      let lower = text.utf8.distance(from: text.startIndex, to: text.range(of: words)!.lowerBound)
      return lower..<lower + words.utf8.count
    }
    try document.setBlocks([
      Block(.heading, range("Tiêu đề")), Block(.paragraph, range("  Đoạn một ")),
      Block(.row, range("A\nភ្នំ\npenh")), Block(.cell, range("A")), Block(.cell, range("ភ្នំ\npenh")),
      Block(.paragraph, range("ខ្មែរ")),
    ])
    let files = try WriteText().output(for: ProcessedDocument(document)).files
    #expect(
      files == [
        OutputFile(
          path: "text/b/ភ្នំ%201.txt", bytes: Array("Tiêu đề\n\nĐoạn một\n\nA\tភ្នំ penh\n\nខ្មែរ\n".utf8))
      ])
  }

  @Test func aDocumentWithoutTextIsEmpty() throws {
    let error = #expect(throws: StageError.self) {
      try WriteText().output(for: ProcessedDocument(Document(id: "a", text: " \n")))
    }
    #expect(error == StageError("empty", "there is no text to write", outcome: .empty))
  }
}
