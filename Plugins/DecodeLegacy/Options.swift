import StageKit

extension DecodeLegacy {
  public struct Options: StageOptions {
    public var encoding = Encoding.auto
    public var minWords = 8

    public static let fields: [Field<Options>] = [
      Field(
        "encoding", \.encoding,
        "Encoding of the source bytes; auto: UTF-8, else what the page states, or a recognised one."
      ),
      Field(
        "min_words", \.minWords, in: 3...1000,
        "Vietnamese syllables with marks that recognising needs; with fewer the text stays."
      ),
    ]

    public init() {}
  }

  /// What the bytes of the source are: a Vietnamese encoding, or one of the web.
  public enum Encoding: String, OptionChoice {
    case auto
    case utf8 = "utf-8"
    case tcvn3, tcvn5712, vni, viscii, vps, viqr
    case windows1258 = "windows-1258"
    case windows1252 = "windows-1252"
    case windows1250 = "windows-1250"
    case windows1251 = "windows-1251"
    case windows1253 = "windows-1253"
    case windows1254 = "windows-1254"
    case windows1255 = "windows-1255"
    case windows1256 = "windows-1256"
    case windows1257 = "windows-1257"
    case windows874 = "windows-874"
    case latin2 = "iso-8859-2"
    case latin3 = "iso-8859-3"
    case latin4 = "iso-8859-4"
    case isoCyrillic = "iso-8859-5"
    case isoArabic = "iso-8859-6"
    case isoGreek = "iso-8859-7"
    case isoHebrew = "iso-8859-8"
    case latin6 = "iso-8859-10"
    case latin7 = "iso-8859-13"
    case latin8 = "iso-8859-14"
    case latin9 = "iso-8859-15"
    case latin10 = "iso-8859-16"
    case koi8r = "koi8-r"
    case koi8u = "koi8-u"
    case ibm866
    case macintosh
    case macCyrillic = "x-mac-cyrillic"
    case gbk, gb18030, big5
    case eucJP = "euc-jp"
    case iso2022JP = "iso-2022-jp"
    case shiftJIS = "shift_jis"
    case eucKR = "euc-kr"
    case utf16LE = "utf-16le"
    case utf16BE = "utf-16be"
  }
}
