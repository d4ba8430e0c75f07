import Foundation

/// One line of JSON lines, read.
public enum JSONLine: Sendable {
  /// A document to work on.
  case document(Document)
  /// A document that an earlier program gave up on, or found empty for a reason that it gave; it is handed
  /// on as it is.
  case finished(ProcessedDocument)
}

extension JSONLine {
  /// Reads the JSON form of a document.
  ///
  /// A field that is not part of the form is kept and goes out again. Offsets are Unicode scalars. A field
  /// that is `null` is taken as absent; of two of one name the last counts. The `tei` of a document to work
  /// on is left out: it tells of the text before that work.
  ///
  /// - Throws: `StageError` "empty-line" (outcome empty), "not-utf8" or "not-json" (with the byte offset in
  ///   the line), "not-a-document" (a field is missing, of the wrong type or does not fit the text; the
  ///   message names the field), "binary" (`bytes` are no text).
  /// - Complexity: O(bytes).
  public init(_ line: [UInt8]) throws(StageError) {
    guard line.contains(where: { $0 != 0x20 && !(0x09...0x0D).contains($0) }) else {
      throw StageError("empty-line", "the line is blank", outcome: .empty)
    }
    if let offset = UTF8Validation.firstInvalidByte(line) {
      throw StageError("not-utf8", "the line is not UTF-8: byte \(offset) begins no character", at: offset)
    }
    var reader = JSONReader(line)
    guard try reader.kind() == .object else {
      // Whether it is JSON at all is known only at its end.
      _ = try reader.value()
      try reader.end()
      throw reader.refused("is not an object")
    }
    let input = try JSONInput(&reader)
    try reader.end()
    self = try input.line()
  }

  /// The id that a line gives, without reading the rest of it; nil where it gives none (or one of more
  /// than 1,024 bytes, or with a control character) or is no JSON object.
  ///
  /// - Complexity: O(bytes), about a scan of the line.
  public static func id(of line: [UInt8]) -> String? {
    guard String(validating: line, as: UTF8.self) != nil else { return nil }
    var reader = JSONReader(line)
    var id: String?
    do throws(StageError) {
      try reader.object { reader, name throws(StageError) in
        if name == "id", try reader.kind() == .string { id = try reader.string() } else { try reader.skip() }
      }
      try reader.end()
    } catch { return nil }
    return id.flatMap { (1...maxIDBytes).contains($0.utf8.count) && firstControl(in: $0) == nil ? $0 : nil }
  }

