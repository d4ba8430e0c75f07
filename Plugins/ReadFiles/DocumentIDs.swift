import StageKit

/// Ids of documents, made from their paths.
enum DocumentIDs {
  /// One id for each entry: a page's path without its extension; the whole path for what is no page, and
  /// where two ids would be the same. Paths that two inputs share begin with the names of the inputs'
  /// folders. No two ids have the same bytes.
  ///
  /// - Complexity: O(entries) for each round; a round more only where a whole path is another's path without
  ///   extension.
  static func ids(of entries: [Entry]) -> [String] {
    let whole = distinct(entries)
    var ids = concurrently(entries.indices, lanes: 4, minLaneLength: 1000) { index in
      let path = whole[index]
      guard entries[index].isExpected, let ending = fileExtension(of: path.utf8) else { return path }
      return String(Substring(path.utf8[..<path.utf8.index(before: ending.lowerBound)]))
    }
    while !areDistinct(ids) {
      var claims = [ByteKey: Int](minimumCapacity: ids.count)
      for id in ids { claims[ByteKey(id), default: 0] += 1 }
      for index in ids.indices where claims[ByteKey(ids[index]), default: 0] > 1 {
        ids[index] = whole[index]
      }
    }
    return ids
  }

  /// Whether no two paths have the same bytes.
  private static func areDistinct(_ paths: [String]) -> Bool {
    // As they come, they mostly are in order.
    if paths.indices.dropFirst().allSatisfy({ paths[$0 - 1].utf8.span.precedes(paths[$0].utf8.span) }) {
      return true
    }
    var hashes = concurrently(paths.indices, lanes: 4, minLaneLength: 1000) { index in
      var stamp = Stamp()
      stamp.add(paths[index].utf8.span)
      return stamp.value
    }
    hashes.sort()
    if zip(hashes, hashes.dropFirst()).allSatisfy({ $0 != $1 }) { return true }
    return Set(paths.map(ByteKey.init)).count == paths.count
  }

  /// Where the letters after the last dot of the file's name are: up to ten ASCII letters and digits, a letter
  /// first.
  static func fileExtension<Path: BidirectionalCollection<UInt8>>(of path: Path) -> Range<Path.Index>? {
    guard let dot = path.suffix(11).lastIndex(of: 0x2E), dot > path.startIndex,
      path[path.index(before: dot)] != 0x2F
    else { return nil }
    let start = path.index(after: dot)
    guard let first = path[start...].first, isLetter(first),
      path[start...].allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) })
    else { return nil }
    return start..<path.endIndex
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// A path with its control characters as `%0A`: an id has none.
  private static func plain(_ path: String) -> String {
    let hasControl = path.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }
    guard hasControl else { return path }
    var plain = ""
    for scalar in path.unicodeScalars {
      guard scalar.properties.generalCategory == .control else {
        plain.unicodeScalars.append(scalar)
        continue
      }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      plain += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
    }
    return plain
  }

  /// Two paths are alike when they are in two inputs, and then begin with the name of their input's folder;
  /// what is still alike (folders of one name, a name that is not UTF-8) gets a number.
  private static func distinct(_ entries: [Entry]) -> [String] {
    var inputs: [ByteKey: Set<Int>] = [:]
    if entries.contains(where: { $0.origin.number != entries[0].origin.number }) {
      for entry in entries { inputs[ByteKey(entry.path), default: []].insert(entry.origin.number) }
    }
    let paths = concurrently(entries.indices, lanes: 4, minLaneLength: 1000) { [inputs] index in
      let entry = entries[index]
      let isShared =
        !inputs.isEmpty && inputs[ByteKey(entry.path), default: []].count > 1
        && !entry.origin.folderName.isEmpty
      return plain(isShared ? entry.origin.folderName + "/" + entry.path : entry.path)
    }
    if areDistinct(paths) { return paths }
    var seen = Set<ByteKey>(minimumCapacity: entries.count)
    return paths.map { path in
      var name = path
      var number = 2
      while !seen.insert(ByteKey(name)).inserted {
        name = path + "~\(number)"
        number += 1
      }
      return name
    }
  }
}
