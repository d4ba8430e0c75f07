import UnicodeText

/// Keys and comparison forms made from names.
enum NameKey {
  /// The folded form that names are compared by: NFC, lower case, plain apostrophes and dashes, single
  /// spaces, one subscript for Khmer da and ta.
  static func folded(_ name: String) -> [UInt8] { folded(name.utf8) }

  static func folded(_ name: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(name)
    return FoldedRegion.plain(bytes, 0..<bytes.count) ?? composed(bytes)
      ?? KhmerFold.unify(FoldedText(bytes).bytes)
  }

  /// The same for a name of scalars that are in NFC whatever stands beside them; nil for others.
  private static func composed(_ name: [UInt8]) -> [UInt8]? {
    var folder = RegionFolder(start: 0)
    let folded = folder.fold(name, 0..<name.count)
    guard folder.isNormalized else { return nil }
    return folder.isKhmer ? KhmerFold.unify(folded) : folded
  }

  /// The folded form without the marks of Latin letters: "Nguyễn" as "nguyen".
  static func bare(_ name: String) -> [UInt8] { bare(name.utf8) }

  static func bare(_ name: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(name)
    return FoldedRegion.plain(bytes, 0..<bytes.count) ?? BareLetters.bare(bytes)
      ?? KhmerFold.unify(FoldedText(bytes, options: [.keepingDiacritics, .diacritics]).bytes)
  }

  /// The part of a key that comes from a name: bare letters and digits, words joined by hyphens; "People's"
  /// is "peoples".
  ///
  /// Letters of scripts without case stay as they are.
  static func slug(_ name: String) -> String { slug(folded: bare(name)) }

  /// A slug that differs where the folded names differ: diacritics stay, and where marks were left out, a sum of
  /// the folded name stands behind a low line.
  static func exactSlug(_ name: String) -> String {
    let folded = folded(name)
    let slug = slug(folded: folded)
    if Array(slug.utf8) == folded.map({ $0 == 0x20 ? 0x2D : $0 }), !folded.contains(0x2D) { return slug }
    // FNV-1a, 32 bits (Fowler, Noll, Vo).
    let sum = folded.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    return slug + "_" + String(sum, radix: 16)
  }

  private static func slug(folded bytes: [UInt8]) -> String {
    var slug: [UInt8] = []
    var offset = 0
    slug.reserveCapacity(bytes.count)
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte < 0x80, NameBoundary.isASCIIWord(byte) {
        slug.append(byte)
        offset += 1
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: bytes.count)
      if CodePoint.isLetter(scalar) || CodePoint.isMark(scalar) || CodePoint.isNumber(scalar) {
        slug += bytes[offset..<offset + length]
      } else if scalar != 0x27, !slug.isEmpty, slug.last != 0x2D {
        slug.append(0x2D)
      }
      offset += length
    }
    if slug.last == 0x2D { slug.removeLast() }
    return String(decoding: slug, as: UTF8.self)
  }

  /// Whether a text has letters that, among the languages here, only Vietnamese uses.
  static func isVietnamese(_ bytes: some Collection<UInt8>) -> Bool {
    var previous: UInt8 = 0
    var before: UInt8 = 0
    for byte in bytes {
      // U+1EA0...U+1EF9, then ă đ ĩ ũ ơ ư and their capitals.
      if before == 0xE1, previous == 0xBA || previous == 0xBB { return true }
      if previous == 0xC4, [0x82, 0x83, 0x90, 0x91, 0xA8, 0xA9].contains(byte) { return true }
      if previous == 0xC5, byte == 0xA8 || byte == 0xA9 { return true }
      if previous == 0xC6, [0xA0, 0xA1, 0xAF, 0xB0].contains(byte) { return true }
      (before, previous) = (previous, byte)
    }
    return false
  }
}
