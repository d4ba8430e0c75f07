import Markup

/// Finds the leaf that is the page's title, by what the head of the page says and where the text begins.
///
/// - Complexity: O(headings · titles in the head), fifty headings at most.
struct TitleLeaf {
  private let page: HTMLPage
  private let letters: LetterCounts
  private let cuts: PageCuts
  /// Titles in the head, letters only.
  private var titles: [[UInt8]] = []
  /// What dashes and bars divide them into.
  private var parts: Set<[UInt8]> = []
  /// Names of the site.
  private var sites: Set<[UInt8]> = []

  init(_ page: HTMLPage, _ letters: LetterCounts, _ cuts: PageCuts) {
    self.page = page
    self.letters = letters
    self.cuts = cuts
    for i in page.elements.indices {
      let tag = page.elements[i].tag
      if tag == .title {
        add(title: page.pieces[page.elements[i].pieces].flatMap { page.bytes($0) })
      } else if tag == .meta,
        let name = (page.string(of: .property, of: i) ?? page.string(of: .name, of: i))?.lowercased(),
        Self.titleNames.contains(name) || Self.siteNames.contains(name),
        let value = page.value(of: .content, of: i)
      {
        if Self.titleNames.contains(name) { add(title: Array(value)) }
        if Self.siteNames.contains(name) { sites.insert(Self.folded(value)) }
      }
    }
  }

  private static let titleNames: Set<String> = ["og:title", "twitter:title", "citation_title", "dc.title"]
  private static let siteNames: Set<String> = [
    "og:site_name", "application-name", "apple-mobile-web-app-title",
  ]
  private static let dividers: Set<[UInt8]> = Set(
    ["|", "-", "–", "—", "·", "::", "»", "«", "•", "/"].map { Array($0.utf8) })

  private mutating func add(title: [UInt8]) {
    guard title.count < 4_000 else { return }
    var (whole, part): ([UInt8], [UInt8]) = ([], [])
    for word in WhiteSpace.collapsed(title).split(separator: 0x20) {
      if Self.dividers.contains(Array(word)) {
        if !part.isEmpty { parts.insert(part) }
        part = []
      } else {
        let letters = Self.folded(word)
        part += letters
        whole += letters
      }
    }
    if !part.isEmpty { parts.insert(part) }
    if !whole.isEmpty { titles.append(whole) }
  }

  /// The title: the longest heading that the head names; else a line of another kind that is the title to the
  /// letter; else a heading that holds the title; else the heading right above the text, in the elements
  /// around it; else the only heading of the first level.
  ///
  /// - Parameters:
  ///   - prose: the first leaf of the text.
  ///   - container: the element that holds the text.
  ///   - isVisible: whether a reader sees a leaf.
  func leaf(before prose: Int, in container: Int, isVisible: (Int) -> Bool) -> Int? {
    let headings = page.leaves.indices.prefix(prose + 3).filter { i in
      (level(i) ?? 3) <= 2 && letters.text(page.leaves[i].pieces) > 0 && isVisible(i)
    }
    let above = headingAbove(prose, headings, in: container)
    if let named = named(headings.prefix(50)) {
      // A title that is the site's name and nothing else names no page.
      let text = folded(named)
      let isAll = titles.allSatisfy { $0 == text }
      if let above, isAll, above > named, !page.isInside(page.leaves[named].element, container) {
        return above
      }
      return named
    }
    if let line = lineOfTitle(before: prose, isVisible) { return line }
    if let holder = headings.prefix(50).first(where: { holdsTitle($0) }) { return holder }
    if let above { return above }
    let first = headings.filter { level($0) == 1 }
    return first.count == 1 && letters.linkText(page.leaves[first[0]].pieces) == 0 ? first[0] : nil
  }

  private func level(_ leaf: Int) -> Int? {
    page.ancestor(of: page.leaves[leaf].element, where: { $0 == .h1 || $0 == .h2 })
      .flatMap { page.elements[$0].tag.headingLevel }
  }

