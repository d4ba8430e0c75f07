import Foundation

/// One line of JSON lines, read.
public enum JSONLine: Sendable {
  /// A document to work on.
  case document(Document)
  /// A document that an earlier program gave up on; it is handed on as it is.
  case finished(ProcessedDocument)
}

extension JSONLine {
  /// Reads the JSON form of a document.
  ///
  /// A field that is not part of the form is kept and goes out again. Offsets are Unicode scalars.
  ///
  /// - Throws: `StageError` "not-utf8" (with the offset), "not-json", "not-a-document" (a field is missing, of the wrong
  ///   type or does not fit the text); the message names the field.
  public init(_ line: [UInt8]) throws(StageError) {
    if let offset = UTF8Validation.firstInvalidByte(line) {
      throw StageError("not-utf8", "the line is not UTF-8: byte \(offset) begins no character", at: offset)
    }
    let form: JSONInput
    do {
      form = try JSONDecoder().decode(JSONInput.self, from: Data(line))
    } catch let error as DecodingError {
      throw JSONLine.explained(error)
    } catch {
      throw StageError("not-json", "the line is not JSON")
    }
    self = try form.line()
  }

  private static func explained(_ error: DecodingError) -> StageError {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .typeMismatch(let type, let context) where !context.codingPath.isEmpty:
      return StageError("not-a-document", "'\(place(context))' is not \(type)")
    case .valueNotFound(_, let context) where !context.codingPath.isEmpty:
      return StageError("not-a-document", "'\(place(context))' is null")
    case .keyNotFound(let key, let context):
      let path = (context.codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: ".")
      return StageError("not-a-document", "'\(path)' is missing")
    case .typeMismatch, .valueNotFound:
      return StageError("not-a-document", "the line is JSON, but not an object")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return StageError("not-a-document", "'\(place(context))': \(context.debugDescription)")
    default:
      return StageError("not-json", "the line is not JSON")
    }
  }
}

/// Where a byte sequence stops being UTF-8.
public enum UTF8Validation {
  /// The offset of the first byte that does not belong to a well-formed UTF-8 sequence; nil when all do.
  /// - Complexity: O(bytes).
  public static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}

