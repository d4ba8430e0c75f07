import StageKit

/// A CSV file whose first record names the columns, as people edit it in a spreadsheet or OpenRefine.
///
/// See `CSVRecords` for what is read.
struct CommaTable {
  /// One record, its fields by the name of their column.
  struct Row {
    /// `FILE:LINE` of its first line, for messages.
    var place: String
    private let fields: [String]
    private let columns: [String: Int]

    fileprivate init(place: String, fields: [String], columns: [String: Int]) {
      self.place = place
      self.fields = fields
      self.columns = columns
    }

    /// The field of a column without white space around it; empty where there is none.
    subscript(column: String) -> String {
      guard let index = columns[column] else { return "" }
      let field = fields[index]
      guard let first = field.firstIndex(where: { !$0.isWhitespace }),
        let last = field.lastIndex(where: { !$0.isWhitespace })
      else { return "" }
      return String(field[first...last])
    }
  }

  let rows: [Row]

  /// - Parameters: - code: how the codes of errors begin. - known: columns that there may be; nil for any.
  ///   - required: columns that there must be.
  /// - Throws: `StageError` "CODE-columns", naming file and line.
  /// - Complexity: O(bytes).
  init(
    _ bytes: [UInt8], file: String, code: String, known: [String]?, required: [String]
  ) throws(StageError) {
    let records: [CSVRecords.Record]
    do throws(CSVRecords.Mistake) { records = try CSVRecords.parse(bytes) } catch {
      throw StageError(code + "-columns", "\(file):\(error.line): \(error.message)")
    }
    var columns: [String: Int] = [:]
    var rows: [Row] = []
    for record in records {
      let (place, fields) = ("\(file):\(record.line)", record.fields)
      if columns.isEmpty {
        columns = try Self.columns(fields, place, code: code, known: known, required: required)
      } else {
        guard fields.count == columns.count else {
          throw StageError(
            code + "-columns",
            "\(place): \(fields.count) fields; the first line names \(columns.count) columns")
        }
        rows.append(Row(place: place, fields: fields, columns: columns))
      }
    }
    guard !columns.isEmpty else {
      throw StageError(
        code + "-columns",
        "\(file):1: the file is empty; the first line must name the columns: "
          + required.joined(separator: ", "))
    }
    self.rows = rows
  }

  private static func columns(
    _ fields: [String], _ place: String, code: String, known: [String]?, required: [String]
  ) throws(StageError) -> [String: Int] {
    var columns: [String: Int] = [:]
    for (index, field) in fields.enumerated() {
      let name = String(field)
      guard columns[name] == nil else {
        throw StageError(code + "-columns", "\(place): the column '\(name)' stands twice")
      }
      if let known, !known.contains(name) {
        throw StageError(
          code + "-columns", "\(place): no column '\(name)' is known, only: " + known.joined(separator: ", "))
      }
      columns[name] = index
    }
    for name in required where columns[name] == nil {
      throw StageError(code + "-columns", "\(place): the column '\(name)' is missing")
    }
    return columns
  }
}
