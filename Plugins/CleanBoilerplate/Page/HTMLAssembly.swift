import Markup
import StageKit

/// Puts the leaves that stay together as text, blocks and spans.
struct HTMLAssembly {
  private let page: HTMLPage
  private let cuts: PageCuts
  private var parts: PageParts
  private var result: CleanedText
  private var structure: PageStructure

  /// - Parameter beginning: a text that goes before, of what stands before the parts on the page.
  init(_ page: HTMLPage, _ cuts: PageCuts, _ parts: PageParts, after beginning: CleanedText? = nil) {
    self.page = page
    self.cuts = cuts
    self.parts = parts
    result = beginning ?? CleanedText(of: page.text)
    structure = PageStructure(page, parts.comments)
  }

  mutating func cleaned() -> CleanedText {
    for part in parts.parts {
      if let rule = part.rule {
        remove(part.pieces, rule, score: part.score)
      } else {
        add(part)
      }
    }
    result.finish(because: "markup")
    parts.parts = []
    structure.add(to: &result.blocks)
    return result
  }

  private mutating func remove(_ pieces: Range<Int>, _ rule: String, score: Double?) {
    guard rule != CutRule.notText.rawValue, let first = page.pieces[pieces].first,
      let last = page.pieces[pieces].last
    else {
      return
    }
    var text: [UInt8] = []
    var hasSpace = false
    for piece in page.pieces[pieces] where cuts.rules[piece.element] != .notText {
      page.withBytes(piece) { WhiteSpace.collapse($0, onto: &text, &hasSpace) }
    }
    result.remove(
      first.range.lowerBound..<last.range.upperBound, text, because: rule, score: score)
  }

  private mutating func add(_ part: PageParts.Part) {
    var writer = LeafWriter(page: page, isPreformatted: part.role == .preformatted)
    var formats = OpenFormats(page, in: part.element)
    for index in part.pieces {
      let piece = page.pieces[index]
      if let rule = cut(index, of: part) {
        if rule != CutRule.notText.rawValue {
          result.remove(piece.range, WhiteSpace.collapsed(Array(page.bytes(piece))), because: rule)
        }
        continue
      }
      guard let range = writer.write(piece, into: &result) else { continue }
      formats.pass(piece.element, range)
    }
    guard writer.start < result.count else { return }
    addSpans(formats.closed(), writer.lineBreaks)
    structure.add(part.element, part.role, writer.start..<result.count)
  }

  /// The rule that cuts a piece inside a paragraph. Front matter stands in elements that are cut by their
  /// name, comments too.
  private func cut(_ piece: Int, of part: PageParts.Part) -> String? {
    let rule = cuts.rules[page.pieces[piece].element]
    if let rule, rule.isByTag { return rule.rawValue }
    if let removal = part.removals[piece] { return removal }
    let isComment = part.role == .commentHead || parts.comments.isInArea[part.element]
    return cuts.rules[part.element] == nil && !isComment && !part.isNamed ? rule?.rawValue : nil
  }

  fileprivate static func format(of tag: Tag) -> String? {
    switch tag {
    case .a: "link"
    case .b, .strong: "strong"
    case .i, .em, .cite: "emphasis"
    case .u, .ins: "underline"
    case .sub: "subscript"
    case .sup: "superscript"
    case .code: "code"
    default: nil
    }
  }

  private mutating func addSpans(
    _ formats: [(element: Int, range: Range<Int>)], _ lineBreaks: [Range<Int>]
  ) {
    for (element, range) in formats {
      guard let label = Self.format(of: page.elements[element].tag) else { continue }
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

/// The elements inside a block that say how text is shown, and the text in each: one walk with the pieces, in
/// which each element is met once, however deep it stands.
private struct OpenFormats {
  private let page: HTMLPage
  private let block: Int
  /// The elements around the last piece, and where the text in each begins.
  private var open: [(element: Int, start: Int)] = []
  private var done: [(element: Int, range: Range<Int>)] = []
  private var end = 0

  init(_ page: HTMLPage, in block: Int) {
    self.page = page
    self.block = block
  }

  /// Takes in the next piece, with its place in the new text.
  mutating func pass(_ element: Int, _ range: Range<Int>) {
    while let last = open.last, !page.isInside(element, last.element) { close() }
    let outer = open.last?.element ?? block
    let count = open.count
    var i = element
    while i > outer {
      open.append((i, range.lowerBound))
      i = page.elements[i].parent
    }
    open[count...].reverse()
    end = range.upperBound
  }

  private mutating func close() {
    guard let last = open.popLast() else { return }
    if HTMLAssembly.format(of: page.elements[last.element].tag) != nil {
      done.append((last.element, last.start..<end))
    }
  }

  /// All of them, outer before inner.
  mutating func closed() -> [(element: Int, range: Range<Int>)] {
    while !open.isEmpty { close() }
    return done.sorted { $0.element < $1.element }
  }
}
