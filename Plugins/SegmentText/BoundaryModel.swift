import StageKit

/// Weights that say where words begin: a linear-chain conditional random field with two labels.
///
/// A feature is a template and a value, as `-1:0` (this cluster and the one before) with the bytes of the two
/// clusters. Its weight, in thousandths, is added where the feature holds; above zero it speaks for a word that
/// begins. Only hashes of 64 bits are kept. All sums are of integers: the same on every host.
struct BoundaryModel: Sendable {
  /// Slots of a table with open addressing; 0 is a free one.
  private var keys: [UInt64] = [0]
  private var weights: [Int32] = [0]
  /// From goes-on to goes-on, goes-on to begins, begins to goes-on, begins to begins.
  private var transitions: [Int] = [0, 0, 0, 0]

  /// A model that knows nothing.
  init() {}

  /// Reads a table: lines of template, value, weight, separated by tabs; `#` begins a remark.
  ///
  /// - Throws: `StageError` "bad-weights" with file and line.
  init(table: [UInt8], name: String) throws(StageError) {
    let lines = table.split(separator: 0x0A)
    var size = 2
    while size < lines.count * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    weights = Array(repeating: 0, count: size)
    for (number, line) in lines.enumerated() where line.first != UInt8(ascii: "#") {
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard fields.count == 3, let weight = Self.number(fields[2]) else {
        throw StageError(
          "bad-weights", "\(name):\(number + 1): expected template, value and weight, separated by tabs")
      }
      if let transition = Self.transition(fields[0]) {
        transitions[transition] = Int(weight)
      } else {
        let template = Template(fields[0])
        enter(template.key(of: TextHash.hash(fields[1])), weight)
      }
    }
  }

  /// A whole number in ASCII digits, as many as fit.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int32? {
    let isNegative = digits.first == UInt8(ascii: "-")
    let digits = isNegative ? digits.dropFirst() : digits
    guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    let value = digits.reduce(Int32(0)) { $0 * 10 + Int32($1 - 0x30) }
    return isNegative ? -value : value
  }

  private static func transition(_ name: ArraySlice<UInt8>) -> Int? {
    guard name.contains(0x20) else { return nil }
    return ["goes-on goes-on", "goes-on begins", "begins goes-on", "begins begins"].firstIndex {
      $0.utf8.elementsEqual(name)
    }
  }

  private mutating func enter(_ key: UInt64, _ weight: Int32) {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    keys[slot] = key
    weights[slot] = weight
  }

  /// The weight of a feature, 0 for one that is not in the table.
  ///
  /// - Complexity: O(1) on average.
  func weight(_ key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while keys[slot] != 0 {
      if keys[slot] == key { return Int(weights[slot]) }
      slot = (slot + 1) & mask
    }
    return 0
  }

  /// For each place whether a word begins there, by the best path through the scores.
  ///
  /// - Parameter scores: the sum of the weights of each place's features.
  /// - Complexity: O(n).
  func begins(_ scores: [Int]) -> [Bool] {
    guard let first = scores.first else { return [] }
    var (goesOn, begins) = (0, first)
    /// Two bits a place: whether the best way to goes-on, and to begins, comes from begins.
    var steps = [UInt8](repeating: 0, count: scores.count)
    for i in 1..<max(1, scores.count) {
      let (a, b) = (goesOn + transitions[0], begins + transitions[2])
      let (c, d) = (goesOn + transitions[1], begins + transitions[3])
      steps[i] = (b > a ? 1 : 0) | (d > c ? 2 : 0)
      (goesOn, begins) = (max(a, b), max(c, d) + scores[i])
    }
    var result = [Bool](repeating: false, count: scores.count)
    var isBegin = begins > goesOn
    for i in stride(from: scores.count - 1, through: 0, by: -1) {
      result[i] = isBegin
      isBegin = steps[i] & (isBegin ? 2 : 1) != 0
    }
    return result
  }
}

/// The name of a template, hashed.
struct Template: Sendable {
  private let seed: UInt64

  init(_ name: some Sequence<UInt8>) { seed = TextHash.hash(name) }
  init(_ name: String) { self.init(name.utf8) }

  /// The key of a feature, never 0: the finisher of MurmurHash3 over both hashes.
  func key(of value: UInt64) -> UInt64 {
    var key = value ^ seed &* 0x9E37_79B9_7F4A_7C15
    key = (key ^ key >> 33) &* 0xFF51_AFD7_ED55_8CCD
    key = (key ^ key >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return (key ^ key >> 33) | 1
  }
}

/// Hashes of the ranges of a text in O(1): a polynomial over its bytes, modulo 2^64.
struct TextHash {
  private static let base: UInt64 = 0x0000_0100_0000_01B3
  private var prefixes: [UInt64] = [0]
  private var powers: [UInt64] = [1]

  init(_ bytes: [UInt8]) {
    prefixes.reserveCapacity(bytes.count + 1)
    powers.reserveCapacity(bytes.count + 1)
    var (hash, power): (UInt64, UInt64) = (0, 1)
    for byte in bytes {
      hash = hash &* Self.base &+ UInt64(byte) &+ 1
      power = power &* Self.base
      prefixes.append(hash)
      powers.append(power)
    }
  }

  func of(_ range: Range<Int>) -> UInt64 {
    prefixes[range.upperBound] &- prefixes[range.lowerBound] &* powers[range.count]
  }

  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 &* base &+ UInt64($1) &+ 1 }
  }
}
