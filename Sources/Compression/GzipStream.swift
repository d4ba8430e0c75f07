import CZlib

/// Inflates gzip (of any number of members one after another) and zlib streams, piece by piece, in bounded
/// memory.
public final class GzipStream {
  private static let pieceBytes = 128 << 10
  /// How far behind the byte that shows the damage the next member may begin: inflating runs on for a while.
  private static let lookBackBytes = 1024
  /// How much of a member is tried when it is looked for.
  private static let probeBytes = 4096

  /// A run of what was compressed; all of it is of one member.
  public struct Piece {
    public var bytes: [UInt8]
    /// Where the member begins, in bytes of the compressed stream.
    public var memberOffset: Int
    /// Whether the piece is the first of its member.
    public var isFirst: Bool
  }

  private var stream = z_stream()
  private let nextInput: () throws -> [UInt8]?
  private var input: [UInt8] = []
  private var position = 0
  private var consumed: Int
  /// Where the member that is being read begins, in bytes of the compressed stream.
  public private(set) var memberOffset: Int
  /// Where bytes after the last member begin that are no padding and no other member; nil where there are none.
  public private(set) var trailingOffset: Int?
  private var isInMember = false
  private var hasMember = false
  private var isFirstPiece = true
  private var pendingError: CompressionError?
  private let isReady: Bool

  /// - Parameters:
  ///   - offset: where the first piece is in the whole; offsets are counted from there on.
  ///   - nextInput: gives the next piece of the compressed stream; nil at its end.
  public init(offset: Int = 0, _ nextInput: @escaping () throws -> [UInt8]?) {
    self.nextInput = nextInput
    consumed = offset
    memberOffset = offset
    isReady = sastra_inflate_init(&stream) == Z_OK
  }

  deinit { inflateEnd(&stream) }

  /// The next piece of what was compressed; nil at the end.
  ///
  /// Bytes after the last member that do not begin another (padding of tapes and downloads) end the stream:
  /// zeros are passed over, others are noted in `trailingOffset`.
  /// - Throws: `CompressionError` "corrupt" or "truncated", when all before was given; what `nextInput`
  ///   throws.
  public func next() throws -> [UInt8]? { try nextPiece()?.bytes }

  /// The next piece, and where its member begins.
  public func nextPiece() throws -> Piece? {
    guard isReady else { throw CompressionError.corrupt(offset: 0) }
    if let error = pendingError { throw error }
    while true {
      if position == input.count, try !refill() {
        if isInMember || !hasMember { throw CompressionError.truncated(offset: consumed) }
        return nil
      }
      if !isInMember {
        if hasMember, input[position] == 0 {
          skipPadding()
          continue
        }
        guard !hasMember || input[position] == 0x1F else {
          trailingOffset = consumed
          return nil
        }
        beginMember()
      }
      let bytes = inflatePiece()
      if !bytes.isEmpty {
        defer { isFirstPiece = false }
        return Piece(bytes: bytes, memberOffset: memberOffset, isFirst: isFirstPiece)
      }
      if let error = pendingError { throw error }
    }
  }

  private func skipPadding() {
    let end = input[position...].firstIndex { $0 != 0 } ?? input.count
    consumed += end - position
    position = end
  }

  private func beginMember() {
    inflateReset(&stream)
    isInMember = true
    hasMember = true
    isFirstPiece = true
    memberOffset = consumed
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

  /// What one call gives. An error waits until that was handed out.
  private func inflatePiece() -> [UInt8] {
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
    default: pendingError = .corrupt(offset: consumed)
    }
    return output
  }

  // MARK: Damage

  /// Passes over damaged bytes to the next gzip member whose content begins as given; false where there is
  /// none. Then the stream goes on with that member.
  ///
  /// - Throws: what `nextInput` throws.
  /// - Complexity: O(bytes passed over).
  public func skipToMember(beginningWith prefix: [UInt8]) throws -> Bool {
    let back = min(position, Self.lookBackBytes, max(0, consumed - memberOffset - 1))
    position -= back
    consumed -= back
    while true {
      try lookAhead()
      guard position < input.count else { return false }
      if isMember(at: position, beginningWith: prefix) {
        pendingError = nil
        trailingOffset = nil
        beginMember()
        return true
      }
      let next = input[(position + 1)...].firstIndex(of: 0x1F) ?? input.count
      consumed += next - position
      position = next
    }
  }

  /// Makes sure that as many bytes as are tried lie together, unless the stream ends before.
  private func lookAhead() throws {
    while input.count - position < Self.probeBytes, let piece = try nextInput() {
      input.removeFirst(position)
      position = 0
      input += piece
    }
  }

  private func isMember(at start: Int, beginningWith prefix: [UInt8]) -> Bool {
    guard input.count - start > 18, input[start] == 0x1F, input[start + 1] == 0x8B, input[start + 2] == 8,
      input[start + 3] & 0xE0 == 0
    else { return false }
    var probe = z_stream()
    guard sastra_inflate_init(&probe) == Z_OK else { return false }
    defer { inflateEnd(&probe) }
    var output = [UInt8](repeating: 0, count: prefix.count)
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { room in
        probe.next_in = source.baseAddress.map { $0 + start }
        probe.avail_in = UInt32(min(Self.probeBytes, source.count - start))
        probe.next_out = room.baseAddress
        probe.avail_out = UInt32(room.count)
        inflate(&probe, Z_NO_FLUSH)
      }
    }
    return probe.avail_out == 0 && output == prefix
  }
}
