/// What the names that templates give their elements say.
enum NameWords {
  /// Words of class and id, of templates in English, Vietnamese, German, French and Spanish.
  private static let marks: [TagName: PageLines.Marks] = {
    var table: [TagName: PageLines.Marks] = [:]
    func add(_ words: String, _ marks: PageLines.Marks) {
      for word in words.split(separator: " ") { table[TagName(word.utf8)] = marks }
    }
    add(
      "author authors byline bylines writer writers contributor contributors tacgia autor autoren auteur authored",
      .author)
    add(
      "authorname authornames postauthor articleauthor entryauthor blogauthor bylinename authorlink creator",
      .author)
    add("username poster postername", .userName)
    add(
      "date dateline published datepublished timestamp pubdate posted time datetime publishdate postdate ngay",
      .date)
    add(
      "articledate entrydate postdate createdate datum fecha publishtime pubtime datepost day meta info",
      .date)
    add(
      "updated modified lastmod datemodified lastupdated updatedate revised modifieddate", [.date, .modified])
    add(
      "comment comments related recommended sidebar widget newsletter carousel breadcrumb breadcrumbs menu",
      .elsewhere)
    add(
      "nav navbar navigation footer popular trending replies reply testimonial testimonials rating ratings customer disqus teaser readmore sponsored latest",
      .elsewhere)
    add(
      "bio biography avatar image img photo picture social description desc position job role jobtitle",
      .notName)
    table[TagName("meta")] = []
    table[TagName("info")] = []
    return table
  }()

  /// A bit for some bits of each word's hash: most words of a page are none of the table's.
  private static let filter: [UInt64] = {
    var filter = [UInt64](repeating: 0, count: 64)
    for word in marks.keys { filter[Int(word.hash >> 6 & 63)] |= 1 << (word.hash & 63) }
    return filter
  }()

  private static func mayBeKnown(_ word: TagName) -> Bool {
    filter[Int(word.hash >> 6 & 63)] & 1 << (word.hash & 63) != 0
  }

  static func marks(of value: some Collection<UInt8>) -> PageLines.Marks {
    var result: PageLines.Marks = []
    var word = TagName()
    var length = 0
    var previousIsLower = false
    func close() {
      if length >= 2, length <= 24, mayBeKnown(word), let marks = marks[word] { result.formUnion(marks) }
      word = TagName()
      length = 0
    }
    for byte in value {
      guard TagReader.isLetter(byte) else {
        close()
        previousIsLower = false
        continue
      }
      let isUpper = byte < 0x61
      if isUpper, previousIsLower { close() }
      previousIsLower = !isUpper
      word.add(byte | 0x20)
      length += 1
    }
    close()
    return result
  }

  private static let authorFolders = Set(authorFolderNames.map { TagName($0.utf8) })
  private static let authorFolderNames = [
    "author", "authors", "writer", "writers", "contributor", "contributors", "byline", "tac-gia", "autor",
    "autoren",
    "auteur", "reporter", "journalist", "columnist", "staff",
  ]

  /// Whether an address is one of a page on an author: a folder of that name with something in it.
  static func isAuthorAddress(_ value: some Collection<UInt8>) -> Bool {
    guard value.count < 300 else { return false }
    let address = value.map(TagReader.lower)
    let end = address.firstIndex { $0 == 0x3F || $0 == 0x23 } ?? address.count
    if holdsAuthorQuery(address) { return true }
    // The last part is the page itself.
    var isFolder = false
    for part in address[..<end].split(separator: 0x2F) {
      if isFolder { return true }
      isFolder = part.count <= 12 && authorFolders.contains(TagName(part))
    }
    return false
  }

  private static func holdsAuthorQuery(_ query: [UInt8]) -> Bool {
    query.indices.contains { i in
      (query[i] == 0x3F || query[i] == 0x26) && query[(i + 1)...].starts(with: "author=".utf8)
    }
  }
}
