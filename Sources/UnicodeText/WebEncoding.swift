/// A character encoding that pages come in, by the name that the WHATWG Encoding Standard gives it.
public enum WebEncoding: String, CaseIterable, Sendable {
  case utf8 = "UTF-8"
  case utf16LE = "UTF-16LE"
  case utf16BE = "UTF-16BE"
  case ibm866 = "IBM866"
  case latin2 = "ISO-8859-2"
  case latin3 = "ISO-8859-3"
  case latin4 = "ISO-8859-4"
  case isoCyrillic = "ISO-8859-5"
  case isoArabic = "ISO-8859-6"
  case isoGreek = "ISO-8859-7"
  case isoHebrew = "ISO-8859-8"
  case latin6 = "ISO-8859-10"
  case latin7 = "ISO-8859-13"
  case latin8 = "ISO-8859-14"
  case latin9 = "ISO-8859-15"
  case latin10 = "ISO-8859-16"
  case koi8R = "KOI8-R"
  case koi8U = "KOI8-U"
  case macintosh = "macintosh"
  case macCyrillic = "x-mac-cyrillic"
  case windows874 = "windows-874"
  case windows1250 = "windows-1250"
  case windows1251 = "windows-1251"
  case windows1252 = "windows-1252"
  case windows1253 = "windows-1253"
  case windows1254 = "windows-1254"
  case windows1255 = "windows-1255"
  case windows1256 = "windows-1256"
  case windows1257 = "windows-1257"
  case windows1258 = "windows-1258"
  case gbk = "GBK"
  case gb18030 = "gb18030"
  case big5 = "Big5"
  case eucJP = "EUC-JP"
  case iso2022JP = "ISO-2022-JP"
  case shiftJIS = "Shift_JIS"
  case eucKR = "EUC-KR"

  /// Whether a character may be more than one byte.
  public var isMultiByte: Bool {
    switch self {
    case .utf8, .utf16LE, .utf16BE, .gbk, .gb18030, .big5, .eucJP, .iso2022JP, .shiftJIS, .eucKR: true
    default: false
    }
  }
}

/// What a label of an encoding, as a page or a server states it, means.
public enum EncodingLabel: Sendable, Equatable {
  case encoding(WebEncoding)
  /// An encoding that must not be decoded, since its bytes can be made to say other things than they seem
  /// to: the standard's "replacement", and UTF-7.
  case refused(String)
  /// No label that the standard knows.
  case unknown(String)

  /// - Parameter label: compared without case and the white space around it. The labels of ISO-8859-1 and
  ///   ASCII mean windows-1252.
  /// - Source: the WHATWG Encoding Standard, section "Names and labels"; `cp932`, `cp936`, `cp949` and
  ///   `cp950`, which the standard has not, are Python's and Java's names for the same.
  /// - Complexity: O(1).
  public init(_ label: some StringProtocol) {
    let name = label.lowercased().split {
      $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\u{C}"
    }
    .joined(separator: " ")
    if let encoding = EncodingLabels.encodings[name] {
      self = .encoding(encoding)
    } else {
      self = EncodingLabels.refused.contains(name) ? .refused(name) : .unknown(name)
    }
  }
}

private enum EncodingLabels {
  static let refused: Set<String> = [
    "csiso2022kr", "hz-gb-2312", "hz", "iso-2022-cn", "iso-2022-cn-ext", "iso-2022-kr", "replacement",
    "utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7", "x-unicode-2-0-utf-7",
  ]

  /// Besides the name itself, which is always a label.
  private static let labels: [WebEncoding: String] = [
    .utf8: "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8",
    .utf16LE: "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16",
    .utf16BE: "unicodefffe",
    .ibm866: "866 cp866 csibm866",
    .latin2: "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    .latin3: "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    .latin4: "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    .isoCyrillic: """
    csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
    """,
    .isoArabic: """
    arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 \
    iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
    """,
    .isoGreek: """
    csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 \
    iso_8859-7:1987 sun_eu_greek
    """,
    .isoHebrew: """
    csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 \
    iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
    """,
    .latin6: "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    .latin7: "iso8859-13 iso885913",
    .latin8: "iso8859-14 iso885914",
    .latin9: "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9",
    .koi8R: "cskoi8r koi koi8 koi8_r",
    .koi8U: "koi8-ru",
    .macintosh: "csmacintosh mac x-mac-roman",
    .macCyrillic: "x-mac-ukrainian",
    .windows874: "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 cp874",
    .windows1250: "cp1250 x-cp1250",
    .windows1251: "cp1251 x-cp1251",
    .windows1252: """
    ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 \
    iso_8859-1:1987 l1 latin1 us-ascii x-cp1252
    """,
    .windows1253: "cp1253 x-cp1253",
    .windows1254: """
    cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 x-cp1254
    """,
    .windows1255: "cp1255 x-cp1255",
    .windows1256: "cp1256 x-cp1256",
    .windows1257: "cp1257 x-cp1257",
    .windows1258: "cp1258 x-cp1258",
    .gbk: "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 windows-936",
    .big5: "big5-hkscs cn-big5 csbig5 x-x-big5 cp950 windows-950",
    .eucJP: "cseucpkdfmtjapanese x-euc-jp",
    .iso2022JP: "csiso2022jp",
    .shiftJIS: "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932 windows-932",
    .eucKR: """
    cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949
    """,
  ]

  static let encodings: [String: WebEncoding] = {
    var encodings: [String: WebEncoding] = [:]
    for encoding in WebEncoding.allCases {
      encodings[encoding.rawValue.lowercased()] = encoding
      for label in (labels[encoding] ?? "").split(separator: " ") { encodings[String(label)] = encoding }
    }
    return encodings
  }()
}
