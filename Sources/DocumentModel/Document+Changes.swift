extension Document {
  // MARK: Who is at work

  /// Names the stage that acts from now on: edits, spans, removals and counts are its own.
  /// Called by whoever runs the stages, before each.
  public mutating func begin(stage: String, version: Int, optionsHash: String = "") {
    provenance.append(StageRecord(stage: stage, version: version, optionsHash: optionsHash))
  }

  /// Adds to a count of the stage at work.
  public mutating func count(_ name: String, _ number: Int = 1) {
    guard !provenance.isEmpty, number != 0 else { return }
    provenance[provenance.count - 1].counts[name, default: 0] += number
  }

  /// Notes a place that the stage at work could not decide.
  public mutating func report(_ report: Report) {
    guard !provenance.isEmpty else { return }
    provenance[provenance.count - 1].reports.append(report)
  }

  private var stageAtWork: String { provenance.last?.stage ?? "" }

  // MARK: Text

  /// Changes the text, and moves blocks, spans, removed blocks, earlier edits, reports and the alignment with
  /// it.
  ///
  /// A span or block keeps every character it had; one that loses all of them goes. Text inserted at its edge
  /// stays outside.
  ///
  /// - Parameter edits: in ascending order, not overlapping, on scalar boundaries.
  /// - Throws: `StageError` "invalid-edit" when they are not, or a replacement is not UTF-8; nothing is
  ///   changed then.
  /// - Complexity: O(text + segments + edits + marks · log edits).
  public mutating func apply(_ edits: [Edit], recording: EditRecording = .each) throws(StageError) {
    try apply(EditBatch(edits), recording: recording)
  }

  /// As `apply(_:recording:)`, for edits in flat storage.
  public mutating func apply(
    _ edits: EditBatch, recording: EditRecording = .each
  ) throws(StageError) {
    guard !edits.isEmpty else { return }
    try validate(edits)
    let map = EditMap(edits)
    move(by: map)
    countReasons(of: edits)
    if recording == .each { keepEvidence(of: edits) }
    alignment = alignment.applying(edits)
    text = edits.applied(to: text)
    isEdited = true
  }

  private mutating func countReasons(of edits: EditBatch) {
    var numbers = [Int](repeating: 0, count: edits.reasons.count)
    for entry in edits.entries { numbers[Int(entry.reason)] += 1 }
    for (reason, number) in zip(edits.reasons, numbers) { count(reason, number) }
  }

  /// Remembers each edit of a batch; `text` is still the one before them.
  private mutating func keepEvidence(of edits: EditBatch) {
    let size = edits.entries.reduce(0) { $0 + $1.range.count }
    let before = text.withUnsafeBufferPointer { text in
      [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
        for entry in edits.entries {
          for offset in entry.range {
            bytes[count] = text[offset]
            count += 1
          }
        }
      }
    }
    let batch = AppliedBatch(edits: edits, before: before, stage: stageAtWork)
    self.edits.reserveCapacity(self.edits.count + edits.count)
    // `start` bytes of the text went before this edit, and `end` bytes came in their place.
    var (start, end) = (0, 0)
    for (index, entry) in edits.entries.enumerated() {
      let length = Int(entry.end) - end
      let place = Int(entry.lower) - start + end
      self.edits.append(AppliedEdit(range: place..<place + length, batch, index: index, start: start))
      start += entry.range.count
      end += length
    }
  }

  private func validate(_ edits: EditBatch) throws(StageError) {
    let invalid = UTF8Validation.firstInvalidByte(edits.bytes) ?? edits.bytes.count
    var (previous, start) = (0, 0)
    for (index, entry) in edits.entries.enumerated() {
      let (range, bytes) = (entry.range, start..<Int(entry.end))
      guard range.lowerBound >= previous, range.upperBound <= text.count, entry.upper < .max else {
        throw invalidEdit(edits, index, "is out of order or outside the text")
      }
      guard isBoundary(range.lowerBound), isBoundary(range.upperBound) else {
        throw invalidEdit(edits, index, "cuts a character")
      }
      // The bytes of all are UTF-8, so those of one are when no character reaches over their ends.
      guard bytes.upperBound <= invalid, bytes.isEmpty || edits.bytes[bytes.lowerBound] & 0xC0 != 0x80,
        bytes.upperBound == edits.bytes.count || edits.bytes[bytes.upperBound] & 0xC0 != 0x80
      else { throw invalidEdit(edits, index, "puts something that is not UTF-8 there") }
      (previous, start) = (range.upperBound, bytes.upperBound)
    }
  }

  private func invalidEdit(_ edits: EditBatch, _ index: Int, _ fault: String) -> StageError {
    StageError("invalid-edit", "edit \(edits.range(index)) of '\(edits.reason(index))' \(fault)")
  }

  func isBoundary(_ offset: Int) -> Bool { offset == text.count || text[offset] & 0xC0 != 0x80 }

  private mutating func move(by map: EditMap) {
    func moved(_ range: Range<Int>) -> Range<Int> { map.map(range) ?? map.position(range.lowerBound) }
    blocks = map.map(blocks)
    spans = spans.compactMap { span in
      guard let range = map.map(span.range) else { return nil }
      var span = span
      span.range = range
      return span
    }
    for index in edits.indices { edits[index].range = moved(edits[index].range) }
    for index in removed.indices {
      removed[index].position = map.position(removed[index].position).lowerBound
    }
    for record in provenance.indices {
      for index in provenance[record].reports.indices {
        provenance[record].reports[index].range = moved(provenance[record].reports[index].range)
      }
    }
  }

  // MARK: Blocks and removals

  /// Replaces all blocks, as a stage does that finds the structure of the text.
  ///
  /// - Parameter blocks: nested by range, an outer block before those inside it.
  /// - Throws: `StageError` "invalid-blocks" when two cross, one lies outside the text or cuts a character,
  ///   or the order is
  ///   another; nothing is changed then.
  public mutating func setBlocks(_ blocks: [Block]) throws(StageError) {
    var nesting = BlockNesting()
    var lastStart = 0
    for (index, block) in blocks.enumerated() {
      let range = block.range
      let outer = nesting.enter(range, index: index).map { blocks[$0].range.upperBound } ?? text.count
      guard range.upperBound <= outer, range.lowerBound >= lastStart else {
        throw StageError(
          "invalid-blocks", "block \(block.kind.rawValue) \(range) crosses another or is out of order")
      }
      guard isBoundary(range.lowerBound), isBoundary(range.upperBound) else {
        throw StageError("invalid-blocks", "block \(block.kind.rawValue) \(range) cuts a character")
      }
      lastStart = range.lowerBound
    }
    self.blocks = blocks
  }

  /// Sets the language of the block at an index.
  public mutating func setLanguage(_ language: String?, ofBlock index: Int) {
    blocks[index].language = language
  }

  /// Cuts the blocks that a rule picks, with the blocks inside them and one line break after each, and keeps
  /// them in `removed`. A container that is left without blocks goes too.
  ///
  /// - Parameters:
  ///   - reason: the rule's name.
  ///   - isRemoved: asked for each block that is not inside a picked one; its score (0...1) or nil to keep.
  public mutating func removeBlocks(
    because reason: String, where isRemoved: (Block) -> Double?
  ) throws(StageError) {
    let removal = BlockRemoval(blocks, where: isRemoved)
    var edits: [Edit] = []
    var position = 0
    for (index, score) in removal.picked {
      let range = blocks[index].range
      record(
        RemovedBlock(
          text: Array(text[range]), reason: reason, score: score, sourceRange: sourceRange(of: range),
          position: range.lowerBound))
      if range.isEmpty {
        count(reason)
      } else {
        let end =
          range.upperBound < text.count && text[range.upperBound] == 0x0A
          ? range.upperBound + 1 : range.upperBound
        // The line break after the last block may be the first character of this one.
        edits.append(Edit(max(position, range.lowerBound)..<end, [], reason: reason))
        position = end
      }
    }
    blocks = zip(blocks, removal.isGone).filter { !$1 }.map(\.0)
    try apply(edits, recording: .counts)
  }

  /// Keeps a block that was cut by edits of the stage's own.
  public mutating func record(_ block: RemovedBlock) {
    var block = block
    block.stage = stageAtWork
    removed.append(block)
  }

  // MARK: Spans

  /// Adds a mark; an empty one, or one outside the text, is refused.
  ///
  /// - Throws: `StageError` "invalid-span".
  public mutating func add(_ span: Span) throws(StageError) { try add([span]) }

  /// Adds marks in their order; none of them where one is refused.
  ///
  /// - Throws: `StageError` "invalid-span".
  public mutating func add(_ spans: [Span]) throws(StageError) {
    for index in spans.indices {
      let range = spans[index].range
      guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= text.count,
        isBoundary(range.lowerBound), isBoundary(range.upperBound)
      else {
        throw StageError(
          "invalid-span",
          "\(spans[index].layer) span \(range) is empty, outside the text, or cuts a character")
      }
    }
    let count = self.spans.count
    self.spans += spans
    for index in count..<self.spans.count where self.spans[index].stage.isEmpty {
      self.spans[index].stage = stageAtWork
    }
  }

  /// Takes away the spans that a rule picks, as a stage does that runs a second time.
  public mutating func removeSpans(where isRemoved: (Span) -> Bool) { spans.removeAll(where: isRemoved) }
}
