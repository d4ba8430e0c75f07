import StageKit

/// Takes values from a page, the surest place first.
struct PageRules {
  let page: PageFacts
  let data: LinkedData
  let scan: PageScan
  let body: BodyRules
  /// The object of the page's JSON-LD that is the article.
  let article: [String: JSONValue]?
  let address: String?
  /// What the text has for a title.
  let textTitle: String?
  /// Where that stands in the source.
  let textTitlePlace: Range<Int>?
  let siteNames: [String]
  /// Titles in the head, the surest first.
  let headTitles: [String]

  init(_ page: PageFacts, _ document: Document, _ text: TextRules?) {
    self.page = page
    data = page.data
    scan = page.scan
    textTitle = text?.title
    textTitlePlace = text?.titlePlace
    let addresses = [
      page.scan.canonical, page.scan.meta("og:url"), document.source.url, document.metadata[MetadataKey.url],
    ]
    address = addresses.compactMap { $0 }.first(where: Plain.isAddress)
    article = Self.article(page.data, page.scan, page.titleHeading?.text)
    siteNames = TitleHeading.siteNames(page.scan, page.data)
    headTitles = TitleHeading.headTitles(page.scan, page.data)
    let machine = [
      page.scan.meta("article:published_time"), page.scan.property("datepublished"),
      article.flatMap { page.data.text($0["datePublished"]) },
    ]
    body = BodyRules(
      front: page.front, back: page.back, titlePlace: page.titlePlace,
      titles: headTitles + [page.titleHeading?.text].compactMap { $0 },
      isArticle: article != nil || !machine.compactMap { $0 }.isEmpty
        || page.scan.meta("og:type")?.lowercased() == "article"
        || page.data.objects.isEmpty && page.scan.meta("og:type") == nil,
      order: Self.order(page, document, machine.compactMap { $0 }.compactMap { DateReading.machine($0) }))
  }

  func find(_ found: inout Findings) {
    findSite(&found)
    findTitle(&found)
    findPeople(&found)
    findDates(&found)
    findAddress(&found)
    findRights(&found)
  }

  /// The article among a page's objects: of several the one whose headline the page's title names; none where
  /// several are listed and none is named.
  private static func article(_ data: LinkedData, _ scan: PageScan, _ heading: String?) -> [String:
    JSONValue]?
  {
    for types in [LinkedData.articles, LinkedData.others] {
      let candidates = data.all(types)
      if candidates.count == 1 { return candidates[0] }
      guard candidates.count > 1 else { continue }
      let titles = ([heading, scan.meta("og:title"), scan.title].compactMap { $0 }).map(Plain.letters)
      let named = candidates.filter { object in
        let headline = (data.text(object["headline"]) ?? data.text(object["name"])).map(Plain.withoutMarkup)
        let letters = Plain.letters(headline ?? "")
        return letters.count >= 4
          && titles.contains { TitleHeading.contains($0, letters) || TitleHeading.contains(letters, $0) }
      }
      // The same article is often given twice, once in full.
      let choice = named.isEmpty && candidates.count <= 3 ? candidates : named
      if let best = choice.max(by: { $0.count < $1.count }) { return best }
    }
    return nil
  }

  /// How dates of digits are to be read: by the language of the page, or by a date for programs that a date
  /// of digits in the page agrees with.
  private static func order(_ page: PageFacts, _ document: Document, _ machine: [CalendarDay])
    -> DateReading.Order
  {
    for day in machine {
      for line in [page.front, page.back].joined() where line.hasDigits && line.text.utf8.count < 200 {
        for order in [DateReading.Order.dayFirst, .monthFirst] {
          let other: DateReading.Order = order == .dayFirst ? .monthFirst : .dayFirst
          if DateReading.all(in: line.tokens, order: order).contains(where: { $0.day.iso == day.iso }),
            !DateReading.all(in: line.tokens, order: other).contains(where: { $0.day.iso == day.iso })
          {
            return order
          }
        }
      }
    }
    let tag = document.language ?? page.scan.language
    if let first = LanguageWords.of(tag)?.dayComesFirst { return first ? .dayFirst : .monthFirst }
    switch tag?.lowercased().replacing("_", with: "-") {
    case "en-us": return .monthFirst
    case "en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za", "en-sg": return .dayFirst
    default: return .unknown
    }
  }

  // MARK: Site

