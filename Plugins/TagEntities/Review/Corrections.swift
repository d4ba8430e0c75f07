import StageKit

/// What people decided about entities: rows of corrections files, which win over all else.
///
/// A row is about a place (document, start and end in Unicode scalars) or about a name (its text, or its key) in one
/// document or in all. Rows apply in their order.
struct Corrections: Sendable {
  enum Action: String, Sendable, CaseIterable { case accept, reject, merge, retype, add }

  struct Row: Sendable {
    var action: Action
    /// Who decided.
    var resp: String
    /// The document it is about; empty for all.
    var document: String
    /// Unicode scalars of the document's text.
    var range: Range<Int>?
    /// The name as it stands in the text; folded in `folded`.
    var text: String
    var folded: [UInt8]
    var label: String
    var key: String
    var name: String
    /// Of a merge the key, of a retype the label.
    var to: String
  }

  /// The columns of the file: those of review.csv, and where a decision goes.
  static let columns = [
    "action", "resp", "to", "document", "start", "end", "text", "label", "key", "name", "certainty", "rule",
    "context", "note",
  ]

  private(set) var rows: [Row] = []
  /// Rows about places, by document.
  private var byDocument: [String: [Int]] = [:]
  private var byText: [[UInt8]: [Int]] = [:]
  private var byKey: [String: [Int]] = [:]
  /// Rows that add a name wherever it stands, by the first bytes of the name.
  private var additions: [ArraySlice<UInt8>: [Int]] = [:]
  private static let headBytes = 3

  var isEmpty: Bool { rows.isEmpty }

  /// Adds a file, all of it or nothing.
  ///
  /// - Throws: `StageError` "corrections-columns" or "corrections-row", naming file and line.
  mutating func add(file: String, _ bytes: [UInt8]) throws(StageError) {
    let table = try CommaTable(
      bytes, file: file, code: "corrections", known: Self.columns, required: ["action", "resp"])
    var added: [Row] = []
    for row in table.rows where !row["action"].isEmpty { added.append(try Self.row(row)) }
    for row in added { enter(row) }
  }

  private mutating func enter(_ row: Row) {
    let index = rows.count
    rows.append(row)
    if row.range != nil {
      byDocument[row.document, default: []].append(index)
    } else if row.action == .add {
      additions[row.folded.prefix(Self.headBytes), default: []].append(index)
    } else if !row.folded.isEmpty {
      byText[row.folded, default: []].append(index)
    } else {
      byKey[row.key, default: []].append(index)
    }
  }

  /// Rows about places in a document.
  func places(in document: String) -> [Int] { byDocument[document] ?? [] }
  /// Rows about a name, wherever it stands.
  func rows(ofText folded: [UInt8]) -> [Int] { byText[folded] ?? [] }
  func rows(ofKey key: String) -> [Int] { byKey[key] ?? [] }
  var hasAdditions: Bool { !additions.isEmpty }
  var hasNames: Bool { !byText.isEmpty }

  /// Rows that add a name, of which the bytes at an offset may be the beginning.
  func additions(at offset: Int, in bytes: [UInt8]) -> [Int] {
    let end = min(bytes.count, offset + Self.headBytes)
    // A name of fewer bytes has a head of its own.
    return (offset + 1..<end + 1).flatMap { additions[bytes[offset..<$0]] ?? [] }
  }

  // MARK: Rows

  private static func row(_ row: CommaTable.Row) throws(StageError) -> Row {
    func wrong(_ message: String) -> StageError { StageError("corrections-row", "\(row.place): \(message)") }
    guard let action = Action(rawValue: row["action"]) else {
      let allowed = Action.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong("the action is '\(row["action"])'; allowed: \(allowed)")
    }
    guard !row["resp"].isEmpty else { throw wrong("the column 'resp' must name who decided") }
    let range = try range(row)
    let text = row["text"]
    guard range != nil || !text.isEmpty || action != .add && !row["key"].isEmpty else {
      throw wrong("a place (document, start, end), a text or a key is needed to tell what is meant")
    }
    var result = Row(
      action: action, resp: row["resp"], document: row["document"], range: range, text: text,
      folded: NameKey.folded(text), label: row["label"], key: row["key"], name: row["name"], to: row["to"])
    if !result.label.isEmpty { result.label = try label(result.label, row.place) }
    try check(&result, row.place)
    return result
  }

  private static func range(_ row: CommaTable.Row) throws(StageError) -> Range<Int>? {
    if row["start"].isEmpty, row["end"].isEmpty { return nil }
    guard let start = Int(row["start"]), let end = Int(row["end"]), start >= 0, start < end,
      !row["document"].isEmpty
    else {
      throw StageError(
        "corrections-row",
        "\(row.place): a place needs a document, and a start below its end, in characters (Unicode scalars)")
    }
    return start..<end
  }

  private static func label(_ word: String, _ place: String) throws(StageError) -> String {
    if word == "date" || EntityKind.allCases.contains(where: { $0.label == word }) { return word }
    if let kind = EntityKind(rawValue: word) { return kind.label }
    throw StageError(
      "corrections-row", "\(place): there is no type '\(word)'; allowed: person, place, organisation, date")
  }

  private static func check(_ row: inout Row, _ place: String) throws(StageError) {
    func wrong(_ message: String) -> StageError { StageError("corrections-row", "\(place): \(message)") }
    switch row.action {
    case .accept, .reject: break
    case .merge:
      guard let kind = kind(ofKey: row.to) else {
        throw wrong("a merge needs a key in the column 'to', such as pers.pol-pot; it is '\(row.to)'")
      }
      // A name of that kind is merged; the label of the row is what it had.
      if row.label.isEmpty { row.label = kind.label }
    case .retype:
      guard !row.to.isEmpty else { throw wrong("a retype needs a type in the column 'to'") }
      row.to = try label(row.to, place)
    case .add:
      if row.label.isEmpty, !row.to.isEmpty { row.label = try label(row.to, place) }
      guard let kind = EntityKind(label: row.label) else {
        throw wrong("what is added needs a type in the column 'label': person, place or organisation")
      }
      guard row.key.isEmpty || row.key.hasPrefix(kind.keyPrefix) && row.key != kind.keyPrefix else {
        throw wrong("the key '\(row.key)' must begin with '\(kind.keyPrefix)'")
      }
    }
  }

  static func kind(ofKey key: String) -> EntityKind? {
    EntityKind.allCases.first { key.hasPrefix($0.keyPrefix) && key.utf8.count > $0.keyPrefix.utf8.count }
  }
}

extension EntityKind {
  /// The kind whose spans have a label.
  init?(label: String) {
    guard let kind = Self.allCases.first(where: { $0.label == label }) else { return nil }
    self = kind
  }
}
