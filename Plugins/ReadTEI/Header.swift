import Foundation
import StageKit

/// What a TEI header says, as metadata of a document.
///
/// The header of a file of ours is read back fully: what came from the page and its metadata becomes
/// metadata again. Of other headers the common statements are read.
struct Header {
  private let node: XMLNode
  private let isOurs: Bool
  private(set) var metadata = Metadata()
  private(set) var urls: [String] = []

  /// What a metadata value is said to be from.
  private static let place = "teiHeader"

  init(_ node: XMLNode) {
    self.node = node
    isOurs = Self.isOurs(node)
    readTitles()
    readSource()
    readPublication()
    readProfile()
    if !isOurs { readRevisions() }
  }

  /// Whether write-tei wrote it.
  static func isOurs(_ header: XMLNode) -> Bool {
    header.all(at: "fileDesc", "publicationStmt", "idno").contains { $0["type"] == "sastra" }
  }

  private mutating func fill(_ key: String, _ nodes: [XMLNode]) {
    fill(key, nodes.map(\.text), certainty: nodes.first?["cert"])
  }

  private mutating func fill(_ key: String, _ values: [String], certainty: String? = nil) {
    let values = values.filter { !$0.isEmpty }
    let certainty = certainty.flatMap { Certainty(rawValue: $0) } ?? .high
    metadata.fill(key, values, origin: .init(Self.place, certainty))
  }

  private mutating func add(_ key: String, _ node: XMLNode) {
    guard !node.text.isEmpty else { return }
    let origin = metadata.origins[key] ?? .init(Self.place, Certainty(rawValue: node["cert"] ?? "") ?? .high)
    metadata.set(key, metadata.strings(key) + [node.text], origin: origin)
  }

  // MARK: Titles

  private mutating func readTitles() {
    let titles = node.all(at: "fileDesc", "titleStmt", "title")
    let main = titles.first { $0["type"] == "main" } ?? titles.first { $0["type"] != "sub" }
    if let main { fill(MetadataKey.title, [main]) }
    fill(MetadataKey.subtitle, titles.filter { $0["type"] == "sub" })
    fill(MetadataKey.author, node.all(at: "fileDesc", "titleStmt", "author"))
    let statements = node.all(at: "fileDesc", "titleStmt", "respStmt").filter {
      $0.all("resp").contains { $0.text.lowercased().contains("translat") }
    }
    let translators = statements.flatMap { $0.all("persName") + $0.all("name") }
    fill(MetadataKey.translator, translators.map(\.text), certainty: statements.first?["cert"])
  }

  // MARK: The source

  private mutating func readSource() {
    guard let source = node.first(at: "fileDesc", "sourceDesc") else { return }
    let described = source.all("bibl") + source.all("biblStruct") + source.all("biblFull")
    if let bibl = described.first(where: { $0["type"] != "archival" }) {
      isOurs ? readPage(bibl) : readBibliography(bibl)
    }
    if isOurs { readPages(source.all("bibl").filter { $0["type"] == "page" }) }
    let archival = source.all("bibl").filter { $0["type"] == "archival" }
    let shelfmarks = archival.flatMap { $0.all("idno").isEmpty ? [$0] : $0.all("idno") }
    fill(MetadataKey.archiveReference, shelfmarks.map(\.text), certainty: archival.first?["cert"])
    let manuscripts = source.descendants("msIdentifier").map { identifier in
      identifier.children.map(\.text).filter { !$0.isEmpty }.joined(separator: ", ")
    }
    fill(MetadataKey.archiveReference, manuscripts)
  }

  /// The `bibl` that write-tei describes the page with.
  private mutating func readPage(_ bibl: XMLNode) {
    fill(MetadataKey.site, bibl.all("title").filter { $0["level"] == "m" })
    fill(MetadataKey.publisher, bibl.all("publisher"))
    let keys = [
      ("published", MetadataKey.date), ("modified", MetadataKey.modified),
      ("content", MetadataKey.contentDate), ("accessed", MetadataKey.accessed),
    ]
    for (type, key) in keys {
      let dates = bibl.all("date").filter { $0["type"] == type }
      fill(key, dates.map { $0["when"] ?? $0.text }, certainty: dates.first?["cert"])
    }
    for child in bibl.children {
      if child.name == "ptr" { urls.append(child["target"] ?? "") }
      if child.name == "idno", child["type"] == "URI" { urls.append(child.text) }
    }
    setURLs()
    for note in bibl.all("note") {
      if let key = note["n"] ?? note["type"] { add(key, note) }
    }
  }

  /// The pages of an article that was harvested as several.
  private mutating func readPages(_ pages: [XMLNode]) {
    guard !pages.isEmpty else { return }
    let told = pages.map { page in
      let urls =
        page.all("ptr").compactMap { $0["target"] }
        + page.all("idno").filter { $0["type"] == "URI" }.map(\.text)
      var fields = ["path": JSONValue.string(page.all("idno").first { $0["type"] == "file" }?.text ?? "")]
      if let url = urls.first { fields["url"] = .string(url) }
      return JSONValue.object(fields)
    }
    metadata.set(ReadTEI.sourcePagesKey, .array(told), origin: .init(Self.place, .high))
  }

