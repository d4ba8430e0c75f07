/// What a scalar can be in a Khmer syllable.
///
/// - Source: M. Hosken, Khmer Encoding Structure (Unicode document L2/22-290 and its revisions), character
///   categories. Independent vowels, the two deprecated ones included, are bases.
enum KhmerCharacter: UInt8 {
  case other
  case base
  /// Stands for a base, never for a subscript.
  case dottedCircle
  case robat
  case coeng
  case shifter
  case vowel
  case sign
  case final
  case nonJoiner
  case joiner
  case zeroWidthSpace
  case space

  init(_ scalar: UInt32) {
    self =
      switch scalar {
      case 0x1780...0x17B3: .base
      case 0x25CC: .dottedCircle
      case 0x17B6...0x17C5: .vowel
      case 0x17C6, 0x17CB, 0x17CD...0x17D1, 0x17D3, 0x17DD: .sign
      case 0x17C7, 0x17C8: .final
      case 0x17C9, 0x17CA: .shifter
      case 0x17CC: .robat
      case 0x17D2: .coeng
      case 0x200B: .zeroWidthSpace
      case 0x200C: .nonJoiner
      case 0x200D: .joiner
      case 0x20, 0xA0: .space
      default: .other
      }
  }

  /// Whether a base after it belongs together with it, or with what is before it.
  var joinsNext: Bool {
    switch self {
    case .coeng, .nonJoiner, .joiner, .zeroWidthSpace, .space, .dottedCircle: true
    default: false
    }
  }

  /// A mark that needs a base before it.
  var isDependent: Bool {
    switch self {
    case .robat, .coeng, .shifter, .vowel, .sign, .final: true
    default: false
    }
  }
}

/// Scalars that the rules name.
enum Khmer {
  static let ro: UInt32 = 0x179A
  static let da: UInt32 = 0x178A
  static let ta: UInt32 = 0x178F
  static let ba: UInt32 = 0x1794
  static let aa: UInt32 = 0x17B6
  static let ii: UInt32 = 0x17B8
  static let u: UInt32 = 0x17BB
  static let oe: UInt32 = 0x17BE
  static let e: UInt32 = 0x17C1
  static let oo: UInt32 = 0x17C4
  static let nikahit: UInt32 = 0x17C6
  static let muusikatoan: UInt32 = 0x17C9
  static let triisap: UInt32 = 0x17CA
  static let samyok: UInt32 = 0x17D0
  static let coeng: UInt32 = 0x17D2
  static let lekToo: UInt32 = 0x17D7
  static let atthacan: UInt32 = 0x17DD
  static let nonJoiner: UInt32 = 0x200C
  static let joiner: UInt32 = 0x200D
  static let byteOrderMark: UInt32 = 0xFEFF

  /// Vowel signs that stand above the base: i, ii, y, yy, oe, ya.
  static func isAboveVowel(_ scalar: UInt32) -> Bool {
    0x17B7...0x17BA ~= scalar || scalar == oe || scalar == 0x17BF
  }

  /// Letters without a partner in the other series ("strong" when a subscript or base has one of them and no
  /// ba is near): a shifter on them is triisap, else muusikatoan.
  static func isStrong(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1780...0x1783, 0x1785...0x1788, 0x178A...0x178D, 0x178F...0x1792, 0x1795...0x1797,
      0x179E...0x17A0, 0x17A2:
      true
    default: false
    }
  }
}
