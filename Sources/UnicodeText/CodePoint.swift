internal import CICU

/// Properties of single scalars, from the linked ICU's Unicode data.
///
/// All functions take any value and answer false for one that is not a scalar.
/// - Source: UnicodeData.txt, general category; DerivedCoreProperties.txt.
public enum CodePoint {
  /// General category L: letters of any kind.
  public static func isLetter(_ scalar: UInt32) -> Bool { has(scalar, 0b11_1110) }

  /// General category M: combining marks.
  public static func isMark(_ scalar: UInt32) -> Bool { has(scalar, 0b1_1100_0000) }

  /// General category Nd: decimal digits of any script.
  public static func isDigit(_ scalar: UInt32) -> Bool { has(scalar, 1 << 9) }

  /// General category N: digits, letter-like numbers such as Roman numerals, and other numbers.
  public static func isNumber(_ scalar: UInt32) -> Bool { has(scalar, 0b1110_0000_0000) }

  /// General category Lu or Lt.
  public static func isUppercase(_ scalar: UInt32) -> Bool { has(scalar, 0b1010) }

  /// General category Cf: invisible characters that steer the text around them.
  public static func isFormat(_ scalar: UInt32) -> Bool { has(scalar, 1 << 16) }

  /// General category Z: spaces, line and paragraph separators; and the white-space controls U+0009...U+000D,
  /// U+0085.
  public static func isSpace(_ scalar: UInt32) -> Bool {
    9...13 ~= scalar || scalar == 0x85 || has(scalar, 0b111 << 12)
  }

  /// General category P: punctuation.
  public static func isPunctuation(_ scalar: UInt32) -> Bool { has(scalar, 0b11_1111 << 19 | 0b11 << 28) }

  /// Default_Ignorable_Code_Point: shows nothing where it is not supported.
  public static func isDefaultIgnorable(_ scalar: UInt32) -> Bool { cicu_is_default_ignorable(scalar) }

  /// Simple case folding, one scalar for one scalar: "Đ" to "đ"; "ß" stays.
  public static func caseFolded(_ scalar: UInt32) -> UInt32 { cicu_fold_case(scalar) }

  /// True in the blocks Khmer and Khmer Symbols.
  @inlinable public static func isKhmer(_ scalar: UInt32) -> Bool {
    0x1780...0x17FF ~= scalar || 0x19E0...0x19FF ~= scalar
  }

  /// `categories` has a bit for each of ICU's general categories, in the order of UCharCategory.
  private static func has(_ scalar: UInt32, _ categories: UInt32) -> Bool {
    categories >> UInt32(cicu_general_category(scalar)) & 1 == 1
  }
}
