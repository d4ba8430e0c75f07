import Markup

/// Chooses the leaves of a page that are its main content.
///
/// The rules cut first; then the smallest element that holds most of what prose is left is the content; then
/// leaves inside it that look like furniture go.
struct MainContent {
  /// For each leaf the rule that takes it out; nil where it stays.
  private(set) var rules: [CutRule?]
  /// For each leaf how probable it is that it belongs to the content, in thousandths; -1 where the block model
  /// was not asked.
  private(set) var scores: [Int32]
  private(set) var container = 0

  private let page: HTMLPage
  private let letters: LetterCounts
  /// Prose before each leaf, of the leaves that no rule has cut.
  private var sums: [Int32] = [0]

  init(_ page: HTMLPage, _ letters: LetterCounts, _ cuts: PageCuts) {
    self.page = page
    self.letters = letters
    rules = page.leaves.map { cuts.rules[$0.element] }
    scores = Array(repeating: -1, count: page.leaves.count)
    sums.reserveCapacity(page.leaves.count + 1)
    for (i, leaf) in page.leaves.enumerated() {
      sums.append(sums[i] + (rules[i] == nil ? Int32(weight(leaf, isCaption: letters.isCaption[i])) : 0))
    }
    container = findContainer(cuts)
    let inside = page.elements[container].leaves
    for i in rules.indices where rules[i] == nil && !inside.contains(i) { rules[i] = .outsideMainContent }
    cutFurniture(inside)
  }

  /// Takes over what the block model says.
  mutating func take(_ choice: ContentChoice) {
    rules = choice.rules
    scores = choice.scores
  }

  // MARK: The container

  /// What a leaf says for the element around it: its letters when it reads like prose.
  private func weight(_ leaf: HTMLPage.Leaf, isCaption: Bool) -> Int {
    let all = letters.text(leaf.pieces)
    let linked = letters.linkText(leaf.pieces)
    guard all > 0, linked * 2 <= all else { return 0 }
    let own = all - linked
    let tag = page.elements[leaf.element].tag
    if tag.headingLevel != nil || isCaption { return 0 }
    if own < 40 { return own / 8 }
    return Int(Double(hasSentence(leaf) ? own : own / 3) * trust(inSurroundingsOf: leaf))
  }

  /// A teaser reads like prose but stands beside its linked headline: the share of links in the nearest
  /// element with more than one leaf tells.
  private func trust(inSurroundingsOf leaf: HTMLPage.Leaf) -> Double {
    var element = leaf.element
    while element > 0, page.elements[element].leaves.count < 2 { element = page.elements[element].parent }
    let all = letters.text(of: element)
    guard element > 0, all > 0 else { return 1 }
    return max(0.1, min(1, 1.4 - 2.5 * Double(letters.linkText(of: element)) / Double(all)))
  }

  private func hasSentence(_ leaf: HTMLPage.Leaf) -> Bool {
    // Of most leaves the text is one run.
    if leaf.pieces.count == 1 {
      return page.withBytes(page.pieces[leaf.pieces.lowerBound]) { Letters.holdsSentenceEnd($0) }
    }
    var bytes: [UInt8] = []
    for piece in page.pieces[leaf.pieces] { page.withBytes(piece) { bytes += $0 } }
    return bytes.withUnsafeBufferPointer { Letters.holdsSentenceEnd($0) }
  }

  private func weight(of element: Int) -> Int {
    let leaves = page.elements[element].leaves
    return Int(sums[leaves.upperBound] - sums[leaves.lowerBound])
  }

  /// Goes down from the root as long as one child holds most of the prose and is no single paragraph.
  private func findContainer(_ cuts: PageCuts) -> Int {
    if let body = articleBody(cuts) { return body }
    var element = 0
    while let child = heaviestChild(of: element), mayDescend(from: element, to: child) { element = child }
    return element
  }

