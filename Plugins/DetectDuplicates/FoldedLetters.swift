import UnicodeText

/// The letters of a text as they are compared: without case, white space, punctuation, symbols and characters
/// that show nothing, in NFC. Two texts that differ only in those give the same letters.
///
/// Marks and digits count as letters. Case is folded one scalar for one ("ß" stays).
/// - Complexity: O(n).
struct FoldedLetters {
  private(set) var scalars: [UInt32] = []

  init(_ text: [UInt8]) {
    var letters = FoldedLetters.letters(of: text)
    // Marks are put in order and joined only now: a zero-width space may have stood between them.
    if !NFC.isNormalized(letters) { letters = NFC.normalized(letters) }
    scalars.reserveCapacity(letters.count)
    var offset = 0
    while offset < letters.count {
      let (scalar, length) = UTF8Text.scalar(in: letters, at: offset, before: letters.count)
      scalars.append(scalar < 0x80 ? scalar : CodePoint.caseFolded(scalar))
      offset += length
    }
  }

  /// UTF-8 of the letters, marks and digits; ASCII in small letters.
  private static func letters(of text: [UInt8]) -> [UInt8] {
    var letters: [UInt8] = []
    letters.reserveCapacity(text.count)
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      if byte < 0x80 {
        offset += 1
        if 0x61...0x7A ~= byte | 0x20 { letters.append(byte | 0x20) }
        if 0x30...0x39 ~= byte { letters.append(byte) }
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: text.count)
      if isLetter(scalar) { letters += text[offset..<offset + length] }
      offset += length
    }
    return letters
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    (CodePoint.isLetter(scalar) || CodePoint.isMark(scalar) || CodePoint.isDigit(scalar))
      && !CodePoint.isDefaultIgnorable(scalar)
  }
}
