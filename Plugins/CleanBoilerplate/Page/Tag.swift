/// Elements that extraction tells apart; all others are `other`.
enum Tag: UInt8 {
  case other, html, head, body, title, meta, link, script, style, template, noscript, svg, math, iframe,
    object, canvas
  case button, select, option, textarea, input, form, label, nav, footer, header, aside, dialog, menu
  case main, article, section, div, p, h1, h2, h3, h4, h5, h6, ul, ol, li, dl, dt, dd
  case table, caption, thead, tbody, tfoot, tr, td, th, blockquote, pre, figure, figcaption, img, hr, br,
    address
  case details, summary, fieldset, center, hgroup
  case a, b, strong, i, em, u, ins, sub, sup, code, span, time, cite, q, small, mark, font, abbr, video
  case audio
  case annotation, mfrac, mtd

  static let named: [String: Tag] = {
    var table: [String: Tag] = [:]
    for raw in UInt8(0)...Tag.mtd.rawValue {
      if let tag = Tag(rawValue: raw), tag != .other { table["\(tag)"] = tag }
    }
    table["applet"] = .object
    table["embed"] = .object
    table["noembed"] = .iframe
    table["noframes"] = .noscript
    table["annotation-xml"] = .annotation
    table["optgroup"] = .option
    table["dir"] = .ul
    for name in ["legend", "search"] { table[name] = .div }
    for name in ["listing", "plaintext", "xmp"] { table[name] = .pre }
    return table
  }()

  /// Whether the element breaks a run of text.
  var isBlock: Bool {
    switch self {
    case .html, .head, .body, .title, .nav, .footer, .header, .aside, .dialog, .menu, .main, .article,
      .section, .div, .p,
      .h1, .h2, .h3, .h4, .h5, .h6, .ul, .ol, .li, .dl, .dt, .dd, .table, .caption, .thead, .tbody, .tfoot,
      .tr, .td, .th,
      .blockquote, .pre, .figure, .figcaption, .hr, .address, .details, .summary, .fieldset, .center, .form,
      .hgroup,
      .script, .style, .template, .noscript, .iframe, .object, .canvas, .textarea, .select, .option, .video,
      .audio:
      true
    default: false
    }
  }

  /// Whether what is inside is no text of the page: it has a rule of its own.
  var hidesText: Bool { CutRules.rule(forHidden: self) != nil }

  /// Whether a browser shows the element, though it breaks no run of text, apart from what stands beside it.
  var standsApart: Bool {
    switch self {
    case .button, .svg, .time, .label, .input, .select, .textarea, .mtd: true
    default: false
    }
  }

  var headingLevel: Int? {
    switch self {
    case .h1: 1
    case .h2: 2
    case .h3: 3
    case .h4: 4
    case .h5: 5
    case .h6: 6
    default: nil
    }
  }
}
