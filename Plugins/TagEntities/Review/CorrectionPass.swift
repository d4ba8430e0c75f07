import StageKit
import UnicodeText

/// Applies corrections to the entities of one document: the last pass, which wins over all others.
struct CorrectionPass {
  private let corrections: Corrections
  private let document: Document
  private let offsets: ScalarOffsets
  private(set) var spans: [Span]
  /// Rows about places whose text is no longer there.
  private(set) var reports: [Report] = []

  /// - Parameter spans: all spans of the layer "entity".
  init(_ corrections: Corrections, _ document: Document, spans: [Span]) {
    self.corrections = corrections
    self.document = document
    self.spans = spans
    offsets = ScalarOffsets(document.text)
  }

  /// - Complexity: O(spans · rows about each + bytes).
  mutating func run(_ regions: [Region]) {
    var places: [Range<Int>: [Int]] = [:]
    for row in corrections.places(in: document.id) {
      if let range = range(of: corrections.rows[row]) { places[range, default: []].append(row) }
    }
    let added = additions(regions)
    var kept: [Span] = []
    var isDone: Set<Int> = []
    for span in spans {
      let here = places[span.range] ?? []
      isDone.formUnion(here)
      if let span = corrected(span, rows: here) { kept.append(span) }
    }
    spans = kept
    var new = added.compactMap { addition($0.0, $0.1) }
    for (range, rows) in places {
      for row in rows where !isDone.contains(row) || corrections.rows[row].action == .add {
        if let span = addition(range, row) {
          new.append(span)
        } else if corrections.rows[row].action == .reject {
          reportIdle(row, range)
        }
      }
    }
    place(new)
  }

  /// The bytes of a row's place; nil, and a report, when something else stands there.
  private mutating func range(of row: Corrections.Row) -> Range<Int>? {
    guard let scalars = row.range else { return nil }
    if let start = offsets.byte(atScalar: scalars.lowerBound),
      let end = offsets.byte(atScalar: scalars.upperBound),
      start < end, row.folded.isEmpty || NameKey.folded(document.string(in: start..<end)) == row.folded
    {
      return start..<end
    }
    let end = document.text.count
    reports.append(
      Report(
        "stale-correction",
        "a correction by \(row.resp) is about '\(row.text)' at \(scalars), which is not there; find its new place",
        at: end..<end))
    return nil
  }

  /// A rejection whose place is another entity's by now would be lost without a word.
  private mutating func reportIdle(_ index: Int, _ range: Range<Int>) {
    guard let other = spans.first(where: { $0.range.overlaps(range) }) else { return }
    let row = corrections.rows[index]
    reports.append(
      Report(
        "idle-correction",
        "\(row.resp) rejected '\(document.string(in: range))', which is no entity now; '\(document.string(in: other.range))' is one, at \(offsets.scalars(other.range)): reject that, or take the row out",
        at: range))
  }

  // MARK: Spans

  /// A span after all rows about it; nil when it is rejected.
  private func corrected(_ span: Span, rows places: [Int]) -> Span? {
    var span = span
    var rows = places
    if corrections.hasNames {
      rows += corrections.rows(ofText: NameKey.folded(document.string(in: span.range)))
    }
    rows += corrections.rows(ofKey: span.attributes["key"] ?? "")
    rows.sort()
    var next = 0
    while next < rows.count {
      let index = rows[next]
      next += 1
      let row = corrections.rows[index]
      guard row.action != .add, row.document.isEmpty || row.document == document.id,
        row.range != nil || row.label.isEmpty || row.label == span.label || row.action == .retype
      else { continue }
      if row.action == .reject { return nil }
      let before = span.attributes["key"]
      change(&span, row)
      if let key = span.attributes["key"], key != before {
        rows =
          Array(rows[..<next]) + (rows[next...] + corrections.rows(ofKey: key).filter { $0 > index }).sorted()
      }
    }
    return span
  }

  private func change(_ span: inout Span, _ row: Corrections.Row) {
    span.attributes["cert"] = "high"
    span.attributes["resp"] = row.resp
    switch row.action {
    case .merge:
      span.attributes["key"] = row.to
      span.attributes["name"] = row.name.isEmpty ? name(ofKey: row.to) ?? span.attributes["name"] : row.name
      span.attributes["type"] = nil
      if let kind = Corrections.kind(ofKey: row.to) { span.label = kind.label }
      span.attributes["rule"] = "correction"
    case .retype:
      span.attributes["type"] = nil
      span.attributes["rule"] = "correction"
      let old = EntityKind(label: span.label)
      span.label = row.to
      guard let kind = EntityKind(label: row.to) else {
        for name in ["key", "name", "ref"] { span.attributes[name] = nil }
        return
      }
      // A reference to a place is none to a body.
      if kind != old { for name in ["ref", "idno", "geo"] { span.attributes[name] = nil } }
      let key = span.attributes["key"] ?? ""
      let stem =
        old.flatMap { key.hasPrefix($0.keyPrefix) ? String(key.dropFirst($0.keyPrefix.count)) : nil }
        ?? NameKey.slug(document.string(in: span.range))
      span.attributes["key"] = kind.keyPrefix + stem
      span.attributes["name"] = span.attributes["name"] ?? document.string(in: span.range)
    case .accept, .reject, .add: break
    }
  }

