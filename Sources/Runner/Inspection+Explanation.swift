import StageKit

extension Inspection {
  /// Why places of a document have the spans they have, or none: the rule, the row and the context, as each
  /// stage tells them.
  ///
  /// - Parameters:
  ///   - name: the document's id.
  ///   - place: words of the text, wherever they stand; `START-END` in Unicode scalars; or `all` for each span.
  /// - Throws: `RunFailure.noInput` when the input has no such document, or its text no such place.
  public func explanation(document name: String, of place: String) async throws -> String {
    let steps = try await steps(document: name)
    var parts: [String] = []
    var isFound = false
    for link in chain.stages {
      guard case .stage(let stage) = link.step.role,
        let index = steps.firstIndex(where: { $0.document.provenance.last?.stage == link.step.name })
      else { continue }
      let after = steps[index].document
      let before = index > 0 ? steps[index - 1].document : after
      let ranges = Inspection.ranges(
        place, in: before, spans: after.spans.filter { $0.stage == link.step.name })
      isFound = isFound || !ranges.isEmpty
      let lines = try ranges.flatMap { try stage.explanation(of: $0, in: before) }
      if !lines.isEmpty { parts.append("== \(link.step.name)\n" + lines.joined(separator: "\n")) }
    }
    guard isFound else { throw RunFailure.noInput("the text of '\(name)' has no '\(place)'") }
    return parts.isEmpty ? "no stage of this pipeline explains its spans" : parts.joined(separator: "\n")
  }

  /// Places that are explained at once, of words that stand often.
  private static let maxPlaces = 20

  /// The places of a text that are meant, in UTF-8 bytes.
  static func ranges(_ place: String, in document: Document, spans: [Span]) -> [Range<Int>] {
    if place == "all" {
      var seen: Set<Range<Int>> = []
      return spans.map(\.range).filter { seen.insert($0).inserted }
    }
    if let range = scalars(place, in: document) { return [range] }
    let words = Array(place.utf8)
    guard !words.isEmpty else { return [] }
    var ranges: [Range<Int>] = []
    var start = 0
    while start + words.count <= document.text.count, ranges.count < maxPlaces {
      if document.text[start] == words[0], document.text[start..<start + words.count].elementsEqual(words) {
        ranges.append(start..<start + words.count)
        start += words.count
      } else {
        start += 1
      }
    }
    return ranges
  }

  /// `START-END` in Unicode scalars; nil where it is something else, or beyond the text.
  private static func scalars(_ place: String, in document: Document) -> Range<Int>? {
    let parts = place.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let start = parts[0], let end = parts[1], start >= 0, start < end else {
      return nil
    }
    var (scalar, from) = (0, -1)
    for (offset, byte) in document.text.enumerated() where byte & 0xC0 != 0x80 {
      if scalar == start { from = offset }
      if scalar == end { return from..<offset }
      scalar += 1
    }
    return scalar == end && from >= 0 ? from..<document.text.count : nil
  }
}
