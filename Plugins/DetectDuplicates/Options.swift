import StageKit

extension DetectDuplicates {
  public struct Options: StageOptions {
    public var action = Action.mark
    public var minSimilarity = 0.6

    public static let fields: [Field<Options>] = [
      Field("action", \.action, "Whether duplicates are marked in the outputs, or dropped from them."),
      Field(
        "min_similarity", \.minSimilarity, in: 0.5...1,
        "Share of runs of 8 letters that two texts must have in common, of all that either has; 1: only the same text."
      ),
    ]

    public init() {}
  }

  /// What becomes of a duplicate.
  public enum Action: String, OptionChoice {
    case mark, drop
  }
}
