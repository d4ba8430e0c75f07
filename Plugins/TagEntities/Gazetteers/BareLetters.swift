import UnicodeText

/// The letters of ASCII that letters of Latin with marks are without them, and its apostrophe and hyphen for all others.
enum BareLetters {
  /// By scalar, in lower case, up to the last apostrophe; 0 for what is no such letter or mark.
  private static let table: [UInt8] = (0..<UInt32(0x2033)).map { scalar in
    guard 0xC0..<0x250 ~= scalar || 0x1E00..<0x1F00 ~= scalar || scalar >= 0x2010 else { return 0 }
    var bytes: [UInt8] = []
    UTF8Text.append(scalar, to: &bytes)
    let bare = FoldedText(bytes, options: [.keepingDiacritics, .diacritics]).bytes
    return bare.count == 1 && (bare[0] &- 0x61 < 26 || bare[0] == 0x27 || bare[0] == 0x2D) ? bare[0] : 0
  }

  /// A text without marks, as `FoldedText` makes it; nil where it has more than such letters, letters, digits and marks
  /// of ASCII and single spaces.
  static func bare(_ text: [UInt8]) -> [UInt8]? {
    var isPlain = true
    let bare = [UInt8](upTo: text.count) { bare in
      var (offset, count) = (0, 0)
      text.withUnsafeBufferPointer { text in
        while offset < text.count {
          let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: text.count)
          let letter =
            scalar < 0x80
            ? FoldedRegion.plain(UInt8(scalar), after: count > 0 ? bare[count - 1] : 0)
            : Int(scalar) < table.count ? table[Int(scalar)] : 0
          guard letter != 0 else {
            isPlain = false
            return
          }
          bare[count] = letter
          (offset, count) = (offset + length, count + 1)
        }
      }
      return count
    }
    return isPlain ? bare : nil
  }
}
