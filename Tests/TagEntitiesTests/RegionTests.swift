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
    ("They followed Route 69.", "placeName [Route 69] place.route-69"),
    ("Marta Lund was sentenced.", "persName [Marta Lund] pers.marta-lund"),
    ("They walked down Regent Street.", "placeName [Regent Street] place.regent-street"),
    ("She lived in the rue du Bac.", "placeName [rue du Bac] place.rue-du-bac"),
  ])
  func wordsOfOfficesAndRoadsTellTheKind(text: String, mark: String) throws {
    #expect(try marks(text, Self.general.get()).contains(mark))
  }

  @Test(arguments: [
    "The Member States met the Regional Director there.", "Human Resources retired from Prison Break.",
    "គេលក់ស្វាយលើផ្លូវ ហើយសប្បាយចិត្តសែនសុខ។",
  ])
  func capitalsOfRolesAndWordsOfEveryDayAreNoNames(text: String) throws {
    #expect(try marks(text).isEmpty)
  }

  @Test func aBankOfAnotherStateIsNotThatOfVietnam() throws {
    #expect(
      try marks("Ngân hàng Nhà nước Lào đã họp.").first
        == "orgName [Ngân hàng Nhà nước Lào] org.ngan-hang-nha-nuoc-lao")
  }

  @Test func aHeadInLowerCaseStaysOutsideTheNameOfATemple() throws {
    #expect(
      try marks("the temple of Koh Ker; Koh Ker temple") == [
        "placeName [Koh Ker] place.koh-ker", "placeName [Koh Ker] place.koh-ker",
      ])
  }
}
