import StageKit
import UnicodeText

/// The entries of one document.
struct Authority {
  struct Key: Hashable {
    let kind: AuthorityKind
    /// In NFC: keys that differ in their normalisation only mean the same, and xml:ids are made from their characters.
    let key: String

    init(kind: AuthorityKind, key: String) {
      self.kind = kind
      self.key = Self.settled(key)
    }

    fileprivate init(kind: AuthorityKind, settled key: String) {
      self.kind = kind
      self.key = key
    }

    /// A key in NFC.
    static func settled(_ key: String) -> String {
      if key.utf8.allSatisfy({ $0 < 0x80 }) { return key }
      return String(decoding: NFC.normalized(Array(key.utf8)), as: UTF8.self)
    }
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
  /// Places in `entries` by any of their names; -1 where several have it.
  private var persons: [String: Int] = [:]
  private var organisations: [String: Int] = [:]

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
  mutating func add(_ values: borrowing NameValues, of kind: AuthorityKind, form: ArraySlice<UInt8>) -> Int? {
    guard let given = values.key, !given.isEmpty else { return nil }
    let key = Key(kind: kind, settled: given)
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
  ///
  /// - Parameter findsNames: whether somebody will ask for persons and organisations by their names.
  mutating func finish(findsNames: Bool) {
    var order: [Int] = []
    for kind in AuthorityKind.allCases.sorted() {
      let keys = found.indices.compactMap { found[$0].key.kind == kind ? (found[$0].key.key, $0) : nil }
      order += keys.sorted { $0.0 < $1.0 }.map(\.1)
    }
    entries.reserveCapacity(order.count)
    for place in order { entries.append(found[place].finished) }
    localIDs = order.map { found[$0].localID }
    guard findsNames else { return }
    for place in entries.indices {
      switch entries[place].kind {
      case .place: break
      case .person: Self.note(entries[place], at: place, in: &persons)
      case .organisation: Self.note(entries[place], at: place, in: &organisations)
      }
    }
  }

  private static func note(_ entry: AuthorityEntry, at place: Int, in named: inout [String: Int]) {
    if named.updateValue(place, forKey: entry.name) != nil { named[entry.name] = -1 }
    for name in entry.variants where named.updateValue(place, forKey: name) != nil { named[name] = -1 }
  }

  /// The one person whom a name means here; nil when none or several have it.
  func person(named name: String) -> AuthorityEntry? { entry(at: persons[name]) }

  /// The one organisation whom a name means here; nil when none or several have it.
  func organisation(named name: String) -> AuthorityEntry? { entry(at: organisations[name]) }

  private func entry(at place: Int?) -> AuthorityEntry? {
    guard let place, place >= 0 else { return nil }
    return entries[place]
  }
}

extension Authority.Gathered {
  fileprivate mutating func add(_ values: borrowing NameValues, form: ArraySlice<UInt8>) {
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
    for form in forms where !entry.isNamed(form) {
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
  /// Whether its name has these bytes.
  fileprivate func isNamed(_ form: ArraySlice<UInt8>) -> Bool {
    guard form.count == name.utf8.count else { return false }
    var name = name
    return name.withUTF8 { name in
      form.withUnsafeBytes { $0.elementsEqual(UnsafeRawBufferPointer(name)) }
    }
  }

  fileprivate mutating func addVariant(_ form: String) {
    if !form.isEmpty, form != name { variants.append(form) }
  }
}
