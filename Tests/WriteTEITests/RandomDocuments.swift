import StageKit

/// A reproducible source of odd documents.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(1, bound)))
  }

  mutating func pick<T>(_ list: [T]) -> T { list[next(list.count)] }

  private static let words = [
    "Pol Pot", "đồng chí", "Hà Nội", "ភ្នំពេញ", "កម្ពុជា", "ខ្មែរ ក្រហម", "[…]", "the", "and & or", "<b>", "]]>",
    "\"quoted\"",
    "e\u{302}\u{323}", "\u{338}", "\u{FFFD}", "\u{FFFD}\u{FFFD}", "\u{1}", "\u{0}", "\u{AD}", "\u{FEFF}",
    "\u{200B}", "\u{200E}",
    "\u{FFFE}", "\u{1FFFF}", "\u{85}", "\u{81}", "\r\n", "\r", "\n", "\t", "   ", "\u{A0}", "\u{3000}",
    "\u{E000}",
    "\u{10FFFD}", "😀",
    "1979", "a\u{301}", "\u{301}", "ា", "中文", "Монгол", ".", ",", "'", "--", "&amp;", "\u{2028}",
  ]

  private static let kinds: [BlockKind] = [
    .division, .division, .heading, .heading, .paragraph, .paragraph, .paragraph, .list, .item, .table, .row,
    .cell,
    .quotation, .preformatted, .figure, .caption, .turn, .turn, .speaker, .stageDirection, .byline, .dateline,
    .signature,
    .comment, .comment, .commentHead, .note, .lineGroup, .line, "sidebar", "odd kind", .byline,
    "figure-description",
  ]

  private static let attributes: [(String, [String])] = [
    (
      "type", ["article", "title", "sub", "date", "ordered", "bulleted", "trackback", "two words", "", "ខ្មែរ"]
    ),
    ("level", ["1", "2", "3", "6", "9", "x", "-1"]), ("who", ["Heng Samrin", "Pol Pot", "", "\u{338}x"]),
    ("id", ["c1", "c2", "c1", "c 3"]), ("reply_to", ["c1", "c2", "c9"]),
    ("author", ["Hạ Hiền", "hahien", " ", "ភ្នំ"]),
    ("date", ["2013-08-13", "2013-08-13T01:05", "13 August", "2013-02-30", "2013-08-13T01:05:00+07:00"]),
    (
      "url",
      ["https://example.org/a b.jpg", "javascript:alert(1)", "/x.png", "http://[bad/", "http://h:99999999/"]
    ),
    ("role", ["label", "data", "author", "translator"]), ("name", ["Pol Pot", "1979", "ខ្មែរ", ""]),
  ]

  private static let spanAttributes: [(String, [String])] = [
    (
      "key",
      ["pers.pol-pot", "place.phnom-penh", "org.knufns", "pers.pol-pot", "Q 42", "ខ្មែរ", "place.Hà Nội"]
    ),
    ("name", ["Pol Pot", "Phnom Penh", "ភ្នំពេញ", "  "]), ("type", ["polity", "settlement", "two words"]),
    ("ref", ["https://www.wikidata.org/entity/Q1850", "urn:x", "http://a/b#c#d"]),
    ("reason", ["sampling", "illegible", "two words", ""]),
    ("cert", ["high", "medium", "low", "0.5", "sure"]),
    ("when", ["1979", "1979-12-04", "1979-13", "09:45", "--09-13"]),
    ("from", ["1979", "now"]), ("to", ["1980-01", ""]), ("notBefore", ["1979-01-01"]),
    ("notAfter", ["1981", "0000"]),
    ("idno", ["wikidata:Q42", "viaf:1; 2", ":", "a b:c"]), ("geo", ["11.55, 104.92", "91 0", "x", "-1 +1"]),
    ("resp", ["A. Nguyễn", "https://example.org/a", " ", "ឯកឧត្តម"]),
    (
      "url",
      [
        "https://example.org/?a=b&c=\"d\"", "mailto:a@b.example", "#c3", "javascript:alert(1)",
        "http://vi.example/Việt",
      ]
    ),
  ]

  private static let labels: [(String, [String])] = [
    (Layer.entity, ["persName", "placeName", "orgName", "date", "time", "eventName", "two words"]),
    (Layer.format, ["emphasis", "strong", "link", "line-break", "superscript"]),
    (Layer.editorial, ["gap", "gloss", "illegible", "other"]),
    (Layer.language, ["km", "vi", "mn-latn", "EN_us", "nonsense!", "x-private"]),
    (Layer.segment, ["sentence", "word", "word", "word", "punctuation"]),
    ("sentiment", ["positive"]),
  ]

  /// Most ids are odd; all are different.
  mutating func document(_ number: Int) throws -> Document {
    let id =
      pick(["a", "b/c d", "../x", "ខ្មែរ", ".hidden", "Hà Nội%", "corpus", "", "a--b", "x.xml", "con:"])
      + (number == 0 ? "" : "\(number)")
    var text = ""
    var blocks: [Block] = []
    for _ in 0...next(6) { add(to: &text, &blocks, depth: 0) }
    var document = Document(id: id, text: text)
    document.language = pick(["en", "vi", "km", "fr", nil, "nonsense language"])
    try document.setBlocks(blocks)
    try addEdits(to: &document)
    let bytes = document.text
    let boundaries = (0...bytes.count).filter { $0 == bytes.count || bytes[$0] & 0xC0 != 0x80 }
    for _ in 0..<next(40) { try addSpan(to: &document, boundaries) }
    addMetadata(to: &document)
    return document
  }

  private mutating func add(to text: inout String, _ blocks: inout [Block], depth: Int) {
    let place = blocks.count
    let start = text.utf8.count
    let kind = pick(Self.kinds)
    blocks.append(
      Block(
        kind, 0..<0, language: pick(["en", "vi", "km", nil, nil, nil, "zz-Zzzz-9"]),
        attributes: attributes(Self.attributes, 3)))
    let isContainer = BlockKind.containers.contains(kind)
    if !isContainer || next(12) == 0 { addWords(to: &text) }
    if depth < 5, isContainer || next(8) == 0 {
      for _ in 0...next(4) {
        if next(3) > 0 { text += "\n" }
        add(to: &text, &blocks, depth: depth + 1)
        if next(10) == 0 { addWords(to: &text) }
      }
    }
    blocks[place].range = start..<text.utf8.count
    if next(4) > 0 { text += "\n" }
  }

  private mutating func addWords(to text: inout String) {
    for _ in 0..<next(9) { text += pick(Self.words) + pick([" ", " ", ""]) }
  }

  private mutating func attributes(_ table: [(String, [String])], _ number: Int) -> [String: String] {
    var result: [String: String] = [:]
    for _ in 0..<next(number + 1) {
      let (name, values) = pick(table)
      result[name] = pick(values)
    }
    return result
  }

  private mutating func addSpan(to document: inout Document, _ boundaries: [Int]) throws {
    let start = next(boundaries.count)
    let end = min(boundaries.count - 1, start + 1 + next(pick([3, 10, 60])))
    guard start < end else { return }
    let (layer, labels) = pick(Self.labels)
    try document.add(
      Span(
        layer: layer, boundaries[start]..<boundaries[end], label: pick(labels),
        attributes: attributes(Self.spanAttributes, 4),
        stage: pick(["tag-entities", "clean-boilerplate", "", "my stage"])))
  }

  /// Changes of two stages, the second over the first.
  private mutating func addEdits(to document: inout Document) throws {
    for stage in 0..<next(3) {
      document.begin(stage: "normalize-\(stage)", version: 1)
      let bytes = document.text
      let boundaries = (0...bytes.count).filter { $0 == bytes.count || bytes[$0] & 0xC0 != 0x80 }
      var edits: [Edit] = []
      var place = 0
      while place < boundaries.count {
        place += next(30)
        let end = place + next(4)
        guard end < boundaries.count else { break }
        let word = pick(["", "x", "oà", "ខ", "\u{300}", "one two", "\u{FFFD}"])
        edits.append(Edit(boundaries[place]..<boundaries[end], Array(word.utf8), reason: "random"))
        place = end
      }
      try document.apply(edits)
    }
  }

  private mutating func addMetadata(to document: inout Document) {
    let values: [(String, [String])] = [
      (MetadataKey.title, ["Pot Pot Tells China", "ភ្នំពេញ", " ", "a\u{1}b"]),
      (MetadataKey.author, ["Nate Thayer"]),
      (MetadataKey.date, ["2011-09-05", "5 September"]), (MetadataKey.accessed, ["2026-11-21", "yesterday"]),
      (MetadataKey.url, ["https://blog.example/pol-pot", "x y"]), (MetadataKey.rights, ["© the author"]),
      ("my column", ["a value", "ខ្មែរ"]), ("ស្រុក", ["x"]), ("keywords", ["Cambodia"]),
      (MetadataKey.archiveReference, ["fond 1"]),
      (MetadataKey.translator, ["Sergey Radchenko"]), (MetadataKey.licence, ["CC BY 4.0"]),
    ]
    for _ in 0..<next(6) {
      let (key, choices) = pick(values)
      document.metadata.set(
        key, [pick(choices)], origin: Metadata.Origin("test", pick([.high, .medium, .low])))
    }
  }
}
