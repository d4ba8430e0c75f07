import StageKit

/// The entries of one document.
struct Authority {
  struct Key: Hashable {
    let kind: AuthorityKind
    let key: String
  }

  /// What is known of a key while mentions are added.
  private struct Gathered {
    let key: Key
    var entry: AuthorityEntry
    let localID: String
    var forms: Set<String> = []
    var addresses: Set<String> = []
    /// Of the last mention, because most mentions repeat it.
    var last: (form: String, name: String?, address: String?)?
  }

  private var found: [Gathered] = []
  /// Places in `found`.
  private var places: [Key: Int] = [:]
  /// In the order of kind and key; complete after `finish`.
  private(set) var entries: [AuthorityEntry] = []
  private var named: [AuthorityKind: [String: [AuthorityEntry]]] = [:]
  /// Values as they stand in attributes, made fit for the file once.
  private var lines: [String: String] = [:]

  static func key(of span: Span) -> Key? {
    guard span.layer == Layer.entity, let kind = AuthorityKind(label: span.label),
      let key = span.attributes["key"], !key.isEmpty
    else { return nil }
    return Key(kind: kind, key: key)
  }

  subscript(key: Key) -> AuthorityEntry? { places[key].map { found[$0].entry } }

  /// The last part of the xml:id of an entry; nil where there is none.
  func localID(of key: Key) -> String? { places[key].map { found[$0].localID } }

  private mutating func line(_ string: String) -> String {
    if let known = lines[string] { return known }
    let line = Characters.line(string)
    lines[string] = line
    return line
  }

  /// Adds a mention.
  /// - Parameter form: the words in the text, as they stand there.
  mutating func add(_ span: Span, form: String) {
    guard let key = Authority.key(of: span) else { return }
    let (name, address) = (span.attributes["name"], span.attributes["ref"])
    let index = place(of: key, name: name, form: form)
    found[index].entry.count += 1
    found[index].entry.add(span)
    if let last = found[index].last, last.form == form, last.name == name, last.address == address { return }
    found[index].forms.formUnion([line(form), line(name ?? "")].filter { !$0.isEmpty })
    if let safe = WebAddress.safe(address) { found[index].addresses.insert(safe) }
    found[index].last = (form, name, address)
  }

  /// The place of a key in `found`, added when it is new.
  private mutating func place(of key: Key, name: String?, form: String) -> Int {
    if let known = places[key] { return known }
    let names = [line(name ?? ""), line(form), line(key.key)]
    let entry = AuthorityEntry(key.kind, key: key.key, name: names.first { !$0.isEmpty } ?? "unnamed")
    places[key] = found.count
    found.append(Gathered(key: key, entry: entry, localID: entry.localID))
    return found.count - 1
  }

  /// Sorts what was added.
  mutating func finish() {
    entries = found.map { gathered in
      var entry = gathered.entry
      entry.variants = gathered.forms.filter { $0 != entry.name }.sorted()
      entry.addresses = gathered.addresses.sorted()
      return entry
    }.sorted { ($0.kind, $0.key) < ($1.kind, $1.key) }
    for entry in entries where entry.kind != .place {
      for name in [entry.name] + entry.variants {
        named[entry.kind, default: [:]][name, default: []].append(entry)
      }
    }
  }

  /// The one person whom a name means here; nil when none or several have it.
  func person(named name: String) -> AuthorityEntry? {
    only(.person, named: name)
  }

  /// The one organisation whom a name means here; nil when none or several have it.
  func organisation(named name: String) -> AuthorityEntry? { only(.organisation, named: name) }

  private func only(_ kind: AuthorityKind, named name: String) -> AuthorityEntry? {
    guard let found = named[kind]?[name], found.count == 1 else { return nil }
    return found[0]
  }
}
