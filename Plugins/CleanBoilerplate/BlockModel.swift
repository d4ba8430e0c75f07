import StageKit

/// Two passes of boosted trees over the features of leaves: how probable it is that a leaf belongs to the main
/// content.
///
/// All numbers are whole: features, thresholds, and the values of the leaves of trees (thousandths of the
/// logarithm of the odds), so that a page gets the same scores on every machine.
struct BlockModel: Sendable {
  /// The trees of one pass, node after node.
  struct Forest: Sendable, Equatable {
    var base: Int32 = 0
    /// Index of the first node of each tree.
    var roots: [Int32] = []
    var nodes: [Node] = []
  }

  struct Node: Sendable, Equatable {
    /// The column asked, or -1 in a leaf of the tree.
    var column: Int16
    /// At most this goes left, to the next node; in a leaf the value.
    var threshold: Int32
    /// Index of the node for more than that.
    var right: Int32
  }

  var first = Forest()
  var second = Forest()
  /// How the cut-off follows from the page's scores.
  var cutOff = CutOff()

  struct CutOff: Sendable, Equatable {
    var lowest: Int32 = 250
    var highest: Int32 = 650
    /// Thousandths of the threshold for the greatest expected F1.
    var factor: Int32 = 1_200
  }

  /// The scores of the rows of a page, in thousandths.
  func scores(_ features: LeafFeatures) -> [Int32] {
    let table = FeatureTable(features)
    let rows = table.rows.count
    guard rows > 0 else { return [] }
    let early = first.scores(table.values, width: FeatureTable.width, rows: rows)
    guard !second.roots.isEmpty else { return early }
    let context = ScoreContext(features, early)
    var joined: [Int32] = []
    joined.reserveCapacity(rows * (FeatureTable.width + ScoreContext.width))
    for row in 0..<rows {
      joined += table.values[row * FeatureTable.width..<(row + 1) * FeatureTable.width]
      joined += context.values[row * ScoreContext.width..<(row + 1) * ScoreContext.width]
    }
    return second.scores(joined, width: FeatureTable.width + ScoreContext.width, rows: rows)
  }
}

extension BlockModel.Forest {
  /// - Complexity: O(rows · trees · depth).
  func scores(_ values: [Int32], width: Int, rows: Int) -> [Int32] {
    var result = [Int32](repeating: 0, count: rows)
    values.withUnsafeBufferPointer { values in
      nodes.withUnsafeBufferPointer { nodes in
        for row in 0..<rows {
          let start = row * width
          var sum = base
          for root in roots {
            var i = Int(root)
            while nodes[i].column >= 0 {
              let value = values[start + Int(nodes[i].column)]
              i = value <= nodes[i].threshold ? i + 1 : Int(nodes[i].right)
            }
            sum &+= nodes[i].threshold
          }
          result[row] = Probability.thousandths(logit: sum)
        }
      }
    }
    return result
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
