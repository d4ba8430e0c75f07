/// UTF-16 or UTF-32, recognised in bytes.
struct WideEncoding {
  /// Bytes of a unit, 2 or 4.
  let unitBytes: Int
  let isBigEndian: Bool
  /// Length of the byte order mark, 0 where there is none.
  private(set) var markBytes = 0

  /// `UTF-16LE` and the like.
  var name: String { "UTF-\(unitBytes * 8)\(isBigEndian ? "BE" : "LE")" }

  private init(unitBytes: Int, isBigEndian: Bool, markBytes: Int = 0) {
    (self.unitBytes, self.isBigEndian, self.markBytes) = (unitBytes, isBigEndian, markBytes)
  }

  /// By byte order mark; else by a stated charset, where the bytes bear it out; else by the zeros that ASCII
  /// has in these encodings and that no other text has.
  ///
  /// - Source: Unicode Standard, section 23.8 (the marks). FF FE 00 00 may be UTF-16 too, of a text that begins
  ///   with U+0000, which no text does.
  init?(_ bytes: [UInt8], charset: String?) {
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      self.init(unitBytes: 4, isBigEndian: true, markBytes: 4)
    } else if bytes.starts(with: [0xFF, 0xFE, 0, 0]), bytes.count % 4 == 0 {
      self.init(unitBytes: 4, isBigEndian: false, markBytes: 4)
    } else if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      self.init(unitBytes: 2, isBigEndian: bytes[0] == 0xFE, markBytes: 2)
    } else if let found = Self.stated(charset, bytes) ?? Self.byZeros(bytes) {
      self = found
    } else {
      return nil
    }
  }

  /// Text in UTF-16 has units below 0x100, its spaces and line ends at least, and is hardly ever UTF-8.
  private static func stated(_ charset: String?, _ bytes: [UInt8]) -> WideEncoding? {
    let found: WideEncoding
    switch charset?.lowercased() {
    case "utf-16", "utf-16le", "unicode", "ucs-2", "iso-10646-ucs-2", "csunicode", "unicodefeff":
      found = WideEncoding(unitBytes: 2, isBigEndian: false)
    case "utf-16be", "unicodefffe": found = WideEncoding(unitBytes: 2, isBigEndian: true)
    case "utf-32", "utf-32le": found = WideEncoding(unitBytes: 4, isBigEndian: false)
    case "utf-32be": found = WideEncoding(unitBytes: 4, isBigEndian: true)
    default: return nil
    }
    guard bytes.contains(0), found.firstSign(in: found.units(bytes)) == nil else { return nil }
    return found
  }

  /// At least one in four units of the first 4096 bytes is ASCII, and none begins with zeros of the other byte
  /// order.
  private static func byZeros(_ bytes: [UInt8]) -> WideEncoding? {
    guard bytes.count >= 8, bytes.prefix(64).contains(0) else { return nil }
    let head = Array(bytes.prefix(4096))
    for unitBytes in [4, 2] {
      for isBigEndian in [false, true] {
        let wide = WideEncoding(unitBytes: unitBytes, isBigEndian: isBigEndian)
        let units = wide.units(head)
        let ascii = units.count { 0x20...0x7E ~= $0 || $0 == 0x0A }
        if ascii * 4 >= units.count, wide.firstSign(in: units) == nil, !units.isEmpty { return wide }
      }
    }
    return nil
  }

  /// The units behind the mark; bytes after the last whole one are left out.
  func units(_ bytes: [UInt8]) -> [UInt32] {
    stride(from: markBytes, to: bytes.count - unitBytes + 1, by: unitBytes).map { index in
      (0..<unitBytes).reduce(0) { unit, byte in
        unit << 8 | UInt32(bytes[index + (isBigEndian ? byte : unitBytes - 1 - byte)])
      }
    }
  }

  /// The first unit that shows that the bytes are no text: more than one in a hundred is a control character
  /// or no scalar.
  func firstSign(in units: [UInt32]) -> Int? {
    if unitBytes == 2 { return BinarySigns.firstUnit(of: units.map { UInt16(truncatingIfNeeded: $0) }) }
    let isSign: (UInt32) -> Bool = { Unicode.Scalar($0) == nil || BinarySigns.isControl($0) }
    return units.count(where: isSign) * 100 > units.count ? units.firstIndex(where: isSign) : nil
  }
}
