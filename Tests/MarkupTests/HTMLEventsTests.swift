import Markup
import Testing

/// One line for each event, so that a test compares the whole.
func outline(_ html: [UInt8]) throws -> [String] {
  var lines: [String] = []
  try HTMLEvents.parse(html) { event in
    switch event {
    case .start(let name, let attributes, let range):
      let list = attributes.map { " \($0.name)=\($0.value)" }.joined()
      lines.append("<\(name)\(list)> \(range.lowerBound)-\(range.upperBound)")
    case .end(let name, let range): lines.append("</\(name)> \(range.lowerBound)-\(range.upperBound)")
    case .text(let range, let replacement):
      let text = String(decoding: replacement ?? Array(html[range]), as: UTF8.self)
      lines.append(
        "\(replacement == nil ? "text" : "reference") \(range.lowerBound)-\(range.upperBound) \(text)")
    case .comment(let range): lines.append("comment \(range.lowerBound)-\(range.upperBound)")
    }
  }
  return lines
}

func outline(_ html: String) throws -> [String] { try outline(Array(html.utf8)) }

/// All text of a page, references resolved.
func text(_ html: [UInt8]) throws -> [UInt8] {
  var text: [UInt8] = []
  try HTMLEvents.parse(html) { event in
    if case .text(let range, let replacement) = event { text += replacement ?? Array(html[range]) }
  }
  return text
}

@Suite struct HTMLEventsTests {
  @Test func textIsSplitAtEachReference() throws {
    #expect(
      try outline("<p class=a>Vi\u{1EC7}t &amp; <b>Khmer</b><br>x</p>") == [
        "<p class=a> 0-11", "text 11-18 Vi\u{1EC7}t ", "reference 18-23 &", "text 23-24  ", "<b> 24-27",
        "text 27-32 Khmer", "</b> 32-36", "<br> 36-40", "</br> 40-40", "text 40-41 x", "</p> 41-45",
      ])
  }

  @Test func referencesOfLegacyPagesMeanWhatBrowsersShow() throws {
    let page = Array("&#150;&#x1794;&nbsp;&copy2&AMP;&bogus;&#0;&\u{1786}&lt;b>&".utf8)
    let expected = "\u{2013}\u{1794}\u{A0}\u{A9}2&&bogus;\u{FFFD}&\u{1786}<b>&"
    #expect(try text(page) == Array(expected.utf8))
  }

  @Test func attributesComeDecodedAndInOrder() throws {
    #expect(
      try outline("<A HREF='?a=1&amp;b=2' title=\"a > b\" @click=\"x > 1\" data-x>t</A>") == [
        "<a href=?a=1&b=2 title=a > b data-x=> 0-59", "text 59-60 t", "</a> 60-64",
      ])
  }

  @Test func elementsThatTheParserClosesHaveEmptyRanges() throws {
    #expect(
      try outline("<p>a<p>b<ul><li>c<li>d") == [
        "<p> 0-3", "text 3-4 a", "</p> 4-4", "<p> 4-7", "text 7-8 b", "</p> 8-8", "<ul> 8-12", "<li> 12-16",
        "text 16-17 c", "</li> 17-17", "<li> 17-21", "text 21-22 d", "</li> 22-22", "</ul> 22-22",
      ])
  }

  @Test func scriptsAndTitlesHoldNoTags() throws {
    #expect(
      try outline("<title>a <b> &amp; c</title><script>if (a<b) {'&amp;<p>'}</script><p>z") == [
        "<title> 0-7", "text 7-13 a <b> ", "reference 13-18 &", "text 18-20  c", "</title> 20-28",
        "<script> 28-36", "text 36-57 if (a<b) {'&amp;<p>'}", "</script> 57-66", "<p> 66-69", "text 69-70 z",
        "</p> 70-70",
      ])
  }

  @Test func nulAndControlCharactersSurvive() throws {
    let page = Array("<p>a\u{0}b\u{1}\u{B}c</p>\u{0}<i>d</i>".utf8)
    #expect(try text(page) == Array("a\u{0}b\u{1}\u{B}c\u{0}d".utf8))
  }

  @Test func formatCharactersSurvive() throws {
    let khmer = "ភាសា\u{200B}ខ្មែរ\u{200C}\u{200D}\u{AD}\u{2060}\u{FEFF}"
    #expect(try text(Array("\u{FEFF}<p>\(khmer)".utf8)) == Array("\u{FEFF}\(khmer)".utf8))
  }

  @Test func bytesThatAreNotUTF8AreTextAndMoveNothing() throws {
    let page: [UInt8] = [0x3C, 0x70, 0x20, 0x61, 0x3D, 0xFF, 0x3E, 0xE1, 0x68, 0xFF, 0x3C, 0x62, 0x3E, 0x7A]
    #expect(try text(page) == [0xE1, 0x68, 0xFF, 0x7A])
  }

  @Test func commentsEndWhereBrowsersEndThem() throws {
    #expect(
      try outline("<p><!--a>b--!>c<!-->d<!--->e<?php x?>f<![CDATA[g]]>h<!-- i") == [
        "<p> 0-3", "comment 3-14", "text 14-15 c", "comment 15-20", "text 20-21 d", "comment 21-27",
        "text 27-28 e", "comment 28-37", "text 37-38 f", "comment 38-51", "text 51-58 h<!-- i", "</p> 58-58",
      ])
  }

  @Test func aSecondBodyAndEndTagsOfNothingAreLeftOut() throws {
    #expect(
      try outline("<html><body>a</i><body>b</body></html>") == [
        "<html> 0-6", "<body> 6-12", "text 12-13 a", "text 23-24 b", "</body> 31-31", "</html> 31-38",
      ])
  }

  @Test func brokenQuotesLoseNoText() throws {
    #expect(
      try text(Array("<a href=\"x>one <b title='>two</b> \" >three".utf8)).suffix(5) == Array("three".utf8))
    #expect(try text(Array("<a href=\"x>one</a> two".utf8)) == Array("one two".utf8))
    #expect(try text(Array("a < b <3 </ c <".utf8)) == Array("a < b <3 </ c <".utf8))
  }

  @Test(arguments: 0..<60) func randomBrokenPagesKeepTheContract(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    for _ in 0..<15 { try checkContract(random.page()) }
  }

  @Test func depthOfAHundredThousandIsParsed() throws {
    let page = Array((String(repeating: "<div>", count: 100_000) + "x").utf8)
    var depth = 0
    var deepest = 0
    try HTMLEvents.parse(page) { event in
      if case .start = event { depth += 1 }
      if case .end = event { depth -= 1 }
      deepest = max(deepest, depth)
    }
    #expect(deepest == 100_000)
    #expect(depth == 0)
  }

  @Test func aLongTextIsOneEvent() throws {
    let page = [UInt8](repeating: 0x61, count: 1_000_000)
    var ranges: [Range<Int>] = []
    try HTMLEvents.parse(page) { if case .text(let range, nil) = $0 { ranges.append(range) } }
    #expect(ranges == [0..<1_000_000])
  }

  @Test(arguments: [
    "<a href=\"", "<a b='>' ", "<!--", "</x>", "<a ", "<script", "<title>", "&", "&#", "<", "<x y", "<div/>",
    "<![CDATA[", "<p><div>", "</p", "<table><tr><td>", "'\">",
  ])
  func repeatedBrokenMarkupIsLinear(piece: String) throws {
    let bytes = Array(piece.utf8)
    try checkContract(Array(repeatElement(bytes, count: 3_000).joined()))
  }

  @Test func manyAttributesAreCutOffWithoutLosingTheTag() throws {
    let list = (0..<2_000).map { "a\($0)=1" }.joined(separator: " ")
    var counts: [Int] = []
    try HTMLEvents.parse(Array("<p \(list)>x".utf8)) {
      if case .start(_, let attributes, _) = $0 { counts.append(attributes.count) }
    }
    #expect(counts == [256])
  }
}

