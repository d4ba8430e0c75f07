import Foundation
import Markup
import StageKit

extension HeaderWriter {
  /// Keys that have a place of their own in the header; any other becomes a note of the source.
  private static let placed: Set<String> = [
    MetadataKey.title, MetadataKey.subtitle, MetadataKey.author, MetadataKey.translator, MetadataKey.date,
    MetadataKey.modified, MetadataKey.accessed, MetadataKey.contentDate, MetadataKey.site,
    MetadataKey.publisher,
    MetadataKey.url, "base_url", MetadataKey.licence, MetadataKey.rights, MetadataKey.archiveReference,
    "keywords", SourcePage.metadataKey,
  ]

  mutating func writeSourceDescription() throws(MarkupError) {
    try output.start("sourceDesc")
    try output.start("bibl", [("type", "digital")])
    try output.line(
      "title", [("level", "a")] + certainty(MetadataKey.title) + language(of: source.title), source.title)
    try writeAll(MetadataKey.site, as: "title", [("level", "m")])
    try writeAuthors()
    try writeAll(MetadataKey.translator, as: "editor", [("role", "translator")])
    try writeAll(MetadataKey.publisher, as: "publisher")
    try writeDate(MetadataKey.date, type: "published")
    try writeDate(MetadataKey.modified, type: "modified")
    try writeDate(MetadataKey.contentDate, type: "content")
    try writeDate(MetadataKey.accessed, type: "accessed")
    try writeAddress()
    for key in metadata.values.keys.sorted() where !Self.placed.contains(key) { try writeNote(key) }
    try output.end()
    try writePages()
    let references = values(MetadataKey.archiveReference)
    if !references.isEmpty {
      try output.start("bibl", [("type", "archival")] + certainty(MetadataKey.archiveReference))
      for reference in references { try output.line("idno", [("type", "shelfmark")], reference) }
      try output.end()
    }
    try output.end()
  }

  /// A pointer to the page where the day of access is known, else the address as an identifier.
  private mutating func writeAddress() throws(MarkupError) {
    let addresses = source.document.source.url.map { [Characters.line($0)] } ?? []
    var written: Set<String> = [""]
    for address in addresses + values(MetadataKey.url) where written.insert(address).inserted {
      try write(address: address)
    }
  }

  private mutating func write(address: String) throws(MarkupError) {
    if W3CDate(metadata[MetadataKey.accessed]) != nil, let safe = WebAddress.safe(address) {
      try output.line("ptr", [("type", "source"), ("target", safe)])
    } else {
      try output.line("idno", [("type", "URI")], address)
    }
  }

  /// The pages of an article that was harvested as several, in their order.
  private mutating func writePages() throws(MarkupError) {
    for (index, page) in SourcePage.pages(of: source.document).enumerated() {
      try output.start("bibl", [("type", "page"), ("n", String(index + 1))])
      if let url = page.url { try write(address: url) }
      try output.line("idno", [("type", "file")], page.path)
      try output.end()
    }
  }

  private mutating func writeNote(_ key: String) throws(MarkupError) {
    let name = Characters.line(key)
    let type = Characters.word(key)
    let original = type == name || name.isEmpty ? [] : [("n", name)]
    for value in texts(metadata.values[key] ?? .null) {
      try output.line(
        "note", original + [("type", type ?? "metadata")] + certainty(key) + language(of: value), value)
    }
  }

  /// Strings one by one; what is no string or list of strings as JSON.
  private func texts(_ value: JSONValue) -> [String] {
    var texts = value.strings
    if case .object = value { texts = [json(value)] }
    if case .array(let values) = value,
      values.contains(where: { if case .object = $0 { true } else { false } })
    {
      texts = [json(value)]
    }
    return texts.map(Characters.line).filter { !$0.isEmpty }
  }

  private func json(_ value: JSONValue) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// A page of an article that was harvested as several.
struct SourcePage {
  /// Where read-tei keeps the pages that a file tells of.
  static let metadataKey = "source_pages"

  var path: String
  var url: String?

