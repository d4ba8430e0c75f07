/// A small random generator with a fixed sequence for each seed (SplitMix64).
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next(below limit: Int) -> Int { limit < 1 ? 0 : Int(next() % UInt64(limit)) }

  mutating func pick<T>(_ list: [T]) -> T { list[next(below: list.count)] }

  /// A run of at most `longest` bytes inside `count`.
  mutating func range(in count: Int, longest: Int) -> Range<Int> {
    let start = next(below: count + 1)
    return start..<start + next(below: min(longest, count - start) + 1)
  }
}

/// Makes broken pages of whole ones: the same page for the same seed.
struct Mutator {
  static let maxBytes = 65_536

  private var random: Random

  init(seed: UInt64) { random = Random(seed: seed) }

  /// A page of any size up to 64 KB, most of them small, so that many are seen.
  mutating func page(from pages: [[UInt8]]) -> [UInt8] {
    let size = random.pick([300, 1_000, 2_000, 4_000, 8_000, 16_000, Self.maxBytes])
    let whole = random.pick(pages)
    var page = Array(whole.prefix(size))
    if random.next(below: 3) == 0 { page = Array(whole[random.range(in: whole.count, longest: size)]) }
    for _ in 0..<(1 + random.next(below: 12)) {
      mutate(&page, pages, size)
      if page.count > size { page.removeLast(page.count - size) }
    }
    return encoded(page)
  }

  private mutating func mutate(_ page: inout [UInt8], _ pages: [[UInt8]], _ size: Int) {
    let place = random.next(below: page.count + 1)
    switch random.next(below: 12) {
    case 0: flipBits(&page)
    case 1: insert(repeated(random.pick(Self.pieces), upTo: 40), at: place, in: &page)
    case 2: page.removeSubrange(random.range(in: page.count, longest: 2_000))
    case 3: insert(Array(page[random.range(in: page.count, longest: 4_000)]), at: place, in: &page)
    case 4: swapTags(&page)
    case 5: truncate(&page)
    case 6:
      let other = random.pick(pages)
      insert(Array(other[random.range(in: other.count, longest: 8_000)]), at: place, in: &page)
    case 7: insert(repeated(random.pick(Self.nests), upTo: size / 4), at: place, in: &page)
    case 8: insert(giantAttribute(size / 2), at: place, in: &page)
    case 9:
      insert((0..<random.next(below: 30)).map { _ in UInt8(random.next(below: 256)) }, at: place, in: &page)
    case 10: insert(random.pick(Self.scalars), at: place, in: &page)
    default: insert(repeated(random.pick(Self.pieces), upTo: 1), at: place, in: &page)
    }
  }

  private func insert(_ bytes: [UInt8], at place: Int, in page: inout [UInt8]) {
    page.insert(contentsOf: bytes.prefix(Self.maxBytes), at: place)
  }

  private mutating func repeated(_ piece: String, upTo times: Int) -> [UInt8] {
    Array(repeatElement(Array(piece.utf8), count: 1 + random.next(below: times)).joined())
  }

  private mutating func flipBits(_ page: inout [UInt8]) {
    guard !page.isEmpty else { return }
    for _ in 0..<(1 + random.next(below: 20)) {
      page[random.next(below: page.count)] ^= 1 << UInt8(random.next(below: 8))
    }
  }

  /// Puts one tag in the place of another.
  private mutating func swapTags(_ page: inout [UInt8]) {
    let opens = page.indices.filter { page[$0] == 0x3C }
    guard opens.count > 1 else { return }
    let (from, to) = (random.pick(opens), random.pick(opens))
    let source = from..<((page[from...].firstIndex(of: 0x3E) ?? from) + 1)
    let target = to..<((page[to...].firstIndex(of: 0x3E) ?? to) + 1)
    page.replaceSubrange(target, with: Array(page[source]))
  }

