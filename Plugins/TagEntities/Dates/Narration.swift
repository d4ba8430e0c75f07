import StageKit

/// Tells what a text narrates from what stands beside it: captions, heads of comments, notes.
enum Narration {
  private static let besideKinds: [BlockKind] = [
    .caption, .commentHead, .note, .figure, .cell, .signature,
  ]

  /// Whether dates of a region may give later dates their year.
  ///
  /// - Parameter kind: of its block.
  static func isNarration(_ region: Region, _ kind: BlockKind?) -> Bool {
    if let kind, besideKinds.contains(kind) { return false }
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
    for index in 0..<min(12, tokens.count) where pictures.contains(tokens[index].word) { return true }
    var (isUndated, hasPicture) = (false, false)
    for index in tokens.indices {
      let word = tokens[index].word
      if word == "undated" { isUndated = true }
      if pictures.contains(word) { hasPicture = true }
      guard word == "left" || word == "right", index > 0, index + 1 < tokens.count else { continue }
      let before = tokens[index - 1].word
      if before == "(" || before == "front" { return index > 1 }
      if index > 1, before == "the", tokens[index - 2].word == "on" { return true }
    }
    return isUndated && hasPicture
  }
}
