import ArgumentParser
import StageKit

/// Makes a list from what a project or a public source already has.
struct GazetteerImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a list from GeoNames, CSV, TSV or TEI.",
    discussion: """
      Example: sastra gazetteer import KH.txt --source "GeoNames, CC BY 4.0" --output cambodia.tsv
      Example: sastra gazetteer import persons.csv --type person --columns name=Label,ref=URI --output persons.tsv
      Example: sastra gazetteer import out/tei/persons.xml --output persons.tsv

      GeoNames: a dump of 19 columns without a header. CSV (comma or semicolon) and TSV: a header line; columns are \
      known by name (key/id, name/label, variants/aliases, type, dates or from and to, language, ref/uri, source), \
      others with --columns. TEI: person, place and org of listPerson, listPlace and listOrg. What cannot be a name is \
      left out and said. Exit code 0: written; 2: a file cannot be read, written or understood.
      """)

  /// What a file holds.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case geonames, csv, tsv, tei
  }

  @Argument(help: "Files to import.")
  var files: [String]

  @Option(name: .shortAndLong, help: "The list to write.")
  var output: String

  @Option(name: .customLong("from"), help: "geonames, csv, tsv or tei; else by the file's name and content.")
  var form: Form?

  @Option(help: "Type of rows that have none: person, place/settlement, organisation/party.")
  var type = "place"

  @Option(help: "Source of rows that have none.")
  var source: String?

  @Option(help: "Which column is which: name=Label,ref=URI.")
  var columns = ""

  @Option(help: "GeoNames: countries to take, two letters each: VN,KH,LA,TH.")
  var countries = ""

  @Option(help: "GeoNames: feature classes to take: A,P for regions and towns.")
  var features = ""

  @Option(help: "GeoNames: towns of fewer inhabitants are left out.")
  var minPopulation = 0

  mutating func run() throws {
    try GazetteerFiles.refuse(output, asOneOf: files)
    var imported = GazetteerImported(defaultType: type)
    for file in files {
      let bytes = try GazetteerFiles.bytes(of: file)
      do throws(StageError) {
        let form = form ?? Self.form(of: file, bytes)
        let source = source ?? ShippedData.name(of: file)
        switch form {
        case .geonames:
          let choice = GeoNamesChoice(
            countries: Self.words(countries), features: Self.words(features), minPopulation: minPopulation)
          try imported.add(geoNames: bytes, file: file, choice, source: self.source ?? "GeoNames, CC BY 4.0")
        case .csv, .tsv:
          try imported.add(
            table: bytes, file: file, separator: form == .tsv ? 0x09 : nil, renamed: try Self.pairs(columns),
            source: source)
        case .tei: try imported.add(tei: bytes, file: file, source: source)
        }
      } catch { throw GazetteerFiles.failure(error) }
    }
    do throws(StageError) {
      let rows = try imported.rows()
      try GazetteerFiles.write(GazetteerImported.table(rows), to: output)
      for message in imported.messages { GazetteerFiles.say(message) }
      print(
        "\(output): \(rows.count) rows, \(rows.reduce(0) { $0 + 1 + $1.variants.count }) names; "
          + "\(imported.leftOut) left out")
    } catch { throw GazetteerFiles.failure(error) }
  }

  private static func words(_ list: String) -> Set<String> {
    Set(list.split(separator: ",").map { $0.uppercased() })
  }

  /// What each column is, by the name that the file has.
  static func pairs(_ list: String) throws(StageError) -> [String: String] {
    var pairs: [String: String] = [:]
    for text in list.split(separator: ",") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, GazetteerImported.targets.contains(parts[0]) else {
        let targets = GazetteerImported.targets.sorted().joined(separator: ", ")
        throw StageError(
          "gazetteer-columns", "--columns has '\(text)'; write name=Label, one of \(targets) before the '='")
      }
      pairs[parts[1]] = parts[0]
    }
    return pairs
  }

  private static func form(of file: String, _ bytes: [UInt8]) -> Form {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if start.first(where: { $0 > 0x20 }) == 0x3C { return .tei }
    let line = start.prefix { $0 != 0x0A }
    let tabs = line.count { $0 == 0x09 }
    if tabs == 18, let first = line.first, 0x30...0x39 ~= first { return .geonames }
    return file.hasSuffix(".tsv") || tabs > 0 ? .tsv : .csv
  }
}

/// Rows as they are gathered from files, and what was left out.
struct GazetteerImported {
  /// A row whose key is still to be settled.
  struct Draft {
    var row: GazetteerRow
    /// Tells rows of the same name apart: a number of the source.
    var distinction: String
    /// The source gave the key.
    var hasKey: Bool
  }

