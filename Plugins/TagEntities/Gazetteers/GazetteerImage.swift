import StageKit

/// A compiled gazetteer, ready for use: names by their folded bytes with the rows that they stand for.
///
/// Whatever the bytes hold, nothing outside of them is read: the header is checked when it is loaded, every
/// number that leads to an element or text is compared with its section's size.
struct GazetteerImage: Sendable {
  /// A run of equal elements.
  struct Section: Sendable {
    var count: Int
    var offset: Int
  }

  private let storage: GazetteerStorage
  /// The way to the bytes, for use while this lives.
  let view: GazetteerView
  let referents: Section
  let lists: Section
  /// Checksum of all that stands behind the header: the same for the same content.
  let checksum: UInt64

  typealias Layout = GazetteerLayout

  /// - Parameter file: for messages.
  /// - Throws: `StageError` "gazetteer-compiled" for a file of another kind or version, cut short or damaged,
  ///   and what to do.
  /// - Complexity: O(1); O(bytes), for the checksum, up to `checkedBytes`.
  init(_ storage: GazetteerStorage, file: String) throws(StageError) {
    let header = GazetteerHeader(storage.bytes, file: file)
    try header.checkFile()
    let slots = try header.section(Layout.Header.slots, Layout.slotBytes)
    let names = try header.section(Layout.Header.names, Layout.nameBytes)
    referents = try header.section(Layout.Header.referents, Layout.referentBytes)
    lists = try header.section(Layout.Header.lists, Layout.listBytes)
    let pool = try header.section(Layout.Header.pool, 1)
    let filter = try header.section(Layout.Header.filter, Layout.filterBytes)
    let smallFilter = try header.section(Layout.Header.smallFilter, Layout.filterBytes)
    guard slots.count > 0, slots.count & (slots.count - 1) == 0, filter.count > 0,
      filter.count & (filter.count - 1) == 0, smallFilter.count > 0,
      smallFilter.count & (smallFilter.count - 1) == 0
    else { throw header.failure("the header is damaged") }
    guard let start = storage.bytes.baseAddress else { throw header.failure("the file is empty") }
    let longest = UInt32(truncatingIfNeeded: header.number(Layout.Header.maxNameBytes))
    view = GazetteerView(
      bytes: start, slots: slots, filter: filter, smallFilter: smallFilter, names: names, pool: pool,
      maxNameBytes: min(Layout.maxNameBytes, Int(longest)))
    checksum = header.number(Layout.Header.checksum)
    self.storage = storage
    guard storage.bytes.count > Self.checkedBytes || isWhole else {
      throw header.failure("the file is damaged")
    }
  }

  /// Files up to this size are compared with their checksum whenever they are loaded; longer ones by
  /// `gazetteer check`.
  private static let checkedBytes = 16 << 20

  /// Whether the bytes behind the header are those that were compiled.
  ///
  /// - Complexity: O(bytes), at the speed of memory.
  var isWhole: Bool {
    let body = UnsafeRawBufferPointer(rebasing: storage.bytes[Layout.headerBytes...])
    return GazetteerHash.checksum(body) == checksum
  }

  /// Calls `body` with a way to the bytes that costs nothing to pass on; not to be kept.
  @inline(__always) func withView(_ body: (GazetteerView) -> Void) {
    withExtendedLifetime(storage) { body(view) }
  }

  var names: Section { view.names }
}

// MARK: Reading elements

extension GazetteerImage {
  private func load<T: FixedWidthInteger>(_ section: Section, _ offset: Int, as type: T.Type) -> T {
    view.load(section, offset, as: type)
  }

  private var pool: Section { view.pool }

  private func pooled(_ offset: UInt32, _ count: UInt16) -> UnsafeRawBufferPointer {
    view.pooled(offset, count)
  }

  func nameField<T: FixedWidthInteger>(_ name: Int, _ field: Int, as type: T.Type) -> T {
    view.nameField(name, field, as: type)
  }

  /// A text of the pool, its length before it; empty where the number leads out of it.
  func text(at offset: UInt32) -> String {
    guard Int(offset) + 2 <= pool.count else { return "" }
    let count = load(pool, Int(offset), as: UInt16.self)
    return String(decoding: pooled(offset &+ 2, count), as: UTF8.self)
  }

  /// The name as its list has it.
  func spelling(ofName name: Int) -> String {
    String(
      decoding: pooled(
        nameField(name, Layout.Name.spelling, as: UInt32.self),
        nameField(name, Layout.Name.spellingBytes, as: UInt16.self)), as: UTF8.self)
  }

  /// The name of a source list.
  func list(_ number: Int) -> String {
    guard number < lists.count else { return "" }
    return text(at: load(lists, number * Layout.listBytes, as: UInt32.self))
  }

  /// The referent with a number; nil where there is none.
  func referent(_ number: Int) -> Referent? {
    guard number < referents.count else { return nil }
    func field(_ offset: Int) -> String {
      text(at: load(referents, number * Layout.referentBytes + offset, as: UInt32.self))
    }
    let kinds = EntityKind.allCases
    let kind = Int(load(referents, number * Layout.referentBytes + Layout.Row.kind, as: UInt8.self))
    guard kind < kinds.count else { return nil }
    let list = Int(load(referents, number * Layout.referentBytes + Layout.Row.list, as: UInt16.self))
    return Referent(
      key: field(Layout.Row.key), name: field(Layout.Row.name), kind: kinds[kind],
      type: field(Layout.Row.type), language: field(Layout.Row.language), ref: field(Layout.Row.ref),
      source: self.list(list))
  }

  /// Number of the list that a name is from.
  func list(ofName name: Int) -> Int { Int(nameField(name, Layout.Name.list, as: UInt8.self)) }

  /// Line of the row that a name is from; 0 when unknown.
  func line(ofName name: Int) -> Int { Int(nameField(name, Layout.Name.line, as: UInt32.self)) }

  /// Number of the list that a referent is from.
  func list(ofReferent number: Int) -> Int {
    Int(load(referents, number * Layout.referentBytes + Layout.Row.list, as: UInt16.self))
  }

  /// The number of the referent with a key.
  ///
  /// - Complexity: O(log referents).
  func referent(withKey key: String) -> Int? {
    let key = Array(key.utf8)
    var (low, high) = (0, referents.count)
    while low < high {
      let middle = (low + high) / 2
      if keyBytes(ofReferent: middle).lexicographicallyPrecedes(key) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < referents.count && keyBytes(ofReferent: low).elementsEqual(key) ? low : nil
  }

  private func keyBytes(ofReferent number: Int) -> UnsafeRawBufferPointer {
    let offset = load(referents, number * Layout.referentBytes + Layout.Row.key, as: UInt32.self)
    guard Int(offset) + 2 <= pool.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return pooled(offset &+ 2, load(pool, Int(offset), as: UInt16.self))
  }
}
