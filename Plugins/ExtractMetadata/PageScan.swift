import Foundation
import StageKit

/// What stands in the tags of a page: meta elements, links, JSON-LD, microdata, headings.
///
/// One walk over the bytes from tag to tag, without a tree. Ranges are in the bytes that were read.
struct PageScan {
  struct Heading {
    var level: Int
    /// From the start tag to the end tag.
    var range: Range<Int>
    var text: String
  }

  /// Content of meta elements, by lower-case name, property or http-equiv; in order.
  private(set) var metas: [(name: String, content: String)] = []
  private(set) var title: String?
  private(set) var language: String?
  private(set) var canonical: String?
  private(set) var licence: String?
  /// Values of microdata and RDFa, by lower-case name without prefix; those of comments and reviews left out.
  private(set) var properties: [(name: String, content: String)] = []
  private(set) var linkedData: [JSONValue] = []
  private(set) var headings: [Heading] = []

  private var reader: TagReader
  private let page: PageText
  /// Whether the page has microdata or RDFa at all.
  private let hasItems: Bool
  private let hasLicences: Bool
  /// Properties that were looked at: bounds the work on a page of nothing else.
  private var itemsRead = 0
  /// The last type of item that is no person, picture or the like.
  private var itemType = ""
  /// The property whose item began last, until the item's name: `author`.
  private var openItem: String?

