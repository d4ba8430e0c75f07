import StageKit
import Testing

@testable import TagEntities

@Suite struct GazetteerImportTests {
  private static func lines(_ add: (inout GazetteerImported) throws -> Void) throws -> [String] {
    var imported = GazetteerImported(defaultType: "place/settlement")
    try add(&imported)
    return try imported.rows().map(\.written)
  }

  @Test func geoNamesGivesPlacesWithTypesAndRefs() throws {
    func line(_ id: String, _ name: String, _ others: String, _ code: String, _ people: String) -> String {
      [
        id, name, name, others, "11", "104", "P", code, "KH", "", "01", "", "", "", people, "", "", "",
        "2024-01-01",
      ]
      .joined(separator: "\t") + "\n"
    }
    let dump =
      line("1", "Takeo", "TKO,តាកែវ,https://x.example,Takev", "PPLA", "900")
      + line("2", "Svay", "", "PPL", "50") + line("3", "Svay", "", "PPL", "60")
      + line("4", "Tiny", "", "PPL", "1")
    #expect(
      try Self.lines {
        try $0.add(
          geoNames: Array(dump.utf8), file: "KH.txt", GeoNamesChoice(minPopulation: 10), source: "GeoNames")
      } == [
        "place.takeo\tTakeo\tតាកែវ|Takev\tplace/settlement\t\t\thttps://sws.geonames.org/1/\tGeoNames: 1",
        "place.svay-2\tSvay\t\tplace/settlement\t\t\thttps://sws.geonames.org/2/\tGeoNames: 2",
        "place.svay-3\tSvay\t\tplace/settlement\t\t\thttps://sws.geonames.org/3/\tGeoNames: 3",
      ])
  }

  @Test func csvGivesRowsByTheNamesOfItsColumns() throws {
    let csv =
      "\u{FEFF}ID;Label;Aliases;Type;Birth;Death;URI\r\nkp;\"Keo; \"\"K\"\" Pich\";Keo Pic|K;person;1925;;https://example.org/kp\r\n"
    #expect(
      try Self.lines {
        try $0.add(table: Array(csv.utf8), file: "p.csv", separator: nil, renamed: [:], source: "mine")
      } == ["pers.kp\tKeo; \"K\" Pich\tKeo Pic\tperson\t1925/\t\thttps://example.org/kp\tmine"])
  }

  @Test func theTableOfARunKeepsItsKeysAndItsCountsAreNoNames() throws {
    let csv = """
      key,name,type,variants,count,documents,examples,idno,geo
      pers.him-huy,Him Huy,,Huy (4)|HIM HUY (1),9,2,,,
      org.cpk,CPK,party,,1,1,,,
      place.svay,Svay,,Svay (Old) (2),3,1,,,

      """
    #expect(
      try Self.lines {
        try $0.add(table: Array(csv.utf8), file: "p.csv", separator: nil, renamed: [:], source: "mine")
      } == [
        "pers.him-huy\tHim Huy\tHuy\tperson\t\t\t\tmine", "org.cpk\tCPK\t\torganisation/party\t\t\t\tmine",
        "place.svay\tSvay\tSvay (Old)\tplace/settlement\t\t\t\tmine",
      ])
    // Elsewhere a number in brackets belongs to the name.
    let other = "name,variants\nApollo,Apollo (11)\n"
    #expect(
      try Self.lines {
        try $0.add(table: Array(other.utf8), file: "p.csv", separator: nil, renamed: [:], source: "mine")
      } == ["place.apollo\tApollo\tApollo (11)\tplace/settlement\t\t\t\tmine"])
  }

  @Test func columnsThatAreNotThereAreRefused() throws {
    var imported = GazetteerImported(defaultType: "place")
    #expect(
      throws: StageError(
        "gazetteer-columns",
        "x.csv:1:1: --columns name=Nope: there is no column 'Nope', only: name, ref")
    ) {
      try imported.add(
        table: Array("name,ref\nHuế,\n".utf8), file: "x.csv", separator: nil,
        renamed: try GazetteerImport.pairs("ref=ref,name=Nope"), source: "")
    }
    #expect(
      throws: StageError(
        "gazetteer-columns",
        "--columns has 'nmae=Label'; write name=Label, one of dates, from, key, language, name, ref, source, to, type, variants before the '='"
      )
    ) { try GazetteerImport.pairs("nmae=Label") }
  }

  @Test(arguments: [
    ("1999/1950", "the dates are '1999/1950', which end before they begin; exchange them"),
    ("1950s/1949", "the dates are '1950s/1949', which end before they begin; exchange them"),
    ("-0044/-0100", "the dates are '-0044/-0100', which end before they begin; exchange them"),
    (
      "1979-02-30/",
      "the dates are '1979-02-30/'; write a beginning and an end as 1925/1998, 1931/, /1978, 1979-01-10/1989-04-30 or 1940s/"
    ),
    ("1900-02-29/", nil), ("1979-04-31/", nil), ("1980-02-29/", ""), ("2000-02-29/", ""),
    ("1979-05/1979", ""),
    ("1950s/1950", ""), ("1950/1950", ""), ("-0100/-0044", ""), ("-0044/0014", ""),
  ]) func datesAreDaysAndStandInTheirOrder(dates: String, problem: String?) {
    let found = GazetteerFields.problem(dates: dates)
    #expect(problem == nil ? found != nil : found ?? "" == problem)
  }

  @Test func aNameHoldsNoControlCharacter() {
    let header = "key\tname\tvariants\ttype\tdates\tlanguage\tref\tsource\n"
    let table = GazetteerTable(
      Array((header + "place.a\tHu\u{0}e\t\tplace\t\t\t\t\nplace.b\tAn\tXu|An\u{7F}\tplace\t\t\t\t\n").utf8),
      file: "a.tsv")
    #expect(
      table.problems == [
        StageError("gazetteer-name", "a.tsv:2:9: a name holds the control character U+0000; take it out"),
        StageError("gazetteer-name", "a.tsv:3:15: a name holds the control character U+007F; take it out"),
      ])
  }

  @Test func teiGivesPersonsPlacesAndBodies() throws {
    let tei = """
      <TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson><person xml:id="pers.keo-pich">
      <persName xml:lang="km"><surname>Keo</surname> <forename>Pich</forename></persName><persName type="variant">កែវ ពេជ្រ</persName>
      <birth when="1925"/><note>friend of <persName>Other Man</persName></note><idno type="URI">https://example.org/1</idno>
      </person></listPerson><listPlace><place xml:id="SR"><placeName>Svay Rieng</placeName></place></listPlace>
      <listOrg><org><orgName>Red Cross</orgName></org></listOrg></standOff></TEI>
      """
    #expect(
      try Self.lines { try $0.add(tei: Array(tei.utf8), file: "a.xml", source: "mine") } == [
        "pers.keo-pich\tKeo Pich\tកែវ ពេជ្រ\tperson\t1925/\tkm\thttps://example.org/1\tmine",
        "place.SR\tSvay Rieng\t\tplace\t\t\t\tmine", "org.red-cross\tRed Cross\t\torganisation\t\t\t\tmine",
      ])
  }

  @Test func brokenInputNamesItsPlace() {
    var imported = GazetteerImported(defaultType: "place")
    #expect(throws: StageError("gazetteer-columns", "x.txt:1: 2 columns; a dump of GeoNames has 19")) {
      try imported.add(geoNames: Array("1\tA".utf8), file: "x.txt", GeoNamesChoice(), source: "")
    }
    #expect(throws: StageError.self) {
      try imported.add(tei: Array("<TEI><person>".utf8), file: "x.xml", source: "")
    }
    #expect(throws: StageError.self) { try imported.rows() }
  }

  @Test func checkNamesConflictsAndAmbiguousNamesWithFileAndLine() {
    let header = "key\tname\tvariants\ttype\tdates\tlanguage\tref\tsource\n"
    var findings = GazetteerFindings()
    findings.add(words: Array("may\nspring\n".utf8))
    findings.add(
      GazetteerTable(
        Array((header + "place.a\tSpring\t\tplace\t\t\t\t\nplace.b\tspring\tOld\tplace\t\t\t\t\n").utf8),
        file: "a.tsv"),
      file: "a.tsv")
    findings.add(
      GazetteerTable(Array((header + "place.a\tFall\tOld\tplace\t\t\t\t\n").utf8), file: "b.tsv"),
      file: "b.tsv")
    #expect(
      findings.lines == [
        "a.tsv:2: warning: 'Spring' is an ordinary word; it will be found wherever it has a capital",
        "a.tsv:3: warning: 'spring' is an ordinary word; it will be found wherever it has a capital",
        "a.tsv:3: warning: 'spring' of 'place.b' is also a name of 'place.a' at a.tsv:2; neither is linked where it stands",
        "b.tsv:2: warning: 'place.a' has the name 'Fall', and 'Spring' at a.tsv:2, which counts; make them agree or give one another key",
        "b.tsv:2: warning: 'Old' of 'place.a' is also a name of 'place.b' at a.tsv:3; the list that is named later counts",
      ])
  }
}
