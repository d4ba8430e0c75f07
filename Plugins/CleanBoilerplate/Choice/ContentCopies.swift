import Markup

// What stands on a page beside the article: other articles, and the article once more.
extension ContentChoice {
  /// Where the heading that the page's title names stands in an `article` element with running text, other
  /// `article` elements outside of it are other articles.
  mutating func cutOtherArticles(_ features: LeafFeatures) {
    let page = features.page
    guard profile == "article", let title = features.titleLeaf,
      let own = page.ancestor(of: page.leaves[title].element, where: { $0 == .article })
    else { return }
    var (letters, count) = (0, 0)
    for leaf in page.elements[own].leaves where rules[leaf] == nil && features.texts[leaf].letters >= 60 {
      letters += features.texts[leaf].letters
      count += 1
    }
    guard letters >= 400, count >= 2 else { return }
    for leaf in features.rows where rules[leaf] == nil {
      let element = page.leaves[leaf].element
      guard features.context.articleDepth[element] > 0, !page.isInside(element, own) else { continue }
      var outermost = 0
      var i = element
      while i > 0, !page.isInside(own, i) {
        if page.elements[i].tag == .article { outermost = i }
        i = page.elements[i].parent
      }
      if outermost > 0 { rules[leaf] = .otherArticle }
    }
  }

  /// A page that holds its text twice, once for another width of screen, keeps the first copy: an element of
  /// whose text four fifths, and a third of the page's, stood before it, in no other order. What returns
  /// beside other text is the author's: a refrain, an oath that is said twice.
  mutating func cutSecondCopy(_ features: LeafFeatures) {
    let page = features.page
    /// The first leaf with each text; -1 before it.
    var first = [Int32](repeating: -1, count: features.seen.counts.count)
    var copies: [(leaf: Int, first: Int)] = []
    var letters = [Int](repeating: 0, count: page.leaves.count + 1)
    var repeated = 0
    for leaf in page.leaves.indices {
      let isKept = scores[leaf] >= 0 && rules[leaf] == nil
      letters[leaf + 1] = letters[leaf] + (isKept ? features.texts[leaf].letters : 0)
      guard isKept else { continue }
      let text = features.texts[leaf]
      let number = Int(text.textNumber)
      if first[number] >= 0 {
        guard text.letters >= 8 else { continue }
        copies.append((leaf, Int(first[number])))
        repeated += text.letters
      } else {
        first[number] = Int32(leaf)
      }
    }
    let all = letters[page.leaves.count]
    guard repeated * 10 >= all * 3, let element = copiedElement(copies, letters, features) else { return }
    for copy in copies where isCopied(copy, in: element, page) { rules[copy.leaf] = .secondCopy }
  }

  private func isCopied(_ copy: (leaf: Int, first: Int), in element: Int, _ page: HTMLPage) -> Bool {
    let leaves = page.elements[element].leaves
    return leaves.contains(copy.leaf) && copy.first < leaves.lowerBound
  }

  /// What one element sums up of the copies inside it.
  private struct CopySum {
    var letters = 0
    /// Copies of some length.
    var prose = 0
    /// Copies whose first stands before that of the copy before.
    var jumps = 0
    var last = -1
  }

  /// The outermost element that is a copy of what stood before it.
  ///
  /// - Parameter letters: letters that stay before each leaf.
  private func copiedElement(
    _ copies: [(leaf: Int, first: Int)], _ letters: [Int], _ features: LeafFeatures
  ) -> Int? {
    let page = features.page
    var sums: [Int: CopySum] = [:]
    for copy in copies {
      let count = features.texts[copy.leaf].letters
      var element = page.leaves[copy.leaf].element
      while element > 0, isCopied(copy, in: element, page) {
        sums[element, default: CopySum()].letters += count
        sums[element, default: CopySum()].prose += count >= 60 ? 1 : 0
        sums[element, default: CopySum()].jumps += copy.first < sums[element]?.last ?? -1 ? 1 : 0
        sums[element, default: CopySum()].last = copy.first
        element = page.elements[element].parent
      }
    }
    let all = letters[page.leaves.count]
    return sums.filter { element, sum in
      let leaves = page.elements[element].leaves
      let inside = letters[leaves.upperBound] - letters[leaves.lowerBound]
      return sum.prose >= 3 && sum.letters * 10 >= inside * 8 && sum.letters * 10 >= all * 3
        && sum.jumps * 5 <= sum.prose && !isReadAgain(element, after: sum.last, letters, page)
    }.keys.min()
  }

  /// Whether an element that looks as the one that holds its firsts stands behind other text: then the author
  /// repeats what was said. A copy for another screen stands right beside, or goes by another name.
  private func isReadAgain(_ element: Int, after last: Int, _ letters: [Int], _ page: HTMLPage) -> Bool {
    guard letters[page.elements[element].leaves.lowerBound] > letters[last + 1] else { return false }
    var first = page.leaves[last].element
    while first > 0, page.elements[first].parent != page.elements[element].parent {
      first = page.elements[first].parent
    }
    func look(_ element: Int) -> [String?] {
      [
        page.attribute("class", of: element), page.attribute("id", of: element),
        page.attribute("style", of: element),
      ]
    }
    return first > 0 && page.elements[first].tag == page.elements[element].tag && look(first) == look(element)
  }
}
