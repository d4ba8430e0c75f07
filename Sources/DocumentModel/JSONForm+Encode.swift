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
  /// The JSON form: one line, no raw line break, keys in alphabetical order, offsets into the text in Unicode
  /// scalars.
  ///
  /// - Throws: `StageError` "not-json" when a number of the metadata has no JSON form (infinity).
  /// - Complexity: O(bytes + marks).
  public func jsonLine(including parts: Set<JSONFormPart> = [.provenance]) throws(StageError) -> [UInt8] {
    let form = JSONForm(self, parts)
    var writer = JSONWriter(
      reserving: document.text.count + document.text.count / 8 + 64 * document.blocks.count)
    form.write(to: &writer)
    guard !writer.hasUnwritable else {
      throw StageError("not-json", "the document has no JSON form: a number in it is infinite or none")
    }
    return writer.bytes
  }
}

/// A document about to be written.
private struct JSONForm {
  typealias Part = (inout JSONWriter) -> Void
  let processed: ProcessedDocument
  let parts: Set<JSONFormPart>
  let offsets: ScalarOffsets

  init(_ processed: ProcessedDocument, _ parts: Set<JSONFormPart>) {
    self.processed = processed
    self.parts = parts
    offsets = ScalarOffsets(processed.document.text)
  }

  func write(to writer: inout JSONWriter) {
    let document = processed.document
    var fields: [String: Part] = document.otherFields.mapValues { value in { $0.value(value) } }
    fields.merge(description(of: document)) { $1 }
    fields.merge(marks(of: document)) { $1 }
    fields.merge(evidence(of: document)) { $1 }
    writer.object(fields) { $1(&$0) }
  }

  private func description(of document: Document) -> [String: Part] {
    // Markup goes out as `html`, so that the next program knows what it gets.
    var fields: [String: Part] = [
      "id": { $0.string(document.id) }, "status": { $0.string(processed.outcome.rawValue) },
      document.form == .markup ? "html" : "text": { $0.string(document.text) },
      "content_type": { $0.string(document.source.contentType) },
      "metadata": { $0.object(document.metadata.values) { $0.value($1) } },
    ]
    if let error = processed.error { fields["error"] = { write(error, to: &$0) } }
    if let tei = processed.tei { fields["tei"] = { $0.string(tei) } }
    if let language = document.language { fields["language"] = { $0.string(language) } }
    if let url = document.source.url { fields["url"] = { $0.string(url) } }
    if !document.source.parts.isEmpty { fields["parts"] = { $0.array(document.source.parts, write) } }
    if !document.metadata.origins.isEmpty {
      fields["metadata_origins"] = {
        $0.object(document.metadata.origins) {
          $0.object(["place": $1.place, "certainty": $1.certainty.rawValue])
        }
      }
    }
    return fields
  }

  private func marks(of document: Document) -> [String: Part] {
    [
      "blocks": { $0.array(document.blocks, write) }, "spans": { $0.array(document.spans, write) },
      "removed": { $0.array(document.removed, write) },
    ]
  }

  private func evidence(of document: Document) -> [String: Part] {
    var fields: [String: Part] = [:]
    if parts.contains(.provenance) { fields["provenance"] = { $0.array(document.provenance, write) } }
    if parts.contains(.edits) { fields["edits"] = { $0.array(document.edits, write) } }
    if parts.contains(.alignment) {
      fields["alignment"] = { $0.array(document.alignment.segments.lazy.flatMap { $0.split() }, write) }
      fields["edited"] = { $0.value(.bool(document.isEdited)) }
    }
    if parts.contains(.source) {
      fields["bytes"] = { $0.string(Array(Data(document.source.bytes).base64EncodedData())) }
      fields["encoding"] = { $0.string(document.source.encoding) }
    }
    return fields
  }

  // MARK: Members of lists. Their names stand in alphabetical order here.