  private func findSite(_ found: inout Findings) {
    add(MetadataKey.site, ["og:site_name"], .high, &found)
    let site = data.all(["WebSite"]).first
    found.add(MetadataKey.site, data.names(site?["name"]).map(\.text), at: "json-ld WebSite", .high)
    add(MetadataKey.site, ["application-name", "apple-mobile-web-app-title"], .medium, &found)
    found.add(
      MetadataKey.publisher, data.names(article?["publisher"]).map(\.text), at: "json-ld publisher", .high)
    add(
      MetadataKey.publisher,
      ["dc.publisher", "dcterms.publisher", "citation_publisher", "citation_journal_title"], .high, &found)
    if let name = scan.property("publisher"), !Plain.isAddress(name) {
      found.add(MetadataKey.publisher, [name], at: "itemprop publisher", .high)
    }
    for name in ["publisher", "article:publisher"] {
      guard let value = scan.meta(name), !Plain.isAddress(value), !value.hasPrefix("/") else { continue }
      found.add(MetadataKey.publisher, [value], at: "meta \(name)", .medium)
    }
  }

  // MARK: Address, language, rights

  private func findAddress(_ found: inout Findings) {
    for (place, value, certainty) in [
      ("link canonical", scan.canonical, Certainty.high), ("meta og:url", scan.meta("og:url"), .medium),
      ("json-ld url", article.flatMap { data.text($0["url"]) }, .medium),
    ] {
      guard let value, Plain.isAddress(value), !value.contains(" "), !value.contains("%2F") else { continue }
      found.add(MetadataKey.url, [value], at: place, certainty)
    }
    let stated =
      scan.language ?? scan.meta("content-language") ?? scan.meta("dc.language")
      ?? scan.meta("dcterms.language")
    let place = scan.language != nil ? "html lang" : "meta language"
    if let stated, Self.isLanguageTag(stated) {
      found.add(MetadataKey.language, [stated], at: place, .medium)
    }
    if let tag = article.flatMap({ data.text($0["inLanguage"]) }), Self.isLanguageTag(tag) {
      found.add(MetadataKey.language, [tag], at: "json-ld inLanguage", .medium)
    }
    if let tag = scan.meta("og:locale")?.replacing("_", with: "-"), Self.isLanguageTag(tag) {
      found.add(MetadataKey.language, [tag], at: "meta og:locale", .low)
    }
  }

  /// Subtags of one to eight letters and digits, the first of two or three letters (BCP 47, 2.1, roughly).
  private static func isLanguageTag(_ tag: String) -> Bool {
    let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.utf8.count),
      first.utf8.allSatisfy(TagReader.isLetter)
    else { return false }
    return parts.dropFirst().allSatisfy { part in
      (1...8).contains(part.utf8.count)
        && part.utf8.allSatisfy { TagReader.isLetter($0) || (0x30...0x39).contains($0) }
    }
  }

  private func findRights(_ found: inout Findings) {
    if let licence = scan.licence, Plain.isAddress(licence) || licence.hasPrefix("//") {
      found.add(MetadataKey.licence, [licence], at: "link license", .high)
    }
    found.add(
      MetadataKey.licence, article?["license"].flatMap { data.text($0) }.map { [$0] } ?? [],
      at: "json-ld license", .high)
    add(
      MetadataKey.licence, ["dcterms.license", "dc.rights.license", "dcterms.rights.license"], .high, &found)
    if let licence = scan.property("license") {
      found.add(MetadataKey.licence, [licence], at: "itemprop license", .high)
    }
    add(MetadataKey.rights, ["dc.rights", "dcterms.rights", "dcterms.rightsholder"], .high, &found)
    found.add(
      MetadataKey.rights, data.names(article?["copyrightHolder"]).map(\.text), at: "json-ld copyrightHolder",
      .high)
    add(MetadataKey.rights, ["copyright", "rights"], .medium, &found)
    for name in [
      "dcterms.identifier", "dc.identifier", "citation_technical_report_number", "citation_archive_reference",
    ] {
      guard let value = scan.meta(name), ArchiveReference.isShelfMark(value) else { continue }
      found.add(MetadataKey.archiveReference, [value], at: "meta \(name)", .medium)
    }
  }

  func add(_ key: String, _ names: [String], _ certainty: Certainty, _ found: inout Findings) {
    for name in names {
      if let value = scan.meta(name) {
        found.add(key, [Plain.withoutMarkup(value)], at: "meta \(name)", certainty)
      }
    }
  }
}
