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
  static let rules: [String] = Array(Set(CutRules.words.values)).sorted()

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

  /// An open table of 4,096 places, so that hardly a word needs a second look.
  private static let table: [Entry] = {
    var table = [Entry](repeating: Entry(hash: 0, families: [], rule: 0), count: 4_096)
    for (family, words) in lists {
      for word in words.sorted() {
        let hash = hash(of: word)
        let place = place(of: hash, in: table)
        table[place].hash = hash
        table[place].families.formUnion(family)
        if let rule = CutRules.words[word] { table[place].rule = UInt16(rules.firstIndex(of: rule) ?? 0) }
      }
    }
    return table
  }()

  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
  @inline(__always) private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
  private static func hash(of word: String) -> UInt64 { word.utf8.reduce(seed) { mixed($0, $1) } }

  /// Words are told by 64 bits of hash: that one is taken for another by chance will not happen, and by
  /// intent it gains nothing.
  @inline(__always) private static func place(of hash: UInt64, in table: [Entry]) -> Int {
    var place = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & 4_095
    while table[place].hash != 0, table[place].hash != hash { place = (place + 1) & 4_095 }
    return place
  }

  /// Splits a name into words as `CutRules.split` does, and adds each; at most 1,000 of a name.
  static func add(_ names: ArraySlice<UInt8>, _ key: NameKeys, to words: inout [NameWord]) {
    let table = table
    let limit = words.count + 1_000
    var hash = seed
    var previousIsLower = false
    func end() {
      guard hash != seed, words.count < limit else { return }
      let entry = table[place(of: hash, in: table)]
      words.append(NameWord(key: key, families: entry.families, rule: entry.rule))
    }
    names.withUnsafeBufferPointer { names in
      for byte in names {
        let isUpper = byte >= 0x41 && byte <= 0x5A
        let isWord = Letters.isASCIILetter(byte)
        if !isWord || (isUpper && previousIsLower) {
          end()
          hash = seed
        }
        if isWord { hash = mixed(hash, byte | 0x20) }
        previousIsLower = isWord && !isUpper
      }
    }
    end()
  }
}
