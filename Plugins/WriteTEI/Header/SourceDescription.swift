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
    let kinds = kinds
    return text.withUnsafeBufferPointer { text in
      var (words, characters) = (0, 0)
      var isInWord: UInt8 = 0
      var index = 0
      while index < text.count {
        let byte = text[index]
        if byte < 0x80 {
          index += 1
          // Without branches, because which byte comes cannot be foreseen.
          let kind = kinds[Int(byte)]
          let isWord = kind & (isInWord | kind >> 1) & 1
          characters &+= Int(kind & 1)
          words &+= Int(isWord & ~isInWord)
          isInWord = isWord
          continue
        }
        let (scalar, length) = Characters.decode(text, at: index)
        index += length
        if Characters.isSpace(scalar) || scalar == 0x200B {
          isInWord = 0
        } else {
          characters += 1
          if isInWord == 0, !isWrittenWithoutSpaces(scalar), isLetterOrNumber(scalar) {
            (isInWord, words) = (1, words + 1)
          }
        }
      }
      return (words, characters)
    }
  }

  /// Of an ASCII character: 0 for white space, 3 for a letter or digit, 1 for all else.
  private static let kinds: [UInt8] = (0..<0x80).map { (byte: UInt8) in
    if 0x09...0x0D ~= byte || 0x1C...0x20 ~= byte { return 0 }
    return 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 ? 3 : 1
  }

  private static func isLetterOrNumber(_ scalar: UInt32) -> Bool {
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
