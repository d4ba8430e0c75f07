import Markup

/// Readers' comments of an HTML page: which elements are comments, and which leaves inside them are text.
///
/// An area whose single comments cannot be told apart gives nothing: it stays cut.
struct CommentAreas {
  struct Comment {
    var element: Int
    var author: String?
    var date: String?
    /// Index of the comment that it answers.
    var parent: Int?
    var level: Int
  }

  private(set) var areas: Set<Int> = []
  /// For each element whether it lies in an area of comments.
  private(set) var isInArea: [Bool]
  private(set) var comments: [Comment] = []
  /// Index of the comment of an element.
  private(set) var index: [Int: Int] = [:]
  /// Leaves that stay, and whether each is the head of its comment.
  private(set) var leaves: [(leaf: Int, isHead: Bool)] = []

  private let page: HTMLPage
  private let letters: LetterCounts

  init(_ page: HTMLPage, _ letters: LetterCounts, _ cuts: PageCuts) {
    self.page = page
    self.letters = letters
    isInArea = Array(repeating: false, count: page.elements.count)
    for area in cuts.commentAreas { find(in: area) }
  }

  mutating func forget() {
    areas = []
    isInArea = Array(repeating: false, count: page.elements.count)
    comments = []
    index = [:]
    leaves = []
  }

  private mutating func find(in area: Int) {
    let before = comments.count
    var open: [Int] = []
    for element in area + 1..<max(area + 1, page.elements[area].end) {
      while let last = open.last, !page.isInside(element, comments[last].element) { open.removeLast() }
      guard isComment(element),
        open.last.map({ page.elements[comments[$0].element].leaves != page.elements[element].leaves }) ?? true
      else { continue }
      comments.append(Comment(element: element, parent: open.last, level: open.count))
      index[element] = comments.count - 1
      open.append(comments.count - 1)
    }
    guard comments.count > before else { return }
    areas.insert(area)
    for element in area..<page.elements[area].end { isInArea[element] = true }
    var owner = before
    for leaf in page.elements[area].leaves {
      while owner + 1 < comments.count, comments[owner + 1].element <= page.leaves[leaf].element {
        owner += 1
      }
      if let comment = innermost(of: leaf, from: owner, before) { take(leaf, of: comment) }
    }
  }

  private func isComment(_ element: Int) -> Bool {
    guard [.li, .div, .article, .section].contains(page.elements[element].tag) else { return false }
    guard letters.text(of: element) > 0 else { return false }
    for attribute in page.attributes(of: element) {
      if attribute.name == "id", attribute.value.lowercased().hasPrefix("comment-"),
        attribute.value.dropFirst(8).allSatisfy(\.isNumber)
      {
        return true
      }
      if attribute.name == "class",
        attribute.value.lowercased().split(separator: " ").contains(where: {
          $0 == "comment" || $0 == "comment-item"
        })
      {
        return true
      }
    }
    return false
  }

  private func innermost(of leaf: Int, from index: Int, _ first: Int) -> Int? {
    var i: Int? = index
    while let current = i, current >= first {
      if page.isInside(page.leaves[leaf].element, comments[current].element) { return current }
      i = comments[current].parent
    }
    return nil
  }

  private mutating func take(_ leaf: Int, of comment: Int) {
    let pieces = page.leaves[leaf].pieces
    let outer = comments[comment].element
    guard !isNamed(leaf, .commentTool, outer), letters.text(pieces) > 0,
      page.ancestor(of: page.leaves[leaf].element, upTo: outer, where: { $0 == .form || $0.hidesText }) == nil
    else { return }
    let isHead = isNamed(leaf, .commentHead, outer) && letters.text(pieces) < 120
    if isHead {
      note(leaf, comment)
    } else if letters.linkText(pieces) * 2 > letters.text(pieces), letters.text(pieces) < 30 {
      return
    }
    leaves.append((leaf, isHead))
  }

  /// Whether an element between the leaf's text and its comment has one of the words in its class.
  private func isNamed(_ leaf: Int, _ words: WordFamilies, _ outer: Int) -> Bool {
    var i =
      page.pieces[page.leaves[leaf].pieces].first(where: { letters.text(of: $0.element) > 0 })?.element
      ?? page.leaves[leaf].element
    while i > outer {
      if page.hasWord(of: words, in: .class, i) { return true }
      i = page.elements[i].parent
    }
    return false
  }

  private mutating func note(_ leaf: Int, _ comment: Int) {
    for piece in page.pieces[page.leaves[leaf].pieces] where !piece.isLineBreak {
      let text = String(decoding: WhiteSpace.collapsed(Array(page.bytes(piece))), as: UTF8.self)
      guard !text.isEmpty else { continue }
      if let time = page.ancestor(of: piece.element, upTo: comments[comment].element, where: { $0 == .time })
      {
        comments[comment].date = page.attribute("datetime", of: time)
      } else if comments[comment].author == nil, isAuthor(piece.element, comments[comment].element) {
        comments[comment].author = text
      }
    }
  }

  private func isAuthor(_ element: Int, _ outer: Int) -> Bool {
    var i = element
    while i > outer {
      if page.hasWord(of: .commentAuthor, in: .class, i) { return true }
      i = page.elements[i].parent
    }
    return false
  }
}
