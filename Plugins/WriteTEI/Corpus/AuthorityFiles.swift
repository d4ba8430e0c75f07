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

    mutating func add(_ other: AuthorityEntry) {
      forms.formUnion([other.name] + other.variants)
      addresses.formUnion(other.addresses)
      identifiers.formUnion(other.identifiers ?? [])
      if entry.type == nil { entry.type = other.type }
      if entry.coordinates == nil { entry.coordinates = other.coordinates }
    }
  }

  private var merged: [Merged] = []
  /// Places in `merged`.
  private var places: [Authority.Key: Int] = [:]
  /// Places in `merged` of what was added, by its bytes: nothing more is learnt from the same bytes.
  private var placesOfEntries: [[UInt8]: Int] = [:]

  /// Adds the entries of one document. Documents must come in the order of their numbers.
  /// - Throws: `StageError` "contribution-unreadable".
  mutating func add(_ entries: [WriteTEI.NamedEntry], of document: Int) throws(StageError) {
    for named in entries {
      let place: Int
      if let known = placesOfEntries[named.entry] { place = known } else { place = try add(named.entry) }
      merged[place].mentions.append((Int32(clamping: document), Int32(clamping: named.count)))
    }
  }

  private mutating func add(_ encoded: [UInt8]) throws(StageError) -> Int {
    let entry = try AuthorityEntry(encoded: encoded)
    let key = Authority.Key(kind: entry.kind, key: entry.key)
    let place = places[key] ?? merged.count
    if place == merged.count { merged.append(Merged(entry: entry, forms: [], addresses: [])) }
    merged[place].add(entry)
    places[key] = place
    placesOfEntries[encoded] = place
    return place
  }

  /// How many there are of each kind.
  var measures: CollectionHeader.Measures {
    AuthorityKind.allCases.compactMap { kind in
      let count = merged.count { $0.entry.kind == kind }
      return count == 0 ? nil : (kind.rawValue + "s", count)
    }
  }

  /// The file of a kind; nil where the corpus names none.
  ///
  /// - Parameters:
  ///   - documents: those whose numbers were given with the entries.
  ///   - folder: the folder of the documents, as it is called in the authority files.
  ///   - maxMentions: how many mentions of an entry are written.
  func file(
    of kind: AuthorityKind, documents: DocumentPointers, in folder: String, header: CollectionHeader,
    stylesheet: String? = nil, maxMentions: Int = .max
  ) throws(MarkupError) -> [UInt8]? {
    let entries = merged.filter { $0.entry.kind == kind }.sorted { $0.entry.key < $1.entry.key }
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
    for entry in entries {
      try write(entry, to: &output)
      let localID = entry.entry.localID
      for (document, count) in entry.mentions.prefix(maxMentions) {
        let target = "\(folder)/\(documents[Int(document)]).\(localID)"
        try output.line("ptr", [("type", "mentions"), ("n", String(count)), ("target", target)])
      }
      try output.end()
    }
    for _ in 0..<3 { try output.end() }
    output.lineEnd()
    return output.bytes
  }

  /// All of an entry but its mentions and its end.
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
  }

  private static func language(of name: String) -> TEIOutput.Attributes {
    Characters.isMostlyKhmer(name) ? [("xml:lang", "km")] : []
  }
}
