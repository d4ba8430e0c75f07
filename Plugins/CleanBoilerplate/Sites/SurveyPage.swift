/// Letters of a stretch of a page by what the model made of them.
struct SurveyLetters: Equatable, Codable {
  /// All of them.
  var all = 0
  /// Those kept as text, headings inside the text and captions included.
  var body = 0
  var title = 0
  var byline = 0
  var date = 0
  var comments = 0
  /// Those that were cut between the first and the last text that was kept.
  var between = 0

  static func += (left: inout SurveyLetters, right: SurveyLetters) {
    left.all += right.all
    left.body += right.body
    left.title += right.title
    left.byline += right.byline
    left.date += right.date
    left.comments += right.comments
    left.between += right.between
  }

  static func - (left: SurveyLetters, right: SurveyLetters) -> SurveyLetters {
    SurveyLetters(
      all: left.all - right.all, body: left.body - right.body, title: left.title - right.title,
      byline: left.byline - right.byline, date: left.date - right.date,
      comments: left.comments - right.comments, between: left.between - right.between)
  }
}

/// What one page has, by selector.
struct SurveyPage {
  struct Count: Equatable {
    var elements = 0
    /// Inside the elements; those inside an element of the same selector count once.
    var letters = SurveyLetters()
    /// Where the last outermost element ends.
    fileprivate var end = 0
  }

  private(set) var letters = SurveyLetters()
  private(set) var counts: [String: Count] = [:]
  /// Whether there were more selectors than are counted for one page.
  private(set) var isCapped = false

  /// - Parameter maxSelectors: a page with more is broken or means harm; the rest is not counted.
  init(_ page: HTMLPage, _ roles: PageParts, _ letters: LetterCounts, maxSelectors: Int = 20_000) {
    let sums = Self.sums(page, roles, letters)
    self.letters = sums[sums.count - 1]
    // Of the open elements, the document itself first.
    var labels: [SurveySelectors.Label?] = [nil]
    for element in page.elements.indices.dropFirst() {
      let pieces = page.elements[element].pieces
      let depth = page.elements[element].depth
      let own = SurveySelectors(of: element, in: page, inside: labels[depth - 1])
      labels.removeSubrange(depth...)
      labels.append(own.label)
      for selector in own.selectors {
        guard counts[selector] != nil || counts.count < maxSelectors else {
          isCapped = true
          continue
        }
        var count = counts[selector] ?? Count()
        count.elements += 1
        if element >= count.end {
          count.end = page.elements[element].end
          count.letters += sums[pieces.upperBound] - sums[pieces.lowerBound]
        }
        counts[selector] = count
      }
    }
  }

  /// Letters before each piece.
  private static func sums(
    _ page: HTMLPage, _ roles: PageParts, _ letters: LetterCounts
  ) -> [SurveyLetters] {
    let parts = roles.parts
    func isBody(_ part: PageParts.Part) -> Bool { path(of: part) == \.body }
    let text = (parts.firstIndex(where: isBody) ?? 0)..<((parts.lastIndex(where: isBody) ?? -1) + 1)
    var sums = [SurveyLetters](repeating: SurveyLetters(), count: page.pieces.count + 1)
    var next = 0
    var sum = SurveyLetters()
    for (index, part) in parts.enumerated() {
      let own = path(of: part) ?? (text.contains(index) ? \.between : nil)
      for piece in part.pieces {
        while next <= piece {
          sums[next] = sum
          next += 1
        }
        let count = letters.text(piece..<piece + 1)
        sum.all += count
        if let own { sum[keyPath: own] += count }
      }
    }
    while next < sums.count {
      sums[next] = sum
      next += 1
    }
    return sums
  }

  /// What a part counts as; nil where it was cut.
  private static func path(of part: PageParts.Part) -> WritableKeyPath<SurveyLetters, Int>? {
    guard part.rule == nil else { return nil }
    if part.isComment { return \.comments }
    switch part.role {
    case .title: return \.title
    case .byline: return \.byline
    case .dateline: return \.date
    case .commentHead: return \.comments
    case .text, .heading, .caption, .preformatted: return \.body
    }
  }
}