  /// The preferred name of a referent that the document has.
  private func name(ofKey key: String) -> String? {
    spans.first { $0.attributes["key"] == key }?.attributes["name"]
  }

  // MARK: Additions

  /// Where names stand that rows add, at the boundaries of words and Khmer clusters.
  private func additions(_ regions: [Region]) -> [(Range<Int>, Int)] {
    guard corrections.hasAdditions else { return [] }
    var found: [(Range<Int>, Int)] = []
    for region in regions {
      let bytes = region.folded.bytes
      for token in region.tokens where !token.isTechnical {
        for start in Clusters.starts(bytes, token.folded, isUnspaced: token.shape == .caseless) {
          for index in corrections.additions(at: start, in: bytes) where matches(index, bytes, start) {
            let end = start + corrections.rows[index].folded.count
            found.append((region.folded.sourceRange(of: start..<end), index))
          }
        }
      }
    }
    return found.filter { hasCapitals($0.0, corrections.rows[$0.1].text) }
  }

  private func matches(_ index: Int, _ bytes: [UInt8], _ start: Int) -> Bool {
    let row = corrections.rows[index]
    let end = start + row.folded.count
    return (row.document.isEmpty || row.document == document.id) && end <= bytes.count
      && bytes[start..<end].elementsEqual(row.folded) && Clusters.isBoundary(bytes, end)
  }

  /// A name with a capital first asks for one in the text.
  private func hasCapitals(_ range: Range<Int>, _ name: String) -> Bool {
    guard let asked = name.unicodeScalars.first, CodePoint.isUppercase(asked.value) else { return true }
    let first = UTF8Text.scalar(in: document.text, at: range.lowerBound, before: range.upperBound).value
    return CodePoint.isUppercase(first)
  }

  /// The span that a row makes; nil where it makes none.
  private func addition(_ range: Range<Int>, _ index: Int) -> Span? {
    let row = corrections.rows[index]
    var label = row.label
    if row.action == .retype { label = row.to }
    if row.action == .merge { label = Corrections.kind(ofKey: row.to)?.label ?? label }
    guard row.action != .reject, let kind = EntityKind(label: label) else { return nil }
    let text = document.string(in: range)
    let key = row.action == .merge ? row.to : row.key
    let name = row.name.isEmpty ? name(ofKey: key) ?? text : row.name
    return Span(
      layer: Layer.entity, range, label: label,
      attributes: [
        "key": key.hasPrefix(kind.keyPrefix) ? key : kind.keyPrefix + NameKey.slug(name), "name": name,
        "cert": "high", "rule": "correction", "resp": row.resp,
      ], stage: TagEntities.name)
  }

  /// Puts new spans in and takes away those that they repeat or cross, or that they may not stand in or hold. Of
  /// new ones that overlap the longer stays.
  private mutating func place(_ new: [Span]) {
    guard !new.isEmpty else { return }
    var free = [Bool](repeating: true, count: document.text.count)
    var chosen: [Span] = []
    for span in new.sorted(by: {
      ($0.range.count, $1.range.lowerBound) > ($1.range.count, $0.range.lowerBound)
    })
    where span.range.allSatisfy({ free[$0] }) {
      for index in span.range { free[index] = false }
      chosen.append(span)
    }
    chosen.sort { $0.range.lowerBound < $1.range.lowerBound }
    spans.removeAll { span in
      var index = chosen.partition { $0.range.upperBound > span.range.lowerBound }
      while index < chosen.count, chosen[index].range.lowerBound < span.range.upperBound {
        if Self.excludes(chosen[index], span) { return true }
        index += 1
      }
      return false
    }
    spans += chosen
  }

  /// Whether a new span leaves no room for another that it overlaps: only bodies hold other names.
  private static func excludes(_ new: Span, _ span: Span) -> Bool {
    let isInside =
      new.range.lowerBound <= span.range.lowerBound && span.range.upperBound <= new.range.upperBound
    let isAround =
      span.range.lowerBound <= new.range.lowerBound && new.range.upperBound <= span.range.upperBound
    if isInside == isAround { return true }
    return (isInside ? new.label : span.label) != EntityKind.organisation.label
  }
}

extension Array {
  /// The first index whose element is in the second part, of an array whose elements are parted by a rule.
  fileprivate func partition(_ isSecond: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
