import StageKit

/// A name that a layer proposes.
struct Candidate: Sendable {
  /// UTF-8 bytes of the document's text; never empty.
  var range: Range<Int>
  var referent: Referent
  var certainty: Certainty
  /// What made it.
  var rule: NameRule
  /// Which of two with the same range wins: the higher.
  var priority: Int8
  /// Written in capitals where the list is not: it counts only where the document names the referent
  /// otherwise too.
  var needsSupport = false
  /// Found by the form without diacritics.
  var isBare = false
  /// A single word of capitals.
  var isAcronym = false
  /// Nothing beside the name tells its kind.
  var isKindGuessed = false
  /// A word of every day at the beginning of a Vietnamese sentence: its capital tells nothing.
  var opensSentence = false
  /// What few candidates have, apart so that the others are small.
  var details: Details?

  final class Details: Sendable {
    let listedName: String?
    let parent: String?
    let pattern: String?

    init(listedName: String? = nil, parent: String? = nil, pattern: String? = nil) {
      self.listedName = listedName
      self.parent = parent
      self.pattern = pattern
    }
  }

  /// What a list may call the bearer of a fuller name: "Cyrus Vance" for "Cyrus B. Vance".
  var listedName: String? { details?.listedName }
  /// Of an organ, the key of the body that it belongs to.
  var parent: String? { details?.parent }

  var kind: EntityKind { referent.kind }
  var isFromGazetteer: Bool { rule == .gazetteer }
  /// Made by a rule from the text alone.
  @inline(__always) var isOwnName: Bool {
    referent.source.isEmpty && rule != .organ && rule != .organAlone
  }
  /// Letters that no list has, without their definition.
  @inline(__always) var isOwnAcronym: Bool { rule == .acronym && isAcronym && referent.source.isEmpty }
  /// What made it, as spans and explanations have it: with the list or the pattern.
  var origin: String {
    switch rule {
    case .gazetteer: "gazetteer:" + referent.source
    case .pattern: "pattern:" + (details?.pattern ?? "")
    default: rule.rawValue
    }
  }
}

/// The spans that were accepted so far: they nest, and never cross or repeat.
struct Selection {
  private(set) var accepted: [Candidate] = []
  /// For each byte of the text from `start`, one more than the index of the innermost accepted candidate; 0
  /// where none is.
  private var owner: [Int32]
  /// Ranges of dates, which hold no names.
  private static let dateOwner: Int32 = -1

  private let kept: KeptSpans

  init(_ document: Document) {
    owner = Array(repeating: 0, count: document.text.count)
    kept = KeptSpans(document)
  }

  /// Whether the spans of other stages leave room for a new one.
  func allows(_ range: Range<Int>) -> Bool { kept.allow(range) }

  /// Whether no accepted span has a byte of the range.
  ///
  /// - Complexity: O(1): accepted spans that are shorter than the range are not seen, unless they touch its
  ///   ends.
  func isFree(_ range: Range<Int>) -> Bool {
    owner[range.lowerBound] == 0 && owner[range.upperBound - 1] == 0
  }

  /// Whether no byte of the range is in a span.
  func isWhollyFree(_ range: Range<Int>) -> Bool { owner[range].allSatisfy { $0 == 0 } }

  mutating func block(_ range: Range<Int>) { for index in range { owner[index] = Self.dateOwner } }

  /// Accepts longer candidates before shorter ones, of two with the same length the one of higher priority.
  ///
  /// - Complexity: O(n log n + bytes of the candidates).
  mutating func add(_ candidates: [Candidate]) {
    for number in Self.order(of: candidates) {
      let range = candidates[number].range
      guard allows(range), fits(candidates, number) else { continue }
      accepted.append(candidates[number])
      for index in range { owner[index] = Int32(accepted.count) }
    }
  }

  /// The places of candidates in the order in which they are accepted.
  private static func order(of candidates: [Candidate]) -> [Int] {
    if candidates.count < 2 { return Array(candidates.indices) }
    return candidates.indices.sorted {
      let (left, right) = (candidates[$0].range, candidates[$1].range)
      if left.count != right.count { return left.count > right.count }
      let (first, second) = (candidates[$0].priority, candidates[$1].priority)
      if first != second { return first > second }
      if left.lowerBound != right.lowerBound { return left.lowerBound < right.lowerBound }
      return candidates[$0].referent.key < candidates[$1].referent.key
    }
  }

  /// Whether one of some candidates stands free or in a name that may hold it.
  private func fits(_ candidates: [Candidate], _ number: Int) -> Bool {
    let range = candidates[number].range
    let outer = owner[range.lowerBound]
    guard outer == owner[range.upperBound - 1] else { return false }
    if outer == 0 { return isWhollyFree(range) }
    guard outer > 0, owner[range].allSatisfy({ $0 == outer }) else { return false }
    let holder = accepted[Int(outer) - 1]
    return holder.range != range && Self.mayHold(holder, candidates[number])
  }

  private static func mayHoldBody(_ outer: Candidate, _ inner: Candidate) -> Bool {
    if outer.rule == .organ, inner.range.lowerBound == outer.range.lowerBound {
      // "Bộ Quốc phòng" in "Bộ Quốc phòng Lào" would be another state's.
      return inner.referent.key == outer.parent
    }
    if outer.rule == .organ, inner.range.upperBound == outer.range.upperBound,
      outer.parent?.hasPrefix(EntityKind.place.keyPrefix) ?? false
    {
      // And so would "Vietnamese Ministry of Interior" in "South Vietnamese Ministry of Interior".
      return false
    }
    if inner.isFromGazetteer { return !outer.isFromGazetteer || inner.isAcronym }
    return (outer.rule == .organ || outer.rule == .organisationHead)
      && (inner.rule == .organisationHead || inner.rule == .acronym)
  }

  /// Places and bodies may stand in the name of a body; a state in a place's name that no list has.
  private static func mayHold(_ outer: Candidate, _ inner: Candidate) -> Bool {
    switch (outer.kind, inner.kind) {
    case (.organisation, .place): inner.isFromGazetteer
    case (.organisation, .organisation):
      // In a name that a list has, the words of another are mostly its own: "Quốc hội" in "Quốc hội
      // Campuchia".
      inner.referent.key != outer.referent.key && Self.mayHoldBody(outer, inner)
    case (.place, .place):
      !outer.isFromGazetteer && inner.isFromGazetteer && ["country", "polity"].contains(inner.referent.type)
    default: false
    }
  }
}
