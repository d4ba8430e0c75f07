import StageKit

/// The names of all lists that were loaded, with the referents that they stand for.
struct Gazetteer: Sendable {
  /// Compiled lists; tables are compiled into one when all are read.
  private(set) var images: [GazetteerImage] = []
  /// For each image the ranks of its lists: where two names cross or compete, the higher counts.
  private(set) var ranks: [[Int]] = []
  private var tables: [(name: String, rank: Int, rows: [GazetteerRow])] = []
  /// What the names of the tables stand for, by number, where there are no other lists; not to be handed out, as threads
  /// would count its references together.
  private var referents: [Referent] = []
  private var listCount = 0

  /// Adds a table. A key that an earlier list has gets more names; in one list a key may stand once.
  ///
  /// - Parameters:
  ///   - list: the list's name, for spans.
  ///   - file: for messages.
  ///   - bytes: the format that README.md describes.
  /// - Throws: as `GazetteerTable.rows`.
  mutating func add(_ list: String, file: String, _ bytes: [UInt8]) throws(StageError) {
    tables.append((list, listCount, try GazetteerTable.rows(bytes, file: file)))
    listCount += 1
  }

  /// Adds a compiled list.
  mutating func add(_ image: GazetteerImage) {
    images.append(image)
    ranks.append(image.lists.count == 0 ? [listCount] : (0..<image.lists.count).map { listCount + $0 })
    listCount += max(1, image.lists.count)
  }

  /// Compiles the tables; to be called once, when all lists are added.
  ///
  /// - Throws: `StageError` "gazetteer-size".
  mutating func finish() throws(StageError) {
    guard !tables.isEmpty else { return }
    var builder = GazetteerImageBuilder()
    for table in tables { builder.add(list: table.name, table.rows) }
    let storage = GazetteerStorage(copying: try builder.image())
    images.append(try GazetteerImage(storage, file: "gazetteers"))
    ranks.append(tables.map(\.rank))
    tables = []
    if images.count == 1 {
      let all = (0..<images[0].referents.count).compactMap { images[0].referent($0) }
      if all.count == images[0].referents.count { referents = all }
    }
  }

  /// The referent of a match. Where several lists have its key, the row of the first of them counts.
  func referent(of match: NameMatch) -> Referent? {
    if referents.indices.contains(match.referent) { return referents[match.referent].copy }
    guard let own = images[match.image].referent(match.referent) else { return nil }
    guard images.count > 1 else { return own }
    var best: (rank: Int, referent: Referent)?
    for (number, image) in images.enumerated() {
      guard let found = image.referent(withKey: own.key), let referent = image.referent(found) else {
        continue
      }
      let rank = ranks[number][min(image.list(ofReferent: found), ranks[number].count - 1)]
      if best.map({ rank < $0.rank }) ?? true { best = (rank, referent) }
    }
    return best?.referent ?? own
  }

  /// The name of a match as its list has it.
  func spelling(of match: NameMatch) -> String { images[match.image].spelling(ofName: match.name) }

  /// The list and the line of the row that made a match.
  func place(of match: NameMatch) -> (list: String, line: Int) {
    let image = images[match.image]
    return (image.list(image.list(ofName: match.name)), image.line(ofName: match.name))
  }
}

/// One spelling of a name, in a list that is made for one document.
struct GazetteerName: Sendable {
  var name: String
  /// Index of what it stands for.
  var referent: Int

  init(_ name: String, referent: Int) {
    self.name = name
    self.referent = referent
  }
}
