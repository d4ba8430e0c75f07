import NormalizeKhmer
import StageKit
import Testing

private let wrong = "\u{1781}\u{17C2}\u{17D2}\u{1798}\u{179A}"  // ខែ្មរ
private let right = "\u{1781}\u{17D2}\u{1798}\u{17C2}\u{179A}"  // ខ្មែរ

@Suite struct NormalizeKhmerTests {
  private func process(_ document: Document, _ set: (inout NormalizeKhmer.Options) -> Void = { _ in }) throws
    -> Document
  {
    var options = NormalizeKhmer.Options()
    set(&options)
    var document = document
    document.begin(stage: NormalizeKhmer.name, version: NormalizeKhmer.version)
    try NormalizeKhmer(options: options).process(&document)
    return document
  }

  private func expectText(_ document: Document, _ text: String) {
    #expect(document.text == Array(text.utf8))
  }

  @Test func blocksSpansAndSourceFollowTheOrder() throws {
    var document = Document(id: "d", text: "\(wrong) \u{1797}\u{17B6}\u{179F}\u{17B6}")
    document.language = "km"
    try document.add(Span(layer: Layer.entity, 16..<28, label: "orgName"))
    let result = try process(document)
    expectText(result, "\(right) \u{1797}\u{17B6}\u{179F}\u{17B6}")
    #expect(result.spans.map(\.range) == [16..<28])
    #expect(result.blocks.map(\.range) == [0..<28])
    #expect(result.sourceRange(of: 16..<28) == 16..<28)
    #expect(result.replayedSource() == document.text)
    #expect(result.edits.map(\.reason) == ["vowel-before-subscript"])
    #expect(result.provenance.last?.counts == ["vowel-before-subscript": 1])
  }

  @Test func eachBlockGoesByItsOwnLanguage() throws {
    // English, Kuy (Khmer letters, another orthography), no language of its own: the document's.
    var document = Document(id: "d", text: "a \(wrong) \u{17E1}\n\(wrong)\n\(wrong) \u{17E1}")
    document.language = "km"
    document.setLanguage("en", ofBlock: 0)
    document.setLanguage("kdt", ofBlock: 1)
    let result = try process(document) { $0.digits = .ascii }
    expectText(result, "a \(right) \u{17E1}\n\(wrong)\n\(right) 1")
  }

  @Test func withoutALanguageOnlyTheOrderIsMended() throws {
    let document = Document(id: "d", text: "\u{200B}\(wrong) \u{200B}\u{17E1}")
    expectText(try process(document) { $0.digits = .ascii }, "\u{200B}\(right) \u{200B}\u{17E1}")
  }

  @Test func codeAndRunsOfOtherLanguagesStay() throws {
    var document = Document(id: "d", text: "\(wrong) \(wrong) \(wrong)")
    document.language = "km"
    try document.add(Span(layer: Layer.format, 16..<31, label: "code"))
    try document.add(Span(layer: Layer.language, 32..<47, label: "pi-Khmr"))
    expectText(try process(document), "\(right) \(wrong) \(wrong)")
  }

  @Test func textBetweenInnerBlocksIsReadOnce() throws {
    let text = "\(wrong) \(wrong) \(wrong)"
    var document = Document(id: "d", text: text)
    document.language = "km"
    try document.setBlocks([
      Block(.quotation, 0..<47), Block(.paragraph, 16..<31), Block(.line, 16..<31, language: "kdt"),
    ])
    expectText(try process(document), "\(right) \(wrong) \(right)")
  }

  @Test func placesThatNoRuleDecidesAreReported() throws {
    var document = Document(id: "d", text: "\u{1780}\u{17B6} \u{17C1}\u{1780} \u{1780}\u{17D2}\u{178A}")
    document.language = "km"
    let record = try process(document).provenance.last
    #expect(record?.counts == ["orphan-mark": 1, "subscript-da-kept": 1])
    #expect(record?.reports.map(\.code) == ["orphan-mark"])
    #expect(record?.reports.map(\.range) == [7..<10])
  }

  @Test func reportsOfAKindAreLimitedAndCounted() throws {
    var document = Document(id: "d", text: String(repeating: "\u{17C1} ", count: 150))
    document.language = "km"
    let record = try process(document).provenance.last
    #expect(record?.reports.count == 100)
    #expect(record?.counts == ["orphan-mark": 150])
  }

  @Test func aTextThatIsRightIsNotEdited() throws {
    var document = Document(id: "d", text: right)
    document.language = "km"
    let result = try process(document)
    #expect(result.edits == [])
    #expect(result.text == document.text)
  }
}
