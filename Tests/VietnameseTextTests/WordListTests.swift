import Foundation
import Testing
import VietnameseText

@Suite struct WordListTests {
  @Test func theListThatShipsHasWordsInBothPlacesOfTheToneMark() throws {
    let list = WordList(Array(try Data(contentsOf: URL(fileURLWithPath: WordList.path))))
    for word in ["nguyên nhân", "bình thường", "thuỷ lợi", "thủy lợi", "hợp tác xã"] {
      #expect(list.contains(word.utf8), "\(word)")
    }
    for word in ["nguyên", "nhân", "nguyên nhan", "Nguyên nhân", "trần đức", ""] {
      #expect(!list.contains(word.utf8), "\(word)")
    }
  }

  @Test func remarksAndEmptyLinesAreNoWords() {
    let list = WordList(Array("# a remark\n\ngia đình\nđất nước".utf8))
    #expect(list.contains("gia đình".utf8))
    #expect(list.contains("đất nước".utf8))
    #expect(!list.contains("# a remark".utf8))
    #expect(!WordList().contains("gia đình".utf8))
  }
}
