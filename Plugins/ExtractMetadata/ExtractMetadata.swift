import StageKit

/// Finds title, subtitle, authors, translator, dates, site, publisher, address, language, licence and archive
/// reference of a page.
///
/// HTML is read again from the source, because clean-boilerplate has taken its head away: JSON-LD, microdata,
/// RDFa, OpenGraph, Dublin Core and other meta elements, links, headings, and byline and date line around the
/// title. Then what clean-boilerplate found in the text: title heading, byline, date line, source note. A
/// value says where it was found and how sure that is; where places contradict each other, it is less sure
/// and the others are reported ("sources-disagree"). Nothing is guessed, and nothing that the user gave is
/// replaced. Dates are the page's own local day, ISO 8601, and never in the future.
///
/// A source in an encoding of legacy Vietnamese is read for values in ASCII only: its other letters cannot be
/// told here.
///
/// - Complexity: O(n) in bytes of the source.
public struct ExtractMetadata: Stage {
  public static let name = "extract-metadata"
  public static let version = 4
  public static let summary =
    "Finds title, author, date, site, licence and the like, each with the place where it stood."
  public static let gives: Set<Feature> = [.metadata]
  public static let acceptsMarkup = true

  private let runDate: String?

  public init(options: Options, context: LoadContext) { runDate = context.runDate }

  public func process(_ document: inout Document) throws(StageError) {
    let limit = DateLimit(accessed: document.metadata[MetadataKey.accessed], runDate: runDate)
    var found = Findings(limit: limit)
    let text = document.form == .plain ? TextRules(document) : nil
    let page = try PageFacts(document, shownTitle: text?.title).map { PageRules($0, document, text) }
    page?.find(&found)
    text?.find(&found)
    page?.findOrganisations(&found)
    let notes = found.settleConflicts()
    for finding in found.list {
      document.metadata.fill(finding.key, finding.values, origin: .init(finding.place, finding.certainty))
    }
    document.count("found", found.list.count)
    for note in notes { document.report(Report("sources-disagree", note, at: 0..<0)) }
    for note in found.unprovenDays() { document.report(Report("date-not-proven", note, at: 0..<0)) }
  }
}
