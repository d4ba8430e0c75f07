import StageKit

/// Finds the duplicates among fingerprints, in the order of the documents' ids.
///
/// A document is a duplicate of the earliest document that is no duplicate itself, shares a band with it and is
/// like enough. So each duplicate is like its first; chains of documents of which each is only like the one
/// before do not end in one group.
struct DuplicateSearch {
  /// Bytes that the keys of the bands of one walk may take.
  private static let maxKeyBytes = 256 << 20

  private let contributions: Contributions<Fingerprint>
  private let enough: Fingerprint.Likeness
  private let maxKeyBytes: Int
  private let batchSize: Int
  /// By the document's number: that of its first; `none` for one that is no duplicate.
  private(set) var firsts: [UInt32] = []
  /// By the document's number, where it is a duplicate: how like it is to its first.
  private(set) var likenesses: [Fingerprint.Likeness] = []

  static let none = UInt32.max

  /// - Parameters:
  ///   - maxKeyBytes: memory for the keys of bands; more bands need further walks.
  ///   - batchSize: documents that are compared in one walk.
  init(
    _ contributions: Contributions<Fingerprint>, minSimilarity: Double, maxKeyBytes: Int = maxKeyBytes,
    batchSize: Int = 400_000
  ) throws(StageError) {
    self.contributions = contributions
    enough = Fingerprint.Likeness(ofAtLeast: minSimilarity)
    self.maxKeyBytes = maxKeyBytes
    self.batchSize = batchSize
    var groups = try candidates()
    let (batches, count) = groups.batches(ofAbout: batchSize)
    guard count > 0 else { return }
    firsts = [UInt32](repeating: Self.none, count: batches.count)
    likenesses = [Fingerprint.Likeness](repeating: Fingerprint.Likeness(equalValues: 0), count: batches.count)
    for batch in 1...count { try compare(UInt32(batch), of: batches) }
  }

  /// Calls its argument with the number and fingerprint of each document.
  private func forEach(
    _ body: (_ number: Int, _ fingerprint: Fingerprint) throws(StageError) -> Void
  ) throws(StageError) {
    var number = 0
    try contributions.forEach { _, fingerprint throws(StageError) in
      guard number < Int(Self.none) else {
        throw StageError(
          "too-many-documents", "duplicates can be looked for among \(Self.none) documents; split the corpus")
      }
      try body(number, fingerprint)
      number += 1
    }
  }

  private func candidates() throws(StageError) -> CandidateGroups {
    // The first walk takes the one band that all documents have, and so counts them.
    var entries = [try keys(ofBands: 0..<1, documentCount: 0)[0]]
    let count = entries[0].count
    var groups = CandidateGroups(documentCount: count)
    groups.join(&entries[0])
    entries = []
    guard enough < .same else { return groups }
    let step = min(Fingerprint.bandCount, max(1, maxKeyBytes / 8 / max(1, count)))
    for band in stride(from: 1, through: Fingerprint.bandCount, by: step) {
      let bands = band..<min(band + step, Fingerprint.bandCount + 1)
      entries = []  // before the next are made
      entries = try keys(ofBands: bands, documentCount: count)
      for index in entries.indices { groups.join(&entries[index]) }
    }
    return groups
  }

  /// For each band the keys of the documents that have it, each with the document's number below.
  private func keys(ofBands bands: Range<Int>, documentCount: Int) throws(StageError) -> [[UInt64]] {
    var entries = bands.map { _ in
      var list: [UInt64] = []
      list.reserveCapacity(documentCount)
      return list
    }
    try forEach { number, fingerprint in
      fingerprint.words.withUnsafeBufferPointer { words in
        guard let words = words.baseAddress else { return }
        for band in bands.clamped(to: 0..<Fingerprint.bandCount(words)) {
          entries[band - bands.lowerBound].append(
            UInt64(Fingerprint.key(ofBand: band, words)) << 32 | UInt64(number))
        }
      }
    }
    return entries
  }

  private mutating func compare(_ batch: UInt32, of batches: [UInt32]) throws(StageError) {
    var table = FirstsTable(enough: enough)
    var (firsts, likenesses) = (self.firsts, self.likenesses)
    self.firsts = []
    self.likenesses = []
    try forEach { number, fingerprint in
      guard batches[number] == batch else { return }
      if let found = table.first(like: fingerprint) {
        firsts[number] = found.number
        likenesses[number] = found.likeness
      } else {
        table.insert(UInt32(number), fingerprint)
      }
    }
    (self.firsts, self.likenesses) = (firsts, likenesses)
  }
}
