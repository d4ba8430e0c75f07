/// Khmer spellings that look alike: the subscripts of da (U+17D2 U+178A) and ta (U+17D2 U+178F) have one form, and
/// are typed one for the other: កណ្ដាល and កណ្តាល are one word.
enum KhmerFold {
  /// Makes each subscript of da one of ta. The length stays, so that offsets do.
  ///
  /// - Complexity: O(bytes).
  static func unify(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    // U+17D2 is E1 9F 92, U+178A is E1 9E 8A, U+178F is E1 9E 8F.
    result.withUnsafeMutableBufferPointer { result in
      guard result.count > 5 else { return }
      for index in 5..<result.count where result[index] == 0x8A {
        if result[index - 1] == 0x9E, result[index - 2] == 0xE1, result[index - 3] == 0x92,
          result[index - 4] == 0x9F, result[index - 5] == 0xE1
        {
          result[index] = 0x8F
        }
      }
    }
    return result
  }
}
