import Markup
import StageKit

extension GazetteerImported {
  /// Adds the persons, places and bodies of a TEI file.
  ///
  /// - Throws: `StageError` "gazetteer-markup", with line and column.
  mutating func add(tei bytes: [UInt8], file: String, source: String) throws(StageError) {
    var reader = TEIEntries()
    do throws(MarkupError) { try XMLReader.parse(bytes) { reader.read($0) } } catch {
      let place = [file] + [error.line, error.column].compactMap { $0.map(String.init) }
      throw StageError("gazetteer-markup", "\(place.joined(separator: ":")): \(error.message)")
    }
    for entry in reader.entries {
      guard let name = entry.names.first else {
        leaveOut("\(file):\(entry.line)", "the \(entry.kind.rawValue) '\(entry.id)' has no name")
        continue
      }
      let key = Self.key(entry.id, entry.kind)
      add(
        GazetteerRow(
          key: key, name: name, variants: Array(entry.names.dropFirst()), kind: entry.kind,
          type: NameKey.slug(entry.type),
          dates: entry.from.isEmpty && entry.to.isEmpty ? "" : "\(entry.from)/\(entry.to)",
          language: entry.language, ref: entry.ref, source: source, line: entry.line),
        distinction: "\(entry.line)", hasKey: !key.isEmpty, file: file)
    }
  }

  /// The key that an xml:id stands for: the ids that write-tei makes give the keys that they were made from.
  private static func key(_ id: String, _ kind: EntityKind) -> String {
    if id.isEmpty { return "" }
    guard id.hasPrefix(kind.keyPrefix) else { return kind.keyPrefix + id }
    let name = id.dropFirst(kind.keyPrefix.count)
    var plain = ""
    var rest = name
    while let scalar = rest.unicodeScalars.first {
      if rest.hasPrefix("--"), let end = rest.dropFirst(2).firstIndex(of: "-"),
        let value = UInt32(rest.dropFirst(2)[..<end], radix: 16), let decoded = Unicode.Scalar(value)
      {
        plain.unicodeScalars.append(decoded)
        rest = rest[rest.index(after: end)...]
      } else {
        plain.unicodeScalars.append(scalar)
        rest = Substring(rest.unicodeScalars.dropFirst())
      }
    }
    return DocumentName.xmlID(for: plain) == "d" + name ? kind.keyPrefix + plain : id
  }
}

/// Gathers entries from the events of a TEI file.
private struct TEIEntries {
  struct Entry {
    var kind: EntityKind
    var line: Int
    var depth: Int
    var id = ""
    var type = ""
    var names: [String] = []
    var language = ""
    var from = ""
    var to = ""
    var ref = ""
  }

  private static let namespace = "http://www.tei-c.org/ns/1.0"
  private static let kinds: [String: EntityKind] = [
    "person": .person, "place": .place, "org": .organisation,
  ]
  private static let names: Set<String> = [
    "persName", "placeName", "orgName", "geogName", "settlement", "name",
  ]

  private(set) var entries: [Entry] = []
  private var open: [Int] = []
  private var depth = 0
  /// Depth of the element whose text is gathered.
  private var textDepth: Int?
  private var text: [UInt8] = []
  private var isAddress = false

  mutating func read(_ event: XMLEvent) {
    switch event {
    case .start(let name, let namespace, let attributes, let line, _):
      depth += 1
      if namespace == nil || namespace == Self.namespace {
        start(
          name.split(separator: ":").last.map(String.init) ?? name,
          Dictionary(attributes.map { ($0.name, $0.value) }) { first, _ in first }, line)
      }
    case .end:
      if textDepth == depth { endText() }
      if let last = open.last, entries[last].depth == depth { open.removeLast() }
      depth -= 1
    case .text(let bytes, _, _):
      if textDepth != nil { text += bytes }
    case .comment, .processingInstruction, .documentType: break
    }
  }

  private mutating func start(_ element: String, _ attributes: [String: String], _ line: Int) {
    if let kind = Self.kinds[element], textDepth == nil {
      var entry = Entry(kind: kind, line: line, depth: depth)
      entry.id = attributes["xml:id"] ?? ""
      entry.type = attributes[kind == .person ? "role" : "type"] ?? ""
      let ref = [attributes["ref"], attributes["sameAs"], attributes["corresp"]].compactMap(\.self)
      entry.ref = ref.first { $0.contains("://") } ?? ""
      open.append(entries.count)
      entries.append(entry)
      return
    }
    // Only what stands right in an entry is about it: a note may name others.
    guard let last = open.last, entries[last].depth == depth - 1 else {
      if textDepth != nil { text.append(0x20) }
      return
    }
    if Self.names.contains(element) {
      (textDepth, text, isAddress) = (depth, [], false)
      if entries[last].names.isEmpty { entries[last].language = attributes["xml:lang"] ?? "" }
      if entries[last].ref.isEmpty, let ref = attributes["ref"], ref.contains("://") {
        entries[last].ref = ref
      }
    } else if element == "idno" {
      (textDepth, text, isAddress) = (depth, [], true)
    } else if element == "birth" {
      entries[last].from = attributes["when"] ?? attributes["notBefore"] ?? ""
    } else if element == "death" {
      entries[last].to = attributes["when"] ?? attributes["notAfter"] ?? ""
    }
  }

  private mutating func endText() {
    textDepth = nil
    guard let last = open.last else { return }
    let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    let value = words.joined(separator: " ")
    if value.isEmpty { return }
    if !isAddress {
      entries[last].names.append(value)
    } else if entries[last].ref.isEmpty, value.contains("://") {
      entries[last].ref = value
    }
  }
}
