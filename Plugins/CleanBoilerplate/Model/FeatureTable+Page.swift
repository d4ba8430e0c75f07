import Markup

extension FeatureTable {
  /// What is the same in every row of a page.
  static func pageValues(_ features: LeafFeatures) -> [Int32] {
    let whole = features.sum(0..<features.page.leaves.count)
    var counts = [Int32](repeating: 0, count: Int(UInt8.max) + 1)
    for i in features.page.elements.indices { counts[Int(features.page.elements[i].tag.rawValue)] += 1 }
    func count(_ tag: Tag) -> Int32 { counts[Int(tag.rawValue)] }
    var long: Int32 = 0, questions: Int32 = 0, dates: Int32 = 0
    var shop: Int32 = 0, forum: Int32 = 0, comment: Int32 = 0, kept: Int32 = 0
    for row in features.rows {
      let text = features.texts[row]
      if text.letters >= 150 { long += 1 }
      questions += Int32(clamping: text.questions)
      if text.hasYear && text.letters < 60 { dates += 1 }
      shop += Int32(text.hits[8])
      forum += Int32(text.hits[9])
      comment += Int32(text.hits[2])
      if features.content.rules[row] == nil { kept += Int32(clamping: text.letters) }
    }
    let (repeatLetters, repeatCount) = largestRepeat(features)
    let head = features.head
    var values: [Int32] = [
      whole[0], whole[3], LeafFeatures.share(whole[1], whole[0]), LeafFeatures.share(whole[4], whole[0]),
      long,
      whole[6], count(.h1), count(.article), count(.form), count(.img), count(.table), count(.li), whole[5],
      dates,
      shop, forum, comment, questions, LeafFeatures.share(repeatLetters, whole[0]), repeatCount, head.ogType,
      head.isPublished, head.schema[0], head.schema[1], head.schema[2], head.schema[3], head.schema[4],
      head.address.depth, head.address.words, head.address.digits,
      head.address.isKnown && head.address.depth == 0 ? 1 : 0, count(.input),
      Int32(features.cuts.commentAreas.count),
      LeafFeatures.share(kept, whole[0]),
    ]
    for i in PageFeatures.hints.indices { values.append(head.address.hints[i]) }
    return values
  }

  /// The row of like siblings with several leaves each that holds the most letters.
  private static func largestRepeat(_ features: LeafFeatures) -> (Int32, Int32) {
    var letters = [Int32](repeating: 0, count: features.context.groupCounts.count)
    for element in 1..<max(1, features.page.elements.count) {
      let sum = features.sum(features.page.elements[element].leaves)
      if sum[3] > 1 { letters[Int(features.context.group[element])] += sum[0] }
    }
    var best: (Int32, Int32) = (0, 0)
    for (i, value) in letters.enumerated() where features.context.groupCounts[i] >= 3 && value > best.0 {
      best = (value, features.context.groupCounts[i])
    }
    return best
  }
}
