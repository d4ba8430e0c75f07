import StageKit
import UnicodeText

/// An encoding of one or a few bytes a letter: gives the letter at a place.
///
/// Bytes that the encoding leaves undefined are read as windows-1252 has them: the texts were typed on
/// Windows, with its quotation marks and dashes.
enum Charset: String, CaseIterable, Sendable {
  case tcvn3 = "TCVN3"
  case tcvn5712 = "TCVN 5712-1"
  case vni = "VNI"
  case viscii = "VISCII"
  case vps = "VPS"
  case viqr = "VIQR"
  case windows1258 = "windows-1258"
  case windows1252 = "windows-1252"

  /// Those that Vietnamese is recognised in, in the order in which the first of two equals wins. VIQR, all
  /// ASCII, is apart.
  static let recognised: [Charset] = [.tcvn3, .vni, .viscii, .vps, .windows1258]

  /// Whether a letter may be more than one byte.
  private var isComposed: Bool { self == .vni || self == .viqr || self == .windows1258 }

  /// The scalar at an offset and the number of its bytes.
  ///
  /// - Complexity: O(1).
  func scalar(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int) {
    if isComposed, let found = composed(bytes, at: offset) { return found }
    let byte = bytes[offset]
    if byte >= 0x80 { return (high[Int(byte) - 0x80], 1) }
    return (byte < 0x20 ? low[byte] ?? UInt32(byte) : UInt32(byte), 1)
  }

  private var high: [UInt32] {
    switch self {
    case .tcvn3: HighHalf.tcvn3
    case .tcvn5712: HighHalf.tcvn5712
    case .vni: HighHalf.vni
    case .viscii: HighHalf.viscii
    case .vps: HighHalf.vps
    case .windows1258: HighHalf.windows1258
    case .viqr, .windows1252: HighHalf.windows1252
    }
  }

  private var low: [UInt8: UInt32] {
    switch self {
    case .tcvn5712: LowHalf.tcvn5712
    case .viscii: LowHalf.viscii
    case .vps: LowHalf.vps
    default: [:]
    }
  }

  private func composed(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int)? {
    if self == .viqr { return Composed.viqr(bytes, at: offset) }
    guard offset + 1 < bytes.count, bytes[offset + 1] >= 0xC0 else { return nil }
    let index = Int(bytes[offset]) << 6 | Int(bytes[offset + 1] & 0x3F)
    let scalar = self == .vni ? Self.vniPairs[index] : Self.windows1258Pairs[index]
    return scalar == 0 ? nil : (scalar, 2)
  }

  private static let vniPairs = pairs(Composed.vni)
  private static let windows1258Pairs = pairs(Composed.windows1258)

  /// The letters of two bytes, the second from 0xC0: index first byte, six bits of the second; 0 for none.
  private static func pairs(_ composed: ([UInt8], Int) -> (value: UInt32, length: Int)?) -> [UInt32] {
    (0..<1 << 14).map { index in
      composed([UInt8(index >> 6), UInt8(index & 0x3F) | 0xC0], 0)?.value ?? 0
    }
  }

  /// Whether a byte is ASCII and is itself, unless the next is a mark on it.
  func isPlain(_ byte: UInt8) -> Bool { byte < 0x80 && (byte >= 0x20 || low[byte] == nil) }

  /// `isPlain` of each ASCII byte.
  private var plainBytes: [Bool] {
    self == .viqr ? [Bool](repeating: false, count: 128) : (UInt8(0)..<0x80).map { isPlain($0) }
  }

  /// Decodes all bytes.
  ///
  /// - Complexity: O(n).
  func decode(_ bytes: [UInt8]) -> (text: [UInt8], alignment: Alignment) {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 5 / 4)
    var alignment = Alignment()
    let plain = plainBytes
    let letters = high.map { scalar in
      var bytes: [UInt8] = []
      UTF8Text.append(scalar, to: &bytes)
      return bytes
    }
    // The last plain byte may have a mark behind it.
    let keep = isComposed ? 1 : 0
    var offset = 0
    while offset < bytes.count {
      var end = offset
      while end < bytes.count, bytes[end] < 0x80, plain[Int(bytes[end])] { end += 1 }
      if end < bytes.count { end -= min(keep, end - offset) }
      if end > offset {
        text += bytes[offset..<end]
        alignment.appendCopy(end - offset)
        offset = end
        continue
      }
      if !isComposed, bytes[offset] >= 0x80 {
        let letter = letters[Int(bytes[offset]) - 0x80]
        text += letter
        alignment.appendChange(text: letter.count, source: 1)
        offset += 1
        continue
      }
      let (scalar, length) = scalar(bytes, at: offset)
      let start = text.count
      UTF8Text.append(scalar, to: &text)
      if length == 1, scalar < 0x80, scalar == UInt32(bytes[offset]) {
        alignment.appendCopy(1)
      } else {
        alignment.appendChange(text: text.count - start, source: length)
      }
      offset += length
    }
    return (text, alignment)
  }
}

