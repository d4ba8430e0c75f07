/// Takes names out of what a page gives for its authors: "By Nalea Ko and Thomas Broderick", "Bài: Lan Anh -
/// Ảnh: Hữu Dương", "ដោយ៖ សំភី".
struct PersonNames: Equatable {
  var authors: [String] = []
  var translators: [String] = []

  /// How much a text is believed to be a name.
  enum Trust {
    /// It stands where only a name may stand.
    case stated
    /// It stands where a name is likely: its words must look like those of one.
    case shown
  }

  private static let partMarks: Set<Character> = [
    "|", "•", "·", "●", "/", ";", "\n", "—", "–", "►", "›", "»",
  ]

  init() {}

  /// - Parameters:
  ///   - text: one name or several, with labels or without.
  ///   - trust: how sure it is that the text holds names at all.
  init(_ text: String, _ trust: Trust) {
    let text = Plain.collapsed(Plain.withoutMarkup(text))
    guard text.utf8.count <= 600, !Plain.isAddress(text) else { return }
    for part in Self.parts(of: text) {
      var (label, rest) = Self.label(of: part)
      if label == .other { continue }
      // "Written by: By X".
      if label == .author, case (.author, let inner) = Self.label(of: rest) { rest = inner }
      let names = Self.names(in: rest, trust)
      if label == .translator { translators += names } else { authors += names }
    }
    authors = Self.unique(authors)
    translators = Self.unique(translators)
  }

  // MARK: Labels

  enum Label { case none, author, translator, other }

  /// The role that a text begins with, and what follows it. A label that is an ordinary word needs a colon.
  static func label(of text: String) -> (Label, rest: String) {
    let text = trimmed(text)
    let lower = Array(text.prefix(60).lowercased().utf8)
    guard lower.count > 1, let candidates = labels[[lower[0], lower[1]]] else { return (.none, text) }
    for (word, label) in candidates where lower.starts(with: word.utf8) {
      let rest = text.unicodeScalars.dropFirst(word.unicodeScalars.count)
      guard let end = endOfLabel(rest, word) else { continue }
      return (label, trimmed(String(Substring(rest[end...]))))
    }
    return (.none, text)
  }

  /// Labels by their first two bytes; of several, other roles first, longer ones first.
  private static let labels: [[UInt8]: [(String, Label)]] = {
    var table: [[UInt8]: [(String, Label)]] = [:]
    for (label, words) in [
      (Label.other, LanguageWords.otherRoles), (.translator, LanguageWords.translatorLabels),
      (.author, LanguageWords.authorLabels),
    ] {
      for word in words { table[Array(word.utf8.prefix(2)), default: []].append((word, label)) }
    }
    return table
  }()

  private static func endOfLabel(_ rest: Substring.UnicodeScalarView, _ word: String) -> String.Index? {
    var i = rest.startIndex
    while i < rest.endIndex, rest[i] == " " || rest[i].value == 0x200B { i = rest.index(after: i) }
    if i < rest.endIndex, rest[i] == ":" || rest[i].value == 0x17D6 || rest[i].value == 0xFF1A {
      return rest.index(after: i)
    }
    guard ["by", "von", "par", "por", "bởi", "ដោយ", "starter", "từ"].contains(where: word.hasSuffix) else {
      return nil
    }
    if i == rest.endIndex { return i }
    // Khmer writes words without spaces: what follows at once may be another word that begins so.
    guard rest[rest.startIndex] == " " else { return nil }
    let name = String(Substring(rest[i...]))
    return LanguageWords.khmerAfterBy.contains(where: name.hasPrefix) ? nil : i
  }

  // MARK: Parts

