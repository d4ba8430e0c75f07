import StageKit
import TagEntities
import Testing

/// What bears names out: titles, capitals, initials, aliases, the state before a party.
@Suite struct EvidenceTests {
  private func found(_ text: String) throws -> [String] {
    var options = TagEntities.Options()
    options.gazetteers = ["general"]
    options.layers = [.gazetteer, .rules, .dates, .propagation]
    return try marks(text, TagEntities(options: options))
  }

  @Test(arguments: [
    ("President Vannak's government fell.", "persName [Vannak] pers.vannak"),
    ("Somphon Vilay, 45, who sells rice, left.", "persName [Somphon Vilay] pers.somphon-vilay"),
    ("Somphon Vilay, a former minister, left.", "persName [Somphon Vilay] pers.somphon-vilay"),
    ("Somphon Vilay, who was there, left.", "persName [Somphon Vilay] pers.somphon-vilay"),
    ("They feared General Le Cong Anh there.", "persName [Le Cong Anh] pers.le-cong-anh"),
    ("They feared Comrade So Vanna there.", "persName [So Vanna] pers.so-vanna"),
    ("They feared Comrade Do Vanna there.", "persName [Do Vanna] pers.do-vanna"),
    ("Then Dr. Robert A. Wilkes left.", "persName [Robert A. Wilkes] pers.robert-a-wilkes"),
    ("Then Sok Bun Vannak left.", "persName [Sok Bun Vannak] pers.sok-bun-vannak"),
    ("MET WITH ASSISTANT SECRETARY HARGROVE AND LEFT", "persName [HARGROVE] pers.hargrove"),
    ("the Sok Vannak-led party", "persName [Sok Vannak] pers.sok-vannak"),
  ])
  func aPersonIsFoundByWhatStandsAround(text: String, mark: String) throws {
    #expect(try found(text) == [mark])
  }

