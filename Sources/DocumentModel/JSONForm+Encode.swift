import Foundation

/// Parts of the JSON form that are left out unless asked for.
public enum JSONFormPart: String, Sendable, CaseIterable {
  /// Every edit with the text before and after.
  case edits
  /// The segments that tie the text to the source.
  case alignment
  /// What each stage did.
  case provenance
  /// The source bytes, base64, as `bytes`.
  case source
}

extension ProcessedDocument {
  /// The JSON form: one line, no raw line break, keys in alphabetical order, offsets into the text in Unicode scalars.
  ///
  /// - Throws: `StageError` "not-json" when a number of the metadata has no JSON form (infinity).
  public func jsonLine(including parts: Set<JSONFormPart> = [.provenance]) throws(StageError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(JSONForm(self, parts)))
    } catch {
      throw StageError("not-json", "the document has no JSON form: \(error)")
    }
  }
}

/// The encodable picture of a document.
private struct JSONForm: Encodable {
  let processed: ProcessedDocument
  let parts: Set<JSONFormPart>
  let offsets: ScalarOffsets

  init(_ processed: ProcessedDocument, _ parts: Set<JSONFormPart>) {
    self.processed = processed
    self.parts = parts
    offsets = ScalarOffsets(processed.document.text)
  }

  func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: AnyKey.self)
    let document = processed.document
    for (key, value) in document.otherFields { try form.encode(value, forKey: AnyKey(key)) }
    try form.encode(document.id, forKey: AnyKey("id"))
    try form.encode(processed.outcome, forKey: AnyKey("status"))
    try form.encodeIfPresent(processed.error, forKey: AnyKey("error"))
    try form.encodeIfPresent(processed.tei, forKey: AnyKey("tei"))
    try encodeText(document, in: &form)
    try form.encodeIfPresent(document.language, forKey: AnyKey("language"))
    try form.encodeIfPresent(document.source.url, forKey: AnyKey("url"))
    try form.encode(document.source.contentType, forKey: AnyKey("content_type"))
    try form.encode(document.metadata.values, forKey: AnyKey("metadata"))
    if !document.metadata.origins.isEmpty {
      try form.encode(document.metadata.origins, forKey: AnyKey("metadata_origins"))
    }
    try form.encode(document.blocks.map(block), forKey: AnyKey("blocks"))
    try form.encode(document.spans.map(span), forKey: AnyKey("spans"))
    try form.encode(document.removed.map(removed), forKey: AnyKey("removed"))
    try encodeEvidence(document, in: &form)
  }

  /// Markup goes out as `html`, so that the next program knows what it gets.
  private func encodeText(_ document: Document, in form: inout KeyedEncodingContainer<AnyKey>) throws {
    let key = document.form == .markup ? "html" : "text"
    try form.encode(String(decoding: document.text, as: UTF8.self), forKey: AnyKey(key))
  }

  private func encodeEvidence(_ document: Document, in form: inout KeyedEncodingContainer<AnyKey>) throws {
    if parts.contains(.provenance) { try form.encode(document.provenance.map(record), forKey: AnyKey("provenance")) }
    if parts.contains(.edits) { try form.encode(document.edits.map(edit), forKey: AnyKey("edits")) }
    if parts.contains(.alignment) {
      try form.encode(document.alignment.segments.map(segment), forKey: AnyKey("alignment"))
    }
    if parts.contains(.source) {
      try form.encode(Data(document.source.bytes).base64EncodedString(), forKey: AnyKey("bytes"))
      try form.encode(document.source.encoding, forKey: AnyKey("encoding"))
    }
  }

  private func placed(_ range: Range<Int>) -> [String: JSONValue] {
    let scalars = offsets.scalars(range)
    return ["start": .integer(scalars.lowerBound), "end": .integer(scalars.upperBound)]
  }

  private func block(_ block: Block) -> [String: JSONValue] {
    var fields = placed(block.range)
    fields["kind"] = .string(block.kind.rawValue)
    fields["language"] = block.language.map { .string($0) }
    if !block.attributes.isEmpty { fields["attributes"] = strings(block.attributes) }
    return fields
  }

  private func span(_ span: Span) -> [String: JSONValue] {
    var fields = placed(span.range)
    fields["layer"] = .string(span.layer)
    fields["label"] = .string(span.label)
    fields["attributes"] = strings(span.attributes)
    fields["stage"] = .string(span.stage)
    return fields
  }

  private func removed(_ block: RemovedBlock) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "text": text(block.text), "reason": .string(block.reason), "stage": .string(block.stage),
      "position": .integer(offsets.scalars(atByte: block.position)),
      "source_start": .integer(block.sourceRange.lowerBound), "source_end": .integer(block.sourceRange.upperBound),
    ]
    fields["score"] = block.score.map { .number($0) }
    return fields
  }

  private func record(_ record: StageRecord) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "stage": .string(record.stage), "version": .integer(record.version),
      "counts": .object(record.counts.mapValues { .integer($0) }),
    ]
    if !record.optionsHash.isEmpty { fields["options_hash"] = .string(record.optionsHash) }
    if !record.reports.isEmpty {
      fields["reports"] = .array(
        record.reports.map { report in
          .object(placed(report.range).merging(["code": .string(report.code), "message": .string(report.message)]) { $1 })
        })
    }
    return fields
  }

  private func edit(_ edit: AppliedEdit) -> [String: JSONValue] {
    placed(edit.range).merging([
      "before": text(edit.before), "after": text(edit.after), "reason": .string(edit.reason),
      "stage": .string(edit.stage),
    ]) { $1 }
  }

  /// One array for each segment, as there are many: start and end in the text (scalars), start and end in the source
  /// (bytes), and whether it is a copy.
  private func segment(_ segment: Alignment.Segment) -> JSONValue {
    let scalars = offsets.scalars(segment.text)
    return .array([
      .integer(scalars.lowerBound), .integer(scalars.upperBound), .integer(segment.source.lowerBound),
      .integer(segment.source.upperBound), .bool(segment.isCopy),
    ])
  }

  private func text(_ bytes: [UInt8]) -> JSONValue { .string(String(decoding: bytes, as: UTF8.self)) }

  private func strings(_ attributes: [String: String]) -> JSONValue { .object(attributes.mapValues { .string($0) }) }
}
