import StageKit

/// What a metadata file says, a row for each page.
struct MetadataTable: Equatable {
  /// What it says of one page.
  struct Row: Equatable {
    var line: Int
    /// The page's id, or its path with the extension.
    var name: String
    /// Values by metadata key; none of them empty.
    var values: [String: [String]]

    var url: String? { values[MetadataKey.url]?.first }

    /// Gives a document what the row says; the language is believed.
    func fill(_ document: inout Document) {
      for (key, strings) in values.sorted(by: { $0.key < $1.key }) {
        document.metadata.set(key, strings, origin: .init("metadata.csv", .high))
      }
      if let language = values[MetadataKey.language]?.first { document.language = language }
    }
  }

  private(set) var rows: [Row] = []
  private var file = ""

  /// A table that says nothing.
  init() {}

  /// - Parameter file: the path that messages name.
  /// - Throws: `StageError` "bad-metadata" with up to twenty mistakes, each `file:line: what is wrong`.
  init(parsing bytes: [UInt8], file: String) throws(StageError) {
    self.file = file
    let records: [CSVRecords.Record]
    do throws(CSVRecords.Mistake) { records = try CSVRecords.parse(bytes) } catch {
      throw MetadataTable.failure([(error.line, error.message)], file)
    }
    var mistakes: [(line: Int, message: String)] = []
    let columns = MetadataColumns(records.first, &mistakes)
    guard mistakes.isEmpty else { throw MetadataTable.failure(mistakes, file) }
    var lines: [[UInt8]: Int] = [:]
    for record in records.dropFirst() {
      guard let row = columns.row(of: record, &mistakes) else { continue }
      if let line = lines.updateValue(row.line, forKey: Array(row.name.utf8)) {
        mistakes.append((row.line, "'\(row.name)' has a row already, on line \(line)"))
      }
      rows.append(row)
    }
    guard mistakes.isEmpty else { throw MetadataTable.failure(mistakes, file) }
  }

  private static func failure(_ mistakes: [(line: Int, message: String)], _ file: String) -> StageError {
    var lines = mistakes.sorted { $0.line < $1.line }.prefix(20).map { "\(file):\($0.line): \($0.message)" }
    if mistakes.count > 20 { lines.append("and \(mistakes.count - 20) more") }
    return StageError("bad-metadata", lines.joined(separator: "\n"))
  }

  /// The row of each page, by the bytes of its id, and the rows that name no page.
  ///
  /// A row names a page by its id, its path, or its path without the extension, byte for byte; failing that,
  /// by what is canonically the same (a name typed composed, a file named decomposed).
  /// - Throws: `StageError` "bad-metadata" when two rows name one page, or a row may name two.
  func rows(
    for pages: [(id: String, path: String)]
  ) throws(StageError) -> (byID: [[UInt8]: Row], unmatched: [Row]) {
    let names = PageNames(pages)
    var byID: [[UInt8]: Row] = [:]
    var unmatched: [Row] = []
    var mistakes: [(line: Int, message: String)] = []
    for row in rows {
      let found = names.pages(named: row.name)
      guard let index = found.first else {
        unmatched.append(row)
        continue
      }
      if found.count > 1 {
        let paths = found.map { "'\(pages[$0].path)'" }.joined(separator: " or ")
        mistakes.append((row.line, "'\(row.name)' may be \(paths); write it with its extension"))
      } else if let other = byID.updateValue(row, forKey: Array(pages[index].id.utf8)) {
        mistakes.append(
          (row.line, "'\(row.name)' names the same page as '\(other.name)' on line \(other.line)"))
      }
    }
    guard mistakes.isEmpty else { throw MetadataTable.failure(mistakes, file) }
    return (byID, unmatched)
  }

  static func unmatchedMessage(_ rows: [Row], file: String) -> String {
    let lines = rows.prefix(20).map { "\(file):\($0.line): '\($0.name)' names no file" }
    let more = rows.count > 20 ? ["and \(rows.count - 20) more"] : []
    return (lines + more).joined(separator: "\n")
  }
}

/// The names by which a metadata file may call pages.
private struct PageNames {
  // Keys of bytes compare by bytes, keys of strings by canonical equivalence.
  private var exact: [[UInt8]: Int] = [:]
  private var short: [[UInt8]: [Int]] = [:]
  private var alike: [String: [Int]] = [:]

