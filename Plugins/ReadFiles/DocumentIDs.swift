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
    var isShort = entries.indices.map { entries[$0].isExpected && fileExtension(of: whole[$0]) != nil }
    func id(_ index: Int) -> String {
      guard isShort[index], let ending = fileExtension(of: whole[index]) else { return whole[index] }
      return String(whole[index].unicodeScalars.dropLast(ending.unicodeScalars.count + 1))
    }
    while true {
      var claims: [[UInt8]: Int] = [:]
      for index in entries.indices { claims[Array(id(index).utf8), default: 0] += 1 }
      let clashing = entries.indices.filter { isShort[$0] && claims[Array(id($0).utf8), default: 0] > 1 }
      if clashing.isEmpty { return entries.indices.map(id) }
      for index in clashing { isShort[index] = false }
    }
  }

  /// The letters after the last dot of the file's name: up to ten ASCII letters and digits, a letter first.
  static func fileExtension(of path: String) -> String? {
    let name = path.utf8.split(separator: 0x2F).last.map(Array.init) ?? []
    guard let dot = name.lastIndex(of: 0x2E), dot > 0 else { return nil }
    let ending = name[(dot + 1)...]
    guard (1...10).contains(ending.count), isLetter(ending[dot + 1]),
      ending.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) })
    else { return nil }
    return String(decoding: ending, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// Two paths are alike when they are in two inputs, and then begin with the name of their input's folder;
  /// what is still alike (folders of one name, a name that is not UTF-8) gets a number.
  private static func distinct(_ entries: [Entry]) -> [String] {
    var inputs: [[UInt8]: Set<Int>] = [:]
    for entry in entries { inputs[Array(entry.path.utf8), default: []].insert(entry.input) }
    var seen: Set<[UInt8]> = []
    return entries.map { entry in
      let isShared = inputs[Array(entry.path.utf8), default: []].count > 1 && !entry.folderName.isEmpty
      let path = isShared ? entry.folderName + "/" + entry.path : entry.path
      var name = path
      var number = 2
      while !seen.insert(Array(name.utf8)).inserted {
        name = path + "~\(number)"
        number += 1
      }
      return name
    }
  }
}