  private static func parts(of text: String) -> [String] {
    var parts: [String] = [""]
    var previous: Character = " "
    for (i, character) in zip(text.indices, text) {
      let next = text.index(after: i)
      let isLoneDash = character == "-" && previous == " " && (next == text.endIndex || text[next] == " ")
      if partMarks.contains(character) || isLoneDash {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
      previous = character
    }
    return parts.map(trimmed).filter { !$0.isEmpty }
  }

  private static func names(in text: String, _ trust: Trust) -> [String] {
    let text = withoutBrackets(text)
    var groups: [[Substring]] = [[]]
    for word in text.split(separator: " ") {
      let isJoint =
        word == "&"
        || LanguageWords.conjunctions.contains(word.lowercased()) && word.first?.isLowercase == true
      if isJoint { groups.append([]) } else { groups[groups.count - 1].append(word) }
    }
    let joined = groups.map { $0.joined(separator: " ") }.map(trimmed).filter { !$0.isEmpty }
    // "Barnes and Noble": what is no name on each side is one name.
    let isSplit =
      joined.count > 1
      && joined.allSatisfy { part in
        part.split(separator: ",").allSatisfy { isName(trimmed(String($0)), .shown) }
      }
    return (isSplit ? joined : [text]).flatMap { commaParts($0, trust) }
  }

  /// Splits at commas where each part is a whole name; keeps degrees with the name; drops what else follows.
  private static func commaParts(_ text: String, _ trust: Trust) -> [String] {
    let parts = text.split(separator: ",").map { trimmed(String($0)) }.filter { !$0.isEmpty }
    guard let first = parts.first else { return [] }
    if parts.count == 1 { return isName(first, trust) ? [first] : [] }
    func isWhole(_ part: String) -> Bool { isName(part, .shown) && part.contains(" ") }
    if parts.allSatisfy({ isWhole($0) && !isDegree($0) }) { return parts }
    if parts.dropFirst().allSatisfy(isDegree) {
      return isName(first, trust) ? [parts.joined(separator: ", ")] : []
    }
    // "Radchenko, Sergey".
    if parts.count == 2, !first.contains(" "), isName(first, .shown), isName(parts[1], .shown) {
      return ["\(first), \(parts[1])"]
    }
    // Three single names or more, or names of which some are single.
    if parts.count > 2, parts.allSatisfy({ isName($0, .shown) && !isDegree($0) }) { return parts }
    return isName(first, trust) ? [first] : []
  }

  /// Two capitals or more in a word of at most seven letters: MD, PhD, DVM, Jr.
  private static func isDegree(_ text: String) -> Bool {
    text.split(whereSeparator: { $0 == " " || $0 == "." || $0 == "-" }).allSatisfy { word in
      ["Jr", "Sr", "Esq"].contains(word) || word.count <= 7 && word.count(where: \.isUppercase) >= 2
        || text.contains(".") && word.count <= 2
    }
  }

  // MARK: Names

  static let particles: Set<String> = [
    "de", "da", "di", "du", "des", "del", "della", "der", "den", "van", "von", "zu", "la", "le", "el", "al",
    "bin", "binti", "ibn", "dos", "das", "do", "y", "e", "ter", "ten", "af", "av", "the", "of",
  ]

  /// Whether a text can be the name of a person or of a body that signs.
  static func isName(_ text: String, _ trust: Trust) -> Bool {
    let lower = text.lowercased()
    guard (2...80).contains(text.unicodeScalars.count), !Plain.isAddress(lower), !lower.hasPrefix("www."),
      !text.utf8.contains(where: { $0 == 0x40 || $0 == 0x7B || $0 == 0x3C }), !lower.holds("://"),
      text.unicodeScalars.contains(where: \.properties.isAlphabetic),
      !LanguageWords.noNames.contains(trimmed(lower))
    else { return false }
    if trust == .stated { return DateReading.rest(of: text, order: .unknown) == nil }
    let words = text.split(separator: " ")
    // Names in scripts without case are short; a longer text is a sentence.
    let caseless = text.unicodeScalars.count(where: isCaseless)
    guard caseless * 2 < text.unicodeScalars.count || text.unicodeScalars.count <= 26 else { return false }
    // Three words that only zero-width spaces divide are a phrase.
    guard text.unicodeScalars.count(where: { $0.value == 0x200B }) < 2 else { return false }
    guard words.count <= 7, !text.contains(where: { "?!:#=*\"“”[]".contains($0) }),
      !words.allSatisfy({ LanguageWords.dateWords.contains($0.lowercased()) })
    else { return false }
    // "By the River" names nobody.
    guard let opening = words.first, !["the", "of", "le", "la", "el", "y", "e"].contains(opening) else {
      return false
    }
    return words.allSatisfy { word in
      guard let first = word.unicodeScalars.first(where: { $0.properties.isAlphabetic }) else { return false }
      if word.unicodeScalars.first?.properties.numericType != nil { return false }
      return !first.properties.isLowercase || particles.contains(word.lowercased())
    } && words.contains { $0.first?.isUppercase == true || $0.unicodeScalars.first.map(isCaseless) == true }
  }

  private static func isCaseless(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic && !scalar.properties.isLowercase && !scalar.properties.isUppercase
  }

  static func unique(_ names: [String]) -> [String] {
    var seen: [String] = []
    for name in names where !seen.contains(where: { Plain.isSame($0, name) }) { seen.append(name) }
    return seen
  }

  /// Without what stands in brackets, addresses and handles.
  private static func withoutBrackets(_ text: String) -> String {
    var result = ""
    var depth = 0
    for character in text {
      if "([".contains(character) { depth += 1 }
      if depth == 0 { result.append(character) }
      if ")]".contains(character) { depth = max(0, depth - 1) }
    }
    let words = result.split(separator: " ").filter {
      !$0.contains("@") && !$0.lowercased().hasPrefix("http")
    }
    return trimmed(words.joined(separator: " "))
  }

  static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, isEdge(first) || first == "." { scalars.removeFirst() }
    while let last = scalars.last, isEdge(last) { scalars.removeLast() }
    // A full stop belongs to a shortened word only.
    if scalars.last == ".", let word = scalars.split(separator: " ").last, word.count > 4 {
      scalars.removeLast()
    }
    return String(Substring(scalars))
  }

  private static func isEdge(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", ",", ";", ":", "-", "–", "—", "|", "•", "·", "~", ">", "»", "\u{A0}", "\u{200B}", "\u{17D6}",
      "*",
      "_", "\"":
      true
    default: false
    }
  }
}
