import Markup
import StageKit

extension HeaderWriter {
  mutating func writeEncodingDescription() throws(MarkupError) {
    try output.start("encodingDesc")
    try writeParagraph("projectDesc", [], projectDescription)
    try writeOwn(["encodingDesc"], ["projectDesc"])
    try writeOwn(["encodingDesc"], ["samplingDecl"])
    try writeEditorialDeclaration()
    if options.profile != .minimal {
      try writeTags()
      try writeReferences()
      try writeClassification()
    }
    try writeOwn(["encodingDesc"], ["classDecl"])
    try writeApplication()
    try output.end()
  }

  /// How to cite: by paragraph, or in a transcript by segment.
  private mutating func writeReferences() throws(MarkupError) {
    try output.start("refsDecl")
    let (unit, match, use) =
      options.profile == .parlamint
      ? ("segment", "/TEI/text/body//u/seg", "@xml:id") : ("paragraph", "/TEI/text/body//p", "@n")
    try output.line("citeStructure", [("unit", unit), ("match", match), ("use", use)])
    try output.end()
  }

  private mutating func writeEditorialDeclaration() throws(MarkupError) {
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
        ? Self.transcript
        : "Blocks follow the source; a heading opens a division that lasts to the next of its rank."
          + Self.segmentation[options.segments, default: ""])
    if !annotators.isEmpty, options.profile == .archive {
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
    + "note. Sentences are s, words w, punctuation between words pc; @join says that no space follows. Names and dates "
    + "are marked in sentences."

  private static let segmentation: [WriteTEI.Segments: String] = [
    .sentences: " Sentences are s.",
    .words:
      " Sentences are s, words w, punctuation between words pc; @part says that one had to be cut, @join "
      + "that no space follows.",
  ]

  /// The keywords as categories, to which `textClass` points.
  private mutating func writeClassification() throws(MarkupError) {
    let keywords = values("keywords")
    let isTranscript = options.profile == .parlamint
    guard !keywords.isEmpty || isTranscript else { return }
    try output.start("classDecl")
    if !keywords.isEmpty {
      try writeTaxonomy("tax", keywords.enumerated().map { ("tax.\($0.offset + 1)", $0.element) })
    }
    if isTranscript {
      try writeTaxonomy("ana", TEIDocument.categories.map { (TEIDocument.category($0.name), $0.text) })
    }
    try output.end()
  }

  private mutating func writeTaxonomy(
    _ id: String, _ categories: [(id: String, text: String)]
  ) throws(MarkupError) {
    try output.start("taxonomy", [("xml:id", source.id(id))])
    for category in categories {
      try output.start("category", [("xml:id", source.id(category.id))])
      try output.inline("catDesc", language(of: category.text), category.text)
      try output.endInline()
    }
    try output.end()
  }

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

  private mutating func writeTags() throws(MarkupError) {
    try output.start("tagsDecl")
    try output.start("namespace", [("name", "http://www.tei-c.org/ns/1.0")])
    for (name, count) in elementCounts.sorted(by: { $0.key < $1.key }) {
      try output.line("tagUsage", [("gi", name), ("occurs", String(count))], Self.uses[name] ?? "")
    }
    try output.end()
    try output.end()
  }

  private static let uses = [
    "ab": "a block that is no paragraph; @type says what it is",
    "choice": "a change that a stage made: orig is what the source has, reg what the text has now",
    "note": "a note; in a transcript what nobody says, and the labels of speakers",
    "foreign": "words in another language than the block",
    "gap":
      "matter left out in the source, with the literal mark in desc; or characters that could not be read",
    "hi": "formatting of the source; @rend names it",
    "post": "a reader's comment",
    "seg": "an annotation of a layer of its own, named by @type",
    "u": "a turn with a speaker label in the source, which is the note before it",
    "sp": "a turn with a speaker label in the source",
    "supplied": "an addition by an editor, in the brackets of the source",
  ]

  private mutating func writeApplication() throws(MarkupError) {
    let program = Self.xmlName(context.program) ?? "sastra"
    try output.start("appInfo")
    let when = runDate.map { [("when", $0.text)] } ?? []
    try output.start(
      "application",
      [("xml:id", source.id("app")), ("ident", program), ("version", Self.version(context.programVersion))]
        + when)
    let name = Characters.line(context.pipelineName)
    try output.line("label", [], name.isEmpty ? program : "\(program), pipeline \(name)")
    let steps =
      context.steps.isEmpty
      ? source.document.provenance.map { (name: $0.stage, version: $0.version) } : context.steps
    let list = steps.map { "\(Characters.line($0.name)) \($0.version)" }.joined(separator: ", ")
    try output.line("desc", [], "steps, with their versions: \(list)")
    try output.end()
    try output.end()
  }

  static func xmlName(_ name: String) -> String? {
    let kept = name.unicodeScalars.filter { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == ".")
    }
    guard let first = kept.first, first.properties.isAlphabetic else { return nil }
    var result = ""
    result.unicodeScalars.append(contentsOf: kept)
    return result
  }

  /// A version as TEI takes it: up to four numbers.
  static func version(_ version: String) -> String {
    let parts = version.split(separator: ".", maxSplits: 4).prefix(4).map {
      $0.prefix { ("0"..."9").contains($0) }
    }
    let numbers = parts.prefix { !$0.isEmpty }
    return numbers.isEmpty ? "0" : numbers.joined(separator: ".")
  }
}
