import StageKit

extension CleanBoilerplate {
  public struct Options: StageOptions {
    public var comments = Choice.keep
    public var captions = Choice.keep
    public var frontMatter = Choice.keep
    public var sites: [InputPath] = []

    public static let fields: [Field<Options>] = [
      Field("comments", \.comments, "Readers' comments: keep them as a division of their own, or drop them."),
      Field("captions", \.captions, "Captions of figures: keep them as blocks, or drop them."),
      Field(
        "front_matter", \.frontMatter,
        "Title, byline and date line over the text: keep them as blocks, or drop them; metadata is not touched."
      ),
      Field(
        "sites", \.sites,
        "Files with rules for sites: by host, what on their pages is title, byline, date, body and comments, and what goes."
      ),
    ]

    public init() {}

    /// What becomes of a part of a page.
    public enum Choice: String, OptionChoice {
      case keep, drop
    }
  }
}
