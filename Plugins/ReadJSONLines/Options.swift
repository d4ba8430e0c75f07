import StageKit

extension ReadJSONLines {
  public struct Options: StageOptions {
    public var path: [InputPath] = []
    public var maxLineBytes = LineSplitter.defaultMaxLineBytes

    public static let fields: [Field<Options>] = [
      Field("path", \.path, "Files of JSON lines to read, one document a line."),
      Field(
        "max_line_bytes", \.maxLineBytes, in: 1024...4_000_000_000,
        "Length of a line in bytes; a longer one is quarantined and never held in memory."),
    ]

    public init() {}
  }
}
