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

  /// What the bytes of the source are.
  public enum Encoding: String, OptionChoice {
    case auto
    case utf8 = "utf-8"
    case tcvn3, tcvn5712, vni, viscii, vps, viqr
    case windows1258 = "windows-1258"
    case windows1252 = "windows-1252"
    case windows1251 = "windows-1251"
    case windows874 = "windows-874"
    case koi8r = "koi8-r"
  }
}
