import StageKit

/// A page made by edits of the page that was harvested: its front matter, and the texts of its JSON as HTML.
struct JSONBodyPage {
  /// Its text is the new page; its source the old one.
  private(set) var document: Document
  /// Where in the new page the body stands.
  private(set) var body = 0..<0
  /// Leaves of the old page that stand in the new one.
  private(set) var frontMatter: Set<Int> = []

  /// A run of the old page that stays.
  struct Part {
    enum Kind { case html, headline, text }
    var kind: Kind
    var range: Range<Int>
    var before: String
    var after: String
    /// Index of the element of a list that it belongs to.
    var element = 0
    /// Tags that go around it whatever its form is.
    var opening = ""
    var closing = ""
  }

  /// Nil where a text cannot be made out.
  ///
  /// - Parameter hasComments: whether comments that stand behind the body in the JSON are kept.
  init?(
    _ candidate: JSONBodyCandidates.Candidate, _ candidates: JSONBodyCandidates, _ page: HTMLPage,
    _ roles: LeafRoles, hasComments: Bool
  ) {
    document = Document(
      id: "", source: Source(bytes: page.text, contentType: "text/html"), text: page.text,
      alignment: Alignment(copyOf: page.text.count), form: .markup)
    guard let first = candidate.texts.first else { return nil }
    let start = candidates.nodes.nodes[first].range.lowerBound
    var parts = takeFrontMatter(page, roles, before: start)
    if !parts.contains(where: { $0.before == "<h1>" }), let headline = Self.headline(candidate, candidates) {
      parts.append(Part(kind: .headline, range: headline, before: "<h1>", after: "</h1>"))
    }
    parts.sort { $0.range.lowerBound < $1.range.lowerBound }
    let bodyParts = Self.parts(candidate, candidates)
    let end = bodyParts.last?.range.upperBound ?? start
    let comments = hasComments ? JSONComments(candidates, of: page.text, after: end).comments : []
    let size = comments.reduce(0) { $0 + $1.text.count }
    // Where readers say more than the author, what is whose could not be told by its share of the page.
    let all = parts + bodyParts + (size <= candidate.size ? Self.parts(of: comments, page.text) : [])
    do throws(StageError) {
      let ranges = try unescape(all)
      try mark(all, ranges, bodyFrom: parts.count, commentsFrom: parts.count + bodyParts.count)
    } catch { return nil }
  }

  // MARK: What stays

  private mutating func takeFrontMatter(_ page: HTMLPage, _ roles: LeafRoles, before end: Int) -> [Part] {
    var parts: [Part] = []
    for (i, leaf) in page.leaves.enumerated() where roles.rules[i] == nil {
      let before: String
      switch roles.roles[i] {
      case .title: before = "<h1>"
      case .byline: before = "<p class=byline>"
      case .dateline: before = "<p class=dateline>"
      default: continue
      }
      let pieces = page.pieces[leaf.pieces].filter { !$0.isLineBreak }
      guard let first = pieces.first, let last = pieces.last, last.range.upperBound <= end,
        parts.last.map({ $0.range.upperBound <= first.range.lowerBound }) ?? true
      else { continue }
      frontMatter.insert(i)
      parts.append(
        Part(
          kind: .html, range: first.range.lowerBound..<last.range.upperBound, before: before,
          after: before == "<h1>" ? "</h1>" : "</p>"))
    }
    return parts
  }

  /// The headline of the body's own object, where it stands before the body.
  private static func headline(
    _ candidate: JSONBodyCandidates.Candidate, _ candidates: JSONBodyCandidates
  ) -> Range<Int>? {
    guard let text = candidate.list ?? candidate.texts.first, let object = candidates.parent(of: text) else {
      return nil
    }
    let nodes = candidates.nodes.nodes
    var best: Range<Int>?
    var node = object + 1
    while node < text {
      if nodes[node].kind == .text, (2...1_000).contains(nodes[node].range.count),
        JSONBodyCandidates.headlineNames.contains(candidates.name(of: node)),
        best == nil || candidates.name(of: node) == "headline"
      {
        best = nodes[node].range
      }
      node = max(node + 1, nodes[node].end)
    }
    return best
  }

  private static func parts(
    _ candidate: JSONBodyCandidates.Candidate, _ candidates: JSONBodyCandidates
  ) -> [Part] {
    let nodes = candidates.nodes.nodes
    var element = 0
    return candidate.texts.map { text in
      if let list = candidate.list {
        while true {
          let next = element <= list ? list + 1 : nodes[element].end
          guard element <= list || (next <= text && next > element) else { break }
          element = next
        }
      }
      let isHeading = candidate.list != nil && candidates.isHeading(element)
      return Part(
        kind: .text, range: nodes[text].range, before: isHeading ? "<h2>" : "<p>",
        after: isHeading ? "</h2>" : "</p>", element: candidate.list == nil ? text : element)
    }
  }

  // MARK: Out of JSON

  /// Leaves only the parts, without escapes; returns where each stands then.
  private mutating func unescape(_ parts: [Part]) throws(StageError) -> [Range<Int>] {
    let text = document.text
    var edits: [Edit] = []
    var ranges: [Range<Int>] = []
    var (cursor, count) = (0, 0)
    for part in parts {
      if cursor < part.range.lowerBound {
        edits.append(Edit(cursor..<part.range.lowerBound, [], reason: "json"))
      }
      let start = count
      if part.kind == .html {
        count += part.range.count
      } else {
        JSONText.forEach(in: text, part.range) { range, meaning in
          if let meaning { edits.append(Edit(range, meaning, reason: "json-escape")) }
          count += meaning?.count ?? range.count
        }
      }
      ranges.append(start..<count)
      cursor = part.range.upperBound
    }
    if cursor < text.count { edits.append(Edit(cursor..<text.count, [], reason: "json")) }
    try document.apply(edits, recording: .counts)
    return ranges
  }

