import Markup

/// Which leaves the block model keeps, and for each that goes the rule and how sure the model is of it.
struct ContentChoice {
  /// For each leaf the rule that takes it out; nil where it stays.
  private(set) var rules: [String?]
  /// For each leaf how probable it is that it belongs to the main content, in thousandths; -1 where the model
  /// was not asked.
  private(set) var scores: [Int32]
  /// The score from which leaves stay.
  private(set) var threshold: Int32
  /// What kind of page it is.
  private(set) var profile: String?
  /// Whether what stands in areas of comments is what the page is about: a forum, a list of answers.
  private(set) var commentsAreContent = false

  /// The rule of a leaf that no rule but the model takes out.
  static let rule = "model"

  init(_ features: LeafFeatures, _ model: BlockModel) {
    let rows = features.rows
    let table = FeatureTable(features)
    let found = model.scores(table)
    profile = model.profile(table)
    threshold = model.threshold(found, letters: rows.map { features.texts[$0].letters }, profile: profile)
    scores = Array(repeating: -1, count: features.page.leaves.count)
    rules = features.content.rules
    for (leaf, score) in zip(rows, found) { scores[leaf] = score }
    commentsAreContent = Self.commentsAreContent(features, scores)
    for leaf in rows { rules[leaf] = rule(of: leaf, features) }
    keepWhatLooksSure(features)
    closeShortGaps(features)
    keepEnclosedLists(features)
    cutOtherArticles(features)
    cutSecondCopy(features)
    fillGaps(features)
  }

  private func rule(of leaf: Int, _ features: LeafFeatures) -> String? {
    let old = features.content.rules[leaf]
    if old == "comments", !commentsAreContent { return old }
    let least = old == "hidden" ? max(threshold, 500) : threshold
    return scores[leaf] >= least ? nil : old ?? Self.rule
  }

  private static func commentsAreContent(_ features: LeafFeatures, _ scores: [Int32]) -> Bool {
    var (weight, sum) = (0, 0)
    for leaf in features.rows where features.content.rules[leaf] == "comments" {
      let letters = min(400, features.texts[leaf].letters)
      weight += letters
      sum += letters * Int(scores[leaf])
    }
    return weight > 0 && sum >= weight * 500
  }

  /// A page of which the model keeps nothing is left to the rules.
  private mutating func keepWhatLooksSure(_ features: LeafFeatures) {
    guard features.rows.allSatisfy({ rules[$0] != nil }) else { return }
    for leaf in features.rows { rules[leaf] = features.content.rules[leaf] }
  }

  /// A short leaf that no rule cuts stays between two long ones that surely stay.
  private mutating func closeShortGaps(_ features: LeafFeatures) {
    let rows = features.rows.filter { !isCaption($0, features) }
    func isSure(_ row: Int) -> Bool {
      rows.indices.contains(row) && rules[rows[row]] == nil && scores[rows[row]] >= 700
        && features.texts[rows[row]].letters >= 40
    }
    for row in rows.indices where rules[rows[row]] == Self.rule {
      let text = features.texts[rows[row]]
      guard text.letters < 60, text.linkLetters * 2 < text.letters else { continue }
      let start = isSure(row - 1) || (row > 0 && rules[rows[row - 1]] == nil && isSure(row - 2))
      let end = isSure(row + 1) || isSure(row + 2)
      if start, end { rules[rows[row]] = nil }
    }
  }

  /// Lists and tables, or parts of them, that no rule cuts stay between leaves that stay, unless the model is
  /// sure of the opposite.
  private mutating func keepEnclosedLists(_ features: LeafFeatures) {
    let rows = features.rows.filter { !isCaption($0, features) }
    var row = 0
    while row < rows.count {
      let start = row
      while row < rows.count, rules[rows[row]] == Self.rule, isInSmallList(rows[row], features) { row += 1 }
      guard row > start else {
        row += 1
        continue
      }
      guard start > 0, row < rows.count, rules[rows[start - 1]] == nil, rules[rows[row]] == nil else {
        continue
      }
      let inside = rows[start..<row]
      let letters = inside.reduce(0) { $0 + features.texts[$1].letters }
      let sum = inside.reduce(0) { $0 + features.texts[$1].letters * Int(scores[$1]) }
      guard sum >= letters * 100 else { continue }
      for leaf in inside { rules[leaf] = nil }
    }
  }

