import Foundation
import Markup
import StageKit
import Testing

@testable import WriteTEI

@Suite struct ValueTests {
  @Test(arguments: [
    ("1979", "1979"), ("1979-12", "1979-12"), ("1979-12-04", "1979-12-04"), ("--09-13", "--09-13"),
    ("---13", "---13"),
    ("2013-08-13T01:05", "2013-08-13T01:05:00"), ("2013-08-13T01:05:00+07:00", "2013-08-13T01:05:00+07:00"),
    ("09:45", "09:45:00"), ("2000-02-29", "2000-02-29"),
    ("2013-08-13T01:05:00.25Z", "2013-08-13T01:05:00.25Z"),
    ("--02-29", "--02-29"), ("-0500", "-0500"), ("-0044-03-15", "-0044-03-15"),
  ])
  func aDateOfTheW3CIsTaken(_ written: String, _ text: String) { #expect(W3CDate(written)?.text == text) }

  @Test(arguments: [
    "", "0000", "79", "1979-13", "1979-02-29", "1900-02-29", "1979-12-04T", "1979-12-04 09:45", "24:00",
    "4 December 1979",
    "1979-12-04x", "--13-01", "1979T09:45", "2013-08-13T01:05:00+15:00", "１９７９", "-0000", "-500",
    "-0005-02-29", "-0001-02-29", "-",
  ])
  func whatIsNoDateIsRefused(_ written: String) { #expect(W3CDate(written) == nil) }

  @Test func aDateIsReadAsWords() {
    #expect(
      ["1979-12-04", "1979-12", "1979", "--09-13", "-0500"].map { W3CDate($0)?.words } == [
        "4 December 1979", "December 1979", "1979", "13 September", "500 BC",
      ])
  }

  @Test(arguments: [
    ("https://example.org/a b?c=\"d\"#e", "https://example.org/a%20b?c=%22d%22#e"),
    ("HTTP://example.org", "http://example.org"), ("http://a/b#c#d", "http://a/b#c%23d"),
    ("https://vi.example/Việt", "https://vi.example/Vi%E1%BB%87t"),
    ("http://h:8080/%41%4", "http://h:8080/%41%254"),
    ("mailto:a@b.example", "mailto:a@b.example"), ("http://u@h@x/", "http://u%40h@x/"),
  ])
  func anAddressIsMadeSafe(_ written: String, _ safe: String) { #expect(WebAddress.safe(written) == safe) }

  @Test(arguments: [
    "javascript:alert(1)", "/about", "#c3", "", "data:text/html,x", "http:", "http://", "http://h:99999999/",
    "file:///etc/passwd",
  ])
  func anAddressThatIsNotSafeIsNone(_ written: String) { #expect(WebAddress.safe(written) == nil) }

  @Test(arguments: [
    ("EN_us", "en-US"), ("mn-latn", "mn-Latn"), ("vi", "vi"), ("zh-hant-tw", "zh-Hant-TW"),
    ("en-x-private", "en"),
  ])
  func aLanguageTagIsPutInItsCustomaryForm(_ written: String, _ tag: String) {
    #expect(LanguageTag.normalized(written) == tag)
  }

  @Test(arguments: ["", "x-private", "nonsense!", "e", "unknown", "123"])
  func whatIsNoLanguageTagIsNone(_ written: String) { #expect(LanguageTag.normalized(written) == nil) }

  @Test func keysOfDifferentKindsHaveDifferentIds() {
    let ids = [
      AuthorityEntry(.person, key: "pers.pol-pot", name: ""),
      AuthorityEntry(.person, key: "pol-pot", name: ""),
      AuthorityEntry(.person, key: "place.x", name: ""), AuthorityEntry(.person, key: "pers.", name: ""),
      AuthorityEntry(.place, key: "place.Hà Nội", name: ""),
      AuthorityEntry(.person, key: "pers.key.pol-pot", name: ""),
    ].map(\.localID)
    #expect(
      ids == [
        "pers.pol-pot", "pers.key.pol-pot", "pers.key.place--2E-x", "pers.key.pers--2E-",
        "place.H--E0---20-N--1ED9-i",
        "pers.key--2E-pol-pot",
      ])
  }

  @Test func khmerRunsHoldNoLetterOfAnotherScript() {
    let text = Array("a ក្រុង ភ្នំពេញ, ១៩៧៩ ខ្មែរ b ឱ".utf8)
    let runs = Characters.khmerRuns(in: text, 0..<text.count).map {
      String(decoding: text[$0], as: UTF8.self)
    }
    #expect(runs == ["ក្រុង ភ្នំពេញ, ១៩៧៩ ខ្មែរ", "ឱ"])
  }

  @Test func wordsAreCountedInScriptsThatHaveSpacesOnly() throws {
    let document = try TEIDocument(Document(id: "a", text: "Thủ đô ភ្នំពេញ — 1979, don’t"))
    #expect(document.size.words == 4)
    #expect(document.size.characters == 23)
  }

  @Test(arguments: [
    ("PRK", "abbr"), ("P.R.K.", "abbr"), ("KR", "variant"), ("PR", "variant"), ("Kampuchea", "variant"),
    ("prk", "variant"),
  ])
  func aFormMadeOfTheFirstLettersIsAnAbbreviation(_ form: String, _ type: String) {
    var entry = AuthorityEntry(.place, key: "place.prk", name: "People’s Republic of Kampuchea")
    entry.variants = ["Kampuchea", form]
    #expect(entry.type(ofVariant: form) == type)
  }
}
