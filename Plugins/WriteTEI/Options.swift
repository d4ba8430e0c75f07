import StageKit

extension WriteTEI {
  public struct Options: StageOptions {
    public var directory = "tei"
    public var publisher = ""
    public var licence = ""
    public var availability = Availability.unknown
    public var header: InputPath? = nil
    public var evidence = Evidence.none
    public var segments = Segments.none
    public var turns = Turns.sp
    public var validate = Switch.on

    public static let fields: [Field<Options>] = [
      Field(
        "directory", \.directory, "Folder in the run's folder for ID.xml of each document and corpus.xml."),
      Field("publisher", \.publisher, "Who publishes the TEI files; empty says that nobody was named."),
      Field(
        "licence", \.licence,
        "Licence of the TEI files: a URL, or words; empty leaves what the source states."),
      Field("availability", \.availability, "What availability/@status says of the TEI files."),
      Field("header", \.header, "An XML file with a teiHeader of the project's own, put into each header."),
      Field(
        "evidence", \.evidence, "Whether changes to the words are shown as choice, with the source's reading."
      ),
      Field("segments", \.segments, "What of segment-text becomes elements: s, or s, w and pc."),
      Field("turns", \.turns, "What a speaker's turn is: sp as in a play, or u as in a corpus of speech."),
      Field("validate", \.validate, "Whether each file is held against the schema before it is written."),
    ]

    public init() {}
  }

  /// TEI's three words for what may be done with a file.
  public enum Availability: String, OptionChoice {
    case free, restricted, unknown
  }

  /// Which changes of earlier stages are shown in the text.
  public enum Evidence: String, OptionChoice {
    /// None: the text is as the stages left it.
    case none
    /// Each change beyond canonical equivalence that a stage recorded: `choice` with `orig` and `reg`.
    case changes
  }

  /// Which spans of the layer `segment` become elements.
  public enum Segments: String, OptionChoice {
    case none
    /// Sentences: `s`.
    case sentences
    /// Sentences, words and punctuation: `s`, `w`, `pc`.
    case words
  }

  /// The element of a speaker's turn.
  public enum Turns: String, OptionChoice {
    /// `sp`, with the label in `speaker`.
    case sp
    /// `u` with a `seg` for each paragraph; the label is a `note` before it, as ParlaMint has it.
    case u
  }

  /// A thing that is done or not.
  public enum Switch: String, OptionChoice {
    case on, off
  }
}