  @Test func theStateOfAnOfficeMayStandBeforeTheName() throws {
    #expect(try found("Đại sứ Mỹ Halloway đã rời đi.").last == "persName [Halloway] pers.halloway")
    #expect(
      try found("the U.S. ambassador to Thailand Norris Halloway").last
        == "persName [Norris Halloway] pers.norris-halloway")
    #expect(
      try found("Comrade Le Cong Anh and To Vanna left.").last == "persName [To Vanna] pers.to-vanna")
    #expect(
      try found("Sok Vannak, better known as Rith, fled.").last == "persName [Rith] pers.sok-vannak")
  }

  @Test func lettersThatAreAWordAreNoBody() throws {
    #expect(try found("the CEO members and TV agents") == [])
  }

  @Test func bodiesAreNoPersonsThoughTheyHaveALeadership() throws {
    #expect(try found("the Workers Party's leadership").allSatisfy { !$0.hasPrefix("persName") })
  }

  @Test func aTextOfCapitalsHasItsPlacesAndItsNamesOfSeveralWords() throws {
    #expect(
      try found("MEETING WITH FOREIGN MINISTER OF VIETNAM IN PHNOM PENH ABOUT TURKEY") == [
        "placeName [VIETNAM] place.vietnam", "placeName [PHNOM PENH] place.phnom-penh",
      ])
    #expect(try found("MEETING WITH NGUYEN MINH DUC ABOUT RICE") == [])
    #expect(try found("HIẾN PHÁP CỦA NHÂN DÂN YÊU HÒA BÌNH") == [])
    #expect(try found("HỘI NGHỊ CÁC NHÀ VĂN TẠI HÀ NỘI") == ["placeName [HÀ NỘI] place.hanoi"])
    #expect(try marks("TALKS WITH POL POT ENDED").contains("persName [POL POT] pers.pol-pot"))
  }

  @Test func thePlaceOfADispatchHasTheKeyOfItsList() throws {
    #expect(
      try found("SAIGON (Reuters) Tanks were seen.").first == "placeName [SAIGON] place.ho-chi-minh-city")
    #expect(try found("The tanks that SAIGON had were seen.") == [])
  }

  @Test func anInitialInTheMiddleIsNoOtherPerson() throws {
    #expect(
      try found("Comrade Robert Wilkes came. Robert B. Wilkes left.") == [
        "persName [Robert Wilkes] pers.robert-b-wilkes", "persName [Robert B. Wilkes] pers.robert-b-wilkes",
      ])
    #expect(try marks("Saloth K. Sar left.") == ["persName [Saloth K. Sar] pers.pol-pot"])
  }

  @Test func anOfficeIsNoMisspeltMinistry() throws {
    #expect(
      try found("The Interior Ministry and Interior Minister Tola agreed.") == [
        "orgName [Interior Ministry] org.interior-ministry", "persName [Tola] pers.tola",
      ])
  }

  @Test func aPartyBehindItsStateIsThatOfTheState() throws {
    #expect(
      try found("Vietnam's ruling Communist Party met.") == [
        "placeName [Vietnam] place.vietnam",
        "orgName [Communist Party] org.communist-party-of-vietnam",
      ])
  }

  @Test func thaisAreCalledByTheirGivenNames() throws {
    #expect(
      try found("In Thailand General Prasong Suwattana fell. Prasong left.").dropFirst() == [
        "persName [Prasong Suwattana] pers.prasong-suwattana", "persName [Prasong] pers.prasong-suwattana",
      ])
  }

  @Test func anAliasHasTheKeyOfWhoBearsIt() throws {
    #expect(
      try found("Comrade Sok Vannak, alias Rith, fled. Later Rith returned.") == [
        "persName [Sok Vannak] pers.sok-vannak", "persName [Rith] pers.sok-vannak",
        "persName [Rith] pers.sok-vannak",
      ])
  }

  @Test(arguments: [
    "General Sok Vannak, who came to Huế secretly under the false Chinese name “Su Rith”, fled.",
    "General Sok Vannak then used the nom de guerre “Su Rith”, and fled.",
    "Ông Sok Vannak lấy bí danh Su Rith.",
  ])
  func aNameThatSomebodyGoesByHasTheKeyOfTheBearer(text: String) throws {
    #expect(
      try found(text).filter { $0.hasPrefix("pers") } == [
        "persName [Sok Vannak] pers.sok-vannak", "persName [Su Rith] pers.sok-vannak",
      ])
  }

  @Test(arguments: [
    "After General Sok Vannak left, a woman under the name Su Rith sued.",
    "General Sok Vannak's wife took the name Su Rith.",
    "The wife of General Sok Vannak took the name Su Rith.",
    "General Sok Vannak built the bridge under the name Su Rith.", "Vợ ông Sok Vannak lấy tên Su Rith.",
  ])
  func theNameOfSomebodyElseIsNot(text: String) throws {
    #expect(try !found(text).contains { $0 == "persName [Su Rith] pers.sok-vannak" })
  }

  @Test func aNameInAnotherSentenceAndThatOfAWifeAreNot() throws {
    let text = "Comrade Sok Vannak used the car. His driver took the name Su Rith."
    #expect(try found(text).last == "persName [Su Rith] pers.su-rith")
    #expect(try found("Ông Sok Vannak lấy vợ tên Su Rith.").last == "persName [Su Rith] pers.su-rith")
  }

  @Test func theWordOfAPlaceStaysOutsideInKhmer() throws {
    #expect(try found("នៅខេត្តកណ្តាល។") == ["placeName [កណ្តាល] place.kandal"])
  }

  /// The family name Tạ, or the Khmer word for grandfather by which cadres are known: "Ta Mok".
  @Test func aNameMayBeginWithTa() throws {
    #expect(
      try found("They feared Ta Vorn and Ta Minh Khoa.") == [
        "persName [Ta Vorn] pers.ta-vorn", "persName [Ta Minh Khoa] pers.ta-minh-khoa",
      ])
  }

  @Test func familyNamesOfTwoPeoplesAreNoMisspelling() throws {
    #expect(
      try marks("They followed Vang Pao. Yang Pao was a driver.") == [
        "persName [Vang Pao] pers.vang-pao", "persName [Yang Pao] pers.yang-pao",
      ])
    #expect(
      try marks("They followed Ieng Sary. Leng Sary spoke.").last == "persName [Leng Sary] pers.ieng-sary")
  }
}