/// The selectors by which an element can be named.
struct SurveySelectors {
  /// An element as a structure names it, and whether a class or id says more than its tag.
  struct Label {
    var text: String
    var isNamed: Bool
  }

  /// Tag, classes, id, `itemprop`, and how it stands in its parent: `div.box > p.text`.
  private(set) var selectors: [String] = []
  /// Nil for an element with a name that is too long.
  private(set) var label: Label?

  /// Longest name that is counted, in bytes, and most names of one element.
  private static let maxNameBytes = 100
  private static let maxNames = 30

  /// Elements that hold no text of a page.
  private static let ignored: Set<String> = [
    "html", "head", "body", "script", "style", "meta", "link", "title", "noscript", "template", "br", "base",
  ]

  init(of element: Int, in page: HTMLPage, inside parent: Label?) {
    let name = page.name(of: element)
    guard name.utf8.count <= Self.maxNameBytes else { return }
    let tag = Self.escaped(name)
    let names = Self.names(of: element, in: page)
    let label = Label(text: tag + (names.classes.first ?? names.ids.first ?? ""), isNamed: !names.isEmpty)
    self.label = label
    guard !Self.ignored.contains(name) else { return }
    selectors = [tag] + names.classes + names.ids
    for value in Self.words(page.attribute("itemprop", of: element)) {
      selectors.append("[itemprop~=\"\(Self.quoted(value))\"]")
    }
    if let parent, parent.isNamed || label.isNamed { selectors.append("\(parent.text) > \(label.text)") }
  }

  private struct Names {
    var classes: [String] = []
    var ids: [String] = []
    var isEmpty: Bool { classes.isEmpty && ids.isEmpty }
  }

  private static func names(of element: Int, in page: HTMLPage) -> Names {
    var names = Names()
    for attribute in page.attributes(of: element) {
      if attribute.name == "class" {
        for word in words(attribute.value) {
          let selector = stem(of: word).map { "[class*=\"\(quoted($0))\"]" } ?? "." + escaped(word)
          if !isNumbered(word) || stem(of: word) != nil, !names.classes.contains(selector) {
            names.classes.append(selector)
          }
        }
      } else if attribute.name == "id", !attribute.value.isEmpty, attribute.value.utf8.count <= maxNameBytes {
        if let stem = stem(of: attribute.value) {
          names.ids = ["[id^=\"\(quoted(stem))\"]"]
        } else if !isNumbered(attribute.value) {
          names.ids = ["#" + escaped(attribute.value)]
        }
      }
    }
    return names
  }

  private static func words(_ value: String?) -> [String] {
    (value ?? "").utf8.split(maxSplits: maxNames, whereSeparator: WhiteSpace.isSpace).prefix(maxNames)
      .filter { $0.count <= maxNameBytes }.map { String(Substring($0)) }
  }

  /// Whether a name has a number of three digits or more, which is another on each page.
  private static func isNumbered(_ name: String) -> Bool { numberStart(name) != nil }

  private static func numberStart(_ name: String) -> Int? {
    var run = 0
    for (index, byte) in name.utf8.enumerated() {
      run = ASCII.isDigit(byte) ? run + 1 : 0
      if run == 3 { return index - 2 }
    }
    return nil
  }

  /// What stands before such a number: `post-` of `post-10482`; nil where that says nothing.
  private static func stem(of name: String) -> String? {
    guard let start = numberStart(name), start >= 3 else { return nil }
    return String(decoding: name.utf8.prefix(start), as: UTF8.self)
  }

  /// A name as selectors write it.
  static func escaped(_ name: String) -> String {
    var result = ""
    for (index, scalar) in name.unicodeScalars.enumerated() {
      switch scalar {
      case "0"..."9" where index == 0: result += "\\3\(scalar) "
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_": result.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}": result += "\\" + String(scalar.value, radix: 16) + " "
      case "\u{80}"...: result.unicodeScalars.append(scalar)
      default: result += "\\" + String(scalar)
      }
    }
    return result
  }

  private static func quoted(_ value: String) -> String {
    var result = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}": result += "\\" + String(scalar.value, radix: 16) + " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
