import StageKit

/// What is kept of a text to compare it with others: 144 bytes, whatever its length.
///
/// - Source: Broder, "On the resemblance and containment of documents", SEQUENCES 1997 (resemblance of sets of
///   shingles); Li, Owen, Zhang, "One Permutation Hashing", NIPS 2012; Shrivastava, "Optimal Densification for
///   Fast and Accurate Minwise Hashing", ICML 2017 (empty places); Li, König, "b-Bit Minwise Hashing", WWW 2010
///   (one byte a value).
public struct Fingerprint: Sendable, Equatable {
  /// Values in which two texts are compared. The estimate of their resemblance has a standard error of at
  /// most .045.
  static let valueCount = 128
  /// Letters in a shingle. Six or ten find less of what was changed, or take long texts of a language for
  /// alike; the figures are in the README.
  static let shingleLength = 8
  /// A shorter text is compared as a whole only: too few shingles say nothing.
  static let minLetters = 200
  /// Values in a band; texts are compared if they have all values of one band in common.
  static let bandLength = 4
  static let bandCount = valueCount / bandLength
  /// Words that hold a fingerprint: hash of all letters, their number, the values eight a word.
  static let wordCount = 2 + valueCount / 8

  private(set) var words: [UInt64]

  /// - Complexity: O(n).
  init(_ text: [UInt8]) {
    let letters = FoldedLetters(text).scalars
    words = [Self.hash(of: letters), UInt64(letters.count)]
    let minima = Self.minima(of: letters)
    for start in stride(from: 0, to: Self.valueCount, by: 8) {
      words.append((0..<8).reduce(0) { $0 | UInt64(Self.value(minima, at: start + $1)) << UInt64(8 * $1) })
    }
  }

  /// splitmix64's finaliser (Steele, Lea, Flood, OOPSLA 2014): a bijection in which each bit of the input
  /// changes each bit of the output with probability near 1/2.
  static func mixed(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  private static func hash(of letters: [UInt32]) -> UInt64 {
    letters.reduce(UInt64(letters.count)) { mixed($0 ^ UInt64($1)) }
  }

  /// The least hash of a shingle in each of as many parts of the hashes as there are values; the largest
  /// number where a part has none.
  private static func minima(of letters: [UInt32]) -> [UInt64] {
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    let factorOfFirst = (0..<shingleLength).reduce(UInt64(1)) { power, _ in power &* factor }
    var minima = [UInt64](repeating: .max, count: valueCount)
    var rolling: UInt64 = 0
    for (index, letter) in letters.enumerated() {
      rolling = rolling &* factor &+ UInt64(letter) &+ 1
      if index >= shingleLength {
        rolling = rolling &- factorOfFirst &* (UInt64(letters[index - shingleLength]) &+ 1)
      }
      guard index >= shingleLength - 1 else { continue }
      let hash = mixed(rolling)
      let place = Int(hash & UInt64(valueCount - 1))
      minima[place] = Swift.min(minima[place], hash >> 7)
    }
    return minima
  }

  /// One byte of the least hash at a place; a place without one borrows that of another, found by a hash of the
  /// places, so that like texts borrow alike.
  private static func value(_ minima: [UInt64], at place: Int) -> UInt8 {
    if minima[place] != .max { return UInt8(truncatingIfNeeded: mixed(minima[place])) }
    guard minima.contains(where: { $0 != .max }) else { return 0 }
    var attempt: UInt64 = 0
    while true {
      let other = Int(mixed(UInt64(place) << 32 | attempt) & UInt64(valueCount - 1))
      if minima[other] != .max { return UInt8(truncatingIfNeeded: mixed(minima[other] ^ UInt64(place))) }
      attempt += 1
    }
  }
}

extension Fingerprint: ContributionValue {
  /// The words, the least significant byte first.
  public func encoded() -> [UInt8] {
    words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
  }

  /// - Throws: `StageError` "contribution-unreadable" for bytes of another length.
  public init(encoded: ArraySlice<UInt8>) throws(StageError) {
    guard encoded.count == 8 * Self.wordCount else {
      throw StageError(
        "contribution-unreadable",
        "the ledger holds a fingerprint of another version; run again into a new folder")
    }
    words = []
    words.reserveCapacity(Self.wordCount)
    encoded.withUnsafeBytes { bytes in
      for index in 0..<Self.wordCount {
        words.append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)))
      }
    }
  }
}

// MARK: Comparison

extension Fingerprint {
  /// How much two texts have in common.
  struct Likeness: Sendable, Equatable, Comparable {
    /// Values that are equal; one more than there are for the same text.
    let equalValues: UInt8
    static let same = Likeness(equalValues: UInt8(valueCount + 1))

    init(equalValues: UInt8) { self.equalValues = equalValues }

    /// The least likeness whose estimate of the resemblance is not below a number in 0...1.
    init(ofAtLeast similarity: Double) {
      let values = similarity * (Double(valueCount) - Self.equalByChance) + Self.equalByChance
      equalValues = similarity >= 1 ? Self.same.equalValues : UInt8(values.rounded(.up))
    }

    /// Values of one byte that unlike texts have in common.
    private static let equalByChance = Double(valueCount) / 256

    /// The resemblance in hundredths: the shingles that both texts have, of all that either has. 1 for the
    /// same text only.
    var similarity: Double {
      if self == .same { return 1 }
      let share = (Double(equalValues) - Self.equalByChance) / (Double(valueCount) - Self.equalByChance)
      return Swift.min(99, Swift.max(0, (share * 100).rounded())) / 100
    }

    static func < (left: Likeness, right: Likeness) -> Bool { left.equalValues < right.equalValues }
  }

  /// Bands of a text: one for its whole, then those of its values unless it is short.
  static func bandCount(_ words: UnsafePointer<UInt64>) -> Int {
    words[1] < UInt64(minLetters) ? 1 : 1 + bandCount
  }

  /// What two texts have in common that share a band: of band 0 a part of the hash of all letters, of the others
  /// four values.
  static func key(ofBand band: Int, _ words: UnsafePointer<UInt64>) -> UInt32 {
    if band == 0 { return UInt32(truncatingIfNeeded: words[0]) }
    return UInt32(truncatingIfNeeded: words[2 + (band - 1) / 2] >> ((band - 1) % 2 == 0 ? 0 : 32))
  }

  /// - Complexity: O(1).
  static func likeness(_ one: UnsafePointer<UInt64>, _ other: UnsafePointer<UInt64>) -> Likeness {
    let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var equal = 0
    for word in 2..<wordCount {
      let difference = one[word] ^ other[word]
      // The high bit of a byte is set where the byte is zero, and nowhere else.
      let zeros = ~(((difference & lowBits) &+ lowBits) | difference | lowBits)
      equal += zeros.nonzeroBitCount
    }
    if one[0] == other[0], one[1] == other[1], equal == valueCount { return .same }
    let isShort = one[1] < UInt64(minLetters) || other[1] < UInt64(minLetters)
    return Likeness(equalValues: isShort ? 0 : UInt8(equal))
  }
}
