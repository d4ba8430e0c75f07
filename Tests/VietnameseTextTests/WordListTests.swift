import Foundation
import Testing
import VietnameseText

@Suite struct WordListTests {
  @Test func theListThatShipsHasWordsInBothPlacesOfTheToneMark() throws {
    let list = WordList(Array(try Data(contentsOf: URL(fileURLWithPath: WordList.path))))
    for word in ["nguyên nhân", "bình thường", "thuỷ lợi", "thủy lợi", "hợp tác xã", "bắc cực", "công giáo"] {
      #expect(list.contains(word.utf8), "\(word)")
    }
    for word in ["nguyên", "nhân", "nguyên nhan", "Nguyên nhân", "trần đức", ""] {
      #expect(!list.contains(word.utf8), "\(word)")
    }
  }

  @Test func theListThatShipsIsInSmallLettersAndInOrder() throws {
    let lines = try String(contentsOfFile: WordList.path, encoding: .utf8).split(separator: "\n").drop {
      $0.hasPrefix("#")
    }
    #expect(lines.filter { $0.lowercased() != $0 } == [])
    #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  @Test func remarksAndEmptyLinesAreNoWords() {
    let list = WordList(Array("# a remark\n\ngia đình\nđất nước".utf8))
    #expect(list.contains("gia đình".utf8))
    #expect(list.contains("đất nước".utf8))
    #expect(!list.contains("# a remark".utf8))
    #expect(!WordList().contains("gia đình".utf8))
  }
}
