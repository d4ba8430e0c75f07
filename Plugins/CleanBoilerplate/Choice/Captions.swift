/// Recognises lines that are captions of photographs, which a flattened page leaves between its paragraphs.
enum Captions {
  /// The longest caption, in letters.
  private static let maxLetters = 900

  /// Whether the line says of itself that it is on a photograph. A caption that does not stays a paragraph.
  static func isCaption(_ line: Line) -> Bool {
    guard line.letters <= maxLetters, line.letters >= 8 else { return false }
    return opensLikeCaption(line) || (line.letters <= 600 && (hasPositions(line) || hasPhotoNote(line)))
  }

  private static func opensLikeCaption(_ line: Line) -> Bool {
    for opening in LineRules.captionOpenings where line.words.starts(with: opening) {
      guard opening.count == 1, LineRules.captionLabels.contains(opening[0]) else { return true }
      let rest = line.text.drop { $0 != ":" && $0 != "៖" && !$0.isWhitespace }
      if rest.first == ":" || rest.first == "៖" { return true }
    }
    return false
  }

  /// Where people stand: "(left to right)", "Sun Hua, on the left, with", ", front left,".
  private static func hasPositions(_ line: Line) -> Bool {
    let text = line.text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    return positionWords.contains { Letters.contains(text, $0) }
      && positions.contains { Letters.contains(text, $0) }
  }

  /// Words of which each position has one.
  private static let positionWords = ["left", "right", "cent", "(l", "trái", "phải", "(giữa", "(r)", "ឆ្វេង"]
    .map { Array($0.utf8) }

  private static let positions = [
    "left to right", "right to left", "from left)", "from right)", "(from left", "(from right", "(left)",
    "(right)",
    "(center)", "(centre)", "(on the left)", "(on the right)", ", on the left,", ", on the right,",
    ",front left,",
    ", front left,", ", front right,", ", front, right,", ", front, left,", ", second from left",
    ", second from right",
    ", second left", ", second right", ", third from left", "(l)", "(r)", "(l to r)", "(l-r)", "from left:",
    "từ trái sang",
    "từ trái qua", "từ phải sang", "(trái)", "(phải)", "(bên trái)", "(bên phải)", "(giữa)", "ពីឆ្វេងទៅស្ដាំ",
  ].map { Array($0.utf8) }

  /// A sentence or bracket that begins with a note on the photo: "Official undated Chinese photograph.",
  /// "(AFP Photo/)".
  private static func hasPhotoNote(_ line: Line) -> Bool {
    guard line.words.contains(where: { LineRules.photoNouns.contains($0) }) else { return false }
    for sentence in line.text.split(whereSeparator: { ".!?()[]".contains($0) }) {
      let words = Line.words(of: String(sentence.prefix(60))).prefix(5)
      guard let noun = words.firstIndex(where: { LineRules.photoNouns.contains($0) }) else { continue }
      if words[..<noun].contains(where: { LineRules.photoWords.contains($0) }) { return true }
    }
    return false
  }
}