  /// The element that the page itself calls the body of its article, when it holds a fair part of the prose.
  private func articleBody(_ cuts: PageCuts) -> Int? {
    page.elements.indices.first { element in
      page.marks.flags[element].contains(.articleBody)
        && page.attribute("itemprop", of: element)?.lowercased() == "articlebody"
        && cuts.rules[element] == nil
        && weight(of: element) * 5 >= weight(of: 0) * 2 && page.elements[element].leaves.count > 1
    }
  }

  private func heaviestChild(of element: Int) -> Int? {
    var best: Int?
    var child = element + 1
    while child < page.elements[element].end {
      if weight(of: child) > best.map({ weight(of: $0) }) ?? 0 { best = child }
      child = page.elements[child].end
    }
    return best
  }

  private func mayDescend(from element: Int, to child: Int) -> Bool {
    let (whole, part) = (weight(of: element), weight(of: child))
    guard isContainer(page.elements[child].tag) else { return false }
    if part * 10 >= whole * 9 { return proseLeaves(of: child) > 1 || part == whole }
    guard part * 2 >= whole, proseLeaves(of: child) > 2, paragraphWeight(directlyIn: element) * 5 < whole
    else {
      return false
    }
    var sibling = element + 1
    while sibling < page.elements[element].end {
      if sibling != child, weight(of: sibling) * 4 > part { return false }
      sibling = page.elements[sibling].end
    }
    return true
  }

  private func isContainer(_ tag: Tag) -> Bool {
    switch tag {
    case .p, .li, .ul, .ol, .blockquote, .pre, .dl, .dd, .h1, .h2, .h3, .h4, .figure, .span, .a: false
    case .table: true
    default: true
    }
  }

  private func proseLeaves(of element: Int) -> Int {
    page.elements[element].leaves.count { sums[$0 + 1] - sums[$0] >= 40 }
  }

  /// The prose of the paragraphs that stand in an element without another container between.
  private func paragraphWeight(directlyIn element: Int) -> Int {
    page.elements[element].leaves.reduce(0) { sum, i in
      let block = page.leaves[i].element
      let isDirect =
        block == element || (page.elements[block].parent == element && !isContainer(page.elements[block].tag))
      return isDirect ? sum + Int(sums[i + 1] - sums[i]) : sum
    }
  }

  // MARK: Inside the container

  private mutating func cutFurniture(_ inside: Range<Int>) {
    for i in inside where rules[i] == nil {
      let leaf = page.leaves[i]
      let (all, linked) = (letters.text(leaf.pieces), letters.linkText(leaf.pieces))
      if all == 0 {
        continue
      } else if linked * 3 > all * 2 {
        rules[i] = .linkDensity
      }
    }
    cutLinkLists(inside)
    cutEdges(inside)
  }

  /// Lists and tables whose text is mostly links go as a whole.
  private mutating func cutLinkLists(_ inside: Range<Int>) {
    for element in container..<page.elements[container].end {
      guard [.ul, .ol, .dl, .table].contains(page.elements[element].tag) else { continue }
      let (all, linked) = (letters.text(of: element), letters.linkText(of: element))
      guard all > 0, linked * 2 > all else { continue }
      for i in page.elements[element].leaves where rules[i] == nil && inside.contains(i) {
        rules[i] = .linkList
      }
    }
  }

  /// Headings and short lines without a sentence, before the first prose and after the last, go.
  private mutating func cutEdges(_ inside: Range<Int>) {
    func isProse(_ i: Int) -> Bool { rules[i] == nil && sums[i + 1] - sums[i] >= 40 }
    guard let first = inside.first(where: isProse), let last = inside.last(where: isProse) else { return }
    for i in inside where rules[i] == nil {
      let leaf = page.leaves[i]
      if i < first, page.elements[leaf.element].tag.headingLevel == nil { rules[i] = .beforeContent }
      if i > last, !hasSentence(leaf) { rules[i] = .afterContent }
    }
  }
}
