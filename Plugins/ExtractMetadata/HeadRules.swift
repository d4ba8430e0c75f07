import StageKit

/// Takes values from a page's head, the surest place first.
struct HeadRules {
  private let head: PageHead
  private let article: [String: JSONValue]?
  /// What the text has for a title.
  private let titleHeading: String?

  private static let articleTypes: Set<String> = [
    "Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle", "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "ScholarlyArticle", "TechArticle", "SocialMediaPosting", "LiveBlogPosting", "BackgroundNewsArticle",
    "ReviewNewsArticle",
  ]

  init(_ head: PageHead, titleHeading: String?) {
    self.head = head
    self.titleHeading = titleHeading
    article = head.objects.first { object in
      (object["@type"]?.strings ?? []).contains { Self.articleTypes.contains($0) }
    }
  }

  func find(_ found: inout FindingList) {
    findSite(&found)
    findTitle(&found)
    findPeople(&found)
    findDates(&found)
    findAddress(&found)
    findRights(&found)
  }

  // MARK: Site, title

  private func findSite(_ found: inout FindingList) {
    add(MetadataKey.site, ["og:site_name"], .high, &found)
    let site = head.objects.first { ($0["@type"]?.strings ?? []).contains("WebSite") }
    found.add(MetadataKey.site, names(site?["name"]), at: "json-ld WebSite", .high)
    add(MetadataKey.site, ["application-name"], .medium, &found)
    found.add(MetadataKey.publisher, names(article?["publisher"]), at: "json-ld publisher", .high)
    add(MetadataKey.publisher, ["dc.publisher", "dcterms.publisher", "citation_publisher"], .high, &found)
    if let name = head.meta("publisher"), !Plain.isAddress(name) {
      found.add(MetadataKey.publisher, [name], at: "meta publisher", .medium)
    }
  }

  private func findTitle(_ found: inout FindingList) {
    let site = found.first(MetadataKey.site)
    if let heading = titleHeading, isNamedInHead(heading) {
      // The head often adds the site's name; what page and head agree on is the title.
      found.add(MetadataKey.title, [heading], at: "title heading", .high)
    }
    found.add(MetadataKey.title, names(article?["headline"]), at: "json-ld headline", .high)
    for name in ["citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title"] {
      guard let title = head.meta(name) else { continue }
      let certainty: Certainty = name == "twitter:title" ? .medium : .high
      found.add(MetadataKey.title, [without(site, Plain.withoutMarkup(title))], at: "meta \(name)", certainty)
    }
    if let heading = titleHeading { found.add(MetadataKey.title, [heading], at: "title heading", .medium) }
    if let title = head.title { found.add(MetadataKey.title, [without(site, title)], at: "title", .medium) }
  }

  private func isNamedInHead(_ heading: String) -> Bool {
    let letters = Plain.letters(heading)
    let titles = [head.meta("og:title"), head.title].compactMap { $0 } + names(article?["headline"])
    return letters.count >= 4
      && titles.contains { Plain.letters(Plain.withoutMarkup($0)).starts(with: letters) }
  }

