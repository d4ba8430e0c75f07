import DocumentModel

/// The records of a CSV file as people edit it in a spreadsheet, each with the line it begins on.
///
/// Source: RFC 4180. Beyond it: the separator may be a comma, a semicolon or a tab (the one that the first
/// line has most of), lines may end in CR, LF or both, a byte order mark and a first line `sep=;` are passed
/// over, and a quotation mark inside a field that does not begin with one stands for itself.
public struct CSVRecords {
  public struct Record: Equatable, Sendable {
    /// 1 for the first line of the file.
    public var line: Int
    public var fields: [String]
  }

  /// A mistake that makes the rest unreadable.
  public struct Mistake: Error, Equatable {
    public var line: Int
    public var message: String
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private let separator: UInt8

  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - separator: nil for the one that the first line has most of.
  /// - Throws: `Mistake`: not UTF-8, or quotation marks that do not match.
  /// - Complexity: O(bytes).
  public static func parse(_ bytes: [UInt8], separator: UInt8? = nil) throws(Mistake) -> [Record] {
    if let offset = UTF8Validation.firstInvalidByte(bytes) {
      let line = 1 + bytes[..<offset].count { $0 == 0x0A }
      throw Mistake(line: line, message: "the file is not UTF-8; save it as \"CSV UTF-8\"")
    }
    if let nul = bytes.firstIndex(of: 0) {
      throw Mistake(
        line: 1 + bytes[..<nul].count { $0 == 0x0A },
        message: "the file is not text; save it as \"CSV UTF-8\"")
    }
    var parser = CSVRecords(bytes, separator)
    var records: [Record] = []
    while let record = try parser.next() {
      if record.fields != [""] { records.append(record) }
    }
    return records
  }

  private init(_ bytes: [UInt8], _ stated: UInt8?) {
    self.bytes = bytes
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }
    if first.count == 5, first.starts(with: "sep=".utf8), let last = first.last {
      separator = last
      position = first.endIndex
      passLineEnd()
    } else {
      separator = stated ?? CSVRecords.separator(of: first)
      position = start
    }
  }

  private static func separator(of header: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in header {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() } else if !isQuoted { counts[byte, default: 0] += 1 }
    }
    var best = UInt8(ascii: ",")
    for candidate in [UInt8(ascii: ";"), UInt8(ascii: "\t")]
    where counts[candidate, default: 0] > counts[best, default: 0] {
      best = candidate
    }
    return best
  }

  private mutating func next() throws(Mistake) -> Record? {
    guard position < bytes.count else { return nil }
    var record = Record(line: line, fields: [])
    while true {
      record.fields.append(try field())
      guard position < bytes.count else { return record }
      if bytes[position] == separator {
        position += 1
      } else {
        passLineEnd()
        return record
      }
    }
  }

  /// A field; afterwards the position is at a separator, a line's end or the end.
  private mutating func field() throws(Mistake) -> String {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      let end = bytes[position...].firstIndex { isEnd($0) } ?? bytes.count
      defer { position = end }
      return String(decoding: bytes[position..<end], as: UTF8.self)
    }
    let startLine = line
    var field: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
          position += 1
        } else {
          guard position == bytes.count || isEnd(bytes[position]) else {
            throw Mistake(
              line: line, message: "text follows a closing quotation mark; write a mark inside a field twice")
          }
          return String(decoding: field, as: UTF8.self)
        }
      }
      if byte == 0x0A || byte == 0x0D && !(position < bytes.count && bytes[position] == 0x0A) { line += 1 }
      field.append(byte)
    }
    throw Mistake(line: startLine, message: "a quotation mark is opened and never closed")
  }

  private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }

  private mutating func passLineEnd() {
    guard position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D else { return }
    position += bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A ? 2 : 1
    line += 1
  }

  /// A record with its line end; a field with a comma, a quotation mark, a line end, or white space at an edge
  /// stands in quotation marks.
  public static func line(_ fields: [String]) -> [UInt8] {
    var line: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      guard needsQuotes(field.utf8) else {
        line += field.utf8
        continue
      }
      line.append(UInt8(ascii: "\""))
      for byte in field.utf8 {
        if byte == UInt8(ascii: "\"") { line.append(byte) }
        line.append(byte)
      }
      line.append(UInt8(ascii: "\""))
    }
    return line + [0x0A]
  }

  private static func needsQuotes(_ field: String.UTF8View) -> Bool {
    field.first == 0x20 || field.last == 0x20
      || field.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D].contains($0) }
  }
}
