/// An element of the body that is to be written: either elements inside, or a run of the document's text.
struct Element {
  typealias Attributes = [(name: String, value: String)]

  enum Content {
    case elements([Element])
    case text(Range<Int>)
    /// Words that are not of the document.
    case words(String)
  }

  var name: String
  var attributes: Attributes = []
  /// BCP 47 tag of the block, where it has one.
  var language: String?
  /// Place in `Document.blocks` of the block it stands for.
  var block: Int?
  /// For a comment that lies inside another: the outer one's place in `Document.blocks`.
  var outerComment: Int?
  /// For an utterance: where the label of its speaker stands.
  var label: Range<Int>?
  var content: Content

  init(_ name: String, _ attributes: Attributes, of node: BlockTree.Node? = nil, _ content: Content) {
    self.name = name
    self.attributes = attributes
    self.content = content
    block = node?.index
    language = node.flatMap { LanguageTag.normalized($0.block.language) }
  }

  init(_ name: String, of node: BlockTree.Node? = nil, _ content: Content) {
    self.init(name, [], of: node, content)
  }

  var children: [Element] {
    if case .elements(let elements) = content { elements } else { [] }
  }

  /// Calls `body` with this element and all inside it, an outer one before those inside.
  mutating func forEach(_ body: (inout Element) -> Void) {
    body(&self)
    guard case .elements(var elements) = content else { return }
    content = .elements([])
    for index in elements.indices { elements[index].forEach(body) }
    content = .elements(elements)
  }
}
