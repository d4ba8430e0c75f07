import Markup
import StageKit

extension WriteTEI {
  /// What a document leaves for the corpus file.
  public struct Contribution: ContributionValue, Codable {
    /// Name of the file, relative to the corpus file.
    var file: String
    var xmlID: String
    var title: String
    var languages: [String]
    var words: Int
    var characters: Int
    /// Names in the text by element: persName, placeName, ...
    var names: [String: Int]
    var authority: [AuthorityEntry]
  }

  public func contribution(of processed: ProcessedDocument) throws(StageError) -> Contribution? {
    guard processed.outcome == .ok else { return nil }
    let document = try TEIDocument(processed.document)
    var body = BodyWriter(document, depth: 1)
    do throws(MarkupError) { try body.write() } catch { throw StageError(error) }
    let elements = ["persName", "placeName", "orgName", "name", "date", "time"]
    return Contribution(
      file: Self.fileName(of: document.document.id), xmlID: document.id, title: document.title,
      languages: body.languages.sorted(), words: document.size.words, characters: document.size.characters,
      names: body.output.counts.filter { elements.contains($0.key) }, authority: document.authority.entries)
  }

  /// Writes corpus.xml: a header with counts, and an XInclude of each document.
  public func finish(
    _ contributions: Contributions<Contribution>, into folder: any RunFolder
  ) throws(StageError) {
    var totals = CorpusTotals()
    try contributions.forEach { _, value throws(StageError) in totals.add(value) }
    guard totals.documents > 0 else { return }
    let header: [UInt8]
    do throws(MarkupError) { header = try corpusStart(totals) } catch { throw StageError(error) }
    try folder.write("\(options.directory)/corpus.xml") { append throws(StageError) in
      try append(header)
      try contributions.forEach { _, value throws(StageError) in
        var output = TEIOutput(depth: 1)
        do throws(MarkupError) {
          try output.line("xi:include", [("href", WebAddress.reference(toFile: value.file))])
        } catch { throw StageError(error) }
        try append(output.bytes)
      }
      try append(Array("\n</teiCorpus>\n".utf8))
    }
  }

  private func corpusStart(_ totals: CorpusTotals) throws(MarkupError) -> [UInt8] {
    var output = TEIOutput()
    try output.declaration()
    try output.start(
      "teiCorpus",
      [
        ("xmlns", "http://www.tei-c.org/ns/1.0"), ("xmlns:xi", "http://www.w3.org/2001/XInclude"),
        ("version", "4.12.0"), ("xml:id", "corpus"), ("xml:lang", "en"),
      ])
    try writeCorpusHeader(totals, &output)
    return output.bytes
  }

  private func writeCorpusHeader(_ totals: CorpusTotals, _ output: inout TEIOutput) throws(MarkupError) {
    let name = Characters.line(context.pipelineName)
    let runDate = W3CDate(context.runDate)
    let when = runDate.map { [("when", $0.text)] } ?? []
    let publisher = Characters.line(options.publisher)
    let licence = Characters.line(options.licence)
    try output.start("teiHeader")
    try output.start("fileDesc")
    try output.start("titleStmt")
    try output.line("title", [("type", "main")], name.isEmpty ? "Corpus" : "Corpus of the pipeline \(name)")
    try output.end()
    try output.start("extent")
    for (unit, number) in totals.measures {
      try output.line("measure", [("unit", unit), ("quantity", String(number))], "\(number) \(unit)")
    }
    try output.end()
    try output.start("publicationStmt")
    try output.line("publisher", [], publisher.isEmpty ? "no publisher was named" : publisher)
    try output.line("date", when, runDate?.words ?? "undated: no date was given to the program")
    try output.start("availability", [("status", options.availability.rawValue)])
    if licence.isEmpty {
      try output.line("p", [], "See the header of each document.")
    } else {
      try output.line("licence", WebAddress.safe(licence).map { [("target", $0)] } ?? [], licence)
    }
    try output.end()
    try output.end()
    try output.start("sourceDesc")
    try output.line("p", [], "Each document describes its source.")
    try output.end()
    try output.end()
    try writeCorpusProgram(when, &output)
    try output.start("profileDesc")
    try output.start("langUsage")
    for (language, documents) in totals.languages.sorted(by: { $0.key < $1.key }) {
      let count = documents == 1 ? "1 document" : "\(documents) documents"
      try output.line("language", [("ident", language)], "\(LanguageTag.name(of: language)): in \(count)")
    }
    try output.end()
    try output.end()
    try output.end()
  }

  private func writeCorpusProgram(_ when: TEIOutput.Attributes, _ output: inout TEIOutput) throws(MarkupError) {
    let program = HeaderWriter.xmlName(context.program) ?? "sastra"
    let steps = context.steps.map { "\(Characters.line($0.name)) \($0.version)" }.joined(separator: ", ")
    try output.start("encodingDesc")
    try output.start("appInfo")
    try output.start(
      "application", [("ident", program), ("version", HeaderWriter.version(context.programVersion))] + when)
    try output.line("label", [], program)
    if !steps.isEmpty { try output.line("desc", [], "steps, with their versions: \(steps)") }
    try output.end()
    try output.end()
    try output.end()
  }
}

/// Sums over the documents of a corpus.
struct CorpusTotals {
  private(set) var documents = 0
  private(set) var languages: [String: Int] = [:]
  private var words = 0
  private var characters = 0
  private var names: [String: Int] = [:]
  private var referents: [AuthorityKind: Set<String>] = [:]

  mutating func add(_ document: WriteTEI.Contribution) {
    documents += 1
    words += document.words
    characters += document.characters
    names.merge(document.names, uniquingKeysWith: +)
    for language in document.languages { languages[language, default: 0] += 1 }
    for entry in document.authority { referents[entry.kind, default: []].insert(entry.key) }
  }

  /// What the corpus holds, by unit, the greater units first.
  var measures: [(unit: String, number: Int)] {
    var measures = [("documents", documents), ("words", words), ("characters", characters)]
    for (name, count) in names.sorted(by: { $0.key < $1.key }) { measures.append((name, count)) }
    for kind in AuthorityKind.allCases {
      if let keys = referents[kind] { measures.append((kind.rawValue + "s", keys.count)) }
    }
    return measures.filter { $0.1 > 0 }
  }
}
