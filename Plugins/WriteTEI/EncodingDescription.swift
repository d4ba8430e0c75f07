import Markup
import StageKit

extension HeaderWriter {
  mutating func writeEncodingDescription() throws(MarkupError) {
    try output.start("encodingDesc")
    try writeParagraph("projectDesc", [], projectDescription)
    try output.start("editorialDecl")
    try writeParagraph(
      "correction", [], "What a stage changed in the text is counted by reason in the history of revisions.")
    try writeParagraph(
      "normalization", [],
      "Unicode NFC. Soft hyphens, byte order marks and directional controls are taken out. A C1 control is written "
        + "as the character that its number has in windows-1252. A character that could not be read or that XML does not "
        + "allow is a gap.")
    try writeParagraph("quotation", [("marks", "all")], "Quotation marks are kept as characters.")
    try writeParagraph(
      "segmentation", [],
      "Blocks follow the source; a heading opens a division that lasts to the next of its rank.")
    if !annotators.isEmpty {
      try writeParagraph(
        "interpretation", [],
        "Annotations were made by programs, which @resp names; @cert says how sure they are. Where two annotations cross, "
          + "one is cut, and @next and @prev join its pieces.")
    }
    try output.end()
    try writeTags()
    try output.start("refsDecl")
    try output.line("citeStructure", [("unit", "paragraph"), ("match", "/TEI/text/body//p"), ("use", "@n")])
    try output.end()
    try writeApplication()
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
    "foreign": "words in another language than the block",
    "gap":
      "matter left out in the source, with the literal mark in desc; or characters that could not be read",
    "hi": "formatting of the source; @rend names it",
    "post": "a reader's comment",
    "seg": "an annotation of a layer of its own, named by @type",
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

  // MARK: Languages, persons, settings

  mutating func writeProfileDescription() throws(MarkupError) {
    // The lists below may name a language that the text does not.
    for participant in source.speakers.list + source.commenters.list { _ = language(of: participant.name) }
    for keyword in values("keywords") { _ = language(of: keyword) }
    try output.start("profileDesc")
    try output.start("langUsage")
    for language in languages.sorted() {
      try output.line("language", [("ident", language)], LanguageTag.name(of: language))
    }
    try output.end()
    if !values("keywords").isEmpty {
      try output.start("textClass")
      try output.start("keywords")
      try writeAll("keywords", as: "term")
      try output.end()
      try output.end()
    }
    try writeParticipants()
    try writeSetting()
    try output.end()
  }

  private mutating func writeParticipants() throws(MarkupError) {
    let known = source.authority.entries.filter { isSpeaker($0) }
    guard !known.isEmpty || !source.speakers.list.isEmpty || !source.commenters.list.isEmpty else { return }
    try output.start("particDesc")
    if !known.isEmpty || !source.speakers.list.isEmpty {
      try output.start("listPerson", [("type", "speakers")])
      for entry in known { try writeEntry(entry) }
      try writeParticipants(source.speakers, [])
      try output.end()
    }
    if !source.commenters.list.isEmpty {
      try output.start("listPerson", [("type", "commenters")])
      try writeParticipants(source.commenters, [("type", "screen-name")])
      try output.end()
    }
    try output.end()
  }

  private mutating func writeParticipants(
    _ participants: TEIDocument.Participants, _ attributes: TEIOutput.Attributes
  ) throws(MarkupError) {
    for (id, name) in participants.list {
      try output.start("person", [("xml:id", id)])
      try output.line("persName", attributes + language(of: name), name)
      try output.end()
    }
  }

  /// The place and date of the first dateline that has one.
  private mutating func writeSetting() throws(MarkupError) {
    guard let found = source.setting else { return }
    try output.start("settingDesc")
    try output.start("setting")
    if let place = found.place {
      try output.line("placeName", [("ref", "#" + source.id(place.localID))], place.name)
    }
    if let date = found.date { try output.line("date", [("when", date.text)], date.words) }
    try output.end()
    try output.end()
  }
}

extension TEIDocument {
  /// What datelines say of where and when.
  var setting: (place: AuthorityEntry?, date: W3CDate?)? {
    for range in datelines {
      var (place, date): (AuthorityEntry?, W3CDate?) = (nil, nil)
      for token in plans[range.lowerBound]?.tokens ?? [] {
        guard case .open(let mark, _) = token else { continue }
        let span = document.spans[marks[mark].span]
        if place == nil, let key = Authority.key(of: span), key.kind == .place { place = authority[key] }
        if date == nil, span.layer == Layer.entity, span.label == "date" {
          date = W3CDate(span.attributes["when"])
        }
      }
      if place != nil || date != nil { return (place, date) }
    }
    return nil
  }
}
