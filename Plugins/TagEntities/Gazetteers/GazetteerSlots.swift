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
  /// Beginnings of the name that was added last; names come in order, so most of the next one's are the same.
  private var last: [(hash: UInt64, entry: Int)] = []

  /// - Parameter name: folded, after the one before it in order.
  mutating func add(_ name: UnsafeBufferPointer<UInt8>, number: Int) {
    var hash = GazetteerHash.seed
    var path: [(hash: UInt64, entry: Int)] = []
    for position in 1...name.count {
      hash = GazetteerHash.add(name[position - 1], to: hash)
      guard position == name.count || NameBoundary.isEnd(name, position) else { continue }
      let mixed = GazetteerHash.mixed(hash)
      let isWhole = position == name.count
      if path.count < last.count, last[path.count].hash == mixed {
        path.append(last[path.count])
      } else {
        last.removeSubrange(min(path.count, last.count)...)
        if path.isEmpty { first.append(mixed) }
        path.append((mixed, entries.count))
        entries.append(Entry(hash: mixed, number: 0))
      }
      let entry = path[path.count - 1].entry
      entries[entry].number |= isWhole ? UInt32(number + 1) : Layout.goesOn
    }
    last = path
  }

  /// The filter: eight bits or more for each first word.
  func filter() -> [UInt8] {
    var count = 1
    while count * 64 < first.count * 8 { count *= 2 }
    var words = [UInt64](repeating: 0, count: count)
    for hash in first {
      let (word, bits) = GazetteerHash.filter(hash, mask: count - 1)
      words[word] |= bits
    }
    return words.reduce(into: []) { $0.put($1) }
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
    var slots = [(tag: UInt32, number: UInt32)](repeating: (0, 0), count: count)
    for entry in entries {
      var slot = Int(truncatingIfNeeded: entry.hash) & (count - 1)
      var probes = 1
      while slots[slot].number != 0 {
        slot = (slot + 1) & (count - 1)
        probes += 1
        // One slot more than a search looks at must be left empty or unseen.
        if probes >= Layout.maxProbes { return nil }
      }
      slots[slot] = (UInt32(truncatingIfNeeded: entry.hash >> 32), entry.number)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * Layout.slotBytes)
    for slot in slots {
      bytes.put(slot.tag)
      bytes.put(slot.number)
    }
    return bytes
  }
}

extension [UInt8] {
  /// Adds a number's bytes, the lowest first.
  mutating func put<T: FixedWidthInteger>(_ number: T) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
