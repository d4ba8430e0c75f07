import StageKit
import TagEntities
import Testing

@Suite struct GazetteerTests {
  private static let header = "key\tname\tvariants\ttype\tdates\tlanguage\tref\tsource\n"

  /// Loads the stage with one list of a user's own.
  private func load(_ list: String) throws -> TagEntities { try load(Array(list.utf8)) }

  private func load(_ list: [UInt8]) throws -> TagEntities {
    var options = TagEntities.Options()
    options.gazetteers = ["own.tsv"]
    let shipped = LoadContext()
    let context = LoadContext(readResource: { path in path == "own.tsv" ? list : try shipped.resource(path) })
    return try TagEntities(options: options, context: context)
  }

  private func error(_ list: String) -> StageError? {
    do { _ = try load(list) } catch { return error as? StageError }
    return nil
  }

  @Test func aListOfOnesOwnGivesNamesKeysAndRefs() throws {
    let list = Self.header + "pers.x\tMong Reththy\tM. Reththy\tperson\t\tkm\thttps://example.org/x\town\n"
    var document = Document(id: "test", text: "Mong Reththy came.")
    try load(list).process(&document)
    #expect(
      document.spans.map(\.attributes) == [
        [
          "key": "pers.x", "name": "Mong Reththy", "ref": "https://example.org/x", "cert": "high",
          "rule": "gazetteer:own",
        ]
      ])
  }

  @Test func rowsThatCompeteGiveNoLink() throws {
    let list =
      Self.header + "place.a\tSprington\t\tplace/settlement\t\ten\t\town\n"
      + "place.b\tSprington\t\tplace/province\t\ten\t\town\n"
    var document = Document(id: "test", text: "in Springton")
    try load(list).process(&document)
    #expect(document.spans.map { $0.attributes["key"] } == ["place.springton"])
    #expect(document.spans.map { $0.attributes["cert"] } == ["low"])
  }

  @Test func mistakesNameTheFileAndTheLine() {
    #expect(
      error(Self.header + "pers.x\tX Y\n")
        == StageError(
          "gazetteer-columns",
          "own.tsv:2:11: 2 columns where there must be 8; add tabs for columns that are empty"))
    #expect(
      error(Self.header + "pers.x\tX Y\t\tperson\t\t\t\t\npers.x\tX Z\t\tperson\t\t\t\t\n")
        == StageError(
          "gazetteer-key", "own.tsv:3:1: the key 'pers.x' stands in line 2 already; join the two rows"))
    #expect(
      error(Self.header + "pers.x\tX\t\tperson\t\t\t\t\n")
        == StageError(
          "gazetteer-name",
          "own.tsv:2:8: the name 'X' is a single letter, which would be found everywhere; take it out"))
    #expect(
      error(Self.header + "pers.x\tX Y\t\tanimal\t\t\t\t\n")
        == StageError(
          "gazetteer-type",
          "own.tsv:2:13: the type is 'animal'; write person, place or organisation, or place/settlement and the like"
        ))
    #expect(error("")?.code == "gazetteer-columns")
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(
      throws: StageError(
        "gazetteer-encoding", "own.tsv:2:1: the byte 0xFF is not UTF-8; save the file as UTF-8")
    ) {
      try load(Array(Self.header.utf8) + [0xFF])
    }
  }

  @Test func anUnknownListNamesThoseThatShip() {
    var options = TagEntities.Options()
    options.gazetteers = ["genral"]
    #expect(
      throws: StageError(
        "unknown-gazetteer",
        "no gazetteer 'genral' ships, only: general, indochina-1975-1991; a file of your own is named with its extension"
      )
    ) { try TagEntities(options: options) }
  }

  @Test func listsThatShipAndFilesAreNamedInOneOption() throws {
    let options = try TagEntities.Options(
      ["gazetteers": .list([.scalar("general"), .scalar("a, b.tsv")])], of: "tag-entities")
    #expect(options.gazetteers == ["general", "a, b.tsv"])
    #expect(TagEntities.Options.fields[0].description.shippedNames == ["general", "indochina-1975-1991"])
    #expect(throws: StageError.self) { try TagEntities(options: options) }
  }

  @Test func listsOfOnesOwnAddToThoseThatShip() throws {
    let list = Array(
      (Self.header + "place.hanoi\tHanoi\tThang Long City\tplace/settlement\t\ten\t\town\n").utf8)
    var options = TagEntities.Options()
    options.gazetteers = ["general", "/home/x/own.tsv"]
    let shipped = LoadContext()
    let context = LoadContext(readResource: { path in
      path == "/home/x/own.tsv" ? list : try shipped.resource(path)
    })
    let stage = try TagEntities(options: options, context: context)
    #expect(
      try marks("Hanoi is Thang Long City", stage) == [
        "placeName [Hanoi] place.hanoi", "placeName [Thang Long City] place.hanoi",
      ])
  }
}
