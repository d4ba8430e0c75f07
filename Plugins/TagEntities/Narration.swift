import StageKit

/// Tells what a text narrates from what stands beside it: captions, heads of comments, notes.
enum Narration {
  private static let besideKinds: Set<BlockKind> = [.caption, .commentHead, .note, .figure, .cell, .signature]

  /// Whether dates of a region may give later dates their year.
  static func isNarration(_ region: Region, in document: Document) -> Bool {
    if let block = region.block, besideKinds.contains(document.blocks[block].kind) { return false }
    return !isCaption(region)
  }

  /// A paragraph that describes a picture, where nobody has marked it as a caption: it names a photograph, or says where in
  /// the picture somebody stands.
  private static func isCaption(_ region: Region) -> Bool {
    let words = region.tokens.map(\.text)
    guard words.count < 160 else { return false }
    let pictures: Set<String> = ["photo", "photograph", "photographs", "pictured", "ảnh", "រូបថត"]
    if words.prefix(12).contains(where: pictures.contains) { return true }
    for index in words.indices.dropLast() where ["left", "right"].contains(words[index]) {
      let before = index > 1 ? [words[index - 2], words[index - 1]] : []
      if before == ["on", "the"] || before.last == "(" || before.last == "front" { return true }
    }
    return words.contains { $0 == "undated" } && words.contains(where: pictures.contains)
  }
}
