import Markup
import StageKit

/// Writes the header of a document and its lists of persons, places and organisations.
struct HeaderWriter {
  let source: TEIDocument
  let options: WriteTEI.Options
  let context: LoadContext
  let template: HeaderTemplate?
  let fixed: FixedHeader
  /// How often each element is in the text.
  let elementCounts: [String: Int]
  let annotators: [String: Set<String>]
  let makers: [String]
  /// Where the authority files are, from the file.
  let authorityFolder: String
  var languages: Set<String>
  var output: TEIOutput

  /// - Parameter output: the file, up to its header.
  init(_ source: TEIDocument, body: BodyWriter, of stage: WriteTEI, into output: TEIOutput) {
    self.source = source
    options = stage.options
    context = stage.context
    template = stage.template
    fixed = stage.fixed
    authorityFolder =
      String(repeating: "../", count: source.fileName.utf8.count { $0 == 0x2F } + 1) + "authority"
    elementCounts = body.output.counts
    annotators = body.annotators
    makers = body.makers
    languages = body.languages.union(template?.languages ?? [])
    self.output = output
  }

  var metadata: Metadata { source.document.metadata }
  var runDate: W3CDate? { fixed.runDate }

  mutating func write() throws(MarkupError) {
    for entry in source.authority.entries {
      _ = language(of: entry.name)
      for name in entry.variants { _ = language(of: name) }
    }
    try output.start("teiHeader")
    try output.start("fileDesc")
    try writeTitleStatement()
    try writeOwn(["fileDesc"], ["editionStmt"])
    try writeExtent()
    try writePublicationStatement()
    try writeOwn(["fileDesc"], ["seriesStmt"])
    try writeOwn(["fileDesc"], ["notesStmt"])
    try writeSourceDescription()
    try output.end()
    try writeEncodingDescription()
    try writeProfileDescription()
    try writeRevisions()
    try output.end()
    if options.profile != .minimal { try writeLists() }
  }

  // MARK: Values

  /// The values of a key, fit for the header; blank ones left out.
  func values(_ key: String) -> [String] { metadata.strings(key).map(Characters.line).filter { !$0.isEmpty } }

  /// How sure a value is, where that is not beyond doubt.
  func certainty(_ key: String) -> TEIOutput.Attributes {
    guard let certainty = metadata.origins[key]?.certainty, certainty != .high else { return [] }
    return [("cert", certainty.rawValue)]
  }

  /// `xml:lang` for a string in Khmer script, which also declares the language.
  mutating func language(of string: String) -> TEIOutput.Attributes {
    guard !LanguageTag.isKhmer(source.language), Characters.isMostlyKhmer(string) else { return [] }
    languages.insert("km")
    return [("xml:lang", "km")]
  }

  mutating func writeAll(
    _ key: String, as element: String, _ attributes: TEIOutput.Attributes = []
  ) throws(MarkupError) {
    for value in values(key) {
      try output.line(element, attributes + certainty(key) + language(of: value), value)
    }
  }

  /// A date of the metadata: with `@when` where it is one, in any case as written.
  mutating func writeDate(_ key: String, type: String) throws(MarkupError) {
    for value in values(key) {
      let date = W3CDate(value)
      let when = date.map { [("when", $0.text)] } ?? []
      try output.line("date", [("type", type)] + when + certainty(key), date?.words ?? value)
    }
  }

  // MARK: Title and publication

  private mutating func writeTitleStatement() throws(MarkupError) {
    try output.start("titleStmt")
    let title = source.title
    try output.line("title", [("type", "main")] + certainty(MetadataKey.title) + language(of: title), title)
    try writeAll(MetadataKey.subtitle, as: "title", [("type", "sub")])
    try writeAuthors(pointing: true)
    try writeOwn(["fileDesc", "titleStmt"], ["editor", "funder", "sponsor", "principal"])
    for translator in values(MetadataKey.translator) {
      try output.start("respStmt", certainty(MetadataKey.translator))
      try output.line("resp", [], "translated by")
      try output.line("persName", language(of: translator), translator)
      try output.end()
    }
    if options.profile != .minimal { try writeResponsibilities() }
    try writeOwn(["fileDesc", "titleStmt"], ["respStmt"])
    try output.end()
  }

