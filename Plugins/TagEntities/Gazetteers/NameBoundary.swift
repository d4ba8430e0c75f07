import UnicodeText

/// Where names may begin and end: at the boundaries of words (as Unicode Standard Annex #29 has them, as far
/// as names need), and between the clusters of scripts that are written without spaces.
enum NameBoundary {
  /// What matters of a scalar, in bits.
  struct Class: OptionSet, Sendable {
    let rawValue: UInt8
    static let letter = Class(rawValue: 1)
    static let mark = Class(rawValue: 2)
    static let digit = Class(rawValue: 4)
    static let space = Class(rawValue: 8)
    /// Of a script without spaces: Thai, Lao, Burmese, Khmer, Han.
    static let unspaced = Class(rawValue: 16)
    /// Belongs to what stands behind it: the Khmer coeng, vowels of Thai and Lao that stand before their
    /// consonant.
    static let joinsNext = Class(rawValue: 32)
    /// Belongs to what stands before it: marks, vowels of Thai and Lao that stand behind their consonant.
    static let joinsPrevious = Class(rawValue: 64)
    static let uppercase = Class(rawValue: 128)

    static let wordPart: Class = [.letter, .mark, .digit]
    static let wordStart: Class = [.letter, .digit]
  }

  /// Classes of the first plane: 64 KiB, made once.
  static let classes: [Class] = (0..<0x10000).map { computed(UInt32($0)) }

  @inline(__always) static func `class`(of scalar: UInt32) -> Class {
    scalar < 0x10000 ? classes[Int(scalar)] : computed(scalar)
  }

  /// The same for a loop that holds on to the table.
  @inline(__always) static func `class`(
    of scalar: UInt32, _ classes: UnsafeBufferPointer<Class>
  ) -> Class {
    scalar < 0x10000 ? classes[Int(scalar)] : computed(scalar)
  }

  private static func computed(_ scalar: UInt32) -> Class {
    var result: Class = []
    if CodePoint.isLetter(scalar) { result.insert(.letter) }
    if CodePoint.isMark(scalar) { result.formUnion([.mark, .joinsPrevious]) }
    if CodePoint.isDigit(scalar) { result.insert(.digit) }
    if CodePoint.isUppercase(scalar) { result.insert(.uppercase) }
    if CodePoint.isSpace(scalar) { result.insert(.space) }
    if 0x0E00...0x0EFF ~= scalar || 0x1000...0x109F ~= scalar || CodePoint.isKhmer(scalar)
      || 0x4E00...0x9FFF ~= scalar
    {
      result.insert(.unspaced)
    }
    switch scalar {
    case 0x17D2, 0x0E40...0x0E44, 0x0EC0...0x0EC4: result.insert(.joinsNext)
    case 0x0E30, 0x0E32, 0x0E33, 0x0E45, 0x0EB0, 0x0EB2, 0x0EB3, 0x0EBD: result.insert(.joinsPrevious)
    default: break
    }
    return result
  }

  /// Whether a name may end at an offset and another thing begin: not between two letters of a script with
  /// spaces, nor inside a cluster.
  @inline(__always) static func isBoundary(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Bool {
    guard offset > 0, offset < bytes.count else { return true }
    let (before, after) = (bytes[offset - 1], bytes[offset])
    if before < 0x80, after < 0x80 { return !(isASCIIWord(before) && isASCIIWord(after)) }
    if after & 0xC0 == 0x80 { return false }
    let (last, next) = (last(bytes, offset), next(bytes, offset))
    if isLatinLetter(last), isLatinLetter(next) { return false }
    return isBoundary(between: `class`(of: last), and: `class`(of: next))
  }

  @inline(__always) static func isBoundary(between last: Class, and next: Class) -> Bool {
    if next.contains(.joinsPrevious) || last.contains(.joinsNext) { return false }
    if next.isDisjoint(with: .wordStart) || last.isDisjoint(with: .wordPart) { return true }
    return next.contains(.unspaced) || last.contains(.unspaced)
  }

  /// A boundary with something before it that a name can end in: no space.
  @inline(__always) static func isEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Bool {
    bytes[offset - 1] != 0x20 && isBoundary(bytes, offset)
  }

  /// Small letters of ASCII and all of the blocks of Latin that Vietnamese and the languages of Europe use: most
  /// of what folded text has, answered without the table.
  @inline(__always) static func isLatinLetter(_ scalar: UInt32) -> Bool {
    scalar &- 0x61 < 26 || 0xC0...0x24F ~= scalar && scalar != 0xD7 && scalar != 0xF7
      || 0x1E00...0x1EFF ~= scalar
  }

  @inline(__always) static func isASCIIWord(_ byte: UInt8) -> Bool {
    // Folded text has few capitals; digits and letters are all that counts.
    byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte &- 0x41 < 26
  }

  /// The scalar that begins at an offset; bytes that are not UTF-8 are read as U+FFFD.
  @inline(__always) static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt32 {
    let first = UInt32(bytes[offset])
    if first < 0x80 { return first }
    let length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    guard length > 0, offset + length <= bytes.count else { return 0xFFFD }
    var value = first & (0x7F >> UInt32(length))
    for index in offset + 1..<offset + length {
      guard bytes[index] & 0xC0 == 0x80 else { return 0xFFFD }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    return value
  }

  /// The scalar that ends at an offset.
  @inline(__always) private static func last(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt32 {
    var first = offset - 1
    while first > 0, offset - first < 4, bytes[first] & 0xC0 == 0x80 { first -= 1 }
    return next(bytes, first)
  }
}
