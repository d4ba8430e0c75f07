import Foundation
import StageKit
import Testing

@testable import WriteTEI

/// What ParlaMint's schemas ask of a transcript.
@Suite struct TranscriptTests {
  /// A turn of one paragraph, with its words in brackets as tokens of one sentence, and spans over words.
  private static func turn(
    _ text: String, tokens: [String], _ spans: [(layer: String, label: String, words: String)] = [],
    _ attributes: [String: String] = [:], language: String = "en"
  ) throws -> String {
    var document = Document(id: "a", text: "A:\n" + text)
    document.language = language
    let end = document.text.count
    try document.setBlocks([
      Block(.turn, 0..<end, attributes: ["who": "A"]), Block(.speaker, 0..<2), Block(.paragraph, 3..<end),
    ])
    if !tokens.isEmpty { try document.add(Span(layer: Layer.segment, 3..<end, label: "sentence")) }
    for token in tokens {
      try document.mark(Layer.segment, [".", "?"].contains(token) ? "punctuation" : "word", token)
    }
    for span in spans { try document.mark(span.layer, span.label, span.words, attributes) }
    return part(of: try file(document), after: "<seg xml:id=\"da.seg.1\">", before: "</seg>")
      .replacingOccurrences(of: "da.", with: "")
  }

  private static func file(_ document: Document) throws -> String {
    var options = WriteTEI.Options()
    options.profile = .parlamint
    let output = try WriteTEI(options: options).output(for: ProcessedDocument(document))
    return String(decoding: try #require(output.files.first).bytes, as: UTF8.self)
  }

  @Test func lettersOutsideTokensMakeATranscriptWithoutAnnotation() throws {
    #expect(
      try Self.turn("We left in May.", tokens: ["We", "."], [(Layer.entity, "date", "May")])
        == "We left in May.")
  }

  @Test func aWordThatANameCutsIsJoinedOnlyWhereNoSpaceFollows() throws {
    let name = [(layer: Layer.entity, label: "orgName", words: "Bangkok")]
    #expect(
      try Self.turn("Bangkok Post.", tokens: ["Bangkok Post", "."], name)
        == #"<s xml:id="s.1"><name type="ORG"><w xml:id="t.1">Bangkok</w></name> "#
        + #"<w xml:id="t.2" join="right">Post</w><pc xml:id="t.3">.</pc></s>"#)
    #expect(
      try Self.turn("Bangkoks.", tokens: ["Bangkoks", "."], name)
        == #"<s xml:id="s.1"><name type="ORG"><w xml:id="t.1" join="right">Bangkok</w></name>"#
        + #"<w xml:id="t.2" join="right">s</w><pc xml:id="t.3">.</pc></s>"#)
  }