  /// Cuts the page, or a reference or tag in it.
  private mutating func truncate(_ page: inout [UInt8]) {
    switch random.next(below: 3) {
    case 0: page.removeLast(random.next(below: page.count + 1))
    case 1: page.removeAll { $0 == 0x3B }
    default:
      if let close = page.lastIndex(of: 0x3E) { page.remove(at: close) }
    }
  }

  private mutating func giantAttribute(_ size: Int) -> [UInt8] {
    let names = ["class", "style", "id", "href", "content", "data-x", "rel", "itemprop"]
    let values = ["nav ", "display:none;", "a", "&amp;", "&#", "ព", "\u{0}", "comment list ", "x:"]
    let value = repeated(random.pick(values), upTo: size / 8)
    let quote = random.pick(["\"", "'", ""])
    return Array("<div \(random.pick(names))=\(quote)".utf8) + value
      + Array("\(random.pick([quote, ""]))>".utf8)
  }

  /// The page as it is, or broken by its encoding.
  private mutating func encoded(_ page: [UInt8]) -> [UInt8] {
    switch random.next(below: 16) {
    case 0: return [0xFF, 0xFE] + page.prefix(Self.maxBytes / 2).flatMap { [$0, 0] }
    case 1: return [0xFE, 0xFF] + page.prefix(Self.maxBytes / 2).flatMap { [0, $0] }
    case 2: return page.map { $0 >= 0x80 ? UInt8(0x80 + random.next(below: 128)) : $0 }
    case 3: return [0xEF, 0xBB, 0xBF] + page.prefix(Self.maxBytes - 3)
    case 4: return page.filter { $0 & 0xC0 != 0x80 }
    default: return page
    }
  }

  private static let pieces = [
    "<p>", "</p>", "<div class=menu>", "<div>", "</div>", "<b>", "</b>", "<i", ">", "<", "&amp;", "&nbsp;",
    "&#6016;", "&#x110000;", "&notin", "&", "&#", "<!--", "-->", "<![CDATA[", "<?php ", "\"", "'", "=",
    "<br>",
    "<br><br>", "<a href=\"x\">", "</a>", "<script>", "</script>", "<style>", "</style>", "<title>",
    "</title>",
    "<textarea>", "<noscript>", "</noscript>", "<table><tr><td>", "<td>", "</table>", "<li>", "<ul>", "</ul>",
    "<section id=comments>", "<li class=comment id=comment-1>", "<h1>", "</h1>", "<pre>", "</pre>", "<svg>",
    "</svg>", "<template>", "</template>", "<object>", "</object>", "<time datetime=1979-01-07>", "</time>",
    "<blockquote>", "<figure><figcaption>", "<html>", "<head>", "<body>", "</body>", "</html>", "<x:y>",
    "<_>",
    "<meta charset=utf-16>", "<meta charset=viscii>", "<font face=VNI-Times>", "<span style=display:block>",
    "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":", "[...]", "[email\u{A0}protected]",
    "<meta property=og:title content=x>", "<p itemprop=articleBody>", "<frameset>", "<select><option>",
    "\u{0}",
  ]

  private static let nests = [
    "<div>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<font>", "<a>", "<object>", "<section>",
    "<div class=comment>", "</div>", "</x>", "<body>", "<p>x</p>", "<br>", "<td>x", "&#x1780;", "<x", "[",
  ]

  private static let scalars =
    [
      "\u{200B}", "\u{200C}", "\u{200D}", "\u{AD}", "\u{2060}", "\u{FEFF}", "\u{A0}", "\u{FFFF}",
      "\u{10FFFF}",
      "e\u{301}\u{323}", "ក្ម្", "\u{2028}", "\u{85}", "\u{202E}", "\r", "\u{C}", "\u{B}",
    ].map { Array($0.utf8) } + [[0xC3], [0xED, 0xA0, 0x80], [0xF5], [0xC0, 0x80], [0x92], [0xD0, 0xCF]]
}
