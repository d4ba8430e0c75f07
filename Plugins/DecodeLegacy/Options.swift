import StageKit

extension DecodeLegacy {
  public struct Options: StageOptions {
    public var encoding = Encoding.auto
    public var minWords = 8

    public static let fields: [Field<Options>] = [
      Field(
        "encoding", \.encoding,
        "Encoding of the source bytes; auto keeps UTF-8, follows the page's declaration and fonts, and recognises Vietnamese ones."),
      Field(
        "min_words", \.minWords, in: 3...1000,
        "Recognising needs that many words with marks that come out as Vietnamese syllables; below, the text stays."),
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