  private static let maxMetas = 2_000
  private static let maxHeadings = 200
  private static let maxBlocks = 200

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ page: PageText) {
    reader = TagReader(bytes)
    self.page = page
    hasItems = WordSearch.contains("itemprop", bytes) || WordSearch.contains("typeof=", bytes)
    hasLicences = WordSearch.contains("icen", bytes) || WordSearch.contains("ICEN", bytes)
    scan()
  }

  private mutating func scan() {
    var i = 0
    while let open = reader.first(0x3C, from: i) {
      i = take(open)
    }
  }

  /// Takes what begins at a `<`; returns where to look on.
  private mutating func take(_ open: Int) -> Int {
    let bytes = reader.bytes
    guard open + 2 < bytes.count else { return open + 1 }
    let first = TagReader.lower(bytes[open + 1])
    switch first {
    case 0x21: return reader.commentEnd(from: open)
    case 0x68:
      if (0x31...0x33).contains(bytes[open + 2]) { return heading(open) }
      if reader.isName("html", at: open + 1) { return element(open) }
    case 0x73:
      if reader.isName("script", at: open + 1) { return script(open) }
      if reader.isName("style", at: open + 1) { return reader.rawEnd(of: "style", from: open + 6) }
    case 0x6D where reader.isName("meta", at: open + 1): return element(open)
    case 0x6C where reader.isName("link", at: open + 1): return element(open)
    case 0x61 where hasLicences && reader.isName("a", at: open + 1):
      let tag = untilNextTag(open)
      if !tag.contains(0x3E) || WordSearch.containsIgnoringCase("licen", tag) { return element(open) }
    case 0x74:
      if reader.isName("title", at: open + 1), title == nil { return titleElement(open) }
      if reader.isName("textarea", at: open + 1) { return reader.rawEnd(of: "textarea", from: open + 9) }
    default: break
    }
    guard hasItems, TagReader.isLetter(first) else { return open + 2 }
    return WordSearch.mayBeItem(untilNextTag(open)) ? element(open) : open + 2
  }

  /// The bytes from a `<` to the next one.
  private mutating func untilNextTag(_ open: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      rebasing: reader.bytes[open..<(reader.first(0x3C, from: open + 1) ?? reader.bytes.count)])
  }

  private func string(_ name: StaticString, _ tag: TagReader.Tag) -> String? {
    reader.value(name, of: tag).flatMap { page.string(reader.bytes[$0]) }.map(Plain.collapsed)
  }

  // MARK: Elements

  private mutating func element(_ open: Int) -> Int {
    guard let tag = reader.tag(at: open) else { return open + 1 }
    if reader.isName("meta", at: open + 1) {
      meta(tag)
    } else if reader.isName("html", at: open + 1) {
      language = language ?? string("lang", tag) ?? string("xml:lang", tag)
    } else if reader.isName("link", at: open + 1) || reader.isName("a", at: open + 1) {
      link(tag, isInHead: reader.isName("link", at: open + 1))
    }
    if hasItems { item(tag) }
    return tag.end
  }

  private mutating func meta(_ tag: TagReader.Tag) {
    guard metas.count < Self.maxMetas, let content = string("content", tag), !content.isEmpty else { return }
    for name in [string("name", tag), string("property", tag), string("http-equiv", tag)] {
      if let name, !name.isEmpty { metas.append((name.lowercased(), content)) }
    }
  }

  private mutating func link(_ tag: TagReader.Tag, isInHead: Bool) {
    guard canonical == nil || licence == nil, let relation = reader.value("rel", of: tag) else { return }
    let relations = String(decoding: reader.bytes[relation], as: UTF8.self).lowercased().split(separator: " ")
    if isInHead, relations.contains("canonical"), canonical == nil { canonical = string("href", tag) }
    if relations.contains("license") || relations.contains("licence"), licence == nil {
      licence = string("href", tag)
    }
  }

  /// Microdata and RDFa.
  private mutating func item(_ tag: TagReader.Tag) {
    if let type = string("itemtype", tag) ?? string("typeof", tag) {
      let name =
        type.split(whereSeparator: { $0 == "/" || $0 == ":" || $0 == "#" }).last.map(String.init) ?? ""
      if !["Person", "Organization", "ImageObject", "PropertyValue", "WebPage", "InteractionCounter"]
        .contains(name)
      {
        itemType = name
      }
    }
    guard itemsRead < 5_000, let names = string("itemprop", tag) ?? string("property", tag) else { return }
    itemsRead += 1
    guard !["Comment", "UserComments", "Review", "Rating", "AggregateRating", "Answer"].contains(itemType)
    else {
      return
    }
    for name in names.lowercased().split(separator: " ") {
      let name = name.split(separator: ":").last.map(String.init) ?? ""
      guard Self.known.contains(name), properties.count < 500 else { continue }
      let isItem = reader.value("itemscope", of: tag) != nil
      if isItem { openItem = name }
      let value = string("content", tag) ?? string("datetime", tag) ?? (isItem ? nil : content(after: tag))
      guard let value, !value.isEmpty else { continue }
      if name == "name" {
        if let outer = openItem { properties.append((outer, value)) }
        openItem = nil
      } else {
        properties.append((name, value))
      }
    }
  }

  private static let known: Set<String> = [
    "author", "creator", "name", "headline", "datepublished", "datecreated", "datemodified", "publisher",
    "license",
    "translator", "inlanguage", "issued", "created", "modified", "title", "rights", "copyrightholder",
  ]

  /// The text of an element, as far as no other element begins but inline ones, at most 300 bytes.
  private mutating func content(after tag: TagReader.Tag) -> String? {
    guard !reader.isName("meta", at: tag.name.lowerBound), !reader.isName("link", at: tag.name.lowerBound)
    else {
      return nil
    }
    let name = Array(reader.bytes[tag.name].map(TagReader.lower))
    var text: [UInt8] = []
    var i = tag.end
    let limit = min(reader.bytes.count, tag.end + 1_500)
    while i < limit {
      let open = min(reader.first(0x3C, from: i) ?? limit, limit)
      text += reader.bytes[i..<open]
      guard open < limit, let inner = reader.tag(at: open) else { break }
      if inner.isEnd, reader.bytes[inner.name].map(TagReader.lower) == name { break }
      i = max(inner.end, open + 1)
    }
    guard text.count <= 300 else { return nil }
    return page.string(text).map(Plain.collapsed)
  }

  private mutating func script(_ open: Int) -> Int {
    guard let tag = reader.tag(at: open) else { return open + 1 }
    let end = reader.rawEnd(of: "script", from: tag.end)
    guard let type = reader.value("type", of: tag), linkedData.count < Self.maxBlocks, end > tag.end,
      String(decoding: reader.bytes[type].prefix(40), as: UTF8.self).lowercased().holds("ld+json")
    else { return end }
    linkedData += LooseJSON.values(in: tag.end..<end, of: reader.bytes, page)
    return end
  }

  private mutating func titleElement(_ open: Int) -> Int {
    guard let tag = reader.tag(at: open) else { return open + 1 }
    let end = reader.rawEnd(of: "title", from: tag.end)
    guard end - tag.end < 4_000 else { return tag.end }
    let text = page.string(reader.bytes[tag.end..<end]).map(Plain.collapsed) ?? ""
    if !text.isEmpty { title = text }
    return end
  }

  private mutating func heading(_ open: Int) -> Int {
    guard let tag = reader.tag(at: open) else { return open + 1 }
    if hasItems { item(tag) }
    guard headings.count < Self.maxHeadings else { return tag.end }
    let level = Int(reader.bytes[open + 2]) - 0x30
    var text: [UInt8] = []
    var i = tag.end
    let limit = min(reader.bytes.count, tag.end + 4_000)
    while i < limit, let next = reader.first(0x3C, from: i), next < limit {
      text += reader.bytes[i..<next]
      guard let inner = reader.tag(at: next) else {
        i = next + 1
        if reader.bytes[next + 1 < limit ? next + 1 : next] == 0x21 {
          i = reader.commentEnd(from: next)
        } else {
          text.append(0x3C)
        }
        continue
      }
      let isHeading =
        inner.name.count == 2 && TagReader.lower(reader.bytes[inner.name.lowerBound]) == 0x68
        && (0x31...0x36).contains(reader.bytes[inner.name.lowerBound + 1])
      if isHeading {
        if let text = page.string(text).map(Plain.collapsed).map(Self.withoutMark), !text.isEmpty {
          headings.append(Heading(level: level, range: open..<inner.end, text: text))
        }
        return inner.isEnd ? inner.end : next
      }
      if !inner.isEnd, inner.end > next { passHidden(inner, &i) } else { i = max(inner.end, next + 1) }
      if reader.isName("br", at: inner.name.lowerBound) || reader.isName("div", at: inner.name.lowerBound) {
        text.append(0x20)
      }
    }
    return tag.end
  }

  /// Without the sign that stands for a link to the heading.
  private static func withoutMark(_ text: String) -> String {
    if let first = text.utf8.first, let last = text.utf8.last, TagReader.isLetter(first),
      TagReader.isLetter(last)
    {
      return text
    }
    let marks: Set<Unicode.Scalar> = ["#", "¶", "§", " ", "\u{F0C1}"]
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, marks.contains(first) { scalars.removeFirst() }
    while let last = scalars.last, marks.contains(last), last != "#" { scalars.removeLast() }
    return String(Substring(scalars))
  }

  /// Passes over the content of elements that show nothing.
  private mutating func passHidden(_ tag: TagReader.Tag, _ i: inout Int) {
    i = tag.end
    if reader.isName("script", at: tag.name.lowerBound) { i = reader.rawEnd(of: "script", from: tag.end) }
    if reader.isName("style", at: tag.name.lowerBound) { i = reader.rawEnd(of: "style", from: tag.end) }
    if reader.isName("svg", at: tag.name.lowerBound) { i = reader.rawEnd(of: "svg", from: tag.end) }
  }

  // MARK: Questions

  func meta(_ name: String) -> String? { metas.first { $0.name == name }?.content }
  func metas(_ name: String) -> [String] { metas.filter { $0.name == name }.map(\.content) }
  func property(_ name: String) -> String? { properties.first { $0.name == name }?.content }
}
