import Testing

@testable import CleanBoilerplate

@Suite struct ForestScorerTests {
  /// Numbers that look random and are the same in every run.
  private struct Numbers {
    var state: UInt32 = 2_463_534_242
    mutating func next(below limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 17
      state ^= state << 5
      return Int(state % UInt32(limit))
    }
  }

  private static let width = 12

  /// Adds a tree of some leaves.
  private func add(_ leaves: Int, to forest: inout BlockModel.Forest, _ numbers: inout Numbers) {
    guard leaves > 1 else {
      forest.nodes.append(.init(column: -1, threshold: Int32(numbers.next(below: 2_000)) - 1_000, right: 0))
      return
    }
    let node = forest.nodes.count
    let threshold = Int32(numbers.next(below: 200)) - 100
    forest.nodes.append(.init(column: Int16(numbers.next(below: Self.width)), threshold: threshold, right: 0))
    let left = 1 + numbers.next(below: leaves - 1)
    add(left, to: &forest, &numbers)
    forest.nodes[node].right = Int32(forest.nodes.count)
    add(leaves - left, to: &forest, &numbers)
  }

  private func forest(leaves: Int) -> BlockModel.Forest {
    var (forest, numbers) = (BlockModel.Forest(name: "content", base: 7), Numbers())
    for _ in 0..<40 {
      forest.roots.append(Int32(forest.nodes.count))
      add(leaves, to: &forest, &numbers)
    }
    return forest
  }

  @Test func theSumsAreThoseOfWalkingTheTrees() throws {
    let forest = forest(leaves: 16)
    let scorer = try #require(ForestScorer(forest, firstPageColumn: 9))
    var numbers = Numbers(state: 77)
    for rows in [1, 15, 16, 17, 40] {
      var values = (0..<rows * Self.width).map { _ in Int32(numbers.next(below: 240)) - 120 }
      // What a page has is the same in all rows; other values may be any.
      for i in values.indices where i % Self.width >= 9 { values[i] = values[i % Self.width] }
      (values[0], values[rows / 2 * Self.width + 1]) = (.max, .min)
      var sums: [Int32] = []
      values.withUnsafeBufferPointer { scorer.addSums($0, width: Self.width, to: &sums) }
      let walked = values.withUnsafeBufferPointer { values in
        (0..<rows).map { forest.sum(values, $0 * Self.width) }
      }
      #expect(sums == walked)
    }
  }

  @Test func aForestThatDoesNotFitIsWalked() {
    #expect(ForestScorer(forest(leaves: 17), firstPageColumn: 9) == nil)
    var wide = forest(leaves: 4)
    wide.nodes[0].threshold = 70_000
    wide.nodes[0].column = 0
    #expect(ForestScorer(wide, firstPageColumn: 9) == nil)
    wide.nodes[0].column = 9
    #expect(ForestScorer(wide, firstPageColumn: 9) != nil)
  }
}
