/// Documents that may be duplicates of each other: those that share a band, and those that share one with any of
/// these. What is a duplicate of what is decided inside a group; here nothing is.
///
/// Memory: 12 bytes a document, and while bands are added 8 bytes a document and band, and 8 a document.
struct CandidateGroups {
  /// The document of the smallest number known to be in the same group; itself for that one.
  private var parents: [UInt32]
  /// For each document the bands that another has too; the first band is the lowest bit.
  private(set) var sharedBands: [UInt64]

  init(documentCount: Int) {
    parents = (0..<UInt32(documentCount)).map { $0 }
    sharedBands = [UInt64](repeating: 0, count: documentCount)
  }

  /// Joins documents whose keys of one band are equal.
  ///
  /// - Parameter entries: the key in the upper half, the document's number in the lower. Left sorted by key.
  mutating func join(_ entries: inout [UInt64], ofBand band: Int, _ sorter: inout KeySorter) {
    sorter.sort(&entries)
    for index in entries.indices.dropFirst() where entries[index] >> 32 == entries[index - 1] >> 32 {
      let (one, other) = (
        UInt32(truncatingIfNeeded: entries[index - 1]), UInt32(truncatingIfNeeded: entries[index])
      )
      sharedBands[Int(one)] |= 1 << UInt64(band)
      sharedBands[Int(other)] |= 1 << UInt64(band)
      let (oneRoot, otherRoot) = (root(one), root(other))
      parents[Int(max(oneRoot, otherRoot))] = min(oneRoot, otherRoot)
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

/// Sorts keys digit by digit, which takes less time than to compare them.
struct KeySorter {
  private static let digitBits = 11
  private var spare: [UInt64] = []

  /// Sorts by the upper half; entries of one key stay in their order.
  ///
  /// - Complexity: O(n), and memory for as many entries again, which is kept for the next time.
  mutating func sort(_ entries: inout [UInt64]) {
    if spare.count != entries.count { spare = [UInt64](repeating: 0, count: entries.count) }
    for shift in stride(from: UInt64(32), to: 64, by: Self.digitBits) {
      Self.distribute(entries, over: &spare, byDigitAt: shift)
      swap(&entries, &spare)
    }
  }

  /// Puts entries in the order of one digit of their keys.
  private static func distribute(_ entries: [UInt64], over sorted: inout [UInt64], byDigitAt shift: UInt64) {
    func digit(_ entry: UInt64) -> Int { Int(entry >> shift) & (1 << digitBits - 1) }
    var places = [Int](repeating: 0, count: 1 << digitBits)
    for entry in entries { places[digit(entry)] += 1 }
    var place = 0
    for value in places.indices { (places[value], place) = (place, place + places[value]) }
    sorted.withUnsafeMutableBufferPointer { sorted in
      for entry in entries {
        let value = digit(entry)
        sorted[places[value]] = entry
        places[value] += 1
      }
    }
  }
}
