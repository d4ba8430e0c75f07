import StageKit

extension Tagging {
  /// What the document gets: its names and dates, in no order.
  var spans: [Span] {
    var known: [NamedAs: [String: String]] = [:]
    let named = accepted.map { candidate -> Span in
      let named = NamedAs(candidate)
      let attributes: [String: String]
      if let same = known[named] {
        attributes = same
      } else {
        attributes = named.attributes
        known[named] = attributes
      }
      return Span(
        layer: Layer.entity, candidate.range, label: candidate.kind.label, attributes: attributes,
        stage: TagEntities.name)
    }
    let dated = dates.map { date in
      var attributes = date.value.attributes
      attributes["cert"] = date.isYearInferred ? "medium" : "high"
      attributes["rule"] = date.isYearInferred ? "date-year-inferred" : "date"
      return Span(
        layer: Layer.entity, date.range, label: "date", attributes: attributes, stage: TagEntities.name)
    }
    return named + dated
  }
}

/// What the attributes of a name's span are made of: mentions that have it in common share them.
private struct NamedAs: Hashable {
  private let referent: Referent
  private let certainty: Certainty
  private let rule: String
  private let isFromGazetteer: Bool

  init(_ candidate: Candidate) {
    referent = candidate.referent
    certainty = candidate.certainty
    rule = candidate.rule
    isFromGazetteer = candidate.isFromGazetteer
  }

  var attributes: [String: String] {
    var attributes = [String: String](minimumCapacity: 6)
    attributes["key"] = referent.key
    attributes["name"] = referent.name
    attributes["cert"] = certainty.rawValue
    attributes["rule"] = isFromGazetteer ? "gazetteer:" + referent.source : rule
    if !referent.type.isEmpty { attributes["type"] = referent.type }
    if !referent.ref.isEmpty { attributes["ref"] = referent.ref }
    return attributes
  }

  func hash(into hasher: inout Hasher) { hasher.combine(referent.identity) }

  static func == (left: NamedAs, right: NamedAs) -> Bool {
    left.referent.identity == right.referent.identity && left.certainty == right.certainty
      && left.rule == right.rule
  }
}
