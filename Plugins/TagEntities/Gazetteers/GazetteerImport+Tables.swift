import StageKit
import UnicodeText

/// Which rows of GeoNames are taken; an empty set takes all.
struct GeoNamesChoice {
  var countries: Set<String> = []
  var features: Set<String> = []
  var minPopulation = 0
}

// MARK: GeoNames

extension GazetteerImported {
  /// Adds a dump of GeoNames: 19 columns, as its readme.txt names them.
  ///
  /// - Throws: `StageError` "gazetteer-encoding" or "gazetteer-columns", with the line.
  mutating func add(
    geoNames bytes: [UInt8], file: String, _ choice: GeoNamesChoice, source: String
  ) throws(StageError) {
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty || line.first == 0x23 { continue }
      let place = "\(file):\(number)"
      guard let text = String(validating: line, as: UTF8.self) else {
        throw StageError("gazetteer-encoding", "\(place): the line is not UTF-8")
      }
      let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 19 else {
        throw StageError(
          "gazetteer-columns", "\(place): \(fields.count) columns; a dump of GeoNames has 19")
      }
      let (feature, country) = (fields[6], fields[8])
      guard choice.countries.isEmpty || choice.countries.contains(country),
        choice.features.isEmpty || choice.features.contains(feature),
        feature != "P" || (Int(fields[14]) ?? 0) >= choice.minPopulation
      else {
        continue
      }
      let row = GazetteerRow(
        key: "", name: fields[1],
        variants: [fields[2]] + fields[3].split(separator: ",").map(String.init).filter(Self.isSpelling),
        kind: .place, type: Self.type(feature: feature, code: fields[7]), dates: "",
        language: Self.language(of: fields[1], country: country),
        ref: "https://sws.geonames.org/\(fields[0])/", source: "\(source): \(fields[0])", line: number)
      add(row, distinction: fields[0], hasKey: false, file: file)
    }
  }

  /// Alternate names of GeoNames also hold codes of airports and addresses of pages.
  private static func isSpelling(_ name: String) -> Bool {
    let isCode =
      name.utf8.count <= 4 && name.utf8.allSatisfy { 0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 }
    return !isCode && !name.contains("://")
  }

  /// Vietnamese names match without diacritics too; of others the language is not known.
  private static func language(of name: String, country: String) -> String {
    country == "VN" || NameKey.isVietnamese(name.utf8) ? "vi" : ""
  }

  /// Types by feature codes, as geonames.org/export/codes.html lists them.
  private static func type(feature: String, code: String) -> String {
    switch code {
    case "PCLH": return "polity"
    case _ where code.hasPrefix("PCL"): return "country"
    case "ADM1", "ADM1H": return "province"
    case "ADM2", "ADM2H": return "district"
    case "ADM3", "ADM3H", "ADM4", "ADM4H": return "commune"
    case "AIRP", "AIRF", "AIRB": return "airport"
    case "ISL", "ISLS", "ISLET": return "island"
    case "MT", "MTS", "PK", "HLL", "HLLS": return "mountain"
    case "STM", "STMS", "STMX", "STMM": return "river"
    case "LK", "LKS", "RSV": return "lake"
    case "SEA", "GULF", "OCN", "BAY": return "sea"
    default: break
    }
    switch feature {
    case "A": return "region"
    case "P": return "settlement"
    case "H": return "water"
    case "L": return "area"
    case "R": return "road"
    case "S": return "building"
    case "T", "U": return "landform"
    default: return ""
    }
  }
}

// MARK: CSV and TSV

extension GazetteerImported {
  /// Names of columns that are understood, with what they are.
  private static let meanings: [String: String] = [
    "key": "key", "id": "key", "xml:id": "key", "name": "name", "label": "name", "title": "name",
    "variants": "variants", "variant": "variants", "aliases": "variants", "alias": "variants",
    "alternate names": "variants", "alternatenames": "variants", "altlabel": "variants", "type": "type",
    "kind": "type", "dates": "dates", "from": "from", "birth": "from", "to": "to", "death": "to",
    "language": "language", "lang": "language", "ref": "ref", "uri": "ref", "url": "ref",
    "wikidata": "ref", "source": "source",
  ]

  /// What a column may be.
  static var targets: Set<String> { Set(meanings.values) }

  /// Adds a table with a header line; variants are separated by `|` or `;`. A run's own table of authorities has
  /// counts behind them, which are no part of the names.
  ///
  /// - Parameters:
  ///   - separator: nil for the one that the header has most of.
  ///   - renamed: columns by the name that the file has, with what they are.
  /// - Throws: `StageError` "gazetteer-columns".
  mutating func add(
    table bytes: [UInt8], file: String, separator: UInt8?, renamed: [String: String], source: String
  ) throws(StageError) {
    let records: [CSVRecords.Record]
    do throws(CSVRecords.Mistake) { records = try CSVRecords.parse(bytes, separator: separator) } catch {
      throw StageError("gazetteer-columns", "\(file):\(error.line):1: \(error.message)")
    }
    guard let header = records.first else {
      throw StageError(
        "gazetteer-columns", "\(file):1:1: the file is empty; a header line must name the columns")
    }
    if let (column, meaning) = renamed.sorted(by: { $0.key < $1.key }).first(where: {
      !header.fields.contains($0.key)
    }) {
      throw StageError(
        "gazetteer-columns",
        "\(file):\(header.line):1: --columns \(meaning)=\(column): there is no column '\(column)', only: "
          + header.fields.joined(separator: ", "))
    }
    let hasCounts = ["variants", "count", "documents"].allSatisfy(header.fields.contains)
    let columns = header.fields.map { renamed[$0] ?? Self.meanings[$0.lowercased()] ?? "" }
    guard columns.contains("name") else {
      throw StageError(
        "gazetteer-columns",
        "\(file):\(header.line):1: no column is the name; say which with --columns name=...")
    }
    for record in records.dropFirst() {
      guard record.fields.count == columns.count else {
        throw StageError(
          "gazetteer-columns",
          "\(file):\(record.line):1: \(record.fields.count) columns, the header has \(columns.count)")
      }
      var values = Dictionary(zip(columns, record.fields)) { first, second in first.isEmpty ? second : first }
      if hasCounts, let variants = values["variants"] { values["variants"] = Self.withoutCounts(variants) }
      add(values, line: record.line, file: file, source: source)
    }
  }

  /// `Huy (4)|Him (1)` as `Huy|Him`.
  private static func withoutCounts(_ variants: String) -> String {
    variants.split(separator: "|").map { $0.replacing(#/ \([0-9]+\)$/#, with: "") }.joined(separator: "|")
  }

  private mutating func add(_ values: [String: String], line: Int, file: String, source: String) {
    func value(_ column: String) -> String { values[column] ?? "" }
    let key = value("key")
    guard let (kind, type) = kind(value("type"), key: key) else {
      return leaveOut("\(file):\(line)", "'\(value("type"))' is no type; say one with --type")
    }
    var dates = value("dates")
    if dates.isEmpty, !(value("from") + value("to")).isEmpty { dates = "\(value("from"))/\(value("to"))" }
    let isWhole = key.hasPrefix(kind.keyPrefix)
    add(
      GazetteerRow(
        key: isWhole || key.isEmpty ? key : kind.keyPrefix + key, name: value("name"),
        variants: value("variants").split { $0 == "|" || $0 == ";" }.map(String.init), kind: kind, type: type,
        dates: dates, language: value("language"), ref: value("ref"),
        source: value("source").isEmpty ? source : value("source"), line: line),
      distinction: "\(line)", hasKey: !key.isEmpty, file: file)
  }
}
