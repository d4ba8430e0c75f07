import StageKit

/// Turns blocks into the elements of TEI's body.
///
/// Blocks may be nested in any way; TEI's content models are stricter. Rules that keep every word, and every file valid:
/// - What stands where its kind cannot is given the container it lacks: an item outside a list gets a list, a caption
///   outside a figure a figure, text between cells a cell; a division, comment or turn inside a list item, cell,
///   quotation, note, turn or comment becomes a `floatingText`, where TEI allows anything again.
/// - A paragraph (or other element that holds only text and phrases) with blocks inside is cut into pieces around
///   them, with `@part` where TEI has it.
/// - White space at the ends of a block is no part of it, unless it is preformatted.
/// - A kind without an element, or in a place where its element is not allowed, is `ab` with `@type`.
struct Structure {
  /// Where elements are to stand: it decides which are allowed.
  enum Place {
    /// In a div: everything.
    case division
    /// In an item, cell, quote, note or figure.
    case flow
    case speech
    case post
  }

  let text: [UInt8]

  /// The divs of the body. Blocks outside a division form divs of their own.
  func divisions(_ items: [BlockTree.Item]) -> [Element] {
    var divisions: [Element] = []
    var loose: [BlockTree.Item] = []
    func flush() {
      if !loose.isEmpty { divisions += division(loose, type: nil, of: nil).map { [$0] } ?? [] }
      loose = []
    }
    for item in items {
      if case .block(let node) = item, node.kind == .division {
        flush()
        divisions += division(node.items, type: node.block.attributes["type"], of: node).map { [$0] } ?? []
      } else {
        loose.append(item)
      }
    }
    flush()
    return divisions
  }

  /// A row of items as elements, neighbours of the same kind in one container where they lack it.
  func sequence(_ items: [BlockTree.Item], in place: Place) -> [Element] {
    var elements: [Element] = []
    var run: [BlockTree.Item] = []
    var runKind: BlockKind?
    func flush() {
      if let kind = runKind { elements += wrapped(run, of: kind, in: place) }
      (run, runKind) = ([], nil)
    }
    for item in items {
      let kind = item.partKind
      if kind != runKind { flush() }
      if kind != nil {
        (runKind, run) = (kind, run + [item])
      } else {
        elements += self.elements(for: item, in: place)
      }
    }
    flush()
    return elements
  }

  /// Parts without their whole: the whole is supplied.
  private func wrapped(_ items: [BlockTree.Item], of kind: BlockKind, in place: Place) -> [Element] {
    switch kind {
    case .item: list(items, of: nil)
    case .row: table(items, of: nil)
    case .cell: row(items, of: nil).map { [Element("table", .elements([$0]))] } ?? []
    default: lineGroup(items, of: nil, in: place)
    }
  }

  private func elements(for item: BlockTree.Item, in place: Place) -> [Element] {
    switch item {
    case .text(let range): Characters.trimmed(range, in: text).map { [Element("ab", .text($0))] } ?? []
    case .block(let node): elements(for: node, in: place)
    }
  }

  private func elements(for node: BlockTree.Node, in place: Place) -> [Element] {
    switch node.kind {
    case .paragraph: pieces("p", [], node, in: place)
    case .division: floating(divisions([.block(node)]))
    case .list: list(node.items, of: node)
    case .table: table(node.items, of: node)
    case .quotation: holder("quote", [], node)
    case .note: holder("note", word("type", node.block.attributes["type"]), node)
    case .figure: figure(node)
    case .caption: pieces("head", [("type", "caption")], node, in: place).map { captioned($0) }
    case .turn: turn(node, in: place)
    case .comment: comment(node, in: place)
    case .stageDirection: pieces("stage", [], node, in: place)
    case .lineGroup: lineGroup(node.items, of: node, in: place)
    case .byline, .dateline, .signature: margin(node, in: place)
    case .preformatted: pieces("ab", [("type", "preformatted"), ("xml:space", "preserve")], node, in: place)
    case .heading:
      pieces("ab", [("type", "heading")] + word("subtype", node.block.attributes["type"]), node, in: place)
    default: pieces("ab", word("type", node.kind.rawValue), node, in: place)
    }
  }