  /// What stands in no element that goes by its name is preferred.
  private func named(_ headings: ArraySlice<Int>) -> Int? {
    let named = headings.filter { leaf in
      let text = folded(leaf)
      guard !text.isEmpty, !sites.contains(text) else { return false }
      return parts.contains(text)
        || text.count >= 8 && titles.contains { $0.count < 2_000 && Letters.contains($0, text) }
    }
    let open = named.filter { cuts.rules[page.leaves[$0].element] == nil }
    return (open.isEmpty ? named : open).max { a, b in
      let (x, y) = (folded(a).count, folded(b).count)
      return x == y ? a > b : x < y
    }
  }

  /// A line that is no heading but says what the title says, and is no link.
  private func lineOfTitle(before prose: Int, _ isVisible: (Int) -> Bool) -> Int? {
    page.leaves.indices.prefix(prose).last { leaf in
      let pieces = page.leaves[leaf].pieces
      guard (10...400).contains(letters.text(pieces)), letters.linkText(pieces) == 0, isVisible(leaf) else {
        return false
      }
      let text = folded(leaf)
      return !sites.contains(text) && (parts.contains(text) || titles.contains(text))
    }
  }

  private func holdsTitle(_ leaf: Int) -> Bool {
    let text = folded(leaf)
    guard text.count < 2_000, letters.linkText(page.leaves[leaf].pieces) == 0 else { return false }
    return parts.contains { $0.count >= 12 && $0.count * 2 >= text.count && Letters.contains(text, $0) }
  }

  /// The first heading before the text in the nearest element around it that has one. Headings of entries,
  /// whose like stand further down, are none.
  private func headingAbove(_ prose: Int, _ headings: [Int], in container: Int) -> Int? {
    var element = container
    while element > 0 {
      let leaves = page.elements[element].leaves
      let found = headings.first { leaf in
        leaves.contains(leaf) && leaf < prose && cuts.rules[page.leaves[leaf].element] == nil
          && letters.linkText(page.leaves[leaf].pieces) == 0 && !sites.contains(folded(leaf))
      }
      if let found { return isAlone(found) ? found : nil }
      element = page.elements[element].parent
    }
    return nil
  }

  /// Whether no later heading of its level looks the same: tag, names, and names of the element around it.
  private func isAlone(_ leaf: Int) -> Bool {
    guard let heading = page.ancestor(of: page.leaves[leaf].element, where: { $0 == .h1 || $0 == .h2 }) else {
      return false
    }
    let (tag, look) = (page.elements[heading].tag, look(heading))
    return !page.elements.indices.dropFirst(heading + 1).contains { other in
      page.elements[other].tag == tag && self.look(other) == look
    }
  }

  private func look(_ element: Int) -> [String?] {
    let parent = max(0, page.elements[element].parent)
    return [
      page.attribute("class", of: element), page.attribute("class", of: parent),
      "\(page.elements[parent].tag.rawValue)",
    ]
  }

  private func folded(_ leaf: Int) -> [UInt8] {
    Self.folded(page.pieces[page.leaves[leaf].pieces].flatMap { page.bytes($0) })
  }

  /// Letters and digits, ASCII in lower case; no-break and zero-width spaces are none.
  private static func folded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes {
      if Letters.isASCIILetter(byte) {
        result.append(byte | 0x20)
      } else if byte >= 0x80 || (0x30...0x39).contains(byte) {
        result.append(byte)
        let isNoBreak = byte == 0xA0 && result.count >= 2 && result[result.count - 2] == 0xC2
        let isZeroWidth = byte == 0x8B && result.suffix(3).elementsEqual([0xE2, 0x80, 0x8B])
        if isNoBreak { result.removeLast(2) }
        if isZeroWidth { result.removeLast(3) }
      }
    }
    return result
  }
}
