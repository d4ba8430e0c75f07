import StageKit

extension Tagging {
  /// What the document gets: its names and dates by their places, longer ones first.
  var spans: [Span] {
    let ranges = accepted.map(\.range) + dates.map(\.range)
    let order = ranges.indices.sorted { left, right in
      let (first, second) = (ranges[left], ranges[right])
      if first.lowerBound != second.lowerBound { return first.lowerBound < second.lowerBound }
      return first.upperBound == second.upperBound ? left < right : first.upperBound > second.upperBound
    }
    var known: [NamedAs: [String: String]] = [:]
    return order.map { number in
      number < accepted.count ? span(accepted[number], &known) : span(dates[number - accepted.count])
    }
  }

  private func span(_ candidate: Candidate, _ known: inout [NamedAs: [String: String]]) -> Span {
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

  private func span(_ date: DateMention) -> Span {
    var attributes = date.value.attributes
    attributes["cert"] = date.isYearInferred ? "medium" : "high"
    attributes["rule"] = date.isYearInferred ? "date-year-inferred" : "date"
    return Span(
      layer: Layer.entity, date.range, label: "date", attributes: attributes, stage: TagEntities.name)
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
