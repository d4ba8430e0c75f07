extension Document {
  /// A document from bytes as harvested: told apart into text and HTML by content, decoded provisionally.
  ///
  /// UTF-8, UTF-16 and UTF-32 are decoded for good, the latter two by a byte order mark, a stated charset that
  /// the bytes bear out, or the zeros of their ASCII; bytes that are mostly UTF-8 keep it, each stray byte
  /// becoming U+FFFD; all else is read as windows-1252, which gives every byte a character, until a stage that
  /// knows better calls `redecode`.
  ///
  /// - Parameters:
  ///   - contentType: a media type that the input states; believed when it is `text/html`, `text/plain` or
  ///     XHTML's. Its charset is kept for the stage that decodes.
  /// - Throws: `StageError` "binary" when the bytes are no text, with the offset of the first byte that says
  ///   so.
  public init(id: String, bytes: [UInt8], url: String? = nil, contentType: String? = nil) throws(StageError) {
    let charset = contentType.flatMap(ContentType.charset)
    let decoded = ProvisionalDecoding(bytes, charset: charset)
    if let offset = decoded.binaryOffset {
      throw StageError("binary", "the bytes are not text; give text or HTML", at: offset)
    }
    let isMarkup = ContentType.isMarkup(stated: contentType, text: decoded.text)
    let source = Source(
      bytes: bytes, url: url,
      contentType: (isMarkup ? "text/html" : "text/plain") + (charset.map { "; charset=" + $0 } ?? ""),
      encoding: decoded.encoding)
    self.init(
      id: id, source: source, text: decoded.text, alignment: decoded.alignment,
      form: isMarkup ? .markup : .plain)
  }
}

/// The first decoding of a source, with the alignment it makes.
struct ProvisionalDecoding {
  private(set) var text: [UInt8] = []
  private(set) var alignment = Alignment()
  private(set) var encoding = "UTF-8"
  /// Where the bytes show that they are no text; nil when they are.
  private(set) var binaryOffset: Int?

  /// - Parameter charset: what the input states.
  init(_ bytes: [UInt8], charset: String? = nil) {
    if let wide = WideEncoding(bytes, charset: charset) {
      (encoding, text, alignment) = (wide.name, [], Alignment())
      alignment.appendChange(text: 0, source: wide.markBytes)
      decode(bytes, wide)
      return
    }
    binaryOffset = BinarySigns.firstByte(of: bytes)
    guard binaryOffset == nil else { return }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    if hasMark { alignment.appendChange(text: 0, source: 3) }
    let content = hasMark ? Array(bytes[3...]) : bytes
    if (try? UTF8Span(validating: content.span)) != nil {
      text = content
      alignment.appendCopy(content.count)
    } else if hasMark || ProvisionalDecoding.isMostlyUTF8(content) {
      decodeBrokenUTF8(content)
    } else {
      decodeWindows1252(content)
    }
  }

  /// Well-formed sequences of several bytes outnumber stray bytes four to one. A sequence that the end of the
  /// bytes cuts is none of the strays, where there are others or it has two bytes: a harvester stopped there.
  private static func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
    var (sequences, strays) = (0, 0)
    var cut = 0
    forEachRun(bytes) { run, isWellFormed in
      if isWellFormed {
        sequences += bytes[run].count { $0 >= 0xC2 }
      } else {
        strays += 1
        if run.upperBound == bytes.count, bytes[run.lowerBound] >= 0xC2 { cut = run.count }
      }
    }
    if cut > 1 || cut == 1 && sequences > 0 { strays -= 1 }
    return sequences >= 4 * strays
  }

  /// Calls `body` with each longest run of well-formed sequences and each ill-formed one, in order.
  private static func forEachRun(_ bytes: [UInt8], _ body: (Range<Int>, _ isWellFormed: Bool) -> Void) {
    var start = 0
    while start < bytes.count {
      let rest = bytes.span.extracting(start...)
      do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: rest)
        return body(start..<bytes.count, true)
      } catch {
        let stray = start + error.byteOffsets.lowerBound..<start + error.byteOffsets.upperBound
        if stray.lowerBound > start { body(start..<stray.lowerBound, true) }
        body(stray, false)
        start = stray.upperBound
      }
    }
  }

  private mutating func decodeBrokenUTF8(_ bytes: [UInt8]) {
    text.reserveCapacity(bytes.count + bytes.count / 8)
    ProvisionalDecoding.forEachRun(bytes) { run, isWellFormed in
      if isWellFormed {
        text += bytes[run]
        alignment.appendCopy(run.count)
      } else {
        text += [0xEF, 0xBF, 0xBD]
        alignment.appendChange(text: 3, source: run.count)
      }
    }
  }

  private mutating func decode(_ bytes: [UInt8], _ wide: WideEncoding) {
    let units = wide.units(bytes)
    if let index = wide.firstSign(in: units) {
      binaryOffset = wide.markBytes + wide.unitBytes * index
      return
    }
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < units.count {
      let isPair =
        units[index] & ~0x3FF == 0xD800 && index + 1 < units.count && units[index + 1] & ~0x3FF == 0xDC00
      if isPair, wide.unitBytes == 2 {
        let value = 0x10000 + (units[index] & 0x3FF) << 10 + (units[index + 1] & 0x3FF)
        append(Unicode.Scalar(value) ?? "\u{FFFD}", source: 4)
        index += 2
      } else {
        append(Unicode.Scalar(units[index]) ?? "\u{FFFD}", source: wide.unitBytes)
        index += 1
      }
    }
    let rest = (bytes.count - wide.markBytes) % wide.unitBytes
    if rest > 0 { append("\u{FFFD}", source: rest) }
  }

  private mutating func append(_ scalar: Unicode.Scalar, source: Int) {
    let start = text.count
    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    alignment.appendChange(text: text.count - start, source: source)
  }

  private mutating func decodeWindows1252(_ bytes: [UInt8]) {
    encoding = "windows-1252"
    text.reserveCapacity(bytes.count + bytes.count / 8)
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] < 0x80 { end += 1 }
      text += bytes[start..<end]
      alignment.appendCopy(end - start)
      while end < bytes.count, bytes[end] >= 0x80 {
        let value = Windows1252.scalar(of: bytes[end]).value
        if value < 0x800 {
          text.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
          text.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        } else {
          text.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
          text.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
          text.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        }
        alignment.appendChange(text: value < 0x800 ? 2 : 3, source: 1)
        end += 1
      }
      start = end
    }
  }
}