  /// A description of a source by others.
  private mutating func readBibliography(_ bibl: XMLNode) {
    let titles = bibl.descendants("title")
    fill(MetadataKey.title, titles.prefix(1).map(\.text))
    fill(MetadataKey.author, bibl.descendants("author"))
    fill(MetadataKey.site, titles.filter { ["j", "s", "m"].contains($0["level"]) }.prefix(1).map(\.text))
    fill(MetadataKey.publisher, bibl.descendants("publisher"))
    let dates = bibl.descendants("date")
    let date = dates.first { $0["type"] == "published" } ?? dates.first { $0["type"] != "accessed" }
    fill(MetadataKey.date, [date.map(Self.value) ?? ""])
    fill(MetadataKey.accessed, dates.filter { $0["type"] == "accessed" }.map(Self.value))
    let pointers = (bibl.descendants("ptr") + bibl.descendants("ref")).compactMap { $0["target"] }
    let identifiers = bibl.descendants("idno").map(\.text)
    urls += (pointers + identifiers).filter { $0.hasPrefix("http://") || $0.hasPrefix("https://") }
    setURLs()
  }

  private mutating func setURLs() {
    urls = urls.filter { !$0.isEmpty }
    fill(MetadataKey.url, urls)
  }

  private static func value(_ date: XMLNode) -> String {
    date["when"] ?? date["when-iso"] ?? date["from"] ?? date["notBefore"] ?? date.text
  }

  // MARK: Publication

  private mutating func readPublication() {
    guard let statement = node.first(at: "fileDesc", "publicationStmt") else { return }
    let availability = statement.all("availability")
    if isOurs {
      let hashes = statement.all("idno").filter { $0["type"] == "sha256-source" }
      fill(ReadTEI.sourceHashKey, hashes)
      let stated = availability.flatMap { $0.all("p") }.map(\.text)
      for (start, key) in [("Licence", MetadataKey.licence), ("Rights", MetadataKey.rights)] {
        let prefix = "\(start) stated by the source: "
        fill(key, stated.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
      }
      return
    }
    fill(MetadataKey.publisher, (statement.all("publisher") + statement.all("distributor")).map(\.text))
    fill(MetadataKey.date, statement.all("date").prefix(1).map(Self.value))
    let licences = availability.flatMap { $0.all("licence") }
    fill(MetadataKey.licence, licences.map { $0["target"] ?? $0.text })
    fill(MetadataKey.rights, availability.flatMap { $0.all("p") }.map(\.text))
  }

  // MARK: Profile and history

  private mutating func readProfile() {
    fill("keywords", node.all(at: "profileDesc", "textClass", "keywords", "term"))
    fill("keywords", node.all(at: "profileDesc", "textClass", "keywords").flatMap { $0.descendants("item") })
    guard !isOurs else { return }
    fill(MetadataKey.contentDate, node.all(at: "profileDesc", "creation", "date").prefix(1).map(Self.value))
  }

  /// The changes that others made stay as notes.
  private mutating func readRevisions() {
    let changes = node.first(at: "revisionDesc")?.descendants("change") ?? []
    fill("revision", changes.map { [$0["when"], $0.text].compactMap { $0 }.joined(separator: ": ") })
  }

  /// The main language where header says it: the only one it names.
  var onlyLanguage: String? {
    let languages = node.all(at: "profileDesc", "langUsage", "language").compactMap { $0["ident"] }
    return languages.count == 1 ? languages[0] : nil
  }

  /// What the stages of earlier runs did, as write-tei tells it.
  var history: [StageRecord] {
    guard isOurs else { return [] }
    let changes = node.all(at: "revisionDesc", "change")
    var records = changes.sorted { Int($0["n"] ?? "") ?? 0 < Int($1["n"] ?? "") ?? 0 }.compactMap(Self.record)
    // Its own record write-tei writes again; one that counted something stays.
    if let last = records.last, last.stage == "write-tei", last.counts.isEmpty, last.reports.isEmpty {
      records.removeLast()
    }
    return records
  }

  /// `tag-entities, version 2: date 15, persName 20, left undecided 1`.
  private static func record(_ change: XMLNode) -> StageRecord? {
    guard let comma = change.text.range(of: ", version "),
      let colon = change.text.range(of: ": ", range: comma.upperBound..<change.text.endIndex),
      let version = Int(change.text[comma.upperBound..<colon.lowerBound])
    else { return nil }
    var record = StageRecord(stage: String(change.text[..<comma.lowerBound]), version: version)
    for part in change.text[colon.upperBound...].components(separatedBy: ", ") {
      guard let space = part.lastIndex(of: " "), let number = Int(part[part.index(after: space)...]) else {
        continue
      }
      let name = String(part[..<space])
      if name == Self.undecided, 1...10_000 ~= number {
        let report = Report("carried", "told of in the history of the TEI file", at: 0..<0)
        record.reports = Array(repeating: report, count: number)
      } else {
        record.counts[name] = number
      }
    }
    return record
  }

  private static let undecided = "left undecided"
}
