/// Searches in strings by their bytes, with the answers that the standard library's comparison of characters
/// gives: where bytes do not settle it, the library is asked.
enum ByteSearch {
  /// The first place of a text in another.
  ///
  /// - Complexity: O(text · part) at worst; in practice one look at each byte.
  static func firstRange(of part: String, in text: String) -> Range<String.Index>? {
    let bytes = text.utf8
    let answer = bytes.withContiguousStorageIfAvailable { text in
      part.utf8.withContiguousStorageIfAvailable { part in place(of: part, in: text) } ?? .unsettled
    }
    switch answer ?? .unsettled {
    case .none: return nil
    case .at(let offset):
      let start = bytes.index(bytes.startIndex, offsetBy: offset)
      return start..<bytes.index(start, offsetBy: part.utf8.count)
    case .unsettled: return text.firstRange(of: part)
    }
  }

  /// Whether a text stands in another.
  static func contains(_ part: String, in text: String) -> Bool { firstRange(of: part, in: text) != nil }

  private enum Answer {
    case none
    case at(Int)
    case unsettled
  }

  private static func place(
    of part: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>
  ) -> Answer {
    guard let first = part.first, part.count <= text.count else { return part.isEmpty ? .unsettled : .none }
    var i = 0
    while i <= text.count - part.count {
      if text[i] == first, stands(part, at: i, in: text) {
        // A mark may be joined to the last character, and the first one to what stands before.
        let end = i + part.count
        let isWhole = (i == 0 || text[i - 1] < 0x80) && (end == text.count || text[end] < 0x80)
        return isWhole && !holdsReturn(part) ? .at(i) : .unsettled
      }
      i += 1
    }
    return isPlain(part) || text.allSatisfy({ $0 < 0x80 }) ? .none : .unsettled
  }

  private static func stands(
    _ part: UnsafeBufferPointer<UInt8>, at start: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for i in part.indices where text[start + i] != part[i] { return false }
    return true
  }

  private static func holdsReturn(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
    part.contains { $0 == 0x0A || $0 == 0x0D }
  }

  /// Whether a text is written one way only: ASCII, Khmer (E1 9E, E1 9F) and general punctuation from dashes
  /// on (E2 80 93 ... BF, E2 97).
  private static func isPlain(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    while i < part.count {
      if part[i] < 0x80 {
        i += 1
        continue
      }
      guard i + 2 < part.count else { return false }
      let (lead, second) = (part[i], part[i + 1])
      let isKhmer = lead == 0xE1 && (second == 0x9E || second == 0x9F)
      let isMark = lead == 0xE2 && (second == 0x80 && part[i + 2] >= 0x93 || second == 0x97)
      guard isKhmer || isMark else { return false }
      i += 3
    }
    return true
  }
}
