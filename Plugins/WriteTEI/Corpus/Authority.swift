import StageKit

/// The entries of one document.
struct Authority {
  struct Key: Hashable {
    let kind: AuthorityKind
    let key: String
  }

  /// What is known of a key while mentions are added.
  private struct Gathered {
    var entry: AuthorityEntry
    let localID: String
    var forms: Set<String> = []
    var addresses: Set<String> = []
    /// Of the last mention, because most mentions repeat it.
    var last: (form: String, name: String?, address: String?)?

    mutating func add(
      _ span: Span, _ words: [String], _ address: String?, _ mention: (String, String?, String?)?
    ) {
      entry.count += 1
      entry.add(span)
      forms.formUnion(words)
      if let address { addresses.insert(address) }
      if let mention { last = mention }
    }
  }

  private var found: [Key: Gathered] = [:]
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

  subscript(key: Key) -> AuthorityEntry? { found[key]?.entry }

  /// The last part of the xml:id of an entry; nil where there is none.
  func localID(of key: Key) -> String? { found[key]?.localID }

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
    if found[key] == nil {
      let names = [line(name ?? ""), line(form), line(key.key)]
      let entry = AuthorityEntry(key.kind, key: key.key, name: names.first { !$0.isEmpty } ?? "unnamed")
      found[key] = Gathered(entry: entry, localID: entry.localID)
    }
    let last = found[key]?.last
    let isSame = last.map { $0.form == form && $0.name == name && $0.address == address } ?? false
    let words = isSame ? [] : [line(form), line(name ?? "")].filter { !$0.isEmpty }
    let safe = isSame ? nil : WebAddress.safe(address)
    found[key]?.add(span, words, safe, isSame ? nil : (form, name, address))
  }

  /// Sorts what was added.
  mutating func finish() {
    entries = found.map { key, gathered in
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
