import StageKit
import TagEntities
import Testing

/// A run's folder in memory.
private final class MemoryFolder: RunFolder {
  var files: [String: String] = [:]

  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    var bytes: [UInt8] = []
    try body { bytes += $0 }
    files[path] = String(decoding: bytes, as: UTF8.self)
  }
}

/// The stage with files in memory, each given by the option that names it.
private func load(
  corrections: String? = nil, authorities: String? = nil, rules: String? = nil
) throws -> TagEntities {
  var options = TagEntities.Options()
  options.layers = [.gazetteer, .rules, .dates, .propagation]
  let files = ["corrections.csv": corrections, "persons.csv": authorities, "own.tsv": rules]
  if corrections != nil { options.corrections = [InputPath("corrections.csv")] }
  if authorities != nil { options.authorities = [InputPath("persons.csv")] }
  if rules != nil { options.rules = [InputPath("own.tsv")] }
  let shipped = LoadContext()
  let context = LoadContext(readResource: { path in
    try (files[path] ?? nil).map { Array($0.utf8) } ?? shipped.resource(path)
  })
  return try TagEntities(options: options, context: context)
}

private func error(of body: () throws -> Void) -> StageError? {
  do { try body() } catch { return error as? StageError }
  return nil
}

@Suite struct CorrectionTests {
  @Test func correctionsWinOverAllElseAndBearTheNameOfWhoMadeThem() throws {
    let stage = try load(
      corrections: """
        action,resp,text,key,label,to,document,start,end
        reject,A. Reader,Hanoi,,,,,,
        merge,A. Reader,,pers.batmunkh,,pers.jambyn-batmunkh,,,
        retype,B. Reader,Vietnam,,,organisation,,,
        add,B. Reader,Blue House,place.blue-house,place,,,,
        accept,B. Reader,Pol Pot,,persName,,test,0,7
        """)
    var document = Document(
      id: "test", text: "Pol Pot met Chairman Batmunkh of Vietnam in the Blue House, not in Hanoi.")
    try stage.process(&document)
    let right = [
      "persName [Pol Pot] pers.pol-pot", "persName [Batmunkh] pers.jambyn-batmunkh",
      "orgName [Vietnam] org.vietnam", "placeName [Blue House] place.blue-house",
    ]
    #expect(marks(document) == right)
    #expect(
      document.spans.map { $0.attributes["resp"] } == ["B. Reader", "A. Reader", "B. Reader", "B. Reader"])
    #expect(document.spans.map { $0.attributes["cert"] } == ["high", "high", "high", "high"])
    let first = document.spans
    try stage.process(&document)
    #expect(document.spans == first)
  }

  @Test func whatIsAddedTakesThePlaceOfWhatItCrosses() throws {
    let stage = try load(corrections: "action,resp,text,label\nadd,X,Pot Hanoi,person\nadd,X,ភ្ន,place\n")
    // A name never begins or ends inside a Khmer cluster.
    #expect(
      try marks("Pol Pot Hanoi and Pol Pot; ភ្នំពេញ", stage) == [
        "persName [Pot Hanoi] pers.pot-hanoi", "persName [Pol Pot] pers.pol-pot",
        "placeName [ភ្នំពេញ] place.phnom-penh",
      ])
  }

  @Test func aPlaceThatHasChangedIsReportedAndNotTouched() throws {
    let stage = try load(
      corrections: "action,resp,document,start,end,text\nreject,X,test,0,5,Hanoi\nreject,X,test,90,95,\n")
    var document = Document(id: "test", text: "In Hanoi")
    document.begin(stage: "tag-entities", version: 3)
    try stage.process(&document)
    #expect(marks(document) == ["placeName [Hanoi] place.hanoi"])
    #expect(document.provenance.last?.reports.map(\.code) == ["stale-correction", "stale-correction"])
  }

  @Test func aRejectionWhosePlaceIsAnotherNamesByNowIsReported() throws {
    let stage = try load(
      corrections: "action,resp,document,start,end,text\nreject,X,test,6,14,năm 1977\nreject,X,test,0,5,\n")
    var document = Document(id: "test", text: "Trong năm 1977 ông Hoàng ở Huế.")
    document.begin(stage: "tag-entities", version: 1)
    try stage.process(&document)
    #expect(marks(document).first == "date [1977] when=1977")
    #expect(
      document.provenance.last?.reports.map { "\($0.code): \($0.message)" } == [
        "idle-correction: X rejected 'năm 1977', which is no entity now; '1977' is one, at 10..<14: reject that, or take the row out"
      ])
  }

  @Test(arguments: [
    ("action,resp,text\nremove,X,Hanoi\n", "corrections-row", "corrections.csv:2: the action is 'remove'"),
    (
      "action,resp,text\nreject,X,Hanoi\n\nreject,,Hue\n", "corrections-row",
      "corrections.csv:4: the column 'resp'"
    ),
    (
      "action,resp,text\nreject,X,\"Ha\nnoi\"\nmerge,X,Hue\n", "corrections-row",
      "corrections.csv:4: a merge needs"
    ),
    ("action,resp,start,end\nreject,X,5,2\n", "corrections-row", "corrections.csv:2: a place needs"),
    ("action,resp,lable\n", "corrections-columns", "corrections.csv:1: no column 'lable'"),
    ("action,resp\nreject\n", "corrections-columns", "corrections.csv:2: 1 fields"),
    ("action,resp,text\nreject,X,\"Hanoi\n", "corrections-columns", "corrections.csv:2: a quotation mark"),
    ("", "corrections-columns", "corrections.csv:1: the file is empty"),
  ])
  func aBadRowNamesFileAndLineAndNothingIsApplied(file: String, code: String, message: String) {
    let found = error { _ = try load(corrections: file) }
    #expect(found?.code == code)
    #expect(found?.message.hasPrefix(message) == true, "\(found?.message ?? "no error")")
  }
}

