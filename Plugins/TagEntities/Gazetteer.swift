import StageKit

/// The names of all lists that were loaded, with the referents that they stand for.
struct Gazetteer: Sendable {
  private(set) var referents: [Referent] = []
  private(set) var names: [GazetteerName] = []
  private var indexOfKey: [String: Int] = [:]

  static let columns = ["key", "name", "variants", "type", "dates", "language", "ref", "source"]

  /// Adds a list. A key that an earlier list has gets more names; in one list a key may stand once.
  ///
  /// - Parameters:
  ///   - list: the list's name, for spans and messages.
  ///   - bytes: UTF-8; lines of eight columns separated by tabs, the first line naming them; lines that begin with # are
  ///     comments.
  /// - Throws: `StageError` "gazetteer-encoding", "gazetteer-columns", "gazetteer-key", "gazetteer-name" or
  ///   "gazetteer-type", naming file and line.
  mutating func add(_ list: String, file: String, _ bytes: [UInt8]) throws(StageError) {
    var keys: Set<String> = []
    try TabSeparated(bytes, file: file, code: "gazetteer", columns: Self.columns).forEach { line, fields throws(StageError) in
      let place = "\(file):\(line)"
      guard keys.insert(fields[0]).inserted else {
        throw StageError("gazetteer-key", "\(place): the key '\(fields[0])' stands twice; join the two rows")
      }
      try add(row: fields, list: list, place: place)
    }
  }

  private mutating func add(row: [String], list: String, place: String) throws(StageError) {
    let parts = row[3].split(separator: "/", maxSplits: 1)
    guard let kind = parts.first.flatMap({ EntityKind(rawValue: String($0)) }) else {
      throw StageError(
        "gazetteer-type", "\(place): the type is '\(row[3])'; it must begin with 'person', 'place' or 'organisation'")
    }
    guard row[0].hasPrefix(kind.keyPrefix), row[0].utf8.count > kind.keyPrefix.utf8.count, !row[0].contains(" ") else {
      throw StageError("gazetteer-key", "\(place): the key '\(row[0])' must begin with '\(kind.keyPrefix)' and have no space")
    }
    let index = try referent(row, kind, type: parts.count > 1 ? String(parts[1]) : "", list: list, place: place)
    for name in [row[1]] + row[2].split(separator: "|").map(String.init) {
      let name = String(name.drop { $0 == " " })
      guard NameKey.folded(name).count > 1, name.unicodeScalars.count > 1 else {
        throw StageError("gazetteer-name", "\(place): the name '\(name)' is empty or a single letter")
      }
      names.append(GazetteerName(name, referent: index, hasBareForm: row[5] == "vi"))
    }
  }

  private mutating func referent(
    _ row: [String], _ kind: EntityKind, type: String, list: String, place: String
  ) throws(StageError) -> Int {
    if let index = indexOfKey[row[0]] {
      guard referents[index].kind == kind else {
        throw StageError("gazetteer-type", "\(place): an earlier list has '\(row[0])' with another type")
      }
      return index
    }
    indexOfKey[row[0]] = referents.count
    referents.append(
      Referent(key: row[0], name: row[1], kind: kind, type: type, language: row[5], ref: row[6], source: list))
    return referents.count - 1
  }
}

/// One spelling of a name in a list.
struct GazetteerName: Sendable {
  var name: String
  /// Index of the referent.
  var referent: Int
  /// The shapes of its words, for what they ask of the text.
  var shapes: [Token.Shape]
  /// Whether it also matches without the diacritics of its Latin letters: names of persons and places of Vietnam do, but "Lào"
  /// is not the English word "Lao".
  var hasBareForm: Bool

  init(_ name: String, referent: Int, hasBareForm: Bool = false) {
    self.name = name
    self.hasBareForm = hasBareForm
    self.referent = referent
    let bytes = Array(name.utf8)
    shapes = WordShapes.shapes(bytes, 0..<bytes.count)
  }
}

/// A file of lines with columns separated by tabs.
struct TabSeparated {
  private let bytes: [UInt8]
  private let file: String
  private let code: String
  private let columns: [String]

  /// - Throws: `StageError` "CODE-encoding" when the bytes are not UTF-8.
  init(_ bytes: [UInt8], file: String, code: String, columns: [String]) throws(StageError) {
    self.bytes = bytes
    self.file = file
    self.code = code
    self.columns = columns
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw StageError(code + "-encoding", "\(file): the file is not UTF-8")
    }
  }

  /// Calls `body` with each row and the number of its line, the line of column names aside.
  ///
  /// - Throws: `StageError` "CODE-columns" when a line has another number of columns, or the first names others.
  func forEach(_ body: (_ line: Int, _ fields: [String]) throws(StageError) -> Void) throws(StageError) {
    var isFirst = true
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty || line.first == 0x23 { continue }
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == columns.count, !isFirst || fields == columns else {
        throw StageError(
          code + "-columns",
          "\(file):\(number): \(fields.count) columns; there must be \(columns.count), and the first line must name them: "
            + columns.joined(separator: ", "))
      }
      if !isFirst { try body(number, fields) }
      isFirst = false
    }
    guard !isFirst else { throw StageError(code + "-columns", "\(file): the line with the names of the columns is missing") }
  }
}
