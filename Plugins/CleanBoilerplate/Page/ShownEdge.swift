/// How a browser divides an inline element from the text beside it.
enum ShownEdge: UInt8 {
  /// Not at all: `Viet<b>nam</b>` is one word.
  case none
  /// As a word of its own: a date, a button, the name in a byline.
  case space
  /// As a line of its own: an inline element with a style that makes it a block.
  case line

  /// The edge of an element, which is the same at its start and at its end.
  static func of(_ tag: Tag, _ marks: AttributeMarks, in parent: HTMLPage.Element) -> ShownEdge {
    guard !tag.isBlock else { return .none }
    if marks.contains(.displayedAsLine) { return .line }
    if tag.standsApart || parent.tag == .mfrac || marks.contains(.apart) { return .space }
    let isPartOfByline = tag == .a || tag == .span
    return isPartOfByline && parent.marks.contains(.byline) ? .space : .none
  }

  /// Names of what stands apart in a byline.
  static let parts = RoleWords.bylines.union(RoleWords.dates).union(["fn", "role", "job", "username"])
}
