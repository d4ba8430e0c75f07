import Markup

extension FeatureTable {
  /// Where a leaf stands to the page's title and to the last lines that announce other pages or comments.
  mutating func addLandmarks(
    _ features: LeafFeatures, _ leaf: Int, _ element: Int, _ whole: SIMD8<Int32>, _ landmarks: Landmarks
  ) {
    add(landmarks.title.map { clampedRows(features, $0, leaf) } ?? -1_000)
    let title = landmarks.title.map { commonLevels(features, $0, element) }
    add(title?.levels ?? -1)
    add(
      title.map { LeafFeatures.share(features.sum(features.page.elements[$0.common].leaves)[4], whole[4]) }
        ?? -1)
    for mark in [landmarks.more, landmarks.comment] {
      add(mark.map { clampedRows(features, $0, leaf) } ?? -1)
      add(mark.map { commonLevels(features, $0, element).levels } ?? -1)
    }
    add(Int(features.context.articleDepth[element]))
    add(landmarks.title == leaf)
    for mark in [landmarks.more, landmarks.comment] {
      let common = mark.map { commonLevels(features, $0, element).common }
      add(
        common.map { LeafFeatures.share(features.sum(features.page.elements[$0].leaves)[0], whole[0]) } ?? -1)
    }
  }

  private func clampedRows(_ features: LeafFeatures, _ from: Int, _ to: Int) -> Int32 {
    from <= to ? min(200, features.sum(from..<to)[3]) : -min(200, features.sum(to..<from)[3])
  }

  /// The element around both a leaf and an element, and how many levels it is above the leaf's.
  private func commonLevels(_ features: LeafFeatures, _ mark: Int, _ element: Int) -> (
    levels: Int, common: Int
  ) {
    var common = features.page.leaves[mark].element
    var levels = 0
    while common > 0, !features.page.isInside(element, common) {
      common = features.page.elements[common].parent
      levels += 1
    }
    return (levels, common)
  }

  /// Leaves that tell where the text begins and what follows it.
  struct Landmarks {
    var title: Int?
    var more: Int?
    var comment: Int?

    /// Passes a leaf: a heading, or a short line without a sentence, may announce what follows.
    mutating func pass(_ leaf: Int, _ features: LeafFeatures) {
      let text = features.texts[leaf]
      guard text.letters < 50, text.linkLetters * 2 <= text.letters,
        features.isHeading(leaf) || text.strongLetters * 2 > text.letters || text.words <= 5
      else { return }
      if text.hits[5] > 0 { more = leaf }
      if text.hits[2] > 0 { comment = leaf }
    }
  }
}
