import StageKit

extension DetectLanguage {
  public struct Options: StageOptions {
    public var minLetters = 20
    public var spans = true

    public static let fields: [Field<Options>] = [
      Field(
        "min_letters", \.minLetters, in: 1...10_000,
        "With fewer Latin or Cyrillic letters, a block or passage takes the language around it."
      ),
      Field("spans", \.spans, "Whether runs in another language inside a block are marked."),
    ]

    public init() {}
  }
}
