import Markup
import StageKit

extension HeaderWriter {
  mutating func writeEncodingDescription() throws(MarkupError) {
    try output.start("encodingDesc")
    // In a transcript: whether it has sentences with their words.
    let isAnnotated =
      options.profile == .parlamint
      ? elementCounts["s"] != nil : !annotators.isEmpty && options.profile == .archive
    output.insert(isAnnotated ? fixed.practiceWithAnnotation : fixed.practice)
    if options.profile != .minimal {
      try writeTags()
      output.insert(fixed.references)
      try writeClassification()
    }
    try writeOwn(["encodingDesc"], ["classDecl"])
    try writeApplication()
    try output.end()
  }

  /// The keywords as categories, to which `textClass` points.
  private mutating func writeClassification() throws(MarkupError) {
    let keywords = values("keywords")
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

  private mutating func writeTags() throws(MarkupError) {
    try output.start("tagsDecl")
    try output.start("namespace", [("name", "http://www.tei-c.org/ns/1.0")])
    for (name, count) in elementCounts.sorted(by: { $0.key < $1.key }) {
      let use = (isTranscript ? Self.usesInTranscript[name] : nil) ?? Self.uses[name] ?? ""
      try output.line("tagUsage", [("gi", name), ("occurs", String(count))], use)
    }
    try output.end()
    try output.end()
  }

  private var isTranscript: Bool { options.profile == .parlamint }

  private static let usesInTranscript = [
    "note": "what nobody says, and the labels of speakers",
    "gap":
      "matter left out in the source, with the literal mark in desc; or characters that could not be read, with their "
      + "number in desc; such ones of a note or heading stand behind it",
    "seg": "a paragraph of a turn",
  ]

  private static let uses = [
    "ab": "a block that is no paragraph; @type says what it is",
    "choice": "a change that a stage made: orig is what the source has, reg what the text has now",
    "docAuthor": "an author of the document, as a byline names one",
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
    try output.start("appInfo")
    let when = runDate.map { [("when", $0.text)] } ?? []
    try output.start(
      "application",
      [("xml:id", source.id("app")), ("ident", fixed.program.name), ("version", fixed.program.version)] + when
    )
    try output.line("label", [], fixed.label)
    let steps =
      fixed.steps ?? FixedHeader.list(source.document.provenance.map { ($0.stage, $0.version) })
    try output.line("desc", [], "steps, with their versions: " + steps)
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
