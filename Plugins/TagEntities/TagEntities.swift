import StageKit

/// Marks persons, places, organisations and dates as spans of the layer "entity", each name with the key of what it refers to.
///
/// Names are matched against gazetteers, then by context rules, then over the whole document (short forms, misspellings,
/// acronyms, repetitions). Dates get TEI values. Spans nest and never cross or repeat. The text is not changed; spans of the
/// layer that are there already are replaced. Turns and comments get an attribute `key`: the key of who speaks or writes.
///
/// - Throws: when it is loaded, `StageError` "unknown-gazetteer", "resource-unreadable", and the codes of `Gazetteer` and
///   `ContextRules`.
public struct TagEntities: Stage {
  public static let name = "tag-entities"
  public static let version = 1
  public static let summary = "Marks persons, places, organisations and dates, and says which are the same."
  public static let gives: Set<Feature> = [.layer(Layer.entity)]

  let options: Options
  let gazetteer: Gazetteer
  let matcher: NameMatcher
  let rules: ContextRules

  public init(options: Options, context: LoadContext) throws(StageError) {
    self.options = options
    var gazetteer = Gazetteer()
    for list in options.gazetteers where options.layers.contains(.gazetteer) {
      let path = try ShippedData.gazetteer(list)
      try gazetteer.add(ShippedData.name(of: list), file: list, try context.resource(path))
    }
    var rules = ContextRules()
    for file in ShippedData.ruleFiles { try rules.add(file: file, try context.resource(ShippedData.path(file))) }
    self.gazetteer = gazetteer
    self.rules = rules
    matcher = NameMatcher(gazetteer.names)
  }

  public func process(_ document: inout Document) throws(StageError) {
    document.removeSpans { $0.layer == Layer.entity }
    var tagging = Tagging(stage: self, document: document)
    tagging.run()
    var spans = tagging.spans
    spans.sort { left, right in
      left.range.lowerBound == right.range.lowerBound
        ? left.range.upperBound > right.range.upperBound : left.range.lowerBound < right.range.lowerBound
    }
    for span in spans {
      try document.add(span)
      document.count(span.label)
    }
    try document.setBlocks(Voices(spans).blocks(of: document))
  }
}
