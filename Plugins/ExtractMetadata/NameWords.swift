/// What the names that templates give their elements say.
enum NameWords {
  /// Words of class and id, of templates in English, Vietnamese, German, French and Spanish.
  private static let marks: [String: PageLines.Marks] = {
    var table: [String: PageLines.Marks] = [:]
    func add(_ words: String, _ marks: PageLines.Marks) {
      for word in words.split(separator: " ") { table[String(word)] = marks }
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
    table["meta"] = []
    table["info"] = []
    return table
  }()

  static func marks(of value: some Collection<UInt8>) -> PageLines.Marks {
    var result: PageLines.Marks = []
    var word: [UInt8] = []
    var previousIsLower = false
    func close() {
      guard word.count >= 2, word.count <= 24 else {
        word = []
        return
      }
      result.formUnion(marks[String(decoding: word, as: UTF8.self)] ?? [])
      word = []
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
      word.append(byte | 0x20)
    }
    close()
    return result
  }

  private static let authorFolders: Set<String> = [
    "author", "authors", "writer", "writers", "contributor", "contributors", "byline", "tac-gia", "autor",
    "autoren",
    "auteur", "reporter", "journalist", "columnist", "staff",
  ]

  /// Whether an address is one of a page on an author: a folder of that name with something in it.
  static func isAuthorAddress(_ value: some Collection<UInt8>) -> Bool {
    guard value.count < 300 else { return false }
    let address = String(decoding: value, as: UTF8.self).lowercased()
    if address.holds("?author=") || address.holds("&author=") { return true }
    let parts = address.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
    for i in parts.indices.dropLast() where authorFolders.contains(String(parts[i])) { return true }
    return false
  }
}
