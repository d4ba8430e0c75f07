/// The words by which pages of one language say who wrote them and when. All in lower case.
struct LanguageWords: Sendable {
  /// BCP 47 tag.
  var language: String
  /// Before an author's name.
  var authorLabels: [String]
  var translatorLabels: [String]
  /// Before the name of somebody who has another part in a page: photographer, editor, reviewer.
  var otherRoles: [String]
  /// Before or after the day of publication.
  var publishedLabels: [String]
  /// Before the day of the last change.
  var modifiedLabels: [String]
  /// What joins two names.
  var conjunctions: [String]
  /// January first; each with its short forms.
  var months: [[String]]
  /// Words that may stand beside a date on a line that is only a date: days of the week, "at", "ngày".
  var dateWords: [String]
  /// What stands in a name's place and names nobody.
  var noNames: [String]
  /// Before the shelf mark or the number of an item in a collection.
  var referenceLabels: [String]
  /// With a number behind them, parts of a shelf mark.
  var shelfWords: [String]
  /// Whether the day stands before the month in digits: nil where the language does not settle it.
  var dayComesFirst: Bool?

  static let all = [english, vietnamese, khmer, german, french, spanish]

  /// The words for a BCP 47 tag.
  static func of(_ tag: String?) -> LanguageWords? {
    guard let primary = tag?.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first else {
      return nil
    }
    return all.first { $0.language == primary }
  }

  static let authorLabels = longestFirst(\.authorLabels)
  static let translatorLabels = longestFirst(\.translatorLabels)
  static let otherRoles = longestFirst(\.otherRoles)
  static let publishedLabels = longestFirst(\.publishedLabels)
  static let modifiedLabels = longestFirst(\.modifiedLabels)
  static let referenceLabels = longestFirst(\.referenceLabels)
  static let conjunctions = Set(all.flatMap(\.conjunctions))
  static let noNames = Set(all.flatMap(\.noNames))
  static let shelfWords = Set(all.flatMap(\.shelfWords))
  static let dateWords: Set<String> = {
    var all: Set<String> = []
    for words in Self.all {
      all.formUnion(words.dateWords)
      for names in words.months { all.formUnion(names) }
      for label in words.publishedLabels + words.modifiedLabels {
        all.formUnion(label.split(separator: " ").map(String.init))
      }
    }
    return all
  }()
  static let months: [String: Int] = {
    var table: [String: Int] = [:]
    for words in all {
      for (i, names) in words.months.enumerated() { for name in names { table[name] = i + 1 } }
    }
    return table
  }()

  private static func longestFirst(_ list: KeyPath<LanguageWords, [String]>) -> [String] {
    let words: [String] = all.flatMap { $0[keyPath: list] }
    return words.sorted { $0.utf8.count == $1.utf8.count ? $0 < $1 : $0.utf8.count > $1.utf8.count }
  }
}
