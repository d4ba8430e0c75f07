import StageKit

/// Why a stretch of text has the spans it has: for a person who asks.
///
/// The document is tagged anew, so that what is said is what was done.
struct Explanation {
  let stage: TagEntities
  let tagging: Tagging
  let text: [UInt8]
  let offsets: ScalarOffsets
  /// The spans as they end, corrections included.
  let spans: [Span]
  private static let contextBytes = 60

  /// - Throws: as `TagEntities.process`.
  init(_ stage: TagEntities, _ document: Document) throws(StageError) {
    self.stage = stage
    var bare = document
    bare.removeSpans { $0.layer == Layer.entity && $0.stage == TagEntities.name }
    var tagging = Tagging(stage: stage, document: bare)
    tagging.run()
    self.tagging = tagging
    var tagged = document
    try stage.process(&tagged)
    spans = tagged.spans.filter { $0.layer == Layer.entity }
    text = document.text
    offsets = ScalarOffsets(document.text)
  }

  /// What is said of a range: of each span that has a byte of it, or why there is none.
  func lines(_ range: Range<Int>) -> [String] {
    let here = spans.filter { $0.range.overlaps(range) }
    return here.isEmpty ? untagged(range) : here.flatMap(lines)
  }

  func written(_ range: Range<Int>) -> String {
    String(decoding: text[range], as: UTF8.self).replacing("\n", with: " ")
  }

  /// The words around a range, with the range in brackets.
  func context(_ range: Range<Int>) -> String {
    var start = max(0, range.lowerBound - Self.contextBytes)
    var end = min(text.count, range.upperBound + Self.contextBytes)
    while start < range.lowerBound, text[start] & 0xC0 == 0x80 { start += 1 }
    while end > range.upperBound, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return written(start..<range.lowerBound) + "[" + written(range) + "]" + written(range.upperBound..<end)
  }

  // MARK: Spans

  private func lines(_ span: Span) -> [String] {
    let scalars = offsets.scalars(span.range)
    let value = span.attributes.filter { !["rule", "cert", "name"].contains($0.key) }
      .sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    var lines = [
      "\(span.label) '\(written(span.range))' at \(scalars.lowerBound)-\(scalars.upperBound):\(value)",
      "  rule: \(span.attributes["rule"] ?? "that of \(span.stage)"), certainty \(span.attributes["cert"] ?? "unknown")",
    ]
    if let name = span.attributes["name"], name != written(span.range) {
      lines.append("  stands for: \(name)")
    }
    lines += reason(span).map { "  " + $0 }
    lines.append("  context: " + context(span.range))
    return lines
  }

  private func reason(_ span: Span) -> [String] {
    guard let candidate = tagging.accepted.first(where: { $0.range == span.range }) else {
      return span.label == "date" ? dateReason(span) : []
    }
    if candidate.isFromGazetteer { return rows(at: span.range) }
    switch candidate.rule {
    case .repetition, .shortForm, .shortFormOfSeveral, .misspelling, .acronym:
      return elsewhere(candidate)
    default: return ruleRows(candidate)
    }
  }

  private func dateReason(_ span: Span) -> [String] {
    guard let date = tagging.dates.first(where: { $0.range == span.range }), date.isYearInferred,
      let year = date.value.singleYear,
      let source = tagging.dates.last(where: {
        $0.range.upperBound <= date.range.lowerBound && !$0.isYearInferred && $0.value.singleYear == year
      })
    else { return ["row: the grammar of dates"] }
    return ["the year is that of '\(written(source.range))' at \(offsets.scalars(source.range).lowerBound)"]
  }

  /// The rows of gazetteers that have a name, with list and line.
  private func rows(at range: Range<Int>) -> [String] {
    guard let region = tagging.regions.first(where: { $0.range.overlaps(range) }) else { return [] }
    return stage.matcher.matches(in: region, text).filter { $0.range == range }.map(row)
  }

  func row(_ match: NameMatch) -> String {
    let place = stage.gazetteer.place(of: match)
    let key = stage.gazetteer.referent(of: match)?.key ?? ""
    let how = match.isBare ? ", without its diacritics" : match.isAllCaps ? ", in capitals" : ""
    return "row: \(place.list):\(place.line), '\(stage.gazetteer.spelling(of: match))' of \(key)\(how)"
  }

  /// Where the document names the same referent in its own right.
  private func elsewhere(_ candidate: Candidate) -> [String] {
    let derived: [NameRule] = [.repetition, .shortForm, .misspelling]
    guard
      let source = tagging.accepted.filter({
        $0.referent.key == candidate.referent.key && $0.range != candidate.range && !derived.contains($0.rule)
      }).min(by: { $0.range.lowerBound < $1.range.lowerBound })
    else { return [] }
    return [
      "from: '\(written(source.range))' at \(offsets.scalars(source.range).lowerBound), by \(source.origin)"
    ]
  }

  /// The rows of rule files whose words stand in a name or beside it.
  private func ruleRows(_ candidate: Candidate) -> [String] {
    guard let ground = tagging.grounds.first(where: { $0.region.range.overlaps(candidate.range) }),
      let range = ground.tokenRange(candidate.range)
    else { return [] }
    let rules: [ContextRules.Rule]
    switch candidate.rule {
    case .title: rules = [.title]
    case .byline: rules = [.byline]
    case .speech: rules = [.speech]
    case .surname: rules = [.surname]
    case .givenName: rules = [.givenName]
    case .organisationHead: rules = [.organisationHead]
    case .organisationBefore: rules = [.organisationBefore]
    case .placeHead: rules = [.placeHead]
    case .placeWord: rules = [.placeWordAfter, .placeWordBefore]
    case .unit: rules = [.unit]
    case .organ, .organAlone, .organPossessed: rules = [.organ]
    case .quotedGroup: rules = [.group]
    default: return []
    }
    return rules.flatMap { rule in phrases(rule, around: range, in: ground) }
  }

  /// The phrases of a rule in a name, right before it or right behind it, with their rows.
  private func phrases(
    _ rule: ContextRules.Rule, around range: Range<Int>, in ground: RegionNames
  ) -> [String] {
    let tokens = ground.tokens
    return (max(0, range.lowerBound - 4)..<min(tokens.count, range.upperBound + 2)).compactMap { index in
      guard let (end, _) = stage.rules.phrase(rule, at: index, in: tokens),
        index >= range.lowerBound || end + 1 >= range.lowerBound
      else { return nil }
      let words = (index..<end).map(ground.foldedText).joined(separator: " ")
      guard let origin = stage.rules.origin(of: rule, words) else { return nil }
      return "row: \(origin), \(rule.rawValue) '\(words)'"
    }
  }
}

extension TagEntities {
  /// Why a stretch of a document has the spans it has, or none: the rule, the row and the context.
  ///
  /// - Throws: as `process`.
  /// - Complexity: that of tagging the document twice.
  public func explanation(of range: Range<Int>, in document: Document) throws(StageError) -> [String] {
    try Explanation(self, document).lines(range)
  }
}