  init(_ pages: [(id: String, path: String)]) {
    for (index, page) in pages.enumerated() {
      let path = Array(page.path.utf8)
      let end = DocumentIDs.fileExtension(of: path).map { $0.lowerBound - 1 } ?? path.count
      let name = String(decoding: path[..<end], as: UTF8.self)
      exact[path] = index
      exact[Array(page.id.utf8)] = index
      short[Array(name.utf8), default: []].append(index)
      for name in Set([page.path, page.id, name]) { alike[name, default: []].append(index) }
    }
  }

  func pages(named name: String) -> [Int] {
    let bytes = Array(name.utf8)
    return exact[bytes].map { [$0] } ?? short[bytes] ?? alike[name] ?? []
  }
}

/// The header of a metadata file.
private struct MetadataColumns {
  /// Metadata key of each column; nil for one without a name, which must be empty.
  private var keys: [String?] = []
  private var nameColumn = 0

  init(_ header: CSVRecords.Record?, _ mistakes: inout [(line: Int, message: String)]) {
    guard let header else {
      mistakes.append((1, "the file is empty; its first line names the columns, 'id' among them"))
      return
    }
    keys = header.fields.map(MetadataColumns.key)
    for (index, key) in keys.enumerated() {
      guard let key, let first = keys.firstIndex(of: key), first < index else { continue }
      mistakes.append((header.line, "column '\(header.fields[index])' is there twice"))
    }
    let naming = keys.indices.filter { keys[$0] == "id" || keys[$0] == "file" }
    switch naming.count {
    case 0: mistakes.append((header.line, "there is no column 'id' or 'file'; one of them names the page"))
    case 1: nameColumn = naming[0]
    default:
      mistakes.append((header.line, "there are columns 'id' and 'file'; only one of them can name the page"))
    }
  }

  /// `snake_case`: letters and digits of any script, all else `_`.
  private static func key(_ name: String) -> String? {
    var key = ""
    for scalar in name.lowercased().unicodeScalars {
      let isKept =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.generalCategory == .nonspacingMark
        || scalar.properties.generalCategory == .spacingMark
      if isKept { key.unicodeScalars.append(scalar) } else if key.last != "_" { key += "_" }
    }
    while key.first == "_" { key.removeFirst() }
    while key.last == "_" { key.removeLast() }
    if key == "license" { return MetadataKey.licence }
    return key.isEmpty ? nil : key
  }

  func row(
    of record: CSVRecords.Record, _ mistakes: inout [(line: Int, message: String)]
  ) -> MetadataTable.Row? {
    let fields = record.fields.map(MetadataColumns.trimmed)
    guard fields.count >= keys.count, fields[keys.count...].allSatisfy(\.isEmpty) else {
      mistakes.append(
        (
          record.line,
          "the row has \(fields.count) fields, the header \(keys.count); put a field with a separator in quotation marks"
        ))
      return nil
    }
    guard fields.contains(where: { !$0.isEmpty }) else { return nil }
    guard !fields[nameColumn].isEmpty else {
      mistakes.append((record.line, "the row does not say of which page it is"))
      return nil
    }
    var row = MetadataTable.Row(line: record.line, name: fields[nameColumn], values: [:])
    for (index, key) in keys.enumerated() where index != nameColumn && !fields[index].isEmpty {
      guard let key else {
        mistakes.append((record.line, "'\(fields[index])' is in a column without a name"))
        continue
      }
      row.values[key] = MetadataColumns.values(of: key, fields[index]) { mistakes.append((record.line, $0)) }
    }
    return row
  }

  private static func values(of key: String, _ text: String, _ wrong: (String) -> Void) -> [String] {
    switch key {
    case MetadataKey.author, MetadataKey.translator:
      return text.split(separator: ";").map { trimmed(String($0)) }.filter { !$0.isEmpty }
    case MetadataKey.date, MetadataKey.modified, MetadataKey.accessed, MetadataKey.contentDate:
      if !PartialDate.isValid(text) {
        wrong(
          "\(key) '\(text)' is no date; write 2011-09-05, 1979-12, 1979, or --09-13 where the year is not known"
        )
      }
    case MetadataKey.language:
      guard let tag = LanguageTag.canonical(text) else {
        wrong("language '\(text)' is no language tag; write vi, km, en, or mn-Latn")
        return [text]
      }
      return [tag]
    case MetadataKey.url:
      if !isAbsoluteURL(text) { wrong("url '\(text)' is no address; write it in full, https://...") }
    default: break
    }
    return [text]
  }

  private static func isAbsoluteURL(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.startIndex else {
      return false
    }
    let scheme = text[..<colon].utf8
    return scheme.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0)
    }
      && text.utf8.index(after: colon) != text.endIndex
      && !text.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 0x20 }
  }

  private static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars))
  }
}
