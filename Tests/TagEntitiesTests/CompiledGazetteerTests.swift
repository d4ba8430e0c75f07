import Foundation
import StageKit
import Testing

@testable import TagEntities

@Suite struct CompiledGazetteerTests {
  private static let table = """
    key\tname\tvariants\ttype\tdates\tlanguage\tref\tsource
    place.a\tNew Spring\tNewspring\tplace/settlement\t\ten\thttps://example.org/a\town
    place.b\tSpring Field County\t\tplace/region\t\ten\t\town
    place.c\tភ្នំពេញ\t\tplace/settlement\t\tkm\t\town
    pers.d\tNguyễn Ái\t\tperson\t\tvi\t\town

    """

  private static func image(_ table: String = table) throws -> [UInt8] {
    var builder = GazetteerImageBuilder()
    builder.add(list: "own", try GazetteerTable.rows(Array(table.utf8), file: "own.tsv"))
    return try builder.image()
  }

  private static func load(_ bytes: [UInt8]) throws -> GazetteerImage {
    try GazetteerImage(GazetteerStorage(copying: bytes), file: "own.gaz")
  }

  private static func found(_ bytes: [UInt8], in text: String) throws -> [String] {
    var gazetteer = Gazetteer()
    gazetteer.add(try load(bytes))
    var found: [String] = []
    let utf8 = Array(text.utf8)
    NameMatcher(gazetteer).scan(utf8) { match in
      let key = gazetteer.referent(of: match)?.key ?? "?"
      found.append("[\(String(decoding: utf8[match.range], as: UTF8.self))] \(key)")
    }
    return found
  }

  @Test func compiledNamesAreFoundFoldedAtBoundariesWithOffsetsOfTheText() throws {
    let bytes = try Self.image()
    #expect(
      try Self.found(
        bytes, in: "To New\u{200B}  Spring, not Renew Springs or new spring; NEWSPRING’s. នៅភ្នំពេញ។") == [
          "[New\u{200B}  Spring] place.a", "[NEWSPRING] place.a", "[ភ្នំពេញ] place.c",
        ])
    #expect(
      try Self.found(bytes, in: "Nguye\u{302}\u{303}n A\u{301}i") == [
        "[Nguye\u{302}\u{303}n A\u{301}i] pers.d"
      ])
    #expect(try Self.found(bytes, in: "Nguyen Ai") == ["[Nguyen Ai] pers.d"])
  }

  @Test func ofNamesThatCrossTheLeftmostStays() throws {
    #expect(
      try Self.found(try Self.image(), in: "New Spring Field County") == ["[New Spring] place.a"])
  }

  @Test func theSameListGivesTheSameBytes() throws { #expect(try Self.image() == Self.image()) }

  @Test func aFileThatIsCutShortOrDamagedOrOfAnotherVersionIsRefused() throws {
    let bytes = try Self.image()
    func error(_ change: (inout [UInt8]) -> Void) -> String? {
      var changed = bytes
      change(&changed)
      do { _ = try Self.load(changed) } catch { return (error as? StageError)?.message }
      return nil
    }
    let again = "; compile it again with 'sastra gazetteer compile'"
    #expect(error { $0 = [] } == "own.gaz: the file is no compiled gazetteer, or is cut short" + again)
    #expect(
      error { $0.removeLast(9) }
        == "own.gaz: the file has \(bytes.count - 9) bytes, its header says \(bytes.count)" + again)
    #expect(
      error { $0[8] = 9 } == "own.gaz: the file is of version 9 of the format, this program reads 3" + again)
    #expect(error { $0[40] ^= 1 } == "own.gaz: the header is damaged" + again)
    #expect(error { $0[$0.count - 9] ^= 1 } == "own.gaz: the file is damaged" + again)
  }

  @Test func whateverTheBytesHoldNothingOutsideIsRead() throws {
    let bytes = try Self.image()
    var state: UInt64 = 42
    for _ in 0..<300 {
      var changed = bytes
      for _ in 0..<40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place =
          GazetteerLayout.headerBytes + Int(state >> 33) % (bytes.count - GazetteerLayout.headerBytes)
        changed[place] = UInt8(truncatingIfNeeded: state >> 24)
      }
      // With checksums that fit, as of a file that somebody made so.
      let body = changed[GazetteerLayout.headerBytes...].withUnsafeBytes(GazetteerHash.checksum)
      changed.replaceSubrange(24..<32, with: withUnsafeBytes(of: body.littleEndian, Array.init))
      let header = changed[..<GazetteerLayout.Header.headerChecksum].withUnsafeBytes(GazetteerHash.checksum)
      changed.replaceSubrange(
        GazetteerLayout.Header.headerChecksum..<GazetteerLayout.headerBytes,
        with: withUnsafeBytes(of: header.littleEndian, Array.init))
      _ = try Self.found(changed, in: "New Spring and Newspring, Spring Field County. ភ្នំពេញ Nguyễn Ái")
    }
  }

  @Test func laterListsWinWhereNamesCompete() throws {
    var gazetteer = Gazetteer()
    let header = "key\tname\tvariants\ttype\tdates\tlanguage\tref\tsource\n"
    for (list, key) in [("first", "place.x"), ("second", "place.y")] {
      try gazetteer.add(
        list, file: list, Array((header + "\(key)\tSprington\t\tplace\t\ten\t\town\n").utf8))
    }
    try gazetteer.finish()
    var ranks: [String: Int] = [:]
    NameMatcher(gazetteer).scan(Array("Springton".utf8)) { match in
      ranks[gazetteer.referent(of: match)?.key ?? ""] = match.rank
      #expect(gazetteer.place(of: match).line == 2)
    }
    #expect(ranks == ["place.x": 0, "place.y": 1])
  }

  @Test func mistakesHavePlaces() {
    let header = "key\tname\tvariants\ttype\tdates\tlanguage\tref\tsource\n"
    let table = GazetteerTable(
      Array(
        (header + "place.a\tAb\tក្រុង|| x\tplace\t\t\t\t\nplace.b\tBc\t\tplace\t19\t\t\t\n"
          + "place.c\tCd\t\tplace\t\t\tnot a ref\t\nplace.d\tDe\t\tplace\t\t\t\t\t\n").utf8), file: "f.tsv")
    #expect(
      table.problems.map(\.message) == [
        "f.tsv:2:18: a name is empty; fill it in or take out the '|' beside it",
        "f.tsv:3:19: the dates are '19'; write a beginning and an end as 1925/1998, 1931/, /1978, 1979-01-10/1989-04-30 or 1940s/",
        "f.tsv:4:21: the ref is 'not a ref'; write a whole URI: https://..., or leave it empty",
        "f.tsv:5:23: 9 columns where there must be 8; take out what is too much",
      ])
  }
}
