import StageKit
import UnicodeText

/// How much rarer each sequence of one to three letters is in a language than in the language that has it most.
///
/// Sums of whole numbers: the same on every host.
struct LetterSequences: Sendable {
  /// For each language, in the order of `languages`: steps of a fifth of a natural logarithm.
  typealias Costs = SIMD32<UInt32>

  private(set) var languages: [String] = []
  /// Slots of a table with open addressing; 0 is a free one.
  private var keys: [UInt64] = [0]
  private var rows: [SIMD32<UInt8>] = [.zero]

  /// The edge of a word in a sequence.
  static let edge: UInt32 = 0x5F
  private static let highest: UInt8 = 63

  /// Reads a table: first the line of the languages, then lines of a sequence and an ASCII character for each
  /// language, from `0` for the language that has it most; `#` begins a remark.
  ///
  /// - Throws: `StageError` "bad-frequencies" with file and line.
  init(table: [UInt8], name: String) throws(StageError) {
    let lines = table.split(separator: 0x0A)
    var size = 2
    while size < lines.count * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    rows = Array(repeating: .zero, count: size)
    for (number, line) in lines.enumerated() where line.first != UInt8(ascii: "#") {
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
      let isRead = fields.count == 2 && (languages.isEmpty ? readLanguages(fields[1]) : readRow(fields))
      guard isRead else {
        throw StageError(
          "bad-frequencies", "\(name):\(number + 1): expected a sequence of letters and a level a language")
      }
    }
    addShorterSequences()
  }

  private mutating func readLanguages(_ names: ArraySlice<UInt8>) -> Bool {
    languages = names.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    return (1...32).contains(languages.count)
  }

  private mutating func readRow(_ fields: [ArraySlice<UInt8>]) -> Bool {
    let levels = fields[1]
    guard levels.count == languages.count, levels.allSatisfy({ 0x30...0x30 + Self.highest ~= $0 }),
      let key = Self.key(of: Array(fields[0]))
    else { return false }
    var row = SIMD32<UInt8>(repeating: Self.highest)
    for (lane, level) in levels.enumerated() { row[lane] = level - 0x30 }
    let slot = slot(of: key)
    keys[slot] = key
    rows[slot] = row
    return true
  }

  private static func key(of sequence: [UInt8]) -> UInt64? {
    var (key, offset, count) = (UInt64(0), 0, 0)
    while offset < sequence.count {
      let (scalar, length) = UTF8Text.scalar(in: sequence, at: offset, before: sequence.count)
      key = key << 21 | UInt64(scalar)
      offset += length
      count += 1
    }
    return (1...3).contains(count) ? key : nil
  }

  /// A row of three letters gets those of its last two and its last one too, so that a letter of a text costs
  /// one look-up: three times 63 fit in a byte.
  private mutating func addShorterSequences() {
    let occupied = keys.indices.filter { keys[$0] != 0 }
    for letters in [2, 3] {
      for slot in occupied where (keys[slot] >> 42 != 0 ? 3 : keys[slot] >> 21 != 0 ? 2 : 1) == letters {
        let shorter = keys[slot] & (letters == 3 ? 0x3FF_FFFF_FFFF : 0x1F_FFFF)
        rows[slot] &+= self.row(shorter) ?? (letters == 3 ? self.row(shorter & 0x1F_FFFF) : nil) ?? .zero
      }
    }
  }

  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private func row(_ key: UInt64) -> SIMD32<UInt8>? {
    let slot = slot(of: key)
    return keys[slot] == key ? rows[slot] : nil
  }

  /// What the letters of a word cost in each language, with the edges of the word; letters that no row has
  /// cost nothing.
  ///
  /// - Parameter word: UTF-8, lower case, NFC.
  /// - Complexity: O(n).
  func costs(of word: [UInt8]) -> Costs {
    var costs = Costs.zero
    var key = UInt64(Self.edge)
    var offset = 0
    while offset < word.count {
      let (scalar, length) = UTF8Text.scalar(in: word, at: offset, before: word.count)
      add(scalar, to: &key, &costs)
      offset += length
    }
    add(Self.edge, to: &key, &costs)
    return costs
  }

  private func add(_ scalar: UInt32, to key: inout UInt64, _ costs: inout Costs) {
    key = (key << 21 | UInt64(scalar)) & 0x7FFF_FFFF_FFFF_FFFF
    guard let row = row(key) ?? row(key & 0x3FF_FFFF_FFFF) ?? row(key & 0x1F_FFFF) else { return }
    costs &+= Costs(truncatingIfNeeded: row)
  }
}