  @Test func charactersThatNobodySeesBelongToTheTokenBefore() throws {
    #expect(
      try Self.turn("\u{200B}ខ្មែរ\u{200B}ក្រហម \u{A0}។", tokens: ["ខ្មែរ", "ក្រហម", "។"], language: "km")
        == "<s xml:id=\"s.1\"><w xml:id=\"t.1\" join=\"right\">\u{200B}ខ្មែរ\u{200B}</w>"
        + "<w xml:id=\"t.2\" join=\"right\">ក្រហម \u{A0}</w><w xml:id=\"t.3\">។</w></s>")
  }

  @Test func theyAreNoPartOfANameBeforeThem() throws {
    #expect(
      try Self.turn(
        "ខ្មែរ\u{200B}ក្រហម", tokens: ["ខ្មែរ", "ក្រហម"], [(Layer.entity, "persName", "ខ្មែរ")], language: "km")
        == "<s xml:id=\"s.1\"><name type=\"PER\"><w xml:id=\"t.1\" join=\"right\">ខ្មែរ</w></name>"
        + "<w xml:id=\"t.2\">\u{200B}ក្រហម</w></s>")
  }

  @Test(arguments: [
    (["when": "1979-05"], #" when="1979-05""#), (["when": "--05-17"], ""), (["when": "09:45"], ""),
    (["from": "1975", "to": "1979"], #" from="1975" to="1979""#), (["to": "-0500"], #" to="-0500""#),
    (["notAfter": "1979"], ""), (["notBefore": "1975", "to": "1979"], ""),
    (["notBefore": "1975", "notAfter": "1979"], #" notBefore="1975" notAfter="1979""#),
  ])
  func aDateSaysWhatParlaMintAllows(_ attributes: [String: String], _ written: String) throws {
    #expect(
      try Self.turn("May.", tokens: ["May", "."], [(Layer.entity, "date", "May")], attributes)
        == ##"<s xml:id="s.1"><date ana="#ana.date"\##(written)><w xml:id="t.1" join="right">May</w></date>"##
        + #"<pc xml:id="t.2">.</pc></s>"#)
  }

  @Test func whatCannotBeReadIsAGapThatCounts() throws {
    #expect(
      try Self.turn("le\u{FFFD}\u{FFFD}t \u{FFFD}", tokens: ["le\u{FFFD}\u{FFFD}t"])
        == #"<s xml:id="s.1"><w xml:id="t.1" join="right">le</w><gap reason="editorial">"#
        + #"<desc>2 illegible characters</desc></gap><w xml:id="t.2">t</w> "#
        + #"<gap reason="editorial"><desc>1 illegible character</desc></gap></s>"#)
    #expect(
      try Self.turn("a [\u{FFFD}b\n c]", tokens: [], [(Layer.editorial, "gap", "[\u{FFFD}b\n c]")])
        == #"a <gap reason="editorial"><desc>[b  c]</desc></gap>"#)
  }

  @Test func whatCannotBeReadInANoteOrHeadingIsAGapBehindIt() throws {
    var document = Document(id: "a", text: "\u{FFFD}A b\nx\u{FFFD}y")
    try document.setBlocks([Block(.heading, 0..<6), Block(.paragraph, 7..<12)])
    let file = try Self.file(document)
    let lines = part(of: file, after: "<body>", before: "</body>").split(separator: "\n")
    #expect(
      lines.map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty } == [
        #"<div xml:id="da.div.1" type="commentSection">"#, #"<head xml:id="da.h.1">A b</head>"#,
        #"<gap reason="editorial">"#, "<desc>1 illegible character</desc>", "</gap>",
        #"<note xml:id="da.note.1" type="narrative">xy</note>"#,
        #"<gap reason="editorial">"#, "<desc>1 illegible character</desc>", "</gap>", "</div>",
      ])
  }

  @Test func aKhmerWordInAnotherLanguageIsForeign() throws {
    #expect(
      try Self.turn("We said ខ្មែរ.", tokens: []) == #"We said <foreign xml:lang="km">ខ្មែរ</foreign>."#)
  }

  @Test func theDatelineIsTheSettingOfATranscript() throws {
    var document = Document(id: "a", text: "4 May 1979\nOne.")
    try document.setBlocks([Block(.dateline, 0..<10), Block(.paragraph, 11..<15)])
    try document.mark(Layer.entity, "date", "4 May 1979", ["when": "1979-05-04"])
    let file = try Self.file(document)
    #expect(file.contains(#"<date when="1979-05-04">4 May 1979</date>"#))
    #expect(file.contains("<settingDesc>"))
  }

  @Test func theHeaderSaysWhetherThereAreSentences() throws {
    for (tokens, isSaid) in [([], false), (["One", "."], true)] {
      var document = Document(id: "a", text: "One.")
      try document.setBlocks([Block(.turn, 0..<4), Block(.paragraph, 0..<4)])
      if isSaid { try document.mark(Layer.segment, "sentence", "One.") }
      for token in tokens { try document.mark(Layer.segment, "word", token) }
      let file = try Self.file(document)
      #expect(file.contains("Sentences are s") == isSaid)
      #expect(file.contains(">a paragraph of a turn</tagUsage>"))
      #expect(file.contains(#"<measure unit="speeches" quantity="1">"#))
    }
  }
}
