import Foundation

/// Whole pages that mutations start from.
enum PageSeeds {
  /// The built-in pages and the texts in `seeds`; and the files of the folder that `SASTRA_MUTATION_PAGES` names.
  static func load() -> [[UInt8]] {
    var pages = builtIn.map { Array($0.utf8) }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    pages += files(in: root.appendingPathComponent("seeds").path)
    if let folder = ProcessInfo.processInfo.environment["SASTRA_MUTATION_PAGES"] {
      pages += files(in: folder)
    }
    return pages
  }

  private static func files(in folder: String) -> [[UInt8]] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().prefix(2_000).compactMap { name in
      guard !name.hasPrefix("."), let data = FileManager.default.contents(atPath: folder + "/" + name) else {
        return nil
      }
      return data.isEmpty ? nil : Array(data.prefix(200_000))
    }
  }

  private static let vietnamese =
    "Bộ đội Việt Nam đã giúp lực lượng cách mạng Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979. "
  private static let khmer = "ភាសា\u{200B}ខ្មែរ\u{200B}ជា\u{200B}ភាសា\u{200B}ផ្លូវការ\u{200B}របស់\u{200B}កម្ពុជា។ "
  private static let english =
    "The delegation left for Hanoi on the morning of the seventh, and was met there. "

  static let builtIn = [article, blog, tables, legacy, plain]

  private static let article = """
    <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Ngày 7 tháng 1 - Báo</title>
    <meta property="og:title" content="Ngày 7 tháng 1"><meta name="author" content="Lê Anh">
    <link rel="canonical" href="https://example.vn/a?x=1&amp;y=2"><style>p { color: red }</style>
    <script type="application/ld+json">{"@type":"NewsArticle","headline":"Ngày 7","datePublished":"2019-01-07"}
    </script></head><body><nav class="main-nav"><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin</a>
    </li></ul></nav><div id="content" class="post articleBody"><h1>Ngày 7 tháng 1</h1>
    <div class="byline"><span class="author">Lê Anh</span><time datetime="2019-01-07">7/1/2019</time></div>
    <p>\(String(repeating: vietnamese, count: 3))</p><p>\(vietnamese)<b>Phnôm</b>&nbsp;<i>Pênh</i> &ndash; x<br>y</p>
    <figure><img src="a.jpg" alt="x"><figcaption>Ảnh: TTXVN</figcaption></figure>
    <blockquote><p>\(vietnamese)</p></blockquote><h2>Hai</h2><p>\(khmer)\(khmer)\(khmer)</p>
    <div style="display:none">\(english)</div><noscript>JavaScript</noscript><p>\(english)\(english)</p></div>
    <aside class="related"><h3>Tin khác</h3><ul><li><a href="/b">Một</a></li></ul></aside>
    <footer>&copy; 2019 Báo</footer><script>if (a<b) { x("</p>") }</script></body></html>
    """

  private static let blog = """
    <html><head><title>Blog</title></head><body><div class=entry><h1>Notes</h1><p>\(english)\(english)\(english)</p>
    <pre>  one
      two &lt;b&gt;</pre><ol><li>\(english)<li>\(khmer)</ol></div><div id=comments><ol class=commentlist>
    <li class=comment id=comment-1><div class="comment-author vcard"><cite class=fn>Sok</cite></div>
    <div class=comment-meta>August 13, 2013 at 1:05 am</div><p>\(english)</p><ul class=children>
    <li class=comment id=comment-2><div class=comment-author>Heng</div><p>\(khmer)</p></li></ul></li></ol>
    <form class=comment-respond><textarea name=c>x</textarea><button>Send</button></form></div></body></html>
    """

  private static let tables = """
    <body><table class=layout><tr><td width=200><a href=/a>Menu</a><td><p>\(english)\(english)\(english)</p>
    <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td colspan=2>2</td></tr><tr><td></td><td>3</td></tr></table>
    <dl><dt>a<dd>\(vietnamese)</dl><math><mfrac><mi>a</mi><mi>b</mi></mfrac></math><svg><text>x</text></svg>
    <object data=a.swf><p>\(english)</p></object></table></body>
    """

  private static let legacy = """
    <html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1258"></head><body>
    <font face="VNI-Times">Boä ñoäi Vieät Nam ñaõ giuùp löïc löôïng caùch maïng</font>
    <font face=".VnTime">Bé ®éi ViÖt Nam</font><p>\(english)\(english)</p></body></html>
    """

  private static let plain = """
    Skip to content
    Ngày 7 tháng 1
    By Le Anh, January 7, 1979
    \(String(repeating: vietnamese, count: 3))
    Heng Samrin: We go to [...] now.
    Le Anh: \(english)
    <u>File photo</u> left to right: Sok, Heng
    2 Responses to Notes
    1. Sok August 13, 2013 at 1:05 am #
    \(khmer)
    """
}
