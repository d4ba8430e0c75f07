import Testing
import VietnameseText

/// The spelling of a word; of none where it has something else than letters.
private func spelling(_ word: String) -> Spelling {
  let letters = word.unicodeScalars.map { Letter($0.value) }
  return Spelling(letters.contains(nil) ? [] : letters.compactMap { $0 })
}

@Suite struct SyllableTests {
  /// Each word with the index of the letter that bears the tone in the old style and in the new.
  @Test(arguments: [
    ("hoa", 1, 2), ("khỏe", 2, 3), ("thúy", 2, 3), ("Hoàn", 2, 2), ("quý", 2, 2), ("già", 2, 2), ("gì", 1, 1),
    ("giếng", 2, 2), ("nước", 2, 2), ("mùa", 1, 1), ("ngoài", 3, 3), ("yêu", 1, 1), ("NGHIÊNG", 4, 4),
    ("khuỷu", 3, 3), ("quỳnh", 2, 2), ("thuở", 3, 3), ("a", 0, 0),
  ])
  func theToneHasItsPlaces(_ word: String, _ old: Int, _ new: Int) throws {
    let syllable = try #require(Syllable.spelt(by: spelling(word)))
    #expect([syllable.oldPlace, syllable.newPlace] == [old, new])
  }

  @Test func whatBreaksARuleOfSpellingIsNoSyllable() {
    let words = [
      "nghành", "ngiêm", "kách", "cinh", "gé", "ghà", "quo", "tyên", "tych", "ych", "strang", "zô", "", "x",
    ]
    #expect(words.filter { Syllable.spelt(by: spelling($0)) != nil } == [])
  }

  @Test func misspeltSyllablesArePlausible() {
    let words = ["nghành", "ngiêm", "kách", "cinh", "gé", "ghà", "tyên", "ngành", "Đại", "quých", "boong"]
    #expect(words.filter { !spelling($0).isPlausible } == [])
  }

  @Test func wordsOfOtherLanguagesAreNotPlausible() {
    let words = ["strang", "zô", "", "x", "fête", "ngườiviệt", "être", "nghieengg"]
    #expect(words.filter { spelling($0).isPlausible } == [])
  }

  @Test func aStopAtTheEndBearsAcuteDotOrNothing() {
    let words = [
      "các", "cạc", "cac", "sách", "tập", "một", "càc", "cảc", "cãc", "sàch", "tảp", "mỗt", "màn", "mản",
    ]
    let allowed = ["các", "cạc", "cac", "sách", "tập", "một", "màn", "mản"]
    #expect(words.filter { Syllable.spelt(by: spelling($0)) != nil } == allowed)
    #expect(words.filter { spelling($0).isPlausible } == allowed)
  }

  @Test func twoTonesSpellASyllableButNoPlausibleOne() {
    let twice = spelling("hóà")
    #expect(twice.tones == 2)
    #expect(!twice.isPlausible)
    #expect(Syllable.spelt(by: twice) != nil)
  }

  @Test func onlyYAloneAfterSomeConsonantsIsOpen() {
    let words = ["kỹ", "lý", "hy", "my", "sy", "ty", "quý", "thúy", "y", "by", "yêu"]
    #expect(
      words.filter { Syllable.spelt(by: spelling($0))?.isOpenY == true } == [
        "kỹ", "lý", "hy", "my", "sy", "ty",
      ])
  }

  @Test func lettersPastTheLongestSyllableAreCountedAndSpellNothing() {
    let spelling = Spelling(Array(repeating: Letter(base: 0x61), count: 100_000))
    #expect(spelling.count == 100_000)
    #expect(!spelling.isPlausible)
  }
}
