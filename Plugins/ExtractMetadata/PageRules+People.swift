import StageKit

extension PageRules {
  private static let authorMetas = [
    "author", "article:author", "parsely-author", "sailthru.author", "byl", "author_name",
    "og:article:author",
    "article.author", "cxenseparse:author", "cxenseparse:recs:author", "creator", "dcsext.author",
    "book:author",
    "citation_authors", "shareaholic:article_author_name", "web_author",
  ]

  func findPeople(_ found: inout Findings) {
    for name in ["citation_author", "dc.creator", "dcterms.creator", "bepress_citation_author"] {
      addAuthors(scan.metas(name), at: "meta \(name)", .high, &found)
    }
    let byline = personalByline
    let linked =
      data.names(article?["author"]) + (article?["author"] == nil ? data.names(article?["creator"]) : [])
    let people = linked.filter { !$0.isOrganisation }.map(\.text)
    // A byline in words is what readers are told; programs are often told who typed the page in.
    let typed = people + scan.metas("author") + [scan.meta("twitter:data1")].compactMap { $0 }
    let properties = scan.properties.filter { $0.name == "author" }.map(\.content)
    let isProperty =
      byline.map { $0.strength > 2 && $0.names.authors.allSatisfy(properties.contains) } ?? false
    let place = isProperty ? ("itemprop author", Certainty.high) : (byline?.place ?? "", .medium)
    if let byline, byline.strength >= 2, !isConfirmed(byline.names.authors, by: typed) {
      found.add(MetadataKey.author, byline.names.authors, at: place.0, place.1)
    }
    addAuthors(people, at: "json-ld author", .high, isStated: true, &found)
    if let byline, byline.strength > 2 {
      found.add(MetadataKey.author, byline.names.authors, at: place.0, place.1)
    }
    addAuthors(properties, at: "itemprop author", .high, &found)
    findPeopleInMetas(byline, &found)
    // Who writes a site of his own may be called as it is, where the page says so in words.
    if let byline = body.byline, byline.strength >= 2 {
      found.add(MetadataKey.author, byline.names.authors.filter { $0.contains(" ") }, at: byline.place, .low)
    }
    findTranslators(&found)
  }

  /// The byline without the site's own name, which pages show where a name would stand.
  private var personalByline: BodyRules.Byline? {
    guard var byline = body.byline else { return nil }
    byline.names.authors.removeAll { isSiteName($0) }
    return byline.names.authors.isEmpty ? nil : byline
  }

  /// A name in full goes before the name of an account; between them stands a name in full that the page
  /// shows.
  private func findPeopleInMetas(_ byline: BodyRules.Byline?, _ found: inout Findings) {
    for isFull in [true, false] {
      for name in Self.authorMetas {
        let values = scan.metas(name).filter { $0.contains(" ") || !isFull }
        addAuthors(values, at: "meta \(name)", .medium, &found)
      }
      if let label = scan.meta("twitter:label1"), let name = scan.meta("twitter:data1"),
        PersonNames.label(of: label + ":").0 == .author, name.contains(" ") || !isFull
      {
        addAuthors([name], at: "meta twitter:data1", .medium, isStated: true, &found)
      }
      guard let byline else { continue }
      let isWeak = byline.strength < 2
      let names = byline.names.authors.filter { !isFull || (isWeak && $0.contains(" ")) }
      found.add(MetadataKey.author, names, at: byline.place, isWeak ? .low : .medium)
    }
  }

  /// What signs where the page names no person.
  func findOrganisations(_ found: inout Findings) {
    guard !found.has(MetadataKey.author) else { return }
    let names = data.names(article?["author"]).filter(\.isOrganisation).map(\.text)
    found.add(MetadataKey.author, PersonNames.unique(names), at: "json-ld author (organisation)", .low)
  }

  private func isConfirmed(_ names: [String], by others: [String]) -> Bool {
    names.contains { name in others.contains { Plain.letters($0).starts(with: Plain.letters(name)) } }
  }

  private func findTranslators(_ found: inout Findings) {
    found.add(
      MetadataKey.translator, data.names(article?["translator"]).map(\.text), at: "json-ld translator", .high)
    let stated = scan.properties.filter { $0.name == "translator" }.map(\.content)
    found.add(MetadataKey.translator, PersonNames.unique(stated), at: "itemprop translator", .high)
    found.add(MetadataKey.translator, body.translators, at: "byline", .medium)
    for name in [
      "dcterms.contributor.translator", "dc.contributor.translator", "translator", "citation_translator",
    ] {
      found.add(MetadataKey.translator, scan.metas(name), at: "meta \(name)", .medium)
    }
  }

  /// - Parameter isStated: whether the page says that these are persons: then one may be called as the site.
  private func addAuthors(
    _ values: [String], at place: String, _ certainty: Certainty, isStated: Bool = false,
    _ found: inout Findings
  ) {
    var names = PersonNames()
    for value in values.prefix(100) {
      let more = PersonNames(value, .stated)
      names.authors += more.authors
      names.translators += more.translators
    }
    let known = PersonNames.unique(names.authors)
    let persons = known.filter { name in !isSiteName(name) }
    found.add(MetadataKey.author, persons, at: place, certainty)
    if isStated, persons.isEmpty { found.add(MetadataKey.author, known, at: place, .low) }
    found.add(MetadataKey.translator, PersonNames.unique(names.translators), at: place, certainty)
  }

  private func isSiteName(_ name: String) -> Bool {
    siteNames.contains { Plain.isSame($0, name) } || host?.contains { Plain.isSame($0, name) } == true
  }
}
