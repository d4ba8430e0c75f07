import Markup

/// Which elements around each one are named as parts of a comment, by words of class and itemprop: for each
/// family the nearest, so that one look tells, however deep elements are nested.
struct CommentNames {
  enum Family: Int, CaseIterable {
    /// What stands over the text of a comment.
    case head
    /// What one can do with a comment.
    case tool
    /// Who wrote it, the surest names and others.
    case author, maybeAuthor
  }

  /// The nearest element of each family, itself included; 0 for none.
  private var nearest: [SIMD4<Int32>]

  /// - Complexity: O(elements + bytes of their names).
  init(_ page: HTMLPage) {
    nearest = Array(repeating: SIMD4(repeating: 0), count: page.elements.count)
    for element in page.elements.indices.dropFirst() {
      var own = nearest[page.elements[element].parent]
      let families = Self.families(of: element, page)
      for family in Family.allCases where families & 1 << UInt64(family.rawValue) != 0 {
        own[family.rawValue] = Int32(element)
      }
      nearest[element] = own
    }
  }

  /// Whether an element, or one around it inside an outer one, has a word of a family.
  func isNamed(_ element: Int, _ family: Family, upTo outer: Int) -> Bool {
    Int(nearest[element][family.rawValue]) > outer
  }

  private static func families(of element: Int, _ page: HTMLPage) -> UInt64 {
    var families: UInt64 = 0
    for key in [AttributeKey.class, .itemprop] {
      guard let value = page.value(of: key, of: element) else { continue }
      var hash = WordHash.start
      var previousIsLower = false
      for byte in value {
        let isUpper = byte >= 0x41 && byte <= 0x5A
        let isWord = Letters.isASCIILetter(byte)
        if !isWord || (isUpper && previousIsLower) {
          families |= table[hash]
          hash = WordHash.start
        }
        if isWord { hash = WordHash.add(byte | 0x20, to: hash) }
        previousIsLower = isWord && !isUpper
      }
      families |= table[hash]
    }
    return families
  }

  private static let table: HashTable = {
    var table: [UInt64: UInt64] = [:]
    for (family, words) in words {
      for word in words.split(separator: " ") {
        table[WordHash.of(word.utf8), default: 0] |= 1 << UInt64(family.rawValue)
      }
    }
    return HashTable(table)
  }()

  private static let words: [(Family, String)] = [
    (
      .head,
      "author vcard meta metadata date time datetime fn user username name nickname nick info header head "
        + "byline avatar by published commenttime datepublished creator commentmetadata"
    ),
    (
      .tool,
      "reply replylink edit respond actions tools like likes share vote votes rating report buttons "
        + "pagination nav"
    ),
    (.author, "fn username nickname nick authorname"), (.maybeAuthor, "name author user by creator"),
  ]
}
