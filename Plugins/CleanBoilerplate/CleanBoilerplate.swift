import StageKit

/// Finds the main content of a page and its structure, and takes out the rest: menus, footers, related pages,
/// share buttons, notices.
///
/// HTML becomes text here; a flattened text is read line by line. The text that remains is one line or more
/// for each block, blocks separated by a line feed. All of it comes from the page by edits, so that every
/// character keeps its place in the source; what was taken out stays in `removed`, with the name of the rule.
/// No format character (U+200B, U+200C, U+200D, U+00AD, U+2060) is dropped. Lengths are counted in letters,
/// never in words, because Khmer has no spaces.
///
/// A plain text that brings blocks other than paragraphs is left as it is.
///
/// - Throws: `StageError` "all-boilerplate", outcome dropped, when nothing is left of a page that had text.
/// - Complexity: O(n) in bytes.
public struct CleanBoilerplate: Stage {
  public static let name = "clean-boilerplate"
  public static let version = 6
  public static let summary =
    "Finds the main content of a page and its structure, and takes out menus, footers and the like."
  public static let gives: Set<Feature> = [.blocks, .layer(Layer.format), .layer(Layer.editorial)]
  public static let acceptsMarkup = true

  let options: Options
  let sites: SiteRules
  let model: BlockModel

  /// - Throws: `StageError` "resource-unreadable"; "bad-site-rules" with every mistake in the files of the
  ///   option `sites`; "bad-model" for a table of weights that is not whole.
  public init(options: Options, context: LoadContext) throws(StageError) {
    var sites = SiteRules()
    for file in options.sites {
      try SiteRulesFile.add(try context.resource(file.path), path: file.path, to: &sites)
    }
    self.init(
      options: options, model: try BlockModel(try context.resource(ShippedModel.path)), sites: sites)
  }

  init(options: Options, model: BlockModel, sites: SiteRules = SiteRules()) {
    self.options = options
    self.model = model
    self.sites = sites
  }

  public func process(_ document: inout Document) throws(StageError) {
    let isMarkup = document.form == .markup
    // A text that comes with its structure has been cleaned already, here or elsewhere.
    guard isMarkup || document.blocks.allSatisfy({ $0.kind == .paragraph }) else {
      return document.count("already-structured")
    }
    var pages = document.pages()
    if isMarkup, pages.count > 1 {
      for index in pages.indices { try clean(&pages[index]) }
      var joining = JoinedPages(pages)
      document = try joining.joined(like: document)
    } else {
      try clean(&document)
    }
    guard !document.blocks.isEmpty || document.removed.isEmpty else {
      throw .dropped(
        "all-boilerplate", "all \(document.removed.count) parts of the page are boilerplate, nothing is left")
    }
    try addEditorialMarks(to: &document)
  }

  /// Cleans one page.
  private func clean(_ document: inout Document) throws(StageError) {
    let isMarkup = document.form == .markup
    let url = document.metadata[MetadataKey.url] ?? document.source.url
    let cleaned = isMarkup ? try fromHTML(document.text, url: url) : fromLines(document.text)
    try cleaned.apply(to: &document)
    document.form = .plain
    cleaned.siteUse?.record(in: &document)
    if isMarkup { try TranscriptBlocks.mark(&document) }
    if let profile = cleaned.profile { document.count("profile-" + profile) }
  }

  /// Marks gaps and glosses; in a trackback, which quotes the beginning of another page, a gap means
  /// sampling.
  private func addEditorialMarks(to document: inout Document) throws(StageError) {
    let samples = document.blocks.filter { $0.kind == .comment && $0.attributes["type"] == "trackback" }.map(
      \.range)
    let spans = EditorialMarks.spans(in: document.text) { place in
      samples.contains { $0.contains(place) } ? "sampling" : "editorial"
    }
    for span in spans { try document.add(span) }
  }
}
