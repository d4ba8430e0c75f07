import StageKit

/// A record that becomes a document, as it was read; what is in it is unpacked where the document is worked
/// on.
struct Capture: Sendable {
  /// Where the record is.
  struct Place: Sendable {
    let file: String
    /// In bytes of the file; where the file is one gzip, of what is packed in it.
    let offset: Int
  }

  var id: String
  let header: RecordHeader
  let place: Place
  /// The block, or as much of it as could be read.
  let block: [UInt8]
  /// Nil for a resource, whose block is the page itself.
  let head: HTTPHead?
  let mediaType: MediaType?
  /// Why it cannot be taken for a document.
  let problem: StageError?
  let maxBytes: Int

  private var fields: NamedFields { header.fields }

  /// The document, or why there is none; never throws, so that what the record says of itself is kept.
  func loaded() -> ReadItem.Loaded {
    do throws(StageError) {
      if let problem { throw problem }
      return .document(try document())
    } catch {
      let isFailure = error.outcome == .quarantined
      var alignment = Alignment()
      alignment.appendChange(text: 0, source: isFailure ? block.count : 0)
      var document = Document(
        id: id, source: Source(bytes: isFailure ? block : [], url: address), text: [], alignment: alignment)
      describe(&document)
      return .finished(
        ProcessedDocument(
          document, outcome: error.outcome, error: DocumentError(stage: ReadWARC.name, error)))
    }
  }

  private var address: String? { fields.address("warc-target-uri") }

  private func document() throws(StageError) -> Document {
    let body = head.map { Array(block[$0.bodyOffset...]) } ?? block
    let payload = try head.map { head throws(StageError) in
      try Payload(body, fields: head.fields, maxBytes: maxBytes)
    }
    let bytes = payload?.bytes ?? body
    guard bytes.count <= maxBytes else { throw ArchiveScanner.tooLarge(maxBytes) }
    guard !bytes.isEmpty else {
      throw StageError("empty-body", "there is nothing in the record's body", outcome: .empty)
    }
    let decoded = try Document(id: id, bytes: bytes, url: address, contentType: mediaType?.name)
    var source = decoded.source
    if let charset = mediaType?.charset { source.contentType += "; charset=" + charset }
    var document = Document(
      id: id, source: source, text: decoded.text, alignment: decoded.alignment, form: decoded.form)
    describe(&document)
    var notes = payload?.notes ?? []
    if let head, let stated = head.fields.first("content-length").flatMap({ Int($0) }), stated > body.count,
      head.fields.first("content-encoding") == nil, head.fields.first("transfer-encoding") == nil
    {
      notes.append(
        Note(
          code: "body-cut-short",
          message: "the body has \(body.count) of the \(stated) bytes that it should have"))
    }
    addDigest(to: &document, body, payload, &notes)
    if let reason = fields.first("warc-truncated") {
      notes.append(Note(code: "truncated-by-crawler", message: "the crawler stopped in the page: \(reason)"))
    }
    note(notes, in: &document)
    return document
  }

  private func note(_ notes: [Note], in document: inout Document) {
    guard !notes.isEmpty else { return }
    document.begin(stage: ReadWARC.name, version: ReadWARC.version)
    for note in notes { document.report(Report(note.code, note.message, at: 0..<document.text.count)) }
  }

  // MARK: Metadata

  private func describe(_ document: inout Document) {
    func set(_ key: String, _ value: String?, _ field: String) {
      if let value { document.metadata.set(key, .string(value), origin: .init(field, .high)) }
    }
    set(MetadataKey.accessed, CaptureDate(fields.first("warc-date"))?.text, "WARC-Date")
    set(MetadataKey.warcRecordID, fields.address("warc-record-id"), "WARC-Record-ID")
    set(MetadataKey.warcTruncated, fields.first("warc-truncated"), "WARC-Truncated")
    if header.type == "revisit" {
      set(MetadataKey.warcRefersTo, fields.address("warc-refers-to"), "WARC-Refers-To")
      set("warc_refers_to_url", fields.address("warc-refers-to-target-uri"), "WARC-Refers-To-Target-URI")
      set("warc_refers_to_date", fields.first("warc-refers-to-date"), "WARC-Refers-To-Date")
    }
    let reader = Metadata.Origin(ReadWARC.name, .high)
    document.metadata.set(MetadataKey.warcFile, .string(place.file), origin: reader)
    document.metadata.set(MetadataKey.warcOffset, .integer(place.offset), origin: reader)
    if let head, head.status != 200 {
      document.metadata.set(
        MetadataKey.httpStatus, .integer(head.status), origin: .init("HTTP status line", .high))
    }
  }

  /// The digest of the body as it is stored, checked: sure where it is right, not where it is wrong.
  ///
  /// Programs differ in what they take for the payload: the body as stored, without its chunks, or decoded.
  /// Any of these will do.
  private func addDigest(
    to document: inout Document, _ body: [UInt8], _ payload: Payload?, _ notes: inout [Note]
  ) {
    document.metadata.set(
      MetadataKey.warcPayloadBytes, .integer(body.count), origin: .init(ReadWARC.name, .high))
    let ofPayload = fields.first("warc-payload-digest")
    guard let stated = ofPayload ?? fields.first("warc-block-digest") else {
      document.metadata.set(
        MetadataKey.warcPayloadDigest, .string(PayloadDigest.sha256(of: body)),
        origin: .init(ReadWARC.name, .high))
      return
    }
    let key = ofPayload == nil ? MetadataKey.warcBlockDigest : MetadataKey.warcPayloadDigest
    let place = ofPayload == nil ? "WARC-Block-Digest" : "WARC-Payload-Digest"
    var certainty = Certainty.medium
    if let digest = PayloadDigest(stated) {
      let isRight =
        ofPayload == nil
        ? digest.matches(block)
        : digest.matches(body) || payload?.withoutChunks.map { digest.matches($0) } ?? false
          || payload.map { digest.matches($0.bytes) } ?? false
      certainty = isRight ? .high : .low
      if !isRight {
        notes.append(
          Note(
            code: "digest-mismatch",
            message: "the bytes of the record are not those of its \(place) \(stated)"))
      }
    }
    document.metadata.set(key, .string(stated), origin: .init(place, certainty))
  }
}
