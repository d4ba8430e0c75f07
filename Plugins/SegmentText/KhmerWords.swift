import UnicodeText

/// Cuts Khmer into words.
///
/// A text is cut into clusters (a base with what is stacked on it); for each cluster the weights of its
/// neighbourhood, three to either side, say whether a word begins. A zero-width space that the author typed
/// always ends a word.
struct KhmerWords: Sendable {
  let model: BoundaryModel
  /// Ranges of clusters around one, as the model's table names them.
  private static let ranges: [(first: Int, last: Int, template: Template)] = [
    (0, 0), (-1, -1), (-1, 0), (-2, -2), (-2, -1), (-2, 0), (-3, -3), (-3, -2), (-3, -1), (-3, 0), (1, 1),
    (0, 1), (2, 2), (1, 2), (0, 2), (3, 3), (2, 3), (1, 3), (0, 3),
  ].map { ($0.0, $0.1, Template("\($0.0):\($0.1)")) }
  private static let types = (-3...3).map { (place: $0, template: Template("type\($0)")) }
  private static let first = Template("first")
  private static let last = Template("last")
  private static let unspaced = (-1...2).map { (place: $0, template: Template("unspaced\($0)")) }

  /// The words and punctuation of a range; white space and invisible characters belong to none.
  ///
  /// - Complexity: O(n).
  func tokens(of text: [UInt8], in range: Range<Int>) -> [Token] {
    let line = KhmerClusters(text, in: range)
    let hash = TextHash(line.bytes)
    let begins = model.begins(line.clusters.indices.map { score($0, line.clusters, hash) })
    var tokens: [Token] = []
    var isOpen = false
    for (i, cluster) in line.clusters.enumerated() {
      if begins[i] || line.endsWord[i] { isOpen = false }
      for part in line.parts(of: cluster) {
        if part.kind == .blank {
          isOpen = false
          continue
        }
        let isPart = part.kind != .punctuation
        if isOpen, isPart, let last = tokens.indices.last, tokens[last].isOtherScript == (part.kind == .other)
        {
          tokens[last].range = tokens[last].range.lowerBound..<part.range.upperBound
        } else {
          tokens.append(Token(range: part.range, isWord: isPart, isOtherScript: part.kind == .other))
        }
        isOpen = isPart
      }
    }
    return tokens
  }

  private func score(_ i: Int, _ clusters: [KhmerClusters.Cluster], _ hash: TextHash) -> Int {
    var sum = 0
    for range in Self.ranges where i + range.first >= 0 && i + range.last < clusters.count {
      let bytes = clusters[i + range.first].bytes.lowerBound..<clusters[i + range.last].bytes.upperBound
      sum += model.weight(range.template.key(of: hash.of(bytes)))
    }
    for type in Self.types where clusters.indices.contains(i + type.place) {
      sum += model.weight(type.template.key(of: clusters[i + type.place].typeHash))
    }
    for flag in Self.unspaced
    where clusters.indices.contains(i + flag.place) && clusters[i + flag.place].isUnspaced {
      sum += model.weight(flag.template.key(of: 0))
    }
    if i == 0 { sum += model.weight(Self.first.key(of: 0)) }
    if i == clusters.count - 1 { sum += model.weight(Self.last.key(of: 0)) }
    return sum
  }
}
