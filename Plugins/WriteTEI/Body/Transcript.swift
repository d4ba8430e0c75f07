import StageKit

/// A document as a transcript: what people say is `u` with a `seg` for each paragraph, anything else a `note`, in a row
/// of divs that do not nest. A div with speech is a `debateSection`, one without a `commentSection`.
///
/// - Source: the ParlaMint encoding guidelines, https://clarin-eric.github.io/ParlaMint/, and its schema for the files of a
///   corpus, ParlaMint-TEI.
struct Transcript {
  let text: [UInt8]
  private var divisions: [Element] = []
  private var heads: [Element] = []
  private var content: [Element] = []
  private var hasSpeech = false

  init(_ items: [BlockTree.Item], text: [UInt8]) {
    self.text = text
    for item in items { add(item) }
  }

  /// The divs. Headings at the end, with nothing under them, are notes.
  func finished() -> [Element] {
    var last = self
    last.flush()
    if !last.heads.isEmpty {
      last.content = last.heads.map { head in
        var note = head
        if head.name == "head" { (note.name, note.attributes) = ("note", [("type", "heading")]) }
        return note
      }
      last.heads = []
      last.flush()
    }
    return last.divisions
  }

  /// Ends the div. Headings with nothing under them are kept for the next one.
  private mutating func flush() {
    guard !content.isEmpty else { return }
    let type = hasSpeech ? "debateSection" : "commentSection"
    // What could not be read in a heading is said under all of them.
    let (titles, gaps) = (heads.filter { $0.name == "head" }, heads.filter { $0.name != "head" })
    divisions.append(Element("div", [("type", type)], .elements(titles + gaps + content)))
    (heads, content, hasSpeech) = ([], [], false)
  }

  private mutating func add(_ item: BlockTree.Item) {
    guard case .block(let node) = item else { return content += notes(item, nil) }
    switch node.kind {
    case .division:
      flush()
      for item in node.items { add(item) }
      flush()
    case .heading:
      flush()
      let type = Characters.word(node.block.attributes["type"]).map { [(name: "type", value: $0)] } ?? []
      heads += leaves(item, of: nil).flatMap { written($0, in: "head", type) }
    case .turn: addTurn(node)
    case .comment: content += notes(item, "comment")
    default: content += notes(item, nil)
    }
  }

  /// A turn: its label as a note before it; a turn inside it stands between two parts of it.
  private mutating func addTurn(_ turn: BlockTree.Node) {
    var items = turn.items[...]
    var label: Range<Int>?
    if case .block(let first)? = items.first, first.kind == .speaker {
      let labels = leaves(.block(first), of: nil)
      if labels.count == 1 { label = labels[0].range }
      content += labels.flatMap { written($0, in: "note", [("type", "speaker")]) }
      items = items.dropFirst()
    }
    var said: [Element] = []
    func flushed() -> [Element] {
      guard said.contains(where: { $0.name == "seg" }) else { return said }
      var utterance = Element("u", of: turn, .elements(said))
      utterance.label = label
      return [utterance]
    }
    for item in items {
      if case .block(let inner) = item, inner.kind == .turn {
        addSpeech(flushed())
        said = []
        addTurn(inner)
      } else {
        said += speech(item)
      }
    }
    addSpeech(flushed())
  }

  private mutating func addSpeech(_ elements: [Element]) {
    hasSpeech = hasSpeech || elements.contains { $0.name == "u" }
    content += elements
  }

  private func speech(_ item: BlockTree.Item) -> [Element] {
    if case .block(let node) = item, Self.unspoken.contains(node.kind) {
      return notes(item, nil)
    }
    return leaves(item, of: nil).map { Element("seg", of: $0.node, .text($0.range)) }
  }

  /// What nobody says aloud, though it stands in a turn.
  private static let unspoken: Set<BlockKind> = [.stageDirection, .heading, .note, .comment, .preformatted]

  private func notes(_ item: BlockTree.Item, _ type: String?) -> [Element] {
    leaves(item, of: nil).flatMap { leaf in
      written(leaf, in: "note", [("type", type ?? Self.type(of: leaf.node))])
    }
  }

  /// A note or heading. ParlaMint allows no gap in it: what could not be read is a gap behind it.
  private func written(_ leaf: Leaf, in name: String, _ attributes: Element.Attributes) -> [Element] {
    let illegible = Characters.illegibleCount(in: text[leaf.range])
    guard illegible > 0 else { return [Element(name, attributes, of: leaf.node, .text(leaf.range))] }
    let desc = Element("desc", .words(Characters.illegibleWords(illegible)))
    let gap = Element("gap", [("reason", "editorial")], .elements([desc]))
    guard let range = Characters.legible(leaf.range, in: text) else { return [gap] }
    return [Element(name, attributes, of: leaf.node, .text(range)), gap]
  }

  /// Text that tells what happened is narrative; a block of another kind says its kind.
  private static func type(of node: BlockTree.Node?) -> String {
    let kinds: Set<BlockKind> = [
      .heading, .byline, .dateline, .caption, .signature, .speaker, .preformatted,
    ]
    guard let kind = node?.kind, kinds.contains(kind) else { return "narrative" }
    return kind.rawValue
  }

  private typealias Leaf = (node: BlockTree.Node?, range: Range<Int>)

  /// The runs of text in an item, each with the block that it stands in.
  private func leaves(_ item: BlockTree.Item, of outer: BlockTree.Node?) -> [Leaf] {
    switch item {
    case .text(let range): Characters.trimmed(range, in: text).map { [(outer, $0)] } ?? []
    case .block(let node): node.items.flatMap { leaves($0, of: node) }
    }
  }
}
