/// A mark on a run of text, of a layer: an entity, a link, a sentence. Spans may nest and overlap.
public struct Span: Sendable, Equatable {
  /// What family of marks it belongs to: one of the names in `Layer`, or a stage's own.
  public var layer: String
  /// UTF-8 byte range in the document's text; never empty.
  public var range: Range<Int>
  /// What it is within its layer: `persName`, `link`, `gap`.
  public var label: String
  public var attributes: [String: String]
  /// The stage that made it; filled in by `Document.add`.
  public internal(set) var stage: String

  public init(
    layer: String, _ range: Range<Int>, label: String, attributes: [String: String] = [:], stage: String = ""
  ) {
    self.layer = layer
    self.range = range
    self.label = label
    self.attributes = attributes
    self.stage = stage
  }
}

/// Names of the layers that stages which ship agree on.
public enum Layer {
  /// Labels persName, placeName, orgName, date, ...; attributes key, type, ref, cert, when, from, to,
  /// notBefore, notAfter, rule.
  public static let entity = "entity"
  /// Labels emphasis, strong, link (attribute url), underline, superscript, subscript, code, line-break.
  public static let format = "format"
  /// Labels gap (a mark for matter left out: […]), gloss (an editor's bracketed addition), illegible.
  public static let editorial = "editorial"
  /// Label: a BCP 47 tag; a run in another language than its block.
  public static let language = "language"
  /// Labels sentence, word, punctuation.
  public static let segment = "segment"
}
