import StageKit

/// Referents with what people or OpenRefine added to them: identifiers, coordinates, a better name. Read from the
/// tables that a run writes, so that it survives every rerun.
struct AuthorityTable: Sendable {
  struct Entry: Sendable, Equatable {
    var key: String
    /// Empty where the row has none.
    var name: String
    var type: String
    /// URIs, or `SCHEME:VALUE`, separated by `|`.
    var idno: String
    /// Latitude and longitude in degrees, WGS 84, with a space between: TEI's `geo`.
    var geo: String
  }

  private(set) var entries: [String: Entry] = [:]

  var isEmpty: Bool { entries.isEmpty }
  subscript(key: String) -> Entry? { entries[key] }

  /// Adds a file, all of it or nothing; its rows win over those of earlier files.
  ///
  /// - Throws: `StageError` "authorities-columns" or "authorities-row", naming file and line.
  mutating func add(file: String, _ bytes: [UInt8]) throws(StageError) {
    let table = try CommaTable(bytes, file: file, code: "authorities", known: nil, required: ["key"])
    var added: [String: Entry] = [:]
    for row in table.rows where !row["key"].isEmpty {
      let key = row["key"]
      func wrong(_ message: String) -> StageError {
        StageError("authorities-row", "\(row.place): \(message)")
      }
      guard Corrections.kind(ofKey: key) != nil else {
        throw wrong("the key '\(key)' must begin with pers., place. or org.")
      }
      guard added[key] == nil else { throw wrong("the key '\(key)' stands twice; join the two rows") }
      guard let idno = Self.identifiers(row["idno"]) else {
        throw wrong("idno '\(row["idno"])' must be addresses or SCHEME:VALUE, without spaces, separated by |")
      }
      guard let geo = Self.coordinates(row["geo"]) else {
        throw wrong("geo '\(row["geo"])' must be latitude and longitude in degrees: 11.5564 104.9282")
      }
      added[key] = Entry(key: key, name: row["name"], type: row["type"], idno: idno, geo: geo)
    }
    entries.merge(added) { _, new in new }
  }

  private static func identifiers(_ text: String) -> String? {
    let parts = text.split(separator: "|").map { $0.filter { $0 != " " } }
    let isGood = parts.allSatisfy { part in
      guard let colon = part.firstIndex(of: ":") else { return false }
      return colon != part.startIndex && part.index(after: colon) < part.endIndex
    }
    let hasInnerSpace = text.split(separator: "|").contains { part in
      part.split(separator: " ").count > 1
    }
    return isGood && !hasInnerSpace ? parts.joined(separator: "|") : nil
  }

  /// The two numbers as they were written, one space between; a comma may part them too.
  private static func coordinates(_ text: String) -> String? {
    if text.isEmpty { return "" }
    let parts = text.split { $0 == " " || $0 == "," }
    guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]),
      abs(latitude) <= 90, abs(longitude) <= 180
    else { return nil }
    return parts.joined(separator: " ")
  }

  /// Gives spans what the table says of their referents.
  func complete(_ span: inout Span) {
    guard let key = span.attributes["key"], let entry = entries[key] else { return }
    if !entry.name.isEmpty { span.attributes["name"] = entry.name }
    if !entry.type.isEmpty { span.attributes["type"] = entry.type }
    if !entry.idno.isEmpty { span.attributes["idno"] = entry.idno }
    if !entry.geo.isEmpty { span.attributes["geo"] = entry.geo }
  }
}
