import StageKit
import UnicodeText

/// The hash table of the beginnings of names.
struct GazetteerSlots {
  private typealias Layout = GazetteerLayout
  private struct Entry {
    var hash: UInt64
    /// Number of the name + 1, and whether longer names go on.
    var number: UInt32
  }

  private var entries: [Entry] = []
  /// Hashes of the beginnings that nothing shorter begins.
  private var first: [UInt64] = []
  /// Those of names whose first word asks for no capital.
  private var small: [UInt64] = []
  /// Beginnings of the name that was added last; names come in order, so most of the next one's are the same.
  private var last: [(hash: UInt64, entry: Int)] = []

  /// - Parameter name: folded, after the one before it in order, or the same.
  /// - Parameter beginsSmall: its first word asks for no capital.
  mutating func add(_ name: UnsafeBufferPointer<UInt8>, number: Int, beginsSmall: Bool, isLikeLast: Bool) {
    if !isLikeLast { add(name, number: number) }
    if beginsSmall, let word = last.first?.hash, small.last != word { small.append(word) }
  }

  private mutating func add(_ name: UnsafeBufferPointer<UInt8>, number: Int) {
    var hash = GazetteerHash.seed
    var depth = 0
    for position in 1...name.count {
      hash = GazetteerHash.add(name[position - 1], to: hash)
      guard position == name.count || NameBoundary.isEnd(name, position) else { continue }
      let mixed = GazetteerHash.mixed(hash)
      let isWhole = position == name.count
      if depth == last.count || last[depth].hash != mixed {
        last.removeLast(last.count - depth)
        if depth == 0 { first.append(mixed) }
        last.append((mixed, entries.count))
        entries.append(Entry(hash: mixed, number: 0))
      }
      let entry = last[depth].entry
      entries[entry].number |= isWhole ? UInt32(number + 1) : Layout.goesOn
      depth += 1
    }
    last.removeLast(last.count - depth)
  }

  /// The filter, and that for words in small letters: eight bits or more for each first word.
  func filters() -> (all: [UInt8], small: [UInt8]) { (Self.filter(first), Self.filter(small)) }

  private static func filter(_ hashes: [UInt64]) -> [UInt8] {
    var count = 1
    while count * 64 < hashes.count * 8 { count *= 2 }
    var words = [UInt64](repeating: 0, count: count)
    for hash in hashes {
      let (word, bits) = GazetteerHash.filter(hash, mask: count - 1)
      words[word] |= bits
    }
    return words.map { $0.littleEndian }.withUnsafeBytes(Array.init)
  }

  /// The slots, in a table of a power of two that is at most half full and has no long runs.
  func bytes() -> [UInt8] {
    var count = 8
    while count < entries.count * 2 { count *= 2 }
    while true {
      if let bytes = filled(count) { return bytes }
      count *= 2
    }
  }

  /// Nil where a search would need too many probes.
  private func filled(_ count: Int) -> [UInt8]? {
    // Each the tag in the lower half and the number in the upper.
    var slots = [UInt64](repeating: 0, count: count)
    for entry in entries {
      var slot = Int(truncatingIfNeeded: entry.hash) & (count - 1)
      var probes = 1
      while slots[slot] != 0 {
        slot = (slot + 1) & (count - 1)
        probes += 1
        // One slot more than a search looks at must be left empty or unseen.
        if probes >= Layout.maxProbes { return nil }
      }
      slots[slot] = (entry.hash >> 32 | UInt64(entry.number) << 32).littleEndian
    }
    return slots.withUnsafeBytes(Array.init)
  }
}

extension [UInt8] {
  /// Adds a number's bytes, the lowest first.
  mutating func put<T: FixedWidthInteger>(_ number: T) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
