import StageKit

/// A reproducible source of documents as the stages make them: blocks where they belong, in three languages,
/// with names, dates, links and gaps in them.
struct RandomDocuments {
  private var state: UInt64
  private var text: [UInt8] = []
  private var blocks: [Block] = []
  private var leaves: [Range<Int>] = []
  private var comments = 0

  init(seed: UInt64) { state = (seed + 1) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  private mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(1, bound)))
  }

  private mutating func pick<T>(_ list: [T]) -> T { list[next(list.count)] }

  private static let words = [
    "Pol Pot", "đồng chí", "Hà Nội", "ភ្នំពេញ", "កម្ពុជា", "[…]", "the", "and & or", "<b>", "]]>", "\"q\"",
    "e\u{302}\u{323}", "\u{338}", "\u{FFFD}", "\u{FFFD}\u{FFFD}", "\u{200B}", "\u{A0}", "\u{3000}", "😀",
    "1979", "\u{301}", "中文", ".", ",", "'", "--", "&amp;", "\n", "Nguyễn Văn Linh", "ប៉ុល ពត",
  ]

  private mutating func words(_ count: Int) -> String {
    (0..<count).map { _ in pick(Self.words) }.joined(separator: pick([" ", " ", ""]))
  }

  private mutating func add(
    _ kind: BlockKind, _ attributes: [String: String] = [:], inside body: ((inout RandomDocuments) -> Void)?
  ) {
    let place = blocks.count
    let start = text.count
    let language: String? = pick([nil, nil, nil, "vi", "km", "en"])
    blocks.append(Block(kind, start..<start, language: language, attributes: attributes))
    if let body {
      body(&self)
    } else {
      text += Array((pick(Self.names) + words(1 + next(6)) + "x").utf8)
      leaves.append(start..<text.count)
    }
    var end = text.count
    while body != nil, end > start, text[end - 1] == 0x0A { end -= 1 }
    blocks[place].range = start..<end
    if text.last != 0x0A || body == nil { text.append(0x0A) }
  }

  private static let names = ["Heng Samrin ", "Kampuchea ", "Huế ", "ព្រៃវែង "]

  private mutating func flow(_ depth: Int) {
    switch next(depth > 3 ? 3 : 16) {
    case 0, 1, 2: add(.paragraph, inside: nil)
    case 3:
      add(.list, ["type": pick(["ordered", "bulleted"])]) { random in
        for _ in 0...random.next(3) { random.holder(.item, depth) }
      }
    case 4:
      add(.table) { random in
        for _ in 0...random.next(2) {
          random.add(.row) { random in
            for _ in 0...random.next(3) { random.holder(.cell, depth, ["role": "label"]) }
          }
        }
      }
    case 5: holder(.quotation, depth)
    case 6:
      add(.figure, ["url": "https://example.org/a.jpg"]) { random in
        random.add(.caption, inside: nil)
        if random.next(2) == 0 { random.add("figure-description", inside: nil) }
      }
    case 7:
      add(.lineGroup) { random in for _ in 0...random.next(3) { random.add(.line, inside: nil) } }
    case 8: holder(.note, depth, ["type": "footnote"])
    case 9: add(.preformatted, inside: nil)
    case 10: add(.stageDirection, inside: nil)
    case 11:
      add(.turn, ["who": "Heng Samrin"]) { random in
        random.add(.speaker, inside: nil)
        for _ in 0...random.next(2) { random.add(.paragraph, inside: nil) }
      }
    case 12: add("sidebar", inside: nil)
    case 13:
      add(.paragraph) { random in
        random.text += Array("Before ".utf8)
        random.add(.list) { $0.add(.item, inside: nil) }
        if random.next(2) == 0 { random.text += Array("after".utf8) }
      }
    case 14: add(.division, ["type": "box"]) { $0.flow(depth + 1) }
    default: add(.heading, ["level": pick(["1", "2", "3"]), "type": "sub"], inside: nil)
    }
  }

  private mutating func holder(_ kind: BlockKind, _ depth: Int, _ attributes: [String: String] = [:]) {
    if next(3) > 0 || depth > 2 { return add(kind, attributes, inside: nil) }
    add(kind, attributes) { random in for _ in 0...random.next(2) { random.flow(depth + 1) } }
  }

  private mutating func comment(_ depth: Int) {
    comments += 1
    let attributes = [
      "id": "c\(comments)", "author": pick(["hahien", "ភ្នំ", "Nate Thayer"]), "date": "2013-08-13T01:05:00",
      "reply_to": "c\(next(3))", "level": String(depth),
    ]
    add(.comment, attributes) { random in
      random.add(.commentHead, inside: nil)
      for _ in 0...random.next(2) { random.add(.paragraph, inside: nil) }
      if depth < 2, random.next(3) == 0 { random.comment(depth + 1) }
      if random.next(3) == 0 { random.add(.signature, inside: nil) }
    }
  }

  mutating func document(_ number: Int) throws -> Document {
    add(.division, ["type": "article"]) { random in
      random.add(.heading, ["level": "1", "type": "title"], inside: nil)
      if random.next(2) == 0 {
        let said = random.pick([
          [:], ["role": "author", "name": "Huế"], ["role": "translator", "name": "Huế"],
        ])
        random.add(.byline, said, inside: nil)
      }
      if random.next(2) == 0 { random.add(.dateline, inside: nil) }
      for _ in 0...random.next(6) { random.flow(0) }
    }
    if next(2) == 0 {
      add(.division, ["type": "comments"]) { random in for _ in 0...random.next(3) { random.comment(0) } }
    }
    var document = Document(
      id: pick(["a", "b/ក c", "x.y"]) + String(number), text: String(decoding: text, as: UTF8.self))
    try document.setBlocks(blocks)
    document.language = pick(["en", "vi", "km", nil])
    document.setSourceHash(String(repeating: "0f", count: 32))
    document.begin(stage: "clean-boilerplate", version: 3)
    document.count("link-density", 1 + next(3))
    document.begin(stage: "tag-entities", version: 2)
    document.report(Report("odd", "odd", at: 0..<0))
    for leaf in leaves where next(3) > 0 { try mark(&document, leaf) }
    describe(&document)
    return document
  }

  /// Marks the name at the start of a leaf and what comes behind.
  private mutating func mark(_ document: inout Document, _ leaf: Range<Int>) throws {
    let space = text[leaf].firstIndex(of: 0x20) ?? leaf.upperBound
    guard space > leaf.lowerBound else { return }
    let certainty = pick(["high", "medium", "low"])
    let name = leaf.lowerBound..<space
    switch next(6) {
    case 0:
      try document.add(
        Span(
          layer: Layer.entity, name, label: "persName",
          attributes: ["key": "pers.heng-samrin", "name": "Heng Samrin", "cert": certainty]))
    case 1:
      try document.add(
        Span(
          layer: Layer.entity, name, label: "placeName",
          attributes: [
            "key": "place.huế", "name": "Huế", "type": "settlement", "ref": "https://example.org/1",
          ]))
    case 2:
      try document.add(
        Span(layer: Layer.entity, name, label: "date", attributes: ["from": "1975-04", "to": "1979"]))
    case 3:
      try document.add(
        Span(layer: Layer.format, leaf, label: "link", attributes: ["url": "https://example.org/?a=1&b=2"]))
      try document.add(Span(layer: Layer.format, name, label: "strong"))
    case 4:
      try document.add(Span(layer: Layer.editorial, name, label: pick(["gap", "gloss"])))
      let end = leaf.upperBound - 1..<leaf.upperBound
      try document.add(Span(layer: Layer.editorial, end, label: "gap", attributes: ["reason": "sampling"]))
    default:
      try document.add(
        Span(layer: "topic", name, label: "war", attributes: ["score": "0.5", "by": "x"]))
      try document.add(Span(layer: Layer.language, leaf, label: "fr"))
    }
  }

  private mutating func describe(_ document: inout Document) {
    let sure = Metadata.Origin("metadata.csv", .high)
    let unsure = Metadata.Origin("byline", .medium)
    document.metadata.set("title", .string("Một & hai"), origin: sure)
    document.metadata.set(
      "author", pick([["Nate Thayer", "ហេង សំរិន"], ["Heng Samrin"], ["Kampuchea", "ព្រៃវែង"]]), origin: unsure)
    document.metadata.set("date", .string("--09-13"), origin: unsure)
    document.metadata.set("shelf", .integer(12), origin: sure)
    document.metadata.set("keywords", ["a", "ខ្មែរ"], origin: unsure)
    document.metadata.set("rights", .string("Reserved"), origin: sure)
    document.metadata.set("archive_reference", .string("fond 1"), origin: sure)
    document.metadata.set("url", .string("https://example.org/a b"), origin: sure)
    if next(2) == 0 { document.metadata.set("accessed", .string("2026-11-21"), origin: sure) }
    if next(2) == 0 { document.metadata.set("translator", .string("Sergey Radchenko"), origin: sure) }
  }
}
