import StageKit

/// The objects of a page's JSON-LD.
struct LinkedData {
  /// Objects in the order of the page, graphs and lists flattened.
  private(set) var objects: [[String: JSONValue]] = []
  private var byID: [String: [String: JSONValue]] = [:]

  private static let maxObjects = 2_000

  init(_ values: [JSONValue]) {
    for value in values { flatten(value, depth: 0) }
    for object in objects {
      guard let id = object["@id"]?.strings.first, object.count > 1 else { continue }
      if byID[id] == nil || byID[id]?["name"] == nil { byID[id] = object }
    }
  }

  private mutating func flatten(_ value: JSONValue, depth: Int) {
    guard depth < 6, objects.count < Self.maxObjects else { return }
    switch value {
    case .array(let list): for item in list { flatten(item, depth: depth + 1) }
    case .object(let fields):
      objects.append(fields)
      for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author", "publisher", "subjectOf"] {
        guard let inner = fields[key] else { continue }
        if case .string = inner { continue }
        flatten(inner, depth: depth + 1)
      }
    default: break
    }
  }

  /// Types of what somebody wrote and published.
  static let articles: Set<String> = [
    "Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle", "OpinionNewsArticle",
    "AnalysisNewsArticle", "ScholarlyArticle", "TechArticle", "LiveBlogPosting", "BackgroundNewsArticle",
    "ReviewNewsArticle", "MedicalScholarlyArticle", "AdvertiserContentArticle", "SatiricalArticle",
    "AskPublicNewsArticle", "APIReference", "ArchiveComponent", "Book", "Chapter", "Thesis",
    "Manuscript", "Letter",
  ]
  /// Types that have an author and a day too, where a page has no article.
  static let others: Set<String> = [
    "DiscussionForumPosting", "SocialMediaPosting", "Question", "Recipe", "VideoObject", "PodcastEpisode",
    "HowTo",
    "CreativeWork", "Blog", "Dataset", "Guide", "LearningResource", "MedicalWebPage",
  ]

  func types(_ object: [String: JSONValue]) -> [String] {
    (object["@type"]?.strings ?? []).map { type in
      String(type.split(whereSeparator: { $0 == "/" || $0 == ":" || $0 == "#" }).last ?? "")
    }
  }

  func all(_ wanted: Set<String>) -> [[String: JSONValue]] {
    objects.filter { object in types(object).contains { wanted.contains($0) } }
  }

  /// The object that an object stands for: itself, or the one it names by its id.
  private func resolved(_ object: [String: JSONValue]) -> [String: JSONValue] {
    guard object["name"] == nil, let id = object["@id"]?.strings.first else { return object }
    return byID[id] ?? object
  }

  /// A name in a value, and whether the page says that it is an organisation's.
  struct Name: Equatable {
    var text: String
    var isOrganisation: Bool
    /// Whether the page says that it is a person's.
    var isPerson: Bool
  }

  /// The names in a value: a text, an object with a name or an id, or a list of these.
  func names(_ value: JSONValue?, depth: Int = 0) -> [Name] {
    guard depth < 4 else { return [] }
    switch value {
    case .string(let text):
      if let object = byID[text], object["name"] != nil { return names(.object(object), depth: depth + 1) }
      return Plain.isAddress(text)
        ? [] : [Name(text: Plain.withoutMarkup(text), isOrganisation: false, isPerson: false)]
    case .array(let list): return list.prefix(100).flatMap { names($0, depth: depth + 1) }
    case .object(let fields):
      let object = resolved(fields)
      let types = types(object)
      let isPerson = types.contains("Person")
      let isOrganisation =
        !isPerson && types.contains { $0.hasSuffix("Organization") || $0 == "Corporation" || $0 == "Brand" }
      var found: [String] = []
      switch object["name"] {
      case .object, .array(_): found = names(object["name"], depth: depth + 1).map(\.text)
      default: found = object["name"]?.strings ?? []
      }
      if found.isEmpty {
        let parts = ["givenName", "familyName"].compactMap { object[$0]?.strings.first }
        if !parts.isEmpty { found = [parts.joined(separator: " ")] }
      }
      return found.map(Plain.withoutMarkup).map {
        Name(text: $0, isOrganisation: isOrganisation, isPerson: isPerson)
      }
    default: return []
    }
  }

  /// The first text in a value.
  func text(_ value: JSONValue?) -> String? {
    switch value {
    case .object(let fields): (fields["@value"] ?? fields["name"])?.strings.first
    case .array(let list): list.lazy.compactMap { text($0) }.first
    default: value?.strings.first
    }
  }
}
