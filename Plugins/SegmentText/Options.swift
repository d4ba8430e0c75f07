public import StageKit

extension SegmentText {
  public struct Options: StageOptions {
    public enum Sentences: String, OptionChoice { case mark, off }
    public enum Words: String, OptionChoice {
      case off
      case khmerAndVietnamese = "km-vi"
      case all
    }

    public var sentences = Sentences.mark
    public var words = Words.khmerAndVietnamese

    public static let fields: [Field<Options>] = [
      Field("sentences", \.sentences, "Sentences of every language: mark them, or not."),
      Field("words", \.words, "Words and punctuation: of Khmer and Vietnamese, of all languages, or none."),
    ]

    public init() {}
  }
}
