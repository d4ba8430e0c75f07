import Markup

/// Readers' comments of an HTML page: which elements are comments, and which leaves inside them are text.
///
/// An area whose single comments cannot be told apart gives nothing: it stays cut. Which comment answers
/// which is told by the nesting of their elements, by an attribute that names the other's number, by a link
/// to it ("in reply to"), or by the depth that a class states.
struct CommentAreas {
  struct Comment {
    var element: Int
    var author: String?
    /// ISO 8601.
    var date: String?
    /// Index of the comment that it answers.
    var parent: Int?
    var level: Int
    var isTrackback = false
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
  private var marks: CommentMarks

  init(_ page: HTMLPage, _ letters: LetterCounts, _ cuts: PageCuts) {
    self.page = page
    self.letters = letters
    marks = CommentMarks(page, letters)
    isInArea = Array(repeating: false, count: page.elements.count)
    for area in cuts.commentAreas { find(in: area) }
    findOtherAreas(cuts)
  }

  /// Comments that rules of the user's name.
  ///
  /// - Parameter leaves: those that stay, in order, and whether each is the head of its comment.
  init(
    _ page: HTMLPage, _ letters: LetterCounts, areas: Set<Int>, comments: [Comment],
    leaves: [(leaf: Int, isHead: Bool)]
  ) {
    self.page = page
    self.letters = letters
    marks = CommentMarks(page, letters)
    self.areas = areas
    self.comments = comments
    self.leaves = leaves
    isInArea = Array(repeating: false, count: page.elements.count)
    for area in areas { for element in area..<page.elements[area].end { isInArea[element] = true } }
    for (i, comment) in comments.enumerated() { index[comment.element] = i }
  }

  mutating func forget() {
    areas = []
    isInArea = Array(repeating: false, count: page.elements.count)
    comments = []
    index = [:]
    leaves = []
  }

  // MARK: Areas

  /// Finds areas that no rule has cut as comments: numbered comments in what another rule has cut, such as a
  /// widget, and areas with a name that stand beside the text.
  private mutating func findOtherAreas(_ cuts: PageCuts) {
    var element = 1
    while element < page.elements.count {
      guard !isInArea[element], let area = area(at: element, cuts) else {
        element += 1
        continue
      }
      find(in: area)
      element = max(element + 1, page.elements[area].end)
    }
  }

  /// The area that begins with an element or just around it.
  private func area(at element: Int, _ cuts: PageCuts) -> Int? {
    if let rule = cuts.rules[element] {
      let area = page.elements[element].parent
      return !rule.isInvisible && marks.isNumbered(element) && cuts.rules[area] != nil
        && letters.text(of: element) > 0 ? area : nil
    }
    // Most of the text of a page is no area of comments.
    return marks.isNamedArea(element) && letters.prose(of: element) * 2 <= letters.prose(of: 0)
      ? element : nil
  }

  private mutating func find(in area: Int) {
    let before = comments.count
    let inside = area + 1..<max(area + 1, page.elements[area].end)
    // Where comments have numbers, a class `comment` without one is a part of one.
    let areNumbered = inside.contains { marks.isNumbered($0) && letters.text(of: $0) > 0 }
    var open: [Int] = []
    for element in inside {
      while let last = open.last, !page.isInside(element, comments[last].element) { open.removeLast() }
      guard marks.isComment(element), !areNumbered || marks.isNumbered(element),
        open.last.map({ !isSameComment(comments[$0].element, element) }) ?? true
      else { continue }
      comments.append(Comment(element: element, parent: open.last, level: open.count))
      index[element] = comments.count - 1
      open.append(comments.count - 1)
    }
    guard comments.count > before else { return }
    let leafCount = leaves.count
    marks.readNames()
    takeLeaves(of: area, from: before)
    guard areNumbered || comments[before...].contains(where: { $0.author != nil || $0.date != nil }) else {
      for comment in comments[before...] { index[comment.element] = nil }
      comments.removeSubrange(before...)
      leaves.removeSubrange(leafCount...)
      return
    }
    areas.insert(area)
    for element in area..<page.elements[area].end { isInArea[element] = true }
    findAnswers(from: before)
  }

