import Compression
import StageKit

/// What a person must know of how a page was got out of its record.
struct Note: Sendable, Equatable {
  let code: String
  let message: String
}

/// A body after transfer and content decoding.
struct Payload: Sendable, Equatable {
  /// More encodings on each other are refused.
  static let maxEncodings = 4

  private(set) var bytes: [UInt8]
  /// The body without chunks, still in its content encodings.
  private(set) var withoutChunks: [UInt8]?
  private(set) var notes: [Note] = []

  /// - Parameters:
  ///   - body: as it is stored.
  ///   - maxBytes: the most that a decoding may give.
  /// - Throws: `StageError` "damaged-encoding", "unknown-content-encoding", "too-large".
  init(_ body: [UInt8], fields: NamedFields, maxBytes: Int) throws(StageError) {
    bytes = body
    var transfer = Self.codings(fields.all("transfer-encoding"))
    if transfer.last == "chunked" {
      transfer.removeLast()
      undoChunks()
    }
    let codings = Self.codings(fields.all("content-encoding")) + transfer
    guard codings.count <= Self.maxEncodings else {
      throw StageError(
        "unknown-content-encoding", "the body is packed \(codings.count) times over, which no server does")
    }
    for coding in codings.reversed() { try undo(coding, maxBytes) }
  }

  private static func codings(_ values: [String]) -> [String] {
    values.flatMap { $0.utf8.split(separator: 0x2C) }.map { part in
      String(decoding: part.filter { $0 > 0x20 }, as: UTF8.self).lowercased()
    }.filter { !$0.isEmpty && $0 != "identity" && $0 != "none" }
  }

  private mutating func undoChunks() {
    let result = ChunkedBody(bytes)
    switch result.state {
    case .whole: break
    case .broken(let offset):
      notes.append(
        Note(
          code: "broken-chunks",
          message: "the chunks of the body are broken at byte \(offset); it is taken up to there"))
    case .none: return
    }
    withoutChunks = result.bytes
    bytes = result.bytes
  }

  private mutating func undo(_ coding: String, _ maxBytes: Int) throws(StageError) {
    let decompressor: Decompressor
    switch coding {
    case "gzip", "x-gzip": decompressor = .gzip
    case "deflate": decompressor = .deflate
    case "br": decompressor = .brotli
    default:
      throw StageError(
        "unknown-content-encoding",
        "the body is in the content encoding '\(coding.prefix(40))', which cannot be undone")
    }
    // Many crawlers store what they unpacked, with the field as it came.
    let isPlain = coding.hasSuffix("gzip") ? !bytes.starts(with: [0x1F, 0x8B]) : isMarkup
    if bytes.isEmpty || isPlain { return }
    do throws(CompressionError) {
      let output = try decompressor.decompressed(bytes, maxBytes: maxBytes)
      bytes = output.bytes
      if !output.isComplete {
        notes.append(
          Note(
            code: "body-cut-short",
            message: "the body ends before its \(coding) data do; it is taken up to there"))
      }
    } catch {
      switch error {
      case .tooLarge:
        throw StageError(
          "too-large", "the page unpacks to more than \(maxBytes) bytes; raise max_bytes to read it")
      case .corrupt(let offset), .truncated(let offset):
        if UTF8Validation.firstInvalidByte(bytes) == nil, !bytes.contains(0) { return }
        throw StageError("damaged-encoding", "the \(coding) data of the body are damaged at byte \(offset)")
      }
    }
  }

  /// Whether the bytes are text that begins with a tag.
  private var isMarkup: Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes[start...].first { $0 > 0x20 }
    return first == UInt8(ascii: "<") && UTF8Validation.firstInvalidByte(bytes) == nil
  }
}

/// A body in chunks, put together.
///
/// Source: RFC 9112, section 7.1. Lines may end in LF alone; trailers are passed over.
struct ChunkedBody: Equatable {
  enum State: Equatable {
    case whole
    /// Where it cannot be read on, in bytes of the body.
    case broken(Int)
    /// There are no chunks: the crawler put the body together and kept the field.
    case none
  }

  /// Digits of a size, zeros in front included; a size beyond what memory holds is one that the body falls short of.
  private static let maxDigits = 256

  private(set) var bytes: [UInt8] = []
  private(set) var state = State.none

  init(_ body: [UInt8]) {
    bytes.reserveCapacity(body.count)
    var position = 0
    while true {
      guard let (size, start) = Self.size(body, at: position) else {
        state = position == 0 ? .none : .broken(position)
        return
      }
      if size == 0 {
        state = .whole
        return
      }
      guard size <= body.count - start else {
        bytes += body[start...]
        state = .broken(body.count)
        return
      }
      let end = start + size
      var next = end
      if next < body.count, body[next] == 0x0D { next += 1 }
      guard next < body.count, body[next] == 0x0A else {
        if position == 0, next < body.count { return }
        bytes += body[start..<end]
        state = .broken(end)
        return
      }
      bytes += body[start..<end]
      position = next + 1
    }
  }

  /// The number in the line that begins a chunk, and where the chunk's bytes begin.
  private static func size(_ body: [UInt8], at position: Int) -> (Int, Int)? {
    var size = 0
    var index = position
    while index < body.count, let digit = Character(UnicodeScalar(body[index])).hexDigitValue {
      guard index - position < maxDigits else { return nil }
      size = min(size << 4 | digit, 1 << 56)
      index += 1
    }
    guard index > position else { return nil }
    // An extension of the chunk is short.
    guard let end = body[index...].prefix(1024).firstIndex(of: 0x0A) else { return nil }
    let rest = body[index..<end].drop { $0 == 0x20 || $0 == 0x09 }
    guard rest.isEmpty || rest.first == 0x0D || rest.first == UInt8(ascii: ";") else { return nil }
    return (size, end + 1)
  }
}
