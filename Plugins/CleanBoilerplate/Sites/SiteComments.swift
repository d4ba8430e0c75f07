import Markup

/// Readers' comments that rules of a site name: where they are, what one comment is, who wrote it and when.
///
/// An area without single comments is kept as a whole. A comment inside another answers it. What stands in a
/// form is none.
struct SiteComments {
  private let page: HTMLPage
  private let letters: LetterCounts
  private let authors: Set<Int>
  private let dates: Set<Int>
  private var areas: Set<Int> = []
  private var comments: [CommentAreas.Comment] = []
  private var leaves: [(leaf: Int, isHead: Bool)] = []
  /// Elements that were asked for an author, and, negative, for a date: no text is read twice.
  private var asked: Set<Int> = []

  /// - Parameter areas: in the order of their start tags; one inside another is part of that.
  init(
    _ page: HTMLPage, _ letters: LetterCounts, areas: [Int], comments: Set<Int>, authors: Set<Int>,
    dates: Set<Int>
  ) {
    self.page = page
    self.letters = letters
    self.authors = authors
    self.dates = dates
    var end = 0
    for area in areas where area >= end {
      end = page.elements[area].end
      self.areas.insert(area)
      find(in: area, comments)
    }
  }

  func areas(of page: HTMLPage) -> CommentAreas {
    CommentAreas(page, letters, areas: areas, comments: comments, leaves: leaves)
  }

  private mutating func find(in area: Int, _ marked: Set<Int>) {
    let first = comments.count
    var open: [Int] = []
    for element in area..<page.elements[area].end where marked.contains(element) {
      guard element > area, letters.text(of: element) > 0 else { continue }
      while let last = open.last, !page.isInside(element, comments[last].element) { open.removeLast() }
      comments.append(.init(element: element, parent: open.last, level: open.count))
      open.append(comments.count - 1)
    }
    takeLeaves(of: area, from: first)
  }

  private mutating func takeLeaves(of area: Int, from first: Int) {
    var next = first
    for leaf in page.elements[area].leaves {
      let element = page.leaves[leaf].element
      while next < comments.count, comments[next].element <= element { next += 1 }
      guard letters.text(page.leaves[leaf].pieces) > 0,
        page.ancestor(of: element, upTo: area, where: { $0 == .form || $0.hidesText }) == nil
      else { continue }
      if first == comments.count {
        leaves.append((leaf, false))
      } else if let comment = innermost(around: element, next - 1, first) {
        note(leaf, comment)
        leaves.append((leaf, isHead(leaf, comments[comment].element)))
      }
    }
  }

  /// The comment that an element stands in: the last that began before it, or one of those around that.
  private func innermost(around element: Int, _ last: Int, _ first: Int) -> Int? {
    var comment = last >= first ? last : nil
    while let current = comment, !page.isInside(element, comments[current].element) {
      comment = comments[current].parent
    }
    return comment
  }

  /// Whether all of a leaf is author or date.
  private func isHead(_ leaf: Int, _ outer: Int) -> Bool {
    page.pieces[page.leaves[leaf].pieces].allSatisfy { piece in
      page.bytes(piece).allSatisfy(WhiteSpace.isSpace) || marked(piece.element, authors, outer) != nil
        || marked(piece.element, dates, outer) != nil
    }
  }

  /// The nearest element around one, up to and without an outer one, that is among some.
  private func marked(_ element: Int, _ elements: Set<Int>, _ outer: Int) -> Int? {
    guard !elements.isEmpty else { return nil }
    var i = element
    while i > outer {
      if elements.contains(i) { return i }
      i = page.elements[i].parent
    }
    return nil
  }

  private mutating func note(_ leaf: Int, _ comment: Int) {
    let outer = comments[comment].element
    for piece in page.pieces[page.leaves[leaf].pieces] {
      if comments[comment].author == nil, let author = marked(piece.element, authors, outer),
        asked.insert(author).inserted
      {
        comments[comment].author = text(of: author)
      }
      if comments[comment].date == nil, let date = marked(piece.element, dates, outer),
        asked.insert(-date).inserted
      {
        comments[comment].date = self.date(of: date)
      }
    }
  }

  /// What an attribute states, else the text, where it says the year.
  private func date(of element: Int) -> String? {
    if let stated = page.attribute("datetime", of: element) ?? page.attribute("content", of: element) {
      return stated
    }
    let read = DateText.first(in: Line.words(of: text(of: element) ?? ""))
    return read.flatMap { $0.year == nil ? nil : $0.iso }
  }

  private func text(of element: Int) -> String? {
    let bytes = page.pieces[page.elements[element].pieces].flatMap { page.bytes($0) }
    let text = WhiteSpace.collapsed(bytes)
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }
}
