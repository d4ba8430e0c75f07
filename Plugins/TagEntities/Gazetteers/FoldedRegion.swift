import UnicodeText

/// The folded text of a region with the way back. Most lines in English are ASCII with single spaces, and have
/// the same offsets folded.
struct FoldedRegion: Sendable {
  /// NFC, lower case, plain apostrophes and dashes, single spaces, one subscript for Khmer da and ta.
  let bytes: [UInt8]
  /// Where the region begins in the text.
  private let start: Int
  /// Nil where folding changes no offset.
  private let folded: FoldedText?

  /// - Complexity: O(bytes).
  init(_ text: [UInt8], in range: Range<Int>) {
    start = range.lowerBound
    if let plain = Self.plain(text, range) {
      bytes = plain
      folded = nil
    } else {
      let folded = FoldedText(text, in: range)
      bytes = KhmerFold.unify(folded.bytes)
      self.folded = folded
    }
  }

  /// The text in lower case; nil where it has more than letters, digits and marks of ASCII and single spaces.
  private static func plain(_ text: [UInt8], _ range: Range<Int>) -> [UInt8]? {
    var isPlain = true
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      text.withUnsafeBufferPointer { text in
        var previous: UInt8 = 0
        for (index, byte) in text[range].enumerated() {
          // A grave accent is an apostrophe, and white space of several characters is one space.
          guard 0x20..<0x7F ~= byte, byte != 0x60, byte != 0x20 || previous != 0x20 else {
            isPlain = false
            return
          }
          buffer[index] = 0x41...0x5A ~= byte ? byte + 0x20 : byte
          previous = byte
        }
      }
      count = isPlain ? range.count : 0
    }
    return isPlain ? bytes : nil
  }

  /// The bytes of the text that a folded range came from.
  func sourceRange(of range: Range<Int>) -> Range<Int> {
    folded?.sourceRange(of: range) ?? start + range.lowerBound..<start + range.upperBound
  }
}
