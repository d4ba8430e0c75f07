/// A stretch without white space that is code or an address rather than words: `a.b`, `x=1`, `/etc/passwd`,
/// `name@place`, `mdadm(8)`, `libc6`.
enum CodeToken {
  /// - Complexity: O(n).
  static func isCode(_ token: ArraySlice<UInt8>) -> Bool {
    for offset in token.indices {
      switch token[offset] {
      case 0x23...0x26, 0x2A, 0x2B, 0x2F, 0x3C...0x3E, 0x40, 0x5C, 0x5E, 0x5F, 0x7B...0x7E: return true
      case 0x30...0x39: if isLetter(offset - 1, token) || isLetter(offset + 1, token) { return true }
      case 0x28, 0x29, 0x2E, 0x3A, 0x5B, 0x5D:
        if isLetter(offset - 1, token), isLetter(offset + 1, token) { return true }
      default: break
      }
    }
    return false
  }

  private static func isLetter(_ offset: Int, _ token: ArraySlice<UInt8>) -> Bool {
    token.indices.contains(offset) && 0x61...0x7A ~= token[offset] | 0x20
  }
}
