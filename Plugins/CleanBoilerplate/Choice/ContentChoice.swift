import Markup

/// Which leaves the block model keeps, and for each that goes the rule and how sure the model is of it.
struct ContentChoice {
  /// For each leaf the rule that takes it out; nil where it stays.
  var rules: [CutRule?]
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
  static let rule = CutRule.model

  init(_ features: LeafFeatures, _ model: BlockModel) {
    let rows = features.rows
    let (found, profile) = model.read(features)
    self.profile = profile
    threshold = model.threshold(found, letters: rows.map { features.texts[$0].letters }, profile: profile)
    scores = Array(repeating: -1, count: features.page.leaves.count)
    rules = features.content.rules
    for (leaf, score) in zip(rows, found) { scores[leaf] = score }
    commentsAreContent = Self.commentsAreContent(features, scores)
    for leaf in rows { rules[leaf] = rule(of: leaf, features) }
    correct(features)
  }

  private func rule(of leaf: Int, _ features: LeafFeatures) -> CutRule? {
    let old = features.content.rules[leaf]
    if old == .comments, !commentsAreContent { return old }
    let least = old == .hidden ? max(threshold, 500) : threshold
    return scores[leaf] >= least ? nil : old ?? Self.rule
  }

  private static func commentsAreContent(_ features: LeafFeatures, _ scores: [Int32]) -> Bool {
    var (weight, sum) = (0, 0)
    for leaf in features.rows where features.content.rules[leaf] == .comments {
      let letters = min(400, features.texts[leaf].letters)
      weight += letters
      sum += letters * Int(scores[leaf])
    }
    return weight > 0 && sum >= weight * 500
  }
}

extension PageCuts {
  /// Lets go of cuts of inline elements that hold most of a leaf which stays.
  mutating func release(_ choice: ContentChoice, of page: HTMLPage, _ letters: LetterCounts) {
    for (i, leaf) in page.leaves.enumerated() where choice.scores[i] >= 0 && choice.rules[i] == nil {
      guard rules[leaf.element] == nil else { continue }
      var cut = 0
      for piece in page.pieces[leaf.pieces] where !piece.isLineBreak {
        if let rule = rules[piece.element], !rule.isByTag, rule != .hidden {
          cut += page.withBytes(piece) { Letters.count($0) }
        }
      }
      guard cut * 2 > letters.text(leaf.pieces) else { continue }
      for piece in page.pieces[leaf.pieces] {
        if let rule = rules[piece.element], !rule.isByTag { release(piece.element) }
      }
    }
  }
}
