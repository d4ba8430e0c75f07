import StageKit

/// Lists, tables and verse.
extension Structure {
  func list(_ items: [BlockTree.Item], of node: BlockTree.Node?) -> [Element] {
    let (head, rest) = headAndRest(items)
    let elements = rest.flatMap { item in
      if case .block(let node) = item, node.kind == .item { return holder("item", [], node) }
      return cellLike("item", item)
    }
    guard !elements.isEmpty else { return unheaded(head) }
    return [
      Element("list", listAttributes(node?.block.attributes["type"]), of: node, .elements(head + elements))
    ]
  }

  func listAttributes(_ type: String?) -> Element.Attributes {
    switch type {
    case "ordered": [("rend", "numbered")]
    case "bulleted": [("rend", "bulleted")]
    default: word("type", type)
    }
  }

  func table(_ items: [BlockTree.Item], of node: BlockTree.Node?) -> [Element] {
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
  func row(_ items: [BlockTree.Item], of node: BlockTree.Node?) -> Element? {
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
  func cellLike(_ name: String, _ item: BlockTree.Item) -> [Element] {
    if case .text(let range) = item {
      return Characters.trimmed(range, in: text).map { [Element(name, .text($0))] } ?? []
    }
    let elements = flow([item])
    return elements.isEmpty ? [] : [Element(name, .elements(elements))]
  }

  func headAndRest(_ items: [BlockTree.Item]) -> ([Element], ArraySlice<BlockTree.Item>) {
    guard case .block(let node)? = items.first, node.kind == .heading || node.kind == .caption,
      !node.hasBlocks
    else {
      return ([], items[...])
    }
    return (pieces("head", [], node, in: .flow), items.dropFirst())
  }

  func unheaded(_ head: [Element]) -> [Element] {
    head.map { element in
      var element = element
      (element.name, element.attributes) = ("ab", [("type", "heading")])
      return element
    }
  }

  /// Verse. Only lines may stand in it: other blocks end the group, and it goes on after them.
  func lineGroup(_ items: [BlockTree.Item], of node: BlockTree.Node?, in place: Place) -> [Element] {
    var elements: [Element] = []
    var lines: [Element] = []
    func flush() {
      if !lines.isEmpty { elements.append(Element("lg", of: node, .elements(lines))) }
      lines = []
    }
    func add(_ item: BlockTree.Item) {
      switch item {
      case .text(let range):
        lines += Characters.trimmed(range, in: text).map { [Element("l", .text($0))] } ?? []
      case .block(let inner) where inner.kind == .line && !inner.hasBlocks:
        lines += pieces("l", [], inner, in: place)
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
}
