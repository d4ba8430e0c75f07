import StageKit
import Testing

@testable import CleanBoilerplate

@Suite struct SiteSelectorTests {
  private static let page = """
    <html><body id="top"><div class="a b md:w-1/2" data-x="Tin-Tức"><p>1</p><p class="b c">2</p><span>3</span><p lang="vi-VN">4</p></div>
    <div id="x"><ul><li>1</li><li>2</li><li>3</li><li>4</li></ul><my-box><p class="B">5</p></my-box></div>
    <div class="a"><div class="a"><p class="d">6</p></div></div></body></html>
    """

  /// The texts of the elements that a selector names.
  private func texts(_ selector: String, in text: String = page) throws -> [String] {
    let page = try HTMLPage(Array(text.utf8))
    let matcher = SelectorMatcher([try SelectorParser.parse(selector)])
    return matcher.matches(in: page)[0].map { element in
      String(
        decoding: WhiteSpace.collapsed(page.pieces[page.elements[element].pieces].flatMap { page.bytes($0) }),
        as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("p", ["1", "2", "4", "5", "6"]), ("P.c", ["2"]), (".b.c", ["2"]), (".B", ["5"]), ("*.d", ["6"]),
    ("#x li", ["1", "2", "3", "4"]), ("li:first-child", ["1"]), ("li:last-child", ["4"]),
    ("li:nth-child(odd)", ["1", "3"]), ("li:nth-child(2n)", ["2", "4"]),
    ("li:nth-child( -n + 2 )", ["1", "2"]),
    ("li:nth-child(3)", ["3"]), ("li:nth-child(n+3)", ["3", "4"]), ("p:nth-child(2)", ["2"]),
    (".a > p", ["1", "2", "4", "6"]), ("body > .a > p", ["1", "2", "4"]), (".a .a p", ["6"]),
    ("p + p", ["2"]), ("p + span", ["3"]), ("p ~ p", ["2", "4"]), (".c ~ p", ["4"]), ("span ~ .c", []),
    ("li:not(:first-child):not(:last-child)", ["2", "3"]), ("p:not(.b, .d, [lang])", ["1", "5"]),
    ("[lang|=vi]", ["4"]), ("[lang|='vi-VN']", ["4"]), ("[lang^=vi][lang$=VN]", ["4"]),
    ("[LANG*='-']", ["4"]),
    ("[lang='vi-vn']", []), ("[lang='vi-vn' i]", ["4"]), ("p[class~=c]", ["2"]), ("[class*='']", []),
    ("[data-x='Tin-Tức'] > span", ["3"]), ("my-box p", ["5"]),
    ("li:nth-child(1),span , .d", ["3", "1", "6"]),
    (#".md\:w-1\/2 > span"#, ["3"]), (#".\61 > .\64 "#, ["6"]),
    ("html > body > #x > ul > li:last-child", ["4"]),
    ("#x p, p.B, my-box > *", ["5"]), ("head p", []),
  ])
  func aSelectorNamesWhatCSSSays(selector: String, expected: [String]) throws {
    #expect(try texts(selector) == expected)
  }

  @Test(arguments: [
    ("", 0, "a tag, .class, #id or [attribute] is missing at the end"),
    ("div >", 5, "a tag, .class, #id or [attribute] is missing at the end"),
    ("> p", 0, "a tag, .class, #id or [attribute] is missing before '>'"),
    ("a,,b", 2, "a tag, .class, #id or [attribute] is missing before ','"),
    (".", 1, "a class is missing at the end"), ("p. x", 2, "a class is missing before ' '"),
    ("#1a", 1, "an id that begins with a digit is written with an escape: \\31 and a space"),
    ("p[a", 3, "write ']' or one of = ^= $= *= ~= |= after the name of the attribute"),
    ("p[a='x", 4, "the quotation mark is never closed"),
    ("p[a=x", 5, "']' is missing after the attribute 'a'"),
    (
      "p::before", 1,
      "a page has no pseudo-elements ('::'); only :not(), :first-child, :last-child, :nth-child() are understood"
    ),
    ("p:has(a)", 1, "':has' is not understood, only :not(), :first-child, :last-child, :nth-child() are"),
    ("p:not(:not(a))", 6, ":not() cannot stand in :not()"),
    ("p:not(a b)", 8, "':not(' is not closed by ')', or holds more than tags, classes, ids and attributes"),
    ("li:nth-child(2x)", 13, "write a number, odd, even or a form such as 2n+1"),
    ("div{", 3, "'{' cannot stand here; in a name it is written '\\{'"),
    ("a\\", 2, "a character is missing after the backslash"),
  ])
  func aMistakeIsToldWithItsPlace(selector: String, offset: Int, message: String) {
    #expect(throws: SelectorProblem(offset: offset, message: message)) { try SelectorParser.parse(selector) }
  }

  @Test func aChainOfMoreThan64PartsIsRefused() throws {
    let chain = Array(repeating: "div", count: 64).joined(separator: " ")
    #expect(try SelectorParser.parse(chain).alternatives[0].parts.count == 64)
    #expect(throws: SelectorProblem.self) { try SelectorParser.parse(chain + " p") }
    let page = String(repeating: "<div>", count: 70) + "<p>x"
    #expect(try texts(chain, in: page).count == 7)
  }

  @Test func manySelectorsAreFoundInOneWalk() throws {
    let page = try HTMLPage(Array((0..<300).map { "<p class=c\($0)>\($0)</p>" }.joined().utf8))
    let selectors = try (0..<300).map { try SelectorParser.parse("p + .c\($0), p.c\($0):first-child") }
    let counts = SelectorMatcher(selectors).matches(in: page).map(\.count)
    #expect(counts == Array(repeating: 1, count: 300))
  }

  @Test func aHundredThousandClassesOrLevelsEnd() throws {
    let classes = (0..<100_000).map { "c\($0 % 7)" }.joined(separator: " ")
    let wide = try HTMLPage(Array("<div class='\(classes)'><p class=x>1</p></div>".utf8))
    let deep = try HTMLPage(Array((String(repeating: "<div class=a>", count: 20_000) + "<p>1").utf8))
    let broad = try HTMLPage(Array(String(repeating: "<p class=a><i></i></p>", count: 10_000).utf8))
    let selectors = try [
      ".c1 .x", ".c1.c2.c3.c4.c5.c6.c0 > p", ".a .a .a .a .a .a .b", "div ~ div ~ .x", ".a ~ .a ~ .a > i",
      ".a:nth-child(10000) i", "div div div div div div div div p",
    ].map { try SelectorParser.parse($0) }
    let matcher = SelectorMatcher(selectors)
    #expect(matcher.matches(in: wide).map(\.count) == [1, 1, 0, 0, 0, 0, 0])
    #expect(matcher.matches(in: deep)[2].isEmpty)
    #expect(matcher.matches(in: broad).map(\.count) == [0, 0, 0, 0, 9_998, 1, 0])
  }
}
