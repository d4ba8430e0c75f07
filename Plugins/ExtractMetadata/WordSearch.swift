/// Searches in the bytes of a page that save a closer look.
enum WordSearch {
  /// Whether a word stands anywhere: sixteen places at once are looked at for its first and last letter.
  static func contains(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = word.utf8CodeUnitCount
    guard count <= bytes.count else { return false }
    let all = UnsafeRawBufferPointer(bytes)
    let first = SIMD16<UInt8>(repeating: word.utf8Start[0])
    let last = SIMD16<UInt8>(repeating: word.utf8Start[count - 1])
    var i = 0
    while i + count + 15 <= all.count {
      let starts = all.loadUnaligned(fromByteOffset: i, as: SIMD16<UInt8>.self) .== first
      let ends = all.loadUnaligned(fromByteOffset: i + count - 1, as: SIMD16<UInt8>.self) .== last
      let both = unsafeBitCast(starts .& ends, to: SIMD2<UInt64>.self)
      if both[0] | both[1] != 0, (i..<i + 16).contains(where: { stands(word, at: $0, in: bytes) }) {
        return true
      }
      i += 16
    }
    while i + count <= bytes.count {
      if stands(word, at: i, in: bytes) { return true }
      i += 1
    }
    return false
  }

  /// Whether a word of small letters stands anywhere, in letters of either case; for a few bytes.
  static func containsIgnoringCase(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = word.utf8CodeUnitCount
    guard count <= bytes.count else { return false }
    return (0...bytes.count - count).contains { start in
      (0..<count).allSatisfy { TagReader.lower(bytes[start + $0]) == word.utf8Start[$0] }
    }
  }

  private static func stands(_ word: StaticString, at start: Int, in bytes: UnsafeBufferPointer<UInt8>)
    -> Bool
  {
    for i in 0..<word.utf8CodeUnitCount where bytes[start + i] != word.utf8Start[i] { return false }
    return true
  }

  /// Whether a tag has an attribute with `prop` or `type` in its name, or does not end before the next tag.
  ///
  /// - Parameter tag: from its `<` to the next one.
  static func mayBeItem(_ tag: UnsafeBufferPointer<UInt8>) -> Bool {
    var quote: UInt8 = 0
    for i in tag.indices {
      let byte = tag[i]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        return false
      } else if byte | 0x20 == 0x70, isPartOfName(tag, i) {
        return true
      }
    }
    return true
  }

  /// Whether a `p` is the first letter of `prop`, or that of `type`.
  private static func isPartOfName(_ tag: UnsafeBufferPointer<UInt8>, _ i: Int) -> Bool {
    guard i >= 2, i + 1 < tag.count else { return false }
    if tag[i + 1] | 0x20 == 0x65 { return tag[i - 1] | 0x20 == 0x79 && tag[i - 2] | 0x20 == 0x74 }
    return i + 3 < tag.count && tag[i + 1] | 0x20 == 0x72 && tag[i + 2] | 0x20 == 0x6F
      && tag[i + 3] | 0x20 == 0x70
  }
}
