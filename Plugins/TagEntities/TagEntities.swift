import StageKit

/// Marks persons, places, organisations and dates as spans of the layer "entity", each name with the key of
/// what it refers to.
///
/// Names are matched against gazetteers, then by context rules, then over the whole document (short forms,
/// misspellings, acronyms, repetitions). Dates get TEI values. Spans nest and never cross or repeat. The text
/// is not changed; spans of the layer that an earlier run of the stage made are replaced, those of the input or
/// of another stage stay, and nothing that repeats or crosses them is added. Turns and comments get an
/// attribute `key`: the key of who speaks or writes.
///
/// Corrections that people made win over all else; at the end of a run it writes tables of all referents and a
/// list of its uncertain decisions.
///
/// - Throws: when it is loaded, `StageError` "unknown-gazetteer", "resource-unreadable", "no-word-breaks", and those of
///   `Gazetteer`, `ContextRules`, `Corrections` and `AuthorityTable`.
public struct TagEntities: Stage {
  public static let name = "tag-entities"
  public static let version = 10
  public static let summary = "Marks persons, places, organisations and dates, and says which are the same."
  public static let gives: Set<Feature> = [.layer(Layer.entity)]

  let options: Options
  let gazetteer: Gazetteer
  let matcher: NameMatcher
  let sharedRules: SharedRules
  var rules: ContextRules {
    _read { yield sharedRules.rules }
  }
  let corrections: Corrections
  let authorities: AuthorityTable
  let models: StatisticalModels

  public init(options: Options, context: LoadContext) throws(StageError) {
    self.options = options
    let resources = try StageResources(options, context)
    // Both take long, and neither needs anything of the other.
    let loaded = try both(resources.gazetteer) { () throws(StageError) in
      (rules: try resources.rules(), models: try resources.models())
    }
    gazetteer = loaded.0
    sharedRules = SharedRules(loaded.1.rules)
    models = loaded.1.models
    corrections = try resources.correctionTable()
    authorities = try resources.authorityTable()
    try KhmerWords.check()
    matcher = NameMatcher(gazetteer)
  }

  public func process(_ document: inout Document) throws(StageError) {
    let earlier = document.spans.filter(Self.isOwn)
    document.removeSpans(where: Self.isOwn)
    var tagging = Tagging(stage: self, document: document)
    tagging.run()
    var spans = tagging.spans
    if !corrections.isEmpty {
      // Corrections are about all entities, also those that came with the input.
      let given = document.spans.filter { $0.layer == Layer.entity }
      document.removeSpans { $0.layer == Layer.entity }
      var pass = CorrectionPass(corrections, document, spans: given + spans)
      pass.run(tagging.regions)
      spans = pass.spans
      spans.sort { left, right in
        left.range.lowerBound == right.range.lowerBound
          ? left.range.upperBound > right.range.upperBound : left.range.lowerBound < right.range.lowerBound
      }
      for report in pass.reports { document.report(report) }
    }
    if !authorities.isEmpty { for index in spans.indices { authorities.complete(&spans[index]) } }
    try add(spans, to: &document)
    guard document.blocks.contains(where: { $0.kind == .turn || $0.kind == .comment }) else { return }
    let voices = Voices(document.spans, earlier: earlier.compactMap { $0.attributes["key"] })
    try document.setBlocks(voices.blocks(of: document))
  }

  /// Adds spans and the counts of those that are the stage's own.
  private func add(_ spans: [Span], to document: inout Document) throws(StageError) {
    try document.add(spans)
    // Few labels: a search is quicker than a hash.
    var counts: [(label: String, number: Int)] = []
    for index in spans.indices where spans[index].stage == Self.name {
      let label = spans[index].label
      if let known = counts.firstIndex(where: { $0.label == label }) {
        counts[known].number += 1
      } else {
        counts.append((label, 1))
      }
    }
    for (label, number) in counts { document.count(label, number) }
  }

  /// Made by an earlier run of this stage; spans of the input and of other stages stay.
  private static func isOwn(_ span: Span) -> Bool { span.layer == Layer.entity && span.stage == name }
}
