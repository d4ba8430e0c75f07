import Markup
import Testing

/// Start tags with their attributes, as one line each.
private func starts(_ html: String) throws -> [String] {
  var lines: [String] = []
  try HTMLEvents.parse(Array(html.utf8)) { event in
    guard case .start(let name, let attributes, _) = event else { return }
    lines.append(name + attributes.map { " \($0.name)=[\($0.value)]" }.joined())
  }
  return lines
}

@Suite struct HTMLStreamTests {
  @Test func namesAndAttributesAreNumbersAndPlaces() throws {
    let page = Array("<P Class=a ID='b c'>x &eacute; y</P><p>".utf8)
    let stream = try HTMLStream(page)
    #expect(stream.names == ["p"])
    #expect(stream.attributeNames == ["class", "id"])
    #expect(stream.events.map(\.kind) == [.start, .text, .reference, .text, .end, .start, .end])
    #expect(
      stream.events[0].attributes.map { Array(page[stream.attributes[$0].range]) } == [
        [0x61], [0x62, 0x20, 0x63],
      ])
    #expect(stream.events[2].replacement.bytes == Array("\u{E9}".utf8))
    #expect(stream.events[2].range == 22..<30)
  }

  @Test func anUnquotedAddressKeepsItsLastSlash() throws {
    #expect(
      try starts("<a href=/docs/><br/><img src=x/><div/>") == [
        "a href=[/docs/]", "br", "img src=[x/]", "div",
      ])
  }

  @Test func ofTwoAttributesOfOneNameTheFirstCounts() throws {
    #expect(try starts("<p id=a class=b ID=c>") == ["p id=[a] class=[b]"])
  }

  @Test func referencesInAttributesNeedTheirSemicolonUnlessTheyAreNumbers() throws {
    #expect(
      try starts("<a href='?a&copy=1&amp;b&lt;&#233;&#xE9 &bogus; &'>") == [
        "a href=[?a&copy=1&b<\u{E9}\u{E9} &bogus; &]"
      ])
  }

  @Test func attributesWithoutANameOfTheirKindAreLeftOut() throws {
    #expect(
      try starts("<p @x=1 =y \"z\" 1a=2 b=3 c\u{E9}=4 _d :e=5 f/g=6>") == ["p b=[3] _d=[] :e=[5] f=[] g=[6]"])
  }

  @Test func aQuoteThatNothingClosesEndsWithItsTag() throws {
    #expect(try starts("<a title=\"x>y</a><b id=z>") == ["a title=[\"x]", "b id=[z]"])
  }

  @Test func whatIsNotTextInAValueIsReplaced() throws {
    var values: [String] = []
    try HTMLEvents.parse(Array("<p a='x\u{1}".utf8) + [0xFF, 0x27] + Array(" b='\u{1780}'>".utf8)) { event in
      if case .start(_, let attributes, _) = event { values += attributes.map(\.value) }
    }
    #expect(values == ["x ?", "\u{1780}"])
  }

  @Test func thousandsOfNamesAreToldApart() throws {
    let html = (0..<5_000).map { "<x\($0) y\($0)=1></x\($0)>" }.joined()
    let stream = try HTMLStream(Array((html + html).utf8))
    #expect(stream.names == (0..<5_000).map { "x\($0)" })
    #expect(stream.attributeNames == (0..<5_000).map { "y\($0)" })
    #expect(stream.events.count == 20_000)
  }

  @Test func aLongNameIsCutAsTheParserCutsIt() throws {
    let name = String(repeating: "n", count: 300)
    #expect(try starts("<\(name)>x</\(name)>") == [String(name.prefix(100))])
  }

  @Test func manySecondBodiesAreLinear() throws {
    let html = String(repeating: "<div>", count: 20_000) + String(repeating: "<body>x", count: 20_000)
    let stream = try HTMLStream(Array(html.utf8))
    #expect(stream.events.count { $0.kind == .text } == 20_000)
  }

  @Test func shortTextsHoldUpToEightBytes() {
    #expect(ShortText(Array("\u{2242}\u{338}".utf8))?.bytes == Array("\u{2242}\u{338}".utf8))
    #expect(ShortText(Array("12345678".utf8))?.count == 8)
    #expect(ShortText(Array("123456789".utf8)) == nil)
    #expect(ShortText([0]) == nil)
    #expect(ShortText([])?.count == 0)
  }
}