  /// The pages of a document: of its source, else those that a TEI file told of; none for a single page.
  static func pages(of document: Document) -> [SourcePage] {
    var pages = document.source.parts.map { SourcePage(path: $0.path, url: $0.url) }
    if pages.isEmpty, case .array(let told)? = document.metadata.values[metadataKey] {
      pages = told.compactMap { page in
        guard case .object(let fields) = page, let path = fields["path"]?.strings.first else { return nil }
        return SourcePage(path: path, url: fields["url"]?.strings.first)
      }
    }
    return pages.map { page in
      let (path, url) = (Characters.line(page.path), page.url.map(Characters.line) ?? "")
      return SourcePage(path: path.isEmpty ? "page" : path, url: url.isEmpty ? nil : url)
    }
  }
}

extension TEIDocument {
  /// What its text is, as the type of its div: an article, where somebody published it and no archive has it.
  static func matter(of document: Document) -> String {
    func has(_ key: String) -> Bool { document.metadata[key].map { !Characters.line($0).isEmpty } ?? false }
    let isPublished = has(MetadataKey.author) || has(MetadataKey.date)
    return isPublished && !has(MetadataKey.archiveReference) ? "article" : "document"
  }

  /// What the metadata call it, else its first heading, else its id.
  var title: String {
    let stated = Characters.line(document.metadata[MetadataKey.title] ?? "")
    let id = Characters.line(document.id)
    return [stated, firstHeading ?? "", id].first { !$0.isEmpty } ?? self.id
  }

  private var firstHeading: String? {
    func head(_ elements: [Element]) -> String? {
      for element in elements {
        if element.name == "head", case .text(let range) = element.content {
          let heading = Characters.line(document.string(in: range))
          if !heading.isEmpty { return heading }
        }
        if element.name == "div", let found = head(element.children) { return found }
      }
      return nil
    }
    return head(body)
  }

  /// How long the text is. Words are runs of letters and digits between white space, counted in scripts that
  /// put spaces between words; Khmer, Thai, Lao, Burmese, Chinese and Japanese count as characters only.
  /// White space counts as nothing.
  static func size(of text: [UInt8]) -> (words: Int, characters: Int) {
    text.withUnsafeBufferPointer { text in
      var size = TextSize()
      var index = 0
      while index < text.count {
        if index + 8 <= text.count, Characters.arePlain(text, at: index) {
          size.addPlain(UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self))
          index += 8
          continue
        }
        let (scalar, length) = Characters.decode(text, at: index)
        index += length
        if Characters.isSpace(scalar) || scalar == 0x200B {
          size.isInWord = false
        } else {
          size.characters += 1
          if !size.isInWord, !isWrittenWithoutSpaces(scalar), isLetterOrNumber(scalar) {
            (size.isInWord, size.words) = (true, size.words + 1)
          }
        }
      }
      return (size.words, size.characters)
    }
  }

  private static func isLetterOrNumber(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return 0x30...0x39 ~= scalar || 0x61...0x7A ~= scalar | 0x20 }
    // Letters of French, Vietnamese and their neighbours, but for the two signs among them.
    if 0xC0...0x24F ~= scalar || 0x1E00...0x1EFF ~= scalar { return scalar != 0xD7 && scalar != 0xF7 }
    guard let value = Unicode.Scalar(scalar) else { return false }
    return value.properties.isAlphabetic || value.properties.numericType != nil
  }

  private static func isWrittenWithoutSpaces(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x19E0...0x19FF, 0x2E80...0x9FFF, 0xF900...0xFAFF,
      0x20000...0x3FFFF:
      true
    default: false
    }
  }
}

/// How long a text is so far.
private struct TextSize {
  var words = 0
  var characters = 0
  /// Whether a letter or digit stood before, and no white space behind it.
  var isInWord = false

  /// Adds eight characters of visible ASCII and spaces, the first in the lowest byte.
  ///
  /// Eight at once, without branches, because which byte comes cannot be foreseen: in each number the highest bit of a
  /// byte says something of that character.
  @inline(__always) mutating func addPlain(_ text: UInt64) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high = ones &* 0x80
    let visible = ((text ^ ones &* 0x20) &+ ones &* 0x7F) & high
    let lower = text | ones &* 0x20
    let digits = (text &+ ones &* 0x50) & ~(text &+ ones &* 0x46)
    let letters = (lower &+ ones &* 0x1F) & ~(lower &+ ones &* 0x05)
    // Of a word: a letter or digit, and all behind it up to white space.
    var word = ((digits | letters) & high) | (isInWord ? visible & 0x80 : 0)
    var reach = visible
    word |= reach & (word << 8)
    reach &= reach << 8
    word |= reach & (word << 16)
    reach &= reach << 16
    word |= reach & (word << 32)
    characters += visible.nonzeroBitCount
    words += (word & ~(word << 8 | (isInWord ? 0x80 : 0))).nonzeroBitCount
    isInWord = word >> 63 == 1
  }
}
