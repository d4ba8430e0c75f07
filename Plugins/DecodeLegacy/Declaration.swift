/// The encoding that a page says it is in.
enum Declaration: Equatable {
  case none
  /// UTF-8, or UTF-16 in bytes that are plainly not: nothing to convert.
  case unicode
  /// The Latin default, which pages in Vietnamese fonts state too.
  case latin
  case charset(Charset)
  /// One that there is no table for, by its name.
  case unsupported(String)

  /// Reads `charset=` of a `meta` tag or `encoding=` of an XML declaration in the first 4096 bytes.
  init(markup text: [UInt8]) {
    let head = text.prefix(4096)
    let lower = head.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    guard
      let name = Self.name(after: "charset", in: lower)
        ?? Self.name(after: "<?xml version=\"1.0\" encoding", in: lower)
    else {
      self = .none
      return
    }
    self.init(name: name)
  }

  private static func name(after key: String, in bytes: [UInt8]) -> String? {
    let key = Array(key.utf8)
    var index = 0
    while index + key.count < bytes.count {
      defer { index += 1 }
      guard bytes[index] == key[0], bytes[index..<index + key.count].elementsEqual(key) else { continue }
      let rest = bytes[(index + key.count)...].drop { $0 == 0x20 }
      guard rest.first == 0x3D else { continue }
      let value = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 }
      let name = value.prefix(40).prefix {
        0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || [0x2D, 0x5F, 0x3A, 0x2E].contains($0)
      }
      if !name.isEmpty { return String(decoding: name, as: UTF8.self) }
    }
    return nil
  }

  /// - Source: the labels of the WHATWG Encoding Standard, and the names that Vietnamese pages use.
  init(name: String) {
    switch name {
    case "utf-8", "utf8", "unicode", "utf-16", "utf-16le", "utf-16be", "unicode-1-1-utf-8": self = .unicode
    case "iso-8859-1", "iso8859-1", "latin1", "l1", "us-ascii", "ascii", "windows-1252", "cp1252", "x-cp1252",
      "x-user-defined",
      "iso_8859-1", "iso-8859-15":
      self = .latin
    case "windows-1258", "cp1258", "x-cp1258": self = .charset(.windows1258)
    case "viscii", "csviscii", "x-viet-viscii": self = .charset(.viscii)
    case "tcvn", "tcvn3", "x-viet-tcvn3", "abc": self = .charset(.tcvn3)
    case "tcvn-5712", "tcvn5712-1", "x-viet-tcvn5712", "x-viet-tcvn": self = .charset(.tcvn5712)
    case "vps", "x-viet-vps": self = .charset(.vps)
    case "vni", "x-viet-vni": self = .charset(.vni)
    case "viqr", "csviqr": self = .charset(.viqr)
    case "windows-874", "tis-620", "iso-8859-11", "dos-874": self = .charset(.windows874)
    case "windows-1251", "cp1251", "x-cp1251": self = .charset(.windows1251)
    case "koi8-r", "koi8", "koi": self = .charset(.koi8r)
    default: self = .unsupported(name)
    }
  }
}
