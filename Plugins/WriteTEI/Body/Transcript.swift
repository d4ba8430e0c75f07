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
        (note.name, note.attributes) = ("note", [("type", "heading")])
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
    divisions.append(Element("div", [("type", type)], .elements(heads + content)))
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
      heads += leaves(item, of: nil).map { Element("head", type, of: $0.node, .text($0.range)) }
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
      content += labels.map { Element("note", [("type", "speaker")], of: $0.node, .text($0.range)) }
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
    if case .block(let node) = item, [.stageDirection, .heading, .note, .comment].contains(node.kind) {
      return notes(item, nil)
    }
    return leaves(item, of: nil).map { Element("seg", of: $0.node, .text($0.range)) }
  }

  private func notes(_ item: BlockTree.Item, _ type: String?) -> [Element] {
    leaves(item, of: nil).map { leaf in
      Element("note", [("type", type ?? Self.type(of: leaf.node))], of: leaf.node, .text(leaf.range))
    }
  }

  /// Text that tells what happened is narrative; a block of another kind says its kind.
  private static func type(of node: BlockTree.Node?) -> String {
    let kinds: Set<BlockKind> = [.heading, .byline, .dateline, .caption, .signature, .speaker]
    guard let kind = node?.kind, kinds.contains(kind) else { return "narrative" }
    return kind.rawValue
  }

  /// The runs of text in an item, each with the block that it stands in.
  private func leaves(
    _ item: BlockTree.Item, of outer: BlockTree.Node?
  ) -> [(node: BlockTree.Node?, range: Range<Int>)] {
    switch item {
    case .text(let range): Characters.trimmed(range, in: text).map { [(outer, $0)] } ?? []
    case .block(let node): node.items.flatMap { leaves($0, of: node) }
    }
  }
}