  // MARK: Into HTML

  /// Puts tags around the parts, and escapes what is no HTML.
  private mutating func mark(
    _ parts: [Part], _ ranges: [Range<Int>], bodyFrom: Int, commentsFrom: Int
  ) throws(StageError) {
    let text = document.text
    var tags = Insertions()
    for (i, part) in parts.enumerated() {
      let range = ranges[i]
      if i == bodyFrom {
        tags.insert("<div itemprop=articleBody>", at: range.lowerBound)
        body = range.lowerBound + tags.growth..<Int.max
      }
      if i == commentsFrom { body = body.lowerBound..<range.lowerBound + tags.growth }
      tags.insert(part.opening, at: range.lowerBound)
      let content = Array(text[range])
      let escaped = part.kind == .text && JSONText.holdsEscapedTags(content)
      let form = part.kind == .html ? .inline : escaped ? .blocks : JSONText.form(of: content)
      let goesOn = i > bodyFrom && Self.goesOn(parts[i - 1], ranges[i - 1], part, range, text)
      if form != .blocks, !goesOn { tags.insert(part.before, at: range.lowerBound) }
      if escaped {
        tags.add(Self.resolved(text, range))
      } else if form == .plain {
        tags.add(Self.plainEdits(text, range, part))
      }
      let isFollowed =
        i + 1 < parts.count && i >= bodyFrom && Self.goesOn(part, range, parts[i + 1], ranges[i + 1], text)
      if form != .blocks, !isFollowed { tags.insert(part.after, at: range.upperBound) }
      tags.insert(part.closing, at: range.upperBound)
    }
    if commentsFrom == parts.count {
      body = body.lowerBound..<text.count + tags.growth
      tags.insert("</div>", at: text.count)
    }
    try document.apply(tags.edits, recording: .counts)
  }

  /// Edits in order, and by how much they make the text longer.
  private struct Insertions {
    private(set) var edits: [Edit] = []
    private(set) var growth = 0

    mutating func insert(_ tags: String, at position: Int) {
      if tags.isEmpty { return }
      if let last = edits.last, last.range == position..<position {
        edits[edits.count - 1].replacement += Array(tags.utf8)
      } else {
        edits.append(Edit(position..<position, Array(tags.utf8), reason: "json"))
      }
      growth += tags.utf8.count
    }

    mutating func add(_ more: [Edit]) {
      for edit in more {
        edits.append(edit)
        growth += edit.replacement.count - edit.range.count
      }
    }
  }

  /// Whether a text goes on with the line of the one before it: both are of one element of a list, and a
  /// space or a mark stands between them.
  private static func goesOn(
    _ first: Part, _ firstRange: Range<Int>, _ second: Part, _ secondRange: Range<Int>, _ text: [UInt8]
  ) -> Bool {
    guard first.kind == .text, second.kind == .text, first.element == second.element, !firstRange.isEmpty,
      !secondRange.isEmpty, JSONText.form(of: Array(text[firstRange])) != .blocks,
      JSONText.form(of: Array(text[secondRange])) != .blocks
    else { return false }
    let (end, start) = (text[firstRange.upperBound - 1], text[secondRange.lowerBound])
    return end == 0x20 || start == 0x20 || [0x2C, 0x2E, 0x3A, 0x3B, 0x29, 0x21, 0x3F].contains(start)
  }

  /// Paragraphs for lines, and references for `<` and for `&` that begins none.
  private static func plainEdits(_ text: [UInt8], _ range: Range<Int>, _ part: Part) -> [Edit] {
    var edits: [Edit] = []
    var i = range.lowerBound
    while i < range.upperBound {
      switch text[i] {
      case 0x0A, 0x0D:
        let start = i
        while i < range.upperBound, WhiteSpace.isSpace(text[i]) { i += 1 }
        edits.append(Edit(start..<i, Array((part.after + part.before).utf8), reason: "json"))
        continue
      case 0x3C: edits.append(Edit(i..<i + 1, Array("&lt;".utf8), reason: "json"))
      case 0x26 where !isReference(text, i, before: range.upperBound):
        edits.append(Edit(i..<i + 1, Array("&amp;".utf8), reason: "json"))
      default: break
      }
      i += 1
    }
    return edits
  }

  private static func isReference(_ text: [UInt8], _ start: Int, before end: Int) -> Bool {
    var i = start + 1
    if i < end, text[i] == 0x23 { i += 1 }
    let first = i
    while i < end, i - first < 10, Letters.isASCIILetter(text[i]) || (0x30...0x39).contains(text[i]) {
      i += 1
    }
    return i > first && i < end && text[i] == 0x3B
  }

  /// `&lt;p&gt;` as `<p>`.
  private static func resolved(_ text: [UInt8], _ range: Range<Int>) -> [Edit] {
    var edits: [Edit] = []
    var i = range.lowerBound
    while i < range.upperBound {
      if text[i] == 0x26,
        let reference = references.first(where: {
          i + $0.name.count <= range.upperBound && text[i..<i + $0.name.count].elementsEqual($0.name)
        })
      {
        edits.append(Edit(i..<i + reference.name.count, [reference.meaning], reason: "json"))
        i += reference.name.count
      } else {
        i += 1
      }
    }
    return edits
  }

  private static let references: [(name: [UInt8], meaning: UInt8)] = [
    ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&amp;", 0x26), ("&#34;", 0x22), ("&#39;", 0x27),
  ].map { (Array($0.0.utf8), $0.1) }
}
