import StageKit

extension Structure {
  /// A div. TEI allows heads only at its start, so a heading after other matter opens a div inside it, which
  /// lasts to the next heading of the same or a higher rank, or to the end.
  func division(_ items: [BlockTree.Item], type: String?, of node: BlockTree.Node?) -> Element? {
    var sections = Sections(type: type, node: node)
    var run: [BlockTree.Item] = []
    func flush() {
      for element in sequence(run, in: .division) { sections.add(element) }
      run = []
    }
    for item in items {
      guard case .block(let inner) = item, inner.kind == .heading || inner.kind == .division else {
        run.append(item)
        continue
      }
      flush()
      if inner.kind == .division {
        for division in divisions([item]) { sections.add(division: division) }
      } else {
        sections.add(heading: inner, pieces("head", headAttributes(inner.block), inner, in: .division))
      }
    }
    flush()
    return sections.finished()
  }

  private func headAttributes(_ heading: Block) -> Element.Attributes {
    Characters.word(heading.attributes["type"]).map { [("type", $0)] } ?? []
  }
}

/// The divs that are open while the blocks of a division are laid into it.
private struct Sections {
  private struct Section {
    /// 0 for the division itself; 1...6 as the heading's level; 7 for one that has no heading.
    var level: Int
    var div: Element
    var children: [Element] = []
    var hasDivision = false
    /// Level and type of the heads at its start.
    var heads: [(level: Int, type: String)] = []
    /// Whether only heads, bylines and what may stand between them have come.
    var isAtStart = true
  }

  private static let startNames: Set<String> = ["head", "byline", "dateline", "signed", "figure", "note"]
  private static let marginNames: Set<String> = ["byline", "dateline", "signed"]
  private static let joiningTypes: Set<String> = ["sub", "date"]
  private static let withoutHeading = 7

  private var open: [Section]

  init(type: String?, node: BlockTree.Node?) {
    let attributes = Characters.word(type).map { [("type", $0)] } ?? []
    open = [Section(level: 0, div: Element("div", attributes, of: node, .elements([])))]
  }

  private var top: Int { open.count - 1 }

  mutating func add(_ element: Element) {
    if open[top].hasDivision {
      open.append(Section(level: Self.withoutHeading, div: Element("div", .elements([]))))
    }
    if !Self.startNames.contains(element.name) { open[top].isAtStart = false }
    open[top].children.append(element)
  }

  mutating func add(division: Element) {
    while open.count > 1 { close() }
    append(division: division)
  }

  /// Adds a heading: the elements it became, the first of them its head.
  mutating func add(heading: BlockTree.Node, _ elements: [Element]) {
    guard !elements.isEmpty else { return }
    let type = heading.block.attributes["type"] ?? ""
    let level =
      Int(heading.block.attributes["level"] ?? "").map { min(max($0, 1), 6) } ?? (type == "title" ? 1 : 2)
    if !joins(level, type) {
      while open.count > 1, open[top].level >= level { close() }
      open.append(Section(level: level, div: Element("div", [("type", "section")], .elements([]))))
      open[top - 1].isAtStart = false
    }
    open[top].heads.append((level, type))
    for element in elements {
      if element.name == "head", !open[top].isAtStart {
        var rest = element
        rest.name = "ab"
        rest.attributes = [("type", "heading")]
        add(rest)
      } else {
        add(element)
      }
    }
  }

  /// Whether a heading goes to the heads that stand already: the first one; a subtitle or a date; a title
  /// after a date; one of the same or a higher rank right after another, since a section without a word is
  /// none.
  private func joins(_ level: Int, _ type: String) -> Bool {
    let section = open[top]
    guard section.isAtStart, section.level != Self.withoutHeading else { return false }
    guard let last = section.heads.last else { return true }
    if Self.joiningTypes.contains(type) || section.heads.allSatisfy({ $0.type == "date" }) { return true }
    return section.children.last?.name == "head" && level <= last.level
  }

  private mutating func close() {
    let section = open.removeLast()
    append(division: Sections.div(of: section))
  }

  private mutating func append(division: Element) {
    open[top].isAtStart = false
    open[top].hasDivision = true
    open[top].children.append(division)
  }

  mutating func finished() -> Element? {
    while open.count > 1 { close() }
    return open[0].children.isEmpty ? nil : Sections.div(of: open[0])
  }

  /// Bylines, datelines and signatures are allowed at the start and the end of a div; between they are `ab`.
  private static func div(of section: Section) -> Element {
    var children = section.children
    let start = children.firstIndex { !startNames.contains($0.name) } ?? children.count
    let end = (children.lastIndex { !marginNames.contains($0.name) } ?? -1) + 1
    for index in children.indices
    where index >= start && index < end && marginNames.contains(children[index].name) {
      let kind = children[index].name == "signed" ? "signature" : children[index].name
      (children[index].name, children[index].attributes) = ("ab", [("type", kind)])
    }
    var div = section.div
    div.content = .elements(children)
    return div
  }
}