  /// Whether an element inside a comment is that comment, not an answer to it: it begins with the same text,
  /// or has the same number.
  private func isSameComment(_ outer: Int, _ inner: Int) -> Bool {
    page.elements[outer].leaves.lowerBound == page.elements[inner].leaves.lowerBound
      || marks.isNumbered(inner) && marks.number(of: outer) == marks.number(of: inner)
  }

  // MARK: Leaves

  private mutating func takeLeaves(of area: Int, from before: Int) {
    var owner = before
    var heads = Array(repeating: CommentHeadParts(), count: comments.count - before)
    for leaf in page.elements[area].leaves {
      while owner + 1 < comments.count, comments[owner + 1].element <= page.leaves[leaf].element {
        owner += 1
      }
      guard let comment = innermost(of: leaf, from: owner, before) else { continue }
      take(leaf, of: comment, &heads[comment - before])
    }
    for (i, head) in heads.enumerated() {
      comments[before + i].isTrackback = head.isTrackback || marks.isTrackback(comments[before + i].element)
      comments[before + i].author = head.author
      comments[before + i].date = head.date
    }
  }

  private func innermost(of leaf: Int, from index: Int, _ first: Int) -> Int? {
    var i: Int? = index
    while let current = i, current >= first {
      if page.isInside(page.leaves[leaf].element, comments[current].element) { return current }
      i = comments[current].parent
    }
    return nil
  }

  private mutating func take(_ leaf: Int, of comment: Int, _ head: inout CommentHeadParts) {
    let pieces = page.leaves[leaf].pieces
    let outer = comments[comment].element
    let count = letters.text(pieces)
    guard count > 0,
      page.ancestor(of: page.leaves[leaf].element, upTo: outer, where: { $0 == .form || $0.hidesText }) == nil
    else { return }
    let isTool = marks.isNamed(leaf, .tool, outer) || marks.isToolText(leaf)
    // The number of a comment, before its author.
    let isNumber = head.author == nil && !head.hasText && marks.isNumber(leaf)
    if isTool || isNumber || marks.isReplyNote(leaf) {
      // The date often stands among the tools.
      if isTool { head.takeDate(leaf, of: outer, page, marks) }
      return
    }
    let isNamedHead = marks.isNamed(leaf, .head, outer)
    if count < 120 && (isNamedHead || !head.hasText && marks.readsAsHead(leaf, outer)) {
      head.take(leaf, of: outer, page, marks)
      // A name may stand in the line of the text.
      let isText = !head.hasText && marks.lettersBesideHead(leaf, outer) > 16
      if isText { head.hasText = true }
      leaves.append((leaf, !isText))
    } else if letters.linkText(pieces) * 2 <= count || count >= 30 {
      if isNamedHead, !head.hasText { head.takeFirst(leaf, of: outer, page, marks) }
      head.hasText = true
      leaves.append((leaf, false))
    }
  }

  // MARK: Answers

  /// Finds whom comments answer that stand side by side.
  private mutating func findAnswers(from before: Int) {
    var numbers: [String: Int] = [:]
    for i in before..<comments.count {
      for number in marks.numbers(of: comments[i].element) where numbers[number] == nil {
        numbers[number] = i
      }
    }
    /// The last comment of each depth.
    var depths: [(depth: Int, comment: Int)] = []
    for i in before..<comments.count {
      if let depth = marks.depth(of: comments[i].element) {
        while let last = depths.last, last.depth >= depth { depths.removeLast() }
        if comments[i].parent == nil, let last = depths.last { comments[i].parent = last.comment }
        depths.append((depth, i))
      }
      if comments[i].parent == nil, let number = marks.answered(by: comments[i].element),
        let parent = numbers[number], parent < i
      {
        comments[i].parent = parent
      }
      comments[i].level = comments[i].parent.map { comments[$0].level + 1 } ?? 0
    }
  }
}
