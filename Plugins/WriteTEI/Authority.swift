import StageKit

/// The three kinds of things that have a list of their own.
enum AuthorityKind: String, CaseIterable, Codable, Comparable {
  case person, place, organisation

  init?(label: String) {
    switch label {
    case "persName": self = .person
    case "placeName": self = .place
    case "orgName": self = .organisation
    default: return nil
    }
  }

  /// Part of an xml:id, and what a key begins with that says its kind.
  var prefix: String {
    switch self {
    case .person: "pers"
    case .place: "place"
    case .organisation: "org"
    }
  }

  var nameElement: String { prefix == "pers" ? "persName" : prefix + "Name" }
  var element: String { self == .person ? "person" : prefix }
  var listElement: String {
    switch self {
    case .person: "listPerson"
    case .place: "listPlace"
    case .organisation: "listOrg"
    }
  }

  /// The file with all entries of the kind.
  var fileName: String { rawValue + "s.xml" }

  static func < (left: AuthorityKind, right: AuthorityKind) -> Bool { left.prefix < right.prefix }
}

/// A person, place or organisation that names in a document mean.
struct AuthorityEntry: Equatable, Codable {
  var kind: AuthorityKind
  /// What the gazetteer calls it.
  var key: String
  /// The preferred name: the gazetteer's, else the first in the text.
  var name: String
  /// Other forms in the text, in the order of their code points.
  var variants: [String] = []
  var type: String?
  /// Addresses that sources give, in the order of their code points.
  var addresses: [String] = []
  /// Mentions in the text.
  var count = 0

  init(_ kind: AuthorityKind, key: String, name: String) {
    self.kind = kind
    self.key = key
    self.name = name
  }

  /// The last part of its xml:id: readable, and another one for another key.
  var localID: String {
    let prefix = kind.prefix + "."
    let hasPrefix = key.hasPrefix(prefix) && key.utf8.count > prefix.utf8.count
    let name = DocumentName.xmlID(for: hasPrefix ? String(key.dropFirst(prefix.count)) : key).dropFirst()
    return prefix + (hasPrefix ? "" : "key.") + name
  }
}

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
  private var persons: [String: [AuthorityEntry]] = [:]
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
    if let type = span.attributes["type"], found[key]?.type == nil {
      found[key]?.type = Characters.word(type)
    }
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
    for entry in entries where entry.kind == .person {
      for name in [entry.name] + entry.variants { persons[name, default: []].append(entry) }
    }
  }

  /// The one person whom a name means here; nil when none or several have it.
  func person(named name: String) -> AuthorityEntry? {
    guard let found = persons[name], found.count == 1 else { return nil }
    return found[0]
  }
}