  private func word(_ name: String, _ value: String?) -> Element.Attributes {
    Characters.word(value).map { [(name, $0)] } ?? []
  }

  // MARK: Elements that hold text

  /// A block of text and phrases; cut around the blocks inside it.
  func pieces(
    _ name: String, _ attributes: Element.Attributes, _ node: BlockTree.Node, in place: Place
  ) -> [Element] {
    guard node.hasBlocks else {
      let range = node.kind == .preformatted && !Characters.isBlank(text[node.block.range])
        ? node.block.range : Characters.trimmed(node.block.range, in: text)
      return range.map { [Element(name, attributes, of: node, .text($0))] } ?? []
    }
    var elements: [Element] = []
    var pieces: [Int] = []
    for item in node.items {
      if case .text(let range) = item {
        guard let range = Characters.trimmed(range, in: text) else { continue }
        pieces.append(elements.count)
        elements.append(Element(name, attributes, of: node, .text(range)))
      } else {
        elements += sequence([item], in: place)
      }
    }
    guard pieces.count > 1, ["p", "ab", "l"].contains(name) else { return elements }
    for (number, index) in pieces.enumerated() {
      let part = number == 0 ? "I" : number == pieces.count - 1 ? "F" : "M"
      elements[index].attributes.append(("part", part))
    }
    return elements
  }

  /// A block that holds text or blocks; text beside blocks becomes paragraphs.
  private func holder(_ name: String, _ attributes: Element.Attributes, _ node: BlockTree.Node) -> [Element] {
    guard node.hasBlocks else { return pieces(name, attributes, node, in: .flow) }
    let elements = flow(node.items)
    return elements.isEmpty ? [] : [Element(name, attributes, of: node, .elements(elements))]
  }

  private func flow(_ items: [BlockTree.Item]) -> [Element] {
    sequence(items, in: .flow).map { element in
      var element = element
      if element.name == "ab", element.attributes.isEmpty, element.block == nil { element.name = "p" }
      return element
    }
  }

  /// A byline, dateline or signature: in a div it is put right by `Sections`.
  private func margin(_ node: BlockTree.Node, in place: Place) -> [Element] {
    let name = node.kind == .signature ? "signed" : node.kind.rawValue
    return place == .division || place == .post
      ? pieces(name, [], node, in: place) : pieces("ab", [("type", node.kind.rawValue)], node, in: place)
  }

  private func floating(_ divisions: [Element]) -> [Element] {
    divisions.isEmpty ? [] : [Element("floatingText", .elements([Element("body", .elements(divisions))]))]
  }

  // MARK: Lists, tables, verse

  private func list(_ items: [BlockTree.Item], of node: BlockTree.Node?) -> [Element] {
    let (head, rest) = headAndRest(items)
    let elements = rest.flatMap { item in
      if case .block(let node) = item, node.kind == .item { return holder("item", [], node) }
      return cellLike("item", item)
    }
    guard !elements.isEmpty else { return unheaded(head) }
    return [Element("list", listAttributes(node?.block.attributes["type"]), of: node, .elements(head + elements))]
  }

  private func listAttributes(_ type: String?) -> Element.Attributes {
    switch type {
    case "ordered": [("rend", "numbered")]
    case "bulleted": [("rend", "bulleted")]
    default: word("type", type)
    }
  }

  private func table(_ items: [BlockTree.Item], of node: BlockTree.Node?) -> [Element] {
    let (head, rest) = headAndRest(items)
    var rows: [Element] = []
    var cells: [BlockTree.Item] = []
    func flush() {
      rows += row(cells, of: nil).map { [$0] } ?? []
      cells = []
    }
    for item in rest {
      guard case .block(let node) = item, node.kind == .row else {
        cells.append(item)
        continue
      }
      flush()
      rows += row(node.items, of: node).map { [$0] } ?? []
    }
    flush()
    return rows.isEmpty ? unheaded(head) : [Element("table", of: node, .elements(head + rows))]
  }

