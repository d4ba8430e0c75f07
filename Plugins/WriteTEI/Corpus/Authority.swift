import StageKit

/// The entries of one document.
struct Authority {
  struct Key: Hashable {
    let kind: AuthorityKind
    let key: String
  }

  /// What is known of a key while mentions are added.
  fileprivate struct Gathered {
    let key: Key
    var entry: AuthorityEntry
    let localID: String
    /// As they stand in the text; one may be there more than once.
    var forms: [ArraySlice<UInt8>] = []
    /// The same of what names say of it, as it was given.
    var names: [String] = []
    var addresses: [String] = []
    var identifiers: [String] = []
  }

  private var found: [Gathered] = []
  /// Places in `found`.
  private var places: [Key: Int] = [:]
  /// In the order of kind and key; complete after `finish`.
  private(set) var entries: [AuthorityEntry] = []
  /// The last parts of their xml:ids, in the same order.
  private(set) var localIDs: [String] = []
  /// Places in `entries` of persons and organisations by any of their names; -1 where several have it.
  private var named: [AuthorityKind: [String: Int]] = [:]

  static func key(of span: Span) -> Key? {
    guard span.layer == Layer.entity, let kind = AuthorityKind(label: span.label),
      let key = span.attributes["key"], !key.isEmpty
    else { return nil }
    return Key(kind: kind, key: key)
  }

  subscript(key: Key) -> AuthorityEntry? { places[key].map { found[$0].entry } }

  /// The last part of the xml:id of an entry; nil where there is none.
  func localID(of key: Key) -> String? { places[key].map { found[$0].localID } }

  /// The last part of the xml:id of the key that was added at a place.
  func localID(at place: Int) -> String { found[place].localID }

  /// Adds a mention.
  /// - Parameter form: the words in the text, as they stand there.
  /// - Returns: the place of its key among those that were added; nil where it has none.
  mutating func add(_ values: NameValues, of kind: AuthorityKind, form: ArraySlice<UInt8>) -> Int? {
    guard let given = values.key, !given.isEmpty else { return nil }
    let key = Key(kind: kind, key: given)
    let place = places[key] ?? add(key, name: values.name, form: form)
    found[place].add(values, form: form)
    return place
  }

  private mutating func add(_ key: Key, name: String?, form: ArraySlice<UInt8>) -> Int {
    var preferred = Characters.line(name ?? "")
    if preferred.isEmpty { preferred = Characters.line(String(decoding: form, as: UTF8.self)) }
    if preferred.isEmpty { preferred = Characters.line(key.key) }
    let entry = AuthorityEntry(key.kind, key: key.key, name: preferred.isEmpty ? "unnamed" : preferred)
    places[key] = found.count
    found.append(Gathered(key: key, entry: entry, localID: entry.localID))
    return found.count - 1
  }

  /// Sorts what was added.
  mutating func finish() {
    let order = found.enumerated().map { (key: $0.element.key, place: $0.offset) }
      .sorted { ($0.key.kind, $0.key.key) < ($1.key.kind, $1.key.key) }.map(\.place)
    entries = order.map { found[$0].finished }
    localIDs = order.map { found[$0].localID }
    for (place, entry) in entries.enumerated() where entry.kind != .place {
      for name in [entry.name] + entry.variants {
        let known = named[entry.kind, default: [:]].updateValue(place, forKey: name)
        if known != nil { named[entry.kind]?[name] = -1 }
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
    guard let place = named[kind]?[name], place >= 0 else { return nil }
    return entries[place]
  }
}

extension Authority.Gathered {
  fileprivate mutating func add(_ values: NameValues, form: ArraySlice<UInt8>) {
    entry.count += 1
    // Most mentions repeat one of the last.
    if !forms.suffix(3).contains(form) { forms.append(form) }
    if let name = values.name, name != names.last { names.append(name) }
    if let address = values.address, address != addresses.last { addresses.append(address) }
    if entry.type == nil { entry.type = Characters.word(values.type) }
    if entry.coordinates == nil, let coordinates = values.coordinates {
      entry.coordinates = AuthorityEntry.coordinates(coordinates)
    }
    if let given = values.identifiers, given != identifiers.last { identifiers.append(given) }
  }

  fileprivate var finished: AuthorityEntry {
    var entry = entry
    for form in forms where !form.elementsEqual(entry.name.utf8) {
      entry.addVariant(Characters.line(String(decoding: form, as: UTF8.self)))
    }
    for name in names where name != entry.name { entry.addVariant(Characters.line(name)) }
    for address in addresses { if let safe = WebAddress.safe(address) { entry.addresses.append(safe) } }
    if !identifiers.isEmpty {
      entry.identifiers = Set(identifiers.flatMap(AuthorityEntry.identifiers(in:))).sorted()
    }
    Self.sort(&entry.variants)
    Self.sort(&entry.addresses)
    return entry
  }

  /// Puts values in the order of their code points, each once.
  private static func sort(_ values: inout [String]) {
    guard values.count > 1 else { return }
    values.sort()
    var kept = 1
    for index in 1..<values.count where values[index] != values[kept - 1] {
      values[kept] = values[index]
      kept += 1
    }
    values.removeSubrange(kept...)
  }
}

extension AuthorityEntry {
  fileprivate mutating func addVariant(_ form: String) {
    if !form.isEmpty, form != name { variants.append(form) }
  }
}
