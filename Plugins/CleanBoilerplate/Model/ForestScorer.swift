/// A forest in the form in which sixteen rows are scored at once.
///
/// After C. Lucchese and others, "QuickScorer" (SIGIR 2015): each leaf of a tree is a bit; a condition that does
/// not hold takes away the leaves on its side, for sixteen rows by one comparison; of the leaves that remain the
/// first is the one reached. The sums are those that walking the trees gives.
struct ForestScorer: Sendable {
  /// "More than the threshold" takes all leaves but those of the mask away.
  private struct Condition {
    var column: UInt16
    var tree: UInt16
    var threshold: Int32
    var mask: UInt16
  }

  /// Rows that are scored at once.
  static let lanes = 16
  private static let maxLeaves = 16

  private let base: Int32
  private let treeCount: Int
  /// The values of the leaves, sixteen places for each tree.
  private var values: [Int32]
  /// Those on columns that differ from row to row, by column; its number counts the columns that are asked.
  private var conditions: [Condition] = []
  /// Those on columns that are the same in all rows of a page.
  private var pageConditions: [Condition] = []
  /// The columns that are asked.
  private var columns: [Int] = []

  /// Nil for a forest with a tree of more than sixteen leaves, or a threshold of more than 16 bits.
  ///
  /// - Parameter firstPageColumn: from which column on all rows of a page are the same.
  init?(_ forest: BlockModel.Forest, firstPageColumn: Int) {
    base = forest.base
    treeCount = forest.roots.count
    values = Array(repeating: 0, count: treeCount * Self.maxLeaves)
    guard treeCount <= Int(UInt16.max) else { return nil }
    var found: [Condition] = []
    for (tree, root) in forest.roots.enumerated() {
      var leaves = 0
      guard add(forest.nodes, Int(root), UInt16(tree), &leaves, &found) != nil else { return nil }
    }
    pageConditions = found.filter { Int($0.column) >= firstPageColumn }
    conditions = found.filter { Int($0.column) < firstPageColumn }.sorted {
      ($0.column, $0.tree) < ($1.column, $1.tree)
    }
    guard conditions.allSatisfy({ $0.threshold < Int16.max && $0.threshold >= Int16.min }) else { return nil }
    for i in conditions.indices {
      let column = Int(conditions[i].column)
      if columns.last != column { columns.append(column) }
      conditions[i].column = UInt16(columns.count - 1)
    }
  }

  /// Adds a node and what is below it; returns the bits of its leaves, nil where there are too many.
  private mutating func add(
    _ nodes: [BlockModel.Node], _ node: Int, _ tree: UInt16, _ leaves: inout Int, _ found: inout [Condition],
    depth: Int = 0
  ) -> UInt16? {
    // A deeper tree has more leaves.
    guard depth < Self.maxLeaves else { return nil }
    guard nodes[node].column >= 0 else {
      guard leaves < Self.maxLeaves else { return nil }
      values[Int(tree) * Self.maxLeaves + leaves] = nodes[node].threshold
      leaves += 1
      return 1 << UInt16(leaves - 1)
    }
    guard let left = add(nodes, node + 1, tree, &leaves, &found, depth: depth + 1),
      let right = add(nodes, Int(nodes[node].right), tree, &leaves, &found, depth: depth + 1)
    else { return nil }
    found.append(
      Condition(
        column: UInt16(nodes[node].column), tree: tree, threshold: nodes[node].threshold, mask: ~left))
    return left | right
  }

  /// Appends the sum of each row.
  ///
  /// - Parameters:
  ///   - rows: row after row, each of `width` values.
  /// - Complexity: O(rows · conditions / 16 + rows · trees).
  func addSums(_ rows: UnsafeBufferPointer<Int32>, width: Int, to sums: inout [Int32]) {
    let count = rows.count / width
    guard count > 0 else { return }
    var start = [SIMD16<UInt16>](repeating: SIMD16(repeating: .max), count: treeCount)
    for condition in pageConditions where rows[Int(condition.column)] > condition.threshold {
      start[Int(condition.tree)] &= SIMD16(repeating: condition.mask)
    }
    var block = [SIMD16<Int16>](repeating: SIMD16(repeating: 0), count: columns.count)
    var alive = start
    for first in stride(from: 0, to: count, by: Self.lanes) {
      let end = min(count, first + Self.lanes)
      fill(&block, rows, first..<end, width)
      alive.replaceSubrange(alive.indices, with: start)
      ask(block, &alive)
      add(alive, end - first, to: &sums)
    }
  }

  /// Puts the asked columns of some rows side by side.
  private func fill(
    _ block: inout [SIMD16<Int16>], _ values: UnsafeBufferPointer<Int32>, _ rows: Range<Int>, _ width: Int
  ) {
    block.withUnsafeMutableBytes { bytes in
      let lanes = bytes.bindMemory(to: Int16.self)
      for (lane, row) in rows.enumerated() {
        let start = row * width
        for (i, column) in columns.enumerated() {
          lanes[i * Self.lanes + lane] = Int16(clamping: values[start + column])
        }
      }
    }
  }

  private func ask(_ block: [SIMD16<Int16>], _ alive: inout [SIMD16<UInt16>]) {
    alive.withUnsafeMutableBufferPointer { alive in
      block.withUnsafeBufferPointer { block in
        for condition in conditions {
          let threshold = SIMD16<Int16>(repeating: Int16(truncatingIfNeeded: condition.threshold))
          let isMore = block[Int(condition.column)] .> threshold
          let lost = unsafeBitCast(isMore, to: SIMD16<UInt16>.self) & ~SIMD16(repeating: condition.mask)
          alive[Int(condition.tree)] &= ~lost
        }
      }
    }
  }

  private func add(_ alive: [SIMD16<UInt16>], _ rows: Int, to sums: inout [Int32]) {
    alive.withUnsafeBytes { bytes in
      let lanes = bytes.bindMemory(to: UInt16.self)
      values.withUnsafeBufferPointer { values in
        for lane in 0..<rows {
          var sum = base
          for tree in 0..<treeCount {
            let leaf = (UInt32(lanes[tree * Self.lanes + lane]) | 0x8000).trailingZeroBitCount
            sum &+= values[tree * Self.maxLeaves + leaf]
          }
          sums.append(sum)
        }
      }
    }
  }
}
