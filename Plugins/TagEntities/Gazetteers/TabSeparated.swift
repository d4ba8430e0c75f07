import StageKit
import UnicodeText

/// A file of lines with columns separated by tabs: UTF-8, the first line that is no comment names the columns,
/// lines that begin with # and empty lines do not count.
struct TabSeparated {
  /// A field with its place.
  struct Field: Sendable {
    var text: String
    /// Of its first character: 1 for the first of the line.
    var column: Int
  }

  /// A line with as many fields as there are columns.
  struct Row: Sendable {
    var line: Int
    var fields: [Field]
  }

  private let bytes: [UInt8]
  private let file: String
  private let code: String
  private let columns: [String]

  /// - Throws: `StageError` "CODE-encoding" when the bytes are not UTF-8, with the place of the first that is
  ///   not.
  init(_ bytes: [UInt8], file: String, code: String, columns: [String]) throws(StageError) {
    self.bytes = bytes
    self.file = file
    self.code = code
    self.columns = columns
    guard let offset = Self.firstIllFormed(bytes) else { return }
    let line = bytes[..<offset].count { $0 == 0x0A } + 1
    let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = bytes[start..<offset].count { !UTF8Text.isContinuation($0) } + 1
    throw StageError(
      code + "-encoding",
      "\(file):\(line):\(column): the byte \(Self.hex(bytes[offset])) is not UTF-8; save the file as UTF-8")
  }

  private static func firstIllFormed(_ bytes: [UInt8]) -> Int? {
    var offset = 0
    while offset < bytes.count {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: bytes.count)
      if scalar == 0xFFFD, length == 1 { return offset }
      offset += length
    }
    return nil
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0x0" + digits : "0x" + digits
  }

  /// Calls `body` with each row and the number of its line, the line of column names aside.
  ///
  /// - Throws: `StageError` "CODE-columns" when a line has another number of columns, or the first names
  ///   others; and what `body` throws.
  func forEach(_ body: (_ line: Int, _ fields: [String]) throws(StageError) -> Void) throws(StageError) {
    try forEachRow { row throws(StageError) in try body(row.get().line, row.get().fields.map(\.text)) }
  }

  /// Calls `body` with each row, or with what is wrong with it.
  ///
  /// - Throws: `StageError` "CODE-columns" when the line of column names is missing or names others; and what
  ///   `body` throws.
  func forEachRow(
    _ body: (Result<Row, StageError>) throws(StageError) -> Void
  ) throws(StageError) {
    var hasNames = false
    var number = 0
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      number += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)]
      start = end + 1
      if line.isEmpty || line.first == 0x23 { continue }
      let fields = Self.fields(line)
      if !hasNames {
        guard fields.map(\.text) == columns else { throw wrongNames(fields, line: number) }
        hasNames = true
      } else if fields.count != columns.count {
        try body(.failure(wrongCount(fields, line: number)))
      } else {
        try body(.success(Row(line: number, fields: fields)))
      }
    }
    guard hasNames else {
      throw StageError(
        code + "-columns",
        "\(file):1:1: the line with the names of the columns is missing; put first, with tabs between: "
          + columns.joined(separator: ", "))
    }
  }

  private static func fields(_ line: ArraySlice<UInt8>) -> [Field] {
    var fields: [Field] = []
    var column = 1
    for part in line.split(separator: 0x09, omittingEmptySubsequences: false) {
      fields.append(Field(text: String(decoding: part, as: UTF8.self), column: column))
      column += part.count { !UTF8Text.isContinuation($0) } + 1
    }
    return fields
  }

  private func wrongNames(_ fields: [Field], line: Int) -> StageError {
    let index = zip(fields, columns).enumerated().first { $1.0.text != $1.1 }?.offset ?? fields.count
    let column =
      index < fields.count
      ? fields[index].column : (fields.last.map { $0.column + $0.text.unicodeScalars.count } ?? 1)
    return StageError(
      code + "-columns",
      "\(file):\(line):\(column): the first line must name the columns, with tabs between: "
        + columns.joined(separator: ", "))
  }

  private func wrongCount(_ fields: [Field], line: Int) -> StageError {
    let isSurplus = fields.count > columns.count
    let last = fields[fields.count - 1]
    let column = isSurplus ? fields[columns.count].column : last.column + last.text.unicodeScalars.count
    return StageError(
      code + "-columns",
      "\(file):\(line):\(column): \(fields.count) columns where there must be \(columns.count); "
        + (isSurplus ? "take out what is too much" : "add tabs for columns that are empty"))
  }
}
