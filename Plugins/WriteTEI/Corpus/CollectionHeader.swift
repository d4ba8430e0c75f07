import Markup
import StageKit

/// The header of a file that is about many documents: the corpus, and the lists of its persons, places,
/// organisations.
struct CollectionHeader {
  typealias Measures = [(unit: String, number: Int)]

  struct Content {
    /// The xml:id of the file.
    var id: String
    var title: String
    /// What the file is made from.
    var source: String
    var measures: Measures
    /// Tags, each with what is said of the language.
    var languages: [(tag: String, text: String)]
  }

  let options: WriteTEI.Options
  let context: LoadContext

  private var runDate: W3CDate? { W3CDate(context.runDate) }
  private var when: TEIOutput.Attributes { runDate.map { [("when", $0.text)] } ?? [] }

  func write(_ content: Content, to output: inout TEIOutput) throws(MarkupError) {
    try output.start("teiHeader")
    try output.start("fileDesc")
    try output.start("titleStmt")
    try output.line("title", [("type", "main")], content.title)
    try output.end()
    try output.start("extent")
    for (unit, number) in content.measures {
      try output.line("measure", [("unit", unit), ("quantity", String(number))], "\(number) \(unit)")
    }
    try output.end()
    try writePublication(content, to: &output)
    try output.start("sourceDesc")
    try output.start("bibl")
    try output.line("title", [], content.source)
    try output.end()
    try output.end()
    try output.end()
    try writeProgram(content, to: &output)
    try output.start("profileDesc")
    try output.start("langUsage")
    for (tag, text) in content.languages.sorted(by: { $0.tag < $1.tag }) {
      try output.line("language", [("ident", tag)], text)
    }
    try output.end()
    try output.end()
    try output.start("revisionDesc")
    try output.line(
      "change", [("n", "1"), ("who", "#\(content.id).app")] + when,
      "\(WriteTEI.name), version \(WriteTEI.version): made from what each document left")
    try output.end()
    try output.end()
  }

  private func writePublication(_ content: Content, to output: inout TEIOutput) throws(MarkupError) {
    let publisher = Characters.line(options.publisher)
    let licence = Characters.line(options.licence)
    try output.start("publicationStmt")
    try output.line("publisher", [], publisher.isEmpty ? "no publisher was named" : publisher)
    try output.line("date", when, runDate?.words ?? "undated: no date was given to the program")
    try output.line("idno", [("type", "sastra")], content.id)
    try output.start("availability", [("status", options.availability.rawValue)])
    if licence.isEmpty {
      try output.line("p", [], "See the header of each document.")
    } else {
      try output.line("licence", WebAddress.safe(licence).map { [("target", $0)] } ?? [], licence)
    }
    try output.end()
    try output.end()
  }

  private func writeProgram(_ content: Content, to output: inout TEIOutput) throws(MarkupError) {
    let program = HeaderWriter.xmlName(context.program) ?? "sastra"
    let steps = context.steps.map { "\(Characters.line($0.name)) \($0.version)" }.joined(separator: ", ")
    try output.start("encodingDesc")
    try output.start("editorialDecl")
    try output.start("normalization")
    try output.inline("p", [], "Unicode NFC.")
    try output.endInline()
    try output.end()
    try output.start("appInfo")
    try output.start(
      "application",
      [
        ("xml:id", "\(content.id).app"), ("ident", program),
        ("version", HeaderWriter.version(context.programVersion)),
      ] + when)
    try output.line("label", [], program)
    if !steps.isEmpty { try output.line("desc", [], "steps, with their versions: \(steps)") }
    try output.end()
    try output.end()
    try output.end()
  }
}
