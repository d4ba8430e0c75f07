import Markup

/// The features of the leaves of a page that the block model looks at, as whole numbers.
///
/// Shares are in thousandths. Nothing depends on spaces between words: lengths are letters, and the ends of
/// sentences include those of Khmer.
///
/// - Complexity: O(n) in elements, leaves and bytes.
struct LeafFeatures {
  let page: HTMLPage
  let letters: LetterCounts
  let context: ElementContext
  let content: MainContent
  let cuts: PageCuts
  var head: PageFeatures
  private(set) var texts: [LeafText]
  /// Leaves that have letters and no hidden text, in order: the rows of the model.
  private(set) var rows: [Int] = []
  /// Sums over leaves up to each one: letters, link letters, sentences, rows, prose letters.
  private var sums: [SIMD8<Int32>]
  private(set) var seen = WordCounts()
  /// How many leaves begin with the same letters.
  private(set) var seenOpenings = WordCounts()
  /// Sums over leaves whose elements look the same: leaves, letters, link letters, sentences.
  private(set) var shapes: [SIMD4<Int32>] = []
  private var shapeNumbers = WordCounts()
  /// The heading whose letters the page's own title holds: the longest of the first hundred.
  private(set) var titleLeaf: Int?

  init(_ page: HTMLPage, _ letters: LetterCounts, _ cuts: PageCuts, _ content: MainContent) {
    self.page = page
    self.letters = letters
    self.cuts = cuts
    self.content = content
    let all = letters.text(of: 0)
    context = ElementContext(page) { letters.text(of: $0) * 10 <= all * 7 }
    head = PageFeatures(page)
    texts = []
    sums = []
    countTexts()
    titleLeaf = findTitleLeaf()
    // What numbers were given is not asked again.
    seen.forgetHashes()
    seenOpenings.forgetHashes()
    shapeNumbers.forgetHashes()
  }

  private mutating func countTexts() {
    texts.reserveCapacity(page.leaves.count)
    sums.reserveCapacity(page.leaves.count + 1)
    var sum = SIMD8<Int32>(repeating: 0)
    sums.append(sum)
    for (i, leaf) in page.leaves.enumerated() {
      let reading = self.text(of: leaf)
      let text = reading.counts
      texts.append(text)
      if text.letters > 0 { note(reading, i, leaf.element) }
      let isProse = text.letters >= 60 && text.linkLetters * 3 < text.letters
      sum[0] += Int32(clamping: text.letters)
      sum[1] += Int32(clamping: text.linkLetters)
      sum[2] += Int32(clamping: text.sentences)
      sum[3] += text.letters > 0 ? 1 : 0
      sum[4] += isProse ? Int32(clamping: text.letters - text.linkLetters) : 0
      sum[5] += Int32(clamping: text.currencies)
      sum[6] += page.elements[leaf.element].tag.headingLevel != nil ? 1 : 0
      sum[7] += Int32(text.hits[9])
      sums.append(sum)
    }
  }

  /// What can be counted of a leaf's text; nothing of a hidden one.
  private func text(of leaf: HTMLPage.Leaf) -> LeafTextReading {
    var text = LeafTextReading()
    guard !context.isHiddenByTag[leaf.element] else { return text }
    var link = -1
    for piece in page.pieces[leaf.pieces] where !context.isHiddenByTag[piece.element] {
      if piece.isLineBreak {
        text.addLineBreak()
        continue
      }
      let isLink = context.isLink[piece.element]
      if isLink, piece.element != link {
        text.beginLink()
        link = piece.element
      }
      let isStrong = context.isStrong[piece.element]
      page.withBytes(piece) { text.add($0, isLink: isLink, isStrong: isStrong) }
    }
    text.finish()
    return text
  }

  private mutating func note(_ reading: LeafTextReading, _ leaf: Int, _ element: Int) {
    let text = reading.counts
    rows.append(leaf)
    texts[leaf].textNumber = seen.add(reading.hash)
    if text.letters >= 30 { texts[leaf].openingNumber = seenOpenings.add(reading.opening) }
    let shape = Int(shapeNumbers.add(shape(of: element)))
    texts[leaf].shapeNumber = Int32(shape)
    if shape == shapes.count { shapes.append(SIMD4(repeating: 0)) }
    shapes[shape] &+= SIMD4(
      1, Int32(clamping: text.letters), Int32(clamping: text.linkLetters), Int32(clamping: text.sentences))
  }

  /// How an element and the one around it look.
  func shape(of element: Int) -> UInt64 {
    (page.marks.shapes[element] &* 31) ^ page.marks.shapes[max(0, page.elements[element].parent)]
  }

  private func findTitleLeaf() -> Int? {
    guard let element = page.elements.firstIndex(where: { $0.tag == .title }) else { return nil }
    let title = folded(page.elements[element].pieces)
    guard (4...2_000).contains(title.count) else { return nil }
    var best: (leaf: Int, count: Int)?
    for leaf in rows.lazy.filter({ isHeading($0) }).prefix(100) {
      let text = folded(page.leaves[leaf].pieces)
      if text.count >= 8, text.count > best?.count ?? 0, Letters.contains(title, text) {
        best = (leaf, text.count)
      }
    }
    return best?.leaf
  }

  /// Letters and digits, ASCII in lower case.
  private func folded(_ pieces: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    for piece in page.pieces[pieces] {
      for byte in page.bytes(piece) {
        if Letters.isASCIILetter(byte) {
          result.append(byte | 0x20)
        } else if byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) {
          result.append(byte)
        }
      }
    }
    return result
  }

  /// Whether a leaf stands in a heading.
  func isHeading(_ leaf: Int) -> Bool {
    context.isHeading(page.leaves[leaf].element, in: page)
  }

  /// The sums over all leaves.
  var whole: SIMD8<Int32> { sums[sums.count - 1] }

  func sum(_ leaves: Range<Int>) -> SIMD8<Int32> { sums[leaves.upperBound] &- sums[leaves.lowerBound] }

  static func share(_ part: Int32, _ whole: Int32) -> Int32 {
    whole > 0 ? Int32(clamping: Int64(part) * 1_000 / Int64(whole)) : 0
  }
}
