/// Attributes that hold names; those of a word.
struct NameKeys: OptionSet {
  let rawValue: UInt8
  static let `class` = NameKeys(rawValue: 1)
  static let id = NameKeys(rawValue: 2)
  static let itemprop = NameKeys(rawValue: 4)
  static let rel = NameKeys(rawValue: 8)
  static let all: NameKeys = [.class, .id, .itemprop, .rel]
}

/// What a word in a name speaks for; a word may speak for several.
struct WordFamilies: OptionSet {
  let rawValue: UInt16
  /// Furniture: the word has a rule in `CutRules.words`.
  static let cut = WordFamilies(rawValue: 1)
  static let commentArea = WordFamilies(rawValue: 2)
  /// The word `comment`, and those that make an area of it when they follow.
  static let comment = WordFamilies(rawValue: 4)
  static let afterComment = WordFamilies(rawValue: 8)
  static let content = WordFamilies(rawValue: 16)
  static let caption = WordFamilies(rawValue: 32)
  static let byline = WordFamilies(rawValue: 64)
  static let date = WordFamilies(rawValue: 128)
  static let lead = WordFamilies(rawValue: 256)
  static let commentHead = WordFamilies(rawValue: 512)
  static let commentTool = WordFamilies(rawValue: 1024)
  static let commentAuthor = WordFamilies(rawValue: 2048)
  /// What stands apart in a byline.
  static let apart = WordFamilies(rawValue: 4096)
}

/// One word of an element's class, id, itemprop or rel.
struct NameWord {
  let key: NameKeys
  let families: WordFamilies
  /// Index in `KnownWords.rules` where the word is furniture.
  let rule: UInt16
}

/// The words that the rules know, looked up without a string for each.
enum KnownWords {
  /// Names of rules, by `NameWord.rule`.
  static let rules: [CutRule] = Set(CutRules.words.values).sorted { $0.rawValue < $1.rawValue }

  private struct Entry {
    var hash: UInt64
    var families: WordFamilies
    var rule: UInt16
  }

  private static let lists: [(WordFamilies, Set<String>)] = [
    (.cut, Set(CutRules.words.keys)), (.commentArea, CutRules.commentAreas), (.comment, ["comment"]),
    (.afterComment, CutRules.afterComment), (.content, CutRules.contentWords),
    (.caption, RoleWords.captions), (.byline, RoleWords.bylines), (.date, RoleWords.dates),
    (.lead, RoleWords.leads), (.commentHead, RoleWords.commentHeads), (.commentTool, RoleWords.commentTools),
    (.commentAuthor, RoleWords.commentAuthors), (.apart, ShownEdge.parts),
  ]

  /// A bit for some bits of the hash of each word in `table` or `NameGroups.table`: most words of a page are
  /// in neither, and need no look at them.
  private static let filter: [UInt64] = {
    var filter = [UInt64](repeating: 0, count: 256)
    for entry in table where entry.hash != 0 {
      filter[place(inFilter: entry.hash)] |= bit(inFilter: entry.hash)
    }
    for hash in NameGroups.table.words { filter[place(inFilter: hash)] |= bit(inFilter: hash) }
    return filter
  }()
  @inline(__always) private static func place(inFilter hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash ^ (hash >> 32)) >> 6) & 255
  }
  @inline(__always) private static func bit(inFilter hash: UInt64) -> UInt64 {
    1 << ((hash ^ (hash >> 32)) & 63)
  }

  /// An open table of 4,096 places, so that hardly a word needs a second look.
  private static let table: [Entry] = {
    var table = [Entry](repeating: Entry(hash: 0, families: [], rule: 0), count: 4_096)
    for (family, words) in lists {
      for word in words.sorted() {
        let hash = WordHash.of(word.utf8)
        let place = place(of: hash, in: table)
        table[place].hash = hash
        table[place].families.formUnion(family)
        if let rule = CutRules.words[word] { table[place].rule = UInt16(rules.firstIndex(of: rule) ?? 0) }
      }
    }
    return table
  }()

  /// Words are told by 64 bits of hash: that one is taken for another by chance will not happen, and by
  /// intent it gains nothing.
  @inline(__always) private static func place(of hash: UInt64, in table: [Entry]) -> Int {
    var place = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & 4_095
    while table[place].hash != 0, table[place].hash != hash { place = (place + 1) & 4_095 }
    return place
  }

  /// Splits a name into words as `CutRules.split` does, at most 1,000 of them, and adds those that the rules
  /// know; of the others only one behind `comment`, whose next word counts.
  ///
  /// - Parameters:
  ///   - first: where the words of the element begin.
  ///   - groups: takes the groups (`NameGroups`) of words of two letters and more.
  static func add(
    _ names: ArraySlice<UInt8>, _ key: NameKeys, to words: inout [NameWord], from first: Int,
    groups: inout UInt64
  ) {
    names.withUnsafeBufferPointer { names in
      filter.withUnsafeBufferPointer { filter in
        var left = 1_000
        var hash = WordHash.start
        var start = 0
        var previousIsLower = false
        for (i, byte) in names.enumerated() {
          let isUpper = byte >= 0x41 && byte <= 0x5A
          let isWord = Letters.isASCIILetter(byte)
          if !isWord || (isUpper && previousIsLower) {
            if hash != WordHash.start {
              take(hash, i - start, filter, key, first, &left, &words, &groups)
              hash = WordHash.start
            }
            start = isWord ? i : i + 1
          }
          if isWord { hash = WordHash.add(byte | 0x20, to: hash) }
          previousIsLower = isWord && !isUpper
        }
        if hash != WordHash.start {
          take(hash, names.count - start, filter, key, first, &left, &words, &groups)
        }
      }
    }
  }

  @inline(__always) private static func take(
    _ hash: UInt64, _ length: Int, _ filter: UnsafeBufferPointer<UInt64>, _ key: NameKeys, _ first: Int,
    _ left: inout Int, _ words: inout [NameWord], _ groups: inout UInt64
  ) {
    left -= 1
    var (families, rule): (WordFamilies, UInt16) = ([], 0)
    if filter[place(inFilter: hash)] & bit(inFilter: hash) != 0 {
      if length > 1 { groups |= NameGroups.table[hash] }
      let entry = table[place(of: hash, in: table)]
      (families, rule) = (entry.families, entry.rule)
    }
    if left >= 0, !families.isEmpty || isAfterComment(words, first, key) {
      words.append(NameWord(key: key, families: families, rule: rule))
    }
  }

  /// Whether the last word of a class or id of the element is `comment`.
  @inline(__always) private static func isAfterComment(
    _ words: [NameWord], _ first: Int, _ key: NameKeys
  ) -> Bool {
    var last = words.count - 1
    while last >= first, words[last].key == .itemprop || words[last].key == .rel { last -= 1 }
    return last >= first && words[last].families.contains(.comment)
  }
}
