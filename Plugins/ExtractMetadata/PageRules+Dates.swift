import StageKit

extension PageRules {
  /// A date for programs and where it stood.
  struct Machine {
    var day: CalendarDay
    var place: String
    var certainty: Certainty
  }

  func findDates(_ found: inout Findings) {
    let machine = machineDates()
    let all = body.dates.filter { $0.kind != .modified }
    let shown = all.filter { $0.kind == .published || $0.distance < BodyRules.behind }
    if let choice = choose(machine, all) {
      found.add(day: choice.day, MetadataKey.date, at: choice.place, choice.certainty)
    }
    for date in machine { found.add(day: date.day, MetadataKey.date, at: date.place, date.certainty) }
    if let first = shown.first(where: { $0.kind == .published }) ?? shown.first {
      found.add(day: first.day, MetadataKey.date, at: first.place, .medium)
    }
    findModified(&found)
    if !found.has(MetadataKey.date), let address {
      found.add(day: AddressDate.day(in: address), MetadataKey.date, at: "url", .medium)
    }
  }

  /// What readers are told goes before what programs are told in two cases: the two are a day apart and the
  /// latter is in UTC (the page's own local day counts); the former is earlier and stands by the title or is
  /// called the day of publication, for nothing is shown before it is published.
  private func choose(_ machine: [Machine], _ shown: [BodyRules.Shown]) -> Machine? {
    guard let best = machine.first else { return nil }
    guard !shown.contains(where: { $0.day.agrees(with: best.day) }) else { return best }
    if let local = shown.first(where: { abs($0.day.number - best.day.number) == 1 }),
      best.day.offset ?? 0 == 0
    {
      return Machine(day: local.day, place: local.place, certainty: .high)
    }
    let near = shown.filter { $0.kind == .published || (-6...12).contains($0.distance) }
    let stated = near.first { $0.kind == .published } ?? near.first
    if let stated, stated.day < best.day, stated.day.day != nil {
      return Machine(day: stated.day, place: stated.place, certainty: .high)
    }
    return best
  }

  private static let published = [
    "article:published_time", "og:published_time", "citation_publication_date", "citation_date",
    "citation_online_date",
    "dcterms.issued", "dc.date.issued", "article:published", "datepublished", "og:article:published_time",
  ]
  private static let created = [
    "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "date", "pubdate", "publishdate",
    "publish-date",
    "publication_date", "parsely-pub-date", "sailthru.date", "article.published", "publish_date",
    "publication-date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.created", "article:publish_date",
    "release_date",
    "date.available", "citation_year", "originalpublicationdate", "article_date_original", "ptime",
    "displaydate",
    "shareaholic:article_published_time", "rnews:datepublished", "video:release_date", "book:release_date",
  ]

  private func machineDates() -> [Machine] {
    var dates: [Machine] = []
    func add(_ value: String?, _ place: String, _ certainty: Certainty) {
      guard let value, let day = DateReading.machine(value, order: body.order) else { return }
      dates.append(Machine(day: day, place: place, certainty: certainty))
    }
    add(article.flatMap { data.text($0["datePublished"]) }, "json-ld datePublished", .high)
    for name in Self.published { add(scan.meta(name), "meta \(name)", .high) }
    add(scan.property("datepublished"), "itemprop datePublished", .high)
    add(scan.property("issued"), "property issued", .high)
    add(article.flatMap { data.text($0["dateCreated"]) }, "json-ld dateCreated", .medium)
    for name in Self.created { add(scan.meta(name), "meta \(name)", .medium) }
    return dates
  }

  private func findModified(_ found: inout Findings) {
    let published = found.first(MetadataKey.date).flatMap { DateReading.machine($0) }
    // A page is not changed before it is published.
    func add(_ value: String?, _ place: String, _ certainty: Certainty) {
      guard let value, let day = DateReading.machine(value, order: body.order) else { return }
      if let published, day < published, !published.agrees(with: day) { return }
      found.add(day: day, MetadataKey.modified, at: place, certainty)
    }
    add(article.flatMap { data.text($0["dateModified"]) }, "json-ld dateModified", .high)
    for name in [
      "article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "lastmod",
      "last-modified",
    ] {
      add(scan.meta(name), "meta \(name)", .high)
    }
    add(scan.property("datemodified"), "itemprop dateModified", .high)
    if let shown = body.dates.first(where: { $0.kind == .modified }) {
      add(shown.day.iso, shown.place, .medium)
    }
  }
}

/// A date in the path of a page's address.
enum AddressDate {
  /// `/2024/10/31/…`, `/2024-10-31-…` or `/2024/10/…`. Digits that stand together may be a number of the
  /// page in its archive, and are none.
  static func day(in address: String) -> CalendarDay? {
    let path = address.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }.prefix { $0 != "?" && $0 != "#" }
    let parts = path.split(separator: "/").map(String.init)
    for i in parts.indices {
      let words = parts[i].split(separator: "-").map(String.init)
      if words.count >= 3, let day = day(words[0], words[1], words[2], isExact: true) { return day }
      if i + 2 < parts.count, let day = day(parts[i], parts[i + 1], parts[i + 2], isExact: false) {
        return day
      }
    }
    for i in parts.indices.dropLast() {
      if let year = year(parts[i]), parts[i + 1].utf8.count == 2, let month = Int(parts[i + 1]) {
        return CalendarDay(year: year, month: month)
      }
    }
    return nil
  }

  private static func year(_ text: String) -> Int? {
    guard text.utf8.count == 4, let year = Int(text), (1990..<2100).contains(year) else { return nil }
    return year
  }

  private static func day(_ year: String, _ month: String, _ day: String, isExact: Bool) -> CalendarDay? {
    guard let year = self.year(year), month.utf8.count <= 2, day.utf8.count <= 2, let day = Int(day) else {
      return nil
    }
    if isExact, month.utf8.count != 2 { return nil }
    guard let month = Int(month) else { return nil }
    return CalendarDay(year: year, month: month, day: day)
  }
}
