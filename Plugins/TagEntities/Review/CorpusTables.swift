import StageKit

extension TagEntities {
  /// What a document leaves for the corpus.
  public struct Contribution: Equatable, Sendable {
    /// Its referents, where tables are wanted.
    var referents: [Mention]
    /// Its uncertain decisions, as lines of the list.
    var review: ArraySlice<UInt8>
  }

  /// A referent as one document names it, as bytes: most of them are never read, as they say what others said.
  struct Mention: Equatable, Sendable {
    /// The bytes of a `Naming`.
    var naming: ArraySlice<UInt8>
    /// The first mention in its sentence.
    var example: ArraySlice<UInt8>
  }

  /// What a document calls a referent.
  struct Naming: Equatable {
    /// The bytes of a `NamedReferent`.
    var referent: ArraySlice<UInt8>
    /// Spellings with how often they stand, in the order of their bytes.
    var forms: [Form] = []

    struct Form: Equatable {
      var bytes: ArraySlice<UInt8>
      var count: Int
    }
  }

  public func contribution(of document: Document) throws(StageError) -> Contribution? {
    let spans = document.spans.filter { $0.layer == Layer.entity && $0.attributes["key"] != nil }
    guard !spans.isEmpty, !options.tables.isEmpty || !options.review.isEmpty else { return nil }
    let offsets = ScalarOffsets(document.text)
    return Contribution(
      referents: options.tables.isEmpty ? [] : Self.referents(spans, document, offsets),
      review: options.review.isEmpty ? [] : Self.review(spans, document, offsets)[...])
  }

