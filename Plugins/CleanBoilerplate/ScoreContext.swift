import Markup

/// What the second pass of the block model looks at: the scores of the first one around a leaf.
///
/// Scores are in thousandths. Means weigh a leaf by its letters, cut at 400, so that one long leaf does not
/// speak for all.
struct ScoreContext {
  private(set) var values: [Int32] = []
  static let width = names.count
  static let names: [String] = [
    "own", "previous1", "previous2", "previous3", "next1", "next2", "next3", "window3", "window8", "area1",
    "area2", "area3", "parent", "shape", "shapeLetters", "shapeShare", "run", "runCount", "page", "pageLetters",
    "expectedBefore", "expectedAfter", "toHighBefore", "toHighAfter", "threshold", "rank", "sinceHeading",
    "untilHeading", "best", "headingOwn", "commonMass",
  ].map { "score." + $0 }

  private let features: LeafFeatures
  private let rows: [Int]
  private let scores: [Int32]
  /// Sums over rows: weight, weight times score.
  private var sums: [SIMD2<Int64>] = [SIMD2(0, 0)]
  /// Row before which a leaf stands.
  private var rowOfLeaf: [Int32]

  init(_ features: LeafFeatures, _ scores: [Int32]) {
    self.features = features
    self.scores = scores
    rows = features.rows
    rowOfLeaf = Array(repeating: 0, count: features.page.leaves.count + 1)
    for (row, leaf) in rows.enumerated() {
      let weight = Int64(min(features.texts[leaf].letters, 400))
      sums.append(sums[row] &+ SIMD2(weight, weight * Int64(scores[row])))
    }
    var row = 0
    for leaf in rowOfLeaf.indices {
      while row < rows.count, rows[row] < leaf { row += 1 }
      rowOfLeaf[leaf] = Int32(row)
    }
    fill()
  }

  private func mean(_ range: Range<Int>) -> Int32 {
    let sum = sums[range.upperBound] &- sums[range.lowerBound]
    return sum[0] > 0 ? Int32(sum[1] / sum[0]) : -1
  }

  private func mean(ofLeaves leaves: Range<Int>) -> Int32 {
    mean(Int(rowOfLeaf[leaves.lowerBound])..<Int(rowOfLeaf[leaves.upperBound]))
  }

  private mutating func fill() {
    let count = rows.count
    let whole = sums[count]
    let (shapes, shapeSums) = sumsOfShapes()
    let runs = sumsOfRuns()
    let threshold = Self.threshold(scores, rows.map { features.texts[$0].letters })
    var order = [Int32](repeating: 0, count: 1_002)
    for score in scores { order[Int(score) + 1] += 1 }
    for i in 1..<order.count { order[i] += order[i - 1] }
    let (before, after) = distancesToHigh()
    let (headings, nextHeadings) = headingRows()
    values.reserveCapacity(count * Self.width)
    let best = scores.max() ?? 0
    for row in 0..<count {
      let leaf = rows[row]
      let element = features.page.leaves[leaf].element
      values.append(scores[row])
      for step in [-1, -2, -3, 1, 2, 3] {
        values.append(scores.indices.contains(row + step) ? scores[row + step] : -1)
      }
      for width in [3, 8] { values.append(mean(max(0, row - width)..<min(count, row + width + 1))) }
      addAreas(element)
      let shape = shapeSums[shapes[row]]
      values.append(shape[0] > 0 ? Int32(shape[1] / shape[0]) : -1)
      values.append(Int32(clamping: shape[0]))
      values.append(whole[0] > 0 ? Int32(shape[0] * 1_000 / whole[0]) : 0)
      addRun(element, runs)
      values.append(whole[0] > 0 ? Int32(whole[1] / whole[0]) : 0)
      values.append(Int32(clamping: whole[1] / 1_000))
      values.append(whole[1] > 0 ? Int32(sums[row][1] * 1_000 / whole[1]) : 0)
      values.append(whole[1] > 0 ? Int32((whole[1] - sums[row + 1][1]) * 1_000 / whole[1]) : 0)
      values.append(before[row])
      values.append(after[row])
      values.append(threshold)
      values.append(order[Int(scores[row])] * 1_000 / Int32(count))
      values.append(headings[row] >= 0 ? mean(headings[row]..<row + 1) : -1)
      values.append(mean(row..<max(row + 1, nextHeadings[row])))
      values.append(best)
      values.append(headings[row] >= 0 ? scores[headings[row]] : -1)
      let parent = features.page.elements[features.page.elements[element].parent < 0 ? 0
        : features.page.elements[element].parent].leaves
      let inside = sums[Int(rowOfLeaf[parent.upperBound])][1] - sums[Int(rowOfLeaf[parent.lowerBound])][1]
      values.append(whole[1] > 0 ? Int32(inside * 1_000 / whole[1]) : 0)
    }
  }

