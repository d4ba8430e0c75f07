import StageKit
import TagEntities
import Testing

/// Names that the general lists do not have, found by what stands around them.
@Suite struct ContextTests {
  private func found(_ text: String) throws -> [String] {
    var options = TagEntities.Options()
    options.gazetteers = ["general"]
    options.layers = [.gazetteer, .rules, .dates, .propagation]
    return try marks(text, TagEntities(options: options))
  }

  @Test func aProvinceIsTheListedOneWhateverStandsBehindIt() throws {
    #expect(
      try marks("From Kompong Thom Province to Kampong Thom, Takeo Province and Hanoi City.").map {
        $0.split(separator: " ").last
      } == ["place.kampong-thom", "place.kampong-thom", "place.takeo", "place.hanoi"])
  }

  /// In a text of capitals nothing but the words tells a name from what is said of it.
  @Test func aVerbInCapitalsIsNoPartOfAName() throws {
    #expect(
      try marks("AMBASSADOR JOHN SMITH LEFT BANGKOK. MR. PAUL JONES RECEIVED REPORTERS AND SPOKE") == [
        "persName [JOHN SMITH] pers.john-smith", "placeName [BANGKOK] place.bangkok",
        "persName [PAUL JONES] pers.paul-jones",
      ])
    #expect(try marks("ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ IV").isEmpty)
  }

  /// Kings are told by their numbers, which no misspelling takes for another's.
  @Test func aKingHasHisNumber() throws {
    #expect(
      try marks(
        "King Norodom II, King Norodom III and King Suryavarman I. Harshavarman III fell, Harshavarman II too."
      )
        == [
          "persName [Norodom II] pers.norodom-ii", "persName [Norodom III] pers.norodom-iii",
          "persName [Suryavarman I] pers.suryavarman-i", "persName [Harshavarman III] pers.harshavarman-iii",
          "persName [Harshavarman II] pers.harshavarman-ii",
        ])
    #expect(
      try marks("ព្រះបាទហស៌វរ្ម័នទី២ និង ព្រះបាទហស៌វរ្ម័នទី៣").map { $0.split(separator: " ").last } == [
        "pers.ហស៌វរ្ម័នទី២", "pers.ហស៌វរ្ម័នទី៣",
      ])
  }

  @Test func aRulerIsAPersonAndIsFoundAgain() throws {
    #expect(
      try found("The Pol Pot regime fell. Pol Pot fled.") == [
        "persName [Pol Pot] pers.pol-pot", "persName [Pol Pot] pers.pol-pot",
      ])
  }

  @Test func bothLeadersOfAGroupArePersons() throws {
    #expect(
      try found("the evil Pol Pot-Ieng Sary group") == [
        "persName [Pol Pot] pers.pol-pot", "persName [Ieng Sary] pers.ieng-sary",
      ])
  }

  @Test func aMovementNamedAfterAPeopleIsABody() throws {
    #expect(
      try found("senior Khmer Rouge leaders; the Khmers Rouge") == [
        "orgName [Khmer Rouge] org.khmer-rouge", "orgName [Khmers Rouge] org.khmer-rouge",
      ])
  }

  @Test func aPeopleAndACreedMakeAPartyAndAPeopleAloneDoesNot() throws {
    #expect(
      try found("the Cambodian Communist Party, not the Vietnamese Party") == [
        "orgName [Cambodian Communist Party] org.cambodian-communist-party"
      ])
  }

  @Test(arguments: [
    ("The 9th KLPF Congress began.", ["orgName [KLPF] org.klpf"]),
    (
      "The Lanna Workers Party met. The 9th LWP Congress began.",
      ["orgName [Lanna Workers Party] org.lanna-workers-party", "orgName [LWP] org.lanna-workers-party"]
    ),
    ("The Twentieth KLPF Congress began.", ["orgName [KLPF] org.klpf"]),
    ("The Third KLPF Congress began.", ["orgName [KLPF] org.klpf"]),
    ("The XIV KLPF Congress began.", ["orgName [KLPF] org.klpf"]),
    (
      "the VIth Congress of the Lanna Workers Party",
      ["orgName [Lanna Workers Party] org.lanna-workers-party"]
    ),
    (
      "The Ninth Lanna Workers Party Congress began.",
      ["orgName [Lanna Workers Party] org.lanna-workers-party"]
    ),
    (
      "the 2nd Congress of the Lanna Workers Party", ["orgName [Lanna Workers Party] org.lanna-workers-party"]
    ),
    ("The Trade Union Congress began.", ["orgName [Trade Union Congress] org.trade-union-congress"]),
  ])
  func aCongressWithANumberIsAnEventOfItsBody(text: String, expected: [String]) throws {
    #expect(try found(text) == expected)
  }

  @Test func theBuildingOfAGovernmentIsAPlaceWithItsStateInside() throws {
    #expect(
      try found("They met in the SRV Government Building and left the government building.") == [
        "placeName [SRV Government Building] place.srv-government-building", "placeName [SRV] place.vietnam",
      ])
  }

  @Test func aBodyThatNoListHasNestsInTheNameOfItsOrgan() throws {
    #expect(
      try found("the Central Committee of the Korean People’s Army") == [
        "orgName [Central Committee of the Korean People’s Army] org.korean-peoples-army-central-committee",
        "orgName [Korean People’s Army] org.korean-peoples-army",
      ])
  }

  @Test func ourCommitteeIsNotTheOneThatWasNamedBefore() throws {
    let marks = try found("The Central Committee of Vietnam met. Our Central Committee agrees.")
    #expect(marks.last == "orgName [Central Committee] org.central-committee")
  }

  @Test func wordsForKinAreTitlesInLowerCaseOnly() throws {
    #expect(
      try found("Defence Minister Son Sen and his sister-in-law Ieng Thirith–the minister") == [
        "persName [Son Sen] pers.son-sen", "persName [Ieng Thirith] pers.ieng-thirith",
      ])
  }

  @Test func aNameWrittenAsOneWordIsThatName() throws {
    #expect(
      try found("The Pol Pot regime. Polpot said so.").last == "persName [Polpot] pers.pol-pot")
  }

  @Test func wherePapersDateFromIsAPlaceInCapitals() throws {
    #expect(
      try found("PHNOM PENH, Cambodia — The troops left.") == [
        "placeName [PHNOM PENH] place.phnom-penh", "placeName [Cambodia] place.cambodia",
      ])
    #expect(
      try found("BATTAMBANG, Jan. 10 (AFP) The troops left.").first
        == "placeName [BATTAMBANG] place.battambang")
  }

  @Test(arguments: [
    ("My mother, Tola, sold fish.", "persName [Tola] pers.tola"),
    ("They reached Tuol Ampil at noon.", "placeName [Tuol Ampil] place.tuol-ampil"),
    ("They went to Wat Svay Popé.", "placeName [Wat Svay Popé] place.wat-svay-pope"),
    ("They took National Road 5.", "placeName [National Road 5] place.national-road-5"),
    ("Prime Minister Thanom Wattana spoke.", "persName [Thanom Wattana] pers.thanom-wattana"),
  ])
  func wordsBesideANameTellItsKind(text: String, mark: String) throws {
    #expect(try found(text) == [mark])
  }

  @Test func anOfficeOfTwoWordsIsNoName() throws {
    #expect(try found("Bà làm Bộ trưởng Ngoại giao rồi nghỉ hưu ở quê nhà.") == [])
  }
}
