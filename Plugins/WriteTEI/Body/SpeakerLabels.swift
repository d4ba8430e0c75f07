import StageKit

/// Whom the labels of turns name.
extension TEIDocument {
  /// The key of the only person, else of the only organisation, tagged in a run of text.
  func taggedKey(in range: Range<Int>) -> Authority.Key? {
    let inside = plans[range.lowerBound].compactMap { token -> Authority.Key? in
      guard case .open(let mark, _) = token else { return nil }
      return Authority.key(of: document.spans[marks[mark].span])
    }
    let keys = labelKeys[range.lowerBound] ?? inside
    for kind in [AuthorityKind.person, .organisation] {
      let found = Set(keys.filter { $0.kind == kind })
      if found.count == 1 { return found.first }
    }
    return nil
  }

  /// The words of a label without the colon.
  static func nameInLabel(_ label: String) -> String {
    var name = Substring(Characters.line(label))
    while let last = name.unicodeScalars.last, [":", "：", " ", "."].contains(last) {
      name.unicodeScalars.removeLast()
    }
    return String(name)
  }
}
