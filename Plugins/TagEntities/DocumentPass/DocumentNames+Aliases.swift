import StageKit

/// Names that the text says are one person's: "Seng Hong alias Chan", "Lê Duẩn, born Lê Văn Nhuận".
extension DocumentNames {
  /// What stands between a person's name and another one, in lower case without marks at its ends.
  private static let between: WordSet = [
    "alias", "aka", "a.k.a", "born", "also known as", "better known as", "also called", "real name",
    "real name is", "real name was", "whose real name was", "whose real name is", "his real name is",
    "his real name was", "whose revolutionary name was", "whose revolutionary name is", "revolutionary name",
    "nom de guerre", "whose nom de guerre was", "party name", "né", "née", "tên thật là", "tên thật",
    "bí danh", "lấy bí danh", "dưới bí danh", "với bí danh", "tức", "còn gọi là", "còn có tên là",
  ]
  private static let longestBetween = 40
  private static let longestCover = 120

  /// Gives the second of two such names, and all that have its key, the referent of the first; that of the list where
  /// only the second has one.
  func linkAliases(_ names: inout [Candidate], _ text: [UInt8]) {
    let persons = names.indices.filter { names[$0].kind == .person }.sorted {
      names[$0].range.lowerBound < names[$1].range.lowerBound
    }
    var bearers: [String: Referent] = [:]
    for (left, right) in zip(persons, persons.dropFirst()) {
      let (first, second) = (names[left].referent, names[right].referent)
      guard first.key != second.key, names[left].isOwnName || names[right].isOwnName,
        Self.saysAlias(text, names[left].range, names[right].range.lowerBound)
      else { continue }
      let (alias, bearer) = names[right].isOwnName ? (second, first) : (first, second)
      bearers[alias.key] = bearers[alias.key] ?? bearers[bearer.key] ?? bearer
    }
    guard !bearers.isEmpty else { return }
    for index in names.indices where names[index].kind == .person && names[index].isOwnName {
      if let bearer = bearers[names[index].referent.key] { names[index].referent = bearer }
    }
  }

  /// "used the false Chinese name", "came secretly under the nom de guerre": what stands between a person and a name that
  /// he goes by. No other noun stands before it, which might be who goes by it.
  private static func endsInCover(_ words: ArraySlice<UInt8>) -> Bool {
    let last = words.lastIndex(of: 0x20).map { words[($0 + 1)...] } ?? words
    guard covers.contains(Word(last)), !words.contains(where: endsSentence) else { return false }
    let words = words.split(separator: 0x20).map { Word($0) }
    guard words.first != "s", words.first != "'s",
      let verb = words.lastIndex(where: goesBy.contains), words.count - verb < 7
    else { return false }
    return !words[..<verb].contains(where: others.contains)
  }

  private static func endsSentence(_ byte: UInt8) -> Bool {
    byte == 0x2E || byte == 0x3B || byte == 0x3F || byte == 0x21
  }

  private static let covers: WordSet = ["name", "alias", "pseudonym", "guerre", "codename"]
  private static let goesBy: WordSet = ["under", "used", "using", "adopted", "assumed", "took"]
  /// Words before a noun, or of another clause.
  private static let others: WordSet = [
    "a", "an", "the", "his", "her", "their", "its", "of", "and", "or", "but", "whose", "with", "by", "when",
    "while", "that",
  ]

  private static let marks = Array(" ,(\"'“”‘’:;.".utf8)

  private static func saysAlias(_ text: [UInt8], _ first: Range<Int>, _ end: Int) -> Bool {
    let start = first.upperBound
    guard start < end, end - start < longestCover else { return false }
    var words = NameKey.folded(text[start..<end])[...]
    while let last = words.last, marks.contains(last) { words = words.dropLast() }
    while let first = words.first, marks.contains(first) { words = words.dropFirst() }
    if end - start < longestBetween, between.contains(Word(words)) { return true }
    // "The wife of Comrade Nuon Chea took the name ..."
    guard endsInCover(words) else { return false }
    let before = NameKey.folded(text[..<first.lowerBound].suffix(24)).split(separator: 0x20)
    return !before.contains { Word($0) == "of" }
  }
}
