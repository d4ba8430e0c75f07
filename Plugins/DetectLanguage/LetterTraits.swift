import UnicodeText
import VietnameseText

/// What a Latin letter says of the language it is written in.
struct LetterTraits: OptionSet {
  let rawValue: UInt8

  static let vowel = LetterTraits(rawValue: 1)
  /// Bears a mark that Vietnamese has, on a letter that may bear it.
  static let marked = LetterTraits(rawValue: 2)
  /// Hardly another language has it: ơ, ư, a hook above, two marks.
  static let onlyVietnamese = LetterTraits(rawValue: 4)
  static let tone = LetterTraits(rawValue: 8)
  /// Not a letter of the Vietnamese alphabet.
  static let foreign = LetterTraits(rawValue: 16)
  static let quality = LetterTraits(rawValue: 32)

  private static let limit: UInt32 = 0x1F00

  private static let table: [LetterTraits] = (0..<limit).map { scalar in
    let isLatin = 0x41...0x5A ~= scalar & 0xFFFF_FFDF || 0xC0...0x24F ~= scalar || 0x1E00...0x1EFF ~= scalar
    return isLatin ? derived(scalar) : .foreign
  }

  private static let smallLetters: [UInt16] = (0..<limit).map { scalar in
    // Đ and the letters that are typed for it: the languages that are told apart have no other.
    if [0x110, 0xD0, 0xF0, 0x189, 0x256].contains(scalar) { return 0x111 }
    let folded = CodePoint.caseFolded(scalar)
    return folded < 0x10000 ? UInt16(folded) : UInt16(scalar)
  }

  /// The small letter of a letter.
  ///
  /// - Complexity: O(1).
  static func smallLetter(_ scalar: UInt32) -> UInt32 {
    scalar < limit ? UInt32(smallLetters[Int(scalar)]) : CodePoint.caseFolded(scalar)
  }

  /// - Complexity: O(1).
  static func of(_ scalar: UInt32) -> LetterTraits { scalar < limit ? table[Int(scalar)] : .foreign }

  /// The traits of a combining mark as they are added to those of its letter.
  static func ofMark(_ mark: UInt32, on letter: LetterTraits) -> LetterTraits {
    switch mark {
    case 0x300, 0x301, 0x303, 0x323:
      return letter.contains(.quality) ? [.marked, .tone, .onlyVietnamese] : [.marked, .tone]
    case 0x309: return [.marked, .tone, .onlyVietnamese]
    case 0x31B: return [.marked, .quality, .onlyVietnamese]
    case 0x302, 0x306:
      return letter.contains(.tone) ? [.marked, .quality, .onlyVietnamese] : [.marked, .quality]
    default: return .foreign
    }
  }

  private static func derived(_ scalar: UInt32) -> LetterTraits {
    // đ, and the letters that are typed for it: Ð ð (U+00D0, U+00F0) and Ɖ ɖ.
    if [0x110, 0x111, 0xD0, 0xF0, 0x189, 0x256].contains(scalar) { return [.marked, .quality] }
    let parts = NFC.decomposition(of: scalar)
    guard parts[0] < 0x80, 0x61...0x7A ~= parts[0] | 0x20 else { return .foreign }
    let base = Letter(base: UInt8(parts[0] | 0x20))
    let isForeign = [0x66, 0x6A, 0x77, 0x7A].contains(base.base)  // f, j, w, z
    var traits: LetterTraits = base.isVowel ? .vowel : isForeign ? .foreign : []
    for mark in parts.dropFirst() {
      let fits = Letter.Quality(mark: mark).map(base.allows) ?? base.isVowel
      traits.formUnion(fits ? ofMark(mark, on: traits) : .foreign)
    }
    return traits
  }
}
