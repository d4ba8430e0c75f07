import StageKit

/// Boosted trees over the features of leaves: how probable it is that a leaf belongs to the main content, and
/// what kind of page it stands on.
///
/// All numbers are whole: features, thresholds, and the values of the leaves of trees (thousandths of the
/// logarithm of the odds), so that a page gets the same scores on every machine.
struct BlockModel: Sendable {
  /// Trees, node after node.
  struct Forest: Sendable, Equatable {
    var name = ""
    var base: Int32 = 0
    /// Index of the first node of each tree.
    var roots: [Int32] = []
    var nodes: [Node] = []
  }

  struct Node: Sendable, Equatable {
    /// The feature asked, or -1 in a leaf of the tree.
    var column: Int16
    /// At most this goes left, to the next node; in a leaf the value.
    var threshold: Int32
    /// Index of the node for more than that.
    var right: Int32
  }

  /// How the score from which leaves stay follows from all scores of a page.
  struct CutOff: Sendable, Equatable {
    var lowest: Int32
    var highest: Int32
    /// Thousandths of the score with the greatest expected F1.
    var factor: Int32
  }

  private(set) var content = Forest()
  /// `content` once more, where it has a form that is faster.
  private var scorer: ForestScorer?
  /// One for each profile of a page; the greatest sum wins.
  var profiles: [Forest] = []
  /// By profile; the empty name is for every other.
  var cutOffs: [String: CutOff] = [:]

  mutating func setContent(_ forest: Forest) {
    content = forest
    scorer = ForestScorer(forest, firstPageColumn: FeatureTable.width - PageFeatures.names.count)
  }

  /// The scores of the rows of a page, in thousandths, and its profile: `article`, `forum`, `listing`,
  /// `product`, `documentation`, `service`; nil for a page without text.
  ///
  /// - Complexity: O(rows · trees · depth).
  func read(_ features: LeafFeatures) -> (scores: [Int32], profile: String?) {
    var table = FeatureTable(features)
    var scores: [Int32] = []
    var profile: String?
    scores.reserveCapacity(table.rows.count)
    while table.makePart() {
      table.values.withUnsafeBufferPointer { values in
        if scores.isEmpty { profile = self.profile(values) }
        addScores(values, to: &scores)
      }
    }
    return (scores, profile)
  }

  /// The profile of a page by one of its rows: what is asked is the same in all.
  private func profile(_ row: UnsafeBufferPointer<Int32>) -> String? {
    var best: (name: String, sum: Int32)?
    for forest in profiles {
      let sum = forest.sum(row, 0)
      if sum > best?.sum ?? Int32.min { best = (forest.name, sum) }
    }
    return best?.name
  }

  private func addScores(_ values: UnsafeBufferPointer<Int32>, to scores: inout [Int32]) {
    let width = FeatureTable.width
    let first = scores.count
    if let scorer {
      scorer.addSums(values, width: width, to: &scores)
    } else {
      for start in stride(from: 0, to: values.count, by: width) { scores.append(content.sum(values, start)) }
    }
    for i in first..<scores.count { scores[i] = Probability.thousandths(logit: scores[i]) }
  }

  /// The score from which leaves stay: near the one with the greatest expected F1, the scores taken as
  /// probabilities.
  func threshold(_ scores: [Int32], letters: [Int], profile: String?) -> Int32 {
    let cutOff = cutOffs[profile ?? ""] ?? cutOffs[""] ?? CutOff(lowest: 500, highest: 500, factor: 1_000)
    let best = Self.bestThreshold(scores, letters) * cutOff.factor / 1_000
    return min(max(best, cutOff.lowest), cutOff.highest)
  }

  private static func bestThreshold(_ scores: [Int32], _ letters: [Int]) -> Int32 {
    var byScore = [Int64](repeating: 0, count: 1_001)
    for (score, count) in zip(scores, letters) { byScore[Int(score)] += Int64(count) }
    let expected = byScore.enumerated().reduce(Int64(0)) { $0 + $1.element * Int64($1.offset) }
    var (kept, right): (Int64, Int64) = (0, 0)
    var best: (value: Double, score: Int32) = (-1, 500)
    for score in stride(from: 1_000, through: 0, by: -1) where byScore[score] > 0 {
      kept += byScore[score]
      right += byScore[score] * Int64(score)
      let value = 2 * Double(right) / (Double(kept) * 1_000 + Double(expected) + 1)
      if value > best.value { best = (value, Int32(score)) }
    }
    return best.score
  }
}

extension BlockModel.Forest {
  /// The sum of the values that the trees give a row of features.
  ///
  /// - Complexity: O(trees · depth).
  func sum(_ values: UnsafeBufferPointer<Int32>, _ start: Int) -> Int32 {
    nodes.withUnsafeBufferPointer { nodes in
      var sum = base
      for root in roots {
        var i = Int(root)
        while nodes[i].column >= 0 {
          i = values[start + Int(nodes[i].column)] <= nodes[i].threshold ? i + 1 : Int(nodes[i].right)
        }
        sum &+= nodes[i].threshold
      }
      return sum
    }
  }
}

/// Probabilities of logarithms of odds, without floating point.
enum Probability {
  /// - Parameter logit: thousandths.
  static func thousandths(logit: Int32) -> Int32 {
    var low = 0
    var high = bounds.count
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] <= logit { low = middle + 1 } else { high = middle }
    }
    return Int32(low)
  }

  /// The least logit of each probability from 1 to 1000 thousandths, rounded.
  private static let bounds: [Int32] = {
    let ln = logarithms(upTo: 2_000)
    return (0..<1_000).map { Int32((ln[2 * $0 + 1] - ln[1_999 - 2 * $0]) >> 10) }
  }()

  /// 1024000 times the natural logarithms of the numbers from 0 (not used) on, from
  /// ln(k / (k - 1)) = 2 artanh(1 / (2k - 1)) in whole numbers of 2^-40.
  private static func logarithms(upTo limit: Int) -> [Int] {
    var sums = [0, 0]
    for k in 2...limit {
      let x = 2 * k - 1
      var (term, n, sum) = ((2 << 40) / x, 1, sums[k - 1])
      while term > 0 {
        sum += term / n
        term /= x * x
        n += 2
      }
      sums.append(sum)
    }
    return sums.map { (($0 >> 20) * 1_024_000) >> 20 }
  }
}
