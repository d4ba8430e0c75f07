extension Array {
  /// The index of the first element for which `matches`; `count` when there is none.
  ///
  /// - Parameter matches: false for a prefix of the array and true for the rest.
  /// - Complexity: O(log count).
  func partitionPoint(where matches: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if matches(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