@Suite struct AuthorityTableTests {
  @Test func identifiersAndCoordinatesComeBackAndSurvive() throws {
    let table = """
      key,name,idno,geo,notes
      place.hanoi,Hà Nội,GEONAMES:1581130|https://example.org/h,"21.0285, 105.8542",mine
      place.unseen,Unseen,X:1,,
      """
    let stage = try load(authorities: table)
    var document = Document(id: "a", text: "Hanoi. In Hanoi and Hà Nội.")
    try stage.process(&document)
    #expect(document.spans.map { $0.attributes["idno"] }.first == "GEONAMES:1581130|https://example.org/h")
    #expect(document.spans.map { $0.attributes["geo"] }.first == "21.0285 105.8542")
    let bytes = try #require(try stage.contribution(of: document)).encoded()
    let folder = MemoryFolder()
    let left = Contributions<TagEntities.Contribution>(marked: { body throws(StageError) in
      // Part of something longer, as in a run.
      try body("a", ([0] + bytes)[1...], CorpusMarks())
    })
    try stage.finish(left, into: folder)
    #expect(folder.files.keys.sorted() == ["authority/places.csv", "review.csv"])
    let places = try #require(folder.files["authority/places.csv"])
    #expect(
      places.hasPrefix(
        "key,name,type,variants,count,documents,examples,idno,geo\n"
          + "place.hanoi,Hà Nội,settlement,Hanoi (2),3,1,a: …[Hanoi]. In Hanoi and Hà Nội.…,"
          + "GEONAMES:1581130|https://example.org/h,21.0285 105.8542\n"), "\(places)")
    #expect(places.hasSuffix("place.unseen,Unseen,,,0,0,,X:1,\n"))
    // The table that was written is read again.
    var again = Document(id: "a", text: "Hanoi")
    try load(authorities: places).process(&again)
    #expect(again.spans.first?.attributes["geo"] == "21.0285 105.8542")
  }

  @Test func uncertainDecisionsAreListedWithTheirPlaceAndCanBeFilledIn() throws {
    let stage = try load()
    var document = Document(id: "a", text: "Ieng Sary and Ieng Thirith came, \"so\". Ieng spoke.")
    try stage.process(&document)
    let bytes = try #require(try stage.contribution(of: document)).encoded()
    let folder = MemoryFolder()
    try stage.finish(Contributions { body throws(StageError) in try body("a", bytes) }, into: folder)
    let review = try #require(folder.files["review.csv"])
    let lines = review.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[1].hasPrefix(",,,a,39,43,Ieng,persName,pers.ieng,Ieng,low,short-form-of-several,"))
    // Filled in, it is a file of corrections.
    let filled = lines[0] + "\nmerge,X,pers.ieng-sary" + lines[1].dropFirst(2) + "\n"
    try load(corrections: String(filled)).process(&document)
    #expect(marks(document).last == "persName [Ieng] pers.ieng-sary")
  }

  @Test(arguments: [
    ("key,geo\nplace.x,91 0\n", "persons.csv:2: geo '91 0'"),
    ("key,idno\nplace.x,Q 12\n", "persons.csv:2: idno 'Q 12'"),
    ("key\nx\n", "persons.csv:2: the key 'x'"),
    ("key\nplace.x\nplace.x\n", "persons.csv:3: the key 'place.x' stands"),
  ])
  func mistakesNameFileAndLine(table: String, message: String) {
    #expect(error { _ = try load(authorities: table) }?.message.hasPrefix(message) == true)
  }
}

