import Foundation

/// A part of a page as lines of text, with what the elements around each run of text say of it.
struct PageLines {
  /// What tags and their names say of a text.
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt32
    static let author = Marks(rawValue: 1)
    /// The page says so in a way that is meant for programs: rel=author, itemprop=author.
    static let statedAuthor = Marks(rawValue: 2)
    /// A link to a page on an author.
    static let authorLink = Marks(rawValue: 4)
    static let userName = Marks(rawValue: 8)
    static let date = Marks(rawValue: 16)
    static let modified = Marks(rawValue: 32)
    static let published = Marks(rawValue: 64)
    static let time = Marks(rawValue: 128)
    /// Comments, related pages, menus.
    static let elsewhere = Marks(rawValue: 256)
    static let bold = Marks(rawValue: 512)
    static let right = Marks(rawValue: 1024)
    static let link = Marks(rawValue: 2048)
    /// Around a name, but no name: a portrait's caption, a biography.
    static let notName = Marks(rawValue: 4096)
    static let heading = Marks(rawValue: 8192)
  }

  struct Run {
    var text: String
    var marks: Marks
    /// A date for programs.
    var moment: String?
  }

  struct Line {
    let place: Int
    let runs: [Run]
    let text: String
    /// Of all runs together.
    let marks: Marks
    let hasDigits: Bool
    /// Of a line of at most 300 bytes with digits; else none.
    let tokens: [DateReading.Token]

    init(place: Int, runs: [Run]) {
      self.place = place
      self.runs = runs
      text =
        runs.count == 1 ? runs[0].text : runs.lazy.map(\.text).filter { !$0.isEmpty }.joined(separator: " ")
      marks = runs.reduce(into: []) { $0.formUnion($1.marks) }
      // Khmer digits are U+17E0 to U+17E9, E1 9F A0 and on.
      hasDigits = text.utf8.contains { (0x30...0x39).contains($0) } || text.utf8.contains(0x9F)
      tokens = hasDigits && text.utf8.count <= 300 ? DateReading.tokens(of: text) : []
    }
  }

  private(set) var lines: [Line] = []

  private struct Open {
    var name: TagName
    var marks: Marks
    var moment: String?
  }

  private var reader: TagReader
  private let page: PageText
  private let range: Range<Int>
  private let pivot: Int
  private var open: [Open] = []
  private var runs: [Run] = []
  private var start = 0

  private static let maxDepth = 200
  private static let maxLines = 2_000

  /// - Parameters:
  ///   - range: where to read; it may begin and end anywhere.
  ///   - pivot: the place of the title. What is around the title too says nothing of single lines.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ page: PageText, pivot: Int = .max) {
    reader = TagReader(bytes)
    self.pivot = pivot
    self.range = range
    self.page = page
    read()
  }

  private mutating func read() {
    // A window may begin inside a tag.
    var i = reader.first(0x3C, from: range.lowerBound) ?? range.upperBound
    var isBehindPivot = false
    while i < range.upperBound, lines.count < Self.maxLines {
      if i >= pivot, !isBehindPivot {
        isBehindPivot = true
        for j in open.indices { open[j].marks = [] }
      }
      guard let tagStart = reader.first(0x3C, from: i), tagStart < range.upperBound else {
        take(text: i..<range.upperBound)
        break
      }
      if tagStart > i { take(text: i..<tagStart) }
      guard let tag = reader.tag(at: tagStart) else {
        let isComment = tagStart + 1 < range.upperBound && reader.bytes[tagStart + 1] == 0x21
        i = isComment ? reader.commentEnd(from: tagStart) : tagStart + 1
        continue
      }
      i = take(tag, at: tagStart)
    }
    endLine()
  }

  private mutating func take(text range: Range<Int>) {
    guard range.count < 20_000, reader.bytes[range].contains(where: { !TagReader.isSpace($0) }),
      let text = page.string(reader.bytes[range])
    else { return }
    let plain = Plain.collapsed(text)
    guard !plain.isEmpty else { return }
    if runs.isEmpty { start = range.lowerBound }
    runs.append(Run(text: plain, marks: open.last?.marks ?? [], moment: open.last?.moment))
  }

  private mutating func endLine() {
    if !runs.isEmpty { lines.append(Line(place: start, runs: runs)) }
    runs = []
  }

  private static let blocks = names([
    "p", "div", "li", "ul", "ol", "td", "tr", "th", "table", "section", "article", "header", "footer", "nav",
    "aside",
    "h1", "h2", "h3", "h4", "h5", "h6", "br", "dl", "dt", "dd", "figure", "figcaption", "blockquote", "main",
    "form",
    "hr", "address", "center", "body",
  ])
  private static let void = names([
    "br", "hr", "img", "meta", "link", "input", "source", "wbr", "area", "base", "col", "embed", "track",
    "path",
    "use", "circle", "rect",
  ])

  private static func names(_ names: [StaticString]) -> Set<TagName> { Set(names.map { TagName($0) }) }

  /// Elements of which nothing is read.
  private static let passed: [(name: TagName, raw: StaticString)] = [
    "script", "style", "noscript", "svg", "select",
  ]
  .map { (name: StaticString) in (TagName(name), name) }
  private static let elsewhere = names(["nav", "aside", "footer", "button"])
  private static let headings = names(["h1", "h2", "h3"])
  private static let bold = names(["b", "strong"])
  private static let link = TagName("a")
  private static let time = TagName("time")

  /// - Returns: where to look on.
  private mutating func take(_ tag: TagReader.Tag, at place: Int) -> Int {
    let name = TagName(reader.bytes[tag.name])
    if Self.blocks.contains(name) { endLine() }
    if tag.isEnd {
      if let match = open.suffix(60).lastIndex(where: { $0.name == name }) {
        open.removeSubrange(match...)
      }
      return tag.end
    }
    if let passed = Self.passed.first(where: { $0.name == name }) {
      return reader.rawEnd(of: passed.raw, from: tag.end)
    }
    guard !Self.void.contains(name), open.count < Self.maxDepth, reader.bytes[tag.end - 2] != 0x2F else {
      return tag.end
    }
    begin(tag, Open(name: name, marks: marks(of: tag, name), moment: nil), at: place)
    return tag.end
  }

  /// Takes in a start tag; its marks and its moment hold inside, beside those around it.
  private mutating func begin(_ tag: TagReader.Tag, _ element: Open, at place: Int) {
    let outer = open.last
    var element = element
    element.marks.formUnion(outer?.marks ?? [])
    element.moment = outer?.moment
    if element.name == Self.link { element.marks.insert(.link) }
    let isTime = element.name == Self.time
    if isTime {
      element.marks.insert(.time)
      element.moment = string("datetime", tag)
      if reader.value("pubdate", of: tag) != nil { element.marks.insert(.published) }
    } else if element.marks.contains(.date), let value = string("content", tag) ?? string("datetime", tag) {
      element.moment = value
    }
    open.append(element)
    // A time whose element is empty still says when.
    if isTime, element.moment != nil, let next = reader.first(0x3C, from: tag.end),
      !reader.bytes[tag.end..<next].contains(where: { !TagReader.isSpace($0) })
    {
      if runs.isEmpty { start = place }
      runs.append(Run(text: "", marks: element.marks, moment: element.moment))
    }
  }

  private func string(_ name: StaticString, _ tag: TagReader.Tag) -> String? {
    reader.value(name, of: tag).flatMap { page.string(reader.bytes[$0]) }.map(Plain.collapsed)
  }

  // MARK: Marks

  /// What an attribute says.
  private enum Saying { case name, property, relation, type, address, style }

  private static let attributes: [TagName: Saying] = {
    let sayings: [(StaticString, Saying)] = [
      ("class", .name), ("id", .name), ("data-testid", .name), ("data-component", .name), ("data-qa", .name),
      ("itemprop", .property), ("property", .property), ("rel", .relation), ("itemtype", .type),
      ("href", .address), ("style", .style), ("align", .style),
    ]
    return Dictionary(uniqueKeysWithValues: sayings.map { (TagName($0.0), $0.1) })
  }()

  private func marks(of tag: TagReader.Tag, _ element: TagName) -> Marks {
    var marks: Marks = []
    if Self.elsewhere.contains(element) { marks.insert(.elsewhere) }
    if Self.headings.contains(element) { marks.insert(.heading) }
    if Self.bold.contains(element) { marks.insert(.bold) }
    for attribute in tag.attributes {
      let value = reader.bytes[attribute.value]
      guard !value.isEmpty, value.count < 600 else { continue }
      switch Self.attributes[TagName(reader.bytes[attribute.name])] {
      case .name:
        marks.formUnion(NameWords.marks(of: value))
      case .property: marks.formUnion(property(value))
      case .relation:
        if words(value).contains("author") { marks.insert(.statedAuthor) }
      case .type:
        let type = String(decoding: value, as: UTF8.self)
        if type.hasSuffix("Comment") || type.hasSuffix("Review") { marks.insert(.elsewhere) }
      case .address: marks.formUnion(NameWords.isAuthorAddress(value) ? .authorLink : [])
      case .style:
        let style = String(decoding: value, as: UTF8.self).lowercased().filter { $0 != " " }
        if style == "right" || style.holds("text-align:right") { marks.insert(.right) }
        if style.holds("display:none") { marks.insert(.elsewhere) }
      case nil: break
      }
    }
    return marks
  }

  private func words(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> [Substring] {
    String(decoding: value, as: UTF8.self).lowercased().split(separator: " ")
  }

  private func property(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Marks {
    var marks: Marks = []
    for word in words(value) {
      switch word.split(separator: ":").last {
      case "author", "creator": marks.insert(.statedAuthor)
      case "datepublished", "datecreated", "issued": marks.formUnion([.date, .published])
      case "datemodified", "modified": marks.formUnion([.date, .modified])
      case "comment", "review": marks.insert(.elsewhere)
      default: break
      }
    }
    return marks
  }
}
