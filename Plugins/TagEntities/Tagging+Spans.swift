import StageKit

extension Tagging {
  /// What the lists have a name for; nil where they have it not, or for several.
  func listedReferent(_ name: String, _ kind: EntityKind) -> Referent? {
    let text = Array(name.utf8)
    let region = Region(text, range: 0..<text.count, block: nil, vocabulary: stage.rules.vocabulary)
    let found = candidates(of: stage.matcher.matches(in: region, text)).first {
      $0.range == region.range && $0.kind == kind && $0.certainty != .low
    }
    return found?.referent
  }

  /// What the document gets: its names and dates by their places, longer ones first.
  var spans: [Span] {
    let ranges = accepted.map(\.range) + dates.map(\.range)
    let order = ranges.indices.sorted { left, right in
      let (first, second) = (ranges[left], ranges[right])
      if first.lowerBound != second.lowerBound { return first.lowerBound < second.lowerBound }
      return first.upperBound == second.upperBound ? left < right : first.upperBound > second.upperBound
    }
    var known = SharedAttributes()
    return order.map { number in
      number < accepted.count ? span(accepted[number], &known) : span(dates[number - accepted.count])
    }
  }

  private func span(_ candidate: Candidate, _ known: inout SharedAttributes) -> Span {
    Span(
      layer: Layer.entity, withoutPlaceWord(candidate), label: candidate.kind.label,
      attributes: known.attributes(of: candidate), stage: TagEntities.name)
  }

  /// Words of Khmer before the names of places, which are no parts of them: province, city, district, khan.
  private static let placeWords = ["ខេត្ត", "ក្រុង", "ស្រុក", "ខណ្ឌ"].map { Array($0.utf8) }

  /// The range of a name, without the word that some listed names begin with because the rest is a common word.
  private func withoutPlaceWord(_ candidate: Candidate) -> Range<Int> {
    let range = candidate.range
    guard candidate.kind == .place, candidate.isFromGazetteer, document.text[range.lowerBound] == 0xE1,
      let word = Self.placeWords.first(where: {
        document.text[range].starts(with: $0) && $0.count < range.count
      })
    else { return range }
    return range.lowerBound + word.count..<range.upperBound
  }

  private func span(_ date: DateMention) -> Span {
    Span(
      layer: Layer.entity, date.range, label: "date", attributes: AttributeForms.attributes(of: date),
      stage: TagEntities.name)
  }
}

/// The attributes of names' spans, which mentions of a referent by the same rule share.
private struct SharedAttributes {
  private struct Shared {
    var certainty: Certainty
    var rule: NameRule
    var pattern: String?
    var attributes: [String: String]
    /// The place of others of the same referent.
    var next: Int?
  }

  private var shared: [Shared] = []
  /// The place of the last that a referent got, by its identity.
  private var places = WordTable<Int>()

  mutating func attributes(of candidate: Candidate) -> [String: String] {
    let key = Word(letters: UInt64(UInt(bitPattern: candidate.referent.identity)), count: 0)
    let last = places[key]
    var next = last
    while let place = next {
      if isOf(candidate, shared[place]) { return shared[place].attributes }
      next = shared[place].next
    }
    let attributes = Self.attributes(of: candidate)
    places[key] = shared.count
    shared.append(
      Shared(
        certainty: candidate.certainty, rule: candidate.rule, pattern: candidate.details?.pattern,
        attributes: attributes, next: last))
    return attributes
  }

  private func isOf(_ candidate: Candidate, _ shared: Shared) -> Bool {
    shared.rule == candidate.rule && shared.certainty == candidate.certainty
      && (shared.pattern == nil || shared.pattern == candidate.details?.pattern)
  }

  private static func attributes(of candidate: Candidate) -> [String: String] {
    let referent = candidate.referent
    let form = AttributeForms.ofNames(hasType: !referent.type.isEmpty, hasReference: !referent.ref.isEmpty)
    return form.mapValues {
      switch $0 {
      case .key: referent.key
      case .name: referent.name
      case .certainty: candidate.certainty.rawValue
      case .rule: candidate.origin
      case .type: referent.type
      case .reference: referent.ref
      }
    }
  }
}
