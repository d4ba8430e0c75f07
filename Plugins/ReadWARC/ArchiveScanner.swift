import StageKit

/// Goes through an archive record by record, and finds those that become documents.
///
/// Source: ISO 28500:2017 (WARC 1.1), sections 4 to 6, and its annex on records packed one by one.
struct ArchiveScanner {
  /// What is found in an archive.
  enum Finding {
    case capture(Capture)
    /// A place where the archive cannot be read, with the bytes that are there.
    case broken(StageError, id: String, source: [UInt8])
  }

  /// Most of the bytes at a break that are kept.
  private static let keptAtBreak = 1 << 20

  private let stream: ArchiveStream
  private let file: String
  private let options: ReadWARC.Options
  private(set) var tally = Tally()
  private var isAtStart = true
  /// Whether the end of the file was told already, by a record that it cuts.
  private var isEndTold = false

  init(_ stream: ArchiveStream, file: String, options: ReadWARC.Options) {
    self.stream = stream
    self.file = file
    self.options = options
  }

  static func tooLarge(_ maxBytes: Int) -> StageError {
    StageError("too-large", "the record is larger than \(maxBytes) bytes; raise max_bytes to read it")
  }

  /// The next finding; nil at the end. What is no document is counted.
  mutating func next() -> Finding? {
    while true {
      stream.dropLineEnds()
      if stream.peek(1).isEmpty {
        if let told = tellEnding() { return told }
        if !stream.recover() { return nil }
        isEndTold = false
        continue
      }
      defer { isAtStart = false }
      let offset = stream.offset
      guard stream.isAtRecord else { return lostPlace(offset) }
      let header: RecordHeader
      do throws(StageError) { header = try RecordHeader(stream) } catch { return badHeader(error, offset) }
      tally.countRecord()
      if let finding = take(header, offset) { return finding }
    }
  }

  // MARK: Records

  private mutating func take(_ header: RecordHeader, _ offset: Int) -> Finding? {
    let head = httpHead(header)
    let choice = Choice(header, head, options, sniffed: stream)
    let limit = options.maxBytes + (head?.bodyOffset ?? 0)
    let isTooLarge = header.length > limit
    let keeping = choice.kind != nil ? 0 : isTooLarge ? min(limit, Self.keptAtBreak) : header.length
    let (block, isWhole) = stream.block(of: header.length, keeping: keeping)
    let problem = problem(after: header, offset, isWhole: isWhole)
    if let kind = choice.kind {
      tally.passOver(kind)
      return problem.map { broken($0.code, $0.message, at: offset, []) }
    }
    tally.countDocument()
    let place = Capture.Place(file: file, offset: offset)
    return .capture(
      Capture(
        id: id(header, offset), header: header, place: place, block: block, head: head,
        mediaType: choice.mediaType,
        problem: problem ?? (isTooLarge ? Self.tooLarge(options.maxBytes) : choice.problem),
        maxBytes: options.maxBytes))
  }

  /// The head of a response, seen before the block is taken.
  private func httpHead(_ header: RecordHeader) -> HTTPHead? {
    guard ["response", "revisit"].contains(header.type) else { return nil }
    for count in [8 << 10, HTTPHead.maxBytes] {
      let seen = stream.peek(min(header.length, count))
      if let head = HTTPHead(seen), head.bodyOffset < seen.count || seen.count == header.length {
        return head
      }
      if seen.count < count { return nil }
    }
    return nil
  }

  /// What is wrong with a record that was taken, by what comes after it. Told before the record is handed on:
  /// a wrong length or check sum makes its bytes doubtful.
  private mutating func problem(after header: RecordHeader, _ offset: Int, isWhole: Bool) -> StageError? {
    stream.dropLineEnds()
    let isAtEnd = stream.peek(1).isEmpty
    let place = stream.breakOffset
    if isAtEnd, stream.isDamaged {
      isEndTold = true
      return StageError(
        "damaged-gzip", "the gzip data of the record are damaged before byte \(place) of the file", at: place)
    }
    if !isWhole {
      isEndTold = isEndTold || isAtEnd
      return StageError(
        "record-cut-short",
        "the record at byte \(offset) should have \(header.length) bytes and is cut short at byte \(place)",
        at: place)
    }
    if isAtEnd || stream.isAtRecord { return nil }
    _ = passOverBreak()
    return StageError(
      "wrong-length",
      "no record follows the one at byte \(offset) where its \(header.length) bytes end, at byte \(place)",
      at: place)
  }

  private func id(_ header: RecordHeader, _ offset: Int) -> String {
    guard let address = header.fields.address("warc-target-uri") ?? header.fields.address("warc-record-id")
    else {
      return "\(file)@\(offset)"
    }
    return CaptureID.id(address: address, date: CaptureDate(header.fields.first("warc-date")))
  }

  // MARK: Breaks

  private mutating func tellEnding() -> Finding? {
    guard !isEndTold, let ending = stream.ending else { return nil }
    isEndTold = true
    switch ending {
    case .end: return nil
    case .cut(let place):
      return broken(
        "archive-cut-short", "the archive ends at byte \(place), before its gzip data do", at: place, [])
    case .damaged(let place, _):
      return broken(
        "damaged-gzip", "the gzip data of the archive are damaged before byte \(place)", at: place, [])
    case .unreadable(let reason):
      return broken("unreadable", "the archive cannot be read on: \(reason)", at: stream.position, [])
    }
  }

  private mutating func badHeader(_ error: StageError, _ offset: Int) -> Finding {
    let rest = passOverBreak()
    let isCut = error.code == "record-cut-short"
    return broken(
      stream.isDamaged ? "damaged-gzip" : error.code, error.message, at: isCut ? stream.breakOffset : offset,
      rest,
      record: offset)
  }

  /// Passes over everything before the next record. Where the file ends or is damaged there, that is told with
  /// the break before it.
  private mutating func passOverBreak() -> [UInt8] {
    let rest = stream.rest(keeping: Self.keptAtBreak)
    if !stream.peek(1).isEmpty { return rest }
    if case .unreadable? = stream.ending { return rest }
    isEndTold = true
    return rest
  }

  private mutating func lostPlace(_ offset: Int) -> Finding {
    let code = isAtStart ? "not-warc" : "lost-place"
    let message =
      isAtStart
      ? "the file does not begin with a WARC record; it is no WARC file, or its beginning is lost"
      : "there is no record at byte \(offset) of the archive; the bytes up to the next record were passed over"
    return broken(code, message, at: offset, passOverBreak())
  }

  /// - Parameter record: where the record begins that is broken at `place`, if it is one.
  private mutating func broken(
    _ code: String, _ message: String, at place: Int, _ source: [UInt8], record: Int? = nil
  ) -> Finding {
    tally.countDocument()
    return .broken(StageError(code, message, at: place), id: "\(file)@\(record ?? place)", source: source)
  }
}