  private mutating func addAreas(_ element: Int) {
    var area = element
    var known: Int32 = 1
    for _ in 0..<3 {
      while area > 0, features.sum(features.page.elements[area].leaves)[3] <= known {
        area = features.page.elements[area].parent
      }
      let leaves = features.page.elements[area].leaves
      known = max(known, features.sum(leaves)[3])
      values.append(mean(ofLeaves: leaves))
    }
    let parent = max(0, features.page.elements[element].parent)
    values.append(mean(ofLeaves: features.page.elements[parent].leaves))
  }

  private mutating func addRun(_ element: Int, _ runs: [SIMD2<Int64>]) {
    var i = element
    while i > 0, features.context.groupCounts[Int(features.context.group[i])] < 3 {
      i = features.page.elements[i].parent
    }
    guard i > 0 else {
      values.append(-1)
      values.append(0)
      return
    }
    let group = Int(features.context.group[i])
    values.append(runs[group][0] > 0 ? Int32(runs[group][1] / runs[group][0]) : -1)
    values.append(features.context.groupCounts[group])
  }

  /// Leaves whose elements look the same and stand in elements that look the same.
  private func sumsOfShapes() -> ([Int], [SIMD2<Int64>]) {
    var numbers: [UInt64: Int] = [:]
    var shapes: [Int] = []
    var result: [SIMD2<Int64>] = []
    for (row, leaf) in rows.enumerated() {
      let element = features.page.leaves[leaf].element
      let hash = features.shape(of: element)
      let number = numbers[hash] ?? result.count
      if number == result.count {
        numbers[hash] = number
        result.append(SIMD2(0, 0))
      }
      shapes.append(number)
      result[number] &+= sums[row + 1] &- sums[row]
    }
    return (shapes, result)
  }

  private func sumsOfRuns() -> [SIMD2<Int64>] {
    var result = [SIMD2<Int64>](repeating: SIMD2(0, 0), count: features.context.groupCounts.count)
    for element in 1..<max(1, features.page.elements.count) {
      let leaves = features.page.elements[element].leaves
      let group = Int(features.context.group[element])
      guard features.context.groupCounts[group] >= 3, !leaves.isEmpty else { continue }
      result[group] &+= sums[Int(rowOfLeaf[leaves.upperBound])] &- sums[Int(rowOfLeaf[leaves.lowerBound])]
    }
    return result
  }

  private func distancesToHigh() -> ([Int32], [Int32]) {
    var before = [Int32](repeating: -1, count: rows.count)
    var after = before
    var last = -1
    for row in rows.indices {
      before[row] = last >= 0 ? Int32(min(row - last, 60)) : -1
      if scores[row] >= 700, features.texts[rows[row]].letters >= 60 { last = row }
    }
    last = -1
    for row in rows.indices.reversed() {
      after[row] = last >= 0 ? Int32(min(last - row, 60)) : -1
      if scores[row] >= 700, features.texts[rows[row]].letters >= 60 { last = row }
    }
    return (before, after)
  }

  /// For each row the last heading at or before it, and the next one after it.
  private func headingRows() -> ([Int], [Int]) {
    var before = [Int](repeating: -1, count: rows.count)
    var after = [Int](repeating: rows.count, count: rows.count)
    var last = -1
    for row in rows.indices {
      if features.isHeading(rows[row]) { last = row }
      before[row] = last
    }
    last = rows.count
    for row in rows.indices.reversed() {
      after[row] = last
      if features.isHeading(rows[row]) { last = row }
    }
    return (before, after)
  }

  /// The score from which leaves are kept when the expected share of right letters (F1) is to be greatest,
  /// the scores taken as probabilities.
  static func threshold(_ scores: [Int32], _ letters: [Int]) -> Int32 {
    var byScore = [Int64](repeating: 0, count: 1_001)
    for (score, count) in zip(scores, letters) { byScore[Int(score)] += Int64(count) }
    let expected = byScore.enumerated().reduce(Int64(0)) { $0 + $1.element * Int64($1.offset) }
    var (kept, right): (Int64, Int64) = (0, 0)
    var best: (Double, Int32) = (-1, 500)
    for score in stride(from: 1_000, through: 0, by: -1) where byScore[score] > 0 {
      kept += byScore[score]
      right += byScore[score] * Int64(score)
      let value = 2 * Double(right) / (Double(kept) * 1_000 + Double(expected) + 1)
      if value > best.0 { best = (value, Int32(score)) }
    }
    return best.1
  }
}