  private var drafts: [Draft] = []
  private(set) var leftOut = 0
  private var reasons: [String] = []
  private let kind: EntityKind?
  private let type: String

  /// Messages that are said one by one; the rest is counted.
  private static let shown = 20

  /// - Parameter defaultType: of rows that have none: `place/settlement`.
  init(defaultType: String) {
    let parts = defaultType.split(separator: "/", maxSplits: 1).map(String.init)
    kind = parts.first.flatMap { EntityKind(rawValue: $0) }
    type = parts.count > 1 ? parts[1] : ""
  }

  var messages: [String] {
    reasons.prefix(Self.shown)
      + (reasons.count > Self.shown ? ["and \(reasons.count - Self.shown) more like these"] : [])
  }

  /// The kind and type of a row; those that its key says, or else the verb's option, where it has none.
  func kind(_ text: String, key: String) -> (kind: EntityKind, type: String)? {
    let ofKey = Corrections.kind(ofKey: key)
    if text.isEmpty { return (ofKey ?? kind).map { ($0, $0 == kind ? type : "") } }
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    if let kind = EntityKind(rawValue: parts[0]) { return (kind, parts.count > 1 ? parts[1] : "") }
    // "settlement" alone: a type of that kind.
    return (ofKey ?? kind).map { ($0, NameKey.slug(text)) }
  }

  mutating func leaveOut(_ place: String, _ reason: String) {
    leftOut += 1
    reasons.append("\(place): left out: \(reason)")
  }

  /// Adds a row, without the names that cannot be names.
  mutating func add(_ row: GazetteerRow, distinction: String, hasKey: Bool, file: String) {
    let place = "\(file):\(row.line)"
    var row = row
    row.name = Self.clean(row.name)
    if let problem = GazetteerFields.problem(name: row.name) { return leaveOut(place, problem) }
    var seen: Set<[UInt8]> = [NameKey.folded(row.name)]
    row.variants = row.variants.flatMap { $0.split(separator: "|") }.map { Self.clean(String($0)) }.filter {
      GazetteerFields.problem(name: $0) == nil && seen.insert(NameKey.folded($0)).inserted
    }
    row.name = String(row.name.map { $0 == "|" ? " " : $0 })
    if let problem = GazetteerFields.problem(dates: row.dates) {
      reasons.append("\(place): the dates of '\(row.name)' are left out: \(problem)")
      row.dates = ""
    }
    if GazetteerFields.problem(language: row.language) != nil { row.language = "" }
    if let problem = GazetteerFields.problem(ref: row.ref) {
      reasons.append("\(place): the ref of '\(row.name)' is left out: \(problem)")
      row.ref = ""
    }
    if hasKey, let problem = GazetteerFields.problem(key: row.key, of: row.kind) {
      return leaveOut(place, problem)
    }
    drafts.append(Draft(row: row, distinction: distinction, hasKey: hasKey))
  }

  /// One line, without white space at its ends.
  private static func clean(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\t" || $0.isNewline || $0 == "\u{A0}" }.joined(separator: " ")
  }

  /// The rows with their keys, in the order in which they came. Where several things have one name, each key has
  /// a distinction; rows with one key of the source are joined.
  ///
  /// - Throws: `StageError` "no-names" when nothing was found.
  func rows() throws(StageError) -> [GazetteerRow] {
    guard !drafts.isEmpty else {
      throw StageError("no-names", "no names were found; see 'sastra gazetteer import --help' for the forms")
    }
    var counts: [String: Int] = [:]
    let made = drafts.map { $0.hasKey ? $0.row.key : $0.row.kind.keyPrefix + NameKey.slug($0.row.name) }
    for key in made { counts[key, default: 0] += 1 }
    var rows: [GazetteerRow] = []
    var indexOfKey: [String: Int] = [:]
    for (draft, key) in zip(drafts, made) {
      var row = draft.row
      row.key = !draft.hasKey && counts[key, default: 0] > 1 ? "\(key)-\(draft.distinction)" : key
      if let index = indexOfKey[row.key] {
        rows[index].variants = Self.joined(rows[index], row)
      } else {
        indexOfKey[row.key] = rows.count
        rows.append(row)
      }
    }
    return rows
  }

  private static func joined(_ first: GazetteerRow, _ second: GazetteerRow) -> [String] {
    var seen: Set<[UInt8]> = [NameKey.folded(first.name)]
    return (first.variants + [second.name] + second.variants).filter {
      seen.insert(NameKey.folded($0)).inserted
    }
  }

  /// The table as a file.
  static func table(_ rows: [GazetteerRow]) -> [UInt8] {
    Array(
      ([GazetteerTable.columns.joined(separator: "\t")] + rows.map(\.written)).joined(separator: "\n").utf8)
      + [0x0A]
  }
}