/// The JSON form as it comes in, before its offsets are resolved.
private struct JSONInput: Decodable {
  struct Place: Decodable {
    var start: Int
    var end: Int
  }
  struct Block: Decodable {
    var kind: String
    var start: Int
    var end: Int
    var language: String?
    var attributes: [String: String]?
  }
  struct Span: Decodable {
    var layer: String
    var start: Int
    var end: Int
    var label: String
    var attributes: [String: String]?
    var stage: String?
  }
  struct Removed: Decodable {
    var text: String
    var reason: String
    var stage: String?
    var score: Double?
    var position: Int?
    var source_start: Int?
    var source_end: Int?
  }
  struct Edit: Decodable {
    var before: String
    var after: String
    var reason: String
    var stage: String
    var start: Int
    var end: Int
  }
  struct Report: Decodable {
    var code: String
    var message: String
    var start: Int
    var end: Int
  }
  struct Record: Decodable {
    var stage: String
    var version: Int
    var options_hash: String?
    var counts: [String: Int]?
    var reports: [Report]?
  }
  struct Segment: Decodable {
    var text: Range<Int>
    var source: Range<Int>
    var isCopy: Bool

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      let places = try (0..<4).map { _ in try row.decode(Int.self) }
      guard places[0] <= places[1], places[2] <= places[3] else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "start is after end"))
      }
      text = places[0]..<places[1]
      source = places[2]..<places[3]
      isCopy = try row.decode(Bool.self)
    }
  }

  var id = ""
  var text: String?
  var html: String?
  var bytes: String?
  var url: String?
  var contentType: String?
  var encoding: String?
  var language: String?
  var metadata: [String: JSONValue] = [:]
  var origins: [String: Metadata.Origin] = [:]
  var blocks: [Block]?
  var spans: [Span] = []
  var removed: [Removed] = []
  var edits: [Edit] = []
  var provenance: [Record] = []
  var alignment: [Segment]?
  var status = Outcome.ok
  var error: DocumentError?
  var tei: String?
  var others: [String: JSONValue] = [:]

  init(from decoder: any Decoder) throws {
    let form = try decoder.container(keyedBy: AnyKey.self)
    func read<Value: Decodable>(_ key: AnyKey) throws -> Value { try form.decode(Value.self, forKey: key) }
    for key in form.allKeys where try !form.decodeNil(forKey: key) {
      switch key.stringValue {
      case "id": id = try read(key)
      case "text": text = try read(key)
      case "html": html = try read(key)
      case "bytes": bytes = try read(key)
      case "url": url = try read(key)
      case "content_type": contentType = try read(key)
      case "encoding": encoding = try read(key)
      case "language": language = try read(key)
      case "metadata": metadata = try read(key)
      case "metadata_origins": origins = try read(key)
      case "blocks": blocks = try read(key)
      case "spans": spans = try read(key)
      case "removed": removed = try read(key)
      case "edits": edits = try read(key)
      case "provenance": provenance = try read(key)
      case "alignment": alignment = try read(key)
      case "status": status = try read(key)
      case "error": error = try read(key)
      case "tei": tei = try read(key)
      default: others[key.stringValue] = try read(key)
      }
    }
  }

  func line() throws(StageError) -> JSONLine {
    guard !id.isEmpty else { throw JSONInput.refused("'id' is missing or empty") }
    guard status == .ok || status == .empty else {
      return .finished(
        ProcessedDocument(Document(id: id, text: text ?? html ?? ""), outcome: status, error: error, tei: tei))
    }
    var document = try bareDocument()
    document.language = language
    document.otherFields = others
    for (key, value) in metadata { document.metadata.set(key, value, origin: origins[key] ?? .init("input", .high)) }
    try fillMarks(of: &document)
    return .document(document)
  }

  static func refused(_ message: String) -> StageError { StageError("not-a-document", message) }

  /// The document with its text and source, and nothing that stands off.
  private func bareDocument() throws(StageError) -> Document {
    let sourceBytes = try bytes.map { encoded throws(StageError) in
      guard let data = Data(base64Encoded: encoded) else { throw JSONInput.refused("'bytes' is not base64") }
      return Array(data)
    }
    guard let given = text ?? html else {
      guard let sourceBytes else { throw JSONInput.refused("none of 'text', 'html' and 'bytes' is there") }
      return try Document(id: id, bytes: sourceBytes, url: url, contentType: contentType)
    }
    let isMarkup = text == nil
    let givenBytes = Array(given.utf8)
    let source = Source(
      bytes: sourceBytes ?? givenBytes, url: url, contentType: contentType ?? (isMarkup ? "text/html" : "text/plain"),
      encoding: encoding ?? "UTF-8")
    return Document(
      id: id, source: source, text: givenBytes, alignment: try resolvedAlignment(givenBytes, source.bytes),
      form: isMarkup ? .markup : .plain)
  }

  private func resolvedAlignment(_ text: [UInt8], _ source: [UInt8]) throws(StageError) -> Alignment {
    var result = Alignment()
    guard bytes != nil, let alignment else {
      if text == source { return Alignment(copyOf: text.count) }
      result.appendChange(text: text.count, source: source.count)
      return result
    }
    let offsets = ScalarOffsets(text)
    for segment in alignment {
      let range = try JSONInput.range(segment.text.lowerBound, segment.text.upperBound, offsets, "alignment")
      guard range.lowerBound == result.textCount, segment.source.lowerBound == result.sourceCount,
        segment.source.upperBound <= source.count,
        !segment.isCopy || text[range].elementsEqual(source[segment.source])
      else { throw JSONInput.refused("'alignment' does not tie the text to 'bytes'") }
      if segment.isCopy {
        result.appendCopy(range.count)
      } else {
        result.appendChange(text: range.count, source: segment.source.count)
      }
    }
    guard result.textCount == text.count, result.sourceCount == source.count else {
      throw JSONInput.refused("'alignment' does not cover the text and 'bytes'")
    }
    return result
  }

  private static func range(
    _ start: Int, _ end: Int, _ offsets: ScalarOffsets, _ field: String
  ) throws(StageError) -> Range<Int> {
    guard start <= end, let lower = offsets.byte(atScalar: start), let upper = offsets.byte(atScalar: end) else {
      throw refused("'\(field)' has the range \(start)...\(end), which is not in the text")
    }
    return lower..<upper
  }

  private func fillMarks(of document: inout Document) throws(StageError) {
    let offsets = ScalarOffsets(document.text)
    if let blocks {
      try document.setBlocks(
        blocks.map { block throws(StageError) in
          DocumentModel.Block(
            BlockKind(rawValue: block.kind), try JSONInput.range(block.start, block.end, offsets, "blocks"),
            language: block.language, attributes: block.attributes ?? [:])
        })
    }
    for span in spans {
      try document.add(
        DocumentModel.Span(
          layer: span.layer, try JSONInput.range(span.start, span.end, offsets, "spans"), label: span.label,
          attributes: span.attributes ?? [:], stage: span.stage ?? "input"))
    }
    document.removed = try removed.map { block throws(StageError) in
      let position = try JSONInput.range(block.position ?? 0, block.position ?? 0, offsets, "removed").lowerBound
      let start = max(0, block.source_start ?? 0)
      return RemovedBlock(
        text: Array(block.text.utf8), reason: block.reason, score: block.score,
        sourceRange: start..<max(start, block.source_end ?? 0), position: position, stage: block.stage ?? "input")
    }
    document.edits = try edits.map { edit throws(StageError) in
      AppliedEdit(
        range: try JSONInput.range(edit.start, edit.end, offsets, "edits"), before: Array(edit.before.utf8),
        after: Array(edit.after.utf8), reason: edit.reason, stage: edit.stage)
    }
    document.provenance = try provenance.map { record throws(StageError) in
      var result = StageRecord(stage: record.stage, version: record.version, optionsHash: record.options_hash ?? "")
      result.counts = record.counts ?? [:]
      result.reports = try (record.reports ?? []).map { report throws(StageError) in
        DocumentModel.Report(
          report.code, report.message, at: try JSONInput.range(report.start, report.end, offsets, "provenance"))
      }
      return result
    }
    document.isEdited = !edits.isEmpty || alignment != nil
  }
}
