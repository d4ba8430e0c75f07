/// Documents that are no duplicates so far, found by the bands they have in common with another.
///
/// Only bands are looked at that a document shares with any other at all.
///
/// Memory: 288 bytes a document and its share of the table, 540 bytes in all at most.
struct FirstsTable {
  /// Firsts that a document is compared with for each band they share. Only where so many that are not alike
  /// have the same four values is one missed; without a bound such documents would cost the square of their
  /// number.
  static let maxCompared = 256
  /// Bands of a document, that of its whole among them.
  private static let bands = Fingerprint.bandCount + 1

  private let enough: Fingerprint.Likeness
  private var numbers: [UInt32] = []
  /// Fingerprints one after another.
  private var words: [UInt64] = []
  /// The bands of each that another document has too, as bits.
  private var sharedBands: [UInt64] = []
  /// How many those are in all.
  private var entryCount = 0
  /// For each first and band: the next first and band in the same slot, plus one; 0 at the end.
  private var next: [UInt32] = []
  /// For each slot: the first entry and the last, plus one; 0 for none.
  private var heads: [UInt32]
  private var tails: [UInt32]

  init(enough: Fingerprint.Likeness) {
    self.enough = enough
    heads = [UInt32](repeating: 0, count: 1 << 10)
    tails = heads
  }

  /// The earliest first that is like enough, and how like it is.
  ///
  /// - Parameters:
  ///   - asked: the words of a fingerprint.
  ///   - bands: those that another document has too, as bits.
  func first(
    like asked: UnsafeBufferPointer<UInt64>, sharing bands: UInt64
  ) -> (number: UInt32, likeness: Fingerprint.Likeness)? {
    words.withUnsafeBufferPointer { kept in
      // Neither is nil: a fingerprint has words, and without any kept there is no entry to look at.
      guard let asked = asked.baseAddress, let kept = kept.baseAddress else { return nil }
      var best: (place: Int, likeness: Fingerprint.Likeness)?
      for band in Bits(bands) {
        if let found = earliest(asked, kept, band, before: best?.place ?? .max) { best = found }
      }
      return best.map { (numbers[$0.place], $0.likeness) }
    }
  }

  /// The earliest first that shares a band and is like enough; only those before a place are looked at.
  private func earliest(
    _ asked: UnsafePointer<UInt64>, _ kept: UnsafePointer<UInt64>, _ band: Int, before place: Int
  ) -> (place: Int, likeness: Fingerprint.Likeness)? {
    let key = Fingerprint.key(ofBand: band, asked)
    var entry = heads[slot(band, key)]
    var compared = 0
    while entry != 0, compared < Self.maxCompared {
      let (first, entryBand) = Int(entry - 1).quotientAndRemainder(dividingBy: Self.bands)
      // The entries of a slot are in the order of their firsts.
      if first >= place { return nil }
      let firstWords = kept + first * Fingerprint.wordCount
      if entryBand == band, Fingerprint.key(ofBand: band, firstWords) == key {
        compared += 1
        let likeness = Fingerprint.likeness(asked, firstWords)
        if likeness >= enough { return (first, likeness) }
      }
      entry = next[Int(entry - 1)]
    }
    return nil
  }

  /// Keeps a document that is no duplicate. They come in the order of their numbers.
  mutating func insert(
    _ number: UInt32, _ fingerprint: UnsafeBufferPointer<UInt64>, sharing bands: UInt64
  ) {
    let place = numbers.count
    numbers.append(number)
    words += fingerprint
    sharedBands.append(bands)
    next += repeatElement(0, count: Self.bands)
    entryCount += bands.nonzeroBitCount
    if entryCount > heads.count { grow() } else { link(place) }
  }

  private mutating func grow() {
    heads = [UInt32](repeating: 0, count: heads.count * 2)
    tails = heads
    for place in numbers.indices { link(place) }
  }

  /// Appends the bands of a first to their slots.
  private mutating func link(_ place: Int) {
    let words = words
    words.withUnsafeBufferPointer { kept in
      guard let own = kept.baseAddress.map({ $0 + place * Fingerprint.wordCount }) else { return }
      for band in Bits(sharedBands[place]) {
        let slot = slot(band, Fingerprint.key(ofBand: band, own))
        let entry = UInt32(place * Self.bands + band + 1)
        next[Int(entry - 1)] = 0
        let last = tails[slot]
        if last == 0 { heads[slot] = entry } else { next[Int(last - 1)] = entry }
        tails[slot] = entry
      }
    }
  }

  private func slot(_ band: Int, _ key: UInt32) -> Int {
    Int(truncatingIfNeeded: Fingerprint.mixed(UInt64(band) << 32 | UInt64(key))) & (heads.count - 1)
  }
}

/// The places of the bits that are set, from the lowest.
private struct Bits: Sequence, IteratorProtocol {
  private var rest: UInt64

  init(_ bits: UInt64) { rest = bits }

  mutating func next() -> Int? {
    guard rest != 0 else { return nil }
    defer { rest &= rest - 1 }
    return rest.trailingZeroBitCount
  }
}
