import StageKit
import Testing

@testable import DetectDuplicates

@Suite struct DetectDuplicatesTests {
  private static let languages = ["vi", "km", "en"]

  /// Replaces a part of the words, in one piece.
  private func changed(_ words: [String], _ share: Double, _ language: String) -> [String] {
    let count = Int(Double(words.count) * share)
    let start = words.count / 3
    return words[..<start] + Prose.words(count, language, seed: 77) + words[(start + count)...]
  }

  @Test(arguments: languages, [0.05, 0.1, 0.15])
  func aTextOfWhichAPartWasChangedIsADuplicate(language: String, share: Double) throws {
    let words = Prose.words(400, language, seed: 1)
    let found = try firsts([
      ("a", Prose.text(words, language)), ("b", Prose.text(changed(words, share, language), language)),
    ])
    #expect(found == ["b": "a"])
  }

  @Test(arguments: languages)
  func aTextCutShortOrWithAMenuLeftOverIsADuplicate(language: String) throws {
    let words = Prose.words(400, language, seed: 2)
    let menu = Prose.words(80, language, seed: 3)
    let found = try firsts([
      ("a", Prose.text(words, language)), ("b", Prose.text(Array(words[..<320]), language)),
      ("c", Prose.text(menu + words, language)),
    ])
    #expect(found == ["b": "a", "c": "a"])
  }

  @Test(arguments: languages)
  func otherTextsOfTheSameWordsAreNone(language: String) throws {
    let texts = (0..<40).map { number in
      ("\(number)", Prose.text(Prose.words(300, language, seed: UInt64(100 + number)), language))
    }
    #expect(try marks(texts) == [:])
  }

  @Test func caseSpacesMarksOfPunctuationAndInvisibleCharactersDoNotMatter() throws {
    let found = try marks([
      ("a", "Tiếng Việt, ở Huế!\nភាសាខ្មែរ"),
      ("b", "TI\u{1EBE}NG   vie\u{323}\u{302}t “ở” hu\u{AD}ê\u{301} — ភាសា\u{200B}ខ្មែរ\u{2060}"),
      ("c", "ti\u{1EBF}ng vie\u{302}\u{200B}\u{323}t ở huế ភាសាខ្មែរ"),
      ("d", "Tieng Viet, o Hue! ភាសាខ្មែរ"),
    ])
    let same: [String: JSONValue] = ["duplicate_of": .string("a"), "duplicate_similarity": .number(1)]
    #expect(found == ["b": CorpusMarks(fields: same), "c": CorpusMarks(fields: same)])
  }

  @Test func aShortTextIsADuplicateOfTheSameTextOnly() throws {
    let short = Prose.text(Prose.words(40, "en", seed: 4), "en")
    #expect(Fingerprint(Array(short.utf8)).words[1] < UInt64(Fingerprint.minLetters))
    #expect(try firsts([("a", short), ("b", short + "x"), ("c", short)]) == ["c": "a"])
  }

  @Test func textsWithoutLettersAreTheSame() throws {
    #expect(try firsts([("a", "* * *"), ("b", "---")]) == ["b": "a"])
  }

  @Test func eachDuplicateIsLikeItsFirstAndNoChainDrifts() throws {
    let words = Prose.words(1000, "en", seed: 5)
    // In each a sixth is new: neighbours are alike, those two steps apart are not.
    var texts: [(String, String)] = []
    var current = words
    for step in 0..<6 {
      texts.append(("\(step)", Prose.text(current, "en")))
      current.replaceSubrange(
        step * 166..<(step + 1) * 166, with: Prose.words(166, "en", seed: UInt64(50 + step)))
    }
    let found = try firsts(texts)
    #expect(found == ["1": "0", "3": "2", "5": "4"])
  }

  @Test func theFirstIsTheSmallestIdByItsBytes() throws {
    let text = Prose.text(Prose.words(300, "vi", seed: 6), "vi")
    #expect(
      try firsts([("b", text), ("ấ", text), ("B", text), ("a", text)]) == ["a": "B", "b": "B", "ấ": "B"])
  }

  @Test func aDropSaysWhy() throws {
    let words = Prose.words(300, "vi", seed: 7)
    let text = Prose.text(words, "vi")
    let found = try marks([("a", text), ("b", text), ("c", Prose.text(changed(words, 0.1, "vi"), "vi"))]) {
      $0.action = .drop
    }
    #expect(
      found["b"]?.error
        == DocumentError(stage: "detect-duplicates", code: "duplicate", message: "its text is that of 'a'"))
    let message = try #require(found["c"]?.error?.message)
    #expect(message.hasPrefix("its text is nearly that of 'a' (similarity 0."))
  }

  @Test func atOneOnlyTheSameTextIsADuplicate() throws {
    let words = Prose.words(2000, "vi", seed: 8)
    let text = Prose.text(words, "vi")
    let found = try marks([("a", text), ("b", text + " x"), ("c", text.uppercased())]) {
      $0.minSimilarity = 1
    }
    #expect(found.keys.sorted() == ["c"])
    #expect(try firsts([("a", text), ("b", text + " x")]) == ["b": "a"])
  }

  @Test func whatAnEarlierRunSaidIsTakenAway() throws {
    var document = Document(id: "a", text: "Huế")
    document.otherFields = [
      "duplicate_of": .string("b"), "duplicate_similarity": .number(0.7), "mine": .bool(true),
    ]
    try DetectDuplicates().process(&document)
    #expect(document.otherFields == ["mine": .bool(true)])
  }

  @Test func nothingAndOneDocumentAreNoDuplicates() throws {
    #expect(try marks([]) == [:])
    #expect(try marks([("a", "Huế")]) == [:])
  }
}
