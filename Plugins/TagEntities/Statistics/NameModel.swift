import StageKit

/// Weights of a tagger that was trained: for each feature that it knows, a small whole number for each label.
///
/// The file is text: lines that begin with # tell source and licence, `labels` names the labels, and each other line
/// has a feature as sixteen hexadecimal digits and its weights as `LABEL:WEIGHT`.
struct NameModel: Sendable {
  private(set) var labels: [String] = []
  /// Where the weights of a feature begin in `weights`.
  private var rows = FeatureTable()
  /// Eight for each feature at least, as small numbers that are added without widening.
  private var weights: [Int32] = []

  init() {}

  var isEmpty: Bool { rows.isEmpty }

  /// - Throws: `StageError` "model-damaged", naming file and line.
  init(file: String, _ bytes: [UInt8]) throws(StageError) {
    var line = 0
    for text in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      if text.isEmpty || text.first == 0x23 { continue }
      guard add(text) else {
        throw StageError("model-damaged", "\(file):\(line): no row of a model; take the file as it ships")
      }
    }
    guard !labels.isEmpty else {
      throw StageError("model-damaged", "\(file):\(line): the labels are missing")
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>) -> Bool {
    let fields = line.split(separator: 0x09)
    guard fields.count > 1 else { return false }
    if labels.isEmpty {
      labels = fields.dropFirst().map { String(decoding: $0, as: UTF8.self) }
      return fields[0].elementsEqual("labels".utf8)
    }
    guard let feature = UInt64(String(decoding: fields[0], as: UTF8.self), radix: 16) else { return false }
    rows.insert(feature, Int32(weights.count))
    let start = weights.count
    weights += [Int32](repeating: 0, count: max(Self.lanes, labels.count))
    for field in fields.dropFirst() {
      let parts = field.split(separator: 0x3A)
      guard parts.count == 2, let label = Int(String(decoding: parts[0], as: UTF8.self)),
        labels.indices.contains(label),
        let weight = Int16(String(decoding: parts[1], as: UTF8.self))
      else { return false }
      weights[start + label] = Int32(weight)
    }
    return true
  }

  /// The label with the highest sum of the weights that features have for it, the first of equals.
  ///
  /// - Parameter features: changed: those that the model has come first.
  /// - Complexity: O(features + those that the model has · labels).
  func best(_ features: inout [UInt64]) -> Int {
    let likely = rows.likely(&features)
    return labels.count <= Self.lanes ? bestOfFew(features[..<likely]) : bestOfMany(features[..<likely])
  }

  private func bestOfFew(_ features: ArraySlice<UInt64>) -> Int {
    var scores = SIMD8<Int32>(repeating: 0)
    weights.withUnsafeBytes { weights in
      for feature in features {
        guard let row = rows.find(feature) else { continue }
        let start = Int(row) * MemoryLayout<Int32>.stride
        scores &+= weights.loadUnaligned(fromByteOffset: start, as: SIMD8<Int32>.self)
      }
    }
    var best = 0
    for label in labels.indices where scores[label] > scores[best] { best = label }
    return best
  }

  private func bestOfMany(_ features: ArraySlice<UInt64>) -> Int {
    var scores = [Int32](repeating: 0, count: labels.count)
    for row in features.compactMap(rows.find) {
      for label in scores.indices { scores[label] &+= weights[Int(row) + label] }
    }
    var best = 0
    for label in scores.indices where scores[label] > scores[best] { best = label }
    return best
  }

  /// Labels whose weights are added at once; a row has as many weights at least.
  private static let lanes = 8
}

/// Numbers by features, which are sums that spread well already: open addressing without another hash.
struct FeatureTable: Sendable {
  private struct Slot {
    var key: UInt64 = 0
    /// Negative where the place is free.
    var value: Int32 = -1
  }

  private var slots: [Slot] = []
  /// A bit for each of eight times as many sums as there are slots: it tells most features that the table has not, and
  /// stays in the cache.
  private var filter: [UInt64] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func insert(_ key: UInt64, _ value: Int32) {
    if count * 3 >= slots.count * 2 { grow() }
    let slot = slot(of: key)
    if slots[slot].value < 0 { count += 1 }
    enter(Slot(key: key, value: value), at: slot)
  }

  private mutating func enter(_ entry: Slot, at slot: Int) {
    slots[slot] = entry
    filter[word(entry.key)] |= 1 &<< (entry.key >> 58)
  }

  /// Puts the features that the filter lets pass first, in their order; how many they are.
  func likely(_ features: inout [UInt64]) -> Int {
    guard !filter.isEmpty else { return 0 }
    return features.withUnsafeMutableBufferPointer { features in
      filter.withUnsafeBufferPointer { filter in
        // Without a branch, as none could be foreseen.
        var kept = 0
        for index in features.indices {
          let key = features[index]
          features[kept] = key
          kept &+= Int(truncatingIfNeeded: filter[word(key)] &>> (key &>> 58) & 1)
        }
        return kept
      }
    }
  }

  /// - Complexity: O(1); the table is never more than two thirds full.
  @inline(__always)
  func find(_ key: UInt64) -> Int32? {
    guard !slots.isEmpty else { return nil }
    let value = slots[slot(of: key)].value
    return value < 0 ? nil : value
  }

  @inline(__always)
  private func word(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key >> 24) & (filter.count - 1) }

  /// Where a key is, or the free place where it would be.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    return slots.withUnsafeBufferPointer { slots in
      var slot = Int(truncatingIfNeeded: key) & mask
      while slots[slot].value >= 0, slots[slot].key != key { slot = (slot + 1) & mask }
      return slot
    }
  }

  private mutating func grow() {
    let old = slots.filter { $0.value >= 0 }
    let size = max(1024, slots.count * 2)
    slots = Array(repeating: Slot(), count: size)
    filter = Array(repeating: 0, count: size / 8)
    for entry in old { enter(entry, at: slot(of: entry.key)) }
  }
}
