import CBrotli
import CZlib

/// The compressions that a web server may have put on a body, undone in memory.
public enum Decompressor: Sendable {
  /// Of any number of members one after another; what follows the last one is passed over.
  case gzip
  /// A zlib stream, or bare deflate data, as some servers send them under the same name.
  case deflate
  case brotli

  /// What came out.
  public struct Output: Sendable, Equatable {
    public var bytes: [UInt8]
    /// False where the compressed bytes end before their stream does.
    public var isComplete: Bool

    public init(bytes: [UInt8], isComplete: Bool) {
      self.bytes = bytes
      self.isComplete = isComplete
    }
  }

  /// Undoes the compression as far as the bytes go.
  ///
  /// - Parameter maxBytes: the most that may come out; guards against small bodies that swell without end.
  /// - Throws: `CompressionError` "corrupt" or "tooLarge"; the offset is one into `bytes`.
  /// - Complexity: O(bytes + what comes out), and no more memory than twice `maxBytes`.
  public func decompressed(_ bytes: [UInt8], maxBytes: Int) throws(CompressionError) -> Output {
    switch self {
    case .gzip: return try Self.inflated(bytes, maxBytes, isRaw: false)
    case .deflate: return try Self.inflated(bytes, maxBytes, isRaw: !Self.hasZlibHeader(bytes))
    case .brotli: return try Self.unbrotlied(bytes, maxBytes)
    }
  }

  /// Source: RFC 1950, section 2.2.
  private static func hasZlibHeader(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 2 else { return false }
    return bytes[0] & 0x0F == 8 && bytes[0] >> 4 <= 7 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
  }

  /// Calls `step` with the rest of the input and room for output until it says that it is done.
  ///
  /// - Parameter step: gives how much it took, how much it wrote, and whether to go on.
  private static func run(
    _ bytes: [UInt8], _ maxBytes: Int,
    _ step: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>) throws(CompressionError) ->
      Progress
  ) throws(CompressionError) -> Output {
    var output = Output(bytes: [], isComplete: false)
    var position = 0
    var roomBytes = 64 << 10
    while true {
      // Typed errors do not pass through the closures of the standard library, so the result is carried out.
      var result: Result<Progress, CompressionError> = .success(Progress())
      let piece = [UInt8](unsafeUninitializedCapacity: roomBytes) { buffer, count in
        bytes.withUnsafeBufferPointer { all in
          let rest = UnsafeBufferPointer(rebasing: all[position...])
          do throws(CompressionError) { result = .success(try step(rest, buffer)) } catch {
            result = .failure(error.moved(by: position))
          }
        }
        if case .success(let progress) = result { count = progress.written }
      }
      let progress = try result.get()
      guard piece.count <= maxBytes - output.bytes.count else { throw .tooLarge(maxBytes: maxBytes) }
      output.bytes += piece
      position += progress.taken
      switch progress.state {
      case .done:
        output.isComplete = true
        return output
      case .starved: return output
      case .going: roomBytes = min(1 << 20, roomBytes * 2)
      }
    }
  }

  private struct Progress {
    enum State { case going, starved, done }
    var taken = 0
    var written = 0
    var state = State.starved
  }

  private static func inflated(_ bytes: [UInt8], _ maxBytes: Int, isRaw: Bool) throws(CompressionError)
    -> Output
  {
    var stream = z_stream()
    let isReady = (isRaw ? sastra_raw_inflate_init(&stream) : sastra_inflate_init(&stream)) == Z_OK
    guard isReady else { throw .corrupt(offset: 0) }
    defer { inflateEnd(&stream) }
    return try run(bytes, maxBytes) { rest, room throws(CompressionError) in
      let offered = UInt32(clamping: rest.count)
      stream.next_in = UnsafeMutablePointer(mutating: rest.baseAddress)
      stream.avail_in = offered
      stream.next_out = room.baseAddress
      stream.avail_out = UInt32(room.count)
      let status = inflate(&stream, Z_NO_FLUSH)
      var progress = Progress(
        taken: Int(offered - stream.avail_in), written: room.count - Int(stream.avail_out), state: .going)
      switch status {
      case Z_STREAM_END:
        let isNextMember =
          !isRaw && rest.count > progress.taken + 1 && rest[progress.taken] == 0x1F
          && rest[progress.taken + 1] == 0x8B
        progress.state = isNextMember ? .going : .done
        if isNextMember { inflateReset(&stream) }
      case Z_OK, Z_BUF_ERROR:
        if progress.taken == rest.count, stream.avail_out > 0 { progress.state = .starved }
      default: throw .corrupt(offset: progress.taken)
      }
      return progress
    }
  }

  private static func unbrotlied(_ bytes: [UInt8], _ maxBytes: Int) throws(CompressionError) -> Output {
    guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else { throw .corrupt(offset: 0) }
    defer { BrotliDecoderDestroyInstance(state) }
    return try run(bytes, maxBytes) { rest, room throws(CompressionError) in
      var available = rest.count
      var next = rest.baseAddress
      var left = room.count
      var out = room.baseAddress
      let result = BrotliDecoderDecompressStream(state, &available, &next, &left, &out, nil)
      var progress = Progress(taken: rest.count - available, written: room.count - left)
      switch result {
      case BROTLI_DECODER_RESULT_SUCCESS: progress.state = .done
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: progress.state = .going
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: progress.state = .starved
      default: throw .corrupt(offset: progress.taken)
      }
      return progress
    }
  }
}

extension CompressionError {
  fileprivate func moved(by bytes: Int) -> CompressionError {
    switch self {
    case .corrupt(let offset): .corrupt(offset: offset + bytes)
    case .truncated(let offset): .truncated(offset: offset + bytes)
    case .tooLarge: self
    }
  }
}