  /// A row. An empty cell is not written, and then the others say which column they are in.
  private func row(_ items: [BlockTree.Item], of node: BlockTree.Node?) -> Element? {
    var cells: [Element] = []
    for (column, item) in items.enumerated() {
      var elements: [Element]
      if case .block(let node) = item, node.kind == .cell {
        elements = holder("cell", word("role", node.block.attributes["role"]), node)
      } else {
        elements = cellLike("cell", item)
      }
      for index in elements.indices { elements[index].attributes.insert(("n", String(column + 1)), at: 0) }
      cells += elements
    }
    if cells.count == items.count {
      for index in cells.indices { cells[index].attributes.removeFirst() }
    }
    return cells.isEmpty ? nil : Element("row", of: node, .elements(cells))
  }

  /// What is no item or cell, made one.
  private func cellLike(_ name: String, _ item: BlockTree.Item) -> [Element] {
    if case .text(let range) = item {
      return Characters.trimmed(range, in: text).map { [Element(name, .text($0))] } ?? []
    }
    let elements = flow([item])
    return elements.isEmpty ? [] : [Element(name, .elements(elements))]
  }

  private func headAndRest(_ items: [BlockTree.Item]) -> ([Element], ArraySlice<BlockTree.Item>) {
    guard case .block(let node)? = items.first, node.kind == .heading || node.kind == .caption, !node.hasBlocks else {
      return ([], items[...])
    }
    return (pieces("head", [], node, in: .flow), items.dropFirst())
  }

  private func unheaded(_ head: [Element]) -> [Element] {
    head.map { element in
      var element = element
      (element.name, element.attributes) = ("ab", [("type", "heading")])
      return element
    }
  }

  /// Verse. Only lines may stand in it: other blocks end the group, and it goes on after them.
  private func lineGroup(_ items: [BlockTree.Item], of node: BlockTree.Node?, in place: Place) -> [Element] {
    var elements: [Element] = []
    var lines: [Element] = []
    func flush() {
      if !lines.isEmpty { elements.append(Element("lg", of: node, .elements(lines))) }
      lines = []
    }
    func add(_ item: BlockTree.Item) {
      switch item {
      case .text(let range): lines += Characters.trimmed(range, in: text).map { [Element("l", .text($0))] } ?? []
      case .block(let inner) where inner.kind == .line && !inner.hasBlocks: lines += pieces("l", [], inner, in: place)
      case .block(let inner) where inner.kind == .line: inner.items.forEach(add)
      case .block(let inner) where inner.kind == .lineGroup:
        let groups = lineGroup(inner.items, of: inner, in: place)
        if groups.allSatisfy({ $0.name == "lg" }) {
          lines += groups
        } else {
          flush()
          elements += groups
        }
      case .block:
        flush()
        elements += sequence([item], in: place)
      }
    }
    items.forEach(add)
    flush()
    return elements
  }

  // MARK: Figures, turns, comments

  private func figure(_ node: BlockTree.Node) -> [Element] {
    var elements: [Element] = []
    if let address = WebAddress.safe(node.block.attributes["url"]) {
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

  private func captioned(_ element: Element) -> Element {
    element.name == "head" ? Element("figure", .elements([element])) : element
  }

  private func turn(_ node: BlockTree.Node, in place: Place) -> [Element] {
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

  /// A comment. One inside it, an answer to it, stands after it; where the outer one goes on behind, it is cut into parts.
  private func comment(_ node: BlockTree.Node, in place: Place, outer: Int? = nil) -> [Element] {
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

  private func post(_ items: [BlockTree.Item], of node: BlockTree.Node, isFirst: Bool) -> Element? {
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

extension BlockTree.Item {
  /// The kind of a block that must lie in a container of its own.
  var partKind: BlockKind? {
    guard case .block(let node) = self else { return nil }
    return [.item, .row, .cell, .line].contains(node.kind) ? node.kind : nil
  }
}
