/// Words of class and id in groups that mean the same to the block model. Words of the field only, never a
/// site's.
enum NameGroups {
  /// Index of a group: at most 64 of them.
  typealias Group = UInt8

  static let names: [String] = lists.map(\.name)

  /// The groups of a word: its hash to the bits of its groups.
  static let table: HashTable = {
    var table: [UInt64: UInt64] = [:]
    for (i, list) in lists.enumerated() {
      for word in list.words.split(separator: " ") {
        table[WordHash.of(word.utf8), default: 0] |= 1 << UInt64(i)
      }
    }
    return HashTable(table)
  }()

  /// Groups whose names speak for furniture: they count only on elements that hold no large part of the page.
  static let furniture: UInt64 = {
    let names: Set<String> = [
      "nav", "crumbs", "toc", "footer", "header", "sidebar", "share", "related", "more", "teaser", "ad",
      "subscribe", "account", "notice", "modal", "tags", "author", "tools", "hidden", "widget", "search",
      "legal", "button", "form", "label", "skip", "signature", "comment", "reply", "caption", "date",
      "byline",
    ]
    return lists.enumerated().reduce(0) { names.contains($1.element.name) ? $0 | 1 << UInt64($1.offset) : $0 }
  }()

  private static let lists: [(name: String, words: String)] = [
    ("content", "content contents maincontent contenu inhalt noidung contenido zawartosc"),
    (
      "article",
      "article articles artikel artykul articulo noticia articlebody articlecontent articletext news"
    ),
    ("post", "post posts blogpost blog beitrag"),
    ("entry", "entry hentry entrycontent"),
    ("story", "story storybody storytext"),
    ("main", "main primary"),
    ("body", "body bodytext copy bodycopy richtext rte prose texte"),
    ("text", "text txt paragraph para wysiwyg editor html markdown md"),
    ("page", "page pages single"),
    (
      "nav",
      "nav navbar navigation menu submenu topnav subnav megamenu sitenav mainnav menubar dropdown "
        + "hamburger menus navi sitemap flyout"
    ),
    ("crumbs", "breadcrumb breadcrumbs crumb crumbs pagination pager paginator pagenav paging navlinks"),
    ("toc", "toc jumpto tableofcontents anchor anchors onthispage"),
    ("footer", "footer colophon siteinfo footnav bottombar foot bottom fuss pied"),
    ("header", "masthead siteheader topbar header head top branding logo"),
    (
      "sidebar",
      "sidebar sidebars rail rightrail leftrail rightcol leftcol secondary complementary sidecol "
        + "aside side tertiary"
    ),
    (
      "share",
      "share sharing shares sharedaddy sharebar sharethis addthis addtoany social socials socialmedia "
        + "followus follow shareaholic jetpack likes like sociable ssba facebook twitter whatsapp pinterest "
        + "teilen partager"
    ),
    (
      "related",
      "related recommended recommendation recommendations recommend recirc recirculation outbrain "
        + "taboola zergnet yarpp upnext similar readalso lienquan crosssell upsell upsells"
    ),
    (
      "more",
      "more readmore morestories next prev previous latest recent popular trending mostpopular mostread "
        + "nextprev prevnext postnav continue loadmore archive archives"
    ),
    ("teaser", "teaser teasers promo promos promotion card cards tile tiles"),
    (
      "ad",
      "ad ads advert adverts advertisement advertising adsense adsbygoogle adslot sponsor sponsored dfp "
        + "gpt adbox adunit doubleclick anzeige werbung affiliate disclosure quangcao"
    ),
    (
      "subscribe",
      "newsletter subscribe subscription signup optin mailchimp paywall regwall membership "
        + "register donate donation cta promobox abo email mailing callout"
    ),
    ("account", "login signin account user users profile member members username logged poster"),
    ("notice", "cookie cookies consent gdpr notice alert alerts warning info message banner toast"),
    ("modal", "modal popup popover overlay lightbox tooltip dialog offcanvas drawer"),
    ("tags", "taglist tagcloud tags tag keywords categories posttags category cat topics labels"),
    (
      "author",
      "author authors authorbox authorbio bio biography aboutauthor autor vcard contributor "
        + "contributors tacgia about"
    ),
    (
      "byline",
      "byline bylines meta metadata postmeta entrymeta articleinfo postinfo credits credit source "
        + "submitted"
    ),
    ("date", "date dateline datetime timestamp time published pubdate posted updated datum ngay day year"),
    ("tools", "toolbar tools utility utilities print actions action controls control bar options"),
    ("hidden", "hidden hide invisible closed offscreen collapsed none"),
    (
      "comment",
      "comment comments commentlist commentarea disqus disqusthread fbcomments livefyre coral "
        + "binhluan kommentar kommentare responses"
    ),
    ("reply", "reply replies respond response answer answers"),
    (
      "caption",
      "caption captions figcaption wpcaption imagecaption photocaption photocredit imagecredit chuthich "
        + "bildunterschrift"
    ),
    (
      "image",
      "image images img figure photo photos picture pictures media thumbnail thumb thumbs gallery "
        + "bild icon icons svg avatar"
    ),
    ("video", "video videos player audio podcast embed iframe"),
    (
      "title",
      "title titles headline headlines heading headings subtitle subheading titre titel h1 h2 h3 name"
    ),
    (
      "summary",
      "summary excerpt lead lede intro introduction description desc abstract sapo dek deck "
        + "standfirst chapo vorspann kicker blurb"
    ),
    ("price", "price prices pricing cost amount currency sale discount"),
    ("product", "product products prod sku shop store woocommerce"),
    ("cart", "cart checkout buy basket wishlist purchase order quantity qty stock shipping"),
    (
      "spec",
      "spec specs specification specifications attributes attribute details detail features feature "
        + "technical highlights"
    ),
    ("review", "review reviews rating ratings stars star testimonial testimonials votes vote score"),
    (
      "forum",
      "forum forums thread threads topic discussion discussions messages posting postbody "
        + "postcontent bbcode conversation"
    ),
    ("signature", "signature sig"),
    ("quote", "quote blockquote quoted pullquote quotation bbcodeblock"),
    (
      "faq",
      "faq faqs accordion accordions collapse collapsible question questions qa expand expandable toggle"
    ),
    ("tabs", "tab tabs panel panels pane tabpanel tabbed"),
    ("hero", "hero jumbotron splash landing"),
    ("carousel", "carousel slider slide slides slick swiper owl slideshow glide splide flickity"),
    ("widget", "widget widgets module modules block blocks box boxes component plugin"),
    ("form", "form forms field fields input fieldset select contactform wpcf7"),
    ("search", "search searchform searchbox filter filters facet facets sort sorting"),
    ("list", "list lists listing listings items grid results result collection feed stream loop"),
    ("item", "item entries row rows cell"),
    ("legal", "copyright legal disclaimer terms privacy footnote footnotes references license"),
    ("button", "button buttons btn btns link links"),
    ("wrapper", "wrapper container wrap inner outer column columns col layout region"),
    ("section", "section sections sec chapter"),
    ("code", "code highlight snippet pre syntax table tables tbl data"),
    ("embed", "tweet tweets twittertweet instagrammedia embedded oembed facebookpost embedblock"),
    ("place", "address location locations phone map contact contacts store hours"),
    (
      "guide",
      "recipe ingredients ingredient instructions instruction directions steps step event events job jobs"
    ),
    ("label", "label badge count counter number stat stats status views"),
    ("skip", "sr screenreader visuallyhidden skip skiplink assistive"),
  ]
}

/// Hash of a word of ASCII letters and digits, in lower case (FNV-1a, 64 bits).
enum WordHash {
  static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  @inline(__always) static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(start) { add($1, to: $0) }
  }
}

/// What words stand for, by their hashes: an open table of four places or more for each word.
///
/// Two words with one hash of 64 bits will not meet by chance, and by intent nothing is gained.
struct HashTable: Sendable {
  private var hashes: [UInt64]
  private var values: [UInt64]
  private let mask: Int

  init(_ words: [UInt64: UInt64]) {
    var size = 64
    while size < words.count * 4 { size *= 2 }
    hashes = Array(repeating: 0, count: size)
    values = hashes
    mask = size - 1
    for (hash, value) in words.sorted(by: { $0.key < $1.key }) {
      let place = place(of: hash)
      hashes[place] = hash
      values[place] = value
    }
  }

  /// The hashes of all words.
  var words: [UInt64] { hashes.filter { $0 != 0 } }

  /// The value of a word; 0 for one that is not there.
  subscript(hash: UInt64) -> UInt64 { values[place(of: hash)] }

  @inline(__always) private func place(of hash: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
    while hashes[place] != 0, hashes[place] != hash { place = (place + 1) & mask }
    return place
  }
}
