/// How far two spellings are from each other.
enum EditDistance {
  /// Insertions, deletions, substitutions and swaps of neighbours; nil when more than a limit.
  ///
  /// What both begin and end with is left out first, so that names with a word in common cost little.
  /// - Complexity: O(length of what differs · limit); names only.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit, left.count <= 80, right.count <= 80 else { return nil }
    var (start, leftEnd, rightEnd) = (0, left.count, right.count)
    while start < leftEnd, start < rightEnd, left[start] == right[start] { start += 1 }
    while leftEnd > start, rightEnd > start, left[leftEnd - 1] == right[rightEnd - 1] {
      leftEnd -= 1
      rightEnd -= 1
    }
    if start == leftEnd || start == rightEnd {
      let rest = leftEnd - start + rightEnd - start
      return rest <= limit ? rest : nil
    }
    guard limit > 0 else { return nil }
    return rows(left[start..<leftEnd], right[start..<rightEnd], limit: limit)
  }

  /// The rows of the matrix, as far as they are within the limit of its diagonal.
  private static func rows(
    _ left: ArraySlice<Unicode.Scalar>, _ right: ArraySlice<Unicode.Scalar>, limit: Int
  ) -> Int? {
    let width = right.count + 1
    let far = limit + 1
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: width * 3) { cells -> Int? in
      for column in 0..<width { cells[column] = min(column, far) }
      var (before, previous, current) = (2 * width, 0, width)
      for column in 0..<width { cells[before + column] = far }
      for row in 1...left.count {
        let scalar = left[left.startIndex + row - 1]
        let band = max(1, row - limit)...max(1, min(right.count, row + limit))
        for column in 0..<width { cells[current + column] = far }
        cells[current] = min(row, far)
        var least = cells[current]
        for column in band {
          let other = right[right.startIndex + column - 1]
          var best = min(
            cells[previous + column - 1] + (scalar == other ? 0 : 1), cells[previous + column] + 1,
            cells[current + column - 1] + 1)
          if row > 1, column > 1, scalar == right[right.startIndex + column - 2],
            left[left.startIndex + row - 2] == other
          {
            best = min(best, cells[before + column - 2] + 1)
          }
          cells[current + column] = min(best, far)
          least = min(least, best)
        }
        if least > limit { return nil }
        (before, previous, current) = (previous, current, before)
      }
      let distance = cells[previous + right.count]
      return distance <= limit ? distance : nil
    }
  }

  /// How much a name of several words may differ, letters counted without spaces.
  static func limit(letters: Int) -> Int { letters < 6 ? 0 : letters < 10 ? 1 : 2 }
}
