import StageKit

/// The rows of one document.
struct EntityRows {
  static let columns = [
    "document", "start", "end", "label", "text", "key", "name", "type", "ref", "when", "from", "to",
    "notBefore", "notAfter", "cert", "rule", "stage", "context",
  ]
  private static let attributes = columns[5...15]

  private(set) var bytes: [UInt8] = []
  private let document: Document
  private let contextCharacters: Int

  init(_ document: Document, contextCharacters: Int) {
    self.document = document
    self.contextCharacters = contextCharacters
    let offsets = ScalarOffsets(document.text)
    let spans = document.spans.enumerated().filter { $1.layer == Layer.entity }.sorted { left, right in
      (left.element.range.lowerBound, -left.element.range.upperBound, left.offset)
        < (right.element.range.lowerBound, -right.element.range.upperBound, right.offset)
    }
    for (_, span) in spans {
      let place = offsets.scalars(span.range)
      var fields = [document.id, String(place.lowerBound), String(place.upperBound), span.label]
      fields.append(document.string(in: span.range))
      fields += Self.attributes.map { span.attributes[$0] ?? "" }
      fields += [span.stage, context(of: span.range)]
      bytes += CSVRow.bytes(fields)
    }
  }

  /// The entity in square brackets with the text around it, in one line.
  private func context(of range: Range<Int>) -> String {
    let text = document.text
    var (lower, upper) = (range.lowerBound, range.upperBound)
    for _ in 0..<contextCharacters where lower > 0 {
      lower -= 1
      while lower > 0, text[lower] & 0xC0 == 0x80 { lower -= 1 }
    }
    for _ in 0..<contextCharacters where upper < text.count {
      upper += 1
      while upper < text.count, text[upper] & 0xC0 == 0x80 { upper += 1 }
    }
    let parts = [lower..<range.lowerBound, range, range.upperBound..<upper].map { part in
      String(decoding: text[part].map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
    }
    return "\(lower > 0 ? "…" : "")\(parts[0])[\(parts[1])]\(parts[2])\(upper < text.count ? "…" : "")"
  }
}

/// A row of CSV.
enum CSVRow {
  /// The row with its line end; a field with a comma, a quotation mark or a line end stands in quotation marks.
  /// - Source: RFC 4180.
  static func bytes(_ fields: [String]) -> [UInt8] {
    var row: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      let bytes = Array(field.utf8)
      let needsQuotes =
        bytes.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
        || bytes.first == 0x20 || bytes.last == 0x20
      guard needsQuotes else {
        row += bytes
        continue
      }
      row.append(UInt8(ascii: "\""))
      for byte in bytes {
        if byte == UInt8(ascii: "\"") { row.append(byte) }
        row.append(byte)
      }
      row.append(UInt8(ascii: "\""))
    }
    return row + [0x0D, 0x0A]
  }
}
