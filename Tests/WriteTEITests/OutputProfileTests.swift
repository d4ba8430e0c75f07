import Foundation
import Markup
import StageKit
import Testing

@testable import WriteTEI

/// What the profiles `minimal` and `parlamint` make of a transcript.
@Suite struct OutputProfileTests {
  /// A heading, narration, a turn of two paragraphs with a stage direction between, and a turn of one word.
  private static func conversation() throws -> Document {
    let text =
      "Conversation\n4 December 1979\nHeng Samrin: Pol Pot fled.\nApplause.\nWe won.\nJ. Batmunkh: Why?"
    var document = Document(id: "a", text: text)
    document.language = "en"
    func range(_ words: String) throws -> Range<Int> {
      let range = try #require(text.range(of: words))
      let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
      return start..<start + words.utf8.count
    }
    func block(_ kind: BlockKind, _ words: String, _ attributes: [String: String] = [:]) throws -> Block {
      Block(kind, try range(words), attributes: attributes)
    }
    try document.setBlocks([
      block(.heading, "Conversation", ["type": "title"]), block(.dateline, "4 December 1979"),
      block(.turn, "Heng Samrin: Pol Pot fled.\nApplause.\nWe won.", ["who": "Heng Samrin"]),
      block(.speaker, "Heng Samrin:"), block(.paragraph, "Pol Pot fled."),
      block(.stageDirection, "Applause."),
      block(.paragraph, "We won."), block(.turn, "J. Batmunkh: Why?", ["who": "J. Batmunkh"]),
      block(.speaker, "J. Batmunkh:"), block(.paragraph, "Why?"),
    ])
    document.begin(stage: "segment-text", version: 1)
    for (label, words) in [
      ("sentence", "Pol Pot fled."), ("word", "Pol"), ("word", "Pot"), ("word", "fled"), ("punctuation", "."),
      ("sentence", "We won."), ("word", "We"), ("word", "won"), ("sentence", "Why?"), ("word", "Why"),
      ("punctuation", "?"),
    ] {
      try document.add(Span(layer: Layer.segment, range(words), label: label))
    }
    let end = try range("won.").upperBound
    try document.add(Span(layer: Layer.segment, (end - 1)..<end, label: "punctuation"))
    document.begin(stage: "tag-entities", version: 1)
    for (words, key) in [("Heng Samrin", "pers.heng-samrin"), ("Pol Pot", "pers.pol-pot")] {
      let attributes = ["key": key, "cert": "high"]
      try document.add(Span(layer: Layer.entity, range(words), label: "persName", attributes: attributes))
    }
    try document.add(
      Span(layer: Layer.entity, range("4 December 1979"), label: "date", attributes: ["when": "1979-12-04"]))
    return document
  }

  private static func body(_ profile: WriteTEI.Profile) throws -> String {
    var options = WriteTEI.Options()
    options.profile = profile
    let output = try WriteTEI(options: options).output(for: ProcessedDocument(try conversation()))
    let file = String(decoding: try #require(output.files.first).bytes, as: UTF8.self)
    let lines = file.split(separator: "\n").map { $0.drop { $0 == " " } }
    let start = try #require(lines.firstIndex { $0.hasPrefix("<body") })
    return lines[(start + 1)..<(lines.count - 3)].joined(separator: "\n").replacingOccurrences(
      of: "da.", with: "")
  }

  @Test func aTranscriptIsUtterancesWithSegmentsSentencesAndWords() throws {
    #expect(
      try Self.body(.parlamint) == """
        <div xml:id="div.1" type="debateSection">
        <head xml:id="h.1" type="title">Conversation</head>
        <note xml:id="note.1" type="dateline">4 December 1979</note>
        <note xml:id="note.2" type="speaker">Heng Samrin:</note>
        <u xml:id="u.1" who="#pers.heng-samrin" ana="#ana.regular">
        <seg xml:id="seg.1"><s xml:id="s.1"><name type="PER" ref="#pers.pol-pot"><w xml:id="t.1">Pol</w> <w xml:id="t.2">Pot</w></name> <w xml:id="t.3" join="right">fled</w><pc xml:id="t.4">.</pc></s></seg>
        <note xml:id="note.3" type="narrative">Applause.</note>
        <seg xml:id="seg.2"><s xml:id="s.2"><w xml:id="t.5">We</w> <w xml:id="t.6" join="right">won</w><pc xml:id="t.7">.</pc></s></seg>
        </u>
        <note xml:id="note.4" type="speaker">J. Batmunkh:</note>
        <u xml:id="u.2" who="#speaker.1" ana="#ana.regular">
        <seg xml:id="seg.3"><s xml:id="s.3"><w xml:id="t.8" join="right">Why</w><pc xml:id="t.9">?</pc></s></seg>
        </u>
        </div>
        """)
  }

  @Test func theMinimalProfileHasTheTextWithoutNames() throws {
    #expect(
      try Self.body(.minimal) == """
        <div xml:id="div.1" type="document">
        <head xml:id="h.1" type="title">Conversation</head>
        <dateline xml:id="dl.1">4 December 1979</dateline>
        <sp xml:id="sp.1" who="#speaker.1">
        <speaker>Heng Samrin:</speaker>
        <p xml:id="p.1" n="1">Pol Pot fled.</p>
        <stage xml:id="st.1">Applause.</stage>
        <p xml:id="p.2" n="2">We won.</p>
        </sp>
        <sp xml:id="sp.2" who="#speaker.2">
        <speaker>J. Batmunkh:</speaker>
        <p xml:id="p.3" n="3">Why?</p>
        </sp>
        </div>
        """)
  }

  @Test func thePagesOfAnArticleAreNamedOneByOne() throws {
    let pages = ["One.", "Two."].map { Document(id: "a", text: $0) }
    let document = Document(joining: pages, paths: ["news/1.html", "news/2.html"], separator: "\n")
    let output = try WriteTEI(options: .init()).output(for: ProcessedDocument(document))
    let file = String(decoding: try #require(output.files.first).bytes, as: UTF8.self)
    let lines = part(of: file, after: "</bibl>", before: "</sourceDesc>").split(separator: "\n")
    #expect(
      lines.map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty } == [
        "<bibl type=\"page\" n=\"1\">", "<idno type=\"file\">news/1.html</idno>", "</bibl>",
        "<bibl type=\"page\" n=\"2\">", "<idno type=\"file\">news/2.html</idno>", "</bibl>",
      ])
  }

  @Test func filesNameTheStyleSheetUnlessToldNotTo() throws {
    for (choice, isNamed) in [(WriteTEI.Switch.on, true), (.off, false)] {
      var options = WriteTEI.Options()
      options.stylesheet = choice
      let document = Document(id: "year/a", text: "One.")
      let output = try WriteTEI(options: options).output(for: ProcessedDocument(document))
      let file = String(decoding: try #require(output.files.first).bytes, as: UTF8.self)
      #expect(file.contains("<?xml-stylesheet type=\"text/css\" href=\"../sastra.css\"?>") == isNamed)
    }
  }
}
