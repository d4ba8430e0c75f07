import StageKit

extension WriteTEI {
  public struct Options: StageOptions {
    public var directory = RunPath("tei")
    public var folders = FolderLayout.named
    public var profile = Profile.archive
    public var publisher = ""
    public var licence = ""
    public var availability = Availability.unknown
    public var header: InputPath? = nil
    public var evidence = Evidence.none
    public var segments = Segments.none
    public var turns = Turns.sp
    public var stylesheet = Switch.on
    public var validate = Switch.on

    public static let fields: [Field<Options>] = [
      Field(
        "directory", \.directory, "Folder in the run's folder for ID.xml of each document and corpus.xml."),
      Field(
        "folders", \.folders, "Folders as in the ids of the documents, or 65,536 of about the same size."),
      Field(
        "profile", \.profile,
        "Everything; text and blocks without annotation; or a transcript as ParlaMint has it."),
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
      Field(
        "stylesheet", \.stylesheet,
        "Whether each file names sastra.css, written beside them, so that browsers show it well."),
      Field("validate", \.validate, "Whether each file is held against the schema before it is written."),
    ]

    public init() {}

    /// The options with what the profile settles.
    var settled: Options {
      var options = self
      switch profile {
      case .archive: break
      case .minimal: (options.evidence, options.segments) = (.none, .none)
      case .parlamint: (options.evidence, options.segments, options.turns) = (.none, .words, .u)
      }
      return options
    }
  }

  /// How much of a document is written, and after whose conventions.
  public enum Profile: String, OptionChoice {
    /// All that is known of the document.
    case archive
    /// The text with its blocks, languages, links and omissions; a short header; no names, no lists.
    case minimal
    /// A transcript: `u`, `seg`, `s`, `w`, `pc`, `name`, and notes for what nobody says.
    case parlamint
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
