import StageKit

extension CleanBoilerplate {
  /// The main content of a text whose markup is gone.
  func fromLines(_ text: [UInt8]) -> CleanedText {
    var result = CleanedText(of: text)
    for block in Document.lineBlocks(of: text) {
      let start = result.count + (result.count > 0 ? 1 : 0)
      result.keep(block.range, after: result.count > 0 ? [0x0A] : [], because: "white-space")
      result.blocks.append(Block(.paragraph, start..<result.count))
    }
    result.finish(because: "white-space")
    return result
  }
}
