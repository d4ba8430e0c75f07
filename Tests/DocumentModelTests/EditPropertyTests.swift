@testable import DocumentModel
import Testing

/// What a random case did not hold to. Thrown, as `#expect` in every case would take most of the time.
private struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Random edits on random texts. A failure names its seed.
@Suite struct EditPropertyTests {
  @Test func anySequenceOfEditsKeepsSpansOnTheirCharacters() throws {
    for seed in 0..<1500 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var traced = TracedText(randomOf: &generator, upTo: 30)
      var document = Document(id: "random", text: traced.string)
      var marks: [(label: String, range: Range<Int>)] = []
      for number in 0..<4 where !traced.characters.isEmpty {
        let lower = generator.below(traced.characters.count)
        let upper = lower + 1 + generator.below(traced.characters.count - lower)
        let offsets = traced.offsets
        marks.append(("\(number)", lower..<upper))
        try document.add(Span(layer: "test", offsets[lower]..<offsets[upper], label: "\(number)"))
      }
      for _ in 0..<3 {
        let changes = traced.randomChanges(&generator)
        try document.apply(edits(changes, of: traced))
        traced.apply(changes)
        marks = marks.compactMap { mark in TracedText.moved(mark.range, by: changes).map { (mark.label, $0) }
        }
        let offsets = traced.offsets
        let expected = marks.map {
          "\($0.label) \(offsets[$0.range.lowerBound]..<offsets[$0.range.upperBound])"
        }
        let found = document.spans.map { "\($0.label) \($0.range)" }
        guard found == expected else { throw Failure("seed \(seed)") }
        guard document.text == Array(traced.string.utf8) else { throw Failure("seed \(seed)") }
      }
    }
  }

  @Test func anySequenceOfEditsKeepsTheWayBackToTheSource() throws {
    for seed in 0..<1500 {
      var generator = SeededGenerator(seed: UInt64(seed) + 1_000_000)
      var traced = TracedText(randomOf: &generator, upTo: 30)
      var document = Document(id: "random", text: traced.string)
      for _ in 0..<3 {
        let changes = traced.randomChanges(&generator)
        try document.apply(edits(changes, of: traced))
        traced.apply(changes)
        guard document.replayedSource() == document.source.bytes else { throw Failure("seed \(seed)") }
        guard isWhole(document) else { throw Failure("seed \(seed): \(document.alignment.segments)") }
        let offsets = traced.offsets
        for (index, character) in traced.characters.enumerated() {
          guard let origin = character.origin else { continue }
          let range = offsets[index]..<offsets[index + 1]
          guard document.sourceRange(of: range) == origin else {
            throw Failure("seed \(seed), character \(index)")
          }
          guard document.alignment.textRange(of: origin) == range else {
            throw Failure("seed \(seed), character \(index)")
          }
        }
      }
    }
  }

  @Test func anySequenceOfEditsKeepsBlocksNestedAndOnTheirCharacters() throws {
    for seed in 0..<700 {
      var generator = SeededGenerator(seed: UInt64(seed) + 2_000_000)
      var traced = TracedText(randomOf: &generator, upTo: 30)
      var document = Document(id: "random", text: traced.string)
      try document.setBlocks(randomBlocks(of: traced, &generator))
      for _ in 0..<3 {
        let before = kept(traced, document.blocks)
        let changes = traced.randomChanges(&generator)
        try document.apply(edits(changes, of: traced))
        var untouched = traced
        for change in changes.reversed() {
          for index in change.range { untouched.characters[index].origin = nil }
        }
        let survivors = Set(untouched.characters.compactMap(\.origin))
        traced.apply(changes)
        let after = kept(traced, document.blocks)
        let wanted = before.map { $0.filter(survivors.contains) }.filter { !$0.isEmpty }
        guard after.filter({ !$0.isEmpty }) == wanted else { throw Failure("seed \(seed)") }
        try document.setBlocks(document.blocks)
      }
    }
  }

  @Test func anyDocumentComesBackFromItsJSONForm() throws {
    for seed in 0..<300 {
      var generator = SeededGenerator(seed: UInt64(seed) + 3_000_000)
      var traced = TracedText(randomOf: &generator, upTo: 30)
      var document = Document(id: "random/\(seed)", text: traced.string)
      document.begin(stage: "first", version: 2, optionsHash: "ab")
      try document.setBlocks(randomBlocks(of: traced, &generator))
      for _ in 0..<2 {
        let changes = traced.randomChanges(&generator)
        try document.apply(edits(changes, of: traced), recording: generator.below(2) == 0 ? .each : .counts)
        traced.apply(changes)
      }
      if !traced.characters.isEmpty {
        try document.add(
          Span(layer: "entity", 0..<traced.offsets[1], label: "persName", attributes: ["key": "pers.a"]))
        document.report(Report("orphan-mark", "a mark\u{2028}alone", at: 0..<traced.offsets[1]))
      }
      document.count("seen", 3)
      document.metadata.set("title", .string(traced.string), origin: .init("byline", .low))
      let line = try ProcessedDocument(document).jsonLine(including: Set(JSONFormPart.allCases))
      guard case .document(let back) = try JSONLine(line) else {
        Issue.record("seed \(seed) is finished")
        continue
      }
      guard back == document else { throw Failure("seed \(seed): \(String(decoding: line, as: UTF8.self))") }
      guard JSONLine.id(of: line) == document.id else { throw Failure("seed \(seed)") }
    }
  }

  // MARK: Parts

  private func edits(
    _ changes: [(range: Range<Int>, replacement: [Unicode.Scalar])], of traced: TracedText
  ) -> [Edit] {
    let offsets = traced.offsets
    return changes.map { change in
      var replacement = String.UnicodeScalarView()
      replacement.append(contentsOf: change.replacement)
      return Edit(
        offsets[change.range.lowerBound]..<offsets[change.range.upperBound], Array(String(replacement).utf8),
        reason: "test")
    }
  }

  /// Both sides covered without a hole, and every copy the same bytes.
  private func isWhole(_ document: Document) -> Bool {
    var (text, source) = (0, 0)
    for segment in document.alignment.segments {
      guard segment.text.lowerBound == text, segment.source.lowerBound == source else { return false }
      guard !segment.isCopy || document.text[segment.text] == document.source.bytes[segment.source] else {
        return false
      }
      (text, source) = (segment.text.upperBound, segment.source.upperBound)
    }
    return text == document.text.count && source == document.source.bytes.count
  }

  /// The origins of the characters in each block.
  private func kept(_ traced: TracedText, _ blocks: [Block]) -> [[Range<Int>]] {
    let offsets = traced.offsets
    return blocks.map { block in
      traced.characters.indices.lazy.filter { block.range.contains(offsets[$0]) }.compactMap {
        traced.characters[$0].origin
      }
    }
  }

  /// Nested blocks, siblings side by side with and without a gap, empty ones among them.
  private func randomBlocks(of traced: TracedText, _ generator: inout SeededGenerator) -> [Block] {
    let offsets = traced.offsets
    var blocks: [Block] = []
    func fill(_ range: Range<Int>, depth: Int) {
      var position = range.lowerBound
      while position < range.upperBound {
        position += generator.below(2)
        let upper = min(range.upperBound, position + generator.below(8))
        guard position <= upper, position < range.upperBound else { return }
        blocks.append(Block(depth < 2 ? .division : .paragraph, offsets[position]..<offsets[upper]))
        if depth < 2, position < upper { fill(position..<upper, depth: depth + 1) }
        position = max(upper, position + 1)
      }
    }
    fill(0..<traced.characters.count, depth: 0)
    return blocks
  }
}
