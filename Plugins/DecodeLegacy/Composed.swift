import UnicodeText
import VietnameseText

/// Letters that are written with a base and marks after it.
enum Composed {
  /// The precomposed scalar for a base and combining marks; nil when there is none.
  static func letter(_ base: UInt32, _ marks: [UInt32]) -> UInt32? {
    var key = UInt64(base)
    for mark in marks { key = key << 11 | UInt64(mark) }
    return letters[key]
  }

  private static let letters: [UInt64: UInt32] = {
    var letters: [UInt64: UInt32] = [:]
    let tones: [UInt32] = [0x300, 0x301, 0x303, 0x309, 0x323]
    let qualities: [UInt32] = [0x302, 0x306, 0x31B]
    for base in "aeiouyAEIOUYăâêôơưĂÂÊÔƠƯ".unicodeScalars.map(\.value) {
      for marks in tones.map({ [$0] }) + qualities.map({ [$0] })
        + qualities.flatMap({ q in tones.map { [q, $0] } })
      {
        var bytes: [UInt8] = []
        for scalar in [base] + marks { UTF8Text.append(scalar, to: &bytes) }
        let composed = NFC.normalized(bytes)
        let (scalar, length) = UTF8Text.scalar(in: composed, at: 0, before: composed.count)
        guard length == composed.count, Letter(scalar) != nil else { continue }
        letters[marks.reduce(UInt64(base)) { $0 << 11 | UInt64($1) }] = scalar
      }
    }
    return letters
  }()

  // MARK: VNI

  /// Mark byte after a vowel; 0x20 less for capitals. The case of the mark need not be that of the vowel.
  private static let vniMarks: [UInt8: [UInt32]] = [
    0xE0: [0x302, 0x300], 0xE1: [0x302, 0x301], 0xE2: [0x302], 0xE3: [0x302, 0x303], 0xE4: [0x302, 0x323],
    0xE5: [0x302, 0x309],
    0xE8: [0x306, 0x300], 0xE9: [0x306, 0x301], 0xEA: [0x306], 0xEB: [0x306, 0x323], 0xEF: [0x323],
    0xF5: [0x303], 0xF8: [0x300],
    0xF9: [0x301], 0xFA: [0x306, 0x309], 0xFB: [0x309], 0xFC: [0x306, 0x303],
  ]

  /// A vowel and its mark byte; nil for a byte that stands alone.
  static func vni(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int)? {
    guard offset + 1 < bytes.count, bytes[offset + 1] >= 0xC0, let marks = vniMarks[bytes[offset + 1] | 0x20]
    else { return nil }
    let base: UInt32
    switch bytes[offset] {
    case 0x61, 0x65, 0x6F, 0x75, 0x79, 0x41, 0x45, 0x4F, 0x55, 0x59: base = UInt32(bytes[offset])
    case 0xF4: base = 0x1A1
    case 0xD4: base = 0x1A0
    case 0xF6: base = 0x1B0
    case 0xD6: base = 0x1AF
    default: return nil
    }
    return letter(base, marks).map { ($0, 2) }
  }

  // MARK: VIQR

  /// A letter and the marks after it; a backslash takes a mark's meaning away, and goes.
  ///
  /// - Source: RFC 1456, section 4.
  static func viqr(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int)? {
    let first = bytes[offset]
    func next(_ distance: Int) -> UInt8 { offset + distance < bytes.count ? bytes[offset + distance] : 0 }
    if first == 0x5C {
      let isEscape =
        viqrTone(next(1)) != nil || viqrQuality(next(1)) != nil || next(1) | 0x20 == 0x64 || next(1) == 0x5C
      return isEscape ? (UInt32(next(1)), 2) : nil
    }
    if first | 0x20 == 0x64, next(1) | 0x20 == 0x64 { return (first == 0x64 ? 0x111 : 0x110, 2) }
    guard [0x61, 0x65, 0x69, 0x6F, 0x75, 0x79].contains(first | 0x20) else { return nil }
    var marks: [UInt32] = []
    if let quality = viqrQuality(next(1)), letter(UInt32(first), [quality]) != nil { marks.append(quality) }
    let mark = next(marks.count + 1)
    let isPunctuation =
      marks.isEmpty && [0x2E, 0x3F, 0x27].contains(mark) && followsMarkedVowel(bytes, offset)
    if !isPunctuation, let tone = viqrTone(mark) { marks.append(tone) }
    guard !marks.isEmpty else { return nil }
    return letter(UInt32(first), marks).map { ($0, marks.count + 1) }
  }

  /// Whether the letter before bears a mark: a bare vowel after it cannot bear the tone, so that `to^i.` ends
  /// a sentence.
  private static func followsMarkedVowel(_ bytes: [UInt8], _ offset: Int) -> Bool {
    guard offset >= 2, viqrTone(bytes[offset - 1]) != nil || viqrQuality(bytes[offset - 1]) != nil else {
      return false
    }
    return 0x61...0x7A ~= bytes[offset - 2] | 0x20 || viqrQuality(bytes[offset - 2]) != nil
  }

  private static func viqrQuality(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x5E: 0x302
    case 0x28: 0x306
    case 0x2B, 0x2A: 0x31B
    default: nil
    }
  }

  private static func viqrTone(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x60: 0x300
    case 0x27: 0x301
    case 0x3F: 0x309
    case 0x7E: 0x303
    case 0x2E: 0x323
    default: nil
    }
  }

  // MARK: windows-1258

  /// A vowel with or without a quality mark, and a combining tone after it.
  static func windows1258(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int)? {
    guard offset + 1 < bytes.count, let tone = windows1258Tones[bytes[offset + 1]] else { return nil }
    let base = windows1258Vowels[bytes[offset]] ?? UInt32(bytes[offset])
    guard bytes[offset] < 0x80 || windows1258Vowels[bytes[offset]] != nil else { return nil }
    return letter(base, [tone]).map { ($0, 2) }
  }

  private static let windows1258Tones: [UInt8: UInt32] = [
    0xCC: 0x300, 0xD2: 0x309, 0xDE: 0x303, 0xEC: 0x301, 0xF2: 0x323,
  ]
  private static let windows1258Vowels: [UInt8: UInt32] = [
    0xC2: 0xC2, 0xC3: 0x102, 0xCA: 0xCA, 0xD4: 0xD4, 0xD5: 0x1A0, 0xDD: 0x1AF, 0xE2: 0xE2, 0xE3: 0x103,
    0xEA: 0xEA, 0xF4: 0xF4,
    0xF5: 0x1A1, 0xFD: 0x1B0,
  ]
}
