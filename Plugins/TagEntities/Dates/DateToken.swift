/// What a date grammar sees: numbers, names of months, and the few words that dates are made of.
struct DateToken: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// A whole number of digits of any script; the count of digits tells years from days.
    case number(Int, digits: Int)
    /// "5th", "mùng 5": a day or a century.
    case ordinal(Int)
    /// "1980s": the first year.
    case decade(Int)
    /// A month's name; `isWord` for one that is also a common word ("may", "march").
    case month(Int, isWord: Bool)
    case weekday
    case keyword(Keyword)
    case other

    /// Whether a date may begin with it.
    var canBegin: Bool {
      switch self {
      case .other: false
      case .keyword(let keyword):
        switch keyword {
        case .early, .day, .monthHead, .year, .yearsPlural, .decadeWord, .century, .buddhistEra, .ourEra,
          .apostrophe:
          true
        default: false
        }
      default: true
      }
    }
  }

  /// Words with a meaning in a date, in any of the three languages.
  enum Keyword: Sendable, Equatable {
    // Marks
    case comma, fullStop, slash, dash, apostrophe, openBracket
    // English and common
    case of, the, to, and, early, century, decadeWord, beforeChrist, ourEra
    // Vietnamese and Khmer heads
    case day, monthHead, year, yearsPlural, buddhistEra
  }

  enum Language: Sendable { case english, vietnamese, khmer }

  var kind: Kind
  /// UTF-8 bytes of the document's text.
  var range: Range<Int>
  /// The folded word; empty for a part of a run without spaces.
  var word = Word("")
  /// Its Unicode scalars, and its last byte.
  var letters: UInt8 = 0
  var last: UInt8 = 0
  var isCapitalised: Bool
  var spaceBefore: Bool
  /// The language whose word it is; nil for numbers and marks.
  var language: Language?
  var isDecade: Bool { if case .decade = kind { true } else { false } }
  /// Of a Khmer head of years: whether a preposition stands right before it, or a space; behind other words, as in
  /// "ពីរឆ្នាំ", it may count years.
  var isNaming = false
  /// As the text has it: "first" is a word, and "1st" a number.
  var written = Token.Kind.word
  /// A punctuation mark.
  var isMark: Bool { written == .punctuation }
}

