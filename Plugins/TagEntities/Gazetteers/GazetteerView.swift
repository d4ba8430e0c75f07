/// The way to the names of a compiled gazetteer, without a hold on its memory: `GazetteerImage.withView`.
///
/// Each number that is read is compared with the size of its section before it leads anywhere.
struct GazetteerView: @unchecked Sendable {
  typealias Layout = GazetteerLayout
  typealias Section = GazetteerImage.Section

  let bytes: UnsafeRawPointer
  let slots: Section
  let filter: Section
  let smallFilter: Section
  let names: Section
  let pool: Section
  /// Longest name, folded.
  let maxNameBytes: Int

  /// A number at an offset in a section, which the caller has compared with its size.
  @inline(__always) func load<T: FixedWidthInteger>(_ section: Section, _ offset: Int, as: T.Type) -> T {
    T(littleEndian: bytes.loadUnaligned(fromByteOffset: section.offset + offset, as: T.self))
  }

  /// Bytes of the pool; none where the numbers lead out of it.
  @inline(__always) func pooled(_ offset: UInt32, _ count: UInt16) -> UnsafeRawBufferPointer {
    guard Int(offset) + Int(count) <= pool.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: bytes + pool.offset + Int(offset), count: Int(count))
  }

  /// A field of a name; 0 where there is no such name.
  @inline(__always) func nameField<T: FixedWidthInteger>(_ name: Int, _ field: Int, as type: T.Type) -> T {
    guard name < names.count else { return 0 }
    return load(names, name * Layout.nameBytes + field, as: type)
  }

  func folded(ofName name: Int) -> UnsafeRawBufferPointer {
    pooled(
      nameField(name, Layout.Name.folded, as: UInt32.self),
      nameField(name, Layout.Name.foldedBytes, as: UInt16.self))
  }

  /// Calls `body` with the end and the number of every name that begins at an offset of folded text, shorter
  /// names first.
  ///
  /// - Parameter boundaries: `NameBoundaries.marks` of the bytes.
  /// - Complexity: O(longest name), with one look into the table for each place where a name could end.
  @inline(__always) func forEachMatch(
    in bytes: UnsafeBufferPointer<UInt8>, _ boundaries: UnsafeBufferPointer<UInt8>, at start: Int,
    _ body: (_ end: Int, _ name: Int) -> Void
  ) {
    var hash = GazetteerHash.seed
    var position = start
    let limit = min(bytes.count, start + maxNameBytes)
    while position < limit {
      hash = GazetteerHash.add(bytes[position], to: hash)
      position &+= 1
      guard boundaries[position] & NameBoundaries.end != 0 else { continue }
      guard mayBegin(hash) else { return }
      return goOn(hash, at: start..<position, in: bytes, boundaries, body)
    }
  }

  /// The same where the first word's end and its hash are known, and `mayBegin` lets it pass.
  @inline(__always) func forEachMatch(
    in bytes: UnsafeBufferPointer<UInt8>, _ boundaries: UnsafeBufferPointer<UInt8>, of word: Range<Int>,
    hash: UInt64, _ body: (_ end: Int, _ name: Int) -> Void
  ) {
    if word.count <= maxNameBytes { goOn(hash, at: word, in: bytes, boundaries, body) }
  }

  /// Whether a name may begin with a first word.
  ///
  /// - Parameter isSmall: whether it is written in small letters.
  @inline(__always) func mayBegin(_ hash: UInt64, isSmall: Bool = false) -> Bool {
    let filter = isSmall ? smallFilter : filter
    let (word, bits) = GazetteerHash.filter(GazetteerHash.mixed(hash), mask: filter.count - 1)
    return load(filter, word * Layout.filterBytes, as: UInt64.self) & bits == bits
  }

  /// Whether no name of Latin letters begins with a small one, as far as the filter's size tells.
  var asksForCapitals: Bool { smallFilter.count == 1 && load(smallFilter, 0, as: UInt64.self) == 0 }

  /// Looks for names from the end of a first word on.
  @inline(__always) private func goOn(
    _ hash: UInt64, at word: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>,
    _ boundaries: UnsafeBufferPointer<UInt8>, _ body: (_ end: Int, _ name: Int) -> Void
  ) {
    var hash = hash
    var position = word.upperBound
    let limit = min(bytes.count, word.lowerBound + maxNameBytes)
    while visit(GazetteerHash.mixed(hash), in: bytes, word.lowerBound..<position, body) {
      repeat {
        guard position < limit else { return }
        hash = GazetteerHash.add(bytes[position], to: hash)
        position &+= 1
      } while boundaries[position] & NameBoundaries.end == 0
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

  /// Whether bytes are those that begin at a place of a text, eight at once.
  @inline(__always)
  private static func areEqual(_ bytes: UnsafeRawBufferPointer, _ text: UnsafePointer<UInt8>?) -> Bool {
    guard let text = UnsafeRawPointer(text) else { return bytes.isEmpty }
    var offset = 0
    while offset &+ 8 <= bytes.count {
      let (left, right) = (
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
        text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      )
      guard left == right else { return false }
      offset &+= 8
    }
    while offset < bytes.count, bytes[offset] == text.load(fromByteOffset: offset, as: UInt8.self) {
      offset &+= 1
    }
    return offset == bytes.count
  }

  private func visitNames(
    from first: Int, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ body: (_ end: Int, _ name: Int) -> Void
  ) {
    guard first < names.count else { return }
    let folded = folded(ofName: first)
    guard folded.count == range.count, Self.areEqual(folded, bytes.baseAddress.map { $0 + range.lowerBound })
    else { return }
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
