import Markup

extension HTMLPage {
  /// Makes an ordinary block of a button or list of options that holds paragraphs or headings and much text:
  /// its end tag was passed over, as parsers do where a `div` inside it is open, and what follows on the page
  /// is taken to be inside.
  ///
  /// - Complexity: O(n).
  mutating func openUnclosedControls() {
    var element = 1
    while element < elements.count {
      guard Self.mayBeUnclosed(elements[element].tag), holdsText(element) else {
        element += 1
        continue
      }
      makeBlock(element)
      element += 1
    }
  }

  private static func mayBeUnclosed(_ tag: Tag) -> Bool { tag == .button || tag == .select || tag == .option }

  private func holdsText(_ element: Int) -> Bool {
    let inside = element + 1..<max(element + 1, elements[element].end)
    guard inside.contains(where: { elements[$0].tag == .p || elements[$0].tag.headingLevel != nil }) else {
      return false
    }
    var hiddenEnd = element
    var hidden = Set<Int>()
    for inner in inside {
      if elements[inner].tag.hidesText { hiddenEnd = max(hiddenEnd, elements[inner].end) }
      if inner < hiddenEnd { hidden.insert(inner) }
    }
    var letters = 0
    for piece in pieces[elements[element].pieces] where !hidden.contains(piece.element) {
      letters += withBytes(piece) { Letters.count($0) }
      if letters >= 600 { return true }
    }
    return false
  }
}
