/// Numbers for hashes, in the order in which they come first, and how often each came.
///
/// An open table; what would lie far from its place goes into a dictionary, so that no choice of hashes makes
/// it slow.
struct WordCounts {
  /// By the number of a hash.
  private(set) var counts: [Int32] = []

  private var hashes: [UInt64] = []
  /// Numbers from 1; 0 for a free place.
  private var slots = [Int32](repeating: 0, count: 128)
  private var others: [UInt64: Int32] = [:]
  private static let maxSteps = 16

  /// Counts a hash; returns its number.
  ///
  /// - Complexity: O(1), amortised.
  mutating func add(_ hash: UInt64) -> Int32 {
    if let slot = slot(of: hash) {
      if slots[slot] != 0 {
        let number = slots[slot] - 1
        counts[Int(number)] += 1
        return number
      }
      if others.isEmpty || others[hash] == nil {
        let number = append(hash)
        slots[slot] = number + 1
        if hashes.count * 2 > slots.count { grow() }
        return number
      }
    }
    if let number = others[hash] {
      counts[Int(number)] += 1
      return number
    }
    let number = append(hash)
    others[hash] = number
    return number
  }

  /// Frees what gives numbers; the counts stay.
  mutating func forgetHashes() {
    hashes = []
    slots = [0]
    others = [:]
  }

  private mutating func append(_ hash: UInt64) -> Int32 {
    hashes.append(hash)
    counts.append(1)
    return Int32(counts.count - 1)
  }

  /// The place of a hash, or a free one for it; nil where there is none near.
  private func slot(of hash: UInt64) -> Int? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    for _ in 0..<Self.maxSteps {
      if slots[slot] == 0 || hashes[Int(slots[slot]) - 1] == hash { return slot }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() where others.isEmpty || others[hash] == nil {
      if let slot = slot(of: hash) { slots[slot] = Int32(number) + 1 } else { others[hash] = Int32(number) }
    }
  }
}
