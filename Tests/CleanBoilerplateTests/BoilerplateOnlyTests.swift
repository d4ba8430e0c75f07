import CleanBoilerplate
import StageKit
import Testing

private let menu = "<nav><a href=/>Home</a> <a href=/news>News</a> <a href=/about>About us</a></nav>"
private let footer = """
  <footer><p>Copyright 2020 Example Media. All rights reserved. No part of this site may be reproduced without our
  written permission.</p><a href=/p>Privacy</a></footer>
  """
private let notice = """
  <div id="cookie-banner"><p>We use cookies to give you the best experience. By continuing you accept them all.</p>
  <button>Accept</button></div>
  """

@Suite struct BoilerplateOnlyTests {
  @Test(arguments: [
    menu, footer, menu + footer, menu + notice + footer,
    menu
      + "<form action=/login><label>Name</label><a href=/f>Forgot your password?</a><button>Log in</button></form>"
      + footer,
    menu
      + """
      <div class="related-posts"><h3>Related posts</h3><ul><li><a href=/1>Minister opens the new bridge</a></li>
      <li><a href=/2>Rice harvest is the best in ten years</a></li></ul></div>
      """ + footer,
    menu
      + """
      <aside class=sidebar><h3>Most read</h3><p>Subscribe to our newsletter and get the news in your inbox each
      morning, free of charge.</p></aside>
      """ + footer,
    """
    <div class="menu"><a href=/>Trang chủ</a> <a href=/t>Thời sự</a></div><div class="footer"><p>Báo điện tử Ví Dụ.
    Giấy phép số 12/GP-BTTTT do Bộ Thông tin và Truyền thông cấp ngày 1/1/2010. Tổng biên tập: Nguyễn Văn A.</p>
    <p>Địa chỉ: 1 phố Huế, Hà Nội. © Bản quyền thuộc về Báo Ví Dụ.</p></div>
    """,
    """
    <nav><a href=/>ទំព័រដើម</a></nav><footer><p>រក្សាសិទ្ធិគ្រប់យ៉ាងដោយ គេហទំព័រឧទាហរណ៍។
    ហាមចម្លងដោយគ្មានការអនុញ្ញាត។</p></footer>
    """,
  ])
  func aPageOfNothingButBoilerplateIsDropped(body: String) {
    let error = #expect(throws: StageError.self) {
      try cleaned("<html><head><title>Example Media</title></head><body>\(body)</body></html>")
    }
    #expect(error?.code == "all-boilerplate")
  }

  @Test func aShortTextStaysAndTheLongerFooterAndNoticeGo() throws {
    let document = try cleaned(
      """
      <html><head><title>Bridge opens - Example Media</title></head><body>\(menu)\(notice)<h1>Bridge opens</h1>
      <p>The bridge over the Mekong was opened on Monday by the minister.</p>\(footer)</body></html>
      """)
    #expect(
      outline(document) == [
        "heading level=1 type=title | Bridge opens",
        "paragraph | The bridge over the Mekong was opened on Monday by the minister.",
      ])
  }

  @Test func aTextAboutCookiesIsNoNotice() throws {
    let text =
      "Cookies are small files that a site keeps in a browser, and the law of the country asks for consent."
    let document = try cleaned(
      "<html><body>\(menu)<article class=cookies><h1>Cookies</h1><p>\(text)</p><p>\(text)</p></article></body></html>"
    )
    #expect(outline(document).suffix(2) == ["paragraph | \(text)", "paragraph | \(text)"])
  }
}
