import Markup

/// How a browser divides an inline element from the text beside it.
enum ShownEdge: Int {
  /// Not at all: `Viet<b>nam</b>` is one word.
  case none
  /// As a word of its own: a date, a button, the name in a byline.
  case space
  /// As a line of its own: an inline element with a style that makes it a block.
  case line

  /// The edge of an element, which is the same at its start and at its end.
  static func of(_ tag: Tag, _ attributes: [HTMLAttribute], in parent: HTMLPage.Element) -> ShownEdge {
    guard !tag.isBlock else { return .none }
    if let edge = style(attributes) { return edge }
    if tag.standsApart || parent.tag == .mfrac { return .space }
    if hasName(attributes, of: parts) { return .space }
    let isPartOfByline = tag == .a || tag == .span
    return isPartOfByline && hasName(parent.attributes, of: RoleWords.bylines) ? .space : .none
  }

  private static func style(_ attributes: [HTMLAttribute]) -> ShownEdge? {
    guard let style = attributes.first(where: { $0.name == "style" })?.value else { return nil }
    for declaration in style.lowercased().split(separator: ";") {
      let parts = declaration.filter { $0 != " " }.split(separator: ":")
      guard parts.count == 2, parts[0] == "display" else { continue }
      if ["block", "flex", "grid", "table", "list-item"].contains(parts[1]) { return .line }
      // An inline block says nothing: drop caps are made with it.
    }
    return nil
  }

  /// Names of what stands apart in a byline.
  private static let parts = RoleWords.bylines.union(RoleWords.dates).union(["fn", "role", "job", "username"])

  private static func hasName(_ attributes: [HTMLAttribute], of words: Set<String>) -> Bool {
    attributes.contains { attribute in
      (attribute.name == "class" || attribute.name == "itemprop" || attribute.name == "rel")
        && CutRules.split(attribute.value).contains { words.contains($0) }
    }
  }
}
