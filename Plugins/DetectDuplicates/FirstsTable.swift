/// Documents that are no duplicates so far, found by the bands they have in common with another.
///
/// Memory: 280 bytes a document and its share of the table, 530 bytes in all at most.
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
  /// - Parameter asked: the words of a fingerprint.
  func first(like asked: UnsafeBufferPointer<UInt64>) -> (number: UInt32, likeness: Fingerprint.Likeness)? {
    words.withUnsafeBufferPointer { kept in
      // Neither is nil: a fingerprint has words, and without any kept there is no entry to look at.
      guard let asked = asked.baseAddress, let kept = kept.baseAddress else { return nil }
      var best: (place: Int, likeness: Fingerprint.Likeness)?
      for band in 0..<Fingerprint.bandCount(asked) {
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
  mutating func insert(_ number: UInt32, _ fingerprint: UnsafeBufferPointer<UInt64>) {
    let place = numbers.count
    numbers.append(number)
    words += fingerprint
    next += repeatElement(0, count: Self.bands)
    if (place + 1) * Self.bands > heads.count { grow() } else { link(place) }
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
      for band in 0..<Fingerprint.bandCount(own) {
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
