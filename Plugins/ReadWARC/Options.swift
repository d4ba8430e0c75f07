import StageKit

extension ReadWARC {
  public struct Options: StageOptions {
    public var path: [InputPath] = []
    public var statuses = [200]
    public var mediaTypes = ["text/html", "application/xhtml+xml", "text/plain"]
    public var maxBytes = 100_000_000

    public static let fields: [Field<Options>] = [
      Field(
        "path", \.path, "WARC files to read, and folders; of a folder every `.warc` and `.warc.gz` in it."),
      Field("statuses", \.statuses, "HTTP statuses of responses to take; others are counted."),
      Field(
        "media_types", \.mediaTypes,
        "Media types to take, `text/html` or `text/*`; records of others are counted."),
      Field(
        "max_bytes", \.maxBytes, in: 1...1_000_000_000,
        "Size of a record, and of a page when it is unpacked, in bytes; a larger one is quarantined."),
    ]

    public init() {}
  }
}
