import StageKit
import UnicodeText

/// Makes a compiled gazetteer, in the layout of `GazetteerLayout`. The same names give the same bytes.
struct GazetteerImageBuilder {
  private typealias Layout = GazetteerLayout

  private struct Name {
    var folded: Range<Int>
    var spelling: Range<Int>
    var referent: Int
    var line: Int
    var list: Int
    var isBare: Bool
    var shapes: UInt64
  }

  /// Folded names and spellings, and texts with their lengths.
  private var pool: [UInt8] = []
  private var textOffsets: [String: Int] = [:]
  private var names: [Name] = []
  private var rows: [GazetteerRow] = []
  private var rowLists: [Int] = []
  private var indexOfKey: [String: Int] = [:]
  private var lists: [String] = []

  // MARK: What goes in

  /// Adds the rows of a list; a key that is there already gets more names.
  ///
  /// - Complexity: O(bytes).
  mutating func add(list: String, _ table: [GazetteerRow]) {
    lists.append(list)
    for row in table {
      let referent: Int
      if let known = indexOfKey[row.key] {
        referent = known
      } else {
        referent = rows.count
        indexOfKey[row.key] = referent
        rows.append(row)
        rowLists.append(lists.count - 1)
      }
      for name in [row.name] + row.variants {
        add(
          name: name, referent: referent, hasBareForm: row.language == "vi", list: lists.count - 1,
          line: row.line)
      }
    }
  }

  /// Adds one spelling.
  ///
  /// - Parameter hasBareForm: it also matches without the diacritics of its Latin letters.
  mutating func add(name: String, referent: Int, hasBareForm: Bool = false, list: Int = 0, line: Int = 0) {
    let written = pooled(name.utf8)
    let folded = pooledFold(of: name, at: written)
    guard !folded.isEmpty, folded.count <= Layout.maxNameBytes, written.count <= Int(UInt16.max) else {
      pool.removeLast(pool.count - written.lowerBound)
      return
    }
    let shapes = WordShapes.packed(pool, written)
    func entry(_ range: Range<Int>, isBare: Bool) -> Name {
      Name(
        folded: range, spelling: written, referent: referent, line: line, list: list, isBare: isBare,
        shapes: shapes)
    }
    names.append(entry(folded, isBare: false))
    guard hasBareForm else { return }
    let bare = NameKey.bare(name)
    if !bare.isEmpty, !bare.elementsEqual(pool[folded]) {
      names.append(entry(pooled(bare), isBare: true))
    }
  }

  private mutating func pooled(_ bytes: some Collection<UInt8>) -> Range<Int> {
    let start = pool.count
    pool.append(contentsOf: bytes)
    return start..<pool.count
  }