  private func write(_ writer: inout JSONWriter, _ block: Block) {
    let scalars = offsets.scalars(block.range)
    writer.raw("{")
    if !block.attributes.isEmpty {
      writer.raw(#""attributes":"#)
      writer.object(block.attributes)
      writer.raw(",")
    }
    writer.raw(#""end":"#)
    writer.integer(scalars.upperBound)
    writer.raw(#","kind":"#)
    writer.string(block.kind.rawValue)
    if let language = block.language {
      writer.raw(#","language":"#)
      writer.string(language)
    }
    writer.raw(#","start":"#)
    writer.integer(scalars.lowerBound)
    writer.raw("}")
  }

  private func write(_ writer: inout JSONWriter, _ span: Span) {
    let scalars = offsets.scalars(span.range)
    writer.raw(#"{"attributes":"#)
    writer.object(span.attributes)
    writer.raw(#","end":"#)
    writer.integer(scalars.upperBound)
    writer.raw(#","label":"#)
    writer.string(span.label)
    writer.raw(#","layer":"#)
    writer.string(span.layer)
    writer.raw(#","stage":"#)
    writer.string(span.stage)
    writer.raw(#","start":"#)
    writer.integer(scalars.lowerBound)
    writer.raw("}")
  }

  private func write(_ writer: inout JSONWriter, _ block: RemovedBlock) {
    var fields: [String: Part] = [
      "text": { $0.string(block.text) }, "reason": { $0.string(block.reason) },
      "stage": { $0.string(block.stage) },
      "position": { $0.integer(offsets.scalars(atByte: block.position)) },
      "source_start": { $0.integer(block.sourceRange.lowerBound) },
      "source_end": { $0.integer(block.sourceRange.upperBound) },
    ]
    if let score = block.score { fields["score"] = { $0.number(score) } }
    writer.object(fields) { $1(&$0) }
  }

  private func write(_ writer: inout JSONWriter, _ part: SourcePart) {
    var fields: [String: JSONValue] = [
      "path": .string(part.path), "encoding": .string(part.encoding),
      "source_start": .integer(part.range.lowerBound), "source_end": .integer(part.range.upperBound),
    ]
    if let url = part.url { fields["url"] = .string(url) }
    writer.object(fields) { $0.value($1) }
  }

  private func write(_ writer: inout JSONWriter, _ record: StageRecord) {
    var fields: [String: Part] = [
      "stage": { $0.string(record.stage) }, "version": { $0.integer(record.version) },
      "counts": { $0.object(record.counts) { $0.integer($1) } },
    ]
    if !record.optionsHash.isEmpty { fields["options_hash"] = { $0.string(record.optionsHash) } }
    if !record.reports.isEmpty { fields["reports"] = { $0.array(record.reports, write) } }
    writer.object(fields) { $1(&$0) }
  }

  private func write(_ writer: inout JSONWriter, _ report: Report) {
    let scalars = offsets.scalars(report.range)
    writer.object([
      "code": .string(report.code), "message": .string(report.message), "start": .integer(scalars.lowerBound),
      "end": .integer(scalars.upperBound),
    ]) { $0.value($1) }
  }

  private func write(_ writer: inout JSONWriter, _ edit: AppliedEdit) {
    let scalars = offsets.scalars(edit.range)
    writer.raw(#"{"after":"#)
    writer.string(edit.after)
    writer.raw(#","before":"#)
    writer.string(edit.before)
    writer.raw(#","end":"#)
    writer.integer(scalars.upperBound)
    writer.raw(#","reason":"#)
    writer.string(edit.reason)
    writer.raw(#","stage":"#)
    writer.string(edit.stage)
    writer.raw(#","start":"#)
    writer.integer(scalars.lowerBound)
    writer.raw("}")
  }

  /// One list for each segment, as there are many: start and end in the text (scalars), start and end in the
  /// source (bytes), and whether it is a copy.
  private func write(_ writer: inout JSONWriter, _ segment: Alignment.Segment) {
    let scalars = offsets.scalars(segment.text)
    writer.raw("[")
    for place in [
      scalars.lowerBound, scalars.upperBound, segment.source.lowerBound, segment.source.upperBound,
    ] {
      writer.integer(place)
      writer.raw(",")
    }
    writer.raw(segment.isCopy ? "true]" : "false]")
  }

  private func write(_ error: DocumentError, to writer: inout JSONWriter) {
    var fields: [String: JSONValue] = [
      "stage": .string(error.stage), "code": .string(error.code), "message": .string(error.message),
    ]
    fields["source_offset"] = error.sourceOffset.map { .integer($0) }
    writer.object(fields) { $0.value($1) }
  }
}
