import Markup
import StageKit
import UnicodeText

/// What no grammar says of a TEI file: the rules of `data/sastra.sch`, checked in one pass.
///
/// A rule here has the id of its assertion there.
struct Rules {
  /// A breach of a rule.
  struct Problem: Equatable {
    let line: Int
    /// The rule's id: `pointer-target`.
    let rule: String
    let message: String
    /// What to do.
    let help: String
  }

  private struct Pointer {
    let line: Int
    let element, attribute, target: String
  }

  /// Whether the rules of this profile hold, beside those of all TEI.
  private let isOwn: Bool
  private var open: [(name: String, line: Int, hasContent: Bool)] = []
  private var ids: [String: (line: Int, element: String)] = [:]
  private var pointers: [Pointer] = []
  private var declared: Set<String> = []
  private var used: [(line: Int, tag: String)] = []
  private var found: [Problem] = []

  /// All ids of rules, in the order of sastra.sch.
  static let names = [
    "id-unique", "pointer-target", "pointer-kind", "date-alone", "language-declared", "text-nfc",
    "text-character",
    "not-empty",
  ]

  /// Attributes of TEI that point.
  /// - Source: TEI P5, teidata.pointer.
  private static let pointing: Set<String> = [
    "ref", "who", "corresp", "resp", "target", "ana", "sameAs", "next", "prev", "copyOf", "exclude", "select",
    "synch", "replyTo", "source", "decls", "rendition", "facs", "scheme", "start", "end", "active", "passive",
    "mutual", "toWhom", "spanTo", "targetEnd", "change", "inst", "parts", "where", "calendar", "period",
    "hand",
    "wit", "edRef", "since",
  ]
  /// What a pointer of an element may lead to.
  private static let kinds: [String: Set<String>] = [
    "sp who": ["person", "org"], "u who": ["person", "org"], "post who": ["person", "org"],
    "persName ref": ["person"], "placeName ref": ["place"], "orgName ref": ["org"],
  ]
  /// Elements that say nothing when they are empty.
  private static let speaking: Set<String> = [
    "p", "head", "speaker", "item", "cell", "s", "w", "pc", "persName", "placeName", "orgName", "title",
    "term",
    "quote", "note", "div", "sp", "list", "foreign", "hi", "ab", "lg", "l",
  ]
  private static let standing: Set<String> = ["gap", "graphic", "ptr"]

  /// - Throws: `MarkupError` for a file that is not well-formed.
  /// - Complexity: O(bytes).
  static func problems(in bytes: [UInt8], isOwn: Bool) throws(MarkupError) -> [Problem] {
    var rules = Rules(isOwn: isOwn)
    try XMLReader.parse(bytes) { rules.take($0) }
    rules.checkPointers()
    rules.checkLanguages()
    return rules.found
  }

  private init(isOwn: Bool) { self.isOwn = isOwn }

  private mutating func report(_ rule: String, _ line: Int, _ message: String, _ help: String) {
    found.append(Problem(line: line, rule: rule, message: message, help: help))
  }

  private mutating func take(_ event: XMLEvent) {
    switch event {
    case .start(let name, _, let attributes, let line, _): start(name, attributes, line)
    case .end(let name, _, _): end(name)
    case .text(let bytes, let line, _): text(bytes, line)
    default: break
    }
  }

  private mutating func start(_ name: String, _ attributes: [XMLAttribute], _ line: Int) {
    if Self.standing.contains(name) { noteContent() }
    open.append((name, line, false))
    for attribute in attributes {
      if attribute.name == "xml:id" {
        note(id: attribute.value, of: name, line)
      } else if attribute.name == "xml:lang" {
        used.append((line, attribute.value))
      } else if Self.pointing.contains(attribute.name) {
        for target in attribute.value.utf8.split(whereSeparator: Self.isSpace) where target.first == 0x23 {
          let id = String(Substring(target.dropFirst()))
          pointers.append(Pointer(line: line, element: name, attribute: attribute.name, target: id))
        }
      } else if name == "language", attribute.name == "ident" {
        declared.insert(String(LanguageTag.primary(attribute.value)))
      }
      if isOwn { check(characters: Array(attribute.value.utf8), line) }
    }
    if isOwn, name == "date" || name == "time" { checkDate(attributes.map(\.name), line) }
  }

  /// White space as XML has it.
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private mutating func note(id: String, of element: String, _ line: Int) {
    guard let first = ids[id] else { return ids[id] = (line, element) }
    report(
      "id-unique", line, "xml:id '\(id)' is used twice, first in line \(first.line)",
      "give each element an xml:id of its own")
  }

  private mutating func checkDate(_ names: [String], _ line: Int) {
    guard names.contains("when"),
      let other = names.first(where: { ["from", "to", "notBefore", "notAfter"].contains($0) })
    else { return }
    report(
      "date-alone", line, "@when stands beside @\(other)",
      "keep @when for a point in time, the others for a span")
  }

  private mutating func noteContent() {
    for index in open.indices.reversed() {
      if open[index].hasContent { break }
      open[index].hasContent = true
    }
  }

  private mutating func text(_ bytes: [UInt8], _ line: Int) {
    if !Characters.isBlank(bytes[...]) { noteContent() }
    guard isOwn else { return }
    check(characters: bytes, line)
    if !NFC.isNormalized(bytes) {
      report("text-nfc", line, "the text is not in Unicode NFC", "normalise the file to NFC")
    }
  }

  private mutating func check(characters bytes: [UInt8], _ line: Int) {
    guard bytes.contains(where: { $0 == 0xC2 || $0 == 0xE2 || $0 == 0xEF || $0 == 0xD8 }) else { return }
    var first: UInt32?
    Characters.forEachScalar(of: bytes[...]) { scalar, _ in
      if first == nil, scalar == 0xFFFD || Characters.isRemoved(scalar) { first = scalar }
    }
    guard let first else { return }
    let name = String(first, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - name.utf8.count)) + name
    report(
      "text-character", line, "the character U+\(code) is left over",
      "take it out; where something could not be read, write <gap reason=\"illegible\"/>")
  }

  private mutating func end(_ name: String) {
    guard let element = open.popLast(), isOwn, !element.hasContent, Self.speaking.contains(name) else {
      return
    }
    report("not-empty", element.line, "<\(name)> is empty", "take it out, or write what was there as gap")
  }

  private mutating func checkPointers() {
    for pointer in pointers {
      let where_ = "@\(pointer.attribute) of <\(pointer.element)> points to '#\(pointer.target)'"
      guard let target = ids[pointer.target] else {
        report(
          "pointer-target", pointer.line, "\(where_), which nothing has",
          "correct the pointer, or give its target that xml:id")
        continue
      }
      guard isOwn, let kinds = Self.kinds["\(pointer.element) \(pointer.attribute)"],
        !kinds.contains(target.element)
      else { continue }
      report(
        "pointer-kind", pointer.line, "\(where_), a <\(target.element)>",
        "point to a \(kinds.sorted().joined(separator: " or "))")
    }
  }

  private mutating func checkLanguages() {
    guard isOwn else { return }
    var told: Set<String> = []
    for (line, tag) in used {
      let primary = String(LanguageTag.primary(tag))
      guard !declared.contains(primary), told.insert(primary).inserted else { continue }
      report(
        "language-declared", line, "xml:lang '\(tag)' is not declared",
        "add a language to langUsage in the header")
    }
  }
}