  /// A title without the name of the site after (or before) a dash, a bar or the like.
  private func without(_ site: String?, _ title: String) -> String {
    let title = Plain.collapsed(title)
    guard let site else { return title }
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · ", " « ", " » ", " • "] {
      let parts = title.split(separator: separator).map(String.init)
      guard parts.count > 1, let last = parts.last, let first = parts.first else { continue }
      if Plain.isSame(last, site) { return parts.dropLast().joined(separator: separator) }
      if Plain.isSame(first, site) { return parts.dropFirst().joined(separator: separator) }
    }
    return title
  }

  // MARK: People

  private func findPeople(_ found: inout FindingList) {
    let notPeople = [found.first(MetadataKey.site), found.first(MetadataKey.publisher), domain].compactMap {
      $0
    }
    func people(_ names: [String]) -> [String] {
      names.map(Plain.withoutMarkup).map(withoutBy).filter { name in
        isName(name) && !notPeople.contains { Plain.isSame($0, name) }
      }
    }
    found.add(MetadataKey.author, unique(people(names(article?["author"]))), at: "json-ld author", .high)
    for name in [
      "citation_author", "dc.creator", "dcterms.creator", "author", "article:author", "parsely-author",
      "sailthru.author", "byl",
    ] {
      let certainty: Certainty = name.hasPrefix("dc") || name.hasPrefix("citation") ? .high : .medium
      found.add(MetadataKey.author, unique(people(head.metas(name))), at: "meta \(name)", certainty)
    }
    found.add(
      MetadataKey.translator, unique(people(names(article?["translator"]))), at: "json-ld translator", .high)
  }

  /// The name in the page's domain: `vnexpress` of `https://www.vnexpress.net/…`.
  private var domain: String? {
    guard let address = head.canonical ?? head.meta("og:url"), Plain.isAddress(address) else { return nil }
    let host = address.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != ":" }
    return host.split(separator: ".").first { $0 != "www" && $0 != "m" && $0 != "amp" }.map(String.init)
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: [String] = []
    for name in names where !seen.contains(where: { Plain.isSame($0, name) }) { seen.append(name) }
    return seen
  }

  private func withoutBy(_ name: String) -> String {
    let name = Plain.collapsed(name)
    return name.lowercased().hasPrefix("by ") ? String(name.dropFirst(3)) : name
  }

  private func isName(_ name: String) -> Bool {
    guard !name.isEmpty, name.utf8.count <= 200, !Plain.isAddress(name), !name.contains("@"),
      !name.contains("{")
    else { return false }
    let lower = name.lowercased()
    return ![
      "admin", "administrator", "author", "editor", "staff", "none", "unknown", "null", "webmaster", "root",
      "user",
    ].contains(lower)
  }

  // MARK: Dates, address, rights

  private func findDates(_ found: inout FindingList) {
    found.add(
      date: article?["datePublished"]?.strings.first, MetadataKey.date, at: "json-ld datePublished", .high)
    for name in [
      "article:published_time", "og:published_time", "citation_publication_date", "dcterms.issued",
      "dc.date.issued",
    ] {
      found.add(date: head.meta(name), MetadataKey.date, at: "meta \(name)", .high)
    }
    found.add(date: head.property("datepublished"), MetadataKey.date, at: "itemprop datePublished", .high)
    for name in [
      "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "date", "pubdate", "publishdate",
      "publish-date",
      "publication_date", "parsely-pub-date", "sailthru.date", "article.published",
    ] {
      found.add(date: head.meta(name), MetadataKey.date, at: "meta \(name)", .medium)
    }
    found.add(
      date: article?["dateModified"]?.strings.first, MetadataKey.modified, at: "json-ld dateModified", .high)
    for name in ["article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"] {
      found.add(date: head.meta(name), MetadataKey.modified, at: "meta \(name)", .high)
    }
    found.add(date: head.property("datemodified"), MetadataKey.modified, at: "itemprop dateModified", .high)
  }

  private func findAddress(_ found: inout FindingList) {
    if let address = head.canonical, Plain.isAddress(address) {
      found.add(MetadataKey.url, [address], at: "link canonical", .high)
    }
    if let address = head.meta("og:url"), Plain.isAddress(address) {
      found.add(MetadataKey.url, [address], at: "meta og:url", .medium)
    }
    if let language = head.language { found.add(MetadataKey.language, [language], at: "html lang", .medium) }
    for name in ["content-language", "dc.language", "dcterms.language"] {
      add(MetadataKey.language, [name], .medium, &found)
    }
    if let locale = head.meta("og:locale") {
      found.add(MetadataKey.language, [locale.replacing("_", with: "-")], at: "meta og:locale", .low)
    }
  }

  private func findRights(_ found: inout FindingList) {
    if let licence = head.licence, Plain.isAddress(licence) || licence.hasPrefix("//") {
      found.add(MetadataKey.licence, [licence], at: "link license", .high)
    }
    found.add(MetadataKey.licence, article?["license"]?.strings ?? [], at: "json-ld license", .high)
    add(MetadataKey.licence, ["dcterms.license", "dc.rights.license"], .high, &found)
    add(MetadataKey.rights, ["dc.rights", "dcterms.rights", "dcterms.rightsholder"], .high, &found)
    found.add(MetadataKey.rights, names(article?["copyrightHolder"]), at: "json-ld copyrightHolder", .high)
    add(MetadataKey.rights, ["copyright"], .medium, &found)
  }

  // MARK: Shared

  private func add(_ key: String, _ names: [String], _ certainty: Certainty, _ found: inout FindingList) {
    for name in names {
      if let value = head.meta(name) {
        found.add(key, [Plain.withoutMarkup(value)], at: "meta \(name)", certainty)
      }
    }
  }

  /// The names in a JSON-LD value: a string, an object with a name, or a list of these.
  private func names(_ value: JSONValue?) -> [String] {
    switch value {
    case .string(let name): [Plain.withoutMarkup(name)]
    case .array(let list):
      list.prefix(100).flatMap { item in
        if case .array = item { return [] as [String] }
        return names(item)
      }
    case .object(let fields): fields["name"]?.strings.map(Plain.withoutMarkup) ?? []
    default: []
    }
  }
}
