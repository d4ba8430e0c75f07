import Markup
import StageKit

/// What is the same in the headers of all documents, as it stands in the file.
struct FixedHeader: Sendable {
  let runDate: W3CDate?
  /// From projectDesc to editorialDecl.
  let practice: [UInt8]
  /// The same where the text has annotations.
  let practiceWithAnnotation: [UInt8]
  /// refsDecl.
  let references: [UInt8]
  /// The program as an XML name, with its version as TEI takes it.
  let program: (name: String, version: String)
  /// The program with its pipeline.
  let label: String
  /// Of the pipeline; nil where it is not known.
  let steps: String?

  init(
    _ options: WriteTEI.Options, _ context: LoadContext, _ template: HeaderTemplate?
  ) throws(MarkupError) {
    runDate = W3CDate(context.runDate)
    var plain = Part(options: options, context: context, template: template)
    try plain.writePractice(isAnnotated: false)
    practice = plain.output.bytes
    var annotated = Part(options: options, context: context, template: template)
    try annotated.writePractice(isAnnotated: true)
    practiceWithAnnotation = annotated.output.bytes
    var citing = Part(options: options, context: context, template: template)
    try citing.writeReferences()
    references = citing.output.bytes
    let name = HeaderWriter.xmlName(context.program) ?? "sastra"
    program = (name, HeaderWriter.version(context.programVersion))
    let pipeline = Characters.line(context.pipelineName)
    label = pipeline.isEmpty ? name : "\(name), pipeline \(pipeline)"
    steps = context.steps.isEmpty ? nil : Self.list(context.steps)
  }

  /// Steps with their versions, in a line.
  static func list(_ steps: [(name: String, version: Int)]) -> String {
    steps.map { "\(Characters.line($0.name)) \($0.version)" }.joined(separator: ", ")
  }
}

/// A part of encodingDesc that is written once.
private struct Part {
  let options: WriteTEI.Options
  let context: LoadContext
  let template: HeaderTemplate?
  var output = TEIOutput(depth: 3)

  mutating func writePractice(isAnnotated: Bool) throws(MarkupError) {
    try writeParagraph("projectDesc", [], projectDescription)
    try writeOwn(["encodingDesc"], ["projectDesc"])
    try writeOwn(["encodingDesc"], ["samplingDecl"])
    try writeEditorialDeclaration(isAnnotated: isAnnotated)
  }

  private mutating func writeOwn(_ path: [String], _ names: Set<String>) throws(MarkupError) {
    for node in template?.elements(at: path, named: names) ?? [] { try output.write(node) }
  }

  /// How to cite: by paragraph, or in a transcript by segment.
  mutating func writeReferences() throws(MarkupError) {
    try output.start("refsDecl")
    let (unit, match, use) =
      options.profile == .parlamint
      ? ("segment", "/TEI/text/body//u/seg", "@xml:id") : ("paragraph", "/TEI/text/body//p", "@n")
    try output.line("citeStructure", [("unit", unit), ("match", match), ("use", use)])
    try output.end()
  }

  private mutating func writeEditorialDeclaration(isAnnotated: Bool) throws(MarkupError) {
    try output.start("editorialDecl")
    try writeParagraph(
      "correction", [],
      "What a stage changed in the text is counted by reason in the history of revisions."
        + (options.evidence == .changes
          ? " Changes beyond canonical equivalence are shown: orig has the words of the source." : ""))
    try writeParagraph(
      "normalization", [],
      "Unicode NFC. Soft hyphens, byte order marks and directional controls are taken out. A C1 control is written "
        + "as the character that its number has in windows-1252. A character that could not be read or that XML does not "
        + "allow is a gap.")
    try writeParagraph("quotation", [("marks", "all")], "Quotation marks are kept as characters.")
    try writeParagraph(
      "segmentation", [],
      options.profile == .parlamint
        ? Self.transcript + (isAnnotated ? Self.annotation : "")
        : "Blocks follow the source; a heading opens a division that lasts to the next of its rank."
          + Self.segmentation[options.segments, default: ""])
    if isAnnotated, options.profile != .parlamint {
      try writeParagraph(
        "interpretation", [],
        "Annotations were made by programs, which @resp names; @cert says how sure they are. Where two annotations cross, "
          + "one is cut, and @next and @prev join its pieces.")
    }
    try writeOwn(["encodingDesc", "editorialDecl"], ["hyphenation", "punctuation", "stdVals"])
    try output.end()
  }

  private static let transcript =
    "A turn is u with a seg for each paragraph; the label of the speaker is the note before it; what nobody says is a "
    + "note."

  /// Only of a transcript that has it.
  private static let annotation =
    " Sentences are s, words w, punctuation between words pc; @join says that no space follows. Names and dates "
    + "are marked in sentences."

  private static let segmentation: [WriteTEI.Segments: String] = [
    .sentences: " Sentences are s.",
    .words:
      " Sentences are s, words w, punctuation between words pc; @part says that one had to be cut, @join "
      + "that no space follows.",
  ]

  private var projectDescription: String {
    let name = Characters.line(context.pipelineName)
    let description = Characters.line(context.pipelineDescription)
    return "Made by a declared, repeatable pipeline" + (name.isEmpty ? "" : ", \(name)")
      + (description.isEmpty ? "." : ": \(description)")
  }

  private mutating func writeParagraph(
    _ element: String, _ attributes: TEIOutput.Attributes, _ text: String
  ) throws(MarkupError) {
    try output.start(element, attributes)
    try output.inline("p", [], text)
    try output.endInline()
  }
}
