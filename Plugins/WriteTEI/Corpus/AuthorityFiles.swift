import Markup
import StageKit

/// The lists of all persons, places and organisations of a corpus, put together from those of its documents.
///
/// Memory grows with the number of different keys and, by some bytes each, with that of the documents that
/// name them.
struct AuthorityFiles {
  private struct Merged {
    /// As the first document has it that names it, in the order of ids.
    var entry: AuthorityEntry
    var forms: Set<String>
    var addresses: Set<String>
    var identifiers: Set<String> = []
    /// The documents that name it, in order, each with the number of names.
    var mentions: [(document: Int32, count: Int32)] = []
  }

  /// The folder of the documents, as it is called in the authority files.
  let documents: String
  private var pointers: [String] = []

  private var merged: [Authority.Key: Merged] = [:]

  init(documents: String) { self.documents = documents }

  /// Adds the entries of one document. Documents must come in the order of their ids.
  mutating func add(_ document: WriteTEI.Contribution) {
    guard !document.authority.isEmpty else { return }
    let number = Int32(clamping: pointers.count)
    pointers.append(WebAddress.reference(toFile: document.file) + "#" + document.xmlID)
    for entry in document.authority {
      let key = Authority.Key(kind: entry.kind, key: entry.key)
      var known = merged[key] ?? Merged(entry: entry, forms: [], addresses: [])
      known.forms.formUnion([entry.name] + entry.variants)
      known.addresses.formUnion(entry.addresses)
      known.identifiers.formUnion(entry.identifiers ?? [])
      known.mentions.append((number, Int32(clamping: entry.count)))
      if known.entry.type == nil { known.entry.type = entry.type }
      if known.entry.coordinates == nil { known.entry.coordinates = entry.coordinates }
      merged[key] = known
    }
  }

  /// The file of a kind; nil where the corpus names none.
  func file(
    of kind: AuthorityKind, header: CollectionHeader, stylesheet: String? = nil
  ) throws(MarkupError) -> [UInt8]? {
    let entries = merged.values.filter { $0.entry.kind == kind }.sorted { $0.entry.key < $1.entry.key }
    guard !entries.isEmpty else { return nil }
    let hasKhmer = entries.contains { merged in merged.forms.contains { !Self.language(of: $0).isEmpty } }
    let name = kind.rawValue + "s"
    var output = TEIOutput()
    try output.declaration(stylesheet: stylesheet)
    try output.start(
      "TEI",
      [
        ("xmlns", "http://www.tei-c.org/ns/1.0"), ("version", "4.12.0"), ("xml:id", name), ("xml:lang", "en"),
      ])
    try header.write(
      CollectionHeader.Content(
        id: name, title: "All \(name) that the corpus names", source: "The documents of the corpus",
        measures: [(name, entries.count)],
        languages: [("en", "English")] + (hasKhmer ? [("km", "Khmer")] : [])), to: &output)
    try output.start("standOff")
    try output.start(kind.listElement, kind == .person ? [("type", "mentioned")] : [])
    for entry in entries { try write(entry, to: &output) }
    for _ in 0..<3 { try output.end() }
    output.lineEnd()
    return output.bytes
  }

  private func write(_ merged: Merged, to output: inout TEIOutput) throws(MarkupError) {
    var entry = merged.entry
    entry.addresses = merged.addresses.sorted()
    entry.identifiers = merged.identifiers.sorted()
    let type = entry.type.map { [(entry.kind == .person ? "role" : "type", $0)] } ?? []
    try output.start(entry.kind.element, [("xml:id", entry.localID)] + type)
    try output.line(entry.kind.nameElement, Self.language(of: entry.name), entry.name)
    for form in merged.forms.sorted() where form != entry.name {
      try output.line(entry.kind.nameElement, [("type", "variant")] + Self.language(of: form), form)
    }
    try entry.writeDetails(to: &output)
    for (document, count) in merged.mentions {
      let target = "\(documents)/\(pointers[Int(document)]).\(entry.localID)"
      try output.line("ptr", [("type", "mentions"), ("n", String(count)), ("target", target)])
    }
    try output.end()
  }

  private static func language(of name: String) -> TEIOutput.Attributes {
    Characters.isMostlyKhmer(name) ? [("xml:lang", "km")] : []
  }
}
