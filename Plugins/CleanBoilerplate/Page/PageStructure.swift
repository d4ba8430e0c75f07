import Markup
import StageKit

/// Makes blocks of leaves and of the elements around them that mean something: lists, tables, quotations,
/// comments.
struct PageStructure {
  /// A block to be: an element, or a leaf of it.
  private struct Entry {
    var range: CompactRange
    var element: Int32
    /// Index in `leaves`; -1 for the element.
    var leaf: Int32
  }

  /// Kinds of blocks that elements become.
  private enum Kind: UInt8 {
    case none, list, item, table, row, cell, quotation, figure, division, comment

    var block: BlockKind {
      switch self {
      case .none, .division: .division
      case .list: .list
      case .item: .item
      case .table: .table
      case .row: .row
      case .cell: .cell
      case .quotation: .quotation
      case .figure: .figure
      case .comment: .comment
      }
    }
  }

  private let page: HTMLPage
  private let comments: CommentAreas
  /// Tables that hold data, not layout.
  private let dataTables: Set<Int>
  private var leaves: [(element: Int32, role: LeafRoles.Role, range: CompactRange)] = []
  /// For each element: its kind of block, its place in the new text, how many leaves it holds.
  private var kinds: [Kind] = []
  private var ranges: [CompactRange]
  private var leafCounts: [Int32]

  /// Whether an element inside the body states a language.
  private let hasLanguages: Bool

  init(_ page: HTMLPage, _ comments: CommentAreas) {
    self.page = page
    hasLanguages = page.elements.indices.dropFirst().contains { element in
      let tag = page.elements[element].tag
      guard tag != .html, tag != .body else { return false }
      return [AttributeKey.lang, .xmlLang].contains { page.value(of: $0, of: element) != nil }
    }
    self.comments = comments
    dataTables = Self.dataTables(of: page)
    ranges = Array(repeating: CompactRange(0..<0), count: page.elements.count)
    leafCounts = Array(repeating: 0, count: page.elements.count)
    kinds = page.elements.indices.map { kind(of: $0) }
  }

  /// Takes in a leaf at its place in the new text.
  mutating func add(_ element: Int, _ role: LeafRoles.Role, _ range: Range<Int>) {
    leaves.append((Int32(element), role, CompactRange(range)))
    var i = element
    var hasComment = false
    while i > 0 {
      // Comments stand beside each other; which answers which is an attribute.
      let kind = kinds[i]
      if kind != .none, !(hasComment && kind == .comment) {
        if kind == .comment { hasComment = true }
        let start = leafCounts[i] > 0 ? ranges[i].lowerBound : range.lowerBound
        ranges[i] = CompactRange(start..<range.upperBound)
        leafCounts[i] += 1
      }
      i = page.elements[i].parent
    }
  }

  /// Adds all blocks, outer before inner.
  func add(to blocks: inout [Block]) {
    var entries: [Entry] = []
    entries.reserveCapacity(leaves.count + leafCounts.count { $0 > 0 })
    for element in ranges.indices where leafCounts[element] > 0 {
      entries.append(Entry(range: ranges[element], element: Int32(element), leaf: -1))
    }
    for (i, leaf) in leaves.enumerated() where !isTextOfItsOwner(Int(leaf.element), leaf.role) {
      entries.append(Entry(range: leaf.range, element: leaf.element, leaf: Int32(i)))
    }
    entries.sort { a, b in
      if a.range.lowerBound != b.range.lowerBound { return a.range.lowerBound < b.range.lowerBound }
      if a.range.upperBound != b.range.upperBound { return a.range.upperBound > b.range.upperBound }
      if (a.leaf < 0) != (b.leaf < 0) { return a.leaf < 0 }
      return a.element < b.element
    }
    blocks.reserveCapacity(blocks.count + entries.count)
    for entry in entries {
      let element = Int(entry.element)
      if entry.leaf >= 0 {
        blocks.append(block(element, leaves[Int(entry.leaf)].role, entry.range.range))
      } else {
        blocks.append(
          Block(
            kinds[element].block, entry.range.range, language: language(of: element),
            attributes: attributes(of: element)))
      }
    }
  }

  /// Whether a paragraph is all the text of an item, cell or quotation, which then holds the text itself.
  private func isTextOfItsOwner(_ element: Int, _ role: LeafRoles.Role) -> Bool {
    guard role == .text else { return false }
    var i = element
    while i > 0 {
      if kinds[i] != .none {
        return leafCounts[i] == 1 && (kinds[i] == .item || kinds[i] == .cell || kinds[i] == .quotation)
      }
      i = page.elements[i].parent
    }
    return false
  }

  private func block(_ element: Int, _ role: LeafRoles.Role, _ range: Range<Int>) -> Block {
    let language = language(of: element)
    switch role {
    case .text: return Block(.paragraph, range, language: language)
    case .heading(let level):
      return Block(.heading, range, language: language, attributes: ["level": "\(level)"])
    case .title:
      return Block(.heading, range, language: language, attributes: ["level": "1", "type": "title"])
    case .byline: return Block(.byline, range, language: language)
    case .dateline: return Block(.dateline, range, language: language)
    case .caption: return Block(.caption, range, language: language)
    case .preformatted: return Block(.preformatted, range, language: language)
    case .commentHead: return Block(.commentHead, range, language: language)
    }
  }

