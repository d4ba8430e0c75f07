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

  private init?(family name: String) {
    if name.hasPrefix(".vn") {
      self = .vietnamese(.tcvn3, capitals: name.hasSuffix("h") && !name.hasSuffix("tech"))
    } else if name.hasPrefix("vni-") || name.hasPrefix("vni ") {
      self = .vietnamese(.vni, capitals: false)
    } else if name.hasPrefix("vps ") || name.hasPrefix("vps-") {
      self = .vietnamese(.vps, capitals: false)
    } else if name.hasPrefix("viscii") {
      self = .vietnamese(.viscii, capitals: false)
    } else if name.hasPrefix("limon") || name.hasPrefix("abc-text") || name.hasPrefix("abc-zero")
      || name.hasPrefix("khek")
    {
      self = .khmer(name)
    } else {
      return nil
    }
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
