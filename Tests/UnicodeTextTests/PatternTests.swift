import Testing
import UnicodeText

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct PatternTests {
  @Test func matchesCarryTheirGroupsAndNamesInBytes() throws {
    let pattern = try Pattern(#"(?<day>\d{1,2}) tháng (?<month>\d{1,2})(, )?"#)
    #expect(
      try pattern.matches(in: bytes("ngày 30 tháng 4")) == [
        .init(
          range: 6..<17, groups: [6..<17, 6..<8, 16..<17, nil], named: ["day": 6..<8, "month": 16..<17])
      ])
    #expect(pattern.groupNames.map(\.name) == ["day", "month"])
    #expect(pattern.groupNames.map(\.number) == [1, 2])
  }

  @Test func aRangeLimitsTheSearchAndAnchorsIt() throws {
    let text = bytes("ab ab ab")
    let ranges = { (source: String) in
      try Pattern(source).matches(in: text, range: 3..<5).map(\.range)
    }
    #expect(try ranges("ab") == [3..<5])
    #expect(try ranges("^ab$") == [3..<5])
    #expect(try ranges("(?<= )ab(?= )") == [3..<5])
    #expect(try ranges("ab ") == [])
  }

  @Test func aMisspeltPatternSaysWhereItFails() {
    #expect(throws: UnicodeTextError.badPattern(reason: "a '[' without ']'", offset: 10)) {
      try Pattern("ngày [a-z")
    }
    #expect(throws: UnicodeTextError.badPattern(reason: "a parenthesis without its partner", offset: 4)) {
      try Pattern("(abc")
    }
  }

  @Test(arguments: ["(a+)+$", "(a|aa)+$", "a*a*a*a*a*c"])
  func aPatternThatWouldRunForEverIsStopped(source: String) throws {
    let pattern = try Pattern(source, stepLimit: 100_000)
    let text = [UInt8](repeating: 0x61, count: 5_000) + [0x21]
    #expect(throws: UnicodeTextError.limit) { try pattern.matches(in: text) }
  }

  @Test func aQuadraticSearchIsStoppedToo() throws {
    let pattern = try Pattern("a*b", stepLimit: 100_000)
    #expect(throws: UnicodeTextError.limit) {
      try pattern.matches(in: [UInt8](repeating: 0x61, count: 100_000))
    }
  }

  @Test func emptyTextsAndEmptyMatchesAreFine() throws {
    #expect(throws: UnicodeTextError.badPattern(reason: "an empty pattern", offset: 0)) { try Pattern("") }
    #expect(try Pattern("x?").matches(in: []).map(\.range) == [0..<0])
    #expect(try Pattern("a").matches(in: []) == [])
    #expect(try Pattern("x?").matches(in: bytes("é")).map(\.range) == [0..<0, 2..<2])
  }

  @Test func illFormedBytesAreNoMatchAndNoCrash() throws {
    let text: [UInt8] = [0xE1, 0x9E, 0x61, 0xFF]
    #expect(try Pattern("a").matches(in: text).map(\.range) == [2..<3])
    #expect(try Pattern(".").matches(in: text).count > 1)
  }

  @Test func caseIsIgnoredOnDemand() throws {
    #expect(try Pattern("đắk", ignoringCase: true).matches(in: bytes("ĐẮK")).count == 1)
    #expect(try Pattern("đắk").matches(in: bytes("ĐẮK")).count == 0)
  }

  @Test func onePatternServesManyTasks() async throws {
    let pattern = try Pattern(#"\d+"#)
    let text = bytes("1975 1979 1991")
    let counts = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<50 { group.addTask { (try? pattern.matches(in: text).count) ?? 0 } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == [Int](repeating: 3, count: 50))
  }
}
