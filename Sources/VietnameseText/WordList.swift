import Foundation

/// Words of Vietnamese that have two or three syllables.
///
/// Only hashes of 64 bits are kept, in a table with open addressing: the chance that another word is taken for
/// one of the list is below one in 10^14.
public struct WordList: Sendable {
  /// Slots; 0 is a free one.
  private var slots: [UInt64] = [0]

  /// A list without words.
  public init() {}

  /// The file of the list that ships; read it through the stage's context. Source and licence: `LICENSE.txt`
  /// beside it.
  public static var path: String { Bundle.module.bundleURL.appendingPathComponent("data/words.txt").path }

  /// Reads a list: UTF-8, a word a line in small letters, NFC, its syllables with one space between; `#` begins
  /// a remark.
  ///
  /// - Complexity: O(bytes).
  public init(_ file: [UInt8]) {
    let lines = file.split(separator: 0x0A)
    var size = 2
    while size < lines.count * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    for line in lines where line.first != UInt8(ascii: "#") {
      let hash = line.withUnsafeBufferPointer(Self.hash)
      slots[slot(of: hash)] = hash
    }
  }

  /// Whether a word is in the list: UTF-8 in small letters, NFC, one space between syllables.
  ///
  /// - Complexity: O(bytes of the word).
  public func contains(_ word: some Sequence<UInt8>) -> Bool {
    let hash =
      word.withContiguousStorageIfAvailable(Self.hash) ?? Array(word).withUnsafeBufferPointer(Self.hash)
    return slots[slot(of: hash)] != 0
  }

  /// Where a hash is, or the free place where it would be: the table is never more than half full.
  private func slot(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 1) & mask
    while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  /// FNV-1a with the finisher of MurmurHash3, never 0.
  private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
    return (hash ^ hash >> 33) | 1
  }
}
