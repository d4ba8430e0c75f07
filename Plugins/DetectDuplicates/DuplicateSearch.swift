import StageKit

/// Finds the duplicates among fingerprints, in the order of the documents' ids.
///
/// A document is a duplicate of the earliest document that is no duplicate itself, shares a band with it and is
/// like enough. So each duplicate is like its first; chains of documents of which each is only like the one
/// before do not end in one group.
struct DuplicateSearch {
  /// Bytes that the keys of the bands of one walk may take.
  private static let maxKeyBytes = 256 << 20
  /// Bytes of fingerprints that are kept, so that they are not read again to be compared.
  private static let maxKeptBytes = 64 << 20

  private let contributions: Contributions<Fingerprint>
  private let enough: Fingerprint.Likeness
  private let maxKeyBytes: Int
  private let batchSize: Int
  /// The words of all fingerprints one after another; nil where they are too many.
  private var kept: [UInt64]? = []
  private let maxKeptWords: Int
  /// By the document's number: that of its first; `none` for one that is no duplicate.
  private(set) var firsts: [UInt32] = []
  /// By the document's number, where it is a duplicate: how like it is to its first.
  private(set) var likenesses: [Fingerprint.Likeness] = []

  static let none = UInt32.max

  /// - Parameters:
  ///   - maxKeyBytes: memory for the keys of bands; more bands need further walks.
  ///   - batchSize: documents that are compared in one walk.
  ///   - maxKeptBytes: memory for fingerprints; where they take more, they are walked again.
  init(
    _ contributions: Contributions<Fingerprint>, minSimilarity: Double, maxKeyBytes: Int = maxKeyBytes,
    batchSize: Int = 400_000, maxKeptBytes: Int = maxKeptBytes
  ) throws(StageError) {
    self.contributions = contributions
    enough = Fingerprint.Likeness(ofAtLeast: minSimilarity)
    self.maxKeyBytes = maxKeyBytes
    self.batchSize = batchSize
    maxKeptWords = maxKeptBytes / MemoryLayout<UInt64>.size
    var groups = try candidates()
    let (batches, count) = groups.batches(ofAbout: batchSize)
    guard count > 0 else { return }
    firsts = [UInt32](repeating: Self.none, count: batches.count)
    likenesses = [Fingerprint.Likeness](repeating: Fingerprint.Likeness(equalValues: 0), count: batches.count)
    for batch in 1...count { try compare(UInt32(batch), of: batches, groups.sharedBands) }
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

  private mutating func candidates() throws(StageError) -> CandidateGroups {
    // All documents have the first band, and so it counts them.
    let bandCount = enough < .same ? Fingerprint.bandCount + 1 : 1
    var kept: [UInt64]? = []
    var entries = try keys(ofBands: 0..<bandCount, documentCount: 0, keepingIn: &kept)
    self.kept = kept
    let count = entries[0].count
    var groups = CandidateGroups(documentCount: count)
    var sorter = KeySorter()
    var next = 0
    while true {
      for index in entries.indices { groups.join(&entries[index], ofBand: next + index, &sorter) }
      next += entries.count
      guard next < bandCount else { return groups }
      entries = []  // before the next are made
      var none: [UInt64]?
      entries = try keys(ofBands: next..<bandCount, documentCount: count, keepingIn: &none)
    }
  }

  /// For each band the keys of the documents that have it, each with the document's number below: for as many
  /// of the bands as there is memory for, one at least.
  ///
  /// - Parameter kept: gets the words of the fingerprints; nil as soon as they are too many.
  private func keys(
    ofBands bands: Range<Int>, documentCount: Int, keepingIn kept: inout [UInt64]?
  ) throws(StageError) -> [[UInt64]] {
    let places = maxKeyBytes / MemoryLayout<UInt64>.size
    var entries = [[UInt64]](
      repeating: [], count: min(bands.count, max(1, places / max(1, documentCount))))
    for index in entries.indices { entries[index].reserveCapacity(documentCount) }
    try forEach { number, fingerprint in
      kept?.append(contentsOf: fingerprint.words)
      if kept.map(\.count) ?? 0 > maxKeptWords { kept = nil }
      if number >= documentCount, entries[0].count == entries[0].capacity {
        // An array doubles as it grows.
        let room = max(1, places / (2 * (entries[0].count + 1)))
        entries.removeLast(max(0, entries.count - room))
      }
      fingerprint.words.withUnsafeBufferPointer { words in
        guard let words = words.baseAddress else { return }
        let kept = bands.lowerBound..<bands.lowerBound + entries.count
        for band in kept.clamped(to: 0..<Fingerprint.bandCount(words)) {
          entries[band - bands.lowerBound].append(
            UInt64(Fingerprint.key(ofBand: band, words)) << 32 | UInt64(number))
        }
      }
    }
    return entries
  }

  private mutating func compare(
    _ batch: UInt32, of batches: [UInt32], _ sharedBands: [UInt64]
  ) throws(StageError) {
    var table = FirstsTable(enough: enough)
    var (firsts, likenesses) = (self.firsts, self.likenesses)
    self.firsts = []
    self.likenesses = []
    func compare(_ number: Int, _ words: UnsafeBufferPointer<UInt64>) {
      guard batches[number] == batch else { return }
      if let found = table.first(like: words, sharing: sharedBands[number]) {
        firsts[number] = found.number
        likenesses[number] = found.likeness
      } else {
        table.insert(UInt32(number), words, sharing: sharedBands[number])
      }
    }
    if let kept {
      kept.withUnsafeBufferPointer { kept in
        let count = Fingerprint.wordCount
        for number in batches.indices {
          compare(number, UnsafeBufferPointer(rebasing: kept[number * count..<(number + 1) * count]))
        }
      }
    } else {
      try forEach { number, fingerprint in
        fingerprint.words.withUnsafeBufferPointer { compare(number, $0) }
      }
    }
    (self.firsts, self.likenesses) = (firsts, likenesses)
  }
}
