import Markup

/// Furniture that its tag, role or name says it is, however much of the page's text it holds.
///
/// `PageCuts` lets no name take most of a page, because names mislead. On a page with little text a footer or
/// a notice may be most of it; there a second sign is asked for: that its text says so too, or that nothing
/// but furniture is left.
struct NamedFurniture {
  /// A page with more letters has a text beside its furniture.
  static let maxLetters = 3_000
  /// In more bytes of the page no sign is looked for.
  private static let maxBytes = 30_000

  let page: HTMLPage
  let letters: LetterCounts
  /// Whether the page has so little text that the question arises.
  var isAsked: Bool { letters.text(of: 0) <= Self.maxLetters }

  private static let rules: Set<CutRule> = [
    .navigation, .pageFooter, .shareButtons, .relatedPages, .advertisement, .subscription, .notice, .sidebar,
  ]

  /// The rule for the nearest furniture around an element, itself included; nil in an article or the main
  /// part of the page.
  func rule(around element: Int) -> CutRule? {
    var i = element
    while i > 0, ![.article, .main, .body].contains(page.elements[i].tag) {
      if let rule = rule(of: i) { return rule }
      i = page.elements[i].parent
    }
    return nil
  }

  private func rule(of element: Int) -> CutRule? {
    if let rule = CutRules.rule(for: page.elements[element].tag) { return rule }
    if page.elements[element].marks.contains(.hasRole), let role = page.attribute("role", of: element),
      let rule = CutRules.roles[role.lowercased()], Self.rules.contains(rule)
    {
      return rule
    }
    var rule: CutRule?
    for word in page.words(of: element) where PageCuts.names.contains(word.key) {
      if word.families.contains(.content) { return nil }
      if rule == nil, word.families.contains(.cut) { rule = KnownWords.rules[Int(word.rule)] }
    }
    return rule.flatMap { Self.rules.contains($0) ? $0 : nil }
  }

  /// Whether the text of an element says what a rule takes it for: the rights in a footer, cookies in a
  /// notice.
  func saysSo(_ element: Int, _ rule: CutRule) -> Bool {
    let pieces = page.pieces[page.elements[element].pieces]
    guard isAsked, let signs = Self.signs[rule], letters.text(of: element) <= Self.maxLetters / 2,
      let first = pieces.first, let last = pieces.last,
      last.range.upperBound - first.range.lowerBound <= Self.maxBytes,
      !(element..<page.elements[element].end).contains(where: {
        [.h1, .main, .article].contains(page.elements[$0].tag)
      })
    else { return false }
    return page.elements[element].leaves.contains { leaf in
      let text = page.pieces[page.leaves[leaf].pieces].flatMap { page.bytes($0) }
        .map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
      return signs.contains { Letters.contains(text, $0) }
    }
  }

  private static let signs: [CutRule: [[UInt8]]] = [
    .pageFooter: [
      "©", "copyright", "rights reserved", "bản quyền", "giấy phép", "រក្សាសិទ្ធិ", "rechte vorbehalten",
      "droits réservés", "derechos reservados", "impressum",
    ],
    .notice: ["cookie", "consent", "gdpr", "javascript"],
  ].mapValues { $0.map { Array($0.utf8) } }
}

extension ContentChoice {
  /// Where nothing stays but furniture and lines about rights, that goes too: the page has no text.
  ///
  /// Prose of some length is no furniture, but in footers and notices.
  mutating func cutFurnitureAlone(_ features: LeafFeatures) {
    let furniture = NamedFurniture(page: features.page, letters: features.letters)
    guard furniture.isAsked else { return }
    let kept = features.rows.filter { rules[$0] == nil }
    let mayBeAny = kept.reduce(0) { $0 + features.texts[$1].letters } <= Self.maxFurniture
    var found: [(leaf: Int, rule: CutRule)] = []
    for leaf in kept {
      let rule =
        furniture.rule(around: features.page.leaves[leaf].element)
        ?? (isLegal(leaf, features) ? .pageFooter : nil)
      if let rule, mayBeAny || rule == .pageFooter || rule == .notice {
        found.append((leaf, rule))
      } else if !features.isHeading(leaf) {
        return
      }
    }
    for (leaf, rule) in found { rules[leaf] = rule }
  }

  /// More letters are prose, whatever the elements around them are called.
  private static let maxFurniture = 500

  private func isLegal(_ leaf: Int, _ features: LeafFeatures) -> Bool {
    features.texts[leaf].hasCopyright && features.texts[leaf].letters < 400 && !features.isHeading(leaf)
  }
}
