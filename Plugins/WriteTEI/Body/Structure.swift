import StageKit

/// Turns blocks into the elements of TEI's body.
///
/// Blocks may be nested in any way; TEI's content models are stricter. Rules that keep every word, and every
/// file valid:
/// - What stands where its kind cannot is given the container it lacks: an item outside a list gets a list, a
///   caption outside a figure a figure, text between cells a cell; a division, comment or turn inside a list
///   item, cell, quotation, note, turn or comment becomes a `floatingText`, where TEI allows anything again.
/// - A paragraph (or other element that holds only text and phrases) with blocks inside is cut into pieces
///   around them, with `@part` where TEI has it.
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
  /// What relative addresses are relative to.
  var base: String?
  /// Whether a turn is `u`.
  var hasUtterances = false
  /// What a div of the body is that no block is: its type.
  var matter: String?

  /// The divs of the body.
  func body(_ items: [BlockTree.Item]) -> [Element] {
    divisions(items).map { division in
      var division = division
      if let matter, division.block == nil { division.attributes.insert(("type", matter), at: 0) }
      return division
    }
  }

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
        runKind = kind
        run.append(item)
      } else {
        elements += self.elements(for: item, in: place)
      }
    }
    flush()
    return elements
  }

  /// Parts without their whole: the whole is supplied.
  func wrapped(_ items: [BlockTree.Item], of kind: BlockKind, in place: Place) -> [Element] {
    switch kind {
    case .item: list(items, of: nil)
    case .row: table(items, of: nil)
    case .cell: row(items, of: nil).map { [Element("table", .elements([$0]))] } ?? []
    default: lineGroup(items, of: nil, in: place)
    }
  }

  func elements(for item: BlockTree.Item, in place: Place) -> [Element] {
    switch item {
    case .text(let range): Characters.trimmed(range, in: text).map { [Element("ab", .text($0))] } ?? []
    case .block(let node): elements(for: node, in: place)
    }
  }

  func elements(for node: BlockTree.Node, in place: Place) -> [Element] {
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

  func word(_ name: String, _ value: String?) -> Element.Attributes {
    Characters.word(value).map { [(name, $0)] } ?? []
  }

  // MARK: Elements that hold text

  /// A block of text and phrases; cut around the blocks inside it.
  func pieces(
    _ name: String, _ attributes: Element.Attributes, _ node: BlockTree.Node, in place: Place
  ) -> [Element] {
    guard node.hasBlocks else {
      let range =
        node.kind == .preformatted && !Characters.isBlank(text[node.block.range])
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
  func holder(_ name: String, _ attributes: Element.Attributes, _ node: BlockTree.Node) -> [Element] {
    guard node.hasBlocks else { return pieces(name, attributes, node, in: .flow) }
    let elements = flow(node.items)
    return elements.isEmpty ? [] : [Element(name, attributes, of: node, .elements(elements))]
  }

  func flow(_ items: [BlockTree.Item]) -> [Element] {
    sequence(items, in: .flow).map { element in
      var element = element
      if element.name == "ab", element.attributes.isEmpty, element.block == nil { element.name = "p" }
      return element
    }
  }

  /// A byline, dateline or signature: in a div it is put right by `Sections`.
  func margin(_ node: BlockTree.Node, in place: Place) -> [Element] {
    let name = node.kind == .signature ? "signed" : node.kind.rawValue
    return place == .division || place == .post
      ? pieces(name, [], node, in: place) : pieces("ab", [("type", node.kind.rawValue)], node, in: place)
  }

  func floating(_ divisions: [Element]) -> [Element] {
    divisions.isEmpty ? [] : [Element("floatingText", .elements([Element("body", .elements(divisions))]))]
  }
}

extension BlockTree.Item {
  /// The kind of a block that must lie in a container of its own.
  var partKind: BlockKind? {
    guard case .block(let node) = self else { return nil }
    return [.item, .row, .cell, .line].contains(node.kind) ? node.kind : nil
  }
}