  private mutating func writeExtent() throws(MarkupError) {
    let size = source.size
    try output.start("extent")
    if size.words > 0 { try writeMeasure(size.words, "words") }
    try writeMeasure(size.characters, "characters")
    if options.profile == .parlamint, let speeches = elementCounts["u"] {
      try writeMeasure(speeches, "speeches")
    }
    try output.end()
  }

  private mutating func writeMeasure(_ number: Int, _ unit: String) throws(MarkupError) {
    try output.line("measure", [("unit", unit), ("quantity", String(number))], "\(number) \(unit)")
  }

  private mutating func writePublicationStatement() throws(MarkupError) {
    try output.start("publicationStmt")
    try writePublisher()
    if let date = runDate ?? W3CDate(metadata[MetadataKey.accessed]) {
      try output.line("date", [("when", date.text)], date.words)
    } else {
      try output.line("date", [], "undated: no date was given to the program")
    }
    let id = Characters.line(source.document.id)
    try output.line("idno", [("type", "sastra")], id.isEmpty ? source.id : id)
    if let hash = source.document.source.sha256 {
      try output.line("idno", [("type", "sha256-source")], Characters.line(hash))
    }
    try writeAvailability()
    let depth = source.fileName.utf8.count { $0 == 0x2F }
    let corpus = String(repeating: "../", count: depth) + "corpus.xml"
    try output.line("ptr", [("type", "corpus"), ("target", corpus)])
    let agencies: Set = ["authority", "distributor", "pubPlace", "address", "date", "idno", "ref"]
    try writeOwn(["fileDesc", "publicationStmt"], agencies)
    try output.end()
  }

  /// The publisher that the option names, else the one of the project's header.
  private mutating func writePublisher() throws(MarkupError) {
    let publisher = Characters.line(options.publisher)
    if publisher.isEmpty, try writeOwn(["fileDesc", "publicationStmt"], ["publisher"]) { return }
    try output.line(
      "publisher", language(of: publisher), publisher.isEmpty ? "no publisher was named" : publisher)
  }

  private mutating func writeAvailability() throws(MarkupError) {
    let licence = Characters.line(options.licence)
    if licence.isEmpty, try writeOwn(["fileDesc", "publicationStmt"], ["availability"]) { return }
    try output.start("availability", [("status", options.availability.rawValue)])
    if !licence.isEmpty {
      try output.line("licence", WebAddress.safe(licence).map { [("target", $0)] } ?? [], licence)
    }
    let stated =
      values(MetadataKey.licence).map { ("Licence", $0) } + values(MetadataKey.rights).map { ("Rights", $0) }
    for (what, value) in stated {
      try output.line("p", language(of: value), "\(what) stated by the source: \(value)")
    }
    if stated.isEmpty { try output.line("p", [], "The rights status of the source was not stated.") }
    try output.end()
  }

  // MARK: Revisions

  private mutating func writeRevisions() throws(MarkupError) {
    try output.start("revisionDesc")
    let when = runDate.map { [("when", $0.text)] } ?? []
    if options.profile == .minimal {
      let steps = source.document.provenance.map { "\($0.stage) \($0.version)" }.joined(separator: ", ")
      try output.line(
        "change", [("n", "1"), ("who", "#" + source.id("app"))] + when, Characters.line("made by \(steps)"))
      try writeOwn(["revisionDesc"], ["change"])
      return try output.end()
    }
    let who = "#" + source.id("app")
    for (index, record) in source.document.provenance.enumerated().reversed() {
      try output.line(
        "change", [("n", String(index + 1)), ("who", who)] + when,
        Characters.line(Self.description(of: record)))
    }
    try writeOwn(["revisionDesc"], ["change"])
    try output.end()
  }

  /// What a stage counted, in the order of the names.
  private static func description(of record: StageRecord) -> String {
    var text = "\(record.stage), version \(record.version): "
    let start = text.utf8.count
    for (name, count) in record.counts.sorted(by: { $0.key < $1.key }) where count != 0 {
      text += "\(text.utf8.count > start ? ", " : "")\(name) \(count)"
    }
    if !record.reports.isEmpty {
      text += "\(text.utf8.count > start ? ", " : "")left undecided \(record.reports.count)"
    }
    return text.utf8.count > start ? text : text + "nothing counted"
  }
}
