import Testing

@testable import StageKit

@Suite struct CSVRecordsTests {
  @Test(arguments: [
    "a,b\nc,d", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "\u{FEFF}a,b\n\nc,d\n", "\"a\",b\nc,\"d\"", "sep=;\na;b\nc;d",
    "a\tb\nc\td",
  ])
  func recordsAreTheSameWhateverTheDialect(text: String) throws {
    #expect(try CSVRecords.parse(Array(text.utf8)).map(\.fields) == [["a", "b"], ["c", "d"]])
  }

  @Test func aFieldMayHoldSeparatorsLinesAndMarks() throws {
    let records = try CSVRecords.parse(Array("id,t\n1,\"a,\"\"b\"\"\r\nc\"\n2,say \"x\"\n3,\n".utf8))
    #expect(
      records == [
        .init(line: 1, fields: ["id", "t"]), .init(line: 2, fields: ["1", "a,\"b\"\r\nc"]),
        .init(line: 4, fields: ["2", "say \"x\""]), .init(line: 5, fields: ["3", ""]),
      ])
  }

  @Test func whatIsWrittenReadsBack() throws {
    let records = [["ឈ្មោះ", "a,b"], ["say \"x\"", " two\nlines "], ["", "\r"], ["Huế", "1;2"]]
    let bytes = records.flatMap(CSVRecords.line)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "ឈ្មោះ,\"a,b\"\n\"say \"\"x\"\"\",\" two\nlines \"\n,\"\r\"\nHuế,1;2\n")
    #expect(try CSVRecords.parse(bytes).map(\.fields) == records)
  }
}
