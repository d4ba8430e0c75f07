/// The kind of a block: a named structural unit of the text. The set is open, so that a stage of a third
/// party may bring a kind of its own; a writer that does not know a kind treats it as a paragraph.
public struct BlockKind: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }

  /// A part of a page with blocks inside; attribute `type`: `article`, `document`, `comments`, `source-note`,
  /// ...
  public static let division: BlockKind = "division"
  /// A heading; attribute `level` 1...6, attribute `type` (`title`, `sub`, `date`) where known.
  public static let heading: BlockKind = "heading"
  public static let paragraph: BlockKind = "paragraph"
  /// A list with items inside; attribute `type` `ordered` or `bulleted`.
  public static let list: BlockKind = "list"
  public static let item: BlockKind = "item"
  /// A table with rows inside; rows have cells inside; a cell's attribute `role` is `label` for header cells.
  public static let table: BlockKind = "table"
  public static let row: BlockKind = "row"
  public static let cell: BlockKind = "cell"
  public static let quotation: BlockKind = "quotation"
  /// Text whose white space counts.
  public static let preformatted: BlockKind = "preformatted"
  /// A figure, usually with a caption inside; attribute `url` of the image where known.
  public static let figure: BlockKind = "figure"
  public static let caption: BlockKind = "caption"
  /// A speaker's turn in a transcript: a `speaker` block (the label) and paragraphs inside; attribute `who`:
  /// the name.
  public static let turn: BlockKind = "turn"
  public static let speaker: BlockKind = "speaker"
  /// What happens between turns, told by the transcript: "At this the conversation ended."
  public static let stageDirection: BlockKind = "stage-direction"
  public static let byline: BlockKind = "byline"
  public static let dateline: BlockKind = "dateline"
  /// The closing signature of a letter or comment.
  public static let signature: BlockKind = "signature"
  /// A reader's comment with blocks inside; attributes `id`, `author`, `date` (ISO 8601), `reply_to` (an
  /// `id`), `level` (0 is a comment on the page itself), `type` (`trackback`).
  public static let comment: BlockKind = "comment"
  /// The line a comment system puts over a comment: name, date, permalink.
  public static let commentHead: BlockKind = "comment-head"
  public static let note: BlockKind = "note"
  /// Verse: a line group with lines inside.
  public static let lineGroup: BlockKind = "line-group"
  public static let line: BlockKind = "line"

  /// Kinds that only hold other blocks: text directly inside them is white space.
  public static let containers: Set<BlockKind> = [
    division, list, table, row, figure, turn, comment, lineGroup,
  ]
}

/// A structural unit: a kind and a range of the text. Blocks nest by range; they never cross.
///
/// In `Document.blocks` an outer block stands before the blocks inside it (pre-order), so that two blocks of
/// the same range have an order too.
public struct Block: Sendable, Equatable {
  public var kind: BlockKind
  /// UTF-8 byte range in the document's text.
  public var range: Range<Int>
  /// BCP 47 tag of the block's language, where known.
  public var language: String?
  public var attributes: [String: String]

  public init(
    _ kind: BlockKind, _ range: Range<Int>, language: String? = nil, attributes: [String: String] = [:]
  ) {
    self.kind = kind
    self.range = range
    self.language = language
    self.attributes = attributes
  }
}
