import StageKit

extension WriteTEI {
  public struct Options: StageOptions {
    public var directory = "tei"
    public var publisher = ""
    public var licence = ""
    public var availability = Availability.unknown
    public var validate = Switch.on

    public static let fields: [Field<Options>] = [
      Field(
        "directory", \.directory, "Folder in the run's folder for ID.xml of each document and corpus.xml."),
      Field("publisher", \.publisher, "Who publishes the TEI files; empty says that nobody was named."),
      Field(
        "licence", \.licence,
        "Licence of the TEI files: a URL, or words; empty leaves what the source states."),
      Field("availability", \.availability, "What availability/@status says of the TEI files."),
      Field("validate", \.validate, "Whether each file is held against the schema before it is written."),
    ]

    public init() {}
  }

  /// TEI's three words for what may be done with a file.
  public enum Availability: String, OptionChoice {
    case free, restricted, unknown
  }

  /// A thing that is done or not.
  public enum Switch: String, OptionChoice {
    case on, off
  }
}
