import StageKit
import Testing

@testable import TagEntities

@Suite struct ExplanationTests {
  private func lines(_ text: String, _ words: String) throws -> [String] {
    let bytes = Array(text.utf8)
    let part = Array(words.utf8)
    let start = try #require(
      (0...bytes.count - part.count).first { Array(bytes[$0..<$0 + part.count]) == part })
    return try standard.get().explanation(
      of: start..<start + part.count, in: Document(id: "test", text: text))
  }

  @Test func aListedNameIsToldWithItsRow() throws {
    let lines = try lines("Comrade Pol Pot spoke.", "Pol Pot")
    #expect(lines[0] == "persName 'Pol Pot' at 8-15: key=pers.pol-pot")
    #expect(lines[1] == "  rule: gazetteer:indochina-1975-1991, certainty high")
    #expect(lines[2].hasPrefix("  row: indochina-1975-1991:"))
    #expect(lines[2].hasSuffix(", 'Pol Pot' of pers.pol-pot"))
    #expect(lines[3] == "  context: Comrade [Pol Pot] spoke.")
  }

  @Test func aRuleIsToldWithTheRowOfItsWord() throws {
    let lines = try lines("Comrade Xanmon Dalgor spoke.", "Xanmon")
    #expect(lines[1] == "  rule: title, certainty medium")
    #expect(lines[2].hasPrefix("  row: context:") && lines[2].hasSuffix(", title 'comrade'"))
  }

  @Test func aVietnameseBodyIsToldWithTheRowOfItsHead() throws {
    let lines = try lines("Theo Bệnh viện Chợ Rẫy, ca mổ tốt đẹp.", "Bệnh viện Chợ Rẫy")
    #expect(lines[1] == "  rule: organisation-before, certainty medium")
    #expect(lines[2].hasPrefix("  row: context:") && lines[2].hasSuffix(", organisation-before 'bệnh viện'"))
  }

  @Test func aCountryThatIsASyllableOfANameIsToldSo() throws {
    var options = TagEntities.Options()
    options.layers = [.gazetteer, .rules]
    let document = Document(id: "test", text: "Cây Đức Hạnh nở hoa vào mùa hè.")
    let lines = try TagEntities(options: options).explanation(of: 5..<10, in: document)
    #expect(
      lines[1].hasSuffix("'Đức' (place.germany), which is a syllable of another name or a common one here")
    )
  }

  @Test func aYearThatWasInferredIsToldWithItsSource() throws {
    let lines = try lines("In May 1977 he came; on September 24 he left.", "September 24")
    #expect(lines[2] == "  the year is that of 'May 1977' at 3")
  }

  @Test func textThatIsNoNameIsToldWithTheRuleThatFailed() throws {
    let lines = try lines("The Treaty of Xanmon was signed.", "Treaty")
    #expect(lines[0] == "no entity at 'Treaty'")
    #expect(lines.contains { $0.contains("'Treaty': the rule never (context:") })
  }

  @Test func aNameInLowerCaseIsToldThatItAsksForCapitals() throws {
    let lines = try lines("he went to phnom penh again", "phnom penh")
    #expect(lines.contains { $0.contains("the gazetteer asks for capitals: row: general:") })
  }
}
