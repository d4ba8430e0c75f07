import Markup

/// Text that stands in for a script or an embedded object: the content of `noscript` and `object`.
extension HTMLPage {
  /// Makes stand-ins ordinary blocks where the page has hardly a text besides.
  ///
  /// A short one that speaks of the browser is a notice, not the text of a page.
  ///
  /// - Complexity: O(n) in bytes.
  mutating func showStandIns() {
    openUnclosedControls()
    let standIns = standIns()
    let inside = standIns.reduce(0) { $0 + $1.letters }
    guard inside > 0 else { return }
    let outside = LetterCounts(self)
    guard outside.prose(of: 0) * 4 <= inside, outside.text(of: 0) - outside.linkText(of: 0) <= inside else {
      return
    }
    for standIn in standIns {
      for element in standIn.element..<elements[standIn.element].end
      where Self.isStandIn(elements[element].tag) {
        makeBlock(element)
      }
    }
  }

  private static func isStandIn(_ tag: Tag) -> Bool { tag == .noscript || tag == .object }

  /// The outermost stand-ins that are no notices and stand in nothing hidden, with their letters.
  private func standIns() -> [(element: Int, letters: Int)] {
    var found: [(element: Int, letters: Int)] = []
    var element = 1
    while element < elements.count {
      let tag = elements[element].tag
      if Self.isStandIn(tag) {
        let letters = lettersOfStandIn(element)
        if letters > 0 { found.append((element, letters)) }
      }
      element = tag.hidesText ? max(element + 1, elements[element].end) : element + 1
    }
    return found
  }

  /// Letters of a stand-in; none for a notice.
  private func lettersOfStandIn(_ element: Int) -> Int {
    var hiddenEnd = element
    var isHidden = [Bool](repeating: false, count: elements[element].end - element)
    for inner in element + 1..<max(element + 1, elements[element].end) {
      let tag = elements[inner].tag
      if tag.hidesText, !Self.isStandIn(tag) { hiddenEnd = max(hiddenEnd, elements[inner].end) }
      isHidden[inner - element] = inner < hiddenEnd
    }
    var text: [UInt8] = []
    for piece in pieces[elements[element].pieces]
    where !piece.isLineBreak && !isHidden[piece.element - element] {
      text += bytes(piece)
    }
    let letters = Letters.count(text[...])
    return letters < 400 && isNotice(text) ? 0 : letters
  }

  private func isNotice(_ text: [UInt8]) -> Bool {
    let folded = text.map { Letters.isASCIILetter($0) ? $0 | 0x20 : $0 }
    return Self.noticeWords.contains { Letters.contains(folded, $0) }
  }

  private static let noticeWords = [
    "javascript", "browser", "trình duyệt", "plugin", "plug-in", "flash player",
  ].map { Array($0.utf8) }
}
