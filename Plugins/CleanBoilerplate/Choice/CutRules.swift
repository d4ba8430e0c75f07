import Markup

/// Rules that cut an element with all that is inside, by what its tag and attributes say of it. Word lists
/// only.
enum CutRules {
  /// Words of class and id that name furniture, by the rule they stand for. A class or id is split at every
  /// character that is no letter or digit and before capitals: `relatedArticles-box` has the words related,
  /// articles, box.
  static let words: [String: CutRule] = {
    let lists: [(rule: CutRule, words: String)] = [
      (
        .navigation,
        "nav navbar navigation menu submenu topnav subnav breadcrumb breadcrumbs pagination pager paginator "
          + "pagenav toc jumpto skip megamenu sitenav mainnav menubar tabs"
      ),
      (.pageFooter, "footer colophon siteinfo copyright footnav bottombar"),
      (.pageHeader, "masthead siteheader topbar"),
      (.sidebar, "sidebar sidebars rail rightrail leftrail rightcol secondary complementary sidecol aside"),
      (
        .shareButtons,
        "share sharing shares sharedaddy sharebar sharethis addthis addtoany social socials socialmedia "
          + "followus follow shareaholic jetpack likes sociable ssba"
      ),
      (
        .relatedPages,
        "related recommended recommendation recommendations recommend recirc recirculation readmore "
          + "morestories outbrain taboola zergnet trending popular mostpopular mostread latest teaser "
          + "teasers yarpp "
          + "promo promos upnext nextprev prevnext postnav similar"
      ),
      (
        .advertisement,
        "ad ads advert adverts advertisement advertising adsense adsbygoogle adslot sponsor sponsored "
          + "dfp gpt adbox adunit banner doubleclick"
      ),
      (
        .subscription,
        "newsletter subscribe subscription signup optin mailchimp paywall regwall membership register "
          + "login signin donate donation cta"
      ),
      (
        .notice,
        "cookie cookies consent gdpr modal popup popover overlay lightbox tooltip toast alertbar noscript"
      ),
      (.tagList, "taglist tagcloud tags keywords categories posttags"),
      (.authorBox, "authorbox authorbio bio biography aboutauthor"),
      (
        .toolbar,
        "toolbar tools utility utilities print actions buttons widget widgets metadata postmeta meta byline "
          + "dateline timestamp entrymeta articleinfo postinfo rating ratings votes search searchform "
          + "searchbox"
      ),
      (.hidden, "hidden hide invisible sr screenreader visuallyhidden offscreen"),
    ]
    var table: [String: CutRule] = [:]
    for list in lists {
      for word in list.words.split(separator: " ") { table[String(word)] = list.rule }
    }
    return table
  }()

  /// Words of class and id that name an area of readers' comments, and a single comment in it.
  static let commentAreas: Set<String> = [
    "comments", "commentlist", "commentarea", "disqus", "disqusthread", "respond", "fbcomments", "livefyre",
    "coral",
    "binhluan", "replies", "responses",
  ]

  /// Words that make an area of readers' comments of the word `comment` before them.
  static let afterComment: Set<String> = [
    "list", "section", "area", "thread", "wrapper", "container", "form", "box", "respond",
  ]

  /// Words that speak for an element whatever else its name says.
  static let contentWords: Set<String> = [
    "content", "article", "post", "entry", "story", "main", "body", "text", "page",
  ]

  /// The rule for what stands in an element that holds no running text. The contents of `object`, `canvas`,
  /// `video` and the like, and of `noscript`, stand in for something else.
  static func rule(forHidden tag: Tag) -> CutRule? {
    switch tag {
    case .script, .style, .template, .title: .notText
    case .button, .select, .option, .textarea, .input: .formControl
    case .svg: .graphic
    case .iframe, .object, .canvas, .video, .audio: .embedded
    case .noscript: .noscript
    case .annotation: .mathAnnotation
    default: nil
    }
  }

  /// Values of `role` for furniture.
  static let roles: [String: CutRule] = [
    "navigation": .navigation, "banner": .pageHeader, "contentinfo": .pageFooter,
    "complementary": .sidebar,
    "search": .toolbar, "dialog": .notice, "alertdialog": .notice, "menu": .navigation,
    "menubar": .navigation,
    "toolbar": .toolbar, "tablist": .navigation, "button": .toolbar,
  ]

  /// The rule that a tag by itself stands for.
  static func rule(for tag: Tag) -> CutRule? {
    switch tag {
    case .nav, .menu: .navigation
    case .footer: .pageFooter
    case .aside: .sidebar
    case .dialog: .notice
    default: nil
    }
  }

  /// Splits a class or id into lower-case words.
  static func split(_ names: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var previousIsLower = false
    for byte in names.utf8 {
      let isUpper = byte >= 0x41 && byte <= 0x5A
      let isWord = Letters.isASCIILetter(byte)
      if !isWord || (isUpper && previousIsLower) {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word.removeAll(keepingCapacity: true)
      }
      if isWord { word.append(byte | 0x20) }
      previousIsLower = isWord && !isUpper
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }
}
