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
      number < accepted.count ? span(number, &known) : span(dates[number - accepted.count])
    }
  }

  /// The span of an accepted candidate.
  private func span(_ number: Int, _ known: inout SharedAttributes) -> Span {
    Span(
      layer: Layer.entity, withoutPlaceWord(accepted, number), label: accepted[number].kind.label,
      attributes: known.attributes(of: accepted, number), stage: TagEntities.name)
  }

  /// Words of Khmer before the names of places, which are no parts of them: province, city, district, khan.
  private static let placeWords = ["ខេត្ត", "ក្រុង", "ស្រុក", "ខណ្ឌ"].map { Array($0.utf8) }

  /// The range of a name, without the word that some listed names begin with because the rest is a common word.
  private func withoutPlaceWord(_ candidates: [Candidate], _ number: Int) -> Range<Int> {
    let range = candidates[number].range
    guard document.text[range.lowerBound] == 0xE1, candidates[number].kind == .place,
      candidates[number].isFromGazetteer,
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
  /// The list that gave a name last, and what its names' spans have for it.
  private var list = (source: "", origin: "gazetteer:")
  /// The place of the last that a referent got, by its identity.
  private var places = WordTable<Int>()

  /// Those of one of some candidates.
  mutating func attributes(of candidates: [Candidate], _ number: Int) -> [String: String] {
    let identity = candidates[number].referent.identity
    let key = Word(letters: UInt64(UInt(bitPattern: identity)), count: 0)
    let last = places[key]
    var next = last
    while let place = next {
      if isOf(candidates, number, place) { return shared[place].attributes }
      next = shared[place].next
    }
    let candidate = candidates[number]
    if candidate.isFromGazetteer, candidate.referent.source != list.source {
      list = (candidate.referent.source, candidate.origin)
    }
    let attributes = Self.attributes(
      of: candidate, origin: candidate.isFromGazetteer ? list.origin : candidate.origin)
    places[key] = shared.count
    shared.append(
      Shared(
        certainty: candidate.certainty, rule: candidate.rule, pattern: candidate.details?.pattern,
        attributes: attributes, next: last))
    return attributes
  }

  private func isOf(_ candidates: [Candidate], _ number: Int, _ place: Int) -> Bool {
    shared[place].rule == candidates[number].rule && shared[place].certainty == candidates[number].certainty
      && (shared[place].pattern == nil || shared[place].pattern == candidates[number].details?.pattern)
  }

  private static func attributes(of candidate: Candidate, origin: String) -> [String: String] {
    let referent = candidate.referent
    let form = AttributeForms.ofNames(hasType: !referent.type.isEmpty, hasReference: !referent.ref.isEmpty)
    return form.mapValues {
      switch $0 {
      case .key: referent.key
      case .name: referent.name
      case .certainty: candidate.certainty.rawValue
      case .rule: origin
      case .type: referent.type
      case .reference: referent.ref
      }
    }
  }
}