/// Letters 0x80...0xFF of each encoding; a middle dot stands for an undefined byte.
///
/// - Sources: TCVN 5712:1993 (VN1; the ABC fonts of TCVN3 have no letters below 0xA1), RFC 1456 (VISCII), the
///   VPS fonts, the WHATWG Encoding Standard (windows-1252, -1258), the VNI fonts.
private enum HighHalf {
  static let windows1252: [UInt32] = (0x80...0xFF).map { byte in
    byte < 0xA0
      ? [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
        0x8D, 0x17D, 0x8F, 0x90,
        0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
        0x17E, 0x178,
      ][byte - 0x80] : UInt32(byte)
  }

  private static let vn1 =
    "·ĂÂÊÔƠƯĐăâêôơưđẰ·····àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"

  static let tcvn3 = filled(String(repeating: "·", count: 32) + vn1)
  static let tcvn5712 = filled("ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ" + vn1)
  static let viscii = filled(
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
      + "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ")
  static let vps = filled(
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ··ỀỂỄỐỒỔỖýỷỵỚỜỞ·ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
      + "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ·àáâãảạă·èéêẽìí·ĩẴĐòóôõ·Ơụùúủ·ỶẼỳ")
  static let vni = replaced([
    0xC6: "Ỉ", 0xCC: "Ì", 0xCD: "Í", 0xCE: "Ỵ", 0xD1: "Đ", 0xD2: "Ị", 0xD3: "Ĩ", 0xD4: "Ơ", 0xD6: "Ư",
    0xE6: "ỉ", 0xEC: "ì", 0xED: "í",
    0xEE: "ỵ", 0xF1: "đ", 0xF2: "ị", 0xF3: "ĩ", 0xF4: "ơ", 0xF6: "ư",
  ])
  static let windows1258 = replaced([
    0xC3: "Ă", 0xCC: "\u{300}", 0xD0: "Đ", 0xD2: "\u{309}", 0xD5: "Ơ", 0xDD: "Ư", 0xDE: "\u{303}", 0xE3: "ă",
    0xEC: "\u{301}", 0xF0: "đ",
    0xF2: "\u{323}", 0xF5: "ơ", 0xFD: "ư", 0xFE: "₫",
  ])
  private static func filled(_ letters: String) -> [UInt32] {
    zip(letters.unicodeScalars, windows1252).map { $0 == "·" ? $1 : $0.value }
  }

  private static func replaced(_ letters: [Int: Unicode.Scalar]) -> [UInt32] {
    (0x80...0xFF).map { letters[$0]?.value ?? windows1252[$0 - 0x80] }
  }
}

/// Letters on control codes.
private enum LowHalf {
  static let tcvn5712: [UInt8: UInt32] = values([
    0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ", 0x11: "Ứ", 0x12: "Ự", 0x13: "Ỳ", 0x14: "Ỷ",
    0x15: "Ỹ", 0x16: "Ý", 0x17: "Ỵ",
  ])
  static let viscii: [UInt8: UInt32] = values([
    0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ",
  ])
  static let vps: [UInt8: UInt32] = values([
    0x02: "Ạ", 0x03: "Ậ", 0x04: "Ặ", 0x05: "Ẹ", 0x06: "Ệ", 0x10: "Ị", 0x11: "Ọ", 0x12: "Ộ", 0x13: "Ợ",
    0x14: "Ụ", 0x15: "Ự", 0x19: "Ỵ",
    0x1C: "Ẫ", 0x1D: "Ữ",
  ])

  private static func values(_ letters: [UInt8: Unicode.Scalar]) -> [UInt8: UInt32] {
    letters.mapValues(\.value)
  }
}
