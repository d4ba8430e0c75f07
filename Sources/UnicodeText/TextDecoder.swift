/// Decodes bytes of one encoding, piece by piece.
///
/// The results are those of the WHATWG Encoding Standard, errors included: what the encoding has not becomes
/// U+FFFD, and an ASCII byte after a lead byte is never eaten. A byte order mark is a character like others.
public struct TextDecoder: Sendable {
  public let encoding: WebEncoding
  private var state = JISState()

  public init(_ encoding: WebEncoding) { self.encoding = encoding }

  /// Decodes all bytes.
  ///
  /// - Complexity: O(n), and once for an encoding about 10 ms for its table.
  public static func decode(_ bytes: [UInt8], as encoding: WebEncoding) -> DecodedText {
    var decoder = TextDecoder(encoding)
    var decoded = DecodedText()
    decoded.text.reserveCapacity(bytes.count + bytes.count / 2)
    bytes.withUnsafeBufferPointer { _ = decoder.decode($0, isLast: true, into: &decoded) }
    return decoded
  }

  /// Decodes more bytes and adds the result to `decoded`.
  ///
  /// - Parameter isLast: false where more bytes follow, and then the bytes that the call left must come again
  ///   before them.
  /// - Returns: the number of bytes used; all when `isLast`, else up to three fewer.
  /// - Complexity: O(n); needs 192 KiB besides the result.
  public mutating func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into decoded: inout DecodedText
  ) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var input = Input(base: base, count: bytes.count, isLast: isLast)
    switch encoding {
    case .utf8: input.decode(UTF8Step(), &decoded)
    case .utf16LE: input.decode(UTF16Step(low: 0), &decoded)
    case .utf16BE: input.decode(UTF16Step(low: 1), &decoded)
    case .gbk, .gb18030: CodeTable.gb18030.withPages { input.decode(GB18030Step(pages: $0), &decoded) }
    case .big5: CodeTable.big5.withPages { input.decode(DoubleByteStep(pages: $0), &decoded) }
    case .eucKR: CodeTable.eucKR.withPages { input.decode(DoubleByteStep(pages: $0), &decoded) }
    case .shiftJIS: CodeTable.shiftJIS.withPages { input.decode(ShiftJISStep(pages: $0), &decoded) }
    case .eucJP: CodeTable.eucJP.withPages { input.decode(EUCJPStep(pages: $0), &decoded) }
    case .iso2022JP:
      CodeTable.eucJP.withPages { pages in
        var step = ISO2022JPStep(pages: pages, state: state)
        input.decode(&step, &decoded)
        state = step.state
      }
    default: SingleByte.table(of: encoding).withPages { input.decode(SingleByteStep(scalars: $0), &decoded) }
    }
    return input.offset
  }
}

/// What a decoder finds at a place.
struct Step {
  /// A scalar value, `malformed` or `nothing`.
  var scalar: UInt32
  /// A second scalar of the same character; 0: none.
  var second: UInt32 = 0
  /// Source bytes; 0: more are needed to tell.
  var length: Int

  static let malformed = UInt32.max
  /// Bytes that show nothing: an escape sequence.
  static let nothing = UInt32.max - 1
  static func error(_ length: Int) -> Step { Step(scalar: malformed, length: length) }
  static let incomplete = Step(scalar: 0, length: 0)
}

protocol DecodingStep {
  /// Whether a byte below 0x80 at the begin of a character is always ASCII.
  static var keepsASCII: Bool { get }
  /// The character at `offset`, which is below `end`.
  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step
}

/// Bytes on their way through a decoder.
struct Input {
  let base: UnsafePointer<UInt8>
  let count: Int
  let isLast: Bool
  var offset = 0

  private static let pieceBytes = 1 << 16

  init(base: UnsafePointer<UInt8>, count: Int, isLast: Bool) {
    (self.base, self.count, self.isLast) = (base, count, isLast)
  }

  mutating func decode(_ step: some DecodingStep, _ decoded: inout DecodedText) {
    var step = step
    decode(&step, &decoded)
  }

  /// Decodes into a small buffer that is added to the text when full.
  mutating func decode<S: DecodingStep>(_ step: inout S, _ decoded: inout DecodedText) {
    // A character is eight UTF-8 bytes at most, and one of source three.
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 3 * Input.pieceBytes + 16)
    defer { buffer.deallocate() }
    var isWaiting = false
    while offset < count, !isWaiting {
      var output = Output(buffer: buffer)
      let end = min(count, offset + Input.pieceBytes)
      isWaiting = decode(&step, upTo: end, &output, &decoded)
      decoded.text.append(contentsOf: UnsafeBufferPointer(start: buffer, count: output.count))
    }
    if isLast, offset < count {
      decoded.text += [0xEF, 0xBF, 0xBD]
      decoded.add(text: 3, source: count - offset)
      decoded.malformed += 1
      offset = count
    }
  }

  /// - Returns: whether the rest cannot be told without more bytes.
  @inline(__always)
  private mutating func decode<S: DecodingStep>(
    _ step: inout S, upTo end: Int, _ output: inout Output, _ decoded: inout DecodedText
  ) -> Bool {
    while offset < end {
      if S.keepsASCII, base[offset] < 0x80 {
        let length = asciiLength(upTo: end)
        output.copy(base + offset, length)
        decoded.add(text: 1, source: 1, count: length, isCopy: true)
        offset += length
        continue
      }
      let found = step.next(base, offset, count)
      if found.length == 0 { return true }
      let start = output.count
      if found.scalar == Step.malformed {
        output.append(0xFFFD)
        decoded.malformed += 1
      } else if found.scalar != Step.nothing {
        output.append(found.scalar)
        if found.second != 0 { output.append(found.second) }
      }
      let length = output.count - start
      decoded.add(
        text: length, source: found.length,
        isCopy: length == 1 && found.length == 1 && output.buffer[start] == base[offset])
      offset += found.length
    }
    return false
  }

  @inline(__always)
  private func asciiLength(upTo end: Int) -> Int {
    var index = offset + 1
    while index + 8 <= end {
      let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < end, base[index] < 0x80 { index += 1 }
    return index - offset
  }
}

/// UTF-8 as it is written.
struct Output {
  let buffer: UnsafeMutablePointer<UInt8>
  var count = 0

  init(buffer: UnsafeMutablePointer<UInt8>) { self.buffer = buffer }

  @inline(__always)
  mutating func copy(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    (buffer + count).update(from: bytes, count: length)
    count += length
  }

  /// - Parameter scalar: a Unicode scalar value.
  @inline(__always)
  mutating func append(_ scalar: UInt32) {
    switch scalar {
    case ..<0x80:
      buffer[count] = UInt8(truncatingIfNeeded: scalar)
      count += 1
    case ..<0x800:
      buffer[count] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
      buffer[count + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      count += 2
    case ..<0x10000:
      buffer[count] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
      buffer[count + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
      buffer[count + 2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      count += 3
    default:
      buffer[count] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
      buffer[count + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
      buffer[count + 2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
      buffer[count + 3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      count += 4
    }
  }
}
