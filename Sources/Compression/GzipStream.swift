import CZlib

/// Why a compressed stream cannot be read on.
public enum CompressionError: Error, Sendable, Equatable {
  /// The data are not what the format allows; offset in bytes of the compressed stream.
  case corrupt(offset: Int)
  /// The stream ends before it is complete; offset in bytes of the compressed stream.
  case truncated(offset: Int)
  /// More than the allowed number of bytes would come out.
  case tooLarge(maxBytes: Int)
}

/// Inflates gzip (of any number of members one after another) and zlib streams, piece by piece, in bounded
/// memory.
public final class GzipStream {
  private static let pieceBytes = 64 << 10

  private var stream = z_stream()
  private let nextInput: () throws -> [UInt8]?
  private var input: [UInt8] = []
  private var position = 0
  private var consumed = 0
  private var isInMember = false
  private var hasMember = false
  private let isReady: Bool

  /// - Parameter nextInput: gives the next piece of the compressed stream; nil at its end.
  public init(_ nextInput: @escaping () throws -> [UInt8]?) {
    self.nextInput = nextInput
    isReady = sastra_inflate_init(&stream) == Z_OK
  }

  deinit { inflateEnd(&stream) }

  /// The next piece of what was compressed; nil at the end.
  ///
  /// Bytes after the last member that do not begin another (padding of tapes and downloads) end the stream.
  /// - Throws: `CompressionError` "corrupt" or "truncated"; what `nextInput` throws.
  public func next() throws -> [UInt8]? {
    guard isReady else { throw CompressionError.corrupt(offset: 0) }
    while true {
      if position == input.count, try !refill() {
        if isInMember || !hasMember { throw CompressionError.truncated(offset: consumed) }
        return nil
      }
      if !isInMember {
        guard !hasMember || input[position] == 0x1F else { return nil }
        inflateReset(&stream)
        isInMember = true
        hasMember = true
      }
      let piece = try inflatePiece()
      if !piece.isEmpty { return piece }
    }
  }

  private func refill() throws -> Bool {
    while let piece = try nextInput() {
      guard !piece.isEmpty else { continue }
      input = piece
      position = 0
      return true
    }
    return false
  }

  private func inflatePiece() throws -> [UInt8] {
    var status = Z_OK
    var used = 0
    let output = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
      input.withUnsafeMutableBufferPointer { source in
        // The slice is not empty: next() has refilled it, so the base address is there.
        stream.next_in = source.baseAddress.map { $0 + position }
        stream.avail_in = UInt32(clamping: source.count - position)
        let offered = stream.avail_in
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        status = inflate(&stream, Z_NO_FLUSH)
        used = Int(offered - stream.avail_in)
        count = buffer.count - Int(stream.avail_out)
      }
    }
    position += used
    consumed += used
    switch status {
    case Z_STREAM_END: isInMember = false
    case Z_OK, Z_BUF_ERROR: break
    default: throw CompressionError.corrupt(offset: consumed)
    }
    return output
  }
}

/// Whole gzip files in memory.
public enum Gzip {
  /// Whether bytes begin as a gzip file does.
  public static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 0x08]) }

  /// What was compressed.
  ///
  /// - Parameter maxBytes: the most that may come out; guards against small files that swell without end.
  /// - Throws: `CompressionError`.
  public static func decompressed(_ bytes: [UInt8], maxBytes: Int) throws -> [UInt8] {
    var pending: [UInt8]? = bytes
    let stream = GzipStream {
      defer { pending = nil }
      return pending
    }
    var result: [UInt8] = []
    while let piece = try stream.next() {
      guard result.count + piece.count <= maxBytes else {
        throw CompressionError.tooLarge(maxBytes: maxBytes)
      }
      result += piece
    }
    return result
  }

  /// A gzip file of the bytes: no name and no time in it, so the same bytes give the same file.
  ///
  /// - Parameter level: 0 (none) ... 9 (smallest).
  public static func compressed(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    var stream = z_stream()
    guard sastra_gzip_init(&stream, level) == Z_OK else { return [] }
    defer { deflateEnd(&stream) }
    var input = bytes
    let bound = Int(deflateBound(&stream, UInt(bytes.count))) + 32
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      input.withUnsafeMutableBufferPointer { source in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(clamping: source.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(clamping: buffer.count)
        deflate(&stream, Z_FINISH)
        count = buffer.count - Int(stream.avail_out)
      }
    }
  }
}
