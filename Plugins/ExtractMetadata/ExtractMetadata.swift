import StageKit

/// Finds title, author, date, site, publisher, address, language, licence, translator and archive reference
/// of a page.
///
/// HTML is read again from the source, because clean-boilerplate has taken its head away: JSON-LD, OpenGraph,
/// Dublin Core and other meta elements, the canonical link, the page's title. Then what clean-boilerplate
/// found in the text: title heading, byline, date line, source note. A value says where it was found and how
/// sure that is; nothing is guessed, and nothing that the user gave is replaced. Dates are the page's own
/// local day, ISO 8601.
///
/// A source in an encoding of legacy Vietnamese is read for values in ASCII only: its other letters cannot be
/// told here.
///
/// - Complexity: O(n) in bytes of the source.
public struct ExtractMetadata: Stage {
  public static let name = "extract-metadata"
  public static let version = 1
  public static let summary =
    "Finds title, author, date, site, licence and the like, each with the place where it stood."
  public static let gives: Set<Feature> = [.metadata]
  public static let acceptsMarkup = true

  public init(options: Options, context: LoadContext) {}

  public func process(_ document: inout Document) throws(StageError) {
    var found = FindingList(limit: document.metadata["accessed"])
    let text = document.form == .plain ? TextRules(document) : nil
    if let head = try PageHead(document) { HeadRules(head, titleHeading: text?.title).find(&found) }
    text?.find(&found)
    for finding in found.list {
      document.metadata.fill(finding.key, finding.values, origin: .init(finding.place, finding.certainty))
    }
    document.count("found", found.list.count)
  }
}

/// A value with its origin.
struct Finding: Equatable {
  var key: String
  var values: [String]
  var place: String
  var certainty: Certainty
}

/// What was found, the best first for each key.
struct FindingList {
  private(set) var list: [Finding] = []
  /// Day of the harvest, ISO 8601, where it is known: no page was published later.
  private let limit: String?

  init(limit: String?) { self.limit = limit }

  func has(_ key: String) -> Bool { list.contains { $0.key == key } }
  func first(_ key: String) -> String? { list.first { $0.key == key }?.values.first }

  /// Adds a value for a key that has none.
  mutating func add(_ key: String, _ values: [String], at place: String, _ certainty: Certainty) {
    let values = values.map(Plain.collapsed).filter { !$0.isEmpty }
    guard !values.isEmpty, !has(key) else { return }
    list.append(Finding(key: key, values: values, place: place, certainty: certainty))
  }

  /// Adds a date, as far as it can be read.
  mutating func add(date: String?, _ key: String, at place: String, _ certainty: Certainty) {
    guard let date, let iso = ISODate.day(from: date) else { return }
    if let limit, iso.count == 10, limit.count >= 10, iso > limit.prefix(10) { return }
    add(key, [iso], at: place, certainty)
  }
}
