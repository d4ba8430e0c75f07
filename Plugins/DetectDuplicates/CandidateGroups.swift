/// Documents that may be duplicates of each other: those that share a band, and those that share one with any of
/// these. What is a duplicate of what is decided inside a group; here nothing is.
///
/// Memory: 4 bytes a document, and while bands are added 8 bytes a document and band.
struct CandidateGroups {
  /// The document of the smallest number known to be in the same group; itself for that one.
  private var parents: [UInt32]

  init(documentCount: Int) { parents = (0..<UInt32(documentCount)).map { $0 } }

  /// Joins documents whose keys of one band are equal.
  ///
  /// - Parameter entries: the key in the upper half, the document's number in the lower. Left sorted.
  mutating func join(_ entries: inout [UInt64]) {
    entries.sort()
    for index in entries.indices.dropFirst() where entries[index] >> 32 == entries[index - 1] >> 32 {
      let one = root(UInt32(truncatingIfNeeded: entries[index - 1]))
      let other = root(UInt32(truncatingIfNeeded: entries[index]))
      parents[Int(max(one, other))] = min(one, other)
    }
  }

  private mutating func root(_ document: UInt32) -> UInt32 {
    var document = document
    while parents[Int(document)] != document {
      parents[Int(document)] = parents[Int(parents[Int(document)])]
      document = parents[Int(document)]
    }
    return document
  }

  /// For each document the number of the batch in which it is compared; nil for one that is alone.
  ///
  /// - Parameter maxDocuments: a batch with as many takes no further group. A group is never cut.
  /// - Returns: the batches by document, 0 for none; and how many batches there are.
  mutating func batches(ofAbout maxDocuments: Int) -> (batches: [UInt32], count: Int) {
    var sizes = [UInt32](repeating: 0, count: parents.count)
    for document in parents.indices {
      let root = root(UInt32(document))
      parents[document] = root
      sizes[Int(root)] += 1
    }
    var count = 0
    var room = 0
    // The root comes first, so its size is replaced by its batch before the others of the group ask.
    for (document, root) in parents.enumerated() {
      if document != Int(root) {
        sizes[document] = sizes[Int(root)]
      } else if sizes[document] == 1 {
        sizes[document] = 0
      } else {
        if room <= 0 {
          count += 1
          room = maxDocuments
        }
        room -= Int(sizes[document])
        sizes[document] = UInt32(count)
      }
    }
    return (sizes, count)
  }
}