  private func kind(of element: Int) -> Kind {
    if !comments.areas.isEmpty, comments.areas.contains(element) { return .division }
    switch page.elements[element].tag {
    case .ul, .ol, .dl:
      return comments.comments.isEmpty || !isInComments(element) ? .list : .none
    case .li, .dt, .dd:
      if comments.index[element] != nil { return .comment }
      return isInComments(element) ? .none : isInList(element) ? .item : .none
    case .table: return dataTables.contains(element) ? .table : .none
    case .tr: return isInDataTable(element) ? .row : .none
    case .td, .th: return isInDataTable(element) ? .cell : .none
    case .blockquote: return .quotation
    case .figure: return .figure
    default: return comments.index[element] != nil ? .comment : .none
    }
  }

  private func isInComments(_ element: Int) -> Bool { comments.isInArea[element] }

  private func isInList(_ element: Int) -> Bool {
    page.ancestor(of: page.elements[element].parent, where: { $0 == .ul || $0 == .ol || $0 == .dl }) != nil
  }

  private func isInDataTable(_ element: Int) -> Bool {
    page.ancestor(of: element, where: { $0 == .table }).map { dataTables.contains($0) } ?? false
  }

  private func attributes(of element: Int) -> [String: String] {
    if comments.areas.contains(element) { return ["type": "comments"] }
    switch page.elements[element].tag {
    case .ul, .dl: return ["type": "bulleted"]
    case .ol: return ["type": "ordered"]
    case .td, .th: return cellAttributes(element)
    case .figure: return imageAddress(in: element).map { ["url": $0] } ?? [:]
    default: break
    }
    guard let index = comments.index[element] else { return [:] }
    let comment = comments.comments[index]
    var attributes = ["id": "c\(index + 1)", "level": "\(comment.level)"]
    attributes["author"] = comment.author
    attributes["date"] = comment.date
    attributes["reply_to"] = comment.parent.map { "c\($0 + 1)" }
    if comment.isTrackback { attributes["type"] = "trackback" }
    return attributes
  }

  /// Header cells, spans, and the column of a cell that follows an empty one, which has no block.
  private func cellAttributes(_ element: Int) -> [String: String] {
    var attributes: [String: String] = [:]
    if page.elements[element].tag == .th { attributes["role"] = "label" }
    for (name, key) in [("colspan", "columns"), ("rowspan", "rows")] {
      if let value = page.attribute(name, of: element).flatMap({ Int($0) }), value > 1 {
        attributes[key] = "\(value)"
      }
    }
    let row = page.elements[element].parent
    guard element - row < 5_000 else { return attributes }
    var (column, hasGap) = (1, false)
    for cell in row + 1..<element
    where page.elements[cell].parent == row && [.td, .th].contains(page.elements[cell].tag) {
      column += page.attribute("colspan", of: cell).flatMap { Int($0) }.map { min(max($0, 1), 1_000) } ?? 1
      if leafCounts[cell] == 0 { hasGap = true }
    }
    if hasGap { attributes["column"] = "\(column)" }
    return attributes
  }

  private func imageAddress(in element: Int) -> String? {
    (element..<page.elements[element].end).first { page.elements[$0].tag == .img }
      .flatMap { page.attribute("src", of: $0) }.flatMap { $0.hasPrefix("data:") ? nil : $0 }
  }

  /// The language that an element inside the body states. The one of the whole page is often the theme's, so
  /// it is metadata and no more.
  private func language(of element: Int) -> String? {
    guard hasLanguages else { return nil }
    var i = element
    while i > 0, page.elements[i].tag != .body, page.elements[i].tag != .html {
      if let language = page.attribute("lang", of: i) ?? page.attribute("xml:lang", of: i), !language.isEmpty
      {
        return language
      }
      i = page.elements[i].parent
    }
    return nil
  }

  /// Tables with several rows and columns, short cells, and no table inside.
  private static func dataTables(of page: HTMLPage) -> Set<Int> {
    var tables: Set<Int> = []
    for element in page.elements.indices where page.elements[element].tag == .table {
      let inside = element + 1..<max(element + 1, page.elements[element].end)
      guard !inside.contains(where: { page.elements[$0].tag == .table }) else { continue }
      let rows = inside.filter { page.elements[$0].tag == .tr }
      let cells = inside.filter { [.td, .th].contains(page.elements[$0].tag) }
      guard rows.count >= 2, cells.count >= rows.count + 2 else { continue }
      let longest = cells.map { page.elements[$0].leaves.count }.max() ?? 0
      let bytes =
        cells.map { page.pieces[page.elements[$0].pieces].reduce(0) { $0 + $1.range.count } }.max() ?? 0
      if longest <= 8, bytes <= 1_500 { tables.insert(element) }
    }
    return tables
  }
}
