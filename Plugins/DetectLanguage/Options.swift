import StageKit

extension DetectLanguage {
  public struct Options: StageOptions {
    public var minLetters = 20
    public var spans = true

    public static let fields: [Field<Options>] = [
      Field(
        "min_letters", \.minLetters, in: 1...10_000,
        "A block or passage in Latin or Cyrillic letters with fewer of them takes the language of what is around it."),
      Field("spans", \.spans, "Whether runs in another language inside a block are marked."),
    ]

    public init() {}
  }
}
