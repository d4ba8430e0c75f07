import StageKit

extension ReadFiles {
  public struct Options: StageOptions {
    public var path: [InputPath] = []
    public var metadata: InputPath?
    public var metadataUnmatched = Unmatched.ignore
    public var include: [String] = []
    public var exclude: [String] = []
    public var joinPages = false
    public var maxBytes = 100_000_000

    public static let fields: [Field<Options>] = [
      Field("path", \.path, "Files and folders to read; a folder with all folders in it."),
      Field(
        "metadata", \.metadata,
        "CSV file of metadata; without it, `metadata.csv` beside the pages, if there is one."),
      Field(
        "metadata_unmatched", \.metadataUnmatched,
        "What a row of the metadata does that names no file: `ignore` suits a part of a larger set, `error` stops the run."
      ),
      Field(
        "include", \.include,
        "Patterns of files to read, `*.html` or `2011/**`; with any, no other file is read and each counts as a page."
      ),
      Field("exclude", \.exclude, "Patterns of files to leave out; stronger than include."),
      Field(
        "join_pages", \.joinPages,
        "Whether pages of one article become one document: those whose addresses number them and that link on, each to the next."
      ),
      Field(
        "max_bytes", \.maxBytes, in: 1...1_000_000_000,
        "Size of a file in bytes; a larger one is quarantined."),
    ]

    public init() {}
  }

  /// What becomes of a row of the metadata that names no file.
  public enum Unmatched: String, OptionChoice {
    case ignore, error
  }
}
