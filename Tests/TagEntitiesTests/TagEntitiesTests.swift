import Foundation
import StageKit
import TagEntities
import Testing

/// What a test sees of a span: its text, its label, and its key or date.
func marks(_ text: String, _ stage: TagEntities? = nil) throws -> [String] {
  var document = Document(id: "test", text: text)
  try (stage ?? standard.get()).process(&document)
  return marks(document)
}

/// The stage with its defaults, loaded once.
let standard = Result { try TagEntities() }

func marks(_ document: Document) -> [String] {
  document.spans.filter { $0.layer == Layer.entity }.map { span in
    let dates = ["when", "from", "to", "notBefore", "notAfter"].compactMap { name in
      span.attributes[name].map { name + "=" + $0 }
    }
    let value = span.attributes["key"] ?? dates.joined(separator: " ")
    return "\(span.label) [\(document.string(in: span.range))] \(value)"
  }
}

@Suite struct TagEntitiesTests {
  @Test func titlesAndPossessivesStayOutside() throws {
    #expect(
      try marks("Comrade Pol Pot met Chairman Batmunkh after Pol Pot’s army fled.") == [
        "persName [Pol Pot] pers.pol-pot", "persName [Batmunkh] pers.batmunkh",
        "persName [Pol Pot] pers.pol-pot",
      ])
  }

  @Test func bothNamesOfAGroupArePersons() throws {
    #expect(
      try marks("the Pol Pot - Ieng Sary group") == [
        "persName [Pol Pot] pers.pol-pot", "persName [Ieng Sary] pers.ieng-sary",
      ])
  }

  @Test func statesArePlacesAndPeoplesAreNothing() throws {
    #expect(
      try marks("Vietnamese troops left the PRK; relations with Hanoi and the Beijing aggressors.") == [
        "placeName [PRK] place.prk", "placeName [Hanoi] place.hanoi", "placeName [Beijing] place.beijing",
      ])
  }

  @Test func aLowerCaseHeadStaysOutsideAndACapitalisedOneIn() throws {
    #expect(
      try marks("in Snuol district, at Pyongyang Airport and in the Eastern Military Region") == [
        "placeName [Snuol] place.snuol", "placeName [Pyongyang Airport] place.pyongyang-airport",
        "placeName [Eastern Military Region] place.eastern-military-region",
      ])
  }

  @Test func aPlaceNestsInTheNameOfABody() throws {
    #expect(
      try marks("the Communist Party of Vietnam and the KUFNS Central Committee") == [
        "orgName [Communist Party of Vietnam] org.cpv", "placeName [Vietnam] place.vietnam",
        "orgName [KUFNS Central Committee] org.knufns-central-committee", "orgName [KUFNS] org.knufns",
      ])
  }

  @Test func oneKeyForAnOrganHoweverItIsWorded() throws {
    #expect(
      try marks(
        "The Central Committee of the MPRP met. The MPRP Central Committee spoke. The Central Committee left."
      ) == [
        "orgName [Central Committee of the MPRP] org.mprp-central-committee", "orgName [MPRP] org.mprp",
        "orgName [MPRP Central Committee] org.mprp-central-committee", "orgName [MPRP] org.mprp",
        "orgName [Central Committee] org.mprp-central-committee",
      ])
  }

  @Test func anAcronymIsWhatTheTextSaysItIs() throws {
    #expect(
      try marks("The Free Writers Union (FWU) met. The FWU left.") == [
        "orgName [Free Writers Union] org.free-writers-union", "orgName [FWU] org.free-writers-union",
        "orgName [FWU] org.free-writers-union",
      ])
  }

  @Test func aMisspeltNameKeepsItsTextAndGetsTheKeyOfThePersonMeant() throws {
    #expect(
      try marks("Hua Guofeng came. Hua Goufeng left.") == [
        "persName [Hua Guofeng] pers.hua-guofeng", "persName [Hua Goufeng] pers.hua-guofeng",
      ])
  }

  @Test func anAliasHasTheKeyOfItsBearer() throws {
    #expect(
      try marks("Saloth Sar and Kim Il-song") == [
        "persName [Saloth Sar] pers.pol-pot", "persName [Kim Il-song] pers.kim-il-sung",
      ])
  }

  @Test func shortFormsFollowTheLanguageOfTheName() throws {
    #expect(
      try marks("Deng Xiaoping, Heng Samrin and Le Duan met; Deng spoke, then Samrin, then Duan.") == [
        "persName [Deng Xiaoping] pers.deng-xiaoping", "persName [Heng Samrin] pers.heng-samrin",
        "persName [Le Duan] pers.le-duan", "persName [Deng] pers.deng-xiaoping",
        "persName [Samrin] pers.heng-samrin",
        "persName [Duan] pers.le-duan",
      ])
  }

  @Test func grandfatherIsNoPersonsShortForm() throws {
    #expect(
      try marks("Ta Mok came. Ta was a word of respect, and Mok was feared.") == [
        "persName [Ta Mok] pers.ta-mok", "persName [Mok] pers.ta-mok",
      ])
  }

  @Test func aShortFormOfTwoPersonsIsLinkedToNeither() throws {
    var document = Document(id: "test", text: "Ieng Sary and Ieng Thirith came. Ieng spoke.")
    try standard.get().process(&document)
    let last = document.spans.last
    #expect(last?.attributes["key"] == "pers.ieng")
    #expect(last?.attributes["cert"] == "low")
  }

  @Test func capitalsFoldOnlyToNamesThatTheDocumentKnows() throws {
    #expect(try marks("Then POL POT said no.").isEmpty)
    #expect(
      try marks("Then POL POT said no.\nPol Pot left.") == [
        "persName [POL POT] pers.pol-pot", "persName [Pol Pot] pers.pol-pot",
      ])
  }

  @Test func wordsInLowerCaseAreNotNames() throws {
    #expect(try marks("give us a chad, my hue, turkey and china").isEmpty)
  }

  @Test func vietnameseNamesMatchWithDiacriticsAndWithoutWhereTheTextHasNone() throws {
    #expect(
      try marks("Đồng chí Nguyễn Văn Linh thăm tỉnh Tây Ninh.") == [
        "persName [Nguyễn Văn Linh] pers.nguyen-van-linh", "placeName [Tây Ninh] place.tay-ninh",
      ])
    #expect(try marks("in Tay Ninh") == ["placeName [Tay Ninh] place.tay-ninh"])
    // The same letters without their marks, among words that have theirs, are other words.
    var options = TagEntities.Options()
    options.layers = [.gazetteer]
    let lists = try TagEntities(options: options)
    #expect(try marks("Ông ấy nói: Long An, Tay Ninh.", lists) == ["placeName [Long An] place.long-an"])
  }

  @Test func decomposedTextMatchesAndTheSpanHoldsAllOfIt() throws {
    #expect(try marks("ở Ta\u{302}y Ninh") == ["placeName [Ta\u{302}y Ninh] place.tay-ninh"])
  }

  @Test func khmerNamesMatchWithoutSpacesAndNeverInsideACluster() throws {
    #expect(
      try marks("លោក ប៉ុល ពត នៅភ្នំពេញ") == ["persName [ប៉ុល ពត] pers.pol-pot", "placeName [ភ្នំពេញ] place.phnom-penh"])
    // ឡាវ is Laos; with a vowel sign after it, it is a part of another cluster.
    #expect(try marks("ឡាវិ").isEmpty)
    #expect(try marks("កម្ពុ\u{200B}ជា") == ["placeName [កម្ពុ\u{200B}ជា] place.cambodia"])
  }

  @Test func khmerNamesAreWholeWordsBehindATitle() throws {
    #expect(
      try marks("ឯកឧត្តម ថោ ជេដ្ឋា រដ្ឋមន្ត្រីក្រសួងធនធានទឹក") == [
        "persName [ថោ ជេដ្ឋា] pers.ថោ-ជេដ្ឋា", "orgName [ក្រសួងធនធានទឹក] org.ក្រសួងធនធានទឹក",
      ])
    #expect(try marks("លោកស្រីសុខាបានថ្លែងថា") == ["persName [សុខា] pers.សុខា"])
    #expect(try marks("លោកសុខា​បាន\u{200B}ថ្លែង") == ["persName [សុខា] pers.សុខា"])
  }

  @Test func whatStandsBehindAKhmerTitleAndIsNoNameIsNotTagged() throws {
    for text in [
      "រដ្ឋមន្ត្រីក្រសួងធនធានទឹក", "លោកប្រភេទ", "ឈ្មោះ\u{200B}ប្រភេទ", "ឈ្មោះ\u{200B}វត្ថុ", "បង្ហាញឈ្មោះមួយ",
      "លោកអ្នកបោះឆ្នោត", "លោកបានថ្លែង", "លោកអភិបាលខេត្ត", "រដ្ឋមន្ត្រី", "លោក",
    ] {
      #expect(try marks(text).filter { $0.hasPrefix("persName") } == [], "\(text)")
    }
  }

  @Test func theKhmerWordForNameNeedsAnAgeOrAFamilyName() throws {
    #expect(try marks("ឈ្មោះដារ៉ាអាយុ២៣ឆ្នាំ").first == "persName [ដារ៉ា] pers.ដារ៉ា")
    #expect(try marks("ឈ្មោះសុខដារ៉ា") == ["persName [សុខដារ៉ា] pers.សុខដារ៉ា"])
    #expect(try marks("ឈ្មោះដារ៉ា").isEmpty)
  }

  @Test func namesThatNoListHasAreFoundByContext() throws {
    #expect(
      try marks("By Anna Belmont\nTs. Dorjsuren met General Pham Kiet Quoc at Chong Th’nu commune.") == [
        "persName [Anna Belmont] pers.anna-belmont", "persName [Ts. Dorjsuren] pers.ts-dorjsuren",
        "persName [Pham Kiet Quoc] pers.pham-kiet-quoc", "placeName [Chong Th’nu] place.chong-thnu",
      ])
  }

  @Test func militaryBodiesHaveNumbers() throws {
    #expect(
      try marks("Division 341 of Army Corps 4") == [
        "orgName [Division 341] org.division-341", "orgName [Army Corps 4] org.army-corps-4",
      ])
  }

  @Test func addressesOfTheNetworkHoldNoNames() throws {
    #expect(try marks("see www.Vietnam.com and mail Hanoi@Laos.org").isEmpty)
  }

  @Test func turnsGetTheKeyOfTheirSpeaker() throws {
    var document = Document(id: "test", text: "Heng Samrin:\nYes.")
    try document.setBlocks([
      Block(.turn, 0..<17, attributes: ["who": "Heng Samrin"]), Block(.speaker, 0..<12),
      Block(.paragraph, 13..<17),
    ])
    try standard.get().process(&document)
    #expect(document.blocks[0].attributes == ["who": "Heng Samrin", "key": "pers.heng-samrin"])
    #expect(marks(document) == ["persName [Heng Samrin] pers.heng-samrin"])
  }

  @Test func aSecondRunReplacesTheFirst() throws {
    var document = Document(id: "test", text: "Pol Pot left Hanoi on 7 January 1979.")
    let stage = try standard.get()
    try stage.process(&document)
    let first = document
    try stage.process(&document)
    #expect(document.spans == first.spans)
    #expect(document.spans.count == 3)
    #expect(document.text == Array("Pol Pot left Hanoi on 7 January 1979.".utf8))
  }

  @Test func spansOfTheInputAndOfOtherStagesStayAndOursGiveWay() throws {
    let text = "Pol Pot left Hanoi on 7 January 1979 for the Communist Party of Vietnam."
    var document = Document(id: "test", text: text)
    func mark(_ part: String, _ label: String, stage: String) throws {
      let start = document.string(in: 0..<document.text.count).range(of: part)
      let offset = try #require(start.map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) })
      try document.add(
        Span(
          layer: Layer.entity, offset..<offset + part.utf8.count, label: label, attributes: ["key": "given"],
          stage: stage))
    }
    try mark("Pol Pot", "persName", stage: "input")
    try mark("1979 for the", "date", stage: "other-stage")
    try mark("Party of Vietnam", "orgName", stage: "input")
    try mark("left Hanoi", "placeName", stage: "input")
    try mark("Communist", "orgName", stage: "tag-entities")
    let given = document.spans.filter { $0.stage != "tag-entities" }
    for _ in 1...2 {
      try standard.get().process(&document)
      #expect(document.spans.filter { $0.stage != "tag-entities" } == given)
      #expect(
        document.spans.filter { $0.stage == "tag-entities" }.map { document.string(in: $0.range) } == [
          "Hanoi", "Communist Party of Vietnam", "Vietnam",
        ])
    }
  }

  @Test func aTurnKeepsTheKeyThatItCameWith() throws {
    var document = Document(id: "test", text: "Heng Samrin:\nYes.")
    try document.setBlocks([
      Block(.turn, 0..<17, attributes: ["key": "pers.given"]), Block(.speaker, 0..<12),
      Block(.paragraph, 13..<17),
    ])
    try standard.get().process(&document)
    #expect(document.blocks[0].attributes == ["key": "pers.given"])
  }

  @Test func eachLayerCanBeSwitchedOff() throws {
    let text = "Pol Pot met Ts. Dorjsuren in 1979."
    var options = TagEntities.Options()
    options.layers = [.dates]
    #expect(try marks(text, TagEntities(options: options)) == ["date [1979] when=1979"])
    options.layers = [.gazetteer]
    #expect(try marks(text, TagEntities(options: options)) == ["persName [Pol Pot] pers.pol-pot"])
    options.layers = [.rules]
    #expect(try marks(text, TagEntities(options: options)) == ["persName [Ts. Dorjsuren] pers.ts-dorjsuren"])
  }

  @Test func textOfCapitalsIsReadInTimeThatGrowsWithItsLength() throws {
    let text = String(repeating: "KUFNS (KUFNS) Central Committee of the ", count: 40)
    #expect(try marks(text).count < 400)
  }
}
