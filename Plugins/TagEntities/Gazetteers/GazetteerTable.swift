import StageKit
import UnicodeText

/// One row of a gazetteer.
struct GazetteerRow: Sendable, Equatable {
  var key: String
  var name: String
  var variants: [String]
  var kind: EntityKind
  /// Kind within the kind: `settlement`; may be empty.
  var type: String
  var dates: String
  /// BCP 47 tag of the language that its name is of; may be empty.
  var language: String
  var ref: String
  var source: String
  /// 1 for the first line of the file.
  var line: Int = 0
}

/// A gazetteer as a table: the format that people write and `gazetteer import` makes.
struct GazetteerTable: Sendable {
  static let columns = ["key", "name", "variants", "type", "dates", "language", "ref", "source"]

  private(set) var rows: [GazetteerRow] = []
  /// What is wrong, in the order of the lines.
  private(set) var problems: [StageError] = []

  /// Reads a table as far as it can be read; what cannot is in `problems`.
  ///
  /// - Complexity: O(bytes).
  init(_ bytes: [UInt8], file: String) {
    do throws(StageError) {
      let lines = try TabSeparated(bytes, file: file, code: "gazetteer", columns: Self.columns)
      var lineOfKey: [String: Int] = [:]
      try lines.forEachRow { result throws(StageError) in
        do throws(StageError) {
          let row = try GazetteerRow(try result.get(), file: file)
          if let first = lineOfKey[row.key] {
            throw StageError(
              "gazetteer-key",
              "\(file):\(row.line):1: the key '\(row.key)' stands in line \(first) already; join the two rows"
            )
          }
          lineOfKey[row.key] = row.line
          rows.append(row)
        } catch { problems.append(error) }
      }
    } catch { problems.append(error) }
  }

  /// The rows of a table in which nothing is wrong.
  ///
  /// - Throws: `StageError` "gazetteer-encoding", "gazetteer-columns", "gazetteer-key", "gazetteer-name",
  ///   "gazetteer-type", "gazetteer-dates", "gazetteer-language" or "gazetteer-ref": the first problem, with
  ///   file, line and column.
  static func rows(_ bytes: [UInt8], file: String) throws(StageError) -> [GazetteerRow] {
    let table = GazetteerTable(bytes, file: file)
    if let first = table.problems.first {
      let others = table.problems.count - 1
      guard others > 0 else { throw first }
      throw StageError(
        first.code, first.message + " (and \(others) more; 'sastra gazetteer check' lists them)")
    }
    return table.rows
  }
}

extension GazetteerRow {
  /// - Throws: `StageError` for the first field that is wrong.
  fileprivate init(_ row: TabSeparated.Row, file: String) throws(StageError) {
    let fields = row.fields
    func fail(_ what: String, _ field: Int, offset: Int = 0, _ message: String) -> StageError {
      StageError("gazetteer-" + what, "\(file):\(row.line):\(fields[field].column + offset): " + message)
    }
    line = row.line
    (key, name) = (fields[0].text, fields[1].text)
    let parts = fields[3].text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = EntityKind(rawValue: String(parts[0])), parts.count == 1 || !parts[1].isEmpty else {
      throw fail(
        "type", 3,
        "the type is '\(fields[3].text)'; write person, place or organisation, or place/settlement and the like"
      )
    }
    self.kind = kind
    type = parts.count > 1 ? String(parts[1]) : ""
    if let problem = GazetteerFields.problem(key: key, of: kind) { throw fail("key", 0, problem) }
    if let problem = GazetteerFields.problem(name: name) { throw fail("name", 1, problem) }
    variants = []
    var offset = 0
    if !fields[2].text.isEmpty {
      for variant in fields[2].text.split(separator: "|", omittingEmptySubsequences: false) {
        if let problem = GazetteerFields.problem(name: String(variant)) {
          throw fail("name", 2, offset: offset, problem)
        }
        variants.append(String(variant))
        offset += variant.unicodeScalars.count + 1
      }
    }
    (dates, language, ref, source) = (fields[4].text, fields[5].text, fields[6].text, fields[7].text)
    if let problem = GazetteerFields.problem(dates: dates) { throw fail("dates", 4, problem) }
    if let problem = GazetteerFields.problem(language: language) { throw fail("language", 5, problem) }
    if let problem = GazetteerFields.problem(ref: ref) { throw fail("ref", 6, problem) }
  }

  /// The row as a line of a table, without the line's end. Tabs and line ends in a field become spaces.
  var written: String {
    let kind = type.isEmpty ? self.kind.rawValue : self.kind.rawValue + "/" + type
    return [key, name, variants.joined(separator: "|"), kind, dates, language, ref, source]
      .map { field in
        var plain = ""
        for scalar in field.unicodeScalars {
          plain.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
        }
        return plain
      }
      .joined(separator: "\t")
  }
}

