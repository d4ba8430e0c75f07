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

  let storage: GazetteerStorage
  let slots: Section
  let names: Section
  let referents: Section
  let lists: Section
  let pool: Section
  /// Longest name, folded.
  let maxNameBytes: Int
  /// Checksum of all that stands behind the header: the same for the same content.
  let checksum: UInt64

  typealias Layout = GazetteerLayout

  /// - Parameter file: for messages.
  /// - Throws: `StageError` "gazetteer-compiled" for a file of another kind or version, cut short or damaged,
  ///   and what to do.
  /// - Complexity: O(bytes), for the checksum, at the speed of memory.
  init(_ storage: GazetteerStorage, file: String) throws(StageError) {
    let bytes = storage.bytes
    func fail(_ what: String) -> StageError {
      StageError("gazetteer-compiled", "\(file): \(what); compile it again with 'sastra gazetteer compile'")
    }
    func number(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    guard bytes.count >= Layout.headerBytes, number(Layout.Header.magic) == Layout.magic else {
      throw fail("the file is no compiled gazetteer, or is cut short")
    }
    let version = UInt32(truncatingIfNeeded: number(Layout.Header.version))
    guard version == Layout.version else {
      throw fail("the file is of version \(version) of the format, this program reads \(Layout.version)")
    }
    let header = UnsafeRawBufferPointer(rebasing: bytes[..<Layout.Header.headerChecksum])
    guard GazetteerHash.checksum(header) == number(Layout.Header.headerChecksum) else {
      throw fail("the header is damaged")
    }
    guard number(Layout.Header.fileBytes) == UInt64(bytes.count) else {
      throw fail("the file has \(bytes.count) bytes, its header says \(number(Layout.Header.fileBytes))")
    }
    func section(_ field: Int, _ elementBytes: Int) throws(StageError) -> Section {
      let (count, offset) = (number(field), number(field + 8))
      let (size, isTooLarge) = count.multipliedReportingOverflow(by: UInt64(elementBytes))
      guard !isTooLarge, offset >= UInt64(Layout.headerBytes), offset <= UInt64(bytes.count),
        size <= UInt64(bytes.count) - offset, count < 1 << 32
      else { throw fail("a section lies outside of the file") }
      return Section(count: Int(count), offset: Int(offset))
    }
    slots = try section(Layout.Header.slots, Layout.slotBytes)
    names = try section(Layout.Header.names, Layout.nameBytes)
    referents = try section(Layout.Header.referents, Layout.referentBytes)
    lists = try section(Layout.Header.lists, Layout.listBytes)
    pool = try section(Layout.Header.pool, 1)
    guard slots.count > 0, slots.count & (slots.count - 1) == 0 else { throw fail("the header is damaged") }
    maxNameBytes = min(Layout.maxNameBytes, Int(UInt32(truncatingIfNeeded: number(Layout.Header.maxNameBytes))))
    checksum = number(Layout.Header.checksum)
    let body = UnsafeRawBufferPointer(rebasing: bytes[Layout.headerBytes...])
    guard GazetteerHash.checksum(body) == checksum else { throw fail("the file is damaged") }
    self.storage = storage
  }
}

// MARK: Reading elements

extension GazetteerImage {
  @inline(__always) func load<T: FixedWidthInteger>(_ section: Section, _ offset: Int, as: T.Type) -> T {
    T(littleEndian: storage.bytes.loadUnaligned(fromByteOffset: section.offset + offset, as: T.self))
  }

  /// Bytes of the pool; none where the numbers lead out of it.
  @inline(__always) func pooled(_ offset: UInt32, _ count: UInt16) -> UnsafeRawBufferPointer {
    guard Int(offset) + Int(count) <= pool.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let start = pool.offset + Int(offset)
    return UnsafeRawBufferPointer(rebasing: storage.bytes[start..<start + Int(count)])
  }

  /// A text of the pool, its length before it; empty where the number leads out of it.
  func text(at offset: UInt32) -> String {
    guard Int(offset) + 2 <= pool.count else { return "" }
    let count = load(pool, Int(offset), as: UInt16.self)
    return String(decoding: pooled(offset &+ 2, count), as: UTF8.self)
  }

  @inline(__always) func nameField<T: FixedWidthInteger>(_ name: Int, _ field: Int, as type: T.Type) -> T {
    load(names, name * Layout.nameBytes + field, as: type)
  }

  func folded(ofName name: Int) -> UnsafeRawBufferPointer {
    pooled(
      nameField(name, Layout.Name.folded, as: UInt32.self),
      nameField(name, Layout.Name.foldedBytes, as: UInt16.self))
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
      if keyBytes(ofReferent: middle).lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    return low < referents.count && keyBytes(ofReferent: low).elementsEqual(key) ? low : nil
  }

  private func keyBytes(ofReferent number: Int) -> UnsafeRawBufferPointer {
    let offset = load(referents, number * Layout.referentBytes + Layout.Row.key, as: UInt32.self)
    guard Int(offset) + 2 <= pool.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return pooled(offset &+ 2, load(pool, Int(offset), as: UInt16.self))
  }
}

// MARK: Finding names

extension GazetteerImage {
  /// Calls `body` with the end and the number of every name that begins at an offset of folded text, shorter
  /// names first.
  ///
  /// - Complexity: O(longest name), with one look into the table for each place where a name could end.
  @inline(__always) func forEachMatch(
    in bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ body: (_ end: Int, _ name: Int) -> Void
  ) {
    var hash = GazetteerHash.seed
    var position = start
    let limit = min(bytes.count, start + maxNameBytes)
    while position < limit {
      hash = GazetteerHash.add(bytes[position], to: hash)
      position += 1
      guard NameBoundary.isEnd(bytes, position) else { continue }
      guard visit(GazetteerHash.mixed(hash), in: bytes, start..<position, body) else { return }
    }
  }

  /// Calls `body` with each name that is exactly the range; whether longer names begin with it.
  @inline(__always) private func visit(
    _ hash: UInt64, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ body: (_ end: Int, _ name: Int) -> Void
  ) -> Bool {
    let mask = slots.count - 1
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(truncatingIfNeeded: hash) & mask
    var goesOn = false
    for _ in 0..<Layout.maxProbes {
      let number = load(slots, slot * Layout.slotBytes + 4, as: UInt32.self)
      if number == 0 { break }
      if load(slots, slot * Layout.slotBytes, as: UInt32.self) == tag {
        goesOn = goesOn || number & Layout.goesOn != 0
        let name = Int(number & ~Layout.goesOn) - 1
        if name >= 0 { visitNames(from: name, in: bytes, range, body) }
      }
      slot = (slot + 1) & mask
    }
    return goesOn
  }

  private func visitNames(
    from first: Int, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ body: (_ end: Int, _ name: Int) -> Void
  ) {
    guard first < names.count else { return }
    let folded = folded(ofName: first)
    guard folded.count == range.count, folded.elementsEqual(bytes[range]) else { return }
    var name = first
    for _ in 0..<Layout.maxRowsOfName {
      body(range.upperBound, name)
      guard nameField(name, Layout.Name.flags, as: UInt8.self) & Layout.Name.isLikeNext != 0,
        name + 1 < names.count
      else { return }
      name += 1
    }
  }
}
