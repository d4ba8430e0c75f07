import Foundation
import StageKit
import Testing

import TagEntities

@Suite struct VoicesTests {
  @Test func commentsGetTheKeyOfTheirAuthorAndNotOfWhomTheyName() throws {
    var document = Document(id: "test", text: "Pol Pot again | quynh88\nI read it.")
    try document.setBlocks([
      Block(.comment, 0..<34, attributes: ["author": "quynh88"]), Block(.commentHead, 0..<23),
      Block(.paragraph, 24..<34),
    ])
    try standard.get().process(&document)
    #expect(document.blocks[0].attributes["key"] == "pers.quynh88")
    #expect(marks(document) == ["persName [Pol Pot] pers.pol-pot", "persName [quynh88] pers.quynh88"])
  }

  @Test func writersStandBeforeADateWithATime() throws {
    #expect(
      try marks("1. hahien August 13, 2013 at 1:05 am #\nSee the page | Mara Tx - August 24, 2013") == [
        "persName [hahien] pers.hahien", "date [August 13, 2013] when=2013-08-13",
        "persName [Mara Tx] pers.mara-tx", "date [August 24, 2013] when=2013-08-24",
      ])
  }

  @Test func writersWhoseNamesDifferAreDifferentPersons() throws {
    let names = [
      "Reader 1", "Reader 2", "Reader 12", "John (US)", "John (UK)", "Nguyễn", "Nguyen", "Mara Tx", "Mara Ty",
    ]
    var text = ""
    var blocks: [Block] = []
    for name in names {
      let start = text.utf8.count
      text += name + " wrote:\nYes, said Mara.\n"
      let head = start + (name + " wrote:").utf8.count
      blocks += [
        Block(.comment, start..<text.utf8.count, attributes: ["author": name]),
        Block(.commentHead, start..<head),
        Block(.paragraph, head + 1..<text.utf8.count - 1),
      ]
    }
    var document = Document(id: "test", text: text)
    try document.setBlocks(blocks)
    try standard.get().process(&document)
    let keys = document.blocks.compactMap { $0.attributes["key"] }
    #expect(keys.count == names.count)
    #expect(Set(keys).count == names.count)
  }

  @Test func manyNamesTakeTimeThatGrowsWithTheirNumber() throws {
    /// Of this thread alone, so that what else the machine does is not in it.
    func processorSeconds() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    func seconds(_ count: Int) throws -> Double {
      let text = (0..<count).map { "By Bob Smith\($0)" }.joined(separator: "\n")
      var document = Document(id: "test", text: text)
      let stage = try standard.get()
      let start = processorSeconds()
      try stage.process(&document)
      return processorSeconds() - start
    }
    let few = try seconds(100)
    #expect(try seconds(800) < few * 40)
  }
}