@Suite struct RuleFileTests {
  private static let head = "rule\tlanguage\twords\ttype\tnote\n"

  @Test func patternsOfAUserFindNames() throws {
    let rules =
      Self.head + "pattern\ten\tthe (late|former) [ <cap>{1,3} ] of <place>\tperson\t\n"
      + "pattern\ten\tship [ <cap>+ <number>? ]\torganisation/ship\t\ntitle\ten\tarchon\t\t\n"
    let stage = try load(rules: rules)
    #expect(
      try marks("the late Quill Xandor of Hanoi; ship Zarkon Star 3; archon Vexley", stage) == [
        "persName [Quill Xandor] pers.quill-xandor", "placeName [Hanoi] place.hanoi",
        "orgName [Zarkon Star 3] org.zarkon-star-3", "persName [Vexley] pers.vexley",
      ])
  }

  @Test(arguments: [
    ("pattern\ten\tthe [ <cpa> ]\tperson\t\n", "own.tsv:2:18: there is no '<cpa>'"),
    ("pattern\ten\tthe [ <cap>\tperson\t\n", "own.tsv:2:23: the [ is not closed"),
    ("pattern\ten\tthe x\tperson\t\n", "own.tsv:2:17: [ and ] must stand"),
    ("pattern\ten\t[ <cap>{3,1} ]\tperson\t\n", "own.tsv:2:14: '<cap>{3,1}': {m,n} needs"),
    ("pattern\ten\t[ <cap> ]\tanimal\t\n", "own.tsv:2:22: the type of a pattern is 'animal'"),
  ])
  func aMistakeInAPatternNamesFileLineAndColumn(row: String, message: String) {
    let found = error { _ = try load(rules: Self.head + row) }
    #expect(found?.code == "rules-pattern")
    #expect(found?.message.hasPrefix(message) == true, "\(found?.message ?? "no error")")
  }

  @Test func noPatternGoesBackWithoutEnd() throws {
    let rules = Self.head + "pattern\ten\t<cap>* <cap>* <cap>* <cap>* [ <cap>* ] zzz\tperson\t\n"
    let stage = try load(rules: rules)
    #expect(try marks(String(repeating: "Aq Bq ", count: 200), stage).isEmpty)
  }
}
