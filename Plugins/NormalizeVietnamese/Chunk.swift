import UnicodeText

/// What stands between two spaces, and whether it is something that is never touched: an address, a path, a
/// tag, code.
struct Chunk {
  /// UTF-8 bytes in the text.
  let range: Range<Int>
  let isProtected: Bool

  /// White space of any width; the zero-width space is none.
  static func isSeparator(_ scalar: UInt32) -> Bool {
    scalar < 0x80
      ? scalar == 0x20 || 0x09...0x0D ~= scalar
      : scalar == 0xA0 || scalar == 0x85 || 0x2000...0x200A ~= scalar || 0x2028...0x2029 ~= scalar
        || scalar == 0x202F
        || scalar == 0x205F || scalar == 0x3000
  }

  /// - Complexity: O(bytes of the chunk).
  init(_ text: [UInt8], from start: Int, to limit: Int) {
    var end = start
    var isCode = false
    while end < limit {
      let (scalar, length) = UTF8Text.scalar(in: text, at: end, before: limit)
      if Self.isSeparator(scalar) { break }
      isCode = isCode || Self.isCode(scalar)
      end += length
    }
    range = start..<end
    isProtected = isCode || Self.isAddress(text[start..<end])
  }

  /// Characters that stand in e-mail addresses, paths, identifiers and code, and not in a word: @ \ _ ` = { }
  /// #.
  private static func isCode(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x40, 0x5C, 0x5F, 0x60, 0x3D, 0x7B, 0x7D, 0x23: true
    default: false
    }
  }

  /// A scheme, `www.`, percent-encoded bytes, or a host name with or without a path.
  private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
    var dots = 0
    for index in bytes.indices {
      let rest = bytes[index...].dropFirst()
      switch bytes[index] {
      case 0x3A where rest.starts(with: [0x2F, 0x2F]): return true
      case 0x25 where rest.prefix(2).count == 2 && rest.prefix(2).allSatisfy(isHex): return true
      case 0x2E
      where rest.first.map(isLowerASCII) == true && index > bytes.startIndex && isHostByte(bytes[index - 1]):
        if endsHost(rest) { return true }
        dots += 1
        if dots >= 2 { return true }
      default: break
      }
    }
    return false
  }

  /// Whether a label of two to six lower-case letters is what remains, but for a path or closing punctuation.
  private static func endsHost(_ rest: ArraySlice<UInt8>) -> Bool {
    let label = rest.prefix(7).prefix(while: isLowerASCII)
    guard (2...6).contains(label.count) else { return false }
    switch rest.dropFirst(label.count).first {
    case nil, 0x2F, 0x2C, 0x3B, 0x29, 0x5D, 0x3F, 0x21, 0x3A: return true
    case 0x2E: return rest.count == label.count + 1
    default: return false
    }
  }

  private static func isLowerASCII(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
  private static func isHostByte(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || byte == 0x2D
  }
  private static func isHex(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte || 0x41...0x46 ~= byte & 0xDF }
}
