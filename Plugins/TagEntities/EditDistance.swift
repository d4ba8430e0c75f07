/// How far two spellings are from each other.
enum EditDistance {
  /// Insertions, deletions, substitutions and swaps of neighbours; nil when more than a limit.
  ///
  /// - Complexity: O(length²); names only.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit, left.count <= 80, right.count <= 80 else { return nil }
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, scalar) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var best = min(previous[column] + (scalar == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      (before, previous) = (previous, current)
    }
    let distance = previous[right.count]
    return distance <= limit ? distance : nil
  }

  /// How much a name of several words may differ, letters counted without spaces.
  static func limit(letters: Int) -> Int { letters < 6 ? 0 : letters < 10 ? 1 : 2 }
}
