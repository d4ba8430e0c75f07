import Markup
import StageKit

/// The lists of all persons, places and organisations of a corpus, put together from those of its documents.
///
/// Memory grows with the number of different keys and, by some bytes each, with that of the documents that
/// name them.
struct AuthorityFiles {
  struct MergedEntry {
    /// As the first document has it that names it, in the order of ids.
    fileprivate(set) var entry: AuthorityEntry
    /// The documents that name it, in order, each with the number of names.
    fileprivate(set) var mentions: [(document: Int32, count: Int32)] = []
    fileprivate var forms: Set<String> = []
    fileprivate var addresses: Set<String> = []
    fileprivate var identifiers: Set<String> = []

    fileprivate init(_ entry: AuthorityEntry) { self.entry = entry }

    fileprivate mutating func add(_ other: AuthorityEntry) {
      forms.formUnion([other.name] + other.variants)
      addresses.formUnion(other.addresses)
      identifiers.formUnion(other.identifiers ?? [])
      if entry.type == nil { entry.type = other.type }
      if entry.coordinates == nil { entry.coordinates = other.coordinates }
    }
  }

  private var merged: [MergedEntry] = []
  /// Places in `merged`.
  private var places: [Authority.Key: Int] = [:]
  /// Places in `merged` of what was added, by its bytes: nothing more is learnt from the same bytes.
  private var placesOfEntries: [ByteKey: Int] = [:]

  /// Adds the entries of one document. Documents must come in the order of their numbers.
  /// - Throws: `StageError` "contribution-unreadable".
  mutating func add(_ entries: [WriteTEI.NamedEntry], of document: Int) throws(StageError) {
    for named in entries {
      let place: Int
      if let known = placesOfEntries[ByteKey(named.entry)] {
        place = known
      } else {
        place = try add(named.entry)
      }
      merged[place].mentions.append((Int32(clamping: document), Int32(clamping: named.count)))
    }
  }

  private mutating func add(_ encoded: ArraySlice<UInt8>) throws(StageError) -> Int {
    let entry = try AuthorityEntry(encoded: encoded)
    let key = Authority.Key(kind: entry.kind, key: entry.key)
    let place = places[key] ?? merged.count
    if place == merged.count { merged.append(MergedEntry(entry)) }
    merged[place].add(entry)
    places[key] = place
    placesOfEntries[ByteKey(encoded).copy] = place
    return place
  }

  /// How many there are of each kind.
  var measures: CollectionHeader.Measures {
    AuthorityKind.allCases.compactMap { kind in
      let count = merged.count { $0.entry.kind == kind }
      return count == 0 ? nil : (kind.rawValue + "s", count)
    }
  }

  /// The entries of a kind, in the order of their keys.
  func entries(of kind: AuthorityKind) -> [MergedEntry] {
    merged.filter { $0.entry.kind == kind }.sorted { $0.entry.key < $1.entry.key }.map { merged in
      var merged = merged
      merged.entry.variants = merged.forms.filter { $0 != merged.entry.name }.sorted()
      merged.entry.addresses = merged.addresses.sorted()
      merged.entry.identifiers = merged.identifiers.sorted()
      return merged
    }
  }
}
