import Markup

extension FeatureTable {
  /// Where a leaf stands on the page, to the main content, and to the heading before it.
  mutating func addPlace(
    _ features: LeafFeatures, _ row: Int, _ leaf: Int, _ element: Int, _ container: Int,
    _ whole: SIMD8<Int32>,
    _ heading: Int
  ) {
    let before = features.sum(0..<leaf)
    let inside = features.page.elements[container].leaves
    add(LeafFeatures.share(Int32(row), whole[3]))
    add(LeafFeatures.share(before[0], whole[0]))
    add(before[0])
    add(LeafFeatures.share(before[4], whole[4]))
    add(whole[4] - before[4])
    add(inside.contains(leaf))
    add(
      leaf < inside.lowerBound
        ? leaf - inside.lowerBound
        : leaf >= inside.upperBound
          ? leaf - inside.upperBound + 1 : 0)
    var common = element
    var levels = 0
    while common > 0, !features.page.isInside(container, common), !features.page.isInside(common, container) {
      common = features.page.elements[common].parent
      levels += 1
    }
    let sum = features.sum(features.page.elements[common].leaves)
    add(LeafFeatures.share(sum[4], whole[4]))
    add(levels)
    add(heading >= 0 ? min(50, features.sum(heading..<leaf)[3]) : -1)
    add(
      heading >= 0 ? features.page.elements[features.page.leaves[heading].element].tag.headingLevel ?? 0 : 0)
    add(heading >= 0 ? features.texts[heading].letters : 0)
    add(heading >= 0 && features.texts[heading].linkLetters * 2 > features.texts[heading].letters)
    add(features.page.elements[element].depth - features.page.elements[container].depth)
  }

  /// What the rules say of a leaf.
  mutating func addRules(_ features: LeafFeatures, _ leaf: Int, _ element: Int) {
    let rule = features.content.rules[leaf]
    add(rule == nil ? 0 : 1 + (features.cuts.rules[element]?.number ?? 0))
    let isNamed = features.cuts.rules[element] != nil
    add(isNamed)
    add(rule == .outsideMainContent)
    add(rule == .linkDensity)
    add(rule == .linkList)
    add(rule == .beforeContent)
    add(rule == .afterContent)
    add(rule == .comments)
    add(rule == .hidden)
    add(0)  // The model was trained with a column that is no longer told.
    add(features.letters.isCaption[leaf] && features.texts[leaf].letters > 0)
  }
}
