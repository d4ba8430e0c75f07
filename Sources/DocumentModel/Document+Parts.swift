/// A document that was harvested as several pages: its source is the pages one after another, and what works on
/// pages works on each of them.
extension Document {
  /// The pages as documents of their own, in order; the document itself when it is one page.
  ///
  /// Blocks, spans, edits, removed blocks and reports go with the page they stand in; counts stay with the
  /// first. `Document(joining:)` is the way back. Also the document itself where its pages cannot be told
  /// apart any more: an edit reached over two of them, or the source is not there.
  /// - Complexity: O(bytes + marks · pages).
  public func pages() -> [Document] {
    let parts = source.parts
    guard parts.count > 1, Source.tiles(parts, source.bytes.count) else { return [self] }
    var alignments: [Alignment] = []
    for part in parts {
      guard let alignment = alignment.slice(ofSource: part.range) else { return [self] }
      alignments.append(alignment)
    }
    guard alignments.reduce(0, { $0 + $1.textCount }) == text.count else { return [self] }
    var start = 0
    return zip(parts, alignments).enumerated().map { index, page in
      let range = start..<start + page.1.textCount
      start = range.upperBound
      return self.page(index, page.0, range, page.1)
    }
  }

  private func page(_ index: Int, _ part: SourcePart, _ range: Range<Int>, _ alignment: Alignment) -> Document
  {
    var source = Source(
      bytes: Array(self.source.bytes[part.range]), url: part.url, contentType: self.source.contentType,
      encoding: part.encoding)
    source.sha256 = nil
    var page = Document(id: id, source: source, text: Array(text[range]), alignment: alignment, form: form)
    page.metadata = metadata
    if index > 0, let url = part.url {
      page.metadata.set(MetadataKey.url, [url], origin: .init("input", .high))
    }
    page.language = language
    page.otherFields = otherFields
    page.isEdited = isEdited
    fill(&page, index, part, range)
    return page
  }

  /// Gives a page its marks: those at its start, and the last also those at its end.
  private func fill(_ page: inout Document, _ index: Int, _ part: SourcePart, _ range: Range<Int>) {
    let isLast = index == source.parts.count - 1
    func holds(_ mark: Range<Int>) -> Bool {
      mark.lowerBound >= range.lowerBound && (mark.lowerBound < range.upperBound || isLast)
    }
    func moved(_ mark: Range<Int>) -> Range<Int> {
      let lower = mark.lowerBound - range.lowerBound
      return lower..<max(lower, min(mark.upperBound, range.upperBound) - range.lowerBound)
    }
    page.blocks = blocks.filter { holds($0.range) }.map { with($0, \.range, moved($0.range)) }
    page.spans = spans.filter { holds($0.range) }.map { with($0, \.range, moved($0.range)) }
    page.edits = edits.filter { holds($0.range) }.map { with($0, \.range, moved($0.range)) }
    page.removed = removed.filter { part.range.contains($0.sourceRange.lowerBound) }.map { block in
      var block = block
      let (lower, upper) = (
        block.sourceRange.lowerBound, min(block.sourceRange.upperBound, part.range.upperBound)
      )
      block.sourceRange = lower - part.range.lowerBound..<max(lower, upper) - part.range.lowerBound
      block.position = min(max(block.position, range.lowerBound), range.upperBound) - range.lowerBound
      return block
    }
    page.provenance = provenance.map { record in
      var record = record
      if index > 0 { record.counts = [:] }
      record.reports = record.reports.filter { holds($0.range) }.map { with($0, \.range, moved($0.range)) }
      return record
    }
  }

  /// One document of pages, in order; `pages()` is the way back as long as no edit reaches over two pages.
  ///
  /// Metadata, language and what else a page has once are those of the first page; counts are summed.
  ///
  /// - Parameters:
  ///   - pages: at least one; all of one form.
  ///   - paths: of the pages, where they have not been joined before.
  ///   - separator: text put between pages that both have text; none keeps the text as it is in the source.
  /// - Complexity: O(bytes + marks).
  public init(joining pages: [Document], paths: [String], separator: String = "") {
    var whole = pages[0]
    var parts: [SourcePart] = []
    var bytes: [UInt8] = []
    whole.clearForJoining()
    for (page, path) in zip(pages, paths) {
      if !whole.text.isEmpty, !page.text.isEmpty, !separator.isEmpty {
        whole.text += Array(separator.utf8)
        whole.alignment.appendChange(text: separator.utf8.count, source: 0)
        whole.isEdited = true
      }
      whole.append(page, bytesBefore: bytes.count)
      parts.append(
        SourcePart(
          path: path, url: page.source.url, range: bytes.count..<bytes.count + page.source.bytes.count,
          encoding: page.source.encoding))
      bytes += page.source.bytes
    }
    var encodings: [String] = []
    for part in parts where !encodings.contains(part.encoding) { encodings.append(part.encoding) }
    whole.source = Source(
      bytes: bytes, url: pages[0].source.url, contentType: pages[0].source.contentType,
      encoding: encodings.joined(separator: ", "))
    whole.source.parts = parts
    self = whole
  }

  private mutating func clearForJoining() {
    text = []
    alignment = Alignment()
    (blocks, spans, edits, removed) = ([], [], [], [])
    for index in provenance.indices {
      provenance[index].counts = [:]
      provenance[index].reports = []
    }
  }

  private mutating func append(_ page: Document, bytesBefore: Int) {
    let shift = text.count
    func moved(_ range: Range<Int>) -> Range<Int> { range.lowerBound + shift..<range.upperBound + shift }
    text += page.text
    alignment.append(page.alignment)
    isEdited = isEdited || page.isEdited
    blocks += page.blocks.map { with($0, \.range, moved($0.range)) }
    spans += page.spans.map { with($0, \.range, moved($0.range)) }
    edits += page.edits.map { with($0, \.range, moved($0.range)) }
    removed += page.removed.map { block in
      var block = block
      block.position += shift
      block.sourceRange =
        block.sourceRange.lowerBound + bytesBefore..<block.sourceRange.upperBound + bytesBefore
      return block
    }
    for (index, record) in page.provenance.enumerated() where index < provenance.count {
      provenance[index].counts.merge(record.counts, uniquingKeysWith: +)
      provenance[index].reports += record.reports.map { with($0, \.range, moved($0.range)) }
    }
  }

  /// Has each page worked on as a document of its own; the document itself when it is one page.
  public mutating func forEachPage(
    _ body: (inout Document) throws(StageError) -> Void
  ) throws(StageError) {
    var pages = pages()
    guard pages.count > 1 else { return try body(&self) }
    for index in pages.indices { try body(&pages[index]) }
    let sha256 = source.sha256
    self = Document(joining: pages, paths: source.parts.map(\.path))
    source.sha256 = sha256
  }
}

/// A value with one property changed.
private func with<Value, Property>(
  _ value: Value, _ path: WritableKeyPath<Value, Property>, _ property: Property
) -> Value {
  var value = value
  value[keyPath: path] = property
  return value
}
