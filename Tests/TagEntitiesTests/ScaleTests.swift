import StageKit
import Testing

@testable import TagEntities

/// What hostile text repeats is followed only so far, so that the work grows as the text does.
@Suite struct ScaleTests {
  private func ground(_ text: String) throws -> RegionNames {
    let stage = try TagEntities()
    let region = Region(
      Array(text.utf8), range: 0..<text.utf8.count, block: nil, vocabulary: stage.rules.vocabulary)
    return RegionNames(region, rules: stage.sharedRules, known: [])
  }

  @Test func aChainOfHyphensIsFollowedOnlySoFar() throws {
    let ground = try ground(String(repeating: "Moro-Vane-", count: 100))
    #expect(ground.tokens.count == 400)
    #expect(ground.runEnd(from: 0, limit: 4) < 80)
    #expect(try self.ground("Kim Il-song").runEnd(from: 0, limit: 4) == 4)
  }

  @Test func headsOfADayThatRepeatAreReadFourTimesAtMost() throws {
    let dates = { (heads: Int) throws -> [DateMatch] in
      let text = String(repeating: "ngày ", count: heads) + "5 tháng 1 năm 1979"
      return DateGrammar(DateLexer.tokens(try ground(text).region)).matches()
    }
    #expect(try dates(2).map(\.tokens) == [0..<7])
    #expect(try dates(90).map(\.tokens) == [86..<95])
  }

  @Test func aRegionWithoutNumbersAndWordsOfDatesIsNotReadForThem() throws {
    #expect(try !ground("Heng Samrin returned.").region.mayHoldDate)
    #expect(try ground("in May").region.mayHoldDate)
    #expect(try ground("thế kỷ XX").region.mayHoldDate)
    #expect(try ground("ខែមេសា").region.mayHoldDate)
  }

  @Test func patternsFindTheSameWhateverTheyLookFor() throws {
    var rules = ContextRules()
    let rows = "rule\tlanguage\twords\ttype\tnote\n" + "pattern\ten\t( [ <cap> ] )\tperson\t\n"
    try rules.add(file: "marks.tsv", Array(rows.utf8))
    #expect(!rules.unmarkedPatterns.isEmpty)
    let words =
      "rule\tlanguage\twords\ttype\tnote\n" + "pattern\ten\t[ <cap>{2} ] - <any> (group|clique)\tperson\t\n"
    var others = ContextRules()
    try others.add(file: "words.tsv", Array(words.utf8))
    #expect(others.unmarkedPatterns.isEmpty)
    for (rules, text) in [(rules, "x (Moro) y"), (others, "Moro Vane-Tor clique")] {
      let bytes = Array(text.utf8)
      let region = Region(bytes, range: 0..<bytes.count, block: nil, vocabulary: rules.vocabulary)
      var ground = RegionNames(region, rules: SharedRules(rules), known: [])
      ground.findByPatterns(bytes)
      #expect(ground.found.map(\.referent.key) == (text.hasPrefix("x") ? ["pers.moro"] : ["pers.moro-vane"]))
    }
  }
}
