/// Facts of the HTML standard about single elements.
enum HTMLElements {
  struct RawContent {
    let name: [UInt8]
    /// Whether character references mean something inside.
    let hasReferences: Bool
    /// Whether an element that is never closed takes the rest of the page. The standard says yes for all;
    /// for those that hold text for readers the tags are read instead, so that nothing is lost.
    let swallowsRest: Bool

    init(_ name: String, hasReferences: Bool, swallowsRest: Bool) {
      self.name = Array(name.utf8)
      self.hasReferences = hasReferences
      self.swallowsRest = swallowsRest
    }
  }

  /// What the scan must know of an element.
  struct Facts {
    /// Index in `rawContent`.
    var rawContent: UInt8?
    var isNeverSelfClosing: Bool

    init(_ name: String) {
      rawContent = HTMLElements.rawContent.firstIndex { $0.name.elementsEqual(name.utf8) }.map { UInt8($0) }
      isNeverSelfClosing = HTMLElements.neverSelfClosing.contains(name)
    }
  }

  /// Elements in which tags mean nothing (HTML standard, 13.2.6.2: raw text and escapable raw text).
  static let rawContent = [
    RawContent("script", hasReferences: false, swallowsRest: true),
    RawContent("style", hasReferences: false, swallowsRest: true),
    RawContent("xmp", hasReferences: false, swallowsRest: false),
    RawContent("iframe", hasReferences: false, swallowsRest: false),
    RawContent("noembed", hasReferences: false, swallowsRest: false),
    RawContent("noframes", hasReferences: false, swallowsRest: false),
    RawContent("title", hasReferences: true, swallowsRest: false),
    RawContent("textarea", hasReferences: true, swallowsRest: false),
  ]

  /// Elements for which browsers ignore the slash of `<div/>`, as libxml2 does not.
  static let neverSelfClosing: Set<String> = [
    "a", "abbr", "article", "aside", "b", "blockquote", "body", "button", "canvas", "caption", "cite", "code",
    "dd", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "html", "i", "iframe", "label", "li", "main", "nav", "noscript", "ol",
    "option", "p", "pre", "q", "s", "script", "section", "select", "small", "span", "strong", "style", "sub",
    "sup", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr", "u", "ul", "video",
  ]

  /// Elements that have no end tag (HTML standard, 13.1.2).
  static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
  ]
}
