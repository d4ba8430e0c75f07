import StageKit

/// A CSV file whose first record names the columns, as people edit it in a spreadsheet or OpenRefine.
///
/// Source: RFC 4180; a byte order mark is passed over, lines may end in LF or CR LF.
struct CommaTable {
  /// One record, its fields by the name of their column.
  struct Row {
    /// `FILE:LINE` of its first line, for messages.
    var place: String
    private let fields: [Substring]
    private let columns: [String: Int]

    fileprivate init(place: String, fields: [Substring], columns: [String: Int]) {
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
  /// - Throws: `StageError` "CODE-encoding" or "CODE-columns", naming file and line.
  /// - Complexity: O(bytes).
  init(
    _ bytes: [UInt8], file: String, code: String, known: [String]?, required: [String]
  ) throws(StageError) {
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw StageError(code + "-encoding", "\(file): the file is not UTF-8; save it as \"CSV UTF-8\"")
    }
    var parser = Parser(text)
    var columns: [String: Int] = [:]
    var rows: [Row] = []
    while let (line, fields) = parser.next() {
      if fields.count == 1, fields[0].isEmpty { continue }
      let place = "\(file):\(line)"
      guard !parser.isOpen else {
        throw StageError(code + "-columns", "\(place): a quotation mark opens and never closes")
      }
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
    _ fields: [Substring], _ place: String, code: String, known: [String]?, required: [String]
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

  /// Fields as a line of the file; quotation marks where a field needs them.
  static func line(_ fields: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      if field.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) {
        bytes.append(0x22)
        for byte in field.utf8 { bytes += byte == 0x22 ? [0x22, 0x22] : [byte] }
        bytes.append(0x22)
      } else {
        bytes += field.utf8
      }
    }
    return bytes + [0x0A]
  }

  /// Cuts a text into records.
  private struct Parser {
    private var rest: Substring.UTF8View
    private var line = 1
    /// The text ended inside quotation marks.
    private(set) var isOpen = false

    init(_ text: String) {
      rest = Substring(text).utf8
      if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    }

    mutating func next() -> (line: Int, fields: [Substring])? {
      guard !rest.isEmpty else { return nil }
      let start = line
      var fields: [Substring] = []
      while true {
        fields.append(rest.first == 0x22 ? quoted() : plain())
        guard let mark = rest.popFirst() else { return (start, fields) }
        if mark == 0x2C { continue }
        line += 1
        return (start, fields)
      }
    }

    private mutating func plain() -> Substring {
      let field = rest.prefix { $0 != 0x2C && $0 != 0x0A }
      rest = rest[field.endIndex...]
      return Substring(field.last == 0x0D && rest.first != 0x2C ? field.dropLast() : field)
    }

    private mutating func quoted() -> Substring {
      rest.removeFirst()
      var bytes: [UInt8] = []
      isOpen = true
      while let byte = rest.popFirst() {
        if byte == 0x0A { line += 1 }
        guard byte == 0x22 else {
          bytes.append(byte)
          continue
        }
        if rest.first != 0x22 {
          isOpen = false
          break
        }
        bytes.append(0x22)
        rest.removeFirst()
      }
      // What stands between the closing mark and the separator belongs to the field.
      bytes += Array(plain().utf8)
      return Substring(String(decoding: bytes, as: UTF8.self))
    }
  }
}