/// Balanced, ascending, and what no event covers is whole tags.
private func checkContract(_ page: [UInt8]) throws {
  var open: [String] = []
  var end = 0
  var isBad = false
  try HTMLEvents.parse(page) { event in
    var covered: Range<Int>
    switch event {
    case .start(let name, _, let range):
      open.append(name)
      covered = range
    case .end(let name, let range):
      if open.popLast() != name { isBad = true }
      covered = range
    case .text(let range, let replacement):
      covered = range
      if let replacement, page[range.lowerBound] != 0x26 || replacement.isEmpty { isBad = true }
      if range.isEmpty { isBad = true }
    case .comment(let range): covered = range
    }
    if covered.lowerBound < end { isBad = true }
    let gap = page[end..<max(end, covered.lowerBound)]
    if let first = gap.first, first != 0x3C || gap.last != 0x3E { isBad = true }
    end = max(end, covered.upperBound)
  }
  if let first = page[end...].first, first != 0x3C || page.last != 0x3E { isBad = true }
  #expect(!isBad && open.isEmpty, "\(String(decoding: page.prefix(400), as: UTF8.self))")
}

/// A small random generator with a fixed sequence for each seed.
struct SplitMix {
  var state: UInt64

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(limit))
  }

  private static let pieces: [String] = [
    "<p>", "</p>", "<div class='a'>", "</div>", "<b>", "</b>", "<i", ">", "<", "&amp;", "&", "&#x1780;",
    "&#150",
    "ភាសា\u{200B}ខ្មែរ", "Tiếng Việt ", "<!--", "-->", "<!", "<?", "\"", "'", "=", " a=b ", "<a href=\"x\">",
    "</a>",
    "<script>", "</script>", "<title>", "</title>", "<br/>", "<td>", "<table>", "</table>", "<li>", "<ul>",
    "</ul>", "</", "\u{0}", "\n", "text ", "<html>", "<body>", "<head>", "</body>", "</html>",
    "<meta charset=x>",
    "<select>", "<option>", "<svg><path/>", "</svg>", "]]>", "<x:y>", "</x:y>", "<_>", "<textarea>", "\r\n",
    "<p/>", "&copy", "<h1>", "</h1>", "<frameset>", "<noscript>", "<form>", "</form>", "\u{C}",
  ]

  mutating func page() -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<(5 + next(below: 40)) { bytes += Array(Self.pieces[next(below: Self.pieces.count)].utf8) }
    for _ in 0..<next(below: 4) { bytes[next(below: bytes.count)] = UInt8(next(below: 256)) }
    return bytes
  }
}