/// What the fields of a row may hold. Each function says what is wrong and what to do; nil when all is well.
enum GazetteerFields {
  static func problem(key: String, of kind: EntityKind) -> String? {
    let isPlain = key.unicodeScalars.allSatisfy { $0.value > 0x20 && !CodePoint.isSpace($0.value) }
    guard key.hasPrefix(kind.keyPrefix), key.utf8.count > kind.keyPrefix.utf8.count, isPlain else {
      return "the key '\(key)' of a \(kind.rawValue) must be '\(kind.keyPrefix)' and a word without spaces"
    }
    return nil
  }

  static func problem(name: String) -> String? {
    if let control = name.unicodeScalars.first(where: { $0.value < 0x20 || 0x7F...0x9F ~= $0.value }) {
      let digits = String(control.value, radix: 16, uppercase: true)
      return
        "a name holds the control character U+\(String(repeating: "0", count: 4 - digits.count))\(digits); take it out"
    }
    let folded = NameKey.folded(name)
    let letters = String(decoding: folded, as: UTF8.self).unicodeScalars
    guard letters.contains(where: { $0.value > 0x20 }) else {
      return "a name is empty; fill it in or take out the '|' beside it"
    }
    guard letters.count > 1 else {
      return "the name '\(name)' is a single letter, which would be found everywhere; take it out"
    }
    guard folded.count <= GazetteerLayout.maxNameBytes else {
      return "a name is longer than \(GazetteerLayout.maxNameBytes) bytes; shorten it"
    }
    guard folded.first != 0x20, folded.last != 0x20 else {
      return "the name '\(name)' begins or ends with a space; take it out"
    }
    guard let first = letters.first,
      !NameBoundary.class(of: first.value).isDisjoint(with: .wordStart)
    else {
      return "the name '\(name)' begins with neither letter nor digit, so it would never be found; rewrite it"
    }
    return nil
  }

  /// `1925/1998`, `1931/`, `/1978`, `1979-01-10/1989-04-30`, `1940s/`: a beginning and an end, either may be
  /// unknown.
  static func problem(dates: String) -> String? {
    if dates.isEmpty { return nil }
    let parts = dates.split(separator: "/", omittingEmptySubsequences: false)
    let days = parts.map { Self.days(of: $0) }
    guard parts.count <= 2, zip(parts, days).allSatisfy({ $0.isEmpty || $1 != nil }), dates != "/" else {
      return "the dates are '\(dates)'; write a beginning and an end as 1925/1998, 1931/, /1978, "
        + "1979-01-10/1989-04-30 or 1940s/"
    }
    if parts.count == 2, let begin = days[0]?.lowerBound, let end = days[1]?.upperBound, end < begin {
      return "the dates are '\(dates)', which end before they begin; exchange them"
    }
    return nil
  }

  /// The first and the last day that a date may mean, as `CalendarDate.dayNumber`; nil where it is none.
  private static func days(of text: Substring) -> ClosedRange<Int>? {
    let isNegative = text.hasPrefix("-")
    let isDecade = text.hasSuffix("s")
    let parts = text.dropFirst(isNegative ? 1 : 0).dropLast(isDecade ? 1 : 0)
      .split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts[0].utf8.count == 4, !isDecade || parts.count == 1,
      parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
      parts.allSatisfy({ $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    let year = isNegative ? -numbers[0] : numbers[0]
    let (month, day) = (numbers.count > 1 ? numbers[1] : nil, numbers.count > 2 ? numbers[2] : nil)
    let first = CalendarDate(year: year, month: month, day: day)
    guard first.isReal else { return nil }
    let last = CalendarDate(
      year: isDecade ? year + 9 : year, month: month ?? 12,
      day: day ?? CalendarDate.days(inMonth: month ?? 12, year: year))
    return first.dayNumber...last.dayNumber
  }

  static func problem(language: String) -> String? {
    let isTag = language.utf8.allSatisfy {
      0x61...0x7A ~= $0 || 0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D
    }
    guard !isTag || language.hasPrefix("-") || language.hasSuffix("-") else { return nil }
    return "the language is '\(language)'; write a BCP 47 tag: vi, km, zh-Hant"
  }

  static func problem(ref: String) -> String? {
    if ref.isEmpty { return nil }
    let scheme = ref.prefix { $0 != ":" }
    let isURI =
      scheme.utf8.count > 1 && scheme.utf8.count + 1 < ref.utf8.count
      && scheme.utf8.allSatisfy {
        0x61...0x7A ~= $0 || 0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 || 0x2B...0x2E ~= $0
      }
      && ref.utf8.allSatisfy {
        $0 > 0x20 && ![0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D].contains($0)
      }
    return isURI ? nil : "the ref is '\(ref)'; write a whole URI: https://..., or leave it empty"
  }
}
