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
      bytes += CSVRecords.line(fields)
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
