import StageKit

/// Tells what a text narrates from what stands beside it: captions, heads of comments, notes.
enum Narration {
  private static let besideKinds: Set<BlockKind> = [
    .caption, .commentHead, .note, .figure, .cell, .signature,
  ]

  /// Whether dates of a region may give later dates their year.
  static func isNarration(_ region: Region, in document: Document) -> Bool {
    if let block = region.block, besideKinds.contains(document.blocks[block].kind) { return false }
    return !isCaption(region)
  }

  private static let pictures: WordSet = [
    "photo", "photograph", "photographs", "pictured", "ảnh", "រូបថត",
  ]

  private static let credits: WordSet = ["image", "photo", "photograph", "picture", "credit"]

  /// Whether a region says whose a picture is, "Image: NASA.": what stands right before it is its caption.
  static func isCredit(_ region: Region) -> Bool {
    region.tokens.count < 30 && region.tokens.count > 2 && credits.contains(region.tokens[0].word)
      && region.tokens[1].word == ":"
  }

  /// A paragraph that describes a picture, where nobody has marked it as a caption: it names a photograph, or
  /// says where in the picture somebody stands.
  private static func isCaption(_ region: Region) -> Bool {
    let tokens = region.tokens
    guard tokens.count < 160 else { return false }
    if tokens.prefix(12).contains(where: { pictures.contains($0.word) }) { return true }
    var isUndated = false
    var hasPicture = false
    for (index, token) in tokens.enumerated() {
      if token.word == "undated" { isUndated = true }
      if pictures.contains(token.word) { hasPicture = true }
      guard index > 0, index + 1 < tokens.count, token.word == "left" || token.word == "right" else {
        continue
      }
      let before = tokens[index - 1].word
      if before == "(" || before == "front" { return index > 1 }
      if index > 1, before == "the", tokens[index - 2].word == "on" { return true }
    }
    return isUndated && hasPicture
  }
}
