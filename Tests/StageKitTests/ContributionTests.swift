import StageKit
import Testing

private struct Count: ContributionValue, Codable, Equatable {
  var words: Int
  var names: [String: Int]
}

@Suite struct ContributionTests {
  @Test func theSameValueIsTheSameBytes() throws {
    let value = Count(words: 3, names: ["b": 1, "a/c": 2, "đ": 3])
    let bytes = try value.encoded()
    #expect(String(decoding: bytes, as: UTF8.self) == #"{"names":{"a/c":2,"b":1,"đ":3},"words":3}"#)
    #expect(try Count(encoded: bytes[...]) == value)
  }

  @Test func aContributionOfAnotherVersionIsAnError() {
    #expect(
      throws: StageError(
        "contribution-unreadable",
        "the ledger holds a contribution of another version; run again into a new folder")
    ) { try Count(encoded: Array(#"{"words":"three"}"#.utf8)[...]) }
  }

  @Test func fieldsReadBackAsTheyWereWritten() throws {
    var writer = ContributionFieldWriter()
    for number in [0, 127, 128, 300_000, Int.max] { writer.add(number) }
    writer.add("ភ្នំពេញ")
    writer.add("")
    writer.add(nil as String?)
    writer.add("Huế" as String?)
    writer.add(["Đà Nẵng", ""])
    writer.add([0xFF, 0x00] as [UInt8])
    var reader = ContributionFieldReader(([0] + writer.bytes + [0])[1..<writer.bytes.count + 1])
    #expect(try (0..<5).map { _ in try reader.number() } == [0, 127, 128, 300_000, Int.max])
    #expect(try [reader.text(), reader.text()] == ["ភ្នំពេញ", ""])
    #expect(try [reader.optionalText(), reader.optionalText()] == [nil, "Huế"])
    #expect(try reader.texts() == ["Đà Nẵng", ""])
    #expect(try reader.bytes() == [0xFF, 0x00])
    #expect(reader.isAtEnd)
    #expect(throws: ContributionFieldReader.unreadable) { try reader.number() }
  }

  @Test(arguments: [[0x03, 0x61], [0x01, 0xFF], [0x80], Array(repeating: 0xFF, count: 12)] as [[UInt8]])
  func fieldsThatAreCutShortOrNoTextAreAnError(bytes: [UInt8]) {
    var reader = ContributionFieldReader(bytes[...])
    #expect(throws: ContributionFieldReader.unreadable) { try reader.text() }
  }

  @Test func contributionsAreWalkedInTheirOrderAndMoreThanOnce() throws {
    let walked = Contributions<BytesContribution> { body throws(StageError) in
      for id in ["a", "b"] { try body(id, Array(id.utf8)) }
    }
    var seen: [String] = []
    for _ in 0..<2 { try walked.forEach { id, value in seen.append("\(id)\(value.bytes)") } }
    #expect(seen == ["a[97]", "b[98]", "a[97]", "b[98]"])
  }

  @Test func whatEarlierStepsSaidComesWithTheContribution() throws {
    let said = CorpusMarks(fields: ["duplicate_of": .string("a")])
    let walked = Contributions<BytesContribution>(marked: { body throws(StageError) in
      try body("a", [], CorpusMarks())
      try body("b", [1], said)
    })
    var seen: [String] = []
    var marks: [CorpusMarks] = []
    try walked.forEach { id, _ in seen.append(id) }
    try walked.forEachMarked { marks.append($2) }
    #expect(seen == ["a", "b"])
    #expect(marks == [CorpusMarks(), said])
    #expect(marks.map(\.isEmpty) == [true, false])
  }

  @Test func anErrorInTheMiddleEndsTheWalk() {
    let walked = Contributions<BytesContribution> { body throws(StageError) in
      for id in ["a", "b"] { try body(id, []) }
    }
    var seen = 0
    #expect(throws: StageError("stop", "here")) {
      try walked.forEach { _, _ throws(StageError) in
        seen += 1
        throw StageError("stop", "here")
      }
    }
    #expect(seen == 1)
  }

  @Test func aResourceThatCannotBeReadIsNamed() {
    #expect(
      throws: StageError(
        "resource-unreadable", "cannot read '/nowhere/list.tsv'; check the path and its permissions")
    ) { try LoadContext().resource("/nowhere/list.tsv") }
  }
}
