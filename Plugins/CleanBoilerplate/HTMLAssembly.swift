import Markup
import StageKit

/// Puts the leaves that stay together as text, blocks and spans.
struct HTMLAssembly {
  private let page: HTMLPage
  private let cuts: PageCuts
  private let roles: LeafRoles
  private var result: CleanedText
  private var structure: PageStructure

  init(_ page: HTMLPage, _ cuts: PageCuts, _ roles: LeafRoles) {
    self.page = page
    self.cuts = cuts
    self.roles = roles
    result = CleanedText(of: page.text)
    structure = PageStructure(page, roles.comments)
  }

  mutating func cleaned() -> CleanedText {
    for (i, leaf) in page.leaves.enumerated() {
      if let rule = roles.rules[i] {
        remove(leaf, rule, score: roles.scores[i])
      } else {
        add(leaf, roles.roles[i])
      }
    }
    result.finish(because: "markup")
    result.blocks = structure.blocks()
    return result
  }

  private mutating func remove(_ leaf: HTMLPage.Leaf, _ rule: String, score: Double?) {
    guard rule != CutRules.notText, let first = page.pieces[leaf.pieces].first,
      let last = page.pieces[leaf.pieces].last
    else {
      return
    }
    let text = page.pieces[leaf.pieces].filter { cuts.rules[$0.element] != CutRules.notText }
      .flatMap { page.bytes($0) }
    result.remove(
      first.range.lowerBound..<last.range.upperBound, WhiteSpace.collapsed(text), because: rule, score: score)
  }

  private mutating func add(_ leaf: HTMLPage.Leaf, _ role: LeafRoles.Role) {
    var writer = LeafWriter(page: page, isPreformatted: role == .preformatted)
    var formats: [Int: Range<Int>] = [:]
    let isComment = role == .commentHead || roles.comments.isInArea[leaf.element]
    for piece in page.pieces[leaf.pieces] {
      // A part cut inside a paragraph; front matter stands in elements that are cut by their name, comments
      // too.
      if let rule = cuts.rules[piece.element],
        CutRules.hiddenByTag.contains(rule) || (cuts.rules[leaf.element] == nil && !isComment)
      {
        if rule != CutRules.notText {
          result.remove(piece.range, WhiteSpace.collapsed(Array(page.bytes(piece))), because: rule)
        }
        continue
      }
      guard let range = writer.write(piece, into: &result) else { continue }
      note(piece.element, upTo: leaf.element, range, &formats)
    }
    guard writer.start < result.count else { return }
    addSpans(formats, writer.lineBreaks)
    structure.add(leaf.element, role, writer.start..<result.count)
  }

  private func note(_ element: Int, upTo block: Int, _ range: Range<Int>, _ formats: inout [Int: Range<Int>])
  {
    var i = element
    while i > block {
      if Self.formats[page.elements[i].tag] != nil {
        formats[i] = (formats[i]?.lowerBound ?? range.lowerBound)..<range.upperBound
      }
      i = page.elements[i].parent
    }
  }

  private static let formats: [Tag: String] = [
    .a: "link", .b: "strong", .strong: "strong", .i: "emphasis", .em: "emphasis", .cite: "emphasis",
    .u: "underline",
    .ins: "underline", .sub: "subscript", .sup: "superscript", .code: "code",
  ]

  private mutating func addSpans(_ formats: [Int: Range<Int>], _ lineBreaks: [Range<Int>]) {
    for (element, range) in formats.sorted(by: { $0.key < $1.key }) {
      guard let label = Self.formats[page.elements[element].tag] else { continue }
      var attributes: [String: String] = [:]
      if label == "link" {
        guard let address = page.attribute("href", of: element), isAddress(address) else { continue }
        attributes["url"] = address
      }
      result.spans.append(Span(layer: Layer.format, range, label: label, attributes: attributes))
    }
    for range in lineBreaks { result.spans.append(Span(layer: Layer.format, range, label: "line-break")) }
  }

  private func isAddress(_ address: String) -> Bool {
    !address.isEmpty && !address.hasPrefix("#") && !address.lowercased().hasPrefix("javascript:")
  }
}
