/// What the name of a font says of the bytes it shows.
enum Font: Equatable {
  /// Vietnamese letters in an encoding of its own; whether it shows every letter as a capital.
  case vietnamese(Charset, capitals: Bool)
  /// Khmer letters in the places of Latin ones, with no table here.
  case khmer(String)
  case other

  /// The font of a list of family names, as in `face` or `font-family`: what the first says that says
  /// something.
  ///
  /// - Source: the naming of the fonts: `.VnTime`, `.VnTimeH` (capitals) for TCVN3, `VNI-Times` for VNI, `VPS
  ///   Times` for VPS; `Limon S1`, `ABC-TEXT-05`, `Khek ...` for Khmer. `Khmer OS` and its kind are Unicode.
  init(families: some StringProtocol) {
    for family in families.split(separator: ",") {
      let name = family.trimmed(of: " \t\n\r\"'").lowercased()
      if let font = Font(family: name) {
        self = font
        return
      }
    }
    self = .other
  }

  /// The font that the declarations of a style name in `font-family` or `font`, the last of them; nil when they
  /// name none.
  ///
  /// - Parameter style: in small letters.
  init?(style: some StringProtocol) {
    var found: Font?
    for declaration in style.split(separator: ";") {
      guard let colon = declaration.firstIndex(of: ":") else { continue }
      let property = declaration[..<colon].trimmed(of: " \t\n\r\"'{")
      let value = declaration[declaration.index(after: colon)...].prefix(400)
      if property == "font-family" {
        found = Font(families: value)
      } else if property == "font", let families = Font.families(ofShorthand: value) {
        found = Font(families: families)
      }
    }
    guard let found else { return nil }
    self = found
  }

  /// What follows the size in `12pt/14pt ".VnTime", serif`.
  private static func families(ofShorthand value: some StringProtocol) -> String? {
    let words = value.split { $0.isWhitespace }
    guard let size = words.lastIndex(where: { $0.first?.isNumber == true || $0.contains("/") }) else {
      return nil
    }
    return words[(size + 1)...].joined(separator: " ")
  }

  /// Whether a page may name a font that says something: what the names begin with stands in it, in small or
  /// capital letters. `.vn` counts only before a letter, because addresses end with it.
  ///
  /// - Complexity: O(n); most bytes are seen many at a time.
  static func mayBeNamed(in text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { text in
      var start = 0
      while start + 67 <= text.count {
        if mayBegin(UnsafeBufferPointer(rebasing: text[start..<start + 66])),
          isNamed(text, start..<start + 64)
        {
          return true
        }
        start += 64
      }
      return isNamed(text, start..<max(start, text.count - 3))
    }
  }

  private static func isNamed(_ text: UnsafeBufferPointer<UInt8>, _ places: Range<Int>) -> Bool {
    places.contains { i in
      let small = text[i + 1] | 0x20
      return beginsName(small == 0x76 ? text[i] : text[i] | 0x20, small, text[i + 2] | 0x20, text[i + 3])
    }
  }

  /// Whether three bytes in a row look like the beginning of a name, at one of 64 places; without branches, so
  /// that the compiler may take many places at a time.
  @inline(__always) private static func mayBegin(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var found: UInt8 = 0
    for i in 0..<64 {
      let (a, b, c) = (text[i] | 0x20, text[i + 1] | 0x20, text[i + 2] | 0x20)
      let isAfterVN: UInt8 = (c == 0x74 ? 1 : 0) | (c == 0x61 ? 1 : 0) | (c == 0x69 ? 1 : 0)
      let isVN: UInt8 = (b == 0x6E ? 1 : 0) & isAfterVN
      let isVS: UInt8 = (c == 0x73 ? 1 : 0) & ((b == 0x70 ? 1 : 0) | (b == 0x69 ? 1 : 0))
      found |= (a == 0x76 ? 1 : 0) & (isVN | isVS)
      let dot = (a ^ 0x2E) | (b ^ 0x76) | (c ^ 0x6E)
      let l = (a ^ 0x6C) | (b ^ 0x69) | (c ^ 0x6D)
      let abc = (a ^ 0x61) | (b ^ 0x62) | (c ^ 0x63)
      let k = (a ^ 0x6B) | (b ^ 0x68) | (c ^ 0x65)
      let e = (a ^ 0x65) | (b ^ 0x6B) | (c ^ 0x72)
      found |= (dot == 0 ? 1 : 0) | (l == 0 ? 1 : 0)
      found |= (abc == 0 ? 1 : 0) | (k == 0 ? 1 : 0) | (e == 0 ? 1 : 0)
    }
    return found != 0
  }

  private static func beginsName(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> Bool {
    let isLetter = 0x61...0x7A ~= d | 0x20
    let isGap = d == 0x20 || d == 0x2D
    return switch (a, b, c) {
    case (0x2E, 0x76, 0x6E): isLetter  // .vn
    case (0x76, 0x6E, 0x74), (0x76, 0x6E, 0x61): isLetter  // vntime, vnarial
    case (0x76, 0x6E, 0x69), (0x76, 0x70, 0x73): isGap  // vni, vps
    case (0x76, 0x69, 0x73): d | 0x20 == 0x63  // viscii
    case (0x6C, 0x69, 0x6D): d | 0x20 == 0x6F  // limon
    case (0x61, 0x62, 0x63): isGap  // abc-text, abc ... khmer
    case (0x6B, 0x68, 0x65): d | 0x20 == 0x6B  // khek
    case (0x65, 0x6B, 0x72): d | 0x20 == 0x65  // ekreach
    default: false
    }
  }

  private init?(family name: String) {
    if name.hasPrefix(".vn") || name.hasPrefix("vntime") || name.hasPrefix("vnarial") {
      self = .vietnamese(.tcvn3, capitals: name.hasSuffix("h") && !name.hasSuffix("tech"))
    } else if name.hasPrefix("vni-") || name.hasPrefix("vni ") {
      self = .vietnamese(.vni, capitals: false)
    } else if name.hasPrefix("vps ") || name.hasPrefix("vps-") {
      self = .vietnamese(.vps, capitals: false)
    } else if name.hasPrefix("viscii") {
      self = .vietnamese(.viscii, capitals: false)
    } else if Font.isKhmer(name) {
      self = .khmer(name)
    } else {
      return nil
    }
  }

  /// - Source: the names of the fonts for Khmer before Unicode came.
  private static func isKhmer(_ name: String) -> Bool {
    if name.hasPrefix("abc"), name.contains("khmer") { return true }
    return ["limon", "abc-text", "abc-zero", "khek", "ekreach"].contains { name.hasPrefix($0) }
  }
}

extension StringProtocol {
  /// Without the characters of a set at both ends.
  func trimmed(of set: String) -> String {
    var rest = Substring(self)
    while let first = rest.unicodeScalars.first, set.unicodeScalars.contains(first) {
      rest.unicodeScalars.removeFirst()
    }
    while let last = rest.unicodeScalars.last, set.unicodeScalars.contains(last) {
      rest.unicodeScalars.removeLast()
    }
    return String(rest)
  }
}
