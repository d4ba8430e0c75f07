/// Matches that cross.
enum Crossings {
  /// Takes out matches until none crosses another: the higher rank stays, else the one that begins first. What
  /// counts only with support elsewhere gives way to what does not. Where two names with a space between, "Quốc
  /// hội" and "Việt Nam Cộng hòa", cover all, one that cuts the second, "Quốc hội Việt Nam", gives way to them.
  ///
  /// - Returns: ascending by start, longer before shorter.
  /// - Complexity: O(n log n · depth of nesting).
  static func removed(from matches: [NameMatch]) -> [NameMatch] {
    guard zip(matches, matches.dropFirst()).contains(where: { $0.range.upperBound > $1.range.lowerBound })
    else { return matches }
    let order = matches.sorted(by: precedes)
    guard hasCrossing(order) else { return order }
    var isDropped = [Bool](repeating: false, count: order.count)
    /// Matches that the place is in, the innermost last.
    var open: [Int] = []
    for (index, match) in order.enumerated() {
      if open.contains(where: { order[$0].range.upperBound <= match.range.lowerBound }) {
        open.removeAll { order[$0].range.upperBound <= match.range.lowerBound }
      }
      let crossed = open.filter {
        order[$0].range.upperBound < match.range.upperBound
          && order[$0].range.lowerBound < match.range.lowerBound
      }
      if crossed.contains(where: { !givesWay($0, to: index, in: order) }) {
        isDropped[index] = true
      } else {
        for other in crossed { isDropped[other] = true }
        if !crossed.isEmpty { open.removeAll { isDropped[$0] } }
        open.append(index)
      }
    }
    return isDropped.contains(true) ? order.indices.filter { !isDropped[$0] }.map { order[$0] } : order
  }

  private static func precedes(_ left: NameMatch, _ right: NameMatch) -> Bool {
    if left.range.lowerBound != right.range.lowerBound {
      return left.range.lowerBound < right.range.lowerBound
    }
    return left.range.upperBound == right.range.upperBound
      ? (left.image, left.name) < (right.image, right.name) : left.range.upperBound > right.range.upperBound
  }

  /// Whether a match gives way to a later one that crosses it.
  private static func givesWay(_ number: Int, to later: Int, in order: [NameMatch]) -> Bool {
    let (one, other) = (order[number], order[later])
    if strength(one) < strength(other) { return true }
    guard one.isAllCaps == other.isAllCaps else { return false }
    // Those that begin where the one does and are shorter come right behind it, and so for the other.
    let first = order[(number + 1)...].prefix { $0.range.lowerBound == one.range.lowerBound }
      .filter { $0.range.upperBound + 1 == other.range.lowerBound }
    // "Ban Chấp hành Trung ương" is the same body as with "Đảng" behind, which begins the party's name.
    if first.contains(where: { $0.image == one.image && $0.referent == one.referent }) { return true }
    let hasRest = order[(later + 1)...].prefix { $0.range.lowerBound == other.range.lowerBound }
      .contains { $0.range.upperBound == one.range.upperBound }
    return !first.isEmpty && hasRest
  }

  /// Whether a match crosses another.
  ///
  /// - Parameter matches: ascending by start, longer before shorter.
  private static func hasCrossing(_ matches: [NameMatch]) -> Bool {
    // The ends of those that the place is in: as long as none crosses, the innermost last.
    withUnsafeTemporaryAllocation(of: Int.self, capacity: matches.count) { ends in
      var depth = 0
      for match in matches {
        while depth > 0, ends[depth - 1] <= match.range.lowerBound { depth -= 1 }
        if depth > 0, ends[depth - 1] < match.range.upperBound { return true }
        ends.initializeElement(at: depth, to: match.range.upperBound)
        depth += 1
      }
      return false
    }
  }

  private static func strength(_ match: NameMatch) -> Int { match.isAllCaps ? -1 : match.rank }
}
