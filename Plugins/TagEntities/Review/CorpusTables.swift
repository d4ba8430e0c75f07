import StageKit

extension TagEntities {
  /// What a document leaves for the corpus: its referents, and its uncertain decisions.
  public struct Contribution: Equatable, Sendable {
    var referents: [Mention]
    var uncertain: [Uncertain]
  }

  /// A referent as one document names it.
  struct Mention: Equatable, Sendable {
    var label: String
    var key: String
    var name: String
    var type: String
    var idno: String
    var geo: String
    /// Spellings with how often they stand.
    var forms: [String: Int]
    /// The first mention in its sentence.
    var example: String
  }

  /// A decision that a person should look at.
  struct Uncertain: Equatable, Sendable {
    /// Unicode scalars of the document's text.
    var start: Int
    var end: Int
    var text: String
    var label: String
    var key: String
    var name: String
    var certainty: String
    var rule: String
    var context: String
  }

  public func contribution(of document: Document) throws(StageError) -> Contribution? {
    let spans = document.spans.filter { $0.layer == Layer.entity && $0.attributes["key"] != nil }
    guard !spans.isEmpty else { return nil }
    var tables = DocumentTables(document)
    for span in spans { tables.add(span) }
    return tables.contribution
  }

  /// Writes the list of uncertain decisions and the tables of referents.
  public func finish(
    _ contributions: Contributions<Contribution>, into folder: any RunFolder
  ) throws(StageError) {
    var tables = CorpusTables()
    var hasDocuments = false
    try contributions.forEach { id, value throws(StageError) in
      hasDocuments = true
      tables.add(value, of: id)
    }
    guard hasDocuments else { return }
    if !options.review.isEmpty {
      try folder.write(options.review) { append throws(StageError) in
        try append(CSVRecords.line(Corrections.columns))
        try contributions.forEach { id, value throws(StageError) in
          var lines: [UInt8] = []
          for row in value.uncertain {
            lines += CSVRecords.line([
              "", "", "", id, String(row.start), String(row.end), row.text, row.label, row.key, row.name,
              row.certainty, row.rule, row.context, "",
            ])
          }
          if !lines.isEmpty { try append(lines) }
        }
      }
    }
    guard !options.tables.isEmpty else { return }
    for kind in EntityKind.allCases {
      let lines = tables.lines(of: kind, authorities)
      guard !lines.isEmpty else { continue }
      try folder.write("\(options.tables)/\(kind.rawValue)s.csv", bytes: CorpusTables.head + lines)
    }
  }
}

/// The referents and uncertain decisions of one document.
private struct DocumentTables {
  private let document: Document
  private let offsets: ScalarOffsets
  private var referents: [String: TagEntities.Mention] = [:]
  private var uncertain: [TagEntities.Uncertain] = []
  /// Characters of context on each side.
  private static let contextWidth = 50

  init(_ document: Document) {
    self.document = document
    offsets = ScalarOffsets(document.text)
  }

  var contribution: TagEntities.Contribution {
    TagEntities.Contribution(
      referents: referents.values.sorted { $0.key < $1.key }, uncertain: uncertain)
  }

  mutating func add(_ span: Span) {
    let attributes = span.attributes
    guard EntityKind(label: span.label) != nil, let key = attributes["key"] else { return }
    let text = Self.line(document.string(in: span.range))
    if referents[key] == nil {
      referents[key] = TagEntities.Mention(
        label: span.label, key: key, name: Self.line(attributes["name"] ?? text),
        type: attributes["type"] ?? "",
        idno: attributes["idno"] ?? "", geo: attributes["geo"] ?? "", forms: [:],
        example: context(of: span.range))
    }
    referents[key]?.forms[text, default: 0] += 1
    guard attributes["cert"] == Certainty.low.rawValue, span.stage == TagEntities.name else { return }
    let scalars = offsets.scalars(span.range)
    uncertain.append(
      TagEntities.Uncertain(
        start: scalars.lowerBound, end: scalars.upperBound, text: text, label: span.label, key: key,
        name: attributes["name"] ?? "", certainty: "low", rule: attributes["rule"] ?? "",
        context: context(of: span.range)))
  }

  /// The text around a range, on one line; three dots begin it, so that no spreadsheet takes it for a formula.
  private func context(of range: Range<Int>) -> String {
    let scalars = offsets.scalars(range)
    let start = offsets.byte(atScalar: max(0, scalars.lowerBound - Self.contextWidth)) ?? 0
    let end = offsets.byte(atScalar: scalars.upperBound + Self.contextWidth) ?? document.text.count
    return "…" + Self.line(document.string(in: start..<range.lowerBound)) + "["
      + Self.line(document.string(in: range)) + "]"
      + Self.line(document.string(in: range.upperBound..<end)) + "…"
  }

  /// Without line ends and other controls.
  private static func line(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

/// The referents of a corpus. Memory grows with the number of keys.
struct CorpusTables {
  private struct Row {
    var mention: TagEntities.Mention
    var documents = 0
    var examples: [String] = []
  }

  static let head = CSVRecords.line([
    "key", "name", "type", "variants", "count", "documents", "examples", "idno", "geo",
  ])
  private static let exampleLimit = 3
  private var rows: [String: Row] = [:]

  mutating func add(_ document: TagEntities.Contribution, of id: String) {
    for mention in document.referents {
      var row = rows[mention.key] ?? Row(mention: mention)
      if row.documents > 0 { row.mention.forms.merge(mention.forms, uniquingKeysWith: +) }
      row.documents += 1
      if row.examples.count < Self.exampleLimit { row.examples.append(id + ": " + mention.example) }
      rows[mention.key] = row
    }
  }

  /// The rows of a kind, the most frequent first; rows of the authorities that the corpus does not name stay, with
  /// no count, so that nothing is lost when the table is read again.
  func lines(of kind: EntityKind, _ authorities: AuthorityTable) -> [UInt8] {
    var lines: [UInt8] = []
    let found = rows.values.filter { $0.mention.label == kind.label }
      .map { row in (row: row, count: row.mention.forms.values.reduce(0, +)) }
      .sorted { ($1.count, $0.row.mention.key) < ($0.count, $1.row.mention.key) }
    for (row, count) in found {
      let variants = row.mention.forms.filter { $0.key != row.mention.name }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) (\($0.value))" }
      lines += CSVRecords.line([
        row.mention.key, row.mention.name, row.mention.type, variants.joined(separator: "|"), String(count),
        String(row.documents), row.examples.joined(separator: " | "), row.mention.idno, row.mention.geo,
      ])
    }
    for entry in authorities.entries.values.sorted(by: { $0.key < $1.key })
    where rows[entry.key] == nil && Corrections.kind(ofKey: entry.key) == kind {
      lines += CSVRecords.line([
        entry.key, entry.name, entry.type, "", "0", "0", "", entry.idno, entry.geo,
      ])
    }
    return lines
  }
}
