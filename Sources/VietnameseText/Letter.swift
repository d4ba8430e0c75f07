/// A letter of the Vietnamese alphabet, taken apart: base letter, quality mark, tone, case.
///
/// f, j, w and z, which only loans and foreign names have, are letters here too.
/// - Source: the 29 letters and five tone marks of the alphabet (chữ quốc ngữ); each with its marks is one
///   scalar of Unicode's blocks Basic Latin, Latin-1, Latin Extended-A, -B and Latin Extended Additional.
public struct Letter: Equatable, Sendable {
  /// What makes another letter of the base: â, ă, ơ, đ.
  public enum Quality: UInt8, Sendable { case none, circumflex, breve, horn, stroke }

  /// The tone mark, in the order a à á ả ã ạ.
  public enum Tone: UInt8, Sendable { case none, grave, acute, hook, tilde, dot }

  /// ASCII lower-case letter, a...z. Any other value makes a letter that no scalar is.
  public var base: UInt8
  public var quality: Quality
  public var tone: Tone
  public var isUpper: Bool

  public init(base: UInt8, quality: Quality = .none, tone: Tone = .none, isUpper: Bool = false) {
    self.base = base
    self.quality = quality
    self.tone = tone
    self.isUpper = isUpper
  }

  /// Whether the base is a, e, i, o, u or y, the letters that may bear a tone.
  public var isVowel: Bool {
    switch base {
    case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: true
    default: false
    }
  }

  /// Whether the base can bear the combining mark: â ê ô, ă, ơ ư. The stroke of đ is no combining mark.
  public func allows(_ quality: Quality) -> Bool {
    switch quality {
    case .circumflex: base == 0x61 || base == 0x65 || base == 0x6F
    case .breve: base == 0x61
    case .horn: base == 0x6F || base == 0x75
    case .none, .stroke: false
    }
  }

  /// A number below 64 that stands for the letter without tone and case, another for each; see `Spelling`.
  var code: UInt64 {
    let letter = UInt64(base & 0x1F)
    switch quality {
    case .none: return letter
    case .circumflex: return 27 + letter / 5  // a, e, o
    case .breve: return 31
    case .horn: return base == 0x6F ? 32 : 33
    case .stroke: return 34
    }
  }
}

extension Letter {
  /// The letter that a precomposed scalar is; nil when it is none of a...z, A...Z or the 134 with marks.
  ///
  /// - Complexity: O(1).
  public init?(_ scalar: UInt32) {
    guard scalar < LetterTable.limit, let letter = LetterTable.letters[Int(scalar)] else { return nil }
    self = letter
  }

  /// The precomposed scalar; U+FFFD for a letter that Vietnamese has not: a tone on a consonant, a horn on e.
  ///
  /// - Complexity: O(1).
  public var scalar: UInt32 { LetterTable.scalars[Int(packed)] }

  fileprivate var packed: UInt16 {
    UInt16(base) | UInt16(quality.rawValue) << 8 | UInt16(tone.rawValue) << 11 | (isUpper ? 1 << 14 : 0)
  }
}

extension Letter.Quality {
  /// The quality mark that a combining character is: U+0302, U+0306 or U+031B.
  public init?(mark: UInt32) {
    switch mark {
    case 0x302: self = .circumflex
    case 0x306: self = .breve
    case 0x31B: self = .horn
    default: return nil
    }
  }
}

extension Letter.Tone {
  /// The tone mark that a combining character is.
  ///
  /// - Source: UnicodeData.txt; U+0340 and U+0341 are canonical equivalents of grave and acute.
  public init?(mark: UInt32) {
    switch mark {
    case 0x300, 0x340: self = .grave
    case 0x301, 0x341: self = .acute
    case 0x309: self = .hook
    case 0x303: self = .tilde
    case 0x323: self = .dot
    default: return nil
    }
  }
}

/// Scalars to letters and back. Each row: a vowel with its tones in the order of `Letter.Tone`.
private enum LetterTable {
  static let limit: UInt32 = 0x1F00

  private static let rows: [(base: Unicode.Scalar, quality: Letter.Quality, lower: String, upper: String)] = [
    ("a", .none, "aàáảãạ", "AÀÁẢÃẠ"), ("a", .breve, "ăằắẳẵặ", "ĂẰẮẲẴẶ"),
    ("a", .circumflex, "âầấẩẫậ", "ÂẦẤẨẪẬ"),
    ("e", .none, "eèéẻẽẹ", "EÈÉẺẼẸ"), ("e", .circumflex, "êềếểễệ", "ÊỀẾỂỄỆ"),
    ("i", .none, "iìíỉĩị", "IÌÍỈĨỊ"),
    ("o", .none, "oòóỏõọ", "OÒÓỎÕỌ"), ("o", .circumflex, "ôồốổỗộ", "ÔỒỐỔỖỘ"),
    ("o", .horn, "ơờớởỡợ", "ƠỜỚỞỠỢ"),
    ("u", .none, "uùúủũụ", "UÙÚỦŨỤ"), ("u", .horn, "ưừứửữự", "ƯỪỨỬỮỰ"), ("y", .none, "yỳýỷỹỵ", "YỲÝỶỸỴ"),
    ("d", .stroke, "đ", "Đ"),
  ]

  private static let all: [(letter: Letter, scalar: UInt32)] = {
    var all: [(letter: Letter, scalar: UInt32)] = []
    for base in UInt8(ascii: "a")...UInt8(ascii: "z") {
      all.append((Letter(base: base), UInt32(base)))
      all.append((Letter(base: base, isUpper: true), UInt32(base) - 0x20))
    }
    for row in rows {
      for (string, isUpper) in [(row.lower, false), (row.upper, true)] {
        for (index, scalar) in string.unicodeScalars.enumerated() {
          let tone = Letter.Tone(rawValue: UInt8(index)) ?? .none
          let letter = Letter(base: UInt8(row.base.value), quality: row.quality, tone: tone, isUpper: isUpper)
          all.append((letter, scalar.value))
        }
      }
    }
    return all
  }()

  static let letters: [Letter?] = {
    var letters = [Letter?](repeating: nil, count: Int(limit))
    for (letter, scalar) in all { letters[Int(scalar)] = letter }
    return letters
  }()

  static let scalars: [UInt32] = {
    var scalars = [UInt32](repeating: 0xFFFD, count: 1 << 15)
    for (letter, scalar) in all { scalars[Int(letter.packed)] = scalar }
    return scalars
  }()
}
