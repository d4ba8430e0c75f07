import StageKit

/// The entries of one document.
struct Authority {
  struct Key: Hashable {
    let kind: AuthorityKind
    let key: String
  }

  private var found: [Key: AuthorityEntry] = [:]
  private var forms: [Key: Set<String>] = [:]
  private var addresses: [Key: Set<String>] = [:]
  /// In the order of kind and key; complete after `finish`.
  private(set) var entries: [AuthorityEntry] = []
  private var named: [AuthorityKind: [String: [AuthorityEntry]]] = [:]
  private var ids: [Key: String] = [:]
  /// Values as they stand in attributes, made fit for the file once.
  private var lines: [String: String] = [:]

  static func key(of span: Span) -> Key? {
    guard span.layer == Layer.entity, let kind = AuthorityKind(label: span.label),
      let key = span.attributes["key"], !key.isEmpty
    else { return nil }
    return Key(kind: kind, key: key)
  }

  subscript(key: Key) -> AuthorityEntry? { found[key] }

  /// The last part of the xml:id of an entry; nil where there is none.
  func localID(of key: Key) -> String? { ids[key] }

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
    let form = line(form)
    let preferred = line(span.attributes["name"] ?? "")
    if found[key] == nil {
      let name = [preferred, form, line(key.key)].first { !$0.isEmpty } ?? "unnamed"
      let entry = AuthorityEntry(key.kind, key: key.key, name: name)
      found[key] = entry
      ids[key] = entry.localID
    }
    found[key]?.count += 1
    found[key]?.add(span)
    if !form.isEmpty { forms[key, default: []].insert(form) }
    if !preferred.isEmpty { forms[key, default: []].insert(preferred) }
    if let address = WebAddress.safe(span.attributes["ref"]) { addresses[key, default: []].insert(address) }
  }

  /// Sorts what was added.
  mutating func finish() {
    entries = found.map { key, entry in
      var entry = entry
      entry.variants = forms[key, default: []].filter { $0 != entry.name }.sorted()
      entry.addresses = addresses[key, default: []].sorted()
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
