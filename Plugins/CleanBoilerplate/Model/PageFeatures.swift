import Markup

/// What the model knows of a page as a whole.
struct PageFeatures {
  static let names: [String] =
    [
      "page.letters", "page.leaves", "page.linkShare", "page.proseShare", "page.longLeaves", "page.headings",
      "page.h1", "page.articleTags", "page.forms", "page.images", "page.tables", "page.listItems",
      "page.prices", "page.dates", "page.shopWords", "page.forumWords", "page.commentWords", "page.questions",
      "page.repeatLetters", "page.repeatCount", "page.ogType", "page.published", "page.schemaArticle",
      "page.schemaProduct", "page.schemaForum", "page.schemaCollection", "page.schemaQA", "page.pathDepth",
      "page.pathWords", "page.pathDigits", "page.isHome", "page.inputs", "page.commentAreas",
      "page.ruleShare",
    ]
    + hints.map { "page.hint." + $0.name }

  /// Words of the address that say what a page is, and of the class of the body.
  static let hints: [(name: String, words: [String])] = [
    (
      "forum",
      [
        "forum", "forums", "thread", "threads", "topic", "topics", "viewtopic", "showthread", "community",
        "discussion", "discussions", "t", "boards", "question", "questions",
      ]
    ),
    ("shop", ["product", "products", "shop", "item", "dp", "p", "store", "app"]),
    (
      "collection",
      [
        "collection", "collections", "category", "categories", "catalog", "c", "genre", "browse",
        "search", "tag", "tags", "topics", "archive",
      ]
    ),
    (
      "blog", ["blog", "blogs", "post", "posts", "article", "articles", "news", "story", "stories", "single"]
    ),
    (
      "docs",
      [
        "docs", "doc", "documentation", "manual", "guide", "guides", "reference", "api", "help", "wiki",
        "tutorial", "learn",
      ]
    ),
    ("service", ["service", "services", "solutions", "pricing", "about", "features", "insurance"]),
  ]
  private static let hintTable: [UInt64: Int] = {
    var table: [UInt64: Int] = [:]
    for (i, hint) in hints.enumerated() {
      for word in hint.words { table[WordHash.of(word.utf8)] = i }
    }
    return table
  }()

  struct Address {
    var depth: Int32 = 0
    var words: Int32 = 0
    var digits: Int32 = 0
    var hints = SIMD8<Int32>(repeating: 0)
    var isKnown = false
  }

  private(set) var address = Address()
  private(set) var ogType: Int32 = 0
  private(set) var isPublished: Int32 = 0
  private(set) var schema = SIMD8<Int32>(repeating: 0)

  /// Reads the head of a page.
  init(_ page: HTMLPage) {
    var scripts = 0
    for i in page.elements.indices {
      switch page.elements[i].tag {
      case .meta: meta(i, page)
      case .link:
        if page.string(of: .rel, of: i)?.lowercased() == "canonical", let link = page.attribute("href", of: i)
        {
          address(link)
        }
      case .script:
        if scripts < 12, page.string(of: .type, of: i)?.lowercased() == "application/ld+json" {
          scripts += 1
          for piece in page.pieces[page.elements[i].pieces] { types(page.bytes(piece).prefix(20_000)) }
        }
      case .body: names(page.attribute("class", of: i) ?? "")
      default: break
      }
    }
  }

  private mutating func meta(_ element: Int, _ page: HTMLPage) {
    guard let name = page.string(of: .property, of: element) ?? page.string(of: .name, of: element) else {
      return
    }
    switch name.lowercased() {
    case "og:type":
      switch page.string(of: .content, of: element)?.lowercased() {
      case "article", "blog", "news": ogType = 3
      case "product", "og:product", "product.item", "product.group": ogType = 1
      case "website": ogType = 2
      default: ogType = 4
      }
    case "article:published_time", "datepublished", "pubdate", "dc.date", "date", "article:modified_time":
      isPublished += 1
    case "og:url": if let link = page.string(of: .content, of: element) { address(link) }
    default: break
    }
  }

  private mutating func address(_ link: String) {
    guard !address.isKnown, link.utf8.count < 1_000 else { return }
    var rest = Array(link.utf8)[...]
    if let scheme = rest.firstIndex(of: 0x3A), rest.dropFirst(scheme + 1).prefix(2) == [0x2F, 0x2F] {
      rest = rest.dropFirst(scheme + 3)
    }
    guard let slash = rest.firstIndex(of: 0x2F) else { return }
    address.isKnown = true
    for part in rest[slash...].split(separator: 0x2F) {
      address.depth += 1
      let path = part.prefix { $0 != 0x3F && $0 != 0x23 }
      address.words += Int32(path.split { $0 == 0x2D || $0 == 0x5F }.count)
      address.digits += Int32(path.count { $0 >= 0x30 && $0 <= 0x39 })
      if let hint = Self.hintTable[WordHash.of(path.map { Letters.isASCIILetter($0) ? $0 | 0x20 : $0 })] {
        address.hints[hint] |= 1
      }
      for word in path.split(whereSeparator: { $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }) {
        if let hint = Self.hintTable[WordHash.of(word.map { Letters.isASCIILetter($0) ? $0 | 0x20 : $0 })] {
          address.hints[hint] |= 1
        }
      }
    }
  }

  private mutating func names(_ names: String) {
    for word in CutRules.split(String(names.prefix(1_000))) {
      if let hint = Self.hintTable[WordHash.of(word.utf8)] { address.hints[hint] |= 2 }
    }
  }

  private static let schemaTypes: [(lane: Int, names: [[UInt8]])] = [
    (0, ["Article\"", "BlogPosting\"", "NewsArticle\"", "Report\""]), (1, ["\"Product\"", "ProductGroup\""]),
    (2, ["DiscussionForumPosting\""]), (3, ["CollectionPage\"", "ItemList\"", "OfferCatalog\""]),
    (4, ["QAPage\"", "FAQPage\"", "Question\""]),
  ].map { ($0.0, $0.1.map { Array($0.utf8) }) }

  private static func stands(_ name: [UInt8], before end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = end + 1 - name.count
    guard start >= 0 else { return false }
    var i = name.count - 2
    while i >= 0, bytes[start + i] == name[i] { i -= 1 }
    return i < 0
  }

  private mutating func types(_ bytes: ArraySlice<UInt8>) {
    let types = Self.schemaTypes
    bytes.withUnsafeBufferPointer { bytes in
      // Every name ends in a quotation mark.
      for end in bytes.indices where bytes[end] == 0x22 && end > 0 && Letters.isASCIILetter(bytes[end - 1]) {
        for type in types where schema[type.lane] == 0 {
          if type.names.contains(where: { Self.stands($0, before: end, in: bytes) }) { schema[type.lane] = 1 }
        }
      }
    }
  }
}