  /// Writes the list of uncertain decisions and the tables of referents.
  public func finish(
    _ contributions: Contributions<Contribution>, into folder: any RunFolder
  ) throws(StageError) {
    guard try !contributions.isEmpty else { return }
    var tables = CorpusTables()
    if options.review.isEmpty {
      try contributions.forEach { id, value throws(StageError) in try tables.add(value, of: id) }
    } else {
      try folder.write(options.review) { append throws(StageError) in
        try append(CSVRecords.line(Corrections.columns)[...])
        try contributions.forEach { id, value throws(StageError) in
          try tables.add(value, of: id)
          if !value.review.isEmpty { try append(value.review) }
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

extension TagEntities.Naming {
  fileprivate mutating func add(_ form: ArraySlice<UInt8>) {
    let place = forms.firstIndex { !$0.bytes.lexicographicallyPrecedes(form) } ?? forms.count
    if place == forms.count || forms[place].bytes != form {
      forms.insert(Form(bytes: form, count: 0), at: place)
    }
    forms[place].count += 1
  }
}

/// What one document says.
extension TagEntities {
  /// Characters of context on each side.
  private static let contextWidth = 50

  private static func referents(
    _ spans: [Span], _ document: Document, _ offsets: ScalarOffsets
  ) -> [Mention] {
    var mentions: [String: (naming: Naming, example: String)] = [:]
    for span in spans where EntityKind(label: span.label) != nil {
      guard let key = span.attributes["key"] else { continue }
      let form = line(document.string(in: span.range))
      let name = line(span.attributes["name"] ?? form)
      mentions[
        key,
        default: (
          Naming(referent: NamedReferent(span, key: key, name: name).encoded[...]),
          context(of: span.range, document, offsets)
        )
      ].naming.add(Array(form.utf8)[...])
    }
    return mentions.sorted { $0.key < $1.key }.map { _, mention in
      Mention(naming: mention.naming.encoded[...], example: Array(mention.example.utf8)[...])
    }
  }

  /// The decisions that a person should look at, a line each.
  private static func review(_ spans: [Span], _ document: Document, _ offsets: ScalarOffsets) -> [UInt8] {
    var lines: [UInt8] = []
    for span in spans where EntityKind(label: span.label) != nil && span.stage == name {
      guard let certainty = span.attributes["cert"], certainty == Certainty.low.rawValue else { continue }
      let scalars = offsets.scalars(span.range)
      lines += CSVRecords.line([
        "", "", "", document.id, String(scalars.lowerBound), String(scalars.upperBound),
        line(document.string(in: span.range)), span.label, span.attributes["key"] ?? "",
        span.attributes["name"] ?? "", certainty, span.attributes["rule"] ?? "",
        context(of: span.range, document, offsets), "",
      ])
    }
    return lines
  }

  /// The text around a range, on one line; three dots begin it, so that no spreadsheet takes it for a formula.
  private static func context(
    of range: Range<Int>, _ document: Document, _ offsets: ScalarOffsets
  ) -> String {
    let scalars = offsets.scalars(range)
    let start = offsets.byte(atScalar: max(0, scalars.lowerBound - contextWidth)) ?? 0
    let end = offsets.byte(atScalar: scalars.upperBound + contextWidth) ?? document.text.count
    return "…" + line(document.string(in: start..<range.lowerBound)) + "["
      + line(document.string(in: range)) + "]" + line(document.string(in: range.upperBound..<end)) + "…"
  }

  /// Without line ends and other controls.
  private static func line(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

/// What the tables say of a referent beside how it is named.
struct NamedReferent: Equatable {
  var label: String
  var key: String
  var name: String
  var type: String
  var idno: String
  var geo: String

  init(_ span: Span, key: String, name: String) {
    label = span.label
    self.key = key
    self.name = name
    type = span.attributes["type"] ?? ""
    idno = span.attributes["idno"] ?? ""
    geo = span.attributes["geo"] ?? ""
  }
}

/// The referents of a corpus. Memory grows with the number of keys and of spellings.
struct CorpusTables {
  private struct Row {
    /// As the first document has it that names it.
    let referent: NamedReferent
    private(set) var forms: [(key: ByteKey, count: Int)] = []
    private var placesOfForms: [ByteKey: Int] = [:]
    private(set) var documents = 0
    private(set) var examples: [String] = []

    init(referent: NamedReferent) { self.referent = referent }

    var count: Int { forms.reduce(0) { $0 + $1.count } }

    mutating func place(ofForm bytes: ArraySlice<UInt8>) -> Int {
      let key = ByteKey(bytes)
      if let known = placesOfForms[key] { return known }
      let copy = key.copy
      placesOfForms[copy] = forms.count
      forms.append((copy, 0))
      return forms.count - 1
    }

    mutating func add(_ known: Known, _ example: ArraySlice<UInt8>, of id: String) {
      for form in known.forms { forms[form.place].count += form.count }
      documents += 1
      if examples.count < CorpusTables.exampleLimit {
        examples.append(id + ": " + String(decoding: example, as: UTF8.self))
      }
    }

    /// The other spellings, the most frequent first.
    var variants: [String] {
      forms.filter { $0.key != ByteKey(referent.name) }
        .map { (form: String(decoding: $0.key.bytes, as: UTF8.self), count: $0.count) }
        .sorted { ($1.count, $0.form) < ($0.count, $1.form) }.map { "\($0.form) (\($0.count))" }
    }
  }

  /// What the bytes of a naming say.
  private struct Known {
    /// Place in `rows`.
    var row: Int
    /// Places in the row's forms.
    var forms: [(place: Int, count: Int)]
  }

  /// Namings that are remembered: most documents call a referent what others call it.
  private static let maxKnown = 1 << 16

  static let head = CSVRecords.line([
    "key", "name", "type", "variants", "count", "documents", "examples", "idno", "geo",
  ])
  private static let exampleLimit = 3
  private var rows: [Row] = []
  /// Places in `rows`.
  private var places: [String: Int] = [:]
  /// Places in `rows` of what was read.
  private var placesOfReferents: [ByteKey: Int] = [:]
  private var known: [ByteKey: Known] = [:]

  /// - Throws: `StageError` "contribution-unreadable".
  mutating func add(_ document: TagEntities.Contribution, of id: String) throws(StageError) {
    for mention in document.referents {
      let known = try known(mention.naming)
      rows[known.row].add(known, mention.example, of: id)
    }
  }

  private mutating func known(_ encoded: ArraySlice<UInt8>) throws(StageError) -> Known {
    let key = ByteKey(encoded)
    if let known = known[key] { return known }
    let naming = try TagEntities.Naming(encoded: encoded)
    let row = try place(of: naming.referent)
    let new = Known(row: row, forms: naming.forms.map { (rows[row].place(ofForm: $0.bytes), $0.count) })
    if known.count < Self.maxKnown { known[key.copy] = new }
    return new
  }

  private mutating func place(of encoded: ArraySlice<UInt8>) throws(StageError) -> Int {
    if let known = placesOfReferents[ByteKey(encoded)] { return known }
    let referent = try NamedReferent(encoded: encoded)
    let place = places[referent.key] ?? rows.count
    if place == rows.count { rows.append(Row(referent: referent)) }
    places[referent.key] = place
    placesOfReferents[ByteKey(encoded).copy] = place
    return place
  }

  /// The rows of a kind, the most frequent first; rows of the authorities that the corpus does not name stay, with
  /// no count, so that nothing is lost when the table is read again.
  func lines(of kind: EntityKind, _ authorities: AuthorityTable) -> [UInt8] {
    var lines: [UInt8] = []
    let found = rows.filter { $0.referent.label == kind.label }.map { (row: $0, count: $0.count) }
      .sorted { ($1.count, $0.row.referent.key) < ($0.count, $1.row.referent.key) }
    for (row, count) in found {
      let referent = row.referent
      lines += CSVRecords.line([
        referent.key, referent.name, referent.type, row.variants.joined(separator: "|"), String(count),
        String(row.documents), row.examples.joined(separator: " | "), referent.idno, referent.geo,
      ])
    }
    for entry in authorities.entries.values.sorted(by: { $0.key < $1.key })
    where places[entry.key] == nil && Corrections.kind(ofKey: entry.key) == kind {
      lines += CSVRecords.line([
        entry.key, entry.name, entry.type, "", "0", "0", "", entry.idno, entry.geo,
      ])
    }
    return lines
  }
}
