import TagEntities
import Testing

/// Names and words of the region's history that the lists and rule files have.
@Suite struct RegionTests {
  private static let general = Result {
    var options = TagEntities.Options()
    options.gazetteers = ["general"]
    options.layers = [.gazetteer, .rules, .dates, .propagation]
    return try TagEntities(options: options)
  }

  @Test(arguments: [
    (
      "Judge Claudia Fenz asked counsel Victor Koppe.",
      ["persName [Claudia Fenz] pers.claudia-fenz", "persName [Victor Koppe] pers.victor-koppe"]
    ),
    (
      "LICADHO wrote to the NPKC.",
      ["orgName [LICADHO] org.licadho", "orgName [NPKC] org.national-peace-keeping-council"]
    ),
    (
      "Ông Trần Huy Liệu vào Huế.",
      ["persName [Trần Huy Liệu] pers.tran-huy-lieu", "placeName [Huế] place.hue"]
    ),
    (
      "លោក លន់ ណុន នៅស្រុកត្រាំកក់",
      ["persName [លន់ ណុន] pers.lon-non", "placeName [ត្រាំកក់] place.tram-kak"]
    ),
  ])
  func namesOfTheRegionAreListed(text: String, expected: [String]) throws {
    #expect(try marks(text) == expected)
  }

  @Test(arguments: [
    ("The agronomist Keo Vuthy left.", "persName [Keo Vuthy] pers.keo-vuthy"),
    ("Her deputy, Marta Lund, agreed.", "persName [Marta Lund] pers.marta-lund"),
    ("The police chief, Tola Prum, denied it.", "persName [Tola Prum] pers.tola-prum"),
    ("They followed Route 69.", "placeName [Route 69] place.route-69"),
    ("She lived in the rue du Bac.", "placeName [rue du Bac] place.rue-du-bac"),
    ("Marta Lund of UNICEF came.", "persName [Marta Lund] pers.marta-lund"),
    ("Marta Lund resigned.", "persName [Marta Lund] pers.marta-lund"),
  ])
  func wordsOfOfficesAndRoadsTellTheKind(text: String, mark: String) throws {
    #expect(try marks(text, Self.general.get()).contains(mark))
  }

  @Test func aHeadInLowerCaseStaysOutsideTheNameOfATemple() throws {
    #expect(
      try marks("the temple of Koh Ker; Koh Ker temple") == [
        "placeName [Koh Ker] place.koh-ker", "placeName [Koh Ker] place.koh-ker",
      ])
  }
}