  /// The first control character of an id, as `U+0000`: neither files nor databases tell such ids apart.
  fileprivate static func firstControl(in id: String) -> String? {
    guard let control = id.unicodeScalars.first(where: { $0.value < 0x20 || 0x7F...0x9F ~= $0.value }) else {
      return nil
    }
    let digits = String(control.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }

  /// Longest id, in bytes: file names and xml:ids are made of it.
  public static let maxIDBytes = 1024
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

extension JSONInput {
  func line() throws(StageError) -> JSONLine {
    guard !id.isEmpty else { throw JSONInput.refused("'id' is missing or empty") }
    guard id.utf8.count <= JSONLine.maxIDBytes else {
      throw JSONInput.refused("'id' is longer than \(JSONLine.maxIDBytes) bytes")
    }
    if let control = JSONLine.firstControl(in: id) {
      throw JSONInput.refused("'id' holds the control character \(control)")
    }
    let isFinished = status != .ok && (status != .empty || error != nil || tei != nil)
    var document = try isFinished ? finishedDocument() : bareDocument()
    document.language = language
    document.otherFields = others
    for (key, value) in metadata {
      document.metadata.set(key, value, origin: origins[key] ?? .init("input", .high))
    }
    do throws(StageError) { try fillMarks(of: &document) } catch {
      throw JSONInput.refused(error.message)
    }
    guard isFinished else { return .document(document) }
    return .finished(ProcessedDocument(document, outcome: status, error: error, tei: tei))
  }

  static func refused(_ message: String) -> StageError { StageError("not-a-document", message) }

  /// The document with its text and source, and nothing that stands off.
  private func bareDocument() throws(StageError) -> Document {
    let sourceBytes = try decodedBytes()
    guard let given = text ?? html else {
      guard let sourceBytes else { throw JSONInput.refused("none of 'text', 'html' and 'bytes' is there") }
      return try Document(id: id, bytes: sourceBytes, url: url, contentType: contentType)
    }
    return try document(given, sourceBytes, isMarkup: text == nil)
  }

  /// A document that nobody will work on: whatever is there of it.
  private func finishedDocument() throws(StageError) -> Document {
    try document(text ?? html ?? [], decodedBytes(), isMarkup: text == nil && html != nil)
  }

  private func document(
    _ given: [UInt8], _ sourceBytes: [UInt8]?, isMarkup: Bool
  ) throws(StageError) -> Document {
    var source = Source(
      bytes: sourceBytes ?? given, url: url,
      contentType: contentType ?? (isMarkup ? "text/html" : "text/plain"),
      encoding: encoding ?? "UTF-8")
    source.parts = try sourceParts(of: sourceBytes)
    return Document(
      id: id, source: source, text: given, alignment: try resolvedAlignment(given, source.bytes),
      form: isMarkup ? .markup : .plain)
  }

  /// - Parameter bytes: those of the source; without them the parts only tell of it.
  private func sourceParts(of bytes: [UInt8]?) throws(StageError) -> [SourcePart] {
    let parts = try parts.map { part throws(StageError) in
      guard part.source.start >= 0, part.source.start <= part.source.end else {
        throw JSONInput.refused(
          "'parts' has the range \(part.source.start)...\(part.source.end), which is none")
      }
      return SourcePart(
        path: part.path, url: part.url, range: part.source.start..<part.source.end, encoding: part.encoding)
    }
    guard let bytes, !parts.isEmpty else { return parts }
    guard Source.tiles(parts, bytes.count) else { throw JSONInput.refused("'parts' do not cover 'bytes'") }
    return parts
  }

  private func decodedBytes() throws(StageError) -> [UInt8]? {
    guard let bytes else { return nil }
    guard let data = Data(base64Encoded: Data(bytes)) else {
      throw JSONInput.refused("'bytes' is not base64")
    }
    return Array(data)
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
      let range = try JSONInput.range(segment.text, offsets, "alignment")
      guard range.lowerBound == result.textCount, segment.source.start == result.sourceCount,
        segment.source.start <= segment.source.end, segment.source.end <= source.count,
        !segment.isCopy || text[range] == source[segment.source.start..<segment.source.end]
      else { throw JSONInput.refused("'alignment' does not tie the text to 'bytes'") }
      if segment.isCopy {
        result.appendCopy(range.count)
      } else {
        result.appendChange(text: range.count, source: segment.source.end - segment.source.start)
      }
    }
    guard result.textCount == text.count, result.sourceCount == source.count else {
      throw JSONInput.refused("'alignment' does not cover the text and 'bytes'")
    }
    return result
  }

  private static func range(
    _ place: Place, _ offsets: ScalarOffsets, _ field: String
  ) throws(StageError) -> Range<Int> {
    guard place.start <= place.end, let lower = offsets.byte(atScalar: place.start),
      let upper = offsets.byte(atScalar: place.end)
    else { throw refused("'\(field)' has the range \(place.start)...\(place.end), which is not in the text") }
    return lower..<upper
  }

  private func fillMarks(of document: inout Document) throws(StageError) {
    let offsets = ScalarOffsets(document.text)
    if let blocks {
      try document.setBlocks(
        blocks.map { block throws(StageError) in
          DocumentModel.Block(
            BlockKind(rawValue: block.kind), try JSONInput.range(block.place, offsets, "blocks"),
            language: block.language, attributes: block.attributes)
        })
    }
    for span in spans {
      try document.add(
        DocumentModel.Span(
          layer: span.layer, try JSONInput.range(span.place, offsets, "spans"), label: span.label,
          attributes: span.attributes, stage: span.stage ?? "input"))
    }
    document.removed = try removedBlocks(offsets)
    document.edits = try edits.map { edit throws(StageError) in
      AppliedEdit(
        range: try JSONInput.range(edit.place, offsets, "edits"), before: edit.before, after: edit.after,
        reason: edit.reason, stage: edit.stage)
    }
    document.provenance = try records(offsets)
    document.isEdited = isEdited ?? (!edits.isEmpty || alignment != nil)
  }

  private func removedBlocks(_ offsets: ScalarOffsets) throws(StageError) -> [RemovedBlock] {
    try removed.map { block throws(StageError) in
      let position = Place(start: block.position, end: block.position)
      return RemovedBlock(
        text: block.text, reason: block.reason, score: block.score,
        sourceRange: max(0, block.source.start)..<max(0, block.source.start, block.source.end),
        position: try JSONInput.range(position, offsets, "removed").lowerBound, stage: block.stage ?? "input")
    }
  }

  private func records(_ offsets: ScalarOffsets) throws(StageError) -> [StageRecord] {
    try provenance.map { record throws(StageError) in
      var result = StageRecord(stage: record.stage, version: record.version, optionsHash: record.optionsHash)
      result.counts = record.counts
      result.reports = try record.reports.map { report throws(StageError) in
        DocumentModel.Report(
          report.code, report.message, at: try JSONInput.range(report.place, offsets, "provenance"))
      }
      return result
    }
  }
}