  /// Whether a leaf stands in a list or table that holds no large part of the page.
  private func isInSmallList(_ leaf: Int, _ features: LeafFeatures) -> Bool {
    var found: Int?
    var element = features.page.leaves[leaf].element
    while element > 0 {
      if [.ul, .ol, .dl, .table].contains(features.page.elements[element].tag) { found = element }
      element = features.page.elements[element].parent
    }
    guard let found else { return false }
    return features.sum(features.page.elements[found].leaves)[0] * 3 <= features.whole[0]
  }

  /// Where the heading that the page's title names stands in an `article` element with running text, other
  /// `article` elements outside of it are other articles.
  private mutating func cutOtherArticles(_ features: LeafFeatures) {
    let page = features.page
    guard profile == "article", let title = features.titleLeaf(),
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
      if outermost > 0 { rules[leaf] = "other-article" }
    }
  }

  /// A page that holds its text twice, once for another width of screen, keeps the first copy. What returns in
  /// the same element is the author's: a refrain, an oath that is said twice.
  private mutating func cutSecondCopy(_ features: LeafFeatures) {
    var first: [UInt64: Int] = [:]
    var (all, repeated, count) = (0, 0, 0)
    let kept = features.rows.filter { rules[$0] == nil }
    var copies: [Int] = []
    for leaf in kept {
      let text = features.texts[leaf]
      all += text.letters
      if first[text.hash] == nil {
        first[text.hash] = leaf
        continue
      }
      guard text.letters >= 8 else { continue }
      copies.append(leaf)
      repeated += text.letters
      if text.letters >= 60 { count += 1 }
    }
    guard count >= 3, repeated * 10 >= all * 3, let last = copies.last else { return }
    let page = features.page
    var around = page.leaves[copies[0]].element
    while around > 0, !page.isInside(page.leaves[last].element, around) {
      around = page.elements[around].parent
    }
    let isApart = copies.allSatisfy { copy in
      first[features.texts[copy].hash].map { !page.isInside(page.leaves[$0].element, around) } ?? false
    }
    guard isApart else { return }
    for leaf in copies { rules[leaf] = "second-copy" }
  }

  /// Signs without letters stay between leaves that stay. A caption stays where the text around it does,
  /// or where the rules keep it.
  private mutating func fillGaps(_ features: LeafFeatures) {
    var before = [Bool](repeating: false, count: rules.count)
    var after = before
    var isKept = false
    for leaf in rules.indices where scores[leaf] >= 0 || isSign(leaf, features) {
      before[leaf] = isKept
      if scores[leaf] >= 0, !isCaption(leaf, features) { isKept = rules[leaf] == nil }
    }
    isKept = false
    for leaf in rules.indices.reversed() where scores[leaf] >= 0 || isSign(leaf, features) {
      after[leaf] = isKept
      if scores[leaf] >= 0, !isCaption(leaf, features) { isKept = rules[leaf] == nil }
    }
    for leaf in rules.indices {
      let old = features.content.rules[leaf]
      if scores[leaf] >= 0 {
        guard isCaption(leaf, features) else { continue }
        let stays = old == nil || (before[leaf] && after[leaf] && old != "hidden" && old != "comments")
        rules[leaf] = stays ? nil : old
      } else if isSign(leaf, features) {
        rules[leaf] = before[leaf] && after[leaf] ? nil : old ?? Self.rule
      }
    }
  }

  private func isSign(_ leaf: Int, _ features: LeafFeatures) -> Bool {
    features.texts[leaf].letters == 0 && !features.context.isHiddenByTag[features.page.leaves[leaf].element]
  }

  private func isCaption(_ leaf: Int, _ features: LeafFeatures) -> Bool {
    features.isCaption[leaf] && features.texts[leaf].letters < 600
  }
}

extension PageCuts {
  /// Lets go of cuts of inline elements that hold most of a leaf which stays.
  mutating func release(_ choice: ContentChoice, of page: HTMLPage, _ letters: LetterCounts) {
    for (i, leaf) in page.leaves.enumerated() where choice.scores[i] >= 0 && choice.rules[i] == nil {
      guard rules[leaf.element] == nil else { continue }
      var cut = 0
      for piece in page.pieces[leaf.pieces] where !piece.isLineBreak {
        if let rule = rules[piece.element], !CutRules.hiddenByTag.contains(rule), rule != "hidden" {
          cut += Letters.count(page.bytes(piece))
        }
      }
      guard cut * 2 > letters.text(leaf.pieces) else { continue }
      for piece in page.pieces[leaf.pieces] {
        if let rule = rules[piece.element], !CutRules.hiddenByTag.contains(rule) { release(piece.element) }
      }
    }
  }
}
