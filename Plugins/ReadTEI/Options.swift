import StageKit

extension ReadTEI {
  public struct Options: StageOptions {
    public var path: [InputPath] = []
    public var whiteSpace = WhiteSpace.auto
    public var maxBytes = 100_000_000

    public static let fields: [Field<Options>] = [
      Field("path", \.path, "TEI files, and folders with all `.xml` and `.tei` files in them, to read."),
      Field(
        "white_space", \.whiteSpace,
        "White space inside paragraphs: as it stands, each run as one space, or `auto`: as it stands in files of sastra."
      ),
      Field(
        "max_bytes", \.maxBytes, in: 1...1_000_000_000,
        "Size of a file in bytes; a larger one is quarantined."),
    ]

    public init() {}
  }

  /// What becomes of white space inside paragraphs.
  public enum WhiteSpace: String, OptionChoice {
    case auto, exact, collapse
  }
}
