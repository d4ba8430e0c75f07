import CZlib

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