  /// The folded form of a name of the pool, behind it; the name itself where it is folded.
  private mutating func pooledFold(of name: String, at written: Range<Int>) -> Range<Int> {
    let plain = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: written.count) {
      folded -> Range<Int>? in
      let isPlain = pool.withUnsafeBufferPointer {
        FoldedRegion.foldPlain(UnsafeBufferPointer(rebasing: $0[written]), into: folded)
      }
      guard isPlain else { return nil }
      // Nothing but capitals differs.
      return pool[written].contains { $0 &- 0x41 < 26 } ? pooled(UnsafeBufferPointer(folded)) : written
    }
    if let plain { return plain }
    let folded = NameKey.folded(name)
    return pool[written].elementsEqual(folded) ? written : pooled(folded)
  }

  // MARK: What comes out

  /// The compiled bytes.
  ///
  /// - Throws: `StageError` "gazetteer-size" for more than 4 GiB of names.
  /// - Complexity: O(bytes · log names).
  func image() throws(StageError) -> [UInt8] {
    var builder = self
    return try builder.finish()
  }

  private mutating func finish() throws(StageError) -> [UInt8] {
    sortRows()
    let order = sortedNames()
    let rowBytes = rowSection()
    let listBytes = lists.reduce(into: [UInt8]()) { $0.put(UInt32(text($1))) }
    guard pool.count < Int(UInt32.max) - 8 else {
      throw StageError("gazetteer-size", "the names have more than 4 GiB; compile them into several files")
    }
    let (table, longest) = slotTable(order)
    let (slots, filters) = (table.bytes(), table.filters())
    return file(
      [
        (slots.count / Layout.slotBytes, slots), (order.count, nameSection(order)), (rows.count, rowBytes),
        (lists.count, listBytes), (pool.count, pool), (filters.all.count / Layout.filterBytes, filters.all),
        (filters.small.count / Layout.filterBytes, filters.small),
      ], longest: longest)
  }

  /// Puts the referents into the order of their keys.
  private mutating func sortRows() {
    let keys = rows.map { Array($0.key.utf8) }
    let order = rows.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    guard !order.isEmpty else { return }
    var place = [Int](repeating: 0, count: rows.count)
    for (new, old) in order.enumerated() { place[old] = new }
    rows = order.map { rows[$0] }
    rowLists = order.map { rowLists[$0] }
    for index in names.indices { names[index].referent = place[names[index].referent] }
  }

  /// Numbers of the names by folded form, then as they were added; the same spelling of a referent once.
  private func sortedNames() -> [Int] {
    pool.withUnsafeBytes { pool in
      func folded(_ name: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: pool[names[name].folded])
      }
      let order = names.indices.sorted { left, right in
        let comparison = GazetteerImageBuilder.compare(folded(left), folded(right))
        return comparison == 0 ? left < right : comparison < 0
      }
      var kept: [Int] = []
      kept.reserveCapacity(order.count)
      for name in order {
        if let last = kept.last, names[last].referent == names[name].referent,
          names[last].list == names[name].list, names[last].isBare == names[name].isBare,
          names[last].shapes == names[name].shapes,
          GazetteerImageBuilder.compare(folded(last), folded(name)) == 0
        {
          continue
        }
        kept.append(name)
      }
      return kept
    }
  }

  private static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let count = min(left.count, right.count)
    var index = 0
    while index < count, left[index] == right[index] { index += 1 }
    return index < count ? Int(left[index]) - Int(right[index]) : left.count - right.count
  }

  private mutating func rowSection() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows.count * Layout.referentBytes)
    for (row, list) in zip(rows, rowLists) {
      bytes += [UInt8(EntityKind.allCases.firstIndex(of: row.kind) ?? 0), 0]
      bytes.put(UInt16(truncatingIfNeeded: list))
      for field in [row.key, row.name, row.type, row.dates, row.language, row.ref, row.source] {
        bytes.put(UInt32(truncatingIfNeeded: text(field)))
      }
      bytes.put(UInt32(truncatingIfNeeded: row.line))
      bytes.put(UInt32(0))
    }
    return bytes
  }

  /// Where a text lies in the pool, its length before it.
  private mutating func text(_ text: String) -> Int {
    if let known = textOffsets[text] { return known }
    let offset = pool.count
    let bytes = text.utf8.prefix(Int(UInt16.max))
    pool.put(UInt16(bytes.count))
    pool += bytes
    textOffsets[text] = offset
    return offset
  }

  private func isLike(_ left: Name, _ right: Name) -> Bool {
    left.folded.count == right.folded.count && pool[left.folded].elementsEqual(pool[right.folded])
  }

  private func nameSection(_ order: [Int]) -> [UInt8] {
    func pair(_ low: Int, _ high: Int) -> UInt64 {
      UInt64(UInt32(truncatingIfNeeded: low)) | UInt64(UInt32(truncatingIfNeeded: high)) << 32
    }
    var words: [UInt64] = []
    words.reserveCapacity(order.count * Layout.nameBytes / 8)
    for (place, number) in order.enumerated() {
      let name = names[number]
      let isLikeNext = place + 1 < order.count && isLike(name, names[order[place + 1]])
      let flags = (name.isBare ? Layout.Name.isBare : 0) | (isLikeNext ? Layout.Name.isLikeNext : 0)
      words.append(pair(name.folded.lowerBound, name.spelling.lowerBound))
      words.append(pair(name.referent, name.line))
      words.append(
        pair(name.folded.count | name.spelling.count << 16, Int(UInt8(truncatingIfNeeded: name.list)))
          | UInt64(flags) << 40)
      words.append(name.shapes)
    }
    return words.map { $0.littleEndian }.withUnsafeBytes(Array.init)
  }

  private func slotTable(_ order: [Int]) -> (table: GazetteerSlots, longest: Int) {
    var table = GazetteerSlots()
    var longest = 0
    pool.withUnsafeBufferPointer { pool in
      for (place, number) in order.enumerated() {
        let range = names[number].folded
        longest = max(longest, range.count)
        table.add(
          UnsafeBufferPointer(rebasing: pool[range]), number: place,
          beginsSmall: WordShapes.beginsSmall(names[number].shapes),
          isLikeLast: place > 0 && isLike(names[order[place - 1]], names[number]))
      }
    }
    return (table, longest)
  }

  private func file(_ sections: [(count: Int, bytes: [UInt8])], longest: Int) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(sections.reduce(0) { $0 + $1.bytes.count + 8 })
    var places: [(count: Int, offset: Int)] = []
    for section in sections {
      places.append((section.count, Layout.headerBytes + body.count))
      body += section.bytes
      while body.count % 8 != 0 { body.append(0) }
    }
    var header: [UInt8] = []
    header.put(Layout.magic)
    header.put(Layout.version)
    header.put(UInt32(Layout.headerBytes))
    header.put(UInt64(Layout.headerBytes + body.count))
    header.put(body.withUnsafeBytes(GazetteerHash.checksum))
    for place in places {
      header.put(UInt64(place.count))
      header.put(UInt64(place.offset))
    }
    header.put(UInt32(longest))
    header.put(UInt32(0))
    header.put(header.withUnsafeBytes(GazetteerHash.checksum))
    return header + body
  }
}