/// Words of dates.
enum DateLexicon {
  static let english: [String: DateToken.Kind] = {
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
      "november",
      "december",
    ]
    var words: [String: DateToken.Kind] = [:]
    for (index, month) in months.enumerated() {
      words[month] = .month(index + 1, isWord: month == "may" || month == "march" || month == "august")
      if month != "may" { words[String(month.prefix(3))] = .month(index + 1, isWord: month == "march") }
    }
    words["sept"] = .month(9, isWord: false)
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
      words[day] = .weekday
    }
    let keywords: [(String, DateToken.Keyword)] = [
      ("of", .of), ("the", .the), ("to", .to), ("until", .to), ("till", .to), ("through", .to), ("and", .and),
      ("early", .early), ("late", .early), ("mid", .early), ("century", .century), ("centuries", .century),
      ("bc", .beforeChrist), ("bce", .beforeChrist), ("ad", .ourEra), ("ce", .ourEra), ("be", .buddhistEra),
    ]
    for (word, keyword) in keywords { words[word] = .keyword(keyword) }
    let ordinals = [
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
      "eleventh",
      "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
      "nineteenth",
      "twentieth",
    ]
    for (index, word) in ordinals.enumerated() { words[word] = .ordinal(index + 1) }
    let decades = [
      "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties",
    ]
    for (index, word) in decades.enumerated() { words[word] = .decade(20 + 10 * index) }
    return words
  }()

  /// The same, by the word.
  static let englishWords = WordTable(english.map { ($0.key, $0.value) })

  /// Vietnamese words; a number in words is a month only after "tháng".
  static let vietnamese: [String: DateToken.Keyword] = [
    "ngày": .day, "mùng": .day, "mồng": .day, "tháng": .monthHead, "năm": .year, "thập niên": .decadeWord,
    "thập kỷ": .decadeWord, "thế kỷ": .century, "đến": .to, "tới": .to, "và": .and, "đầu": .early,
    "cuối": .early,
    "giữa": .early, "tcn": .beforeChrist, "scn": .ourEra, "những năm": .yearsPlural, "các năm": .yearsPlural,
    "phật lịch": .buddhistEra,
  ]

  static let vietnameseMonths: WordTable<Int> = [
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "chạp": 12,
  ]
  /// Behind "mười".
  static let vietnameseTeens: WordTable<Int> = ["một": 11, "hai": 12]

  /// Khmer words, found inside runs that have no spaces; the longest that fits wins.
  static let khmer: [(String, DateToken.Kind)] = {
    let months = [
      "មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ",
    ]
    var words: [(String, DateToken.Kind)] = months.enumerated().map { ($1, .month($0 + 1, isWord: false)) }
    words += [
      ("កុម្ភះ", .month(2, isWord: false)), ("កុម្ភ", .month(2, isWord: false)), ("មិនា", .month(3, isWord: false)),
    ]
    for day in ["ចន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ"] { words.append(("ថ្ងៃ" + day, .weekday)) }
    let keywords: [(String, DateToken.Keyword)] = [
      ("ថ្ងៃទី", .day), ("ទី", .day), ("ខែ", .monthHead), ("ឆ្នាំ", .year), ("ទសវត្សរ៍ឆ្នាំ", .decadeWord),
      ("ទសវត្សរ៍", .decadeWord), ("ទសវត្ស", .decadeWord), ("សតវត្សរ៍ទី", .century), ("សតវត្សទី", .century),
      ("សតវត្សរ៍", .century), ("សតវត្ស", .century), ("ដល់", .to), ("និង", .and), ("ដើម", .early), ("ចុង", .early),
      ("ពាក់កណ្តាល", .early), ("ពុទ្ធសករាជ", .buddhistEra), ("គ្រិស្តសករាជ", .ourEra),
      ("មុនគ្រិស្តសករាជ", .beforeChrist),
    ]
    words += keywords.map { ($0, .keyword($1)) }
    return words.sorted { $0.0.utf8.count > $1.0.utf8.count }
  }()

  /// The same in UTF-8 by the last six bits of their first letter, which has three bytes, longest first.
  private static let khmerByLetter: [[(word: [UInt8], kind: DateToken.Kind)]] = {
    var lists = [[(word: [UInt8], kind: DateToken.Kind)]](repeating: [], count: 64)
    for (word, kind) in khmer {
      let bytes = Array(word.utf8)
      lists[Int(bytes[2] & 0x3F)].append((bytes, kind))
    }
    return lists
  }()

  /// The longest word that begins at an offset.
  static func khmerWord(
    _ bytes: [UInt8], at offset: Int, before end: Int
  ) -> (word: [UInt8], kind: DateToken.Kind)? {
    guard bytes[offset] == 0xE1, offset + 2 < end else { return nil }
    return khmerByLetter[Int(bytes[offset + 2] & 0x3F)].first { word, _ in
      offset + word.count <= end && word.elementsEqual(bytes[offset..<offset + word.count])
    }
  }

  /// In, from, before, after: right before the head of a year. "ដល់", until, is a keyword.
  static let khmerPrepositions = ["នៅ", "ក្នុង", "ពី", "មុន", "ក្រោយ", "នា"]

  /// Numbers of centuries: "thế kỷ XX".
  static let romanNumerals: WordTable<Int> = {
    let numerals = [
      "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
      "xvii",
      "xviii", "xix", "xx", "xxi",
    ]
    return WordTable(numerals.enumerated().map { ($1, $0 + 1) })
  }()

  /// The words above, with what they are.
  static let vocabulary: [Word: WordMarks] = {
    var marks: [Word: WordMarks] = [:]
    for (word, kind) in english {
      marks[Word(word), default: WordMarks()].isDateWord = true
      if kind.canBegin { marks[Word(word), default: WordMarks()].beginsDate = true }
    }
    for (word, keyword) in vietnamese {
      let first = word.split(separator: " ").first.map(String.init) ?? word
      if DateToken.Kind.keyword(keyword).canBegin {
        marks[Word(first), default: WordMarks()].beginsDate = true
      }
      marks[Word(first), default: WordMarks()].beginsVietnameseDate = true
    }
    return marks
  }()

  static let marks: WordTable<DateToken.Keyword> = [
    ",": .comma, ".": .fullStop, "/": .slash, "-": .dash, "'": .apostrophe, "(": .openBracket,
  ]
}
