import Markup
import StageKit

/// Authors, and who or what worked on a document.
extension HeaderWriter {
  /// Authors; an organisation as `orgName`, a person of the lists with a pointer to the entry.
  mutating func writeAuthors(pointing: Bool = false) throws(MarkupError) {
    for author in values(MetadataKey.author) {
      let attributes = certainty(MetadataKey.author)
      if isOrganisation(author) {
        let entry = source.authority.organisation(named: author)
        try output.start("author", attributes)
        try output.inline(
          "orgName", (pointing ? pointer(to: entry) : []) + language(of: author), author)
        try output.endInline()
      } else {
        let entry = pointing ? source.authority.person(named: author) : nil
        try output.line("author", pointer(to: entry) + attributes + language(of: author), author)
      }
    }
  }

  private func pointer(to entry: AuthorityEntry?) -> TEIOutput.Attributes {
    entry.map { [("ref", "#" + source.id($0.localID))] } ?? []
  }

  /// Whether an author is an organisation: the page's data call it one, it is the site or the publisher, or the
  /// text names an organisation so and no person.
  private func isOrganisation(_ author: String) -> Bool {
    if metadata.origins[MetadataKey.author]?.place.hasSuffix("(organisation)") == true { return true }
    if (values(MetadataKey.publisher) + values(MetadataKey.site)).contains(author) { return true }
    return source.authority.organisation(named: author) != nil
      && source.authority.person(named: author) == nil
  }

  /// A `respStmt` for each stage that changed or marked the text, and for each maker that annotations name.
  mutating func writeResponsibilities() throws(MarkupError) {
    var stages = annotators
    for record in source.document.provenance where record.counts.contains(where: { $0.value != 0 }) {
      stages[record.stage, default: []].formUnion([])
    }
    for (stage, layers) in stages.sorted(by: { $0.key < $1.key }) where !stage.isEmpty {
      try output.start("respStmt", [("xml:id", source.id(BodyWriter.localID(ofStage: stage)))])
      let work = layers.sorted().map { Self.work[$0] ?? "annotation of the layer \(Characters.line($0))" }
      let did = work.isEmpty ? "work on the text, as counted in revisionDesc" : work.joined(separator: "; ")
      try output.line("resp", [], "automatic " + did)
      let name = "\(Characters.line(context.program)), stage \(Characters.line(stage))"
      try output.line("name", [("type", "software")], name)
      try output.end()
    }
    for (index, maker) in makers.enumerated() {
      try output.start("respStmt", [("xml:id", source.id(BodyWriter.makerID(index)))])
      try output.line("resp", [], "source of annotations")
      try output.line("name", language(of: maker), maker)
      try output.end()
    }
  }

  private static let work = [
    Layer.entity: "tagging of names and dates", Layer.editorial: "marking of omissions and additions",
    Layer.format: "marking of formatting", Layer.language: "marking of languages",
    Layer.segment: "segmentation", Changes.layer: "regularisation of the text",
  ]
}
