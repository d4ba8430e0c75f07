/// A rule that takes a part of a page out; its raw value is the name that is told.
enum CutRule: String, CaseIterable, Sendable {
  // By the name of an element, its tag or role.
  case navigation
  case pageFooter = "page-footer"
  case pageHeader = "page-header"
  case sidebar
  case shareButtons = "share-buttons"
  case relatedPages = "related-pages"
  case advertisement
  case subscription
  case notice
  case tagList = "tag-list"
  case authorBox = "author-box"
  case toolbar
  case hidden
  case comments
  case form
  // By what holds no running text.
  /// Scripts, styles, templates, the page's title: what no reader sees in the page, and the only thing that
  /// is not kept among the removed.
  case notText = "not-text"
  case formControl = "form-control"
  case graphic
  case embedded
  case noscript
  case mathAnnotation = "math-annotation"
  // By the place on the page.
  case outsideMainContent = "outside-main-content"
  case linkDensity = "link-density"
  case linkList = "link-list"
  case beforeContent = "before-content"
  case afterContent = "after-content"
  case otherArticle = "other-article"
  case secondCopy = "second-copy"
  /// The block model's own word.
  case model
  // What the options drop.
  case frontMatterTitle = "front-matter-title"
  case frontMatterByline = "front-matter-byline"
  case frontMatterDate = "front-matter-date"
  case caption

  /// Whether it takes what an element hides by its tag.
  var isByTag: Bool {
    switch self {
    case .notText, .formControl, .graphic, .embedded, .noscript, .mathAnnotation: true
    default: false
    }
  }

  /// Whether it takes what a reader of the page does not see, or sees outside of its text.
  var isInvisible: Bool { isByTag || self == .hidden }

  /// A number for each rule that names an element, as the block model sees it; 0 for the others.
  var number: Int { Self.numbers[self] ?? 0 }

  private static let numbers: [CutRule: Int] = {
    var numbers: [CutRule: Int] = [:]
    let named = Set(CutRules.words.values).union([.comments, .form]).union(allCases.filter(\.isByTag))
    for (i, rule) in named.sorted(by: { $0.rawValue < $1.rawValue }).enumerated() { numbers[rule] = i + 1 }
    return numbers
  }()
}
