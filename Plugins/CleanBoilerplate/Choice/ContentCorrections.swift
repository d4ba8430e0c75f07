import Markup

// Corrections of what the block model says, each by what stands around a leaf.
extension ContentChoice {
  mutating func correct(_ features: LeafFeatures) {
    keepWhatLooksSure(features)
    closeShortGaps(features)
    keepEnclosedLists(features)
    keepEnclosedLines(features)
    keepTrailingList(features)
    keepLikeParts(features)
    keepProse(features)
    cutOtherArticles(features)
    cutSecondCopy(features)
    fillGaps(features)
    cutFurnitureAlone(features)
  }

  /// A page of which the model keeps nothing is left to the rules.
  private mutating func keepWhatLooksSure(_ features: LeafFeatures) {
    guard features.rows.allSatisfy({ rules[$0] != nil }) else { return }
    for leaf in features.rows { rules[leaf] = features.content.rules[leaf] }
  }

  /// A short leaf that no rule cuts stays between two long ones that surely stay.
  private mutating func closeShortGaps(_ features: LeafFeatures) {
    let rows = rowsOfText(features)
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

  /// Short leaves stay that stand among leaves that stay, as their siblings, four in a row at most: a line
  /// between two paragraphs, text that no element divides from its neighbours.
  private mutating func keepEnclosedLines(_ features: LeafFeatures) {
    let page = features.page
    let rows = rowsOfText(features)
    func parent(_ row: Int) -> Int { page.elements[page.leaves[rows[row]].element].parent }
    func isBeside(_ row: Int, _ other: Int) -> Bool {
      let (a, b) = (page.leaves[rows[row]].element, page.leaves[rows[other]].element)
      return a == b || parent(row) == parent(other) || a == parent(other) || parent(row) == b
    }
    var row = 0
    while row < rows.count {
      let start = row
      while row < rows.count, isSoft(rows[row], features) { row += 1 }
      guard row > start else {
        row += 1
        continue
      }
      guard start > 0, row < rows.count, row - start <= 4, rules[rows[start - 1]] == nil,
        rules[rows[row]] == nil,
        (start..<row).allSatisfy({ isBeside($0, start - 1) || isBeside($0, row) })
      else { continue }
      for leaf in rows[start..<row] { rules[leaf] = nil }
    }
  }

  /// A list or table right behind the last leaf that stays, as its sibling, is the end of the text unless it
  /// holds links or the model is sure of the opposite.
  private mutating func keepTrailingList(_ features: LeafFeatures) {
    let page = features.page
    let rows = rowsOfText(features)
    guard let last = rows.lastIndex(where: { rules[$0] == nil }), last + 1 < rows.count else { return }
    let (own, next) = (page.leaves[rows[last]].element, page.leaves[rows[last + 1]].element)
    let list = page.ancestor(of: next) { [.ul, .ol, .dl, .table].contains($0) }
    guard let list,
      page.elements[list].parent == page.elements[own].parent || page.elements[list].parent == own,
      page.elements[list].leaves.lowerBound > rows[last]
    else { return }
    let inside = rows[(last + 1)...].prefix { page.elements[list].leaves.contains($0) }
    guard inside.allSatisfy({ isSoft($0, features) && features.texts[$0].links == 0 }) else { return }
    let letters = inside.reduce(0) { $0 + features.texts[$1].letters }
    let sum = inside.reduce(0) { $0 + features.texts[$1].letters * Int(scores[$1]) }
    guard sum >= letters * 150 else { return }
    for leaf in inside { rules[leaf] = nil }
  }

  /// Whether a short leaf goes for its place or its score only, and is no link.
  private func isSoft(_ leaf: Int, _ features: LeafFeatures) -> Bool {
    let text = features.texts[leaf]
    return (rules[leaf] == Self.rule || rules[leaf] == .beforeContent || rules[leaf] == .afterContent)
      && text.letters < 200 && text.linkLetters * 2 < text.letters
  }

  /// Parts of like siblings share their fate as far as they stay: where two thirds of the lines with a name
  /// over the posts of a thread do, the others do.
  private mutating func keepLikeParts(_ features: LeafFeatures) {
    let page = features.page
    let soft = features.rows.filter { leaf in
      let element = page.leaves[leaf].element
      return isSoft(leaf, features) && scores[leaf] >= 100 && features.cuts.rules[element] == nil
        && (profile == "forum" || page.hasWord(of: Self.headWords, in: .class, element))
    }
    guard !soft.isEmpty else { return }
    var counts: [UInt64: SIMD2<Int32>] = [:]
    for leaf in features.rows {
      guard let key = likeness(of: leaf, features) else { continue }
      counts[key, default: SIMD2(repeating: 0)] &+= SIMD2(1, rules[leaf] == nil ? 1 : 0)
    }
    for leaf in soft {
      guard let key = likeness(of: leaf, features), let count = counts[key] else { continue }
      if count[0] >= 3, count[1] * 3 >= count[0] * 2 { rules[leaf] = nil }
    }
  }

  /// Names of lines that say who wrote an entry and when.
  private static let headWords: WordFamilies = [.byline, .date, .commentAuthor]

  /// What a leaf has in common with its like in the siblings of an entry: the row of siblings, the look of
  /// its element, how deep it stands.
  private func likeness(of leaf: Int, _ features: LeafFeatures) -> UInt64? {
    let page = features.page
    let own = page.leaves[leaf].element
    var element = own
    while element > 0 {
      let group = features.context.group[element]
      if features.context.groupCounts[Int(group)] >= 3, features.sum(page.elements[element].leaves)[3] > 1 {
        let depth = UInt64(page.elements[own].depth - page.elements[element].depth)
        return (features.shape(of: own) &* 31 &+ UInt64(UInt32(bitPattern: group))) &* 31 &+ depth
      }
      element = page.elements[element].parent
    }
    return nil
  }

  /// Lists and tables, or parts of them, that no rule cuts stay between leaves that stay, unless the model is
  /// sure of the opposite.
  private mutating func keepEnclosedLists(_ features: LeafFeatures) {
    let rows = rowsOfText(features)
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
        let isNear = before[leaf] || isLead(leaf, old, features)
        let stays = old == nil || (isNear && after[leaf] && old != .hidden && old != .comments)
        rules[leaf] = stays ? nil : old
      } else if isSign(leaf, features) {
        rules[leaf] = before[leaf] && after[leaf] ? nil : old ?? Self.rule
      }
    }
  }

  /// Whether a caption before the text is that of the page's leading picture: it stands under the title, or
  /// in the element that holds the text, and no rule names an element around it.
  private func isLead(_ leaf: Int, _ rule: CutRule?, _ features: LeafFeatures) -> Bool {
    guard features.cuts.rules[features.page.leaves[leaf].element] == nil else { return false }
    if rule == .beforeContent { return true }
    return rule == .outsideMainContent && features.titleLeaf.map { $0 < leaf } == true
  }

  private func isSign(_ leaf: Int, _ features: LeafFeatures) -> Bool {
    features.texts[leaf].letters == 0 && !features.context.isHiddenByTag[features.page.leaves[leaf].element]
  }

  /// The rows but for captions.
  private func rowsOfText(_ features: LeafFeatures) -> [Int] {
    guard features.rows.contains(where: { isCaption($0, features) }) else { return features.rows }
    return features.rows.filter { !isCaption($0, features) }
  }

  func isCaption(_ leaf: Int, _ features: LeafFeatures) -> Bool {
    features.letters.isCaption[leaf] && (1..<600).contains(features.texts[leaf].letters)
  }
}

extension ContentChoice {
  /// Bounds how much prose the model may take from what the rules keep: boilerplate that stays can be taken
  /// out later, the author's text that goes is lost. Of all prose the model may take a share; beyond that the
  /// likeliest leaves stay.
  mutating func keepProse(_ features: LeafFeatures) {
    var (all, cut): (Int, [Int]) = (0, [])
    for leaf in features.rows where isProse(leaf, features) && features.content.rules[leaf] == nil {
      all += features.texts[leaf].letters
      if rules[leaf] != nil { cut.append(leaf) }
    }
    var gone = cut.reduce(0) { $0 + features.texts[$1].letters }
    for leaf in cut.sorted(by: { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }) {
      guard gone * 100 > all * 15 else { return }
      rules[leaf] = nil
      gone -= features.texts[leaf].letters
    }
  }

  private func isProse(_ leaf: Int, _ features: LeafFeatures) -> Bool {
    let text = features.texts[leaf]
    return text.letters >= 60 && text.linkLetters * 3 < text.letters && text.sentences > 0
  }
}
