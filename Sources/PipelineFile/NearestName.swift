/// Finds the name that was probably meant.
enum NearestName {
  /// The name with the fewest single-character changes, when they are fewer than 4 and fewer than either name
  /// has characters.
  ///
  /// - Complexity: O(names · length²); names longer than 64 scalars have no neighbour.
  static func of(_ written: String, among names: [String]) -> String? {
    let scalars = Array(written.unicodeScalars)
    guard scalars.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for name in names {
      let candidate = Array(name.unicodeScalars)
      guard abs(candidate.count - scalars.count) < 4, candidate.count <= 64 else { continue }
      let distance = editDistance(scalars, candidate)
      if distance < min(4, candidate.count, scalars.count), distance < best?.distance ?? .max {
        best = (name, distance)
      }
    }
    return best?.name
  }

  /// Levenshtein's distance.
  private static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let substitution = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substitution, diagonal + 1, row[j] + 1)
      }
    }
    return row[right.count]
  }
}
