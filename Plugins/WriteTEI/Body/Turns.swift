import StageKit

/// Figures, turns and comments.
extension Structure {
  func figure(_ node: BlockTree.Node) -> [Element] {
    var elements: [Element] = []
    if let address = WebAddress.resolved(node.block.attributes["url"], on: base) {
      elements.append(Element("graphic", [("url", address)], .elements([])))
    }
    for item in node.items {
      if case .block(let inner) = item, inner.kind == .caption || inner.kind == .heading {
        elements += pieces("head", inner.kind == .caption ? [("type", "caption")] : [], inner, in: .flow)
      } else if case .block(let inner) = item, isDescription(inner) {
        elements += pieces("figDesc", [], inner, in: .flow)
      } else {
        elements += flow([item])
      }
    }
    let type = word("type", node.block.attributes["type"])
    return elements.isEmpty ? [] : [Element("figure", type, of: node, .elements(elements))]
  }

  /// Whether a block says what a picture shows, in words that `figDesc` may hold: TEI allows no gap there.
  private func isDescription(_ node: BlockTree.Node) -> Bool {
    node.kind == "figure-description" && !node.hasBlocks
      && !Characters.holdsIllegible(text[node.block.range])
  }

  func captioned(_ element: Element) -> Element {
    element.name == "head" ? Element("figure", .elements([element])) : element
  }

  func turn(_ node: BlockTree.Node, in place: Place) -> [Element] {
    guard place == .division || place == .flow else { return floating(divisions([.block(node)])) }
    if hasUtterances, place == .division { return utterances(node) }
    var items = node.items[...]
    var elements: [Element] = []
    if case .block(let first)? = items.first, first.kind == .speaker {
      elements = pieces("speaker", [], first, in: .speech)
      items = items.dropFirst()
    }
    elements += sequence(Array(items), in: .speech)
    return elements.isEmpty ? [] : [Element("sp", of: node, .elements(elements))]
  }

  /// A turn as `u` with a `seg` for each paragraph. The label is a note before it; other blocks stand between
  /// two `u`, where TEI allows none inside.
  private func utterances(_ node: BlockTree.Node) -> [Element] {
    var elements: [Element] = []
    var label: Range<Int>?
    var items = node.items[...]
    if case .block(let first)? = items.first, first.kind == .speaker {
      elements = pieces("note", [("type", "speaker")], first, in: .division)
      if elements.count == 1, case .text(let range) = elements[0].content { label = range }
      items = items.dropFirst()
    }
    var segments: [Element] = []
    func flush() {
      guard !segments.isEmpty else { return }
      var utterance = Element("u", of: node, .elements(segments))
      utterance.label = label
      elements.append(utterance)
      segments = []
    }
    for element in sequence(Array(items), in: .division) {
      var element = element
      // Text outside a paragraph is one here.
      let isLoose = element.name == "ab" && element.attributes.isEmpty && element.block == nil
      if element.name == "p" || isLoose, element.children.isEmpty {
        element.name = "seg"
        segments.append(element)
      } else {
        flush()
        elements.append(element)
      }
    }
    flush()
    return elements
  }

  /// A comment. One inside it, an answer to it, stands after it; where the outer one goes on behind, it is
  /// cut into parts.
  func comment(_ node: BlockTree.Node, in place: Place, outer: Int? = nil) -> [Element] {
    guard place == .division else { return floating(divisions([.block(node)])) }
    var posts: [Element] = []
    var parts: [Int] = []
    var own: [BlockTree.Item] = []
    func flush() {
      guard var post = post(own, of: node, isFirst: parts.isEmpty) else { return }
      post.outerComment = outer
      parts.append(posts.count)
      posts.append(post)
      own = []
    }
    for item in node.items {
      if case .block(let inner) = item, inner.kind == .comment {
        flush()
        posts += comment(inner, in: place, outer: node.index)
      } else {
        own.append(item)
      }
    }
    flush()
    for (number, index) in parts.enumerated() where parts.count > 1 {
      posts[index].attributes.append(("part", number == 0 ? "I" : number == parts.count - 1 ? "F" : "M"))
    }
    return posts
  }

  func post(_ items: [BlockTree.Item], of node: BlockTree.Node, isFirst: Bool) -> Element? {
    var items = items[...]
    var elements: [Element] = []
    if isFirst, case .block(let first)? = items.first, first.kind == .commentHead || first.kind == .heading {
      elements = pieces("head", [("generatedBy", "template")], first, in: .post)
      items = items.dropFirst()
    }
    elements += sequence(Array(items), in: .post)
    return elements.isEmpty ? nil : Element("post", of: node, .elements(elements))
  }
}
