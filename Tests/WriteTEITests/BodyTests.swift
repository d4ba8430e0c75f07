import Foundation
import StageKit
import Testing

@testable import WriteTEI

@Suite struct BodyTests {
  private func lines(
    _ document: Document, _ evidence: WriteTEI.Evidence = .none, _ segments: WriteTEI.Segments = .none
  ) async throws -> [String] {
    var options = WriteTEI.Options()
    options.evidence = evidence
    options.segments = segments
    return body(try await tei(document, options: options)).filter { $0.hasPrefix("<p ") }
  }

  @Test func aChangeOfTheWordsIsAChoiceAndACanonicalOneIsNot() async throws {
    var document = try Build.document([Build(.paragraph, "Hoà bình ở Viê\u{323}t Nam.")])
    document.begin(stage: "normalize-vietnamese", version: 1)
    try document.apply([
      Edit(0..<4, Array("Hòa".utf8), reason: "tone-placement"),
      Edit(15..<22, Array("Vie\u{323}\u{302}t".utf8), reason: "order"),
    ])
    #expect(
      try await lines(document, .changes) == [
        ##"<p xml:id="dd.p.1" n="1"><choice><orig>Hoà</orig><reg resp="#dd.resp.normalize-vietnamese">Hòa</reg>"##
          + "</choice> bình ở Việt Nam.</p>"
      ])
    #expect(try await lines(document) == [#"<p xml:id="dd.p.1" n="1">Hòa bình ở Việt Nam.</p>"#])
  }

  @Test func aDeletionShowsTheCharacterThatFollows() async throws {
    var document = try Build.document([Build(.paragraph, "ខ្មែរ\u{200B}\u{200B}កម្ពុជា", language: "km")])
    document.begin(stage: "normalize-khmer", version: 1)
    try document.apply([Edit(18..<21, [], reason: "repeated")])
    #expect(
      try await lines(document, .changes) == [
        "<p xml:id=\"dd.p.1\" n=\"1\" xml:lang=\"km\">ខ្មែរ\u{200B}<choice><orig>\u{200B}ក</orig>"
          + ##"<reg resp="#dd.resp.normalize-khmer">ក</reg></choice>ម្ពុជា</p>"##
      ])
  }

  @Test func changesOverEachOtherAreOneWithTheFirstReading() async throws {
    var document = try Build.document([Build(.paragraph, "a bcd e")])
    document.begin(stage: "one", version: 1)
    try document.apply([Edit(2..<4, Array("BC".utf8), reason: "x")])
    document.begin(stage: "two", version: 1)
    try document.apply([Edit(3..<5, Array("--".utf8), reason: "y")])
    #expect(
      try await lines(document, .changes) == [
        ##"<p xml:id="dd.p.1" n="1">a <choice><orig>bcd</orig><reg resp="#dd.resp.two">B--</reg></choice> e</p>"##
      ])
  }

  @Test func sentencesAndWordsAreElementsOnDemand() async throws {
    var document = try Build.document([Build(.paragraph, "Hà Nội. ភ្នំពេញ?")])
    try document.mark(Layer.segment, "sentence", "Hà Nội.", stage: "segment-text")
    try document.mark(Layer.segment, "sentence", "ភ្នំពេញ?", stage: "segment-text")
    for word in ["Hà Nội", "ភ្នំពេញ"] { try document.mark(Layer.segment, "word", word) }
    for mark in [".", "?"] { try document.mark(Layer.segment, "punctuation", mark) }
    try document.mark(Layer.entity, "placeName", "Hà")
    #expect(
      try await lines(document, .none, .words) == [
        #"<p xml:id="dd.p.1" n="1"><s xml:id="dd.s.1"><placeName><w part="I">Hà</w></placeName>"#
          + #" <w part="F" join="right">Nội</w><pc>.</pc></s> <s xml:id="dd.s.2">"#
          + #"<w join="right" xml:lang="km">ភ្នំពេញ</w><pc>?</pc></s></p>"#
      ])
    #expect(
      try await lines(document, .none, .sentences) == [
        #"<p xml:id="dd.p.1" n="1"><s xml:id="dd.s.1"><placeName>Hà</placeName> Nội.</s> "#
          + #"<s xml:id="dd.s.2"><foreign xml:lang="km">ភ្នំពេញ</foreign>?</s></p>"#
      ])
  }

  @Test func aTurnIsAnUtteranceOnDemand() async throws {
    let document = try Build.document([
      Build(
        .turn, "", ["who": "Heng Samrin"],
        inside: [
          Build(.speaker, "Heng Samrin:"), Build(.paragraph, "Một."), Build(.paragraph, "Hai."),
          Build(.list, "", inside: [Build(.item, "a")]), Build(.paragraph, "Ba."),
        ])
    ])
    var options = WriteTEI.Options()
    options.turns = .u
    #expect(
      body(try await tei(document, options: options)) == [
        #"<div xml:id="dd.div.1" type="document">"#,
        #"<note xml:id="dd.note.1" type="speaker">Heng Samrin:</note>"#,
        ##"<u xml:id="dd.u.1" who="#dd.speaker.1">"##, #"<seg xml:id="dd.seg.1">Một.</seg>"#,
        #"<seg xml:id="dd.seg.2">Hai.</seg>"#, "</u>", #"<list xml:id="dd.list.1">"#, "<item>a</item>",
        "</list>", ##"<u xml:id="dd.u.2" who="#dd.speaker.1">"##, #"<seg xml:id="dd.seg.3">Ba.</seg>"#,
        "</u>",
        "</div>",
      ])
  }

  @Test func aRelativeAddressIsThatOfThePage() async throws {
    var document = try Build.document([Build(.paragraph, "one")])
    try document.mark(Layer.format, "link", "one", ["url": "../b c.html#d"])
    document.metadata.set("url", ["https://a.example/x/y/z.html?q"], origin: .init("metadata.csv", .high))
    #expect(
      try await lines(document) == [
        #"<p xml:id="dd.p.1" n="1"><ref target="https://a.example/x/b%20c.html#d">one</ref></p>"#
      ])
    document.metadata.set("base_url", ["https://b.example/"], origin: .init("page", .high))
    #expect(
      try await lines(document) == [
        #"<p xml:id="dd.p.1" n="1"><ref target="https://b.example/b%20c.html#d">one</ref></p>"#
      ])
  }

  /// - Source: RFC 3986, 5.4.
  @Test(arguments: [
    ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
    ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
    ("#s", "http://a/b/c/d;p?q#s"), (";x", "http://a/b/c/;x"), (".", "http://a/b/c/"), ("..", "http://a/b/"),
    ("../g", "http://a/b/g"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
    ("g..", "http://a/b/c/g.."),
    ("./g/.", "http://a/b/c/g/"), ("g/../h", "http://a/b/c/h"), ("https://x/y", "https://x/y"),
    ("g?y/../x", "http://a/b/c/g?y/../x"), ("a:b", nil), ("javascript:x", nil), ("", nil),
  ])
  func aReferenceIsResolvedAsTheStandardSays(_ reference: String, _ address: String?) {
    #expect(WebAddress.resolved(reference, on: "http://a/b/c/d;p?q") == address)
    #expect(WebAddress.resolved("g", on: nil) == nil)
  }

  @Test func anOrganisationThatSignsIsAnOrganisation() async throws {
    var document = try Build.document([Build(.paragraph, "The KNUFNS said so to Pol Pot.")])
    try document.name("orgName", "KNUFNS", key: "org.knufns", name: "Kampuchean Front")
    try document.name("persName", "Pol Pot", key: "pers.pol-pot", name: "Pol Pot")
    document.metadata.set(
      "author", ["Kampuchean Front", "Pol Pot", "Digital Archive", "An Author"], origin: .init("page", .high))
    document.metadata.set("site", ["Digital Archive"], origin: .init("page", .high))
    let text = try await tei(document)
    #expect(
      part(of: text, after: "</title>\n", before: "<respStmt").split(separator: "\n")
        .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty } == [
          ##"<author><orgName ref="#dd.org.knufns">Kampuchean Front</orgName></author>"##,
          ##"<author ref="#dd.pers.pol-pot">Pol Pot</author>"##,
          "<author><orgName>Digital Archive</orgName></author>", "<author>An Author</author>",
        ])
  }

  @Test func anEntryHasItsNumbersAndItsPlaceOnEarth() async throws {
    var document = try Build.document([Build(.paragraph, "Phnom Penh")])
    try document.mark(
      Layer.entity, "placeName", "Phnom Penh",
      [
        "key": "place.pp", "idno": "geonames:1821306; wikidata:Q1850", "geo": "11.55, 104.92",
        "resp": "A. Nguyễn",
      ], stage: "tag-entities")
    let text = try await tei(document)
    #expect(
      part(of: text, after: "<listPlace>\n", before: "</listPlace>").split(separator: "\n").dropLast()
        .map { $0.trimmingCharacters(in: .whitespaces) } == [
          #"<place xml:id="dd.place.pp" sameAs="../authority/places.xml#place.pp">"#,
          "<placeName>Phnom Penh</placeName>", "<location><geo>11.55 104.92</geo></location>",
          #"<idno type="geonames">1821306</idno>"#, #"<idno type="wikidata">Q1850</idno>"#, "</place>",
        ])
    #expect(text.contains(##"resp="#dd.resp.tag-entities #dd.resp.by.1">Phnom Penh"##))
  }

  @Test func anAuthorWhomABylineNamesIsADocAuthor() async throws {
    var document = try Build.document([
      Build(.byline, "By Nate Thayer and Hà Nội Mới", ["role": "author", "name": "Hà Nội Mới"]),
      Build(.paragraph, "Nate Thayer wrote this."),
      Build(.byline, "Translated by Huu Duong", ["role": "translator", "name": "Huu Duong"]),
    ])
    document.metadata.set(MetadataKey.author, ["Nate Thayer"], origin: Metadata.Origin("byline", .high))
    try document.name("persName", "Nate Thayer", key: "pers.nate-thayer")
    #expect(
      body(try await tei(document)) == [
        #"<div xml:id="dd.div.1" type="article">"#,
        ##"<byline xml:id="dd.by.1">By <docAuthor ref="#dd.pers.nate-thayer"><persName ref="#dd.pers.nate-thayer" "##
          + ##"cert="high" resp="#dd.resp.tag-entities">Nate Thayer</persName></docAuthor> and "##
          + "<docAuthor>Hà Nội Mới</docAuthor></byline>",
        #"<p xml:id="dd.p.1" n="1">Nate Thayer wrote this.</p>"#,
        #"<byline xml:id="dd.by.2">Translated by Huu Duong</byline>"#, "</div>",
      ])
  }

  @Test func anAuthorInsideFormattingOrAWordIsNone() async throws {
    var document = try Build.document([Build(.byline, "By Ann and Anna"), Build(.paragraph, "Words.")])
    document.metadata.set(MetadataKey.author, ["Anna", "An"], origin: Metadata.Origin("byline", .high))
    try document.mark(Layer.format, "italic", "By Ann and Anna")
    #expect(
      body(try await tei(document)).contains(
        #"<byline xml:id="dd.by.1"><hi rend="italic">By Ann and Anna</hi></byline>"#))
  }

  @Test func whyWordsAreLeftOutIsWhatTheStageSays() async throws {
    var document = try Build.document([Build(.paragraph, "one […] two [...] three [email]")])
    try document.mark(Layer.editorial, "gap", "[…]", ["reason": "sampling"])
    try document.mark(Layer.editorial, "gap", "[...]")
    try document.mark(Layer.editorial, "gap", "[email]", ["reason": "illegible"])
    #expect(
      body(try await tei(document)).contains(
        #"<p xml:id="dd.p.1" n="1">one <gap reason="sampling"><desc>[…]</desc></gap> two "#
          + #"<gap reason="editorial"><desc>[...]</desc></gap> three <gap reason="editorial"><desc>[email]</desc></gap></p>"#
      ))
  }

  @Test func aFigureSaysWhatItShows() async throws {
    var document = try Build.document([
      Build(
        .figure,
        inside: [
          Build(.caption, "Pol Pot in 1977"),
          Build("figure-description", "A man, Pol Pot, ប៉ុល ពត", language: "en"),
        ])
    ])
    try document.mark(Layer.entity, "persName", "Pol Pot, ប៉ុល ពត")
    try document.mark(Layer.editorial, "gloss", "man")
    try document.mark(Layer.format, "italic", "A man")
    #expect(
      body(try await tei(document)) == [
        #"<div xml:id="dd.div.1" type="document">"#, #"<figure xml:id="dd.fig.1">"#,
        #"<head xml:id="dd.h.1" type="caption">Pol Pot in 1977</head>"#,
        #"<figDesc><hi rend="italic">A man</hi>, <persName>Pol Pot, <foreign xml:lang="km">ប៉ុល ពត</foreign></persName></figDesc>"#,
        "</figure>", "</div>",
      ])
  }
}
