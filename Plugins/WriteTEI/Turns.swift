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
      } else {
        elements += flow([item])
      }
    }
    let type = word("type", node.block.attributes["type"])
    return elements.isEmpty ? [] : [Element("figure", type, of: node, .elements(elements))]
  }

  func captioned(_ element: Element) -> Element {
    element.name == "head" ? Element("figure", .elements([element])) : element
  }

  func turn(_ node: BlockTree.Node, in place: Place) -> [Element] {
    guard place == .division || place == .flow else { return floating(divisions([.block(node)])) }
    var items = node.items[...]
    var elements: [Element] = []
    if case .block(let first)? = items.first, first.kind == .speaker {
      elements = pieces("speaker", [], first, in: .speech)
      items = items.dropFirst()
    }
    elements += sequence(Array(items), in: .speech)
    return elements.isEmpty ? [] : [Element("sp", of: node, .elements(elements))]
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
