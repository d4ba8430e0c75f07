import Testing

@testable import CleanBoilerplate

@Suite struct SiteHostTests {
  @Test(arguments: [
    ("https://www.Example.VN/a/b?c=1#d", "example.vn", "/a/b", "/a/b?c=1"),
    ("http://user:pw@tin.example.vn.:8080", "tin.example.vn", "/", "/"),
    ("//example.vn?x", "example.vn", "/", "/?x"), ("HTTP://WWW.VN/", "www.vn", "/", "/"),
    ("https://Ti\u{1EBF}ngvi\u{1EC7}t.example/th%E1%BB%9Di", "xn--tingvit-5t4cyc.example", "/thời", "/thời"),
    ("https://tie\u{302}\u{301}ngvie\u{323}\u{302}t.example/", "xn--tingvit-5t4cyc.example", "/", "/"),
    ("https://b\u{FC}cher.example/", "xn--bcher-kva.example", "/", "/"),
    ("https://web.archive.org/web/20140102id_/http://www.a.example:80/b?c", "a.example", "/b", "/b?c"),
    ("https://web.archive.org/web/2014/a.example/b", "a.example", "/b", "/b"),
    ("https://web.archive.org/about/", "web.archive.org", "/about/", "/about/"),
    ("http://[2001:db8::1]:80/x", "[2001:db8::1]", "/x", "/x"),
  ])
  func anAddressIsReadInOneSpelling(url: String, host: String, path: String, whole: String) {
    let address = PageAddress(url: url)
    #expect(address?.host == host)
    #expect(address.map { String(decoding: $0.path, as: UTF8.self) } == path)
    #expect(address.map { String(decoding: $0.pathAndQuery, as: UTF8.self) } == whole)
  }

  @Test(arguments: ["", "example.vn/a", "file:///a/b", "http://", "mailto:a@b.vn", "/a//b", "http://a..vn/"])
  func whatNamesNoHostIsNone(url: String) {
    #expect(PageAddress(url: url) == nil)
  }

  @Test func theNarrowestHostAndPathWin() throws {
    var rules = SiteRules()
    let file = """
      host *
      body .any
      host *.example.vn
      body .below
      host *.tin.example.vn
      body .deeper
      host example.vn www.other.vn
      body .host
      host example.vn
      path /tin/* *.html
      body .path
      host example.vn
      path /tin/2020/*
      body .longer
      host forum.example.vn
      path /index.php?topic=*
      body .query
      """
    try SiteRulesFile.add(Array(file.utf8), path: "/x/rules.txt", to: &rules)
    func body(_ url: String?) -> String? {
      rules.section(for: url.flatMap { PageAddress(url: $0) }).map {
        rules.sections[$0].rules[0].selector.text
      }
    }
    let expected: [(String?, String)] = [
      (nil, ".any"), ("https://khac.vn/", ".any"), ("https://www.example.vn/", ".host"),
      ("https://a.example.vn/", ".below"), ("https://a.tin.example.vn/", ".deeper"),
      ("https://tin.example.vn/", ".below"), ("https://other.vn/", ".host"),
      ("https://example.vn/tin/1", ".path"), ("https://example.vn/a/b.html?x", ".path"),
      ("https://example.vn/tin/2020/1.html", ".longer"),
      ("https://forum.example.vn/index.php?topic=12.0", ".query"),
      ("https://forum.example.vn/index.php", ".below"), ("https://notexample.vn/", ".any"),
    ]
    #expect(expected.map { body($0.0) } == expected.map(\.1))
  }

  @Test(arguments: [
    ("/a/*", "/a/", true), ("/a/*", "/a", false), ("*", "/", true), ("/*/c", "/a/b/c", true),
    ("/a*a", "/a", false), ("*.html", "/x.html", true), ("/a/*/c/*", "/a/b/d/c/e", true),
    ("/t%E1%BA%ADp", "/tập", true), ("/%2A", "/*", true),
  ])
  func aPathPatternKnowsOnlyTheAsterisk(pattern: String, path: String, isMatch: Bool) throws {
    let address = try #require(PageAddress(url: "https://x.vn" + path))
    #expect(PathPattern(pattern).matches(address) == isMatch)
  }

  @Test func aPageStatesItsAddressByItsCanonicalLink() throws {
    let page = try HTMLPage(
      Array(
        "<meta property='og:url' content='https://og.vn/'><link rel='x Canonical' href='https://c.vn/a'>".utf8
      ))
    #expect(PageAddress.stated(by: page) == PageAddress(url: "https://c.vn/a"))
  }
}
