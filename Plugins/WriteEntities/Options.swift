import StageKit

extension WriteEntities {
  public struct Options: StageOptions {
    public var file = RunPath("entities.csv")
    public var contextCharacters = 40
    public var byteOrderMark = Mark.off

    public static let fields: [Field<Options>] = [
      Field("file", \.file, "File to write, in the folder of the run."),
      Field(
        "context_characters", \.contextCharacters, in: 0...1000,
        "Characters of text on either side of an entity in the column `context`."),
      Field(
        "byte_order_mark", \.byteOrderMark,
        "Whether the file begins with a byte order mark, by which Excel knows UTF-8."),
    ]

    public init() {}
  }

  /// Whether there is a byte order mark.
  public enum Mark: String, OptionChoice {
    case on, off
  }
}
